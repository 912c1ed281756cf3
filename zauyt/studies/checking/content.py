"""Content of the parts that the file decides on, in doubt, and what would raise it.

Of a part whose supplier is decided (`content.roadmap`) the plant takes all that is
supplied; every other part is imported. What would keep a commitment is a small
number of further parts, found by the program of `localise`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.agreement import Obligation
from zauyt.plant.localisation import Content
from zauyt.plant.plant import Plant
from zauyt.studies.checking.sample import Asked, Sample, measured, wanted
from zauyt.studies.localisation.choices import Choices, choices
from zauyt.studies.localisation.draws import drawn, judged, ranges
from zauyt.studies.localisation.program import Plan, program, solved
from zauyt.studies.localisation.rules import forms

GAP = 0.1
"""Share of its parts by which a roadmap may miss the fewest: none of up to nine."""
FURTHER = 1.25
"""More content is asked for than is lacking: what is local is in doubt, too."""
DRAWS = 300
"""Draws every one of which has to keep a commitment that is mended."""
ROUNDING = 1e-6
RAISES = 8
"""Times that more content is asked for, where doubt leaves too little."""


def content(plant: Plant, each: Obligation, asked: Asked) -> Sample | None:
    """Give the least content by a rule from a year on, by draw.

    There is none where the file says nothing of content.
    """
    if plant.content is None or plant.money is None:
        return None
    assert each.rule is not None, "a rule that was checked"
    rule, place = each.rule, _place(plant.content, each)
    made = choices(plant)
    plan = decided(plant.content, made)
    found = ranges(plant, plan, made)

    def reached(other: Plant) -> float:
        _, by_rule = judged(other, plan, made, (rule,))
        # But for rounding: a share that is reached exactly is reached.
        return float(by_rule[rule][place:].min()) * (1 + ROUNDING)

    if not found:
        return measured(each, "localise", "content", [reached(plant)] * asked.runs)
    others = (drawn(plant, found, seed=asked.seed, run=n) for n in range(asked.runs))
    return measured(each, "localise", "content", [reached(o) for o in others])


def decided(content: Content, made: Choices) -> Plan:
    """Give the roadmap of the file: all that the decided suppliers supply is taken."""
    years = {
        at: content.roadmap[choice.part].decided - made.first_year
        for at, choice in enumerate(made.all)
        if choice.part in content.roadmap
        and content.roadmap[choice.part].candidate == choice.candidate
    }
    local: NDArray[np.float64] = np.zeros((len(made.all), made.years))
    for at, year in years.items():
        local[at] = made.all[at].supply[year]
    return Plan(years, local, 0.0, 0.0)


def roadmap(plant: Plant, each: Obligation, asked: Asked) -> dict[str, Any]:
    """Give the fewest further parts, but for a tenth, by which every draw keeps it.

    Among as few parts those are preferred that are worth most. There are none where no
    parts that anybody could make here are enough.
    """
    if plant.content is None or plant.money is None:
        return {}
    many = replace(asked, runs=max(asked.runs, DRAWS))
    level = wanted(each)
    for _ in range(RAISES):
        new = _fewest(plant, each, level)
        if new is None:
            return {}
        found = content(plant.change(new) if new else plant, each, many)
        assert found is not None, "content that was told before"
        lacking = wanted(each) - min(found.values)
        if lacking <= 0:
            return new
        level += FURTHER * max(lacking, ROUNDING * level)
    return {}


def _fewest(plant: Plant, each: Obligation, level: float) -> dict[str, Any] | None:
    """Give the fewest further parts, but for a tenth, that bring content to a level.

    None where no parts do.
    """
    assert plant.content is not None, "content that is not stated"
    assert plant.money is not None, "content without money"
    assert each.rule is not None, "a rule that was checked"
    made = choices(plant)
    asking = program(made, plant.content, plant.money)
    place = _place(plant.content, each)
    counted = forms(plant, made, (each.rule,))
    needs = {(each.rule, year): level for year in range(place, made.years)}
    gains = asking.gain / (2 * np.abs(asking.gain).sum() or 1.0)
    plan = solved(asking, counted, needs, gap=GAP, objective=gains - asking.whole)
    if plan is None:
        return None
    return {
        f"content.roadmap.{made.all[at].part}": {
            "candidate": made.all[at].candidate,
            "decided": made.first_year + year,
        }
        for at, year in plan.decided.items()
        if made.all[at].part not in plant.content.roadmap
    }


def _place(content: Content, each: Obligation) -> int:
    assert isinstance(each.year, int), "a year that was checked"
    return each.year - content.first_year
