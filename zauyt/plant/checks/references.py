"""Whether every name that a plant refers to exists, and once."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Set

from zauyt.errors import Problem
from zauyt.plant.labour import RULES, laws
from zauyt.plant.launch import Launch
from zauyt.plant.line import Line, Station, Store, station_names
from zauyt.plant.pipeline import Pipeline
from zauyt.plant.plant import Plant
from zauyt.plant.ramp import Ramp
from zauyt.plant.reading.document import MAX_PROBLEMS
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.record import joined
from zauyt.plant.time import Maintenance

_ONE = {
    "calendars": "calendar",
    "models": "model",
    "failures": "failure",
    "repair_crews": "repair crew",
    "carriers": "carrier",
    "people": "skill",
    "kits": "kit",
    "lines": "line",
}

NOTHING: Set[str] = frozenset()


def references(plant: Plant, *, broken: Set[str] = NOTHING) -> list[Problem]:
    """Give the names that refer to nothing, each with the nearest that exists.

    ``broken`` holds the paths that a reader had to leave out of the plant: what
    stands there counts as known, whatever it is.
    """
    return list(itertools.islice(_dangling(plant, broken), MAX_PROBLEMS))


def _dangling(plant: Plant, broken: Set[str]) -> Iterator[Problem]:
    known = {
        kind: {**getattr(plant, kind), **dict.fromkeys(_left_out(kind, broken))}
        for kind in _ONE
    }
    for path, kind, name in _named(plant):
        if kind not in broken and name not in known[kind]:
            yield _unknown(path, _ONE[kind], name, known[kind])
    yield from _options(plant, broken)
    yield from _stations(plant, broken)
    yield from _over_dwell(plant, broken)
    yield from _givers(plant, broken)
    yield from _law(plant)
    for name in plant.stores:
        if name in plant.lines:
            path = joined("stores", name)
            yield Problem(path, f"{name} is also a line", "name_twice")


def _left_out(kind: str, broken: Set[str]) -> list[str]:
    head = f"{kind}."
    return [
        path.removeprefix(head).partition(".")[0]
        for path in broken
        if path.startswith(head)
    ]


def _unknown(
    path: str, kind: str, name: str, known: Collection[str], *, of: str = "the file"
) -> Problem:
    if known:
        hint = did_you_mean(name, known, most=3) or f"; there are {listed(known)}"
    else:
        hint = f"; {of} has none"
    return Problem(path, f"there is no {kind} {name}{hint}", "unknown_reference")


def _named(plant: Plant) -> Iterator[tuple[str, str, str]]:
    """Yield (path, kind, name) of every single name that refers to something."""
    if plant.calendar is not None:
        yield "calendar", "calendars", plant.calendar
    for name, failure in plant.failures.items():
        if failure.repair_crew is not None:
            path = f"failures.{name}.repair_crew"
            yield path, "repair_crews", failure.repair_crew
    for name, line in plant.lines.items():
        path = joined("lines", name)
        yield from _of_line(line, path)
        yield from _of_work(line, path)
        if isinstance(line.stations, Mapping):
            for key, station in line.stations.items():
                yield from _of_work(station, f"{path}.stations.{key}")
    for name, kit in plant.kits.items():
        yield f"kits.{name}.line", "lines", kit.line
        if kit.retrofit_line is not None:
            yield f"kits.{name}.retrofit_line", "lines", kit.retrofit_line
        for place, model in enumerate(kit.models):
            yield f"kits.{name}.models.{place}", "models", model
    for path, event in _dated(plant):
        for place, line_name in enumerate(event.lines):
            yield f"{path}.lines.{place}", "lines", line_name
    yield from _of_people(plant)
    yield from _of_ramp(plant.ramp)
    yield from _of_pipeline(plant.pipeline)


def _law(plant: Plant) -> Iterator[Problem]:
    workforce = plant.workforce
    if workforce is None or workforce.law is None:
        return
    if workforce.law not in laws():
        yield _unknown("workforce.law", "law", workforce.law, laws())
        return
    for name in workforce.agreed:
        if name not in RULES:
            yield _unknown(f"workforce.agreed.{name}", "rule", name, RULES)


def _of_people(plant: Plant) -> Iterator[tuple[str, str, str]]:
    for name, role in plant.roles.items():
        path = joined("roles", name)
        if role.calendar is not None:
            yield f"{path}.calendar", "calendars", role.calendar
        for place, failure in enumerate(role.repairs):
            yield f"{path}.repairs.{place}", "failures", failure
    for name, roster in plant.rosters.items():
        if roster.calendar is not None:
            yield f"rosters.{name}.calendar", "calendars", roster.calendar


def _of_pipeline(pipeline: Pipeline | None) -> Iterator[tuple[str, str, str]]:
    if pipeline is None:
        return
    for key in ("experienced", "wanted", "skilled"):
        for skill in getattr(pipeline, key):
            yield f"pipeline.{key}.{skill}", "people", skill
    for name, school in pipeline.schools.items():
        yield f"pipeline.schools.{name}.skill", "people", school.skill
    for name, course in pipeline.courses.items():
        yield f"pipeline.courses.{name}.skill", "people", course.skill
        if course.from_skill is not None:
            path = f"pipeline.courses.{name}.from_skill"
            yield path, "people", course.from_skill


def _of_ramp(ramp: Ramp | None) -> Iterator[tuple[str, str, str]]:
    for place, gate in enumerate(ramp.gates if ramp else ()):
        path = f"ramp.gates.{place}"
        for number, line in enumerate(gate.lines):
            yield f"{path}.lines.{number}", "lines", line
        for key in ("first_time_through", "uptime"):
            for line in getattr(gate, key):
                yield f"{path}.{key}.{line}", "lines", line
    for place, name in enumerate(ramp.kits if ramp else ()):
        yield f"ramp.kits.{place}", "kits", name
    for name, milestone in ramp.milestones.items() if ramp else ():
        for place, model in enumerate(milestone.models):
            yield f"ramp.milestones.{name}.models.{place}", "models", model


def _dated(plant: Plant) -> Iterator[tuple[str, Launch | Maintenance]]:
    """Yield (path, record) of all that concerns lines or single stations."""
    for name, launch in plant.launch.items():
        yield joined("launch", name), launch
    for name, maintenance in plant.maintenance.items():
        yield joined("maintenance", name), maintenance


def _stations(plant: Plant, broken: Set[str]) -> Iterator[Problem]:
    for path, event in _dated(plant):
        for place, reference in enumerate(event.stations):
            yield from _station(plant, f"{path}.stations.{place}", reference, broken)


def _station(
    plant: Plant, path: str, reference: str, broken: Set[str]
) -> Iterator[Problem]:
    name, _, station = reference.partition(".")
    line = plant.lines.get(name)
    if line is None:
        known = [*plant.lines, *_left_out("lines", broken)]
        if name not in known:
            yield _unknown(path, "line", name, known)
        return
    above = f"lines.{name}.stations"
    if above in broken:
        return
    stations = [*station_names(line), *_left_out(above, broken)]
    if station not in stations:
        yield _unknown(path, "station", reference, stations, of=name)


def _over_dwell(plant: Plant, broken: Set[str]) -> Iterator[Problem]:
    for name, line in plant.lines.items():
        above = f"lines.{name}.outcomes"
        if line.paced is None or line.paced.over_dwell is None or above in broken:
            continue
        known = [*line.outcomes, *_left_out(above, broken)]
        if line.paced.over_dwell not in known:
            path = f"lines.{name}.paced.over_dwell"
            yield _unknown(path, "outcome", line.paced.over_dwell, known, of=name)


def _of_line(line: Line, path: str) -> Iterator[tuple[str, str, str]]:
    if line.calendar is not None:
        yield joined(path, "calendar"), "calendars", line.calendar
    if line.carrier is not None:
        yield joined(path, "carrier"), "carriers", line.carrier
    if line.releases_carrier is not None:
        yield joined(path, "releases_carrier"), "carriers", line.releases_carrier
    for place, model in enumerate(line.models):
        yield f"{path}.models.{place}", "models", model
    for model in line.source.models if line.source else ():
        yield f"{path}.source.models.{model}", "models", model


def _of_work(work: Line | Station, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(work.failure, str):
        yield joined(path, "failure"), "failures", work.failure
    else:
        for place, failure in enumerate(work.failure):
            yield f"{path}.failure.{place}", "failures", failure
    for model in work.cycle_by_model:
        yield f"{path}.cycle_by_model.{model}", "models", model
    for skill in work.crew:
        yield f"{path}.crew.{skill}", "people", skill


def _options(plant: Plant, broken: Set[str]) -> Iterator[Problem]:
    if any(path == "models" or path.startswith("models.") for path in broken):
        return
    known = {name: None for model in plant.models.values() for name in model.options}
    for name, line in plant.lines.items():
        works: dict[str, Line | Station] = {joined("lines", name): line}
        if isinstance(line.stations, Mapping):
            for key, station in line.stations.items():
                works[f"lines.{name}.stations.{key}"] = station
        for path, work in works.items():
            for option in work.cycle_by_option_s:
                if option not in known:
                    inner = f"{path}.cycle_by_option_s.{option}"
                    yield _unknown(inner, "option", option, known)
    known |= dict.fromkeys(plant.models)
    for name, store in plant.stores.items():
        for ruled in store.ratios:
            if ruled not in known:
                inner = f"stores.{name}.ratios.{ruled}"
                yield _unknown(inner, "model or option", ruled, known)


def givers_of(taker: Line | Store) -> Iterator[tuple[str, str, str]]:
    """Yield (key, place below it, reference) of all that a line or store takes."""
    if isinstance(taker.after, str):
        yield "after", "", taker.after
    elif isinstance(taker.after, Mapping):
        for reference in taker.after:
            yield "after", f".{reference}", reference
    else:
        for place, reference in enumerate(taker.after):
            yield "after", f".{place}", reference
    if isinstance(taker, Line):
        for place, reference in enumerate(taker.joins):
            yield "joins", f".{place}", reference


def _givers(plant: Plant, broken: Set[str]) -> Iterator[Problem]:
    known = dict.fromkeys([*plant.lines, *plant.stores])
    known |= dict.fromkeys(_left_out("lines", broken) + _left_out("stores", broken))
    for kind, takers in (("lines", plant.lines), ("stores", plant.stores)):
        for name, taker in takers.items():
            assert isinstance(taker, Line | Store)
            seen: set[str] = set()
            for key, place, reference in givers_of(taker):
                path = f"{kind}.{name}.{key}{place}"
                if reference in seen:
                    message = f"{reference} is named twice"
                    yield Problem(path, message, "reference_twice")
                seen.add(reference)
                yield from _giver(plant, path, reference, known, broken)


def _giver(
    plant: Plant, path: str, reference: str, known: Collection[str], broken: Set[str]
) -> Iterator[Problem]:
    giver, _, outcome = reference.partition(".")
    if giver not in known:
        if "stores" not in broken:
            yield _unknown(path, "line or store", giver, known)
        return
    if not outcome or giver not in plant.lines:
        if outcome and giver in plant.stores:
            message = f"{giver} is a store and has no outcomes"
            yield Problem(path, message, "unknown_reference")
        return
    above = f"lines.{giver}.outcomes"
    outcomes = [*plant.lines[giver].outcomes, *_left_out(above, broken)]
    if above not in broken and outcome not in outcomes:
        yield _unknown(path, "outcome", reference, outcomes, of=giver)
    elif outcome == "scrap":
        message = f"the scrap of {giver} leaves the plant; nothing can follow it"
        yield Problem(path, message, "scrap_taken")
