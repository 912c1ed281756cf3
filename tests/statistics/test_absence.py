"""How many are absent: against sums over every state of every person."""

from __future__ import annotations

import itertools
import math

import pytest

from zauyt.statistics.absence import (
    Days,
    kinds_of_day,
    least_people,
    no_short_day,
    short_spell_days,
    step_chances,
    whole_chance,
)


def one_kind(chance: float) -> Days:
    return Days((chance,), (1.0,))


def by_hand(people: int, needed: int, chance: float) -> float:
    """Add up the binomial law term by term."""
    return sum(
        math.comb(people, absent) * chance**absent * (1 - chance) ** (people - absent)
        for absent in range(people - needed + 1)
    )


def every_way(people: int, needed: int, chances: list[float], mean: float) -> float:
    """Add up the chances of every way in which nobody is missed on any day.

    A way says of every person on every day whether absent: 2 ** (people x days).
    """
    ways = list(itertools.product((False, True), repeat=len(chances)))
    of_one = []
    for way in ways:
        chance = chances[0] if way[0] else 1 - chances[0]
        for day in range(1, len(chances)):
            stays, begins = step_chances(chances[day - 1], chances[day], mean)
            away = stays if way[day - 1] else begins
            chance *= away if way[day] else 1 - away
        of_one.append(chance)
    total = 0.0
    for team in itertools.product(range(len(ways)), repeat=people):
        absent = [sum(ways[one][day] for one in team) for day in range(len(chances))]
        if max(absent) <= people - needed:
            total += math.prod(of_one[one] for one in team)
    return total


@pytest.mark.parametrize("chance", [0.0, 0.017, 0.04, 0.3])
@pytest.mark.parametrize(("people", "needed"), [(3, 3), (12, 10), (69, 63)])
def test_on_one_day_the_number_absent_is_binomial(people, needed, chance):
    found = whole_chance(people, needed, one_kind(chance))
    assert found == pytest.approx(by_hand(people, needed, chance), abs=1e-12)
    same = no_short_day(people, needed, [chance], 5.0)
    assert same == pytest.approx(found, abs=1e-12)


def test_the_least_number_is_enough_and_one_fewer_is_not():
    for needed, chance, wanted in itertools.product(
        (1, 2, 7, 63, 394), (0.0, 0.02, 0.065, 0.5), (0.5, 0.95, 0.999)
    ):
        days = one_kind(chance)
        people = least_people(needed, days, wanted)
        assert whole_chance(people, needed, days) >= wanted
        assert whole_chance(people - 1, needed, days) < wanted


def test_nobody_is_needed_for_no_post():
    assert least_people(0, one_kind(0.1), 0.95) == 0


@pytest.mark.parametrize("mean", [1.2, 2.0, 5.0, 40.0])
@pytest.mark.parametrize(
    "chances", [[0.1] * 3, [0.1, 0.3, 0.1], [0.3, 0.02, 0.3], [0.0, 0.4, 0.0]]
)
def test_spells_over_days_agree_with_every_way_there_is(chances, mean):
    for people, needed in ((1, 1), (3, 2), (3, 3), (4, 2)):
        found = no_short_day(people, needed, chances, mean)
        wanted = every_way(people, needed, chances, mean)
        assert found == pytest.approx(wanted, abs=1e-12)


def test_spells_leave_the_share_absent_on_each_day_as_it_is():
    for before, after, mean in itertools.product(
        (0.0, 0.01, 0.2, 0.9), (0.0, 0.02, 0.5, 0.95), (1.0, 3.0, 30.0)
    ):
        stays, begins = step_chances(before, after, mean)
        assert 0 <= stays <= 1
        assert 0 <= begins <= 1
        assert before * stays + (1 - before) * begins == pytest.approx(after)


def test_an_absence_lasts_its_mean_on_days_alike():
    stays, begins = step_chances(0.04, 0.04, 5.0)
    assert 1 / (1 - stays) == pytest.approx(5)
    # On average a person is away 5 days, then there for 120, which makes 4 %.
    assert 1 / begins == pytest.approx(5 * 0.96 / 0.04)


def test_longer_spells_make_a_whole_week_likelier_and_short_days_come_together():
    weeks = [no_short_day(69, 63, [0.04] * 5, mean) for mean in (1.1, 2, 5, 20)]
    assert weeks == sorted(weeks)
    spells = [short_spell_days(69, 63, 0.04, mean) for mean in (1.1, 2, 5, 20)]
    assert all(each is not None and each >= 1 for each in spells)
    assert spells == sorted(spells)


def test_short_days_last_as_long_as_one_persons_absence_when_one_is_needed():
    assert short_spell_days(1, 1, 0.04, 5.0) == pytest.approx(5)
    assert short_spell_days(5, 1, 0.0, 5.0) is None


@pytest.mark.parametrize("factor", [1.0, 1.3, 3.0, 30.0])
def test_days_at_holidays_keep_the_mean_of_the_year(factor):
    days = kinds_of_day(0.04, factor, 0.08)
    mean = sum(c * s for c, s in zip(days.chance, days.share, strict=True))
    assert mean == pytest.approx(0.04)
    assert max(days.chance) <= 1
    if factor == 3:
        assert days.chance[1] == pytest.approx(3 * days.chance[0])


def test_the_law_of_a_day_taken_at_random_is_the_mixture_of_both_kinds():
    days = kinds_of_day(0.05, 4.0, 0.1)
    wanted = sum(
        share * by_hand(40, 36, chance)
        for chance, share in zip(days.chance, days.share, strict=True)
    )
    assert whole_chance(40, 36, days) == pytest.approx(wanted, abs=1e-12)
    assert whole_chance(40, 36, days) < by_hand(40, 36, 0.05), "bunching costs people"
