"""The roadmap as a mixed-integer program, solved by HiGHS.

Whole unknowns: which candidate of a part is decided in which year. Shares between: of
how many vehicles of each year the part then comes from it, up to what lead time, ramp
and capacity allow. HiGHS works on one thread without a clock, so that the same file
gives the same roadmap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from zauyt.plant.localisation import Content
from zauyt.plant.money import Money, in_account
from zauyt.statistics.stages import in_thread
from zauyt.studies.localisation.choices import Choices
from zauyt.studies.localisation.rules import Form

Floats = NDArray[np.float64]

Wanted = Mapping[tuple[str, int], float]
"""Least content by rule and year, the year counted from the first."""

MARGIN = 2e-6
"""By what a committed content is exceeded, relative to it, so that what the solver's
tolerance gives away still meets it."""

INFEASIBLE = 2
"""The solver's status of a program without a solution."""


@dataclass(frozen=True)
class Program:
    """Unknowns and limits: decisions first, then the shares of vehicles."""

    made: Choices
    decisions: list[tuple[int, int]]
    """Choice and year decided of each whole unknown."""
    shares: list[tuple[int, int]]
    """Choice and year made of each share."""
    gain: Floats
    """What one of each unknown is worth."""
    matrix: sparse.csr_array
    high: Floats
    """Rows are at most these."""
    lowest: Floats
    highest: Floats
    """Ends of each unknown."""

    @property
    def whole(self) -> Floats:
        """Tell which unknowns are whole."""
        whole: Floats = np.zeros(len(self.decisions) + len(self.shares))
        whole[: len(self.decisions)] = 1.0
        return whole


@dataclass
class Rows:
    """Rows of a program, collected entry by entry."""

    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    entry: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, entries: list[tuple[int, float]], high: float) -> None:
        """Add the row: the sum of these is at most ``high``."""
        at = len(self.high)
        for column, entry in entries:
            self.row.append(at)
            self.column.append(column)
            self.entry.append(entry)
        self.high.append(high)


@dataclass(frozen=True)
class Plan:
    """A roadmap: year decided of each choice made, and shares of vehicles."""

    decided: dict[int, int]
    """Choice made, and its year counted from the first."""
    local: Floats
    """Share of vehicles by choice and year."""
    worth: float
    """Net present value, in the currency of answers."""
    bound: float
    """No roadmap is worth more."""

    @property
    def gap(self) -> float:
        """Give how far the worth may lie below the best, as a share of it."""
        return max(0.0, self.bound - self.worth) / max(abs(self.worth), 1e-9)


def program(made: Choices, content: Content, money: Money) -> Program:
    """Give unknowns and limits of a plant, but for its content."""
    decisions = [
        (at, year)
        for at, choice in enumerate(made.all)
        for year in range(made.years)
        if choice.supply[year].any()
        and _open(content, choice.part, choice.candidate, made.first_year + year)
    ]
    can = {(at, y): decided for decided, (at, y) in enumerate(decisions)}
    shares = [
        (at, year)
        for at, choice in enumerate(made.all)
        for year in range(made.years)
        if any((at, d) in can and choice.supply[d, year] > 0 for d in range(year + 1))
    ]
    place = {each: len(decisions) + n for n, each in enumerate(shares)}
    rows = _limits(made, content, money, decisions)
    for (at, year), column in place.items():
        supplied = made.all[at].supply[:, year]
        given = [
            (can[at, d], -float(supplied[d]))
            for d in range(year + 1)
            if (at, d) in can and supplied[d] > 0
        ]
        rows.add([(column, 1.0), *given], 0.0)
    for entries in _built_in(made, place):
        rows.add(entries, 0.0)
    fixed = np.array(
        [float(made.all[at].part in content.roadmap) for at, _ in decisions]
    )
    count = len(decisions) + len(shares)
    return Program(
        made, decisions, shares, _gain(made, decisions, shares),
        sparse.csr_array((rows.entry, (rows.row, rows.column)),
                         shape=(len(rows.high), count)),
        np.array(rows.high), np.r_[fixed, np.zeros(len(shares))], np.ones(count),
    )  # fmt: skip


def _open(content: Content, part: str, candidate: str, year: int) -> bool:
    decision = content.roadmap.get(part)
    if decision is None:
        return True
    return (decision.candidate, decision.decided) == (candidate, year)


def _gain(
    made: Choices, decisions: list[tuple[int, int]], shares: list[tuple[int, int]]
) -> Floats:
    spent = [
        -made.all[at].investment * made.investment_factor[d] for at, d in decisions
    ]
    saved = [
        made.all[at].gain * made.volumes[y] * made.saving_factor[y] for at, y in shares
    ]
    return np.array([*spent, *saved], dtype=np.float64)


