"""A balance found: where every task is done, and how good that is known to be."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from zauyt.arrays.balancing import Whole
from zauyt.plant.tasks.task_list import Real, Rules, TaskList
from zauyt.studies.balancing.bounds import least_stations
from zauyt.studies.balancing.question import Question
from zauyt.studies.balancing.ruled import fewest, least_of, shortest
from zauyt.studies.balancing.search import Effort, searched
from zauyt.studies.balancing.smooth import smooth
from zauyt.studies.balancing.takt import least_cycle, least_takt


@dataclass(frozen=True)
class Answer:
    """The station of every task, from 1; the post at it; what it is known to be.

    ``takt_s`` is what every load keeps; ``least`` what no balance can be below, in
    stations, seconds, or both multiplied, as ``goal`` says. ``posts`` are the places of
    people at a station, from 1; ``start_s`` is when a task begins there. ``steps`` are
    loads tried and the goal's value then; ``moved`` are tasks that left their station.
    """

    tasks: TaskList
    question: Question
    station: Whole
    posts: Whole
    start_s: Real
    stations: int
    takt_s: float
    least: float
    proven: bool
    steps: tuple[tuple[int, float], ...]
    moved: int | None = None

    @property
    def goal_value(self) -> float:
        """Give what was to be least: stations, seconds, or both multiplied."""
        if self.moved is not None:
            return self.moved
        if self.question.goal == "takt":
            return self.takt_s
        if self.question.goal == "efficiency":
            return self.takt_s * self.stations
        return self.stations

    @property
    def people(self) -> int:
        """Give the posts that have any task."""
        return len({*zip(self.station.tolist(), self.posts.tolist(), strict=True)})


def answered(tasks: TaskList, asked: Question, effort: Effort) -> Answer | None:
    """Look for the balance that is asked for; None where none of it was found."""
    if tasks.rules is not None:
        return _ruled(tasks, tasks.rules, asked, effort)
    if asked.goal == "takt":
        return _for_stations(tasks, asked, effort)
    if asked.goal == "efficiency":
        return _most_efficient(tasks, asked, effort)
    return _for_takt(tasks, asked, effort)


def _ruled(
    tasks: TaskList, rules: Rules, asked: Question, effort: Effort
) -> Answer | None:
    """Give the fewest stations, or the least takt, under all rules of the line."""
    graph = asked.graph
    if asked.goal == "takt":
        posts = rules.posts * asked.stations
        least = max(-(-int(graph.times.sum()) // posts), int(graph.times.max()), 1)
        found = shortest(
            graph, rules, stations=asked.stations, least=least, effort=effort
        )
    else:
        least = least_of(graph, rules, asked.cycle)
        most = asked.stations or graph.count + max(rules.first, default=1)
        if least > most:
            return None
        found = fewest(
            graph, rules, cycle=asked.cycle, most=most, least=least, effort=effort
        )
    if found is None:
        return None
    place = found.place
    scale = asked.seconds(1)
    by_takt = asked.goal == "takt"
    reached = found.cycle if by_takt else max(place.station)
    return Answer(
        tasks=tasks, question=asked, station=np.array(place.station),
        posts=np.array(place.post), start_s=np.array(place.start) * scale,
        stations=asked.stations if by_takt else reached,
        takt_s=asked.seconds(found.cycle) / rules.use if by_takt else asked.takt_s,
        least=asked.seconds(least) / rules.use if by_takt else least,
        proven=reached <= least,
        steps=tuple(
            (loads, asked.seconds(each) if by_takt else each)
            for loads, each in found.steps
        ),
    )  # fmt: skip


def starts(station: Whole, times_s: Real) -> Real:
    """Give when each task begins where one person does all of a station's."""
    found = np.zeros(station.size)
    done: dict[int, float] = {}
    for task, at in enumerate(station.tolist()):
        found[task] = done.get(at, 0.0)
        done[at] = found[task] + float(times_s[task])
    return found


