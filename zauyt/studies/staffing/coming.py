"""Where the people of a headcount come from: the plan, its doubt, what moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Table, of_rows
from zauyt.studies.staffing import reached
from zauyt.studies.staffing.draws import ends, facts
from zauyt.studies.staffing.groups import CREW
from zauyt.studies.staffing.pipeline import (
    Plan,
    plan_tables,
    solved,
    wanted_by_month,
)
from zauyt.studies.staffing.pools import Pool
from zauyt.studies.staffing.reached import Band, Outcome, outcomes

AFTER = 9
"""Months planned beyond the last change of what is wanted, in which those who are
late may come."""

COUNTED = "people counted"
"""The fact of a ledger that stands for the headcount as a whole."""


def counted(pools: Sequence[Pool]) -> dict[str, int]:
    """Give the people of the crews by skill, over all shifts."""
    found: dict[str, int] = {}
    for pool in pools:
        if pool.group.terms.kind == CREW:
            skill = pool.group.skill
            found[skill] = found.get(skill, 0) + pool.people
    return found


def stated_plan(plant: Plant, pools: Sequence[Pool]) -> Plan | None:
    """Give the plan for the people counted, if the plant has a pipeline."""
    if plant.pipeline is None:
        return None
    wanted = wanted_by_month(plant, counted(pools), after=AFTER)
    return solved(plant.pipeline, wanted)[0] if wanted else None


def drawn_outcomes(
    plan: Plan, other: Plant, pools: Sequence[Pool]
) -> dict[str, Outcome]:
    """Give how the people come about in one draw."""
    assert other.pipeline is not None, "a draw without its pipeline"
    wanted = wanted_by_month(other, counted(pools), after=AFTER)
    return outcomes(plan, other.pipeline, wanted)


def band_of(plan: Plan | None, drawn: Sequence[Mapping[str, Outcome]]) -> Band | None:
    """Gather the draws, if any were made."""
    if plan is None or not drawn:
        return None
    by_reading = {each: [one[each] for one in drawn] for each in reached.READINGS}
    return Band(plan, reached.stated_outcome(plan), by_reading)


def tables(
    plant: Plant,
    plan: Plan | None,
    band: Band | None,
    *,
    ranges: Mapping[str, Evidence],
    stated: Mapping[str, int],
    drawn: Sequence[Mapping[str, int]],
) -> dict[str, Table]:
    """Give the tables of the plan, and where there is doubt those of it.

    ``ranges`` are the pipeline's numbers with a range; ``stated`` and ``drawn`` the
    people counted by skill, by the stated numbers and in every draw.
    """
    if plan is None:
        return {}
    found = plan_tables(plan)
    if band is None:
        return found
    cases = {
        name: (paths, [(each, stated) for each in ends(plant, ranges, paths)])
        for name, paths in facts(ranges).items()
    }
    if plan.pipeline.wanted_share and not plan.pipeline.wanted:
        few, many = (_people_at(drawn, share) for share in (0.05, 0.95))
        path = "pipeline.wanted_share"
        cases[COUNTED] = ([path], [(plant, few), (plant, many)])
    return {**found, **reached.tables(band), "pipeline_ledger": _ledger(plan, cases)}


def _people_at(drawn: Sequence[Mapping[str, int]], share: float) -> dict[str, int]:
    """Give the people by skill that a share of the draws does not pass."""
    skills = dict.fromkeys(skill for each in drawn for skill in each)
    return {
        skill: round(float(np.quantile([each.get(skill, 0) for each in drawn], share)))
        for skill in skills
    }


def headline(plan: Plan | None, band: Band | None) -> dict[str, Figure]:
    """Give the figures of the plan, if there is one."""
    return {} if plan is None else reached.headline(plan, band)


def notes(plan: Plan | None, stated: Mapping[str, int]) -> list[Note]:
    """Say of which skills the plan wants others than are counted in the end."""
    if plan is None:
        return []
    told = []
    for skill, numbers in plan.wanted.items():
        last, people = int(numbers[-1]), stated.get(skill, 0)
        if people and last != people:
            figures = {"skill": skill, "wanted": last, "counted": people}
            told.append(Note("staff.coming.other", figures))
    return told


Cases = Mapping[str, tuple[Sequence[str], Sequence[tuple[Plant, Mapping[str, int]]]]]
"""By fact: its paths, and the plants and people counted at its low and high ends."""


def _ledger(plan: Plan, cases: Cases) -> Table:
    """Give what each fact in doubt does to a plan that is carried out as decided."""
    rows = []
    for name, (paths, both) in cases.items():
        ended = []
        for plant, people in both:
            assert plant.pipeline is not None, "an end without its pipeline"
            wanted = wanted_by_month(plant, people, after=AFTER)
            ended.append(reached.carried_out(plan, plant.pipeline, wanted))
        missing = [float(each.short.sum()) for each in ended]
        costs = [each.cost for each in ended]
        moved = abs(missing[1] - missing[0])
        rows.append((moved, (name, paths[0], len(paths), *missing, *costs)))
    rows.sort(key=lambda row: (-row[0], row[1][0]))
    columns = (
        Column("fact", "", "number, or fact that several numbers share", "text"),
        Column("path", "", "the number, or the first of several", "text"),
        Column("numbers", "1", "numbers that it is", "whole"),
        Column("missing_at_low", "1", "months of a missing person at its low end, the"
               " plan carried out as decided", "number"),
        Column("missing_at_high", "1", "the same at its high end", "number"),
        Column("cost_at_low", "wages", "cost at its low end", "number"),
        Column("cost_at_high", "wages", "cost at its high end", "number"),
    )  # fmt: skip
    return of_rows([row for _, row in rows], *columns)
