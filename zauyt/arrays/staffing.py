"""Who is there in each shift, and which stations are slow or closed for want of them.

At the beginning of each shift its people are divided. Stations that wait for their
whole crew are served first, in order of flow, position by position; one that does
not get it is closed for the shift and leaves the people to others. The rest share
what is left in proportion to their needs: with a share of it their work takes that
much longer, and with nobody at all they are closed, too. Shifts of one name share
their people over all calendars, day by day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from zauyt.arrays.calendar import ClosedWindows
from zauyt.arrays.expanded import Network, Stop
from zauyt.arrays.factors import Step
from zauyt.arrays.laws import stream_key
from zauyt.arrays.network import line_order
from zauyt.arrays.painting import Ticks
from zauyt.kernels.chance import mix
from zauyt.kernels.flow.closings import count_absent
from zauyt.kernels.flow.layout import MILLION
from zauyt.plant.line import moves_together, station_names
from zauyt.plant.people import Skill, on_books

Numbers = npt.NDArray[np.float64]

_ENOUGH = 1e-9


@dataclass(frozen=True, eq=False)
class Turn:
    """A shift of one calendar: when it is on, and on which of the shift's days."""

    calendar: str
    start_ms: Ticks
    end_ms: Ticks
    place: Ticks


@dataclass(frozen=True, eq=False)
class Shift:
    """A shift by name: its workdays over all calendars, and the crews of each.

    ``there`` has the share of a skill's people who are there on each workday, where
    not all are.
    """

    name: str
    days: int
    turns: tuple[Turn, ...]
    there: Mapping[str, Numbers] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Crew:
    """A position with a crew: its number in the network's order, its needs.

    ``needs`` leaves out the skills of which there are always enough.
    """

    number: int
    stop: Stop
    needs: Mapping[str, float]


Group = tuple[str, tuple[tuple[str, float], ...]]
"""Positions that share alike: their calendar, and their needs by skill."""


@dataclass(frozen=True, eq=False)
class Staffing:
    """All that is known of people before a run.

    ``sharing`` holds the positions that are slow when short, by group, and
    ``closing`` those that are closed when nobody is there: the same, but all of
    a conveyor.
    """

    people: Mapping[str, Skill]
    shifts: tuple[Shift, ...]
    waiting: tuple[Crew, ...]
    sharing: Mapping[Group, tuple[int, ...]]
    closing: Mapping[Group, tuple[int, ...]]

    @property
    def random(self) -> bool:
        """Tell whether anyone may be absent."""
        return any(
            skill.by_shift is not None and skill.absence > 0
            for skill in self.people.values()
        )


@dataclass
class Short:
    """What the people who are missing do to stations.

    ``closed`` has the windows of positions by number: from, to, skill; ``slow``
    the factors of the operation times of groups.
    """

    closed: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)
    slow: dict[Group, tuple[Step, ...]] = field(default_factory=dict)


def staffing(
    network: Network,
    calendars: Mapping[str, ClosedWindows],
    first_day: datetime.date,
) -> Staffing:
    """Give who needs whom, and when the shifts are."""
    crews = _crews(network)
    needed = {skill for crew in crews for skill in crew.needs}
    sharing: dict[Group, list[int]] = {}
    lines: dict[Group, set[str]] = {}
    for crew in crews:
        if crew.stop.work.when_short == "slow":
            assert crew.stop.calendar is not None, "people come to a shift"
            group = (crew.stop.calendar, tuple(sorted(crew.needs.items())))
            sharing.setdefault(group, []).append(crew.number)
            lines.setdefault(group, set()).add(crew.stop.line)
    used = sorted({crew.stop.calendar for crew in crews if crew.stop.calendar})
    people = {name: network.plant.people[name] for name in sorted(needed)}
    return Staffing(
        people=people,
        shifts=_shifts({name: calendars[name] for name in used}, people, first_day),
        waiting=tuple(crew for crew in crews if crew.stop.work.when_short == "wait"),
        sharing={group: tuple(numbers) for group, numbers in sharing.items()},
        closing={
            group: tuple(sorted({*numbers, *_conveyors(network, lines[group])}))
            for group, numbers in sharing.items()
        },
    )


