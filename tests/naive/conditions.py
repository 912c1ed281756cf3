"""The conditions of a run, minute by minute as a planner would find them out.

Every moment is looked at by itself: is there a shift, a maintenance, a failure, is
the crew there? Slow, and without any of the tables that the fast way is made of.
"""

from __future__ import annotations

import datetime
import itertools
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from naive import launch
from naive.chance import EXPONENTIAL, Mode, stream
from naive.closings import Window
from zauyt.arrays.calendar import ClosedWindows
from zauyt.arrays.expanded import Network, Stop
from zauyt.arrays.network import line_order
from zauyt.plant.line import moves_together
from zauyt.plant.plant import Plant
from zauyt.plant.time import weekdays

Span = tuple[int, int]

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """A plant, its days and one run of it."""

    network: Network
    calendars: Mapping[str, ClosedWindows]
    first_day: datetime.date
    days: int
    seed: int
    run: int

    @property
    def plant(self) -> Plant:
        """Give the plant."""
        return self.network.plant

    @property
    def stops(self) -> list[Stop]:
        """Give the stations, in the order in which they are numbered."""
        return [stop for section in self.network.sections for stop in section.stops]

    @property
    def length(self) -> int:
        """Give the ticks of all days."""
        return self.tick(self.first_day + self.days * DAY)

    def tick(self, date: datetime.date, minutes: int = 0) -> int:
        """Give the ticks from midnight of the first day to a time by the clock."""
        zone = zoneinfo.ZoneInfo(self.plant.site.time_zone)
        midnight = datetime.time(tzinfo=zone)
        begin = datetime.datetime.combine(self.first_day, midnight).timestamp()
        at = datetime.datetime.combine(date, datetime.time())
        at = (at + datetime.timedelta(minutes=minutes)).replace(tzinfo=zone)
        return round((at.timestamp() - begin) * 1000)


def calendar_windows(case: Case, stop: Stop) -> list[tuple[int, int, str]]:
    """Give when the calendar closes a station."""
    if stop.calendar is None:
        return []
    closed = case.calendars[stop.calendar]
    return [
        (int(start), int(end), closed.reasons[reason])
        for start, end, reason in zip(
            closed.start_ms, closed.end_ms, closed.reason, strict=True
        )
    ]


def maintained(case: Case, stop: Stop) -> dict[str, list[Span]]:
    """Give the maintenance of a station by name."""
    found: dict[str, list[Span]] = {}
    for name, event in sorted(case.plant.maintenance.items()):
        every = not event.lines and not event.stations
        if not (every or stop.line in event.lines or stop.station in event.stations):
            continue
        spans = []
        for number in range(-1, case.days):
            date = case.first_day + number * DAY
            begin, end = (
                int(clock[:2]) * 60 + int(clock[3:]) for clock in event.clock.split("-")
            )
            monday = date - date.weekday() * DAY
            if date.weekday() not in weekdays(event.days):
                continue
            if event.first is not None:
                first_monday = event.first - event.first.weekday() * DAY
                weeks = (monday - first_monday).days // 7
                if date < event.first or weeks % event.every_weeks:
                    continue
            end += 1440 if end <= begin else 0
            spans.append((case.tick(date, begin), case.tick(date, end)))
        found[name] = spans
    return found


def heated(case: Case, stop: Stop) -> list[Span]:
    """Give when a station heats up after it was closed."""
    paced = case.plant.lines[stop.line].paced
    if paced is None or not paced.heat_up_min:
        return []
    closed = [(start, end) for start, end, _ in calendar_windows(case, stop)]
    closed += [span for spans in maintained(case, stop).values() for span in spans]
    edges = sorted({0, case.length, *itertools.chain.from_iterable(closed)})
    found = []
    since: int | None = None
    for begin in edges:
        if begin < 0:
            continue
        shut = any(start <= begin < end for start, end in closed)
        if shut and since is None:
            since = begin
        elif not shut and since is not None:
            if since == 0 or begin - since >= paced.cold_after_min * 60_000:
                found.append((begin, begin + round(paced.heat_up_min * 60_000)))
            since = None
    return found


