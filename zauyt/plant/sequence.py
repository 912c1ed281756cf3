"""What is asked of the order of a day's vehicles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from zauyt.errors import Problem
from zauyt.plant.line import Work, stations_of
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.record import Name, Record
from zauyt.units import PositiveCount, Share

if TYPE_CHECKING:
    from zauyt.plant.plant import Plant


class RatioRule(Record):
    """At most so many vehicles of a kind in so many successive ones."""

    of: Name
    """Option or model that is counted."""
    most: PositiveCount
    """Vehicles at most."""
    span: PositiveCount
    """Successive vehicles among which they are counted."""
    priority: PositiveCount = 1
    """Priority: 1 comes first; rules of one priority add up."""
    weight: PositiveCount = 1
    """What one too many counts among others of its priority."""


class ColourRule(Record):
    """Changes of colour, to be few."""

    batch_limit: PositiveCount | None = None
    """Vehicles of one colour in a row, at most."""
    priority: PositiveCount = 2
    """Priority of few changes of colour."""


class EvenUse(Record):
    """A model or option, and so a part, to be used evenly over the day."""

    of: Name
    """Option or model that is to come evenly."""
    priority: PositiveCount = 3
    """Priority, which only even uses may share: after each vehicle, how far what was
    used is off its share so far, added up over the day."""
    weight: PositiveCount = 1
    """What one off counts among others of its priority."""


class Overload(Record):
    """Work that does not fit into stations whose work depends on the vehicle."""

    line: Name
    """Paced line whose stations are looked at, those with ``cycle_by_model`` or
    ``cycle_by_option_s``."""
    priority: PositiveCount = 4
    """Priority, which nothing else may share: the seconds that do not fit."""
    drift_share: Share | None = None
    """How far work may run over, as a share of the pitch (the line's otherwise)."""


class WishedPlaces(Record):
    """Orders say in their column ``wish`` at which place they would come."""

    priority: PositiveCount = 5
    """Priority: the places that orders are off those wished."""
    weight: PositiveCount = 1
    """What one place counts among others of its priority."""


class DueMoments(Record):
    """Orders say in their column ``due`` by when they are to be built."""

    priority: PositiveCount = 5
    """Priority: the places that orders are late, behind all that are due no later."""
    weight: PositiveCount = 1
    """What one place counts among others of its priority."""


class OpenKits(Record):
    """Lots of kits that are open at once, from their first vehicle to their last."""

    most: PositiveCount
    """Lots open at once, at most."""
    size: PositiveCount = 12
    """Vehicles of one model in a lot, in the order given, where orders have no column
    ``lot``."""
    priority: PositiveCount = 1
    """Priority: the lots too many, added up over the places of the day."""
    weight: PositiveCount = 1
    """What one too many counts among others of its priority."""


class Sequence(Record):
    """Rules for the order of a day's vehicles."""

    rules: dict[Name, RatioRule] = Field(default_factory=dict)
    """Rules of ratio, by name."""
    colours: ColourRule | None = None
    """What is asked of colours; without it they do not count."""
    even_use: dict[Name, EvenUse] = Field(default_factory=dict)
    """Models and options to be used evenly, by name."""
    overload: Overload | None = None
    """Work that does not fit, to be little."""
    wishes: WishedPlaces | None = None
    """What it counts that orders are off the places that they wish."""
    due: DueMoments | None = None
    """What it counts that orders are late."""
    open_kits: OpenKits | None = None
    """How many lots of kits may be open at once."""


def check_sequence(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with the rules of a plant's sequence."""
    yield from _check_releases(plant)
    if plant.sequence is None:
        return
    known = [*plant.models, *(o for m in plant.models.values() for o in m.options)]
    for name, rule in plant.sequence.rules.items():
        path = f"sequence.rules.{name}"
        if rule.of not in known:
            hint = did_you_mean(rule.of, known) or f"; there are {listed(known)}"
            message = f"no model and no option is called {rule.of}{hint}"
            yield Problem(f"{path}.of", message, "unknown_reference")
        if rule.most >= rule.span:
            message = f"{rule.most} of {rule.span} allows everything; fewer are meant"
            yield Problem(f"{path}.most", message, "rule_of_nothing")
    for name, even in plant.sequence.even_use.items():
        if even.of not in known:
            hint = did_you_mean(even.of, known) or f"; there are {listed(known)}"
            message = f"no model and no option is called {even.of}{hint}"
            yield Problem(f"sequence.even_use.{name}.of", message, "unknown_reference")
    yield from _check_overload(plant, plant.sequence)
    yield from _check_priorities(plant.sequence)
    asked = plant.sequence.model_dump(exclude_defaults=True)
    if not asked:
        yield Problem("sequence", "asks for nothing; state rules or colours", "empty")
    coloured = any(model.colours for model in plant.models.values())
    if plant.sequence.colours is not None and not coloured:
        message = "no model has colours"
        yield Problem("sequence.colours", message, "rule_of_nothing")


LONGEST_WINDOW = 62
"""Successive vehicles that a store's release can keep in mind."""


def _check_releases(plant: Plant) -> Iterator[Problem]:
    """Yield stores that release by rules that are not there, or too long."""
    rules = plant.sequence.rules if plant.sequence is not None else {}
    for name, store in plant.stores.items():
        if store.release != "sequence_rules":
            continue
        path = f"stores.{name}.release"
        if not rules:
            message = "needs rules under sequence.rules"
            yield Problem(path, message, "unknown_reference")
        for rule_name, rule in rules.items():
            if rule.span > LONGEST_WINDOW:
                message = (
                    f"rule {rule_name} looks at {rule.span} vehicles; a release keeps"
                    f" {LONGEST_WINDOW} in mind"
                )
                yield Problem(path, message, "too_long")


def _check_overload(plant: Plant, asked: Sequence) -> Iterator[Problem]:
    """Yield what is wrong with the line whose overload is asked for."""
    if asked.overload is None:
        return
    path, name = "sequence.overload.line", asked.overload.line
    paced = [each for each, line in plant.lines.items() if line.paced is not None]
    if name not in paced:
        hint = did_you_mean(name, paced) or (
            f"; there are {listed(paced)}" if paced else "; none is paced"
        )
        yield Problem(
            path, f"no paced line is called {name}{hint}", "unknown_reference"
        )
    elif not any(differs(work) for work in stations_of(plant.lines[name]).values()):
        message = f"the work of no station of {name} depends on the vehicle"
        yield Problem(path, message, "rule_of_nothing")


def differs(work: Work) -> bool:
    """Tell whether the work of a station depends on the vehicle."""
    return bool(work.cycle_by_model or work.cycle_by_option_s)


def _check_priorities(asked: Sequence) -> Iterator[Problem]:
    """Yield priorities shared by what is not counted in the same unit."""
    kinds: dict[int, set[str]] = {}

    def at(priority: int, kind: str) -> None:
        kinds.setdefault(priority, set()).add(kind)

    for rule in asked.rules.values():
        at(rule.priority, "counts")
    for even in asked.even_use.values():
        at(even.priority, "even_use")
    for one in (asked.colours, asked.wishes, asked.due, asked.open_kits):
        if one is not None:
            at(one.priority, "counts")
    if asked.overload is not None:
        at(asked.overload.priority, "overload")
    for priority, found in kinds.items():
        if len(found) > 1:
            alone = sorted(found - {"counts"})[0]
            message = (
                f"priority {priority} is that of others, too; {alone} is counted in"
                " another unit and needs one of its own"
            )
            yield Problem(f"sequence.{alone}", message, "shared_priority")
