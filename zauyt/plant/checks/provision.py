"""Whether kits, launches and maintenance meet what they speak of."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Set

from zauyt.errors import Problem
from zauyt.plant.flow import Flow, flow_of, good_outcome, takes
from zauyt.plant.launch import Launch
from zauyt.plant.line import Line, Outcome, moves_together, stations_of
from zauyt.plant.plant import Plant
from zauyt.plant.supply import Kit
from zauyt.plant.time import Maintenance


def check_provision(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with kits and dated events; references must exist."""
    flow = flow_of(plant)
    for name, line in plant.lines.items():
        yield from _forced(f"lines.{name}.outcomes", line)
    for name, kit in plant.kits.items():
        yield from _kit(plant, flow, f"kits.{name}", kit)
    yield from _two_kits(plant)
    for name, maintenance in plant.maintenance.items():
        yield from _maintenance(plant, f"maintenance.{name}", maintenance)
    for name, launch in plant.launch.items():
        yield from _launch(plant, f"launch.{name}", launch)


def short_outcome(line: Line) -> str | None:
    """Give the outcome of jobs that were built short, if the line has one."""
    for name, outcome in line.outcomes.items():
        if isinstance(outcome, Outcome) and outcome.when == "short":
            return name
    return None


def _forced(path: str, line: Line) -> Iterator[Problem]:
    forced = [
        name
        for name, outcome in line.outcomes.items()
        if isinstance(outcome, Outcome) and outcome.when
    ]
    for name in forced[1:]:
        message = f"{forced[0]} is for jobs built short already; one outcome can be"
        yield Problem(f"{path}.{name}.when", message, "short")
    for name in forced:
        outcome = line.outcomes[name]
        assert isinstance(outcome, Outcome)
        if name == good_outcome(line):
            message = "the first outcome is the good one; name another for short jobs"
            yield Problem(f"{path}.{name}.when", message, "short")
        elif outcome.share or outcome.limit is not None:
            key = "share" if outcome.share else "limit"
            message = "is for jobs built short and for no others: write share: 0"
            if key == "limit":
                message = "is for jobs built short, each time; leave the limit out"
            yield Problem(f"{path}.{name}.{key}", message, "short")


def _kit(plant: Plant, flow: Flow, path: str, kit: Kit) -> Iterator[Problem]:
    line = plant.lines[kit.line]
    every = set(plant.models)
    for place, model in enumerate(kit.models):
        if model not in takes(line, every):
            message = f"{kit.line} does not take {model}"
            yield Problem(f"{path}.models.{place}", message, "kit")
    for given, other in (("lot", "every_h"), ("every_h", "lot")):
        if getattr(kit, given) is not None and getattr(kit, other) is None:
            yield Problem(f"{path}.{given}", f"needs {other}, too", "kit")
    if kit.interval_law is not None and kit.every_h is None:
        message = "nothing comes again and again; give lot and every_h"
        yield Problem(f"{path}.interval_law", message, "kit")
    yield from _coming(plant, path, kit)
    if kit.when_missing == "other_model" and (line.joins or not line.after):
        yield Problem(
            f"{path}.when_missing",
            f"{kit.line} has no buffer in which another job could wait; it needs after,"
            " and no joins",
            "kit",
        )
    yield from _short(plant, flow, path, kit)


def _coming(plant: Plant, path: str, kit: Kit) -> Iterator[Problem]:
    """Yield it where no kit ever comes, or they come in two ways."""
    stated = [key for key in ("stock", "lot", "deliveries") if getattr(kit, key)]
    name = path.removeprefix("kits.")
    materials = plant.supply.materials if plant.supply is not None else {}
    ordered = [n for n, material in materials.items() if material.kit == name]
    if not stated and not ordered:
        message = "there is no kit and none ever comes; give stock, deliveries or lot"
        yield Problem(path, message, "kit")
    for key in stated if ordered else ():
        message = f"comes as {ordered[0]} of the supply does; leave it out"
        yield Problem(f"{path}.{key}", message, "kit")


