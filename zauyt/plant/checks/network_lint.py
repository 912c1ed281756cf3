"""What no single field of a network can see: names, money, ways, chances.

As for a plant, problems of severity ``error`` make a network unusable.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterator, Mapping, Set
from typing import Any

from zauyt.errors import Problem
from zauyt.plant.months import month_of
from zauyt.plant.network import Commitment, Factory, Network, Sale
from zauyt.plant.reading.document import MAX_PROBLEMS
from zauyt.plant.reading.nearest import did_you_mean, listed

MOST_COLUMNS = 4_000_000
"""Amounts that a plan may decide; what is larger would not be solved."""

NOTHING: Set[str] = frozenset()
_ONE = {
    "places": "place",
    "models": "model",
    "plants": "plant",
    "markets": "market",
    "lanes": "lane",
    "suppliers": "supplier",
    "scenarios": "scenario",
    "origin_rules": "rule of origin",
}


def lint_network(network: Network, *, broken: Set[str] = NOTHING) -> list[Problem]:
    """Give everything that is wrong or doubtful in a network, errors first.

    ``broken`` holds the paths that a reader had to leave out: what stands there
    counts as known, and only names and money are looked at.
    """
    problems = [*_dangling(network, broken), *_money(network, broken)]
    if not broken:
        problems += _values(network)
    if not problems and not broken:
        problems += [*_ways(network), *_size(network)]
    problems.sort(key=lambda problem: problem.severity != "error")
    return problems[:MAX_PROBLEMS]


def _dangling(network: Network, broken: Set[str]) -> Iterator[Problem]:
    known: dict[str, Collection[str]] = {
        kind: [
            *getattr(network, kind),
            *(
                path.split(".")[1]
                for path in broken
                if path.startswith(f"{kind}.")
            ),
        ]
        for kind in _ONE
    }  # fmt: skip
    for path, kind, name in _named(network):
        if kind not in broken and name not in known[kind]:
            hint = did_you_mean(name, known[kind], most=3) or (
                f"; there are {listed(known[kind])}"
                if known[kind]
                else "; the file has none"
            )
            message = f"there is no {_ONE[kind]} {name}{hint}"
            yield Problem(path, message, "unknown_reference")


def _named(network: Network) -> Iterator[tuple[str, str, str]]:
    """Yield (path, kind, name) of every name that refers to something."""
    for name, plant in network.plants.items():
        yield from _of_plant(f"plants.{name}", plant)
    for name, supplier in network.suppliers.items():
        yield from _each(f"suppliers.{name}", "models", supplier.models)
        yield from _each(f"suppliers.{name}", "plants", supplier.plants)
    for name, lane in network.lanes.items():
        yield from _each(f"lanes.{name}", "plants", lane.plants)
        yield from _each(f"lanes.{name}", "markets", lane.markets)
    for name, market in network.markets.items():
        if market.place is not None:
            yield f"markets.{name}.place", "places", market.place
        if market.origin_rule is not None:
            yield f"markets.{name}.origin_rule", "origin_rules", market.origin_rule
        for model in market.sells:
            yield f"markets.{name}.sells.{model}", "models", model
    for name, promise in network.commitments.items():
        for kind in ("plants", "models", "markets", "scenarios"):
            yield from _each(f"commitments.{name}", kind, getattr(promise, kind))
    for name, case in network.scenarios.items():
        path = f"scenarios.{name}"
        for field, kind in (
            ("capacity_factor", "plants"),
            ("demand_factor", "markets"),
            ("fee", "markets"),
            ("duty_share", "markets"),
            ("kits_factor", "suppliers"),
        ):
            for key in getattr(case, field):
                yield f"{path}.{field}.{key}", kind, key
        yield from _each(path, "lanes", case.closed_lanes, "closed_lanes")
        yield from _each(path, "markets", case.closed_markets, "closed_markets")
    for name, number in network.published.items():
        yield from _each(f"published.{name}", "plants", number.plants)


def _each(
    path: str, kind: str, names: tuple[str, ...], field: str | None = None
) -> Iterator[tuple[str, str, str]]:
    for place, name in enumerate(names):
        yield f"{path}.{field or kind}.{place}", kind, name


def _of_plant(path: str, plant: Factory) -> Iterator[tuple[str, str, str]]:
    if plant.place is not None:
        yield f"{path}.place", "places", plant.place
    for model, making in plant.makes.items():
        yield f"{path}.makes.{model}", "models", model
        for place, rule in enumerate(making.origin):
            yield f"{path}.makes.{model}.origin.{place}", "origin_rules", rule
    for model in plant.storage.opening if plant.storage else ():
        yield f"{path}.storage.opening.{model}", "models", model


def _money(network: Network, broken: Set[str]) -> Iterator[Problem]:
    """Yield the currencies that cannot be counted in the network's own."""
    if any(path.split(".")[0] in ("rates", "currency") for path in broken):
        return
    own = network.currency
    if network.rates.get(own, 1.0) != 1.0:
        message = f"is the network's own currency, of which one is worth 1 {own}"
        yield Problem(f"rates.{own}", message, "rate")
    groups: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("plants", network.plants),
        ("lanes", network.lanes),
        ("markets", network.markets),
    )
    for kind, records in groups:
        for name, record in records.items():
            currency = record.currency
            if currency not in (None, own) and currency not in network.rates:
                path = f"{kind}.{name}.currency"
                hint = did_you_mean(currency, network.rates)
                message = (
                    f"{currency} has no rate; say under rates what one {currency} is"
                    f" worth in {own}{hint}"
                )
                yield Problem(path, message, "no_rate")


