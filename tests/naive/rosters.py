"""Whether a roster keeps every rule, told without a solver; and every roster there is.

Written from the words of the rules, not from the model: days are walked one by one.
"""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

from zauyt.studies.staffing.rosters import Case

DAY = datetime.timedelta(days=1)


def broken(case: Case, posts: Iterable[tuple[str, int, int, str]]) -> list[str]:
    """List the rules that a roster breaks, in words; none if it keeps all."""
    posts = list(posts)
    found = list(_of_posts(case, posts))
    for name in case.people:
        mine = {place: turn for person, place, turn, _ in posts if person == name}
        found += _of_person(case, name, mine)
    return found


def _of_posts(case: Case, posts: list[tuple[str, int, int, str]]) -> Iterator[str]:
    twice = Counter((person, place) for person, place, _, _ in posts)
    for (person, place), count in twice.items():
        if count > 1:
            yield f"one: {person} has {count} posts on {case.days[place]}"
    for person, place, turn, skill in posts:
        one = case.people[person]
        if skill not in one.skills:
            yield f"skill: {person} cannot do {skill}"
        if case.turns[turn].name not in one.shifts:
            yield f"shift: {person} may not work {case.turns[turn].name}"
        if case.days[place] in one.leave:
            yield f"leave: {person} is on leave on {case.days[place]}"
    filled = Counter((place, turn, skill) for _, place, turn, skill in posts)
    for place, is_open in enumerate(case.open_days):
        for turn, skill in itertools.product(range(len(case.turns)), case.needs):
            wanted = case.needs[skill] if is_open else 0
            if filled[place, turn, skill] != wanted:
                yield (
                    f"posts: {filled[place, turn, skill]} of {wanted} {skill} on"
                    f" {case.days[place]}"
                )


def _of_person(case: Case, name: str, mine: dict[int, int]) -> Iterator[str]:
    limits = case.limits
    worked: Counter[datetime.date] = Counter()
    covered: Counter[datetime.date] = Counter()
    run = 0
    for place, day in enumerate(case.days):
        monday = day - day.weekday() * DAY
        covered[monday] += 1
        if place not in mine:
            run = 0
            continue
        run += 1
        if run > limits.most_in_row:
            yield f"days_in_row: {name} works {run} days in a row on {day}"
        turn = case.turns[mine[place]]
        worked[monday] += 1
        if place + 1 in mine:
            following = case.turns[mine[place + 1]]
            rest = 24 * 60 - turn.end_min + following.begin_min
            if rest < limits.daily_rest_min:
                yield f"daily_rest_h: {name} rests {rest} min after {day}"
    for monday, count in covered.items():
        off = count - worked[monday]
        if count == 7 and off < limits.weekly_rest_days:
            yield f"weekly_rest: {name} has {off} days off from {monday}"
    yield from _of_hours(case, name, mine)


def _of_hours(case: Case, name: str, mine: dict[int, int]) -> Iterator[str]:
    """List what the hours of one person break: days, weeks or accounts, overtime."""
    limits = case.limits
    if limits.week_min is None:
        return
    size = limits.accounting_weeks or 1
    begin = case.days[0] - case.days[0].weekday() * DAY
    minutes: Counter[int] = Counter()
    norm: Counter[int] = Counter()
    worked: Counter[int] = Counter()
    beyond: Counter[int] = Counter()
    first: dict[int, datetime.date] = {}
    a_day = limits.overtime_day_min if limits.overtime else 0
    for place, day in enumerate(case.days):
        account = (day - begin).days // 7 // size
        first.setdefault(account, day)
        counts = case.norm[place] if case.norm else day.weekday() < 5
        if counts and day not in case.people[name].leave:
            norm[account] += 1
        if place not in mine:
            continue
        length = case.turns[mine[place]].work_min
        minutes[account] += length
        worked[account] += 1
        if limits.day_min is not None:
            if length > limits.day_min + a_day:
                yield f"day_h: {name} works {length} min on {day}"
            beyond[account] += max(0, length - limits.day_min)
    months: Counter[str] = Counter()
    years: Counter[int] = Counter()
    for account, day in first.items():
        most = limits.week_min
        if limits.accounting_weeks is not None:
            most = limits.week_min * norm[account] // 5
        over = max(0, minutes[account] - most, beyond[account])
        if over > worked[account] * a_day:
            yield f"week_h: {name} works {minutes[account]} min from {day}"
        months[f"{day:%Y-%m}"] += over
        years[day.year] += over
    if not limits.overtime:
        return
    if limits.accounting_weeks is None:
        for month, over in months.items():
            if over > limits.overtime_month_min:
                yield f"overtime_month_h: {name} has {over} min in {month}"
    for year, over in years.items():
        before = case.people[name].overtime_before_min
        if year == case.days[0].year:
            over += before
        if over > max(limits.overtime_year_min, before):
            yield f"overtime_year_h: {name} has {over} min in {year}"


def exists(case: Case) -> bool:
    """Tell, by trying every one, whether a roster keeps all rules (small cases)."""
    choices = []
    for place in range(len(case.days)):
        day = []
        for person in case.people:
            mine: list[tuple[str, int, int, str] | None] = [None]
            mine += [
                (person, place, turn, skill)
                for turn in range(len(case.turns))
                for skill in case.needs
                if case.may_work(person, place, turn, skill)
                and case.days[place] not in case.people[person].leave
            ]
            day.append(mine)
        fitting = []
        for chosen in itertools.product(*day):
            posts = [each for each in chosen if each is not None]
            if not [b for b in _of_posts(case, posts) if _on_day(b, case, place)]:
                fitting.append(posts)
        choices.append(fitting)
    return any(
        not broken(case, itertools.chain.from_iterable(chosen))
        for chosen in itertools.product(*choices)
    )


def _on_day(said: str, case: Case, place: int) -> bool:
    return not said.startswith("posts") or said.endswith(str(case.days[place]))
