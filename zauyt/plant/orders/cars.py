"""A day's cars, yesterday's last ones before them, and the rules of their order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Rule:
    """At most ``most`` cars with an option in every ``span`` successive positions.

    The excess of a window is the cars above ``most``. ``rank`` is that of its
    objective, 0 the first. Windows that are ``cut`` begin in the tail, too, and are cut
    off at the day's end; others lie inside the day.
    """

    name: str
    most: int
    span: int
    rank: int
    cut: bool
    weight: int = 1


@dataclass(frozen=True)
class Level:
    """What is to be used evenly: after each car its share of those so far.

    It costs what the use is off that, added up over the positions of the day.
    """

    name: str
    share: float
    rank: int
    weight: int = 1


@dataclass(frozen=True)
class Load:
    """A station whose work depends on the car, and how far its worker may drift.

    What does not fit costs its milliseconds: others have to help, or the line stops.
    """

    name: str
    drift_ms: int
    rank: int
    weight: int = 1


@dataclass(frozen=True)
class Wishes:
    """Cars have positions that they would rather have; each place off costs one."""

    rank: int
    weight: int = 1


@dataclass(frozen=True)
class Dues:
    """Cars have a last position at which they are in time; each behind it costs one."""

    rank: int
    weight: int = 1


@dataclass(frozen=True)
class OpenLots:
    """Lots of kits, of which so many may be open at once; each too many costs one.

    A lot is open from its first car of the day to its last.
    """

    most: int
    rank: int
    weight: int = 1


@dataclass(frozen=True, eq=False)
class Cars:
    """The cars of a tail and of a day, in a first order, and what is asked of it.

    ``options`` (cars, rules) holds 1 where a car has a rule's option; ``colours``
    (cars) are places in ``colour_names``. The first ``tail`` cars stay where they are.
    ``objectives`` names the ranks; ``colour_rank`` is that of changes of colour, -1 if
    they do not count. ``batch_limit`` is the most cars of one colour in a row.
    ``uses`` (cars, levels) says how much of each level a car takes; costs of levels are
    whole numbers of ``1 / level_unit``. ``work_ms`` (cars, loads) is a car's work less
    a pitch; ``wished``, ``due`` and ``lots`` (cars) are positions of the day from 0,
    the last ones in time, and lots, -1 for none.
    """

    title: str
    names: tuple[str, ...]
    options: Whole
    colours: Whole
    colour_names: tuple[str, ...]
    tail: int
    rules: tuple[Rule, ...]
    objectives: tuple[str, ...]
    colour_rank: int = -1
    batch_limit: int | None = None
    levels: tuple[Level, ...] = ()
    uses: Whole | None = None
    level_unit: int = 1
    loads: tuple[Load, ...] = ()
    work_ms: Whole | None = None
    wishes: Wishes | None = None
    wished: Whole | None = None
    dues: Dues | None = None
    due: Whole | None = None
    open_lots: OpenLots | None = None
    lots: Whole | None = None

    @property
    def length(self) -> int:
        """Give the cars of tail and day."""
        return len(self.names)

    @property
    def count(self) -> int:
        """Give the cars of the day."""
        return len(self.names) - self.tail

    @property
    def id(self) -> str:
        """Give 16 letters that stand for everything that an answer depends on."""
        digest = hashlib.blake2b(digest_size=8)
        for part in (self.names, self.colour_names, self.tail, self.rules,
                     self.objectives, self.colour_rank, self.batch_limit,
                     self.levels, self.loads, self.wishes,
                     self.open_lots,
                     *([] if self.dues is None else [self.dues])):  # fmt: skip
            digest.update(repr(part).encode() + b"\0")
        for values in (self.uses, self.work_ms, self.wished, self.lots):
            digest.update(b"" if values is None else values.tobytes() + b"\0")
        if self.due is not None:
            digest.update(self.due.tobytes() + b"\0")
        digest.update(self.options.tobytes() + b"\0" + self.colours.tobytes())
        return digest.hexdigest()

    def windows(self, rule: Rule) -> tuple[int, int]:
        """Give the first positions of a rule's first and last windows.

        Where no window lies inside the day the last is the one before the first.
        """
        if rule.cut:
            return max(self.tail - rule.span + 1, 0), self.length - 1
        return self.tail, max(self.length - rule.span, self.tail - 1)


def counts(has: Whole, span: int) -> Whole:
    """Give the cars with an option in the window from each position on, cut off."""
    sums = np.concatenate([[0], np.cumsum(has)])
    ends = np.minimum(np.arange(has.size) + span, has.size)
    return np.asarray(sums[ends] - sums[:-1], dtype=np.int64)


def excess(cars: Cars, place: int, order: Whole) -> Whole:
    """Give the cars too many in each window of a rule, given by its place."""
    rule = cars.rules[place]
    first, last = cars.windows(rule)
    inside = counts(cars.options[order, place], rule.span)[first : last + 1]
    return np.asarray((inside - rule.most).clip(0), dtype=np.int64)


def targets(cars: Cars) -> Whole:
    """Give what is to be used by (position of the day, level), in level units."""
    shares = np.array([level.share for level in cars.levels])
    positions = np.arange(1, cars.count + 1)
    exact = np.outer(positions, shares) * cars.level_unit
    return np.asarray(np.rint(exact), dtype=np.int64)


def unevenness(cars: Cars, place: int, order: Whole) -> Whole:
    """Give by how much a level is off after each car of the day, in level units."""
    assert cars.uses is not None, "levels without uses"
    used = np.cumsum(cars.uses[order[cars.tail :], place]) * cars.level_unit
    return np.asarray(np.abs(used - targets(cars)[:, place]), dtype=np.int64)


def drift_ms(cars: Cars, place: int, order: Whole) -> Whole:
    """Give how far behind a load's worker begins each car, the tail's included."""
    assert cars.work_ms is not None, "loads without work"
    most = cars.loads[place].drift_ms
    begun = np.zeros(order.size, dtype=np.int64)
    behind = 0
    for position, work in enumerate(cars.work_ms[order, place].tolist()):
        begun[position] = behind
        behind = max(min(behind + work, most), 0)
    return begun


def overload_ms(cars: Cars, place: int, order: Whole) -> Whole:
    """Give the work of each car of the day that does not fit into a load."""
    assert cars.work_ms is not None, "loads without work"
    done = drift_ms(cars, place, order) + cars.work_ms[order, place]
    over = (done - cars.loads[place].drift_ms).clip(0)
    return np.asarray(over[cars.tail :], dtype=np.int64)


def places_off(cars: Cars, order: Whole) -> Whole:
    """Give how many places each car of the day is off the one wished."""
    assert cars.wished is not None, "wishes without positions"
    wished = cars.wished[order[cars.tail :]]
    off = np.abs(np.arange(wished.size) - wished)
    return np.asarray(np.where(wished < 0, 0, off), dtype=np.int64)


def places_late(cars: Cars, order: Whole) -> Whole:
    """Give how many places each car of the day is behind the last one in time."""
    assert cars.due is not None, "dues without positions"
    due = cars.due[order[cars.tail :]]
    late = (np.arange(due.size) - due).clip(0)
    return np.asarray(np.where(due < 0, 0, late), dtype=np.int64)


def lots_open(cars: Cars, order: Whole) -> Whole:
    """Give how many lots are open at each position of the day."""
    assert cars.lots is not None, "open lots without lots"
    lots = cars.lots[order[cars.tail :]]
    change = np.zeros(lots.size + 1, dtype=np.int64)
    for lot in np.unique(lots[lots >= 0]):
        (where,) = np.nonzero(lots == lot)
        change[where[0]] += 1
        change[where[-1] + 1] -= 1
    return np.asarray(np.cumsum(change)[:-1], dtype=np.int64)


def units(cars: Cars) -> list[int]:
    """Give by rank how many of what is counted make one: more for levels, loads."""
    found = [1] * len(cars.objectives)
    for level in cars.levels:
        found[level.rank] = cars.level_unit
    for load in cars.loads:
        found[load.rank] = 1_000
    return found


def colour_changes(cars: Cars, order: Whole) -> int:
    """Give the changes of colour, that after the tail's last car included."""
    painted = cars.colours[order][max(cars.tail - 1, 0) :]
    return int((painted[1:] != painted[:-1]).sum())


