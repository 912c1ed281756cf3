"""A country's input-output table: who buys what from whom, at home and abroad.

Symmetric, at basic prices, with domestic and imported products apart: the column of a
sector says what it buys for its output, the row who takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

VALUE_ADDED = ("compensation", "other_taxes", "capital_consumption", "surplus")
"""What is left of output when what was bought, and taxes on it, are paid."""

PRIMARY = ("imports", "taxes_on_products", *VALUE_ADDED)
"""Rows below the sectors, in the order of the file."""

HOUSEHOLDS = "households"

_SPAN = re.compile(r"([0-9]{2})(?:-([0-9]{2}))?")
"""Divisions of ISIC, NACE or OKED: ``35``, ``10-12``."""
_WITHIN = re.compile(r"([0-9]{2})[0-9]?(?:-([0-9]{2})[0-9]?)?")
"""Groups within divisions, too: ``351``, ``352-353``."""


@dataclass(frozen=True, eq=False)
class InputOutput:
    """One table, in whole units of its currency."""

    title: str
    source: str
    year: int
    currency: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    domestic: Floats
    """Domestic products (rows) used by sectors (columns)."""
    primary: Mapping[str, Floats]
    """Imports, taxes on products, pay and the rest of value added, by sector."""
    final: Mapping[str, Floats]
    """Domestic products by final use: households, government, investment, exports."""
    final_primary: Mapping[str, tuple[float, float]]
    """Imports, and taxes on products, in each final use."""
    output: Floats
    rounding: float = field(default=1.0)
    """Unit of the file: what one number may be off by."""

    @property
    def value_added(self) -> Floats:
        """Give gross value added by sector."""
        return np.asarray(sum(self.primary[name] for name in VALUE_ADDED))

    def matching(self, code: str) -> list[int]:
        """Give the sectors that a code means: itself, or all that lie within it."""
        return matching(self.codes, code)


@dataclass(frozen=True, eq=False)
class Jobs:
    """People at work by sector, each with how far it may be off."""

    source: str
    codes: tuple[str, ...]
    jobs: Floats
    low: Floats
    """There are fewer with 5 % chance."""
    high: Floats
    """There are more with 5 % chance."""
    confidence: tuple[str, ...]

    def of(self, codes: Sequence[str]) -> tuple[Jobs, list[str]]:
        """Give the jobs of a table's sectors, and the sectors that have none here.

        A sector that this list has in parts has the sum of them.
        """
        places = [matching(self.codes, code) for code in codes]
        missing = [c for c, found in zip(codes, places, strict=True) if not found]
        order = ("low", "medium", "high")

        def total(values: Floats) -> Floats:
            return np.array([float(values[found].sum()) for found in places])

        least = tuple(
            min((self.confidence[at] for at in found), key=order.index, default="low")
            for found in places
        )
        summed = Jobs(self.source, tuple(codes), total(self.jobs), total(self.low),
                      total(self.high), least)  # fmt: skip
        return summed, missing


def matching(codes: Sequence[str], code: str) -> list[int]:
    """Give the places of the codes that a code means.

    Itself, where it is there; else all whose divisions (the first two digits of an
    ISIC, NACE or OKED code) lie within its own: ``35`` means 351, 352 and 353.
    """
    if code in codes:
        return [codes.index(code)]
    wanted = _divisions(_SPAN.fullmatch(code))
    if wanted is None:
        return []
    spans = [_divisions(_WITHIN.match(each)) for each in codes]
    return [
        at
        for at, span in enumerate(spans)
        if span is not None and wanted[0] <= span[0] and span[1] <= wanted[1]
    ]


def _divisions(found: re.Match[str] | None) -> tuple[int, int] | None:
    """Give the first and last division that a code spans, if it is such a code."""
    if found is None:
        return None
    first = int(found[1])
    return first, int(found[2] or first)


@dataclass(frozen=True)
class Imbalance:
    """Where a table does not add up, and by how much."""

    kind: str
    """``column`` (what is paid against output) or ``row`` (what is used against it)."""
    code: str
    found: float
    output: float

    @property
    def gap_share(self) -> float:
        """Give the gap as a share of output, or of what was found without any."""
        return (self.found - self.output) / (self.output or self.found)


def imbalances(table: InputOutput) -> Iterator[Imbalance]:
    """Yield the sectors whose column or row misses output by more than rounding.

    As many numbers as are added up may each be off by half a unit of the file.
    """
    allowed = 0.5 * table.rounding * (len(table.codes) + len(PRIMARY) + 1)
    paid = table.domestic.sum(axis=0) + sum(table.primary[name] for name in PRIMARY)
    used = table.domestic.sum(axis=1) + sum(table.final.values())
    for kind, found in (("column", paid), ("row", used)):
        gaps = np.asarray(found) - table.output
        for at in np.flatnonzero(np.abs(gaps) > allowed):
            yield Imbalance(kind, table.codes[at], float(np.asarray(found)[at]),
                            float(table.output[at]))  # fmt: skip


@dataclass(frozen=True)
class Impossible:
    """A flow that no table can have: where it is, and what is wrong with it."""

    where: str
    message: str


def impossible(table: InputOutput) -> Iterator[Impossible]:
    """Yield flows below zero, and sectors that buy more than they make.

    Stocks may fall, subsidies may pass taxes and a sector may lose money; what is
    bought, imported and paid to people cannot be less than nothing.
    """
    codes = table.codes
    for row, column in np.argwhere(table.domestic < 0):
        amount = float(table.domestic[row, column])
        yield Impossible(
            f"row {codes[row]}, column {codes[column]}", _below(amount, table.currency)
        )
    lines = {"imports": table.primary["imports"], "output": table.output,
             "compensation": table.primary["compensation"]}  # fmt: skip
    for name, values in lines.items():
        for at in np.flatnonzero(values < 0):
            where = f"row {name}, column {codes[at]}"
            yield Impossible(where, _below(float(values[at]), table.currency))
    spent = table.final[HOUSEHOLDS]
    for at in np.flatnonzero(spent < 0):
        where = f"row {codes[at]}, column {HOUSEHOLDS}"
        yield Impossible(where, _below(float(spent[at]), table.currency))
    bought = table.domestic.sum(axis=0)
    for at in np.flatnonzero((bought >= table.output) & (bought > 0)):
        message = "buys domestic products for its whole output or more"
        yield Impossible(f"column {codes[at]}", message)
    if not spent.sum() > 0:
        yield Impossible(f"column {HOUSEHOLDS}", "households buy nothing at all")


def _below(amount: float, currency: str) -> str:
    return f"{amount:,.0f} {currency} found; nothing below 0 can be bought or paid"


def aggregated(
    table: InputOutput, groups: Mapping[str, tuple[str, Sequence[str]]]
) -> InputOutput:
    """Give a table with sectors put together: code, name and the codes within."""
    size = len(table.codes)
    sums = np.zeros((len(groups), size))
    for row, (_, inside) in enumerate(groups.values()):
        sums[row, [table.codes.index(code) for code in inside]] = 1.0
    assert (sums.sum(axis=0) == 1).all(), "a sector in no group, or in two"
    return InputOutput(
        title=table.title, source=table.source, year=table.year,
        currency=table.currency, codes=tuple(groups),
        names=tuple(name for name, _ in groups.values()),
        domestic=sums @ table.domestic @ sums.T,
        primary={name: sums @ values for name, values in table.primary.items()},
        final={name: sums @ values for name, values in table.final.items()},
        final_primary=dict(table.final_primary), output=sums @ table.output,
        rounding=table.rounding,
    )  # fmt: skip
