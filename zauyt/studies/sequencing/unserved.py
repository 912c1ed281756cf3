"""Orders that a rule has no place for, and the rule that they are named with.

Windows are gone through from the first to the last; of one with too many its last cars
of the day are taken, which later windows hold longest. No fewer would do: had other
cars, without the option, their places, the rule would be kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from zauyt.plant.orders.cars import Cars, Rule, Whole
from zauyt.results.column import Column
from zauyt.results.result import Table, of_rows


@dataclass(frozen=True)
class Unserved:
    """A car of the day, its position from 0, and the first window it is too many in."""

    place: int
    position: int
    first: int
    last: int


def unserved(cars: Cars, place: int, order: Whole) -> list[Unserved]:
    """Give the fewest cars of the day without which a rule would be kept."""
    rule = cars.rules[place]
    has = cars.options[order, place].tolist()
    first, last = cars.windows(rule)
    found = []
    for begin in range(first, last + 1):
        end = min(begin + rule.span, cars.length)
        if has[end - 1] == 0 and begin > first:
            continue  # it holds no more than the window before
        at = end
        many = sum(has[begin:end]) - rule.most
        while many > 0 and at > max(begin, cars.tail):
            at -= 1
            if has[at]:
                has[at] = 0
                many -= 1
                found.append(
                    Unserved(
                        place, at - cars.tail, begin - cars.tail, end - 1 - cars.tail
                    )
                )
    return found


def unserved_at_least(cars: Cars, place: int) -> int:
    """Give how many cars of the day a rule has no place for, in any order."""
    rule = cars.rules[place]
    day = int(cars.options[cars.tail :, place].sum())
    return max(day - _room(rule, cars.count), 0)


def _room(rule: Rule, count: int) -> int:
    """Give the most cars with an option that so many positions have places for."""
    whole, rest = divmod(count, rule.span)
    if not rule.cut and whole == 0:
        return count
    return whole * rule.most + min(rest, rule.most)


def unserved_table(cars: Cars, order: Whole) -> Table:
    """Give the orders that rules have no place for, each with its rule and window."""
    day = order[cars.tail :]
    every = [
        each
        for place in range(len(cars.rules))
        for each in unserved(cars, place, order)
    ]
    every.sort(key=lambda each: (each.position, each.place))
    return of_rows(
        [
            (
                cars.names[day[each.position]], each.position + 1,
                cars.rules[each.place].name, cars.rules[each.place].most,
                cars.rules[each.place].span, each.first + 1, each.last + 1,
            )
            for each in every
        ],
        Column("order", "", "order that a rule has no place for", "text"),
        Column("position", "1", "its position in the day, from 1"),
        Column("rule", "", "rule", "text"),
        Column("most", "1", "cars at most"),
        Column("span", "1", "in so many successive ones"),
        Column("first", "1", "first position of the window that is full without it"),
        Column("last", "1", "last position of that window"),
    )  # fmt: skip
