"""A day's cars as the search takes them: one block of whole numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from zauyt.kernels.sequencing.layout import H, R
from zauyt.plant.orders.cars import Cars, Whole, counts


def block(cars: Cars, order: Whole, *, key: int) -> Whole:
    """Give the search's block for a sequence of all cars, the tail's included.

    ``key`` is that of the stream of chance that moves are drawn from.
    """
    ranked = sorted(range(len(cars.rules)), key=lambda place: cars.rules[place].rank)
    options = cars.options[:, ranked]
    classes, of_car = np.unique(options, axis=0, return_inverse=True)
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
        rows[place, R.counts] = put(counts(options[order, place], rule.span))
        rows[place, [R.rank, R.weight, R.most, R.span, R.first, R.last]] = (
            rule.rank, rule.weight, rule.most, rule.span, first, last,
        )  # fmt: skip
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
        "sums": put(np.zeros(cars.length + 1)),
        "spans": put(spans),
        "spans_count": len(spans),
        "key": key,
    }.items():
        header[getattr(H, field)] = value
    return np.concatenate([header, *parts])


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
        told = cars.options[:, columns]
        if 0 <= cars.colour_rank < level:
            told = np.column_stack([told, cars.colours])
        _, group = np.unique(told, axis=0, return_inverse=True)
        group = group.reshape(-1)
        day = np.argsort(group[cars.tail :], kind="stable") + cars.tail
        groups.append(group)
        begins.append(np.searchsorted(group[day], np.arange(cars.length + 1)))
        members.append(np.pad(day, (0, cars.tail)))
    return np.array(groups), np.array(begins), np.array(members)
