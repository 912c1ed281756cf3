"""Studies: plain functions from a plant to a result, each answering one question."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zauyt.results.result import Result

STUDIES = {
    "simulate": "How many vehicles leave, what stops them, where do they wait?",
    "localise": "Which part to make here, when, by whom, and at what cost?",
    "supply": "Do kits and parts come in time, at what cost, what should be kept?",
    "staff": "Who is needed, when, and in which shift?",
    "launch": "How does the plant run up, how likely is the plan, what holds it back?",
    "plan": "How many of which vehicle, made where, sent where, month by month?",
    "impact": "How many jobs, how much pay, value and tax does the plant bring about?",
    "balance": "Which task at which station: fewest stations, least takt, even loads?",
    "finance": "Does the plant pay, when, and what decides it?",
    "sequence": "In which order should the vehicles of a day be built?",
    "resequence": "Which lane should a body enter, and which should leave next?",
    "check": "Which promises are kept, how surely, and what would mend the rest?",
}
"""The studies and their questions; each is the function of its module's name."""

OF_NETWORKS = ("plan",)
"""Studies of a network of plants; the others are of one plant."""


def study(name: str) -> Callable[..., Result]:
    """Give a study by its name; only this loads what it computes with."""
    assert name in STUDIES, f"{name} is no study"
    function: Callable[..., Result] = getattr(
        import_module(f"zauyt.studies.{name}"), name
    )
    return function
