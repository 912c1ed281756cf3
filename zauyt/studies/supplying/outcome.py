"""Many runs of a supply, and what came of them: whole numbers by run, day, material.

Only days that count are kept, but for what left suppliers and was ordered.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.supply.bill import Floats, Whole
from zauyt.arrays.supply.block import Rules, block_of
from zauyt.arrays.supply.case import Case, Drawn, drawn
from zauyt.kernels.supply.days import carry_out
from zauyt.kernels.supply.layout import H

Kept = NDArray[np.int32]
AT_ONCE = 2_000_000
"""Runs times days times materials whose books are kept at once where only shares are
wanted."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of the runs of a case under some rules.

    ``made``, ``behind``, ``stopped``, ``parked`` are vehicles (runs, days), ``behind``
    counted from the first day; ``lacked`` is 1 on days when one lacked something.
    ``stocks``, ``yards``, ``missing``, ``scrapped`` and ``short`` are pieces or
    vehicles (runs, days, materials); ``sent``, ``ordered`` and ``coming`` pieces (runs,
    ways, all days); ``stock_before`` and ``yard_before`` what was there before the
    first day (runs, materials).
    """

    case: Case
    rules: Rules
    draws: tuple[Drawn, ...]
    made: Kept
    behind: Kept
    stopped: Kept
    parked: Kept
    lacked: Kept
    stocks: Kept
    yards: Kept
    missing: Kept
    scrapped: Kept
    short: Kept
    sent: Kept
    ordered: Kept
    coming: Kept
    stock_before: Kept
    yard_before: Kept

    @property
    def planned(self) -> Whole:
        """Give the vehicles planned (runs, days)."""
        before = self.case.before
        return np.stack([np.diff(each.turnout.due)[before:] for each in self.draws])

    @property
    def workday(self) -> NDArray[np.bool_]:
        """Give on which days anything is planned to be built."""
        planned: Floats = self.case.plan.vehicles[self.case.before : self.case.days]
        return np.greater(planned, 0)

    def whole_days(self) -> Floats:
        """Give the share of workdays on which no vehicle lacked anything, by run."""
        shares: Floats = 1.0 - self.lacked[:, self.workday].mean(axis=1)
        return shares

    def lost(self) -> Whole:
        """Give the vehicles that were not made by the end, by run.

        They are slots that stood empty, where late vehicles are not made up for.
        """
        if self.case.supply.catch_up_share:
            return self.behind[:, -1].astype(np.int64)
        stood: Whole = self.stopped.sum(axis=1, dtype=np.int64)
        return stood


def draws_of(
    case: Case, *, seed: int, runs: int, first: int = 0,
    done: Callable[[], None] | None = None,
) -> tuple[Drawn, ...]:  # fmt: skip
    """Draw some runs of a case, from a number on."""
    found = []
    for run in range(first, first + runs):
        found.append(drawn(case, seed=seed, run=run))
        if done is not None:
            done()
    return tuple(found)


def carried_out(case: Case, draws: Sequence[Drawn], rules: Rules) -> Outcome:
    """Carry out runs under some rules."""

    def one(each: Drawn) -> dict[str, Kept]:
        block = block_of(case, each, rules)
        carry_out(block)
        return _read(block, case)

    with ThreadPoolExecutor(min(os.cpu_count() or 1, 4)) as threads:
        books = list(threads.map(one, draws))
    tables = {name: np.stack([each[name] for each in books]) for name in books[0]}
    return Outcome(case, rules, tuple(draws), **tables)


def whole_days_of(case: Case, draws: Sequence[Drawn], rules: Rules) -> Floats:
    """Give the share of whole days of each run, and keep nothing else of them."""
    runs = max(AT_ONCE // (case.days * len(case.bill.materials)), 1)
    return np.concatenate([
        carried_out(case, draws[begin : begin + runs], rules).whole_days()
        for begin in range(0, len(draws), runs)
    ])  # fmt: skip


def _read(block: Whole, case: Case) -> dict[str, Kept]:
    """Give the books of a run."""
    days, before = case.days, case.before
    materials, ways = len(case.bill.materials), len(case.ways)

    def at(field: str, size: int) -> Kept:
        begin = int(block[getattr(H, field)])
        return block[begin : begin + size].astype(np.int32)

    found = {
        name: at(name, days)[before:]
        for name in ("made", "behind", "stopped", "parked", "lacked")
    }
    if before:
        # What was late when the first day began belongs to the days before.
        start = int(block[int(block[H.behind]) + before - 1])
        found["behind"] = np.maximum(found["behind"] - start, 0).astype(np.int32)
    for name in ("stocks", "yards", "missing", "scrapped", "short"):
        found[name] = at(name, days * materials).reshape(days, materials)[before:]
    for name, field in (("stock_before", "stocks"), ("yard_before", "yards")):
        whole = at(field, days * materials).reshape(days, materials)
        found[name] = whole[before - 1] if before else np.zeros(materials, np.int32)
    if not before and case.supply.opening == "stated":
        stated = [case.supply.materials[name].stock for name in case.bill.materials]
        found["stock_before"] = np.array(stated, dtype=np.int32)
    for name in ("sent", "ordered", "coming"):
        found[name] = at(name, ways * days).reshape(ways, days)
    return found