def _conveyors(network: Network, lines: Set[str]) -> list[int]:
    """Give the stations of those lines that move together, by number."""
    stops = (stop for section in network.sections for stop in section.stops)
    return [
        number
        for number, stop in enumerate(stops)
        if stop.line in lines and moves_together(network.plant.lines[stop.line])
    ]


def _crews(network: Network) -> list[Crew]:
    """Give the positions that have a crew, in order of flow."""
    stops = [stop for section in network.sections for stop in section.stops]
    place = {name: at for at, name in enumerate(reversed(line_order(network.plant)))}
    within = {
        f"{name}.{station}": at
        for name, line in network.plant.lines.items()
        for at, station in enumerate(station_names(line))
    }
    counted = {
        name
        for name, skill in network.plant.people.items()
        if skill.by_shift is not None or skill.there_from
    }
    crews = []
    for number, stop in enumerate(stops):
        needs = {n: each for n, each in stop.work.crew.items() if n in counted}
        if needs:
            crews.append(Crew(number, stop, needs))
    return sorted(
        crews,
        key=lambda crew: (
            place[crew.stop.line],
            within[crew.stop.station],
            crew.number,
        ),
    )


def _shifts(
    calendars: Mapping[str, ClosedWindows],
    people: Mapping[str, Skill],
    first_day: datetime.date,
) -> tuple[Shift, ...]:
    """Give the shifts of all calendars by name, with their common workdays."""
    rows: dict[str, list[tuple[str, ClosedWindows, Ticks]]] = {}
    for calendar, closed in calendars.items():
        for number, name in enumerate(closed.shifts):
            chosen = np.flatnonzero(closed.shift == number)
            if chosen.size:
                rows.setdefault(name, []).append((calendar, closed, chosen))
    shifts = []
    for name in sorted(rows):
        worked = [closed.shift_day[chosen] for _, closed, chosen in rows[name]]
        days = np.unique(np.concatenate(worked))
        turns = tuple(
            Turn(
                calendar,
                closed.shift_start_ms[chosen],
                closed.shift_end_ms[chosen],
                np.searchsorted(days, closed.shift_day[chosen]),
            )
            for calendar, closed, chosen in rows[name]
        )
        there = {
            each: _shares(skill, first_day, days)
            for each, skill in people.items()
            if skill.there_from
        }
        shifts.append(Shift(name, len(days), turns, there))
    return tuple(shifts)


def _shares(skill: Skill, first_day: datetime.date, days: Ticks) -> Numbers:
    """Give the share of a skill's people who are there on each of some days."""
    dated = sorted(skill.there_from.items())
    starts = [(datetime.date.fromisoformat(text) - first_day).days for text, _ in dated]
    place = np.searchsorted(starts, days, side="right") - 1
    shares: Numbers = np.array([share for _, share in dated])[np.maximum(place, 0)]
    return shares


def present(
    skill: Skill, *, name: str, shift: str, days: int, seed: int, run: int,
    there: Numbers | None = None,
) -> Ticks:  # fmt: skip
    """Give how many of a skill are there on each workday of a shift.

    With ``there``, the share of them by workday, as many are away in proportion.
    """
    count = on_books(skill, shift)
    absent = np.zeros(days, dtype=np.int64)
    if skill.absence > 0 and skill.absence_days is not None:
        key = np.uint64(stream_key(f"people.{name}", shift))
        for below in (seed, run):
            key = np.uint64(mix(key, np.uint64(below)))
        count_absent(absent, key, count, skill.absence, skill.absence_days)
    if there is None:
        return np.minimum(count, count - absent + skill.relief)
    books = np.floor(count * there + _ENOUGH)
    relief = np.floor(skill.relief * there + _ENOUGH)
    found = np.minimum(books, books - np.rint(absent * there) + relief)
    counts: Ticks = np.maximum(found, 0).astype(np.int64)
    return counts


