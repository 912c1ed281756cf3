"""A day's cars as the search takes them: one block of whole numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from zauyt.kernels.sequencing.layout import (
    DUES,
    LATE,
    LEVEL,
    LOTS,
    STATION,
    H,
    R,
    T,
)
from zauyt.plant.orders.cars import (
    Cars,
    Dues,
    Level,
    Load,
    OpenLots,
    Whole,
    Wishes,
    counts,
    drift_ms,
    lots_open,
    targets,
)

Asked = Level | Load | Wishes | Dues | OpenLots


def block(cars: Cars, order: Whole, *, key: int) -> Whole:
    """Give the search's block for a sequence of all cars, the tail's included.

    ``key`` is that of the stream of chance that moves are drawn from.
    """
    ranked = sorted(range(len(cars.rules)), key=lambda place: cars.rules[place].rank)
    told = np.column_stack([cars.options[:, ranked], *_told(cars).values()])
    classes, of_car = np.unique(told, axis=0, return_inverse=True)
    classes = classes[:, : len(ranked)]
    parts: list[Whole] = []
    begin: int = H.size

    def put(values: ArrayLike) -> int:
        nonlocal begin
        flat = np.asarray(values, dtype=np.int64).ravel()
        parts.append(flat)
        place, begin = begin, begin + int(flat.size)
        return place

    rows = np.zeros((len(ranked), R.size), dtype=np.int64)
    for place, number in enumerate(ranked):
        rule = cars.rules[number]
        first, last = cars.windows(rule)
        rows[place, R.counts] = put(counts(cars.options[order, number], rule.span))
        rows[place, [R.rank, R.weight, R.most, R.span, R.first, R.last]] = (
            rule.rank, rule.weight, rule.most, rule.span, first, last,
        )  # fmt: skip
    terms = _terms(cars, order, put)
    spans = sorted({rule.span for rule in cars.rules if rule.span < cars.length})
    groups, begins, members = _groups(cars)
    header = np.zeros(H.size, dtype=np.int64)
    for field, value in {
        "tail": cars.tail,
        "length": cars.length,
        "rules": len(ranked),
        "ranks": len(cars.objectives),
        "colour_rank": cars.colour_rank,
        "colour_weight": int(cars.colour_rank >= 0),
        "batch_limit": cars.batch_limit or cars.length,
        "order": put(order),
        "places": put(np.argsort(order)),
        "groups": put(groups),
        "begins": put(begins),
        "members": put(members),
        "classes": put(of_car),
        "colours": put(cars.colours),
        "options": put(classes),
        "rule": put(rows),
        "trial": put(np.zeros(cars.length)),
        "hot": put(np.zeros(cars.length)),
        "sums": put(np.zeros(cars.length + 1)),
        "spans": put(spans),
        "spans_count": len(spans),
        "term": put(terms),
        "terms": len(terms),
        "key": key,
    }.items():
        header[getattr(H, field)] = value
    return np.concatenate([header, *parts])


def _told(cars: Cars) -> dict[tuple[int, int], Whole]:
    """Give by term (its rank, its number) what it sees of each car."""
    seen: list[tuple[int, Whole]] = []
    if cars.uses is not None:
        seen += [(level.rank, cars.uses[:, p]) for p, level in enumerate(cars.levels)]
    if cars.work_ms is not None:
        seen += [(load.rank, cars.work_ms[:, p]) for p, load in enumerate(cars.loads)]
    if cars.wishes is not None and cars.wished is not None:
        seen.append((cars.wishes.rank, cars.wished))
    if cars.dues is not None and cars.due is not None:
        seen.append((cars.dues.rank, cars.due))
    if cars.open_lots is not None and cars.lots is not None:
        seen.append((cars.open_lots.rank, cars.lots))
    return {(rank, number): values for number, (rank, values) in enumerate(seen)}


def _terms(cars: Cars, order: Whole, put: Callable[[ArrayLike], int]) -> Whole:
    """Give the rows of the terms beyond rules and colours."""
    rows: list[dict[str, int]] = []

    def row(kind: int, asked: Asked, **fields: int) -> None:
        stated = {"kind": kind, "rank": asked.rank, "weight": asked.weight}
        rows.append(stated | fields)

    tail = np.zeros(cars.tail, dtype=np.int64)
    wanted = targets(cars)
    for place, level in enumerate(cars.levels):
        assert cars.uses is not None, "levels without uses"
        used = np.cumsum(cars.uses[order[cars.tail :], place]) * cars.level_unit
        row(LEVEL, level, uses=put(cars.uses[:, place]), unit=cars.level_unit,
            values=put(np.concatenate([tail, used - wanted[:, place]])))  # fmt: skip
    for place, load in enumerate(cars.loads):
        assert cars.work_ms is not None, "loads without work"
        row(STATION, load, uses=put(cars.work_ms[:, place]), unit=load.drift_ms,
            values=put(drift_ms(cars, place, order)))  # fmt: skip
    if cars.wishes is not None and cars.wished is not None:
        # a wish is a position of the day, the search counts from the tail on
        wished = np.where(cars.wished < 0, -1, cars.wished + cars.tail)
        row(DUES, cars.wishes, uses=put(wished))
    if cars.dues is not None and cars.due is not None:
        due = np.where(cars.due < 0, -1, cars.due + cars.tail)
        row(DUES, cars.dues, uses=put(due), unit=LATE)
    if cars.open_lots is not None and cars.lots is not None:
        most = cars.open_lots.most
        cost = int((lots_open(cars, order) - most).clip(0).sum())
        row(LOTS, cars.open_lots, uses=put(cars.lots), unit=most, cost=cost,
            values=put(np.zeros(2 * cars.length)))  # fmt: skip
    table = np.zeros((len(rows), T.size), dtype=np.int64)
    for number, fields in enumerate(rows):
        for name, value in fields.items():
            table[number, getattr(T, name)] = value
    return table


def order_of(searched: Whole) -> Whole:
    """Give the sequence that a block holds."""
    begin = int(searched[H.order])
    return searched[begin : begin + int(searched[H.length])].copy()


def _groups(cars: Cars) -> tuple[Whole, Whole, Whole]:
    """Give, for each number of first ranks, which cars of the day they take for equal.

    Gives the group by car, where each group's members begin (each car may be a group
    of its own, and the last one ends), and the members, all by level.
    """
    groups, begins, members = [], [], []
    for level in range(1, len(cars.objectives) + 1):
        columns = [place for place, rule in enumerate(cars.rules) if rule.rank < level]
        seen = [values for (rank, _), values in _told(cars).items() if rank < level]
        told = np.column_stack([cars.options[:, columns], *seen])
        if 0 <= cars.colour_rank < level:
            told = np.column_stack([told, cars.colours])
        _, group = np.unique(told, axis=0, return_inverse=True)
        group = group.reshape(-1)
        day = np.argsort(group[cars.tail :], kind="stable") + cars.tail
        groups.append(group)
        begins.append(np.searchsorted(group[day], np.arange(cars.length + 1)))
        members.append(np.pad(day, (0, cars.tail)))
    return np.array(groups), np.array(begins), np.array(members)
