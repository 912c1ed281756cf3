"""What studies are asked: options in their range, and whom to tell how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zauyt.errors import Problem

Progress = Callable[[int, int, float | None], object]
"""Takes the steps done, the steps in all, and the gap of the best answer so far."""


def out_of_range(
    options: Mapping[str, float], allowed: Mapping[str, tuple[float, float]]
) -> list[Problem]:
    """Give the options that are below the least or above the most allowed."""
    return [
        Problem(
            name,
            f"{_said(value)} is out of range; from {_said(allowed[name][0])} to"
            f" {_said(allowed[name][1])} is allowed",
            "option",
        )
        for name, value in options.items()
        if not allowed[name][0] <= value <= allowed[name][1]
    ]


def _said(value: float) -> str:
    return f"{value:g}" if isinstance(value, float) else f"{value}"
