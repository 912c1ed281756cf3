"""Whether a roster exists, by another model and another solver: HiGHS, not CP-SAT.

Every rule is a row of a program of whole numbers, written from its words; nothing is
made least.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from zauyt.studies.staffing.rosters import Case

MINUTES_MOST = 1e6


class Rows:
    """Rows ``low <= sum of share x variable <= high``, as they are found."""

    def __init__(self, variables: int) -> None:
        self.variables = variables
        self.entries: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, parts: dict[int, float], low: float, high: float) -> None:
        """Add a row."""
        for column, share in parts.items():
            self.entries.append((len(self.low), column, share))
        self.low.append(low)
        self.high.append(high)


def solvable(case: Case, *, seconds: float = 60.0) -> bool | None:
    """Tell whether a roster keeps every rule; None where the time was over."""
    posts = {}
    for name, one in case.people.items():
        for day, date in enumerate(case.days):
            for turn, each in enumerate(case.turns):
                for skill in case.needs:
                    if (case.open_days[day] and skill in one.skills
                            and each.name in one.shifts and date not in one.leave
                            and not too_long(case, turn)):  # fmt: skip
                        posts[name, day, turn, skill] = len(posts)
    size = case.limits.accounting_weeks or 1
    monday = case.days[0].toordinal() - case.days[0].weekday()
    accounts = defaultdict(list)
    for day, date in enumerate(case.days):
        accounts[(date.toordinal() - monday) // 7 // size].append(day)
    extra = {
        (name, account): len(posts) + at
        for at, (name, account) in enumerate(
            (name, account) for name in case.people for account in accounts
        )
    }
    rows = Rows(len(posts) + len(extra))
    _filled(case, posts, rows)
    for name in case.people:
        mine = {key[1:3]: [] for key in posts if key[0] == name}
        for (who, day, turn, _), column in posts.items():
            if who == name:
                mine[day, turn].append(column)
        _person(case, name, mine, rows)
        if case.limits.week_min is not None:
            _hours(case, name, mine, dict(accounts), extra, rows)
    return _solved(rows, len(posts), seconds)


def too_long(case: Case, turn: int) -> bool:
    limits = case.limits
    if limits.day_min is None or limits.week_min is None:
        return False
    more = limits.overtime_day_min if limits.overtime else 0
    return case.turns[turn].work_min > limits.day_min + more


def _filled(case: Case, posts, rows: Rows) -> None:
    for day, is_open in enumerate(case.open_days):
        for turn in range(len(case.turns)):
            for skill, needed in case.needs.items():
                own = {column: 1.0 for (_, d, t, s), column in posts.items()
                       if (d, t, s) == (day, turn, skill)}  # fmt: skip
                if is_open:
                    rows.add(own, needed, needed)


def _person(case: Case, name: str, mine, rows: Rows) -> None:
    limits, days = case.limits, range(len(case.days))
    on = {day: {c: 1.0 for (d, _), cs in mine.items() if d == day for c in cs}
          for day in days}  # fmt: skip
    for day in days:
        rows.add(on[day], 0, 1)
    for day in days[:-1]:
        for before, one in enumerate(case.turns):
            for after, two in enumerate(case.turns):
                rest = 24 * 60 - one.end_min + two.begin_min
                both = [*mine.get((day, before), []), *mine.get((day + 1, after), [])]
                if rest < limits.daily_rest_min and both:
                    rows.add(dict.fromkeys(both, 1.0), 0, 1)
    for first in range(len(case.days) - limits.most_in_row):
        run = {}
        for day in range(first, first + limits.most_in_row + 1):
            run |= on[day]
        rows.add(run, 0, limits.most_in_row)
    weeks = defaultdict(list)
    for day, date in enumerate(case.days):
        weeks[date.toordinal() - date.weekday()].append(day)
    for week in weeks.values():
        if len(week) == 7:
            rows.add({c: 1.0 for day in week for c in on[day]}, 0,
                     7 - limits.weekly_rest_days)  # fmt: skip


def _hours(case: Case, name: str, mine, accounts, extra, rows: Rows) -> None:
    limits, one = case.limits, case.people[name]
    a_day = limits.overtime_day_min if limits.overtime else 0
    months, years = defaultdict(dict), defaultdict(dict)
    for account, days in accounts.items():
        length, beyond, count = {}, {}, {}
        for (day, turn), columns in mine.items():
            if day in days:
                work = case.turns[turn].work_min
                for column in columns:
                    length[column], count[column] = float(work), float(a_day)
                    if limits.day_min is not None and work > limits.day_min:
                        beyond[column] = float(work - limits.day_min)
        most = limits.week_min
        if limits.accounting_weeks is not None:
            norm = sum(
                (case.norm[day] if case.norm else case.days[day].weekday() < 5)
                and case.days[day] not in one.leave
                for day in days
            )
            most = limits.week_min * norm // 5
        over = extra[name, account]
        rows.add(length | {over: -1.0}, -np.inf, most)
        rows.add(beyond | {over: -1.0}, -np.inf, 0)
        rows.add({over: 1.0} | {c: -n for c, n in count.items()}, -np.inf, 0)
        first = case.days[days[0]]
        months[first.year, first.month][over] = 1.0
        years[first.year][over] = 1.0
    for year, parts in years.items():
        before = one.overtime_before_min if year == case.days[0].year else 0
        rows.add(parts, 0, max(0, limits.overtime_year_min - before))
    if limits.accounting_weeks is None:
        for parts in months.values():
            rows.add(parts, 0, limits.overtime_month_min)


def _solved(rows: Rows, whole: int, seconds: float) -> bool | None:
    # A row without variables is either kept or breaks the whole program.
    used = {row for row, _, _ in rows.entries}
    for row, (low, high) in enumerate(zip(rows.low, rows.high, strict=True)):
        if row not in used and not low <= 0 <= high:
            return False
    if not rows.variables or not rows.entries:
        return True
    at, columns, shares = zip(*rows.entries, strict=True)
    shape = (len(rows.low), rows.variables)
    a = coo_array((shares, (at, columns)), shape=shape).tocsr()
    is_whole = np.arange(rows.variables) < whole
    given = milp(
        np.zeros(rows.variables),
        constraints=LinearConstraint(a, rows.low, rows.high),
        integrality=is_whole.astype(int),
        bounds=Bounds(0, np.where(is_whole, 1.0, MINUTES_MOST)),
        options={"time_limit": seconds},
    )
    return {0: True, 2: False}.get(given.status)
