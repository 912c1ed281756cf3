"""When the wanted people are there, where the pipeline's numbers are in doubt.

In every draw all numbers with a range are drawn anew, those of the headcount and of
the pipeline together, and two things are asked of it:

- ``planned``: what was decided with the stated numbers is carried out as far as the
  draw lets it: no more hires than arrive, no more graduates than there are, no more
  trainees than people, places and trainers. Nobody plans anew.
- ``replanned``: the plan is made anew by someone who knows the draw beforehand.

Who plans anew as things come about lies in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.pipeline import Pipeline
from zauyt.results.column import Column
from zauyt.results.result import Figure, Table, of_rows
from zauyt.studies.staffing.pipeline import Plan, missing, month_of, solved_of
from zauyt.studies.staffing.program import Program, program

Floats = NDArray[np.float64]

PLANNED, REPLANNED = "planned", "replanned"
READINGS = (PLANNED, REPLANNED)

ENOUGH = 0.98
"""Share of the people wanted that is called all of them."""

POINTS = (0.05, 0.5, 0.95)
SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class Outcome:
    """How people came about: arrays of months x skills, and what it cost."""

    wanted: Floats
    counting: Floats
    short: Floats
    cost: float

    @property
    def reached(self) -> Floats:
        """Give the month from which on the last number wanted is there, by skill.

        It is inf where that is in none of the months.
        """
        lacking = self.counting < ENOUGH * self.wanted[-1] - SLACK
        months = lacking.shape[0]
        last = months - np.argmax(lacking[::-1], axis=0)
        first = np.where(lacking.any(axis=0), last, 0)
        return np.asarray(np.where(first < months, first, np.inf), dtype=np.float64)


def stated_outcome(plan: Plan) -> Outcome:
    """Give how people come about where every number is as stated."""
    return carried_out(plan, plan.pipeline, plan.wanted)


def carried_out(
    plan: Plan, pipeline: Pipeline, wanted: Mapping[str, Floats]
) -> Outcome:
    """Give how people come about where a plan meets another pipeline."""
    asked = program(pipeline, wanted)
    return _outcome(wanted, asked, _decided(plan, asked))


def met(plan: Plan, pipeline: Pipeline) -> Plan:
    """Give what becomes of a plan's decisions where they meet another pipeline."""
    asked = program(pipeline, plan.wanted)
    decided = _decided(plan, asked)
    chosen = dict(zip(asked.choices, decided.tolist(), strict=True))
    cost = float(asked.cost @ decided)
    return Plan(pipeline, plan.wanted, chosen, cost, cost)


def outcomes(
    plan: Plan, pipeline: Pipeline, wanted: Mapping[str, Floats]
) -> dict[str, Outcome]:
    """Give, for one draw, how people come about as planned and planned anew."""
    asked = program(pipeline, wanted)
    anew, _, _ = solved_of(pipeline, wanted, asked, whole=False)
    return {
        PLANNED: _outcome(wanted, asked, _decided(plan, asked)),
        REPLANNED: _outcome(wanted, asked, _decided(anew, asked)),
    }


def _decided(plan: Plan, asked: Program) -> Floats:
    """Give a plan's decisions, each cut to what another program's limits allow.

    Where a limit is passed, what would begin last is left out first.
    """
    chosen = [plan.chosen.get(choice, 0.0) for choice in asked.choices]
    x: Floats = np.minimum(np.array(chosen), asked.upper)
    x[~asked.whole] = 0.0
    month = np.array([choice[2] for choice in asked.choices])
    for number, (kind, *_) in enumerate(asked.limits):
        if kind == "wanted":
            continue
        row = asked.a[number]
        over = float(row @ x - asked.b[number])
        for place in np.argsort(-month, kind="stable") if over > SLACK else ():
            if row[place] > 0 and x[place] > 0:
                cut = min(x[place], over / row[place])
                x[place] -= cut
                over -= cut * row[place]
                if over <= SLACK:
                    break
    return x


def _outcome(wanted: Mapping[str, Floats], asked: Program, x: Floats) -> Outcome:
    """Give what decisions come to; those missing follow from them."""
    x = x.copy()
    shape = (len(next(iter(wanted.values()))), len(wanted))
    asks = np.stack(list(wanted.values()), axis=1)
    rows = [at for at, (kind, *_) in enumerate(asked.limits) if kind == "wanted"]
    lacks = (asked.a[rows] @ x - asked.b[rows]).reshape(shape[::-1]).T
    short = np.clip(lacks, 0.0, None)
    skills = {skill: place for place, skill in enumerate(wanted)}
    for place, (kind, name, month) in enumerate(asked.choices):
        if kind == "short":
            x[place] = short[month, skills[name]]
    return Outcome(asks, asks - lacks, short, float(asked.cost @ x))


@dataclass(frozen=True, eq=False)
class Band:
    """What all draws came to: arrays of draws x months x skills by reading."""

    plan: Plan
    stated: Outcome
    drawn: Mapping[str, Sequence[Outcome]]

    @property
    def skills(self) -> list[str]:
        """Give the skills, in order."""
        return list(self.plan.wanted)

    def months_short(self, reading: str) -> Floats:
        """Give the months of a missing person of each draw."""
        return np.array([float(each.short.sum()) for each in self.drawn[reading]])

    def cost(self, reading: str) -> Floats:
        """Give the cost of each draw."""
        return np.array([each.cost for each in self.drawn[reading]])

    def reached(self, reading: str) -> Floats:
        """Give the month reached, draws x skills, the last column for all of them."""
        found = np.stack([each.reached for each in self.drawn[reading]])
        whole: Floats = np.insert(found, found.shape[1], found.max(axis=1), axis=1)
        return whole


