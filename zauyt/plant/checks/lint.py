"""What no single field of a plant can see: names, shares, ways, hours.

Problems of severity ``error`` make a plant unusable: a file with one is refused.
Warnings are likely mistakes, and the plant runs as it says. Codes are stable.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Set

from zauyt.errors import Problem
from zauyt.plant.balance import check_balance, check_takt
from zauyt.plant.checks.agreement import check_agreement
from zauyt.plant.checks.before import check_before
from zauyt.plant.checks.conveyors import check_conveyors
from zauyt.plant.checks.economic import check_economy
from zauyt.plant.checks.employment import check_employment
from zauyt.plant.checks.financial import check_finance
from zauyt.plant.checks.hours import check_hours
from zauyt.plant.checks.inbound import check_supply
from zauyt.plant.checks.legal import check_law
from zauyt.plant.checks.patterns import check_patterns
from zauyt.plant.checks.provision import check_provision
from zauyt.plant.checks.ramping import check_ramp
from zauyt.plant.checks.references import references
from zauyt.plant.checks.routes import check_routes
from zauyt.plant.checks.schooling import check_pipeline
from zauyt.plant.checks.sourcing import check_content
from zauyt.plant.checks.staffing import check_staffing
from zauyt.plant.flow import outcome_shares
from zauyt.plant.line import Failure, Line, Source, Store, stations_of
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean
from zauyt.plant.sequence import check_sequence

MAX_STATIONS = 100_000
MAX_LINES = 10_000
"""Lines and stores together."""
MAX_MODELS = 1_000
MAX_CARRIERS = 100
MAX_KITS = 60


def lint(plant: Plant) -> list[Problem]:
    """Give everything that is wrong or doubtful in a plant, errors first.

    What refers to one another is looked at only when every name refers to
    something, and the ways of jobs only when nothing else is wrong.
    """
    dangling = references(plant)
    problems = [*dangling, *_values(plant), *check_hours(plant)]
    if not dangling:
        problems += [
            *check_conveyors(plant),
            *check_staffing(plant),
            *check_employment(plant),
            *check_law(plant),
            *check_patterns(plant),
            *check_provision(plant),
            *check_content(plant),
            *check_economy(plant),
            *check_supply(plant),
            *check_finance(plant),
            *check_sequence(plant),
            *check_balance(plant),
            *check_takt(plant),
            *check_before(plant),
            *check_ramp(plant),
            *check_pipeline(plant),
            *check_agreement(plant),
        ]
    if not any(problem.severity == "error" for problem in problems):
        problems += check_routes(plant)
    return sorted(problems, key=lambda problem: problem.severity != "error")


def lint_rest(plant: Plant, broken: Set[str]) -> list[Problem]:
    """Give the errors in what is left of a plant of which parts are wrong.

    ``broken`` holds the paths left out; whatever may come of that is not told.
    """
    parents = {path.rpartition(".")[0] or path for path in broken}
    above = {place for path in broken for place in _ancestors(path)}
    found = [*_values(plant), *check_hours(plant)]
    return references(plant, broken=broken) + [
        problem
        for problem in found
        if problem.severity == "error"
        and problem.path not in above
        and not any(place in parents for place in _ancestors(problem.path))
        and not (problem.code == "no_calendar" and "calendar" in broken)
    ]


def _ancestors(path: str) -> Iterator[str]:
    """Yield a path and all that are above it."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def _values(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with values that belong together."""
    yield from _weights("models", {n: m.share for n, m in plant.models.items()})
    for name, model in plant.models.items():
        yield from _weights(f"models.{name}.colours", model.colours)
    yield from _shared_once(plant)
    for name, failure in plant.failures.items():
        yield from _failure(f"failures.{name}", failure)
    for name, line in plant.lines.items():
        yield from _line(plant, f"lines.{name}", line)
    for name, store in plant.stores.items():
        yield from _store(f"stores.{name}", store)
    stations = sum(_positions(line) for line in plant.lines.values())
    lines = len(plant.lines) + len(plant.stores)
    for path, count, most, what in (
        ("lines", stations, MAX_STATIONS, "stations and positions"),
        ("lines", lines, MAX_LINES, "lines and stores"),
        ("models", len(plant.models), MAX_MODELS, "models"),
        ("carriers", len(plant.carriers), MAX_CARRIERS, "carriers"),
        ("kits", len(plant.kits), MAX_KITS, "kits"),
    ):
        if count > most:
            message = f"the plant has {count:,} {what}; {most:,} at most"
            yield Problem(path, message, "too_many")


def _count(line: Line) -> int:
    return line.stations if isinstance(line.stations, int) else len(line.stations)


def _positions(line: Line) -> int:
    """Give the positions of a line's stations, each of which is simulated."""
    if isinstance(line.stations, int):
        return line.stations * line.positions
    return sum(station.positions for station in stations_of(line).values())


