"""A country as the study sees it: what one unit bought of each sector brings about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.economy import Economy, Region
from zauyt.plant.input_output import HOUSEHOLDS, InputOutput, Jobs, matching
from zauyt.statistics import input_output as arithmetic

Floats = NDArray[np.float64]

PARTS_OF = {"taxes": ("product_taxes", "other_taxes")}
"""Measures that are sums of others."""
COUNTED = (
    "jobs", "pay", "value_added", "output", "product_taxes", "other_taxes", "imports",
)  # fmt: skip
"""What is counted for one unit of output; all but jobs in money."""
MEASURES = ("jobs", "pay", "value_added", "output", "taxes", "imports")
"""What is told."""


@dataclass(frozen=True, eq=False)
class Country:
    """A table in shares of output; the same for every draw but for jobs."""

    table: InputOutput
    jobs: Jobs
    shares: Floats
    """Domestic products bought for one unit of output."""
    inverse: Floats
    of_output: Mapping[str, Floats]
    """What is counted, for one unit of output; other taxes are in value added."""
    spent: Floats
    """Domestic products bought for one unit that households spend."""
    spent_abroad: float
    """Imports in one unit that households spend."""
    spent_taxes: float
    units: dict[str, Floats] = field(default_factory=dict)
    """What `sector` gave before, by code."""

    def sector(self, code: str) -> Floats:
        """Give one unit paid to a sector, or to those within it by their output."""
        if code not in self.units:
            unit = np.zeros(len(self.table.codes))
            places = self.table.matching(code)
            made = self.table.output[places]
            unit[places] = made / made.sum()
            self.units[code] = unit
        return self.units[code]


def country(table: InputOutput, jobs: Jobs, *, price: float) -> Country:
    """Give a table in shares; ``price`` is the plant's money for one of the table's."""
    output = table.output
    made = np.where(output > 0, output, 1.0)
    shares = arithmetic.coefficients(table.domestic, output)
    spent = table.final[HOUSEHOLDS]
    abroad, taxes = table.final_primary[HOUSEHOLDS]
    whole = float(spent.sum()) + abroad + taxes
    return Country(
        table=table,
        jobs=jobs,
        shares=shares,
        inverse=arithmetic.inverse(shares),
        of_output={
            "jobs": jobs.jobs / made / price,
            "pay": table.primary["compensation"] / made,
            "value_added": table.value_added / made,
            "output": (output > 0).astype(np.float64),
            "product_taxes": table.primary["taxes_on_products"] / made,
            "other_taxes": table.primary["other_taxes"] / made,
            "imports": table.primary["imports"] / made,
        },
        spent=spent / whole,
        spent_abroad=abroad / whole,
        spent_taxes=taxes / whole,
    )


def with_jobs(land: Country, factors: Floats) -> Country:
    """Give the country with other numbers of jobs, as multiples of those stated."""
    jobs = land.of_output["jobs"] * factors
    return replace(land, of_output={**land.of_output, "jobs": jobs})


@dataclass(frozen=True, eq=False)
class Place:
    """The country, or a region of it: what is bought there stays there."""

    shares: Floats
    inverse: Floats
    induced: Floats
    """Output by sector for one unit that households spend, all rounds together."""
    rounds: float
    """What households spend in all for one unit that they spend at first."""
    kept: Floats
    """Part of what a plant buys by sector that is bought there."""


def whole(land: Country, economy: Economy) -> Place:
    """Give the country as a place."""
    return _place(
        land, economy, land.shares, land.spent, np.ones(len(land.table.codes))
    )


def region(land: Country, economy: Economy, around: Region) -> Place:
    """Give the region by Flegg's quotients."""
    codes = land.table.codes
    quotients = np.ones(len(codes))
    for code, value in around.quotients.items():
        quotients[matching(codes, code)] = value
    size = {"region_share": around.jobs_share, "delta": around.delta}
    inside = arithmetic.regional_share(quotients, **size) * land.shares
    kept = arithmetic.own_supply(quotients, **size)
    return _place(land, economy, inside, land.spent * kept, kept)


def _place(
    land: Country, economy: Economy, shares: Floats, spent: Floats, kept: Floats
) -> Place:
    own = land.inverse if shares is land.shares else arithmetic.inverse(shares)
    pay = economy.spent_share * land.of_output["pay"]
    # The last column of the closed table's inverse, without inverting it again.
    first = own @ spent
    rounds = 1 / (1 - float(pay @ first))
    return Place(shares, own, first * rounds, rounds, kept)
