"""What a report is made of: the studies it asks, and what each of them needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from zauyt.plant.plant import Plant


class Part(NamedTuple):
    """A study that is asked for the report.

    ``lacks`` gives the key of the plant file without which it has nothing to answer;
    nothing, where the file has it. ``few`` are options for a quick look.
    """

    study: str
    lacks: Callable[[Plant], str]
    few: Mapping[str, Any]
    threads: bool = False


def _without(key: str) -> Callable[[Plant], str]:
    return lambda plant: "" if getattr(plant, key) else key


def _no_people(plant: Plant) -> str:
    return "" if plant.people or plant.roles or plant.rosters else "people"


def _no_candidates(plant: Plant) -> str:
    has_some = any(part.candidates for part in plant.parts.values())
    return "" if has_some and plant.content is not None else "parts"


PARTS = (
    Part("simulate", lambda _: "", {"runs": 2, "doubt_runs": 8, "pairs": 1},
         threads=True),
    Part("launch", _without("ramp"), {"doubt_runs": 2, "recorded": 1, "pairs": 0},
         threads=True),
    Part("staff", _no_people, {"draws": 20, "rosters": False}),
    Part("supply", _without("supply"),
         {"runs": 10, "doubt_runs": 0, "what_ifs": False}),
    Part("localise", _no_candidates, {"points": 0, "draws": 10}),
    Part("impact", _without("economy"), {"draws": 10}),
    Part("finance", _without("finance"), {"draws": 10}),
    Part("check", _without("agreement"), {"runs": 8}, threads=True),
)  # fmt: skip
"""The parts, in the order in which they are asked."""

NETWORK = "plan"
"""The part that is asked of a network of plants, where one is given."""

FEW_DRAWS: Mapping[str, Any] = {"draws": 0, "prices": 0}
"""Options of that part for a quick look."""
