"""How a number is shown: thousands apart, as many decimals as it deserves."""

from __future__ import annotations

import math
from collections.abc import Iterable

from zauyt.results.column import BY_ROW, cells
from zauyt.results.language import written
from zauyt.results.result import Figure, Table

UNKNOWN = "-"


def decimals(
    values: Iterable[float | None], unit: str = "1", *, whole: bool = False
) -> int:
    """Give the decimals that show the largest of some numbers to 3 or 4 digits.

    At most three, and none for whole numbers; shares have one in their percent.
    """
    known = [abs(each) for each in values if each is not None and math.isfinite(each)]
    if whole or not known:
        return 0
    if unit == "share":
        return 1
    largest = max(known)
    if largest >= 1000 or all(each == int(each) for each in known):
        return 0
    return 1 if largest >= 10 else 2 if largest >= 1 else 3


def percent(value: float | None, places: int = 0) -> str:
    """Show a share in percent, in the one form that the language has for it."""
    return number(value, "share", places)


def axis_number(value: float, _: object = None) -> str:
    """Show whole numbers along an axis."""
    return number(value)


def axis_percent(value: float, _: object = None) -> str:
    """Show percent along an axis, where a share of 1 is 100."""
    return percent(value / 100)


def number(
    value: float | None, unit: str = "1", places: int = 0, *, signed: bool = False
) -> str:
    """Show a number as is spoken; a share in percent, an unknown one as a dash."""
    if value is None or math.isnan(value):
        return UNKNOWN
    shown = value * 100 if unit == "share" else value
    text = f"{shown:{'+' if signed else ''},.{places}f}"
    # A loss of 0.3 is no "-0".
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")
    return written(f"{text}%" if unit == "share" else text)


def units_and_decimals(table: Table) -> dict[str, list[tuple[str, int]]]:
    """Tell for each column of numbers, row by row, its unit and decimals.

    A column has the same all down; columns ``BY_ROW`` share those of their row.
    """
    numbers = {c: v for c, v in table.data.items() if c.kind in ("number", "whole")}
    mixed = [cells(v) for c, v in numbers.items() if c.unit == BY_ROW]
    found = {}
    if mixed:
        # Where each row is a number of the plant file, its path says the unit.
        said = any(column.name == "unit" for column in table.columns)
        units = table["unit"] if said else ["1"] * len(table)
        by_row = [
            (unit, decimals(row, unit))
            for unit, row in zip(units, zip(*mixed, strict=True), strict=True)
        ]
    for column, values in numbers.items():
        if column.unit == BY_ROW:
            found[column.name] = by_row
        else:
            places = decimals(cells(values), column.unit, whole=column.kind == "whole")
            found[column.name] = [(column.unit, places)] * len(table)
    return found


def heading(unit: str) -> str:
    """Give what stands for a unit over a column: nothing for plain counts."""
    return {"share": "%", "1": "", BY_ROW: ""}.get(unit, unit)


def figure_text(figure: Figure, between: str) -> str:
    """Show a figure with its unit and, after it, its bounds.

    ``between`` joins the bounds in the reader's language: ``{low} to {high}``.
    """
    if figure.value is None or isinstance(figure.value, str):
        return UNKNOWN if figure.value is None else figure.value
    ends = [figure.value, figure.low, figure.high]
    places = decimals(ends, figure.unit)
    value, low, high = (number(each, figure.unit, places) for each in ends)
    unit = "" if figure.unit in ("1", "share", "") else f" {figure.unit}"
    if figure.low is None and figure.high is None:
        return value + unit
    return f"{value}{unit} ({between.format(low=low, high=high)})"