def _values(network: Network) -> Iterator[Problem]:
    for name, plant in network.plants.items():
        yield from _plant(f"plants.{name}", plant)
    for name, market in network.markets.items():
        for model, sale in market.sells.items():
            yield from _falling(f"markets.{name}.sells.{model}", sale)
    for name, promise in network.commitments.items():
        yield from _span(f"commitments.{name}", promise.from_month, promise.until_month)
        yield from _counted(network, f"commitments.{name}", promise)
    for name, case in network.scenarios.items():
        yield from _span(f"scenarios.{name}", case.from_month, case.until_month)
    total = math.fsum(case.probability for case in network.scenarios.values())
    if network.scenarios and abs(total - 1) > 1e-6:
        message = f"the probabilities add up to {total:g}; 1 is wanted"
        yield Problem("scenarios", message, "probabilities")
    if (
        network.season
        and len(network.season) == 12
        and not any(network.season.values())
    ):
        yield Problem("season", "every month is 0; one must be above", "all_zero")


def _plant(path: str, plant: Factory) -> Iterator[Problem]:
    stated = {
        "shifts": bool(plant.shifts),
        "vehicles_per_month": plant.vehicles_per_month is not None,
    }
    given = [name for name, there in stated.items() if there]
    if len(given) != 1:
        found = " and ".join(given) or "none"
        message = f"needs exactly one of shifts and vehicles_per_month; {found} found"
        yield Problem(path, message, "capacity")
        return
    levels = list(plant.shifts.items())
    for (name, one), (other, next_one) in itertools.pairwise(levels):
        if next_one.vehicles_per_month <= one.vehicles_per_month:
            message = (
                f"makes no more than {name}; write the level that makes least first"
            )
            yield Problem(f"{path}.shifts.{other}", message, "levels")
    if plant.first_level is not None and plant.first_level not in plant.shifts:
        hint = did_you_mean(plant.first_level, plant.shifts)
        message = f"there is no level {plant.first_level}{hint}"
        yield Problem(f"{path}.first_level", message, "unknown_reference")
    for key, unused in (
        ("people", plant.shifts and plant.people is not None),
        ("capacity_share", not plant.shifts and plant.capacity_share != 1.0),
        ("change_cost", not plant.shifts and plant.change_cost),
    ):
        if unused:
            message = (
                "is stated by each level of shifts"
                if key == "people"
                else "speaks of shifts, and there are none"
            )
            yield Problem(f"{path}.{key}", message, "no_effect")
    if plant.storage is not None:
        inside = math.fsum(plant.storage.opening.values())
        if inside > plant.storage.most:
            message = f"{inside:g} vehicles; {plant.storage.most:g} can stand there"
            yield Problem(f"{path}.storage.opening", message, "storage")
        for model in plant.storage.opening:
            if model not in plant.makes:
                message = f"this plant makes no {model}"
                yield Problem(f"{path}.storage.opening.{model}", message, "not_made")


