"""Pictures of results, of lines or of letters; each is drawn from small tables."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zauyt.results.result import Result

FORMATS = (".svg", ".png", ".pdf")
"""Suffixes of the pictures that are written."""

PICTURES = {
    "finance": "zauyt.plots.finance.picture",
    "impact": "zauyt.plots.impact.picture",
    "balance": "zauyt.plots.balance.picture",
    "check": "zauyt.plots.check.picture",
    "localise": "zauyt.plots.localise.picture",
    "launch": "zauyt.plots.launch.picture",
    "plan": "zauyt.plots.plan.picture",
    "resequence": "zauyt.plots.resequence.picture",
    "sequence": "zauyt.plots.sequence.picture",
    "simulate": "zauyt.plots.simulate.picture",
    "staff": "zauyt.plots.staff.picture",
    "supply": "zauyt.plots.supply.picture",
}
"""Studies that have a picture, and the module whose ``picture`` draws it."""

TEXTS = {
    "balance": "zauyt.plots.balance.letters",
    "check": "zauyt.plots.check.letters",
    "compare": "zauyt.plots.compare",
    "finance": "zauyt.plots.finance.letters",
    "impact": "zauyt.plots.impact.letters",
    "localise": "zauyt.plots.localise.letters",
    "launch": "zauyt.plots.launch.letters",
    "plan": "zauyt.plots.plan.letters",
    "resequence": "zauyt.plots.resequence.letters",
    "sequence": "zauyt.plots.sequence.letters",
    "simulate": "zauyt.plots.simulate.letters",
    "staff": "zauyt.plots.staff.letters",
    "supply": "zauyt.plots.supply.letters",
}
"""Studies that are told in a way of their own, and the module of ``letters``."""


TOLD_ANYWAY = ("localise",)
"""Studies that have something to tell when what is asked for cannot be had."""


def text(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a result as text for a terminal, in the columns there are."""
    answered = result.status == "answered" or result.study in TOLD_ANYWAY
    if result.study in TEXTS and answered:
        told: str = import_module(TEXTS[result.study]).letters(
            result, width=width, ascii_only=ascii_only
        )
        return told
    from zauyt.results.shown import shown

    return shown(result, width=width, ascii_only=ascii_only)


def draw(result: Result, path: str | Path) -> Path:
    """Draw a result as a picture: SVG, PNG or PDF, by the file's suffix.

    The same result gives the same bytes.

    Raises
    ------
    WrongInput
        The suffix is of no picture, or the study has none.
    ZauytError
        The file cannot be written.
    """
    from zauyt.plots.file import written

    return written(result, Path(path))
