"""What no sequence can be below, from one rule or colour at a time.

Windows of one rule that follow one another without a gap hold every car of the day once
(or all but a few), so that what is above their most must be too many somewhere. The
windows of a rule fall into as many such rows as its span is long. What is used evenly
is off its share by what the nearest whole number is; overload, wishes, dues and lots
have no bound but 0.
"""

from __future__ import annotations

import numpy as np

from zauyt.plant.orders.cars import Cars, targets


def lower_bounds(cars: Cars) -> tuple[int, ...]:
    """Give what each objective costs at least, the first rank first."""
    found = [0] * len(cars.objectives)
    for place, rule in enumerate(cars.rules):
        found[rule.rank] += rule.weight * excess_bound(cars, place)
    nearest = targets(cars) % cars.level_unit
    nearest = np.minimum(nearest, cars.level_unit - nearest).sum(axis=0)
    for level, off in zip(cars.levels, nearest, strict=True):
        found[level.rank] += level.weight * int(off)
    if cars.colour_rank >= 0:
        found[cars.colour_rank] += _colour_changes(cars)
    return tuple(found)


def excess_bound(cars: Cars, place: int) -> int:
    """Give the cars too many that one rule has in any sequence, at least."""
    rule = cars.rules[place]
    has = cars.options[:, place]
    day = int(has[cars.tail :].sum())
    total = 0
    if not rule.cut:
        for offset in range(rule.span):
            windows = max(cars.count - offset, 0) // rule.span
            outside = cars.count - windows * rule.span
            total += max(0, day - min(outside, day) - rule.most * windows)
        return total
    for start in range(cars.tail - rule.span + 1, cars.tail + 1):
        if start < 0:
            continue  # no window begins before the tail does
        before = int(has[start : cars.tail].sum())
        windows = -(-(cars.length - start) // rule.span)
        total += max(0, before + day - rule.most * windows)
    return total


def _colour_changes(cars: Cars) -> int:
    """Give the changes of colour that any sequence has, at least."""
    day = cars.colours[cars.tail :]
    limit = cars.batch_limit or cars.length
    _, often = np.unique(day, return_counts=True)
    batches = int((-(-often // limit)).sum())
    if cars.tail == 0:
        return batches - 1
    return batches - int(cars.colours[cars.tail - 1] in day)