def short(known: Staffing, *, seed: int, run: int) -> Short:
    """Give what the absences of a run do to the stations."""
    found = Short()
    steps: dict[Group, list[Step]] = {group: [] for group in known.sharing}
    for shift in known.shifts:
        wanted = _wanted(known, shift)
        for crew in known.waiting:
            _add_needs(wanted, shift, crew.stop.calendar, crew.needs.items(), 1)
        left = {
            name: wanted[name] * shift.there[name]
            if skill.by_shift is None
            else present(
                skill,
                name=name,
                shift=shift.name,
                days=shift.days,
                seed=seed,
                run=run,
                there=shift.there.get(name),
            ).astype(np.float64)
            for name, skill in known.people.items()
        }
        _man_waiting(known, shift, left, found)
        _share(known, shift, left, found, steps)
    for group, several in steps.items():
        found.slow[group] = _tidy(several)
    for windows in found.closed.values():
        windows.sort()
    return found


def _turn(shift: Shift, calendar: str | None) -> Turn | None:
    return next((turn for turn in shift.turns if turn.calendar == calendar), None)


def _man_waiting(
    known: Staffing, shift: Shift, left: dict[str, Numbers], found: Short
) -> None:
    """Give their people to the stations that wait, and close those without."""
    for crew in known.waiting:
        turn = _turn(shift, crew.stop.calendar)
        if turn is None:
            continue
        needs = crew.needs
        names = sorted(needs)
        missing = np.full(turn.place.size, -1)
        for at in range(len(names) - 1, -1, -1):
            need = needs[names[at]] - _ENOUGH
            missing[left[names[at]][turn.place] < need] = at
        manned = turn.place[missing < 0]
        for name in names:
            left[name][manned] -= needs[name]
        found.closed.setdefault(crew.number, []).extend(
            (int(turn.start_ms[day]), int(turn.end_ms[day]), names[missing[day]])
            for day in np.flatnonzero(missing >= 0)
        )


def _share(
    known: Staffing,
    shift: Shift,
    left: Mapping[str, Numbers],
    found: Short,
    steps: dict[Group, list[Step]],
) -> None:
    """Divide who is left among the stations that are slow when short."""
    wanted = _wanted(known, shift)
    part = {
        name: np.minimum(1.0, left[name] / np.maximum(wanted[name], _ENOUGH))
        for name in known.people
    }
    for group in known.sharing:
        calendar, needs = group
        turn = _turn(shift, calendar)
        if turn is None:
            continue
        shares = np.stack([part[skill][turn.place] for skill, _ in needs])
        scarcest, least = shares.argmin(axis=0), shares.min(axis=0)
        nobody = least < _ENOUGH
        factors = np.rint(MILLION / np.where(nobody, 1.0, least)).astype(np.int64)
        steps[group] += zip(turn.start_ms.tolist(), factors.tolist(), strict=True)
        closed = [
            (int(turn.start_ms[day]), int(turn.end_ms[day]), needs[scarcest[day]][0])
            for day in np.flatnonzero(nobody)
        ]
        for number in known.closing[group] if closed else ():
            found.closed.setdefault(number, []).extend(closed)


def _wanted(known: Staffing, shift: Shift) -> dict[str, Numbers]:
    """Give how many people the stations that share need on each workday, by skill."""
    wanted = {name: np.zeros(shift.days) for name in known.people}
    for (calendar, needs), numbers in known.sharing.items():
        _add_needs(wanted, shift, calendar, needs, len(numbers))
    return wanted


def _add_needs(
    wanted: dict[str, Numbers],
    shift: Shift,
    calendar: str | None,
    needs: Iterable[tuple[str, float]],
    positions: int,
) -> None:
    turn = _turn(shift, calendar)
    if turn is not None:
        for skill, need in needs:
            wanted[skill][turn.place] += need * positions


def _tidy(steps: list[Step]) -> tuple[Step, ...]:
    """Give the steps of all shifts in order, each where the factor changes."""
    found: list[Step] = [(0, MILLION)]
    for start, factor in sorted(steps):
        if factor != found[-1][1]:
            if start == found[-1][0]:
                found.pop()
            found.append((start, factor))
    return () if found == [(0, MILLION)] else tuple(found)
