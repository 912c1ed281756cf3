"""A good beginning for a program in parts: the mean of the parts that are alike.

Parts are alike if they have the same matrix, the same costs but for a factor, and are
tied to the same amounts: months of a period and scenarios, whose limits alone differ.
The mean of their limits makes one part of them. Its least cost lies below the sum of
theirs (J. L. W. Jensen), so what is best for the means is near the best, and costs a
fraction of a turn. A price of the mean's rows is a price that every one of them could
have, whence a cut of each.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from zauyt.statistics.parts import Part, Split
from zauyt.statistics.program import Numbers
from zauyt.statistics.turns import Cut, Search, searched

FEWER = 0.5
"""Share of the parts that means of them must be at most, to be worth a search."""

WIDE = 0.02
"""Gap to which means are searched at the narrowest: they are not the parts."""

NEAR = 1e-9
"""A cost below 0 by no more than this share of the usual counts as 0."""


def likely(pieces: Split, *, gap: float) -> Search:
    """Give a search that knows what to decide at first, cuts, and a bound.

    It knows nothing where too few parts are alike.
    """
    groups = alike(pieces.parts)
    if len(groups) > FEWER * len(pieces.parts):
        return Search()
    means = tuple(_mean([pieces.parts[at] for at in group]) for group in groups)
    search = Search()
    searched(replace(pieces, parts=means), search, gap=max(gap, WIDE))
    if search.best is None:
        return Search()
    cuts = [
        cut
        for group, mean, answer in zip(groups, means, search.prices, strict=True)
        for at in group
        if (cut := _cut(pieces.parts[at], mean, answer.row_price, at)) is not None
    ]
    return Search(bound=search.bound, cuts=cuts, decided=search.decided)


def alike(parts: tuple[Part, ...]) -> list[list[int]]:
    """Give the places of parts that are alike, group by group."""
    found: dict[tuple[bytes, ...], list[int]] = {}
    for place, part in enumerate(parts):
        matrix = part.own.matrix
        usual = np.abs(part.own.cost).max(initial=0.0) or 1.0
        key = (
            matrix.indptr.tobytes(), matrix.indices.tobytes(), matrix.data.tobytes(),
            np.round(part.own.cost / usual, 12).tobytes(), part.own.whole.tobytes(),
            np.unique(part.tied.indices).tobytes(),
            (part.own.row_low == part.own.row_high).tobytes(),
        )  # fmt: skip
        found.setdefault(key, []).append(place)
    return list(found.values())


def _weights(parts: list[Part]) -> Numbers:
    return np.array([np.abs(part.own.cost).max(initial=0.0) or 1.0 for part in parts])


def _mean(parts: list[Part]) -> Part:
    """Give the part whose limits are the mean of those that are alike."""
    weights = _weights(parts)
    shares = weights / weights.sum()

    def mean(name: str) -> Numbers:
        return np.asarray(
            shares @ np.array([getattr(part.own, name) for part in parts])
        )

    tied = sum(share * part.tied for share, part in zip(shares, parts, strict=True))
    own = replace(
        parts[0].own,
        cost=np.sum([part.own.cost for part in parts], axis=0),
        row_low=mean("row_low"), row_high=mean("row_high"),
        low=mean("low"), high=mean("high"),
        whole=np.zeros_like(parts[0].own.whole),
    )  # fmt: skip
    return replace(parts[0], own=own, tied=tied)


def _cut(part: Part, mean: Part, price: Numbers, place: int) -> Cut | None:
    """Give the cut of a part from the prices of the mean; None if they are not its."""
    own = part.own
    usual = np.abs(own.cost).max(initial=0.0)
    share = usual / (np.abs(mean.own.cost).max(initial=0.0) or 1.0)
    price = price * share
    bound = np.where(price > 0, own.row_low, own.row_high)
    left = own.cost - own.matrix.T @ price
    left[np.abs(left) <= NEAR * usual] = 0.0
    end = np.where(left > 0, own.low, own.high)
    used, open_ = price != 0, left != 0
    height = float(price[used] @ bound[used]) + float(left[open_] @ end[open_])
    if not np.isfinite(height):
        return None
    return Cut(-np.asarray(part.tied.T @ price), height, place)
