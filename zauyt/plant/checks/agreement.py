"""Whether what was promised can be tested: names, years, keys that fit the measure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from zauyt.errors import Problem, WrongInput
from zauyt.plant.agreement import DECLARED, Agreement, Lever, Obligation
from zauyt.plant.checks.routes import count_points
from zauyt.plant.checks.sourcing import counted_by
from zauyt.plant.dated import dates_in
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed

MOST_YEARS = 10
"""Years after its start that a launch is followed."""

AMOUNTS = ("at_least", "at_most")
KEYS: dict[str, tuple[str, ...]] = {
    "vehicles": (*AMOUNTS, "year", "count_point", "calendar"),
    "first_vehicle": ("by", "count_point"),
    "ckd_share": (*AMOUNTS, "year", "count_point", "of", "calendar"),
    "people": (*AMOUNTS, "year"),
    "local_content": ("at_least", "year", "rule"),
    "further_jobs": (*AMOUNTS, "scope"),
    **dict.fromkeys(DECLARED, (*AMOUNTS, "year", "declared")),
}
"""Keys that say something about a measure."""


def check_agreement(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with commitments and levers; lines and stores must exist."""
    if plant.agreement is None:
        return
    for name, each in plant.agreement.commitments.items():
        path = f"agreement.commitments.{name}"
        yield from _keys(path, each)
        yield from _names(plant, path, each)
        yield from _years(plant, path, each)
    yield from _levers(plant, plant.agreement)
    yield from _currencies(plant, plant.agreement)


def _keys(path: str, each: Obligation) -> Iterator[Problem]:
    """Yield keys that do not fit the measure, and amounts that are missing."""
    known = {key for keys in KEYS.values() for key in keys}
    for key in sorted((set(each.given()) & known) - set(KEYS[each.measure])):
        message = (
            f"says nothing about {each.measure}; what does is"
            f" {listed(KEYS[each.measure])}"
        )
        yield Problem(f"{path}.{key}", message, "key_of_other_measure")
    given = [key for key in AMOUNTS if getattr(each, key) is not None]
    if each.measure == "first_vehicle":
        if each.by is None:
            yield Problem(path, "needs by: the last day for it", "no_amount")
    elif len(given) != 1:
        found = "both are given" if given else "neither is given"
        message = f"needs one of at_least and at_most; {found}"
        yield Problem(path, message, "no_amount")
    for key in given:
        if each.measure in ("ckd_share", "youth_share") and getattr(each, key) > 1:
            message = f"{getattr(each, key):g} is no share; from 0 to 1 is allowed"
            yield Problem(f"{path}.{key}", message, "share_above_one")
    if each.probability == 1:
        message = "no number of runs proves certainty; below 1 is allowed"
        yield Problem(f"{path}.probability", message, "certainty")


def _unknown(path: str, what: str, name: str, known: Iterable[str]) -> Problem:
    names = sorted(known)
    hint = did_you_mean(name, names) or (
        f"; there are {listed(names)}" if names else ""
    )
    return Problem(path, f"there is no {what} {name}{hint}", "unknown_reference")


def _names(plant: Plant, path: str, each: Obligation) -> Iterator[Problem]:
    points = count_points(plant)
    for key, what, name, known in (
        ("count_point", "count point", each.count_point, points),
        ("of", "count point", each.of, points),
        ("calendar", "calendar", each.calendar, plant.calendars),
        ("rule", "content rule", each.rule, counted_by(plant)),
    ):
        if name is not None and name not in known:
            yield _unknown(f"{path}.{key}", what, name, known)


def _years(plant: Plant, path: str, each: Obligation) -> Iterator[Problem]:
    """Yield dates outside of what the file plans."""
    if isinstance(each.year, int):
        first, last = _planned(plant, each)
        if not first <= each.year <= last:
            message = f"{each.year} is outside the plan, which has {first} to {last}"
            yield Problem(f"{path}.year", message, "outside_plan")
    if each.by is None or plant.ramp is None:
        return
    start = plant.ramp.start
    end = start.replace(year=start.year + MOST_YEARS, day=1)
    if not start <= each.by < end:
        message = f"{each.by} is outside the launch, which runs from {start} to {end}"
        yield Problem(f"{path}.by", message, "outside_plan")


def _planned(plant: Plant, each: Obligation) -> tuple[int, int]:
    """Give the first and the last year that the file can say something about."""
    if each.measure == "local_content" and plant.content is not None:
        first = plant.content.first_year
        return first, first + plant.content.years - 1
    if each.measure in ("vehicles", "ckd_share") and plant.ramp is not None:
        return plant.ramp.start.year, plant.ramp.start.year + MOST_YEARS - 1
    return datetime.MINYEAR, datetime.MAXYEAR


def _levers(plant: Plant, agreement: Agreement) -> Iterator[Problem]:
    from zauyt.plant.reading.change import value_at

    for name, lever in agreement.levers.items():
        yield from _keys_of_lever(f"agreement.levers.{name}", lever)
        for place, target in enumerate(lever.paths):
            path = f"agreement.levers.{name}.paths.{place}"
            try:
                value = value_at(plant, target)
            except WrongInput as error:
                for problem in error.problems:
                    yield Problem(path, problem.message, "unknown_reference")
                continue
            if lever.towards == "earlier":
                if not dates_in(value):
                    message = f"{target} has no date that could come earlier"
                    yield Problem(path, message, "no_date")
            elif isinstance(value, bool) or not isinstance(value, int | float):
                message = f"{target} is {value!r}; a number is needed"
                if dates_in(value):
                    message += ", or towards: earlier, which moves dates"
                yield Problem(path, message, "no_number")
            elif value <= 0:
                message = f"{target} is {value:g}; a number above 0 can be multiplied"
                yield Problem(path, message, "no_number")


LEVER_KEYS = {
    "numbers": ("most_change", "cost_per_percent"),
    "dates": ("most_days", "cost_per_day"),
}
"""Keys that say something about a lever, by what it moves."""


def _keys_of_lever(path: str, lever: Lever) -> Iterator[Problem]:
    """Yield keys that say something about the other kind of lever."""
    own, other = ("numbers", "dates")
    if lever.towards == "earlier":
        own, other = other, own
    for key in sorted(set(lever.given()) & set(LEVER_KEYS[other])):
        message = (
            f"says nothing about {own} that move {lever.towards};"
            f" what does is {listed(LEVER_KEYS[own])}"
        )
        yield Problem(f"{path}.{key}", message, "key_of_other_lever")


def _currencies(plant: Plant, agreement: Agreement) -> Iterator[Problem]:
    """Yield amounts of money that cannot be added up."""
    paid: dict[str, Obligation | Lever] = {}
    for name, each in agreement.commitments.items():
        if each.penalty or each.penalty_per_unit:
            paid[f"agreement.commitments.{name}"] = each
    for name, lever in agreement.levers.items():
        if lever.cost_per_percent is not None or lever.cost_per_day is not None:
            paid[f"agreement.levers.{name}"] = lever
    for path, entry in paid.items():
        if plant.money is None:
            message = "an amount of money needs the plant's money: {currency: KZT}"
            yield Problem(path, message, "no_money")
        elif entry.currency not in (None, plant.money.currency, *plant.money.rates):
            message = (
                f"no rate says what {entry.currency} is worth in"
                f" {plant.money.currency}; give money.rates.{entry.currency}"
            )
            yield Problem(f"{path}.currency", message, "no_rate")
