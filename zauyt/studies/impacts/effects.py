"""What a plant's books bring about: at suppliers, behind them, by pay that is spent.

Suppliers that the file names are columns of their own: their imported materials are
those stated, what else they buy is in proportion to their sector's column, and their
jobs are those stated. All others are their sector's column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zauyt.plant.economy import Economy
from zauyt.studies.impacts.books import Books
from zauyt.studies.impacts.model import COUNTED, PARTS_OF, Country, Floats, Place

EFFECTS = ("suppliers", "further_tiers", "induced")
"""Where further jobs arise, after those at the plant (``direct``)."""


@dataclass(frozen=True, eq=False)
class Effects:
    """Each effect by sector, and the plant's own figures."""

    direct: Mapping[str, float]
    values: Mapping[str, Mapping[str, Floats]]
    spending: float
    """What households spend of all that pay, all rounds together."""
    spent_abroad: float
    """Imports, and taxes on products, in that spending."""
    spent_taxes: float

    def by_sector(self, effect: str, measure: str) -> Floats:
        """Give one measure of one effect by sector."""
        names = PARTS_OF.get(measure, (measure,))
        return np.asarray(sum(self.values[effect][name] for name in names))

    def total(self, effect: str, measure: str) -> float:
        """Give one measure of one effect, with what households buy abroad and pay."""
        if effect == "direct":
            return self.direct[measure]
        value = float(self.by_sector(effect, measure).sum())
        if effect == "induced":
            value += {"imports": self.spent_abroad, "taxes": self.spent_taxes,
                      "product_taxes": self.spent_taxes}.get(measure, 0.0)  # fmt: skip
        return value

    def further(self, measure: str, *, induced: bool = True) -> float:
        """Give one measure of all but the plant itself."""
        effects = EFFECTS if induced else EFFECTS[:-1]
        return sum(self.total(effect, measure) for effect in effects)


def effects(
    books: Books, economy: Economy, land: Country, at: Place, *, near: bool
) -> Effects:
    """Give the effects of one year in the country, or with ``near`` in the region."""
    first, needs = _suppliers(books, land, at, near=near)
    behind = at.inverse @ needs
    tiers = {name: share * behind for name, share in land.of_output.items()}
    residents = economy.region.residents_share if near and economy.region else 1.0
    earned = residents * books.pay + float(first["pay"].sum() + tiers["pay"].sum())
    spent = economy.spent_share * earned
    bought_by_pay = at.induced * spent
    induced = {name: share * bought_by_pay for name, share in land.of_output.items()}
    spending = at.rounds * spent
    return Effects(
        direct=direct(books),
        values={"suppliers": first, "further_tiers": tiers, "induced": induced},
        spending=spending,
        spent_abroad=land.spent_abroad * spending,
        spent_taxes=land.spent_taxes * spending,
    )


def direct(books: Books) -> dict[str, float]:
    """Give what the plant itself is."""
    return {
        "jobs": books.people, "pay": books.pay + books.employer_taxes,
        "value_added": books.value_added, "output": books.revenue,
        "taxes": books.employer_taxes + books.duty, "imports": books.imported,
    }  # fmt: skip


def _suppliers(
    books: Books, land: Country, at: Place, *, near: bool
) -> tuple[dict[str, Floats], Floats]:
    """Give what those whom the plant pays are, and what they buy in turn, by sector."""
    lines = [each for each in books.bought if each.sector and each.domestic]
    if not lines:
        nothing = np.zeros(len(land.table.codes))
        return dict.fromkeys(COUNTED, nothing), nothing
    units = np.column_stack([land.sector(each.sector or "") for each in lines])
    kept = np.column_stack([
        np.full(len(units), float(each.near)) if near and each.supplier else at.kept
        for each in lines
    ])  # fmt: skip
    paid = np.array([each.domestic for each in lines])
    split = units * kept * paid
    shares = {name: values[:, None] for name, values in land.of_output.items()}
    named = np.array([each.supplier is not None for each in lines])
    imported = np.array([
        each.supplier.imported / each.supplier.price if each.supplier else 0.0
        for each in lines
    ])  # fmt: skip
    # Imports are as stated; all else of the column shares what is left of the price.
    left = np.divide(
        1 - imported, 1 - shares["imports"], out=np.zeros_like(split),
        where=shares["imports"] < 1,
    )  # fmt: skip
    left = split * np.where(named, left, 1.0)
    got = {measure: shares[measure] * left for measure in COUNTED}
    got["imports"] = np.where(named, imported * split, got["imports"])
    got["output"] = split
    stated = np.array([each.jobs for each in lines])
    jobs = np.where(stated > 0, stated / paid, shares["jobs"]) * split
    pay_per_job = np.divide(
        shares["pay"], shares["jobs"], out=np.zeros_like(shares["pay"]),
        where=shares["jobs"] > 0,
    )  # fmt: skip
    own_pay = np.minimum(pay_per_job * jobs, got["value_added"])
    got["pay"] = np.where(stated > 0, own_pay, got["pay"])
    got["jobs"] = jobs
    needs = at.shares @ left.sum(axis=1)
    return {measure: values.sum(axis=1) for measure, values in got.items()}, needs


def gaps(books: Books, found: Effects) -> dict[str, tuple[float, float]]:
    """Give what should tally with what, in money of answers.

    All that the plant is paid ends as value added, imports and taxes on products: its
    own, or those of whom it pays. So does all that households spend.
    """
    ends = ("value_added", "imports", "product_taxes")
    behind = sum(found.total(each, end) for each in EFFECTS[:-1] for end in ends)
    own = books.value_added + books.imported + books.duty
    return {
        "plant": (books.revenue, own + behind),
        "households": (
            found.spending, sum(found.total("induced", end) for end in ends)
        ),
    }  # fmt: skip