def ends_by_post(answer: Answer, times_s: Real) -> Real:
    """Give when each post ends (stations, posts) where tasks take these times.

    Tasks are begun in the order of the balance, each after its post's last one and
    after what must be done before it at the station.
    """
    ends = np.zeros((answer.stations, int(answer.posts.max(initial=1))))
    finish = np.zeros(answer.tasks.count)
    before: list[list[int]] = [[] for _ in answer.tasks.names]
    for one, other in answer.tasks.pairs:
        if answer.station[one] == answer.station[other]:
            before[other].append(one)
    rank = {task: number for number, task in enumerate(answer.question.graph.order)}
    for task in sorted(rank, key=lambda each: (answer.start_s[each], rank[each])):
        row, column = int(answer.station[task]) - 1, int(answer.posts[task]) - 1
        ready = max((finish[each] for each in before[task]), default=0.0)
        finish[task] = max(ends[row, column], ready) + times_s[task]
        ends[row, column] = finish[task]
    return ends


def _for_takt(tasks: TaskList, asked: Question, effort: Effort) -> Answer | None:
    """Give the fewest stations for a takt, or the smoothest of those stated."""
    graph, cycle = asked.graph, asked.cycle
    least = least_stations(graph, cycle)
    wanted = asked.stations if asked.goal == "smooth" else 0
    target = wanted or graph.count
    if least > target:
        return None
    found = searched(
        graph,
        cycle=cycle,
        target=target,
        least=max(least, wanted),
        effort=effort,
    )
    if found is None or found.refuted:
        return None
    if found.proven and not wanted:
        least = found.stations
    station = smooth(graph, found.answer, cycle=cycle, seed=effort.seed)
    return Answer(
        tasks=tasks, question=asked, station=station, posts=np.ones_like(station),
        start_s=starts(station, tasks.times_s),
        stations=int(station.max()), takt_s=asked.takt_s, least=least,
        proven=found.stations <= least, steps=found.steps,
    )  # fmt: skip


def _for_stations(tasks: TaskList, asked: Question, effort: Effort) -> Answer:
    """Give the least takt for a number of stations."""
    graph = asked.graph
    found = least_takt(graph, stations=asked.stations, effort=effort)
    station = smooth(graph, found.answer, cycle=found.cycle, seed=effort.seed)
    return Answer(
        tasks=tasks, question=asked, station=station, posts=np.ones_like(station),
        start_s=starts(station, tasks.times_s),
        stations=asked.stations, takt_s=asked.seconds(found.cycle),
        least=asked.seconds(found.least), proven=found.cycle <= found.least,
        steps=tuple((loads, asked.seconds(each)) for loads, each in found.steps),
    )  # fmt: skip


def _most_efficient(tasks: TaskList, asked: Question, effort: Effort) -> Answer:
    """Give the stations and takt whose product is least, of a range of stations."""
    numbers = range(asked.stations, asked.most_stations + 1)
    bounds = {number: _least_product(asked, number) for number in numbers}
    best: Answer | None = None
    open_bounds = []
    left = sorted(numbers, key=lambda number: bounds[number])
    for place, number in enumerate(left):
        if best is not None and bounds[number] >= best.goal_value:
            continue
        part = effort.clock.share(len(left) - place)
        one = Question(asked.graph, asked.scale, "takt", 0, number, 0)
        found = _for_stations(tasks, one, replace(effort, clock=part))
        effort.clock.spent, effort.clock.stopped = part.spent, part.stopped
        open_bounds.append(found.least * number)
        if best is None or found.takt_s * number < best.goal_value:
            best = replace(found, question=asked)
    assert best is not None, "no number of stations"
    least = min(min(open_bounds), best.goal_value)
    return Answer(**{**vars(best), "least": least, "proven": least >= best.goal_value})


def _least_product(asked: Question, number: int) -> float:
    return asked.seconds(least_cycle(asked.graph, number)) * number