def tables(band: Band) -> dict[str, Table]:
    """Give the tables of the band: by month and skill, and when each is reached."""
    return {"pipeline_band": _by_month(band), "pipeline_reached": _reached(band)}


def headline(plan: Plan, band: Band | None) -> dict[str, Figure]:
    """Give the plan's cost and months of a missing person, with their doubt."""
    ends: dict[str, tuple[float | None, float | None]] = {}
    if band is not None:
        for name, sample in (("cost", band.cost(PLANNED)),
                             ("missing", band.months_short(PLANNED))):  # fmt: skip
            low, high = np.quantile(sample, (POINTS[0], POINTS[2]))
            ends[name] = float(low), float(high)
    unknown = (None, None)
    found = {
        "pipeline_cost": Figure(plan.cost, *ends.get("cost", unknown), "wages"),
        "pipeline_missing": Figure(missing(plan), *ends.get("missing", unknown), "1"),
    }
    if band is not None:
        there = np.isfinite(band.reached(PLANNED)[:, -1])
        found["pipeline_reached_chance"] = Figure(float(there.mean()), unit="share")
    return found


def measures(band: Band) -> dict[Column, list[float]]:
    """Give what is kept of every draw, for results to be compared by."""
    found: dict[Column, list[float]] = {}
    for reading in READINGS:
        said = "carried out" if reading == PLANNED else "made anew"
        for name, unit, meaning, sample in (
            ("cost", "wages", "cost of the pipeline", band.cost(reading)),
            ("missing", "1", "months of a missing person", band.months_short(reading)),
        ):
            column = Column(f"{reading}_{name}", unit,
                            f"{meaning}, the plan {said}", "number")  # fmt: skip
            found[column] = [float(each) for each in sample]
    return found


def _by_month(band: Band) -> Table:
    rows = []
    for reading in READINGS:
        drawn = band.drawn[reading]
        counting = np.quantile([each.counting for each in drawn], POINTS, axis=0)
        short = np.quantile([each.short for each in drawn], POINTS, axis=0)
        there = np.mean(
            [each.counting >= ENOUGH * each.wanted - SLACK for each in drawn], axis=0
        )
        wanted = np.quantile([each.wanted for each in drawn], POINTS, axis=0)
        for month in range(band.plan.months):
            for place, skill in enumerate(band.skills):
                rows.append(
                    (
                        reading, month_of(band.plan.pipeline, month), skill,
                        *wanted[:, month, place], *counting[:, month, place],
                        *short[:, month, place], there[month, place],
                    )
                )  # fmt: skip
    columns = (
        Column("reading", "", "planned: as decided with the stated numbers; replanned:"
               " made anew knowing the draw", "text"),
        Column("month", "", "first day of the month", "date"),
        Column("skill", "", "skill", "text"),
        *_three("wanted", "people wanted"),
        *_three("counting", "experienced people for whom those there count"),
        *_three("short", "people missing"),
        Column("there_chance", "share", "share of the draws in which at least 98 % of"
               " those wanted are there", "number"),
    )  # fmt: skip
    return of_rows(rows, *columns)


def _three(name: str, meaning: str) -> tuple[Column, Column, Column]:
    return (
        Column(f"{name}_low", "1", f"{meaning}: 5 % of the draws have fewer", "number"),
        Column(f"{name}_median", "1", f"{meaning}: half of the draws have fewer",
               "number"),
        Column(f"{name}_high", "1", f"{meaning}: 5 % of the draws have more", "number"),
    )  # fmt: skip


def _reached(band: Band) -> Table:
    rows = []
    stated = band.stated.reached
    planned = [*stated, stated.max()]
    for reading in READINGS:
        found = band.reached(reading)
        for place, skill in enumerate([*band.skills, "all"]):
            months = np.sort(found[:, place])
            points = [months[_place(share, len(months))] for share in POINTS]
            within = float(np.isfinite(months).mean())
            rows.append(
                (
                    reading, skill, _day(band.plan, planned[place]),
                    *(_day(band.plan, each) for each in points), within,
                )
            )  # fmt: skip
    columns = (
        Column("reading", "", "planned, or replanned knowing the draw", "text"),
        Column("skill", "", "skill, or all of them", "text"),
        Column("stated", "", "month from which on at least 98 % of those wanted in"
               " the end are there, by the stated numbers; none within those planned",
               "date"),
        Column("early", "", "the same, 5 % of the draws are earlier", "date"),
        Column("median", "", "the same, half of the draws are earlier", "date"),
        Column("late", "", "the same, 95 % of the draws are earlier", "date"),
        Column("within_chance", "share", "share of the draws in which it is one of the"
               " months planned", "number"),
    )  # fmt: skip
    return of_rows(rows, *columns)


def _place(share: float, count: int) -> int:
    return min(count - 1, int(np.ceil(share * count)) - 1 if share else 0)


def _day(plan: Plan, month: float) -> object:
    return month_of(plan.pipeline, int(month)) if np.isfinite(month) else None