def _falling(path: str, sale: Sale) -> Iterator[Problem]:
    shares = [1.0, *(step.price_share for step in sale.response)]
    for place, (before, after) in enumerate(itertools.pairwise(shares)):
        if after >= before:
            message = f"the price does not fall: {after:g} after {before:g}"
            yield Problem(f"{path}.response.{place}.price_share", message, "rising")


def _span(path: str, begin: str | None, end: str | None) -> Iterator[Problem]:
    if begin and end and month_of(begin) > month_of(end):
        message = f"begins in {begin}, after its end in {end}"
        yield Problem(f"{path}.until_month", message, "span")


def _counted(network: Network, path: str, promise: Commitment) -> Iterator[Problem]:
    """Yield a promise that nothing in the file can add to."""
    plants = promise.plants or tuple(network.plants)
    models = {
        model
        for name in plants
        if name in network.plants
        for model in network.plants[name].makes
        if not promise.models or model in promise.models
    }
    if not models:
        yield Problem(path, "none of its plants makes any of its models", "not_made")
    if promise.markets and promise.what == "made":
        message = "counts what is made, which has no market; write what: sold"
        yield Problem(f"{path}.markets", message, "no_effect")


def _ways(network: Network) -> Iterator[Problem]:
    """Yield demand that nothing can reach, and plants that reach nothing."""
    makers: dict[str, set[str]] = {}
    for name, plant in network.plants.items():
        for model in plant.makes:
            makers.setdefault(model, set()).add(name)
    reached: dict[str, set[str]] = {}
    for lane in network.lanes.values():
        for end in lane.markets:
            reached.setdefault(end, set()).update(lane.plants)
    for name, market in network.markets.items():
        path = f"markets.{name}"
        if market.open and name not in reached:
            yield Problem(path, "no lane leads to it", "no_lane")
            continue
        for model in market.sells:
            inner = f"{path}.sells.{model}"
            if model not in makers:
                yield Problem(inner, f"no plant makes {model}", "not_made")
            elif market.open and not makers[model] & reached[name]:
                message = f"no lane leads here from {listed(sorted(makers[model]))}"
                yield Problem(inner, message, "no_lane", severity="warning")
    wanted = {model for each in network.markets.values() for model in each.sells}
    for name, plant in network.plants.items():
        if not any(name in lane.plants for lane in network.lanes.values()):
            yield Problem(f"plants.{name}", "no lane begins here", "no_lane",
                          severity="warning")  # fmt: skip
        for model in plant.makes:
            if model not in wanted:
                message = f"no market takes {model}"
                path = f"plants.{name}.makes.{model}"
                yield Problem(path, message, "not_sold", severity="warning")


def _size(network: Network) -> Iterator[Problem]:
    pairs = sum(
        len(network.plants[plant].makes.keys() & network.markets[market].sells.keys())
        for lane in network.lanes.values()
        for plant in lane.plants
        for market in lane.markets
    )
    columns = pairs * network.months * max(1, len(network.scenarios))
    if columns > MOST_COLUMNS:
        message = (
            f"{columns:,} amounts to decide (a plant's model on a lane, by month and"
            f" scenario); {MOST_COLUMNS:,} at most"
        )
        yield Problem("months", message, "too_many")