def wall_failures(case: Case, stop: Stop) -> list[tuple[int, int, str]]:
    """Give the failures of a station by the calendar clock, mode after mode."""
    found = []
    closed = calendar_windows(case, stop)
    launches = launch.of_station(case.plant, "failures", stop)
    for name in stop.failures:
        failure = case.plant.failures[name]
        if failure.clock != "calendar":
            continue
        draws = stream(stop.name, f"failure:{name}", seed=case.seed, run=case.run)
        mode = Mode(name, failure, draws)
        mean = mode.mean()
        time = 0
        while time < case.length:
            factor = launch.by_date(launches, case.tick, time)
            law = failure.law or EXPONENTIAL
            time += draws.ticks(2 * mode.count, mean * (1e6 / factor), law)
            rest = mode.repair_ticks()
            mode.count += 1
            begin = time
            if not failure.repair_needs_shift:
                time += rest
            for start, end, _ in closed if failure.repair_needs_shift else ():
                if end > time:
                    if start - time >= rest:
                        break
                    rest -= max(start - time, 0)
                    time = end
            time += rest if failure.repair_needs_shift else 0
            found.append((begin, time, f"failure:{name}"))
    return found


@dataclass
class Crewing:
    """Who is missing where: closed shifts and factors, by station name."""

    closed: dict[str, list[tuple[int, int, str]]]
    slow: dict[str, list[tuple[int, float]]]


def crewing(case: Case) -> Crewing:
    """Divide the people of every shift, day after day."""
    flow = list(reversed(line_order(case.plant)))
    crews = [stop for stop in case.stops if stop.work.crew]
    crews.sort(key=lambda stop: (flow.index(stop.line), _place(case, stop)))
    found = Crewing({}, {})
    for shift in sorted(
        {name for each in case.calendars.values() for name in each.shifts}
    ):
        at: dict[str, dict[int, Span]] = {}
        for calendar, closed in case.calendars.items():
            at[calendar] = {
                int(day): (int(start), int(end))
                for day, start, end, number in zip(
                    closed.shift_day,
                    closed.shift_start_ms,
                    closed.shift_end_ms,
                    closed.shift,
                    strict=True,
                )
                if closed.shifts[number] == shift
            }
        used = {stop.calendar for stop in crews}
        days = sorted({day for name in used if name for day in at[name]})
        for number, day in enumerate(days):
            left = {
                skill: float(_present(case, skill, shift, number, len(days)))
                for skill in {skill for stop in crews for skill in stop.work.crew}
            }
            on = [stop for stop in crews if stop.calendar and day in at[stop.calendar]]
            _divide(
                case,
                on,
                left,
                {stop.name: at[stop.calendar or ""][day] for stop in on},
                found,
            )
    return found


def _place(case: Case, stop: Stop) -> tuple[int, str]:
    stations = case.plant.lines[stop.line].stations
    label = stop.station.partition(".")[2]
    place = int(label[1:]) if isinstance(stations, int) else list(stations).index(label)
    return place, stop.name


def _present(case: Case, name: str, shift: str, day: int, days: int) -> int:
    skill = case.plant.people[name]
    count = skill.by_shift if isinstance(skill.by_shift, int) else skill.by_shift[shift]
    if not skill.absence or skill.absence_days is None:
        return count
    draws = stream(f"people.{name}", shift, seed=case.seed, run=case.run)
    absent = 0
    for person in range(count):
        own = draws.below(person)
        away = own.share(0) < skill.absence
        for later in range(1, day + 1):
            stays = 1.0 - 1.0 / skill.absence_days
            leaves = skill.absence / (skill.absence_days * (1.0 - skill.absence))
            away = own.share(later) < (stays if away else leaves)
        absent += away
    assert day < days
    return min(count, count - absent + skill.relief)