def costs(cars: Cars, order: Whole) -> tuple[int, ...]:
    """Count what a sequence costs in each objective, the first rank first."""
    found = [0] * len(cars.objectives)
    for place, rule in enumerate(cars.rules):
        found[rule.rank] += rule.weight * int(excess(cars, place, order).sum())
    for place, level in enumerate(cars.levels):
        found[level.rank] += level.weight * int(unevenness(cars, place, order).sum())
    for place, load in enumerate(cars.loads):
        found[load.rank] += load.weight * int(overload_ms(cars, place, order).sum())
    if cars.wishes is not None:
        off = int(places_off(cars, order).sum())
        found[cars.wishes.rank] += cars.wishes.weight * off
    if cars.dues is not None:
        late = int(places_late(cars, order).sum())
        found[cars.dues.rank] += cars.dues.weight * late
    if cars.open_lots is not None:
        many = (lots_open(cars, order) - cars.open_lots.most).clip(0)
        found[cars.open_lots.rank] += cars.open_lots.weight * int(many.sum())
    if cars.colour_rank >= 0:
        found[cars.colour_rank] += colour_changes(cars, order)
    return tuple(found)


def shown(cars: Cars, found: tuple[int, ...]) -> list[float]:
    """Give costs as they are told: cars, places, or seconds of work."""
    each = zip(found, units(cars), strict=True)
    return [cost if unit == 1 else cost / unit for cost, unit in each]