def _shared_once(plant: Plant) -> Iterator[Problem]:
    """Yield the shared doubts that only one number has, a likely slip of the pen."""
    paths: dict[str, list[str]] = {}
    for path, evidence in plant.evidence.items():
        if evidence.shared is not None:
            paths.setdefault(evidence.shared, []).append(path)
    for name, found in paths.items():
        if len(found) == 1:
            near = did_you_mean(name, sorted(set(paths) - {name}))
            message = f"no other number has shared: {name}{near}"
            yield Problem(found[0], message, "shared_once", severity="warning")


def _weights(path: str, weights: Mapping[str, float]) -> Iterator[Problem]:
    if weights and not any(weights.values()):
        message = "all of " + ", ".join(list(weights)[:6]) + " are 0; one must be above"
        yield Problem(path, message, "all_zero")


def _failure(path: str, failure: Failure) -> Iterator[Problem]:
    given = [
        name
        for name in ("mtbf_h", "mtbf_operations", "availability")
        if getattr(failure, name) is not None
    ]
    if len(given) != 1:
        found = " and ".join(given) if given else "none"
        yield Problem(
            path,
            "needs exactly one of mtbf_h, mtbf_operations and availability;"
            f" {found} given",
            "failure_rate",
        )
        return
    by_operations = given == ["mtbf_operations"]
    if by_operations and failure.clock != "operations":
        message = f"counts operations, but the clock is {failure.clock}; write clock:"
        yield Problem(
            f"{path}.mtbf_operations", f"{message} operations", "failure_clock"
        )
    if failure.clock == "operations" and not by_operations:
        yield Problem(
            f"{path}.clock",
            f"operations have no hours, so {given[0]} cannot be measured in them; give"
            " mtbf_operations",
            "failure_clock",
        )
    if failure.clock == "calendar" and failure.repair_crew is not None:
        yield Problem(
            f"{path}.repair_crew",
            "a repair crew comes to failures at work; one by the clock on the wall is"
            " mended without",
            "failure_clock",
        )


def _line(plant: Plant, path: str, line: Line) -> Iterator[Problem]:
    total = sum(outcome_shares(line).values())
    if not math.isclose(total, 1, abs_tol=1e-6):
        yield Problem(
            f"{path}.outcomes", f"the shares add up to {total:g}, not to 1", "shares"
        )
    if isinstance(line.after, Mapping):
        yield from _weights(f"{path}.after", line.after)
    if line.strict and not (isinstance(line.after, Mapping) and len(line.after) > 1):
        message = "there are no proportions to keep; give after: {a: 3, b: 1}"
        yield Problem(f"{path}.strict", message, "strict")
    if line.source:
        yield from _source(f"{path}.source", line.source)
    if line.zones > _count(line):
        yield Problem(
            f"{path}.zones",
            f"{line.zones:,} zones cannot be made of {_count(line):,} stations",
            "zones",
        )
    if line.table is not None:
        yield Problem(
            f"{path}.table",
            "a table is read with the plant's file; give the stations themselves",
            "table",
        )
    if line.setup_s and line.setup_on == "colour" and not _coloured(plant):
        yield Problem(
            f"{path}.setup_on",
            "no model has colours, so there is never a set-up",
            "no_colours",
            severity="warning",
        )


def _coloured(plant: Plant) -> bool:
    return any(model.colours for model in plant.models.values())


def _source(path: str, source: Source) -> Iterator[Problem]:
    yield from _weights(f"{path}.models", source.models)
    if source.type == "arrivals" and source.interval_s is None:
        yield Problem(path, "arrivals need interval_s", "source_interval")
    if source.type == "saturated":
        for name in ("interval_s", "interval_law"):
            if getattr(source, name) is not None:
                yield Problem(
                    f"{path}.{name}",
                    "a saturated source has no intervals; write type: arrivals",
                    "source_interval",
                )
        if source.when_full == "lose":
            yield Problem(
                f"{path}.when_full",
                "a saturated source loses nothing; write type: arrivals",
                "source_interval",
            )
    if source.lot > 1 and source.order != "batches":
        yield Problem(
            f"{path}.lot",
            f"lots of {source.lot} need order: batches; the order is {source.order}",
            "source_lot",
        )


def _store(path: str, store: Store) -> Iterator[Problem]:
    if isinstance(store.after, Mapping):
        yield from _weights(f"{path}.after", store.after)
    if (store.release == "ratio") != bool(store.ratios):
        message = (
            "ratios need release: ratio"
            if store.ratios
            else "needs ratios: of a model or option, at most how many in a row"
        )
        key = "ratios" if store.ratios else "release"
        yield Problem(f"{path}.{key}", message, "ratios")
    for name, ratio in store.ratios.items():
        most, in_row = (int(part) for part in ratio.split("/"))
        if most >= in_row:
            message = f"{most} of {in_row} in a row is no limit; write one like 1/2"
            yield Problem(f"{path}.ratios.{name}", message, "ratios")
    if store.places == 0:
        yield Problem(f"{path}.places", "nothing can wait in 0 places", "store_places")
    elif (
        store.lanes is not None
        and isinstance(store.places, int)
        and store.lanes > store.places
    ):
        yield Problem(
            f"{path}.lanes",
            f"{store.lanes:,} lanes cannot share {store.places:,} places",
            "store_lanes",
        )
