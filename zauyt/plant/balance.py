"""The tasks of a line, and the rules by which stations share them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from zauyt.errors import Problem
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.record import Name, Record
from zauyt.plant.tasks.task_list import cycle_in, said_ring
from zauyt.units import COUNT, PositiveCount, PositiveShare, Seconds, Weight

if TYPE_CHECKING:
    from zauyt.plant.plant import Plant


class Task(Record):
    """A piece of work that one person does at one station, without a break."""

    time_s: Seconds
    """Its time on a vehicle."""
    time_by_model: dict[Name, Seconds] = Field(default_factory=dict)
    """Its time on single models, where it differs."""
    time_by_option_s: dict[Name, Seconds] = Field(default_factory=dict)
    """Time that an option adds."""
    after: Name | tuple[Name, ...] = ()
    """Tasks that must be done before it."""
    side: Literal["left", "right", "either"] = "either"
    """Side of the vehicle from which it is done."""
    station: PositiveCount | None = None
    """Station of the line, from 1, where it has to stay."""
    not_at: PositiveCount | tuple[PositiveCount, ...] = ()
    """Stations of the line where it cannot be done."""
    zone: Name | None = None
    """Stretch of the line inside which it must be done."""
    tool: Name | None = None
    """Tool that its station must have."""
    strain: Weight = 0.0
    """Points of strain that it puts on whoever does it."""
    apart_from: Name | tuple[Name, ...] = ()
    """Tasks that must not be done at its station."""


class Stretch(Record):
    """Neighbouring stations of a line."""

    first: PositiveCount
    """First station, from 1."""
    last: PositiveCount
    """Last station."""


class LineTasks(Record):
    """What a line has to do, and with how many people a station can do it."""

    tasks: dict[Name, Task] = Field(default_factory=dict)
    """Tasks by name."""
    table: str | None = None
    """File beside the plant file with one row a task (CSV or Excel)."""
    posts: Annotated[int, Field(ge=1, le=12), COUNT] = 1
    """People at a station, at most. With two or more, those of odd number work on the
    left side, the others on the right."""
    use: PositiveShare = 1.0
    """Share of the takt that the tasks of a post may take."""
    skill: Name | None = None
    """Skill of ``crew`` that the people at its stations have."""
    zones: dict[Name, Stretch] = Field(default_factory=dict)
    """Stretches of the line, by name."""
    tools: dict[Name, PositiveCount] = Field(default_factory=dict)
    """At how many stations each tool can be."""
    most_strain: Weight | None = None
    """Points of strain that one person bears on a vehicle."""


def names(entry: str | tuple[str, ...]) -> tuple[str, ...]:
    """Give one name or several as several."""
    return (entry,) if isinstance(entry, str) else entry


def stations_not(task: Task) -> tuple[int, ...]:
    """Give the stations where a task cannot be done."""
    return (task.not_at,) if isinstance(task.not_at, int) else task.not_at


def check_balance(plant: Plant) -> Iterator[Problem]:
    """Yield what is wrong with the tasks of a plant's lines."""
    for line, work in plant.balance.items():
        path = f"balance.{line}"
        if line not in plant.lines:
            hint = (
                did_you_mean(line, plant.lines) or f"; there are {listed(plant.lines)}"
            )
            yield Problem(path, f"no line is called {line}{hint}", "unknown_reference")
        if not work.tasks:
            yield Problem(path, "has no tasks; state tasks or a table", "empty")
        if work.skill is not None and work.skill not in plant.people and plant.people:
            hint = did_you_mean(work.skill, plant.people)
            message = f"no skill is called {work.skill}{hint}"
            yield Problem(f"{path}.skill", message, "unknown_reference")
        for name, zone in work.zones.items():
            if zone.first > zone.last:
                message = f"begins at {zone.first}, after its end at {zone.last}"
                yield Problem(f"{path}.zones.{name}", message, "range")
        yield from _references(plant, work, path)
        yield from _ring(work, path)
        yield from _clashes(work, path)