def _short(plant: Plant, flow: Flow, path: str, kit: Kit) -> Iterator[Problem]:
    if kit.when_missing != "build_short":
        if kit.retrofit_line is not None:
            message = "nothing is built short; write when_missing: build_short"
            yield Problem(f"{path}.retrofit_line", message, "kit")
        return
    inspected = [
        name
        for name in after_line(flow, kit.line)
        if name in plant.lines and short_outcome(plant.lines[name])
    ]
    if not inspected:
        yield Problem(
            f"{path}.when_missing",
            f"neither {kit.line} nor a line after it has an outcome for jobs built"
            " short: outcomes: {good: 1, short: {share: 0, when: short}}",
            "kit",
        )
        return
    if kit.retrofit_line is None:
        return
    reached = {
        name
        for line in inspected
        for way in flow.out_of.get(line, [])
        if way.outcome == short_outcome(plant.lines[line])
        for name in after_line(flow, way.taker)
    }
    if kit.retrofit_line not in reached:
        yield Problem(
            f"{path}.retrofit_line",
            f"no vehicle built short comes to {kit.retrofit_line}; name the outcome"
            " for short ones under its after",
            "kit",
        )


def after_line(flow: Flow, name: str) -> Set[str]:
    """Give a line or store and all that its jobs can come to after it."""
    found = {name}
    waiting = deque([name])
    while waiting:
        for way in flow.out_of.get(waiting.popleft(), []):
            if way.taker not in found:
                found.add(way.taker)
                waiting.append(way.taker)
    return found


def _two_kits(plant: Plant) -> Iterator[Problem]:
    kits = list(plant.kits.items())
    for place, (name, kit) in enumerate(kits):
        for other, before in kits[:place]:
            if kit.line != before.line:
                continue
            both = set(kit.models) & set(before.models)
            if both or not kit.models or not before.models:
                yield Problem(
                    f"kits.{name}",
                    f"{', '.join(sorted(both)) or 'a model'} needs {other} already to"
                    f" enter {kit.line}; put both into one kit",
                    "kit",
                )


def _maintenance(plant: Plant, path: str, event: Maintenance) -> Iterator[Problem]:
    if event.every_weeks > 1 and event.first is None:
        message = "needs first: a day of the first week"
        yield Problem(f"{path}.every_weeks", message, "maintenance")
    for place, reference in enumerate(event.stations):
        line = reference.partition(".")[0]
        if moves_together(plant.lines[line]):
            yield Problem(
                f"{path}.stations.{place}",
                f"{line} stops as a whole; name it under lines",
                "maintenance",
            )


def _launch(plant: Plant, path: str, launch: Launch) -> Iterator[Problem]:
    keys = ("by_date", "by_units", "curve")
    given = [key for key in keys if getattr(launch, key)]
    if len(given) != 1:
        found = " and ".join(given) or "none"
        message = f"needs one of by_date, by_units and curve; {found} given"
        yield Problem(path, message, "launch")
    if launch.scales == "rejects" and launch.stations:
        message = "rejects are found at a line's end; name lines"
        yield Problem(f"{path}.stations", message, "launch")
        return
    lines = launch.lines if launch.lines or launch.stations else tuple(plant.lines)
    if launch.scales == "failures" and given in (["by_units"], ["curve"]):
        yield from _by_units(plant, f"{path}.{given[0]}", launch, lines)
    for place, name in enumerate(launch.lines):
        if not _scaled(plant, plant.lines[name], launch.scales):
            yield Problem(
                f"{path}.lines.{place}",
                f"{name} has no {launch.scales} to scale",
                "launch_idle",
                severity="warning",
            )


def _scaled(plant: Plant, line: Line, what: str) -> bool:
    if what == "rejects":
        return len(line.outcomes) > 1
    stations = stations_of(line).values()
    if what == "failures":
        return any(station.failure for station in stations)
    return any(station.cycle_s or station.cycle_by_model for station in stations)


def _by_units(
    plant: Plant, path: str, launch: Launch, lines: tuple[str, ...]
) -> Iterator[Problem]:
    """Refuse units made where failures come by the clock on the wall."""
    single = set(launch.stations)
    for name, line in plant.lines.items():
        for key, station in stations_of(line).items():
            if name not in lines and f"{name}.{key}" not in single:
                continue
            failures = station.failure
            for each in (failures,) if isinstance(failures, str) else failures:
                if plant.failures[each].clock == "calendar":
                    yield Problem(
                        path,
                        f"{each} of {name}.{key} comes by the clock on the wall, which"
                        " knows no units; write by_date",
                        "launch",
                    )
                    return
