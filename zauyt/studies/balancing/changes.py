"""What a balance changes in the plant: stations, their work, crews and headcount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from zauyt.plant.line import stations_of
from zauyt.plant.plant import Plant
from zauyt.studies.balancing.answer import Answer, ends_by_post

HAND = "assembler"
"""Skill of crews for which neither the tasks nor the line name one."""


def changes(plant: Plant, answers: Sequence[Answer]) -> dict[str, Any]:
    """Give the changes of stations and crews, and of people who are counted."""
    found: dict[str, Any] = {}
    for answer in answers:
        name = answer.tasks.title
        found[f"lines.{name}.stations"] = stations(plant, answer)
    for skill in sorted({skill_of(plant, answer) for answer in answers}):
        there = plant.people.get(skill)
        if there is None or not isinstance(there.by_shift, int):
            continue
        before = sum(_crews(plant, line, skill) for line in plant.lines)
        ours = [a for a in answers if skill_of(plant, a) == skill]
        old = sum(_crews(plant, answer.tasks.title, skill) for answer in ours)
        now = before - old + sum(answer.people for answer in ours)
        if before:
            found[f"people.{skill}.by_shift"] = round(there.by_shift * now / before)
    return found


def skill_of(plant: Plant, answer: Answer) -> str:
    """Give the skill of the people at a line's stations."""
    name = answer.tasks.title
    stated = plant.balance[name].skill
    return stated or next(iter(plant.lines[name].crew), HAND)


def stations(plant: Plant, answer: Answer) -> dict[str, Any]:
    """Give a line's stations as its file would say them: work by model, crew."""
    line = plant.lines[answer.tasks.title]
    skill = skill_of(plant, answer)
    tasks = answer.tasks
    ends = ends_by_post(answer, tasks.times_s).max(axis=1)
    by_model = {
        model: ends_by_post(answer, times).max(axis=1)
        for model, times in zip(tasks.models, _times(answer), strict=False)
        if model
    }
    found: dict[str, Any] = {}
    for place in range(answer.stations):
        posts = len(set(answer.posts[answer.station == place + 1].tolist()))
        said: dict[str, Any] = {"crew": {skill: posts}} if posts else {}
        if line.paced is not None and ends[place] > 0:
            said["cycle_s"] = round(float(ends[place]), 1)
            said["cycle_by_model"] = {
                model: round(float(each[place]), 1)
                for model, each in by_model.items()
                if each[place] > 0
            }
        found[f"S{place + 1}"] = said
    return found


def _times(answer: Answer) -> np.ndarray:
    times = answer.tasks.by_model_s
    return answer.tasks.times_s[None, :] if times is None else times


def _crews(plant: Plant, line: str, skill: str) -> float:
    """Give the people of a skill that a line's stations need."""
    every = stations_of(plant.lines[line]).values()
    return sum(each.crew.get(skill, 0.0) * each.positions for each in every)