def _divide(
    case: Case,
    on: list[Stop],
    left: dict[str, float],
    turn: Mapping[str, Span],
    found: Crewing,
) -> None:
    for stop in on:
        if stop.work.when_short == "wait":
            lacking = [
                skill
                for skill, need in sorted(stop.work.crew.items())
                if left[skill] < need - 1e-9
            ]
            if lacking:
                window = (*turn[stop.name], f"crew:{lacking[0]}")
                found.closed.setdefault(stop.name, []).append(window)
                continue
            for skill, need in stop.work.crew.items():
                left[skill] -= need
    sharing = [stop for stop in on if stop.work.when_short == "slow"]
    for stop in sharing:
        share = {
            skill: left[skill] / sum(each.work.crew.get(skill, 0) for each in sharing)
            for skill in stop.work.crew
        }
        worst = min(sorted(share), key=lambda skill: min(share[skill], 1))
        start, end = turn[stop.name]
        if share[worst] <= 0:
            together = moves_together(case.plant.lines[stop.line])
            for other in case.stops:
                if other.name == stop.name or (together and other.line == stop.line):
                    window = (start, end, f"crew:{worst}")
                    found.closed.setdefault(other.name, []).append(window)
            share[worst] = 1
        factor = max(1.0, 1 / share[worst])
        found.slow.setdefault(stop.name, []).append((start, factor))


def windows_of(case: Case, stop: Stop, crews: Crewing) -> list[Window]:
    """Give a station's windows: at each moment the strongest reason that holds."""
    layers: list[list[tuple[int, int, str]]] = [calendar_windows(case, stop)]
    for name, spans in maintained(case, stop).items():
        layers.append([(*span, f"maintenance:{name}") for span in spans])
    layers.append([(*span, "heat_up") for span in heated(case, stop)])
    failures = settled(wall_failures(case, stop))
    short = sorted(crews.closed.get(stop.name, []))
    every = list(itertools.chain(*layers, failures, short))
    edges = {0, case.length, *(edge for each in every for edge in each[:2])}
    cuts = sorted(edge for edge in edges if 0 <= edge <= case.length)
    found: list[Window] = []
    for begin, end in itertools.pairwise(cuts):
        holds = [
            next((each[2] for each in layer if each[0] <= begin < each[1]), None)
            for layer in layers
        ]
        failing = next(
            (each[2] for each in failures if each[0] <= begin < each[1]), None
        )
        missing = next((each[2] for each in short if each[0] <= begin < each[1]), None)
        reason = next((each for each in [*holds, failing, missing] if each), None)
        if reason is None:
            continue
        last = found[-1] if found else Window(0, -1, "")
        if last[1:] == (begin, reason, failing is not None):
            found[-1] = last._replace(end=end)
        else:
            found.append(Window(begin, end, reason, failing is not None))
    return found


def settled(failures: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Give failures apart from each other: the earlier keeps its time."""
    found = []
    free = 0
    for start, end, reason in sorted(failures, key=lambda each: each[0]):
        if end > max(start, free):
            found.append((max(start, free), end, reason))
            free = end
    return found


def work_factor(case: Case, stop: Stop, crews: Crewing, time: int) -> int:
    """Give how many times its usual time an operation takes that begins at a time.

    In whole millionths.
    """
    events = launch.of_station(case.plant, "work", stop)
    begun = [each for start, each in shortage(crews, stop) if start <= time]
    short = begun[-1] if begun else launch.MILLION
    return launch.multiplied((launch.by_date(events, case.tick, time), short))


def shortage(crews: Crewing, stop: Stop) -> list[tuple[int, int]]:
    """Give from when on a station is how much slower for want of people."""
    return [
        (start, launch.millionths(factor))
        for start, factor in sorted(crews.slow.get(stop.name, []))
    ]


@dataclass(frozen=True)
class Conditions:
    """What closes the stations, and how slow missing people make them, by name."""

    windows: Mapping[str, Sequence[Window]]
    shortage: Mapping[str, Sequence[tuple[int, int]]]


def conditions_of(case: Case) -> Conditions:
    """Give the conditions of a run."""
    crews = crewing(case)
    return Conditions(
        {stop.name: windows_of(case, stop, crews) for stop in case.stops},
        {stop.name: shortage(crews, stop) for stop in case.stops},
    )
