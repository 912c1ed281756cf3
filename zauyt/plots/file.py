"""Pictures as files: the same bytes for the same result, whole or not at all."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zauyt.errors import Problem, WrongInput
from zauyt.plots import FORMATS, PICTURES, TOLD_ANYWAY
from zauyt.results import disk
from zauyt.results.result import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STYLE: Any = {
    "font.family": "DejaVu Sans",  # has Kazakh letters and comes with matplotlib
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "zauyt",  # else the names inside an SVG are drawn at random
    "svg.fonttype": "path",
}
_DATES = {".svg": "Date", ".pdf": "CreationDate", ".png": "Creation Time"}
DOTS_PER_INCH = 150


def written(result: Result, path: Path) -> Path:
    """Draw a result to a file; see :func:`zauyt.plots.draw`."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        message = f"{path} does not end in {' or '.join(FORMATS)}"
        raise WrongInput([Problem("plot", message, "suffix")])
    told = result.status == "answered" or result.study in TOLD_ANYWAY
    if result.study not in PICTURES or not told:
        message = f"this result of {result.study} has no picture"
        raise WrongInput([Problem("plot", message, "picture")])
    disk.write_whole(path, _bytes(result, suffix))
    return path


def _bytes(result: Result, suffix: str) -> bytes:
    import matplotlib as mpl

    with mpl.rc_context(_STYLE):
        figure: Figure = import_module(PICTURES[result.study]).picture(result)
        content = io.BytesIO()
        figure.savefig(
            content,
            format=suffix.removeprefix("."),
            dpi=DOTS_PER_INCH,
            metadata={_DATES[suffix]: None},
        )
    return content.getvalue()
