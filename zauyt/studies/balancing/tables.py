"""What is told of a balance: tasks, stations, loads by model, how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from zauyt.results.column import Column
from zauyt.results.result import Table, of_rows
from zauyt.studies.balancing.answer import Answer, ends_by_post

LINE = Column("line", "", "line, or the file of tasks", "text")


def tables(answers: Sequence[Answer]) -> dict[str, Table]:
    """Give all tables of a balance."""
    return {
        "lines": of_rows(
            [_line(answer) for answer in answers],
            LINE,
            Column("tasks", "1", "tasks"),
            Column("stations", "1", "stations"),
            Column("takt_s", "s", "takt that every post keeps"),
            Column("people", "1", "posts that have work"),
            Column("least", "1", "what none is below: stations, s, or their product"),
            Column("proven", "", "whether it is the best there is", "text"),
        ),
        "tasks": of_rows(
            [row for answer in answers for row in _tasks(answer)],
            LINE,
            Column("task", "", "task", "text"),
            Column("station", "1", "station that does it, from 1"),
            Column("post", "1", "post of the station, from 1"),
            Column("start_s", "s", "when it begins at the station"),
            Column("time_s", "s", "its time, the mean of the models"),
            Column("after", "", "tasks that come before it at once", "text"),
        ),
        "stations": of_rows(
            [row for answer in answers for row in _stations(answer)],
            LINE,
            Column("station", "1", "station, from 1"),
            Column("tasks", "1", "tasks that it does"),
            Column("posts", "1", "people that it needs"),
            Column("load_s", "s", "when its last post is done"),
            Column("work_s", "s", "time of all its tasks"),
            Column("idle_s", "s", "what its posts have left of the takt"),
            Column("use", "share", "of its posts' time"),
        ),
        "loads": of_rows(
            [row for answer in answers for row in loads(answer)],
            LINE,
            Column("station", "1", "station, from 1"),
            Column("model", "", "model; empty where there is one", "text"),
            Column("share", "share", "of the vehicles"),
            Column("work_s", "s", "time of all its tasks on that model"),
            Column("over_s", "s", "by which its last post goes beyond the takt"),
        ),
        "progress": of_rows(
            [row for answer in answers for row in _progress(answer)],
            LINE,
            Column("loads_tried", "1", "loads of stations tried until then"),
            Column("goal", "1", "stations, takt in s, or both multiplied"),
        ),
    }  # fmt: skip


def _line(answer: Answer) -> tuple[Any, ...]:
    return (
        answer.tasks.title, answer.tasks.count, answer.stations, answer.takt_s,
        answer.people, answer.least, "yes" if answer.proven else "no",
    )  # fmt: skip


def _tasks(answer: Answer) -> Iterator[tuple[Any, ...]]:
    tasks = answer.tasks
    before: list[list[str]] = [[] for _ in tasks.names]
    for one, other in tasks.pairs:
        before[other].append(tasks.names[one])
    order = np.lexsort((answer.start_s, answer.posts, answer.station))
    for task in order.tolist():
        yield (
            tasks.title, tasks.names[task], int(answer.station[task]),
            int(answer.posts[task]), float(answer.start_s[task]),
            float(tasks.times_s[task]),
            " ".join(before[task]),
        )  # fmt: skip


def work_by_post(answer: Answer, times_s: np.ndarray) -> np.ndarray:
    """Give the time of every post (stations, posts) for times of tasks."""
    work = np.zeros((answer.stations, int(answer.posts.max(initial=1))))
    np.add.at(work, (answer.station - 1, answer.posts - 1), times_s)
    return work


def _stations(answer: Answer) -> Iterator[tuple[Any, ...]]:
    work = work_by_post(answer, answer.tasks.times_s)
    ends = ends_by_post(answer, answer.tasks.times_s)
    count = work_by_post(answer, np.ones(answer.tasks.count))
    for place in range(answer.stations):
        posts = int((count[place] > 0).sum())
        room = posts * answer.takt_s
        total = float(work[place].sum())
        yield (
            answer.tasks.title, place + 1, int(count[place].sum()), posts,
            float(ends[place].max()), total, room - total,
            total / room if room else 0.0,
        )  # fmt: skip


def loads(answer: Answer) -> Iterator[tuple[Any, ...]]:
    """Yield the work of every station on every model, and what is over the takt."""
    tasks = answer.tasks
    models = tasks.models or ("",)
    times = tasks.times_s[None, :] if tasks.by_model_s is None else tasks.by_model_s
    shares = tasks.shares or (1.0,)
    works = [work_by_post(answer, each) for each in times]
    ends = [ends_by_post(answer, each).max(axis=1) for each in times]
    for place in range(answer.stations):
        for model, share, work, end in zip(models, shares, works, ends, strict=True):
            over = max(0.0, float(end[place]) - answer.takt_s)
            yield (tasks.title, place + 1, model, share, float(work[place].sum()), over)


def _progress(answer: Answer) -> Iterator[tuple[Any, ...]]:
    for loads, value in answer.steps:
        yield answer.tasks.title, loads, value
