"""All lines that are balanced, one after the other: found, or why there is nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from zauyt.errors import NoAnswer, Problem, WrongInput
from zauyt.plant.plant import Plant
from zauyt.plant.tasks.of_plant import task_lists
from zauyt.plant.tasks.task_list import TaskList
from zauyt.results.result import Table
from zauyt.studies.balancing.answer import Answer, answered
from zauyt.studies.balancing.bounds import least_stations
from zauyt.studies.balancing.moved import Home, other_takts, rebalanced, rules_of
from zauyt.studies.balancing.question import Question
from zauyt.studies.balancing.ruled import book_of, least_of
from zauyt.studies.balancing.search import Effort
from zauyt.studies.balancing.solver import EFFORT, Model, too_many


def parts(tasks: TaskList | Plant, *, line: str, orders: Path | None) -> list[TaskList]:
    """Give the tasks of every line that is balanced.

    Raises
    ------
    WrongInput
        The plant has no tasks, or a line or orders are given without a plant.
    """
    if isinstance(tasks, Plant):
        return task_lists(tasks, line=line, orders=orders)
    problems = [
        Problem(name, "is for a plant; a file of tasks is one line", "option")
        for name, given in (("line", line), ("orders", orders))
        if given
    ]
    if problems:
        raise WrongInput(problems)
    return [tasks]


def found_for(
    every: Sequence[TaskList], asked: Sequence[Question], effort: Effort, *,
    old: Mapping[str, list[Home]] | None, proof: bool,
) -> list[Answer]:  # fmt: skip
    """Balance every line, each with its share of what may be spent.

    Raises
    ------
    NoAnswer
        No balance of a line was found.
    """
    found = []
    for place, (tasks, one) in enumerate(zip(every, asked, strict=True)):
        if old is not None:
            if not one.cycle:
                message = "a balance is kept for a takt; state --cycle"
                raise WrongInput([Problem("keep", message, "option")])
            found.append(rebalanced(tasks, one, old[tasks.title], seed=effort.seed))
            continue
        part = effort.clock.share(len(every) - place)
        answer = answered(tasks, one, replace(effort, clock=part))
        effort.clock.spent, effort.clock.stopped = part.spent, part.stopped
        if answer is None:
            raise NoAnswer(_unmet(tasks, one))
        if proof and not answer.proven and one.goal == "stations":
            answer = _proven(answer, seed=effort.seed)
        found.append(answer)
    return found


def _proven(answer: Answer, *, seed: int) -> Answer:
    """Ask the solver for a better bound, and for a better balance of single posts."""
    asked, rules = answer.question, rules_of(answer.tasks)
    book = book_of(asked.graph, rules)
    if too_many(book, answer.stations):
        return answer
    model = Model(book, cycle=asked.cycle, stations=answer.stations, strict=False)
    solved = model.fewest_stations(EFFORT, seed)
    least = min(max(int(answer.least), solved.bound), answer.stations)
    better = solved.place is not None and solved.value < answer.stations
    if better and rules.posts == 1:
        assert solved.place is not None
        answer = replace(
            answer,
            station=np.array(solved.place.station),
            posts=np.array(solved.place.post),
            start_s=np.array(solved.place.start) * asked.seconds(1),
            stations=solved.value,
        )
    return replace(answer, least=least, proven=answer.stations <= least)


def changed_takts(
    found: Sequence[Answer], asked: Sequence[Question], change_s: float, *, seed: int
) -> Table:
    """Tell what moves when the takt becomes longer or shorter.

    Raises
    ------
    WrongInput
        The least takt was looked for, so that there is none to change.
    """
    if not all(one.cycle for one in asked):
        message = (
            "changes a takt that is stated; without one there is nothing to change"
        )
        raise WrongInput([Problem("takt_change_s", message, "option")])
    answers, questions = [], []
    for answer, one in zip(found, asked, strict=True):
        for sign in (-1, 1):
            use = rules_of(answer.tasks).use
            cycle = one.cycle + round(sign * change_s * one.scale * use)
            if cycle >= int(one.graph.times.max()):
                answers.append(answer)
                takt_s = one.takt_s + sign * change_s
                questions.append(replace(one, cycle=cycle, takt_s=takt_s))
    return other_takts(answers, questions, seed=seed)


def _unmet(tasks: TaskList, asked: Question) -> str:
    """Say that no balance was found for a takt and stations, and what would do."""
    if not asked.cycle:
        return (
            f"{tasks.title}: no balance of {asked.stations} stations keeps every rule,"
            " or none was found; more --seconds may find one"
        )
    least = (
        least_stations(asked.graph, asked.cycle)
        if tasks.rules is None
        else least_of(asked.graph, tasks.rules, asked.cycle)
    )
    takt = asked.seconds(asked.cycle)
    if asked.stations and least > asked.stations:
        return (
            f"{asked.stations} stations are too few for a takt of {takt:g} s: at least"
            f" {least} are needed"
        )
    return (
        f"{tasks.title}: no balance of {asked.stations or asked.graph.count} stations"
        f" was found for a takt of {takt:g} s; more --seconds may find one, --stations"
        " alone says which takt would do"
    )