def _references(plant: Plant, work: LineTasks, path: str) -> Iterator[Problem]:
    """Yield names that refer to nothing."""
    options = [o for model in plant.models.values() for o in model.options]
    for name, task in work.tasks.items():
        here = f"{path}.tasks.{name}"
        for key, known, given in (
            ("after", work.tasks, names(task.after)),
            ("apart_from", work.tasks, names(task.apart_from)),
            ("zone", work.zones, (task.zone,) if task.zone else ()),
            ("tool", work.tools, (task.tool,) if task.tool else ()),
            ("time_by_model", plant.models, tuple(task.time_by_model)),
            ("time_by_option_s", options, tuple(task.time_by_option_s)),
        ):
            for each in given:
                if each not in known:
                    hint = did_you_mean(each, known)
                    message = f"there is no {each} here{hint}"
                    yield Problem(f"{here}.{key}", message, "unknown_reference")
        if name in (*names(task.after), *names(task.apart_from)):
            yield Problem(here, "refers to itself", "ring")


def pairs_of(work: LineTasks) -> list[tuple[int, int]]:
    """Give which task comes before which, by their places; unknown ones left out."""
    place = {name: number for number, name in enumerate(work.tasks)}
    return [
        (place[before], place[name])
        for name, task in work.tasks.items()
        for before in names(task.after)
        if before in place and before != name
    ]


def _ring(work: LineTasks, path: str) -> Iterator[Problem]:
    ring = cycle_in(len(work.tasks), pairs_of(work))
    if ring:
        tasks = list(work.tasks)
        message = f"comes before itself: {said_ring(tasks, ring)}"
        yield Problem(f"{path}.tasks.{tasks[ring[0]]}.after", message, "ring")


def _clashes(work: LineTasks, path: str) -> Iterator[Problem]:
    """Yield tasks that contradict themselves: sides, zones, fixed stations."""
    sides = {task.side for task in work.tasks.values()} - {"either"}
    if work.posts == 1 and len(sides) == 2:
        left = next(n for n, task in work.tasks.items() if task.side == "left")
        right = next(n for n, task in work.tasks.items() if task.side == "right")
        message = (
            f"one person at a station cannot stand on both sides: {left} is done from"
            f" the left, {right} from the right; 2 or more are meant"
        )
        yield Problem(f"{path}.posts", message, "sides")
    for name, task in work.tasks.items():
        here = f"{path}.tasks.{name}"
        if task.station is not None and task.station in stations_not(task):
            message = f"stays at station {task.station} and cannot be done there"
            yield Problem(here, message, "clash")
        zone = work.zones.get(task.zone or "")
        stays = task.station
        if zone and stays and not zone.first <= stays <= zone.last:
            message = (
                f"stays at station {stays}, outside of its zone {task.zone} from"
                f" {zone.first} to {zone.last}"
            )
            yield Problem(here, message, "clash")
        if work.most_strain is not None and task.strain > work.most_strain:
            message = (
                f"{task.strain:g} is above {work.most_strain:g}, what a post bears"
            )
            yield Problem(f"{here}.strain", message, "clash")


def check_takt(plant: Plant) -> Iterator[Problem]:
    """Yield tasks that take longer than the pitch of their line."""
    for line, work in plant.balance.items():
        there = plant.lines.get(line)
        if there is None:
            continue
        takt_s = there.paced.pitch_time_s if there.paced else there.cycle_s
        for name, task in work.tasks.items():
            longest = max((task.time_s, *task.time_by_model.values()))
            if takt_s is not None and longest > takt_s:
                message = f"{longest:g} s is longer than the takt of {takt_s:g} s"
                yield Problem(
                    f"{path_of(line, name)}.time_s", message, "takt", severity="warning"
                )


def path_of(line: str, task: str) -> str:
    """Give the path of a task."""
    return f"balance.{line}.tasks.{task}"
