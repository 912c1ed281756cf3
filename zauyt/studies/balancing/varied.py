"""Whether a balance survives: its line run alone, with people who vary and are away.

A saturated conveyor at the takt, with the balance's work at every station. First as
planned, then with times of operators that vary, then with people who are absent, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zauyt.plant.checks.employment import calendar_by_name
from zauyt.plant.plant import Plant
from zauyt.plant.reading.change import tree_of
from zauyt.plant.reading.file import read_text
from zauyt.plant.reading.yaml_text import block_text
from zauyt.results.column import Column
from zauyt.results.result import Table, of_rows
from zauyt.studies.balancing.answer import Answer
from zauyt.studies.balancing.changes import skill_of, stations
from zauyt.studies.simulate import simulate

DAYS = 28
RUNS = 4
DRIFT_SHARE = 0.1
"""How far work may run over into the next station, as a share of the pitch."""
ABSENCE = 0.04
"""Share of people who are away where the plant says nothing: an estimate."""
ABSENCE_DAYS = 5.0
"""Workdays that an absence lasts: an estimate."""

Case = tuple[str, float, float]


def varied(
    plant: Plant, answers: list[Answer], *, variation: float, seed: int, workers: int
) -> Table:
    """Give what each balanced line makes an hour, beside the ideal of its takt."""
    rows = [
        row
        for answer in answers
        for row in _rows(plant, answer, variation=variation, seed=seed, workers=workers)
    ]
    return of_rows(
        rows,
        Column("line", "", "line", "text"),
        Column("case", "", "planned, with variation, with absence", "text"),
        Column("jph", "1/h", "vehicles that leave the line in a planned hour"),
        Column("ideal_jph", "1/h", "one every takt"),
        Column("share", "share", "of the ideal"),
        Column("low", "share", "lower end of its 95 % interval"),
        Column("high", "share", "upper end of its 95 % interval"),
    )


def _rows(
    plant: Plant, answer: Answer, *, variation: float, seed: int, workers: int
) -> Iterator[tuple[Any, ...]]:
    skill = plant.people.get(skill_of(plant, answer))
    absence = skill.absence if skill is not None and skill.absence else ABSENCE
    ideal = 3600 / answer.takt_s
    cases: tuple[Case, ...] = (
        ("planned", 0.0, 0.0),
        ("variation", variation, 0.0),
        ("absence", variation, absence),
    )
    if not _by_shift(plant, answer):
        cases = cases[:2]  # nobody is absent from a shift that there is not
    for case, spread, away in cases:
        alone = line_alone(plant, answer, spread=spread, absence=away)
        head = simulate(
            alone, days=DAYS, runs=RUNS, doubt_runs=0, pairs=0, seed=seed,
            workers=workers,
        ).headline["jph_net"]  # fmt: skip
        assert isinstance(head.value, float | int)
        low = head.value if head.low is None else head.low
        high = head.value if head.high is None else head.high
        yield (
            answer.tasks.title, case, head.value, ideal, head.value / ideal,
            low / ideal, high / ideal,
        )  # fmt: skip


def line_alone(plant: Plant, answer: Answer, *, spread: float, absence: float) -> Plant:
    """Give a plant of the balanced line alone, saturated, as a conveyor at its takt."""
    whole = tree_of(plant)
    line = plant.lines[answer.tasks.title]
    skill = skill_of(plant, answer)
    every = stations(
        plant.model_copy(update={"lines": {answer.tasks.title: _paced(line, answer)}}),
        answer,
    )
    moving: dict[str, Any] = {
        "paced": {"pitch_time_s": answer.takt_s, "drift_share": DRIFT_SHARE},
        "stations": every, "count_point": "buy_off",
    }  # fmt: skip
    if spread:
        moving["cycle_law"] = {"type": "lognormal", "cv": spread}
    if line.calendar:
        moving["calendar"] = line.calendar
    tree: dict[str, Any] = {
        "format": 1,
        "plant": f"{plant.plant}: {answer.tasks.title} alone",
        "models": {
            model: {"share": share}
            for model, share in zip(
                answer.tasks.models, answer.tasks.shares, strict=True
            )
            if model
        },
        "lines": {answer.tasks.title: moving},
    }
    if _by_shift(plant, answer):
        tree["people"] = {
            skill: {
                "by_shift": answer.people,
                "absence": absence,
                "absence_days": ABSENCE_DAYS,
            }
        }
    tree |= {k: whole[k] for k in ("calendars", "calendar", "site") if k in whole}
    return read_text(block_text({k: v for k, v in tree.items() if v != {}}))


def _by_shift(plant: Plant, answer: Answer) -> bool:
    """Tell whether people come to a line's shifts."""
    calendar = calendar_by_name(plant, plant.lines[answer.tasks.title].calendar)
    return calendar is not None and bool(calendar.shifts)


def _paced(line: Any, answer: Answer) -> Any:
    """Give the line as a conveyor, if it is none."""
    from zauyt.plant.motion import Paced

    return line.model_copy(update={"paced": Paced(pitch_time_s=answer.takt_s)})