def score(found: Sequence[float]) -> float:
    """Give the costs as one number: a million for the first, a thousand, one.

    With one objective it is that; this is how the ROADEF challenge of 2005 counts.
    """
    if len(found) == 1:
        return found[0]
    weights = [10 ** max(6 - 3 * rank, 0) for rank in range(len(found))]
    total: float = sum(w * each for w, each in zip(weights, found, strict=True))
    return total


def longest_batch(cars: Cars, order: Whole) -> int:
    """Give the most cars of one colour in a row in the day; 0 without cars."""
    painted = cars.colours[order][cars.tail :]
    if not painted.size:
        return 0
    borders = np.flatnonzero(np.diff(painted)) + 1
    return int(np.diff(np.concatenate([[0], borders, [painted.size]])).max())


def first_order(cars: Cars) -> Whole | None:
    """Give the order that cars are given in, or one that keeps the batch limit.

    Where the order given has too many of one colour in a row, the day is laid out anew:
    always the colour of which most are left, unless that makes too many. None if no
    order keeps the limit.
    """
    given = np.arange(cars.length)
    limit = cars.batch_limit or cars.length
    if longest_batch(cars, given) <= limit:
        return given
    left: dict[int, list[int]] = {}
    for car in range(cars.length - 1, cars.tail - 1, -1):
        left.setdefault(int(cars.colours[car]), []).append(car)
    order = list(range(cars.tail))
    last, row = -1, 0
    while left:
        able = [colour for colour in left if colour != last or row < limit]
        if not able:
            return None
        colour = max(able, key=lambda each: (len(left[each]), -each))
        row = row + 1 if colour == last else 1
        last = colour
        order.append(left[colour].pop())
        if not left[colour]:
            del left[colour]
    return np.array(order, dtype=np.int64)