def _limits(
    made: Choices, content: Content, money: Money, decisions: list[tuple[int, int]]
) -> Rows:
    """Give the rows of decisions: one a part, launches and investment a year."""
    rows = Rows()
    by_part: dict[str, list[tuple[int, float]]] = {}
    by_year: dict[int, list[int]] = {}
    for column, (at, year) in enumerate(decisions):
        by_part.setdefault(made.all[at].part, []).append((column, 1.0))
        by_year.setdefault(year, []).append(column)
    for entries in by_part.values():
        rows.add(entries, 1.0)
    for columns in by_year.values():
        if content.most_launches is not None:
            rows.add([(column, 1.0) for column in columns], content.most_launches)
        if content.most_investment:
            most = in_account(money, content.most_investment, content.currency)
            spent = [
                (column, made.all[decisions[column][0]].investment / most)
                for column in columns
            ]
            rows.add(spent, 1.0)
    return rows


def _built_in(
    made: Choices, place: Mapping[tuple[int, int], int]
) -> list[list[tuple[int, float]]]:
    """Give the rows that keep a part to the vehicles whose larger part is local."""
    of_part = made.of_part()
    rows = []
    for part, parent in made.parents.items():
        for year in range(made.years):
            own = [
                place[at, year] for at in of_part.get(part, ()) if (at, year) in place
            ]
            above = [
                place[at, year] for at in of_part.get(parent, ()) if (at, year) in place
            ]
            if own:
                rows.append([*((c, 1.0) for c in own), *((c, -1.0) for c in above)])
    return rows


def rule_row(
    form: Form, shares: list[tuple[int, int]], year: int, least: float
) -> Floats:
    """Give a rule's row over the shares: its product is at least ``rule_need``."""
    weights = (form.parts - least * form.below_parts) / form.below[year]
    return np.array([weights[at] if y == year else 0.0 for at, y in shares])


def rule_need(form: Form, year: int, least: float) -> float:
    """Give what the parts must add to a rule's content."""
    return float((least * form.below[year] - form.base[year]) / form.below[year])


def solved(
    asked: Program, forms: Mapping[str, Form], wanted: Wanted, *, gap: float,
    objective: Floats | None = None, margin: float = MARGIN,
) -> Plan | None:  # fmt: skip
    """Give the roadmap worth most, or highest in ``objective``; None if there is none.

    ``gap`` is the share of its worth by which it may miss the best.
    """
    rules, needs = rule_rows(asked, forms, wanted, margin)
    gain = asked.gain if objective is None else objective
    scale = float(np.abs(gain).max(initial=0.0)) or 1.0
    limits = [LinearConstraint(asked.matrix, -np.inf, asked.high)] if len(
        asked.high) else []  # fmt: skip
    if len(needs):
        limits.append(LinearConstraint(rules, needs, np.inf))
    if not len(gain):
        return empty_plan(asked.made) if not (needs > 1e-9).any() else None
    answer = in_thread(
        lambda: milp(
            -gain / scale,
            constraints=limits,
            integrality=asked.whole,
            bounds=Bounds(asked.lowest, asked.highest),
            options={"mip_rel_gap": gap},
        )
    )
    if answer.status == INFEASIBLE:
        return None
    assert answer.x is not None, answer.message
    bound = -float(answer.mip_dual_bound) * scale
    return plan_of(asked, answer.x, float(gain @ answer.x), bound)


def rule_rows(
    asked: Program, forms: Mapping[str, Form], wanted: Wanted, margin: float
) -> tuple[sparse.csr_array, Floats]:
    """Give the rows of committed content over all unknowns, and what each needs."""
    none = np.zeros(len(asked.decisions))
    rows = [
        np.r_[none, rule_row(forms[rule], asked.shares, year, least)]
        for (rule, year), least in wanted.items()
    ]
    needs = np.array(
        [
            rule_need(forms[rule], year, least) + margin * least
            for (rule, year), least in wanted.items()
        ]
    )
    width = len(asked.decisions) + len(asked.shares)
    return sparse.csr_array(np.array(rows).reshape(len(rows), width)), needs


def empty_plan(made: Choices) -> Plan:
    """Give the roadmap in which everything stays imported."""
    return Plan({}, np.zeros((len(made.all), made.years)), 0.0, 0.0)


def plan_of(asked: Program, found: Floats, worth: float, bound: float) -> Plan:
    """Give the roadmap that a solver's unknowns stand for."""
    decided = {
        at: year
        for (at, year), value in zip(asked.decisions, found, strict=False)
        if value > 0.5
    }
    local = np.zeros((len(asked.made.all), asked.made.years))
    for (at, year), value in zip(
        asked.shares, found[len(asked.decisions) :], strict=True
    ):
        if at in decided:
            most = asked.made.all[at].supply[decided[at], year]
            local[at, year] = min(max(float(value), 0.0), most)
    return Plan(decided, local, worth, max(bound, worth))
