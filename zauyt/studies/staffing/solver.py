"""Rosters by a constraint solver (CP-SAT): who works which shift on which day.

Rules that always hold: one post a day and person, of a skill and shift that the person
has; as many people at every post as it needs; the law's hours a week and day, overtime,
rest between shifts and days off; the longest run of days; granted leave. Among rosters
that keep them, the solver takes the one that denies fewest wishes, then has least
overtime where that may be planned with, then the least spread of days at work and of
each shift over people, then changes shifts least.

Where no roster keeps all rules, each rule in turn is loosened by itself, as little as
will do. One thread, a fixed seed and a limit in the solver's own time, not the clock's,
make the same roster of the same case wherever it is solved.

References
----------
L. Perron and F. Didier, CP-SAT, part of OR-Tools: the solver.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from zauyt.errors import NotInstalled
from zauyt.studies.staffing.rosters import Case
from zauyt.studies.staffing.working_time import most_overtime_min, working_time

Rule = Literal[
    "overtime", "leave", "days_in_row", "posts", "week_h", "day_h", "daily_rest_h",
    "weekly_rest", "overtime_month_h", "overtime_year_h", "accounting_weeks",
]  # fmt: skip

Search = Literal["one", "in_turns"]
"""One way of searching, or several in turns, which is as deterministic."""

PERMITTED: tuple[Rule, ...] = ("overtime", "leave", "days_in_row", "posts")
"""Rules that the plant itself may loosen, in the order in which they are tried."""

LAWFUL: tuple[Rule, ...] = (
    "week_h", "day_h", "daily_rest_h", "weekly_rest", "overtime_month_h",
    "overtime_year_h", "accounting_weeks",
)  # fmt: skip
"""Rules of the law: that one binds is told, but it is not loosened."""

UNITS: dict[Rule, str] = {
    "overtime": "h", "leave": "d", "days_in_row": "d", "posts": "1",
    "week_h": "h", "day_h": "h", "daily_rest_h": "1", "weekly_rest": "d",
    "overtime_month_h": "h", "overtime_year_h": "h", "accounting_weeks": "week",
}  # fmt: skip

Post = tuple[str, int, int, str]
"""Person, place of the day, number of the shift, skill."""


@dataclass(frozen=True)
class Filled:
    """A roster: posts that are filled; ``proven`` if no better one exists."""

    posts: frozenset[Post]
    proven: bool


@dataclass(frozen=True)
class Loosened:
    """How much of one rule must give so that a roster exists; ``None`` if none does."""

    rule: Rule
    amount: float | None
    filled: Filled | None
    proven: bool


class Undecided(Exception):
    """The solver's time was over before it knew whether a roster exists."""


def fill(case: Case, *, effort: float, seed: int) -> Filled | None:
    """Give the best roster that keeps all rules, or None if there is none.

    It is first asked whether there is any at all, then for a better one.

    Raises
    ------
    Undecided
        The solver's time was too short to tell whether there is any.
    """
    first = _decided(Model(case, loose=None), effort=effort, seed=seed)
    if first is None:
        return None
    model = Model(case, loose=None)
    model.prefer()
    model.begin_with(first)
    try:
        return model.solved(effort=effort, seed=seed)
    except Undecided:
        return Filled(first.posts, proven=False)


def loosen(case: Case, rule: Rule, *, effort: float, seed: int) -> Loosened:
    """Give the least by which one rule must give, and the best roster then."""
    if rule == "accounting_weeks":
        return _accounted(case, effort=effort, seed=seed)
    model = Model(case, loose=rule)
    model.least_slack()
    try:
        filled = _decided(model, effort=effort, seed=seed)
    except Undecided:
        return Loosened(rule, None, None, proven=False)
    if filled is None:
        return Loosened(rule, None, None, proven=True)
    amount = model.slack_value / (60 if UNITS[rule] == "h" else 1)
    if rule not in PERMITTED:
        return Loosened(rule, amount, filled, filled.proven)
    better = Model(case, loose=rule)
    better.keep_slack(model.slack_value)
    better.prefer()
    better.begin_with(filled)
    try:
        shown = better.solved(effort=effort, seed=seed)
    except Undecided:
        shown = filled
    return Loosened(rule, amount, shown or filled, filled.proven)


def _accounted(case: Case, *, effort: float, seed: int) -> Loosened:
    """Give the fewest weeks in a row whose hours, taken in sum, allow a roster."""
    proven = True
    for weeks in range(1, len(case.weeks) + 1):
        limits = replace(case.limits, accounting_weeks=weeks, day_min=None)
        model = Model(replace(case, limits=limits), loose=None)
        try:
            filled = _decided(model, effort=effort, seed=seed)
        except Undecided:
            proven = False
            continue
        if filled is not None:
            return Loosened("accounting_weeks", float(weeks), filled, proven)
    return Loosened("accounting_weeks", None, None, proven)


def _decided(model: Model, *, effort: float, seed: int) -> Filled | None:
    """Solve by one way of searching, and where that does not tell, by many in turns.

    One way proves sooner that there is no roster; many find one in large teams.
    """
    try:
        return model.solved(effort=effort, seed=seed)
    except Undecided:
        return model.solved(effort=effort, seed=seed, search="in_turns")


def _cp_model() -> Any:
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise NotInstalled(
            "rosters need OR-Tools; install it by: pip install 'zauyt[people]', or"
            " leave them out: --no-rosters"
        ) from error
    return cp_model


class Model:
    """One roster as a model of CP-SAT: its variables, rules and slack."""

    def __init__(self, case: Case, *, loose: Rule | None) -> None:
        self.cp = _cp_model()
        self.case = case
        self.loose = loose
        self.model = self.cp.CpModel()
        self.slack: list[Any] = []
        self.overtime: list[Any] = []
        self.slack_value = 0
        self.post: dict[Post, Any] = {}
        self.shift: dict[tuple[str, int, int], Any] = {}
        self.work: dict[tuple[str, int], Any] = {}
        self.moved: dict[tuple[str, int], Any] = {}
        self._variables()
        self._posts()
        for person in case.people:
            working_time(self, person)
            self._rests(person)
            self._days_off(person)
            self._runs(person)

    def _variables(self) -> None:
        case = self.case
        for person, one in case.people.items():
            for place, day in enumerate(case.days):
                on_day = []
                for turn in range(len(case.turns)):
                    own = []
                    for skill in case.needs:
                        if case.may_work(person, place, turn, skill):
                            var = self.model.new_bool_var("")
                            self.post[person, place, turn, skill] = var
                            own.append(var)
                    if own:
                        self.shift[person, place, turn] = sum(own)
                        on_day += own
                work = self.model.new_bool_var("")
                self.work[person, place] = work
                self.model.add(sum(on_day) == work)
                if day in one.leave:
                    self._leave(person, place, work)

    def _leave(self, person: str, place: int, work: Any) -> None:
        if self.loose == "leave":
            moved = self.model.new_bool_var("")
            self.model.add(work <= moved)
            self.moved[person, place] = moved
            self.slack.append(moved)
        else:
            self.model.add(work == 0)

    def _posts(self) -> None:
        case = self.case
        for place, is_open in enumerate(case.open_days):
            for turn in range(len(case.turns)):
                for skill, needed in case.needs.items():
                    own = [
                        self.post[person, place, turn, skill]
                        for person in case.people
                        if (person, place, turn, skill) in self.post
                    ]
                    if not is_open or not needed:
                        self.model.add(sum(own) == 0)
                    elif self.loose == "posts":
                        empty = self.model.new_int_var(0, needed, "")
                        self.model.add(sum(own) + empty == needed)
                        self.slack.append(empty)
                    else:
                        self.model.add(sum(own) == needed)

    def _rests(self, person: str) -> None:
        case = self.case
        for place in range(len(case.days) - 1):
            for before in range(len(case.turns)):
                for after in range(len(case.turns)):
                    first = self.shift.get((person, place, before))
                    second = self.shift.get((person, place + 1, after))
                    if first is None or second is None:
                        continue
                    if case.rest_min(before, after) < case.limits.daily_rest_min:
                        self._at_most(first + second, 1, "daily_rest_h")

    def _days_off(self, person: str) -> None:
        for week in self.case.weeks:
            if len(week) == 7:
                most = 7 - self.case.limits.weekly_rest_days
                worked = sum(self.work[person, place] for place in week)
                self._at_most(worked, most, "weekly_rest")

    def _runs(self, person: str) -> None:
        most = self.case.limits.most_in_row
        for first in range(len(self.case.days) - most):
            run = range(first, first + most + 1)
            worked = sum(self.work[person, place] for place in run)
            self._at_most(worked, most, "days_in_row")

    def _at_most(self, total: Any, most: int, rule: Rule) -> None:
        if self.loose == rule:
            extra = self.model.new_int_var(0, 31, "")
            self.model.add(total <= most + extra)
            self.slack.append(extra)
        else:
            self.model.add(total <= most)

    def least_slack(self) -> None:
        """Ask for the roster that loosens the rule least."""
        self.model.minimize(sum(self.slack))

    def keep_slack(self, most: int) -> None:
        """Allow no more slack than that."""
        self.model.add(sum(self.slack) <= most)

    def prefer(self) -> None:
        """Ask for granted wishes, least overtime, even shares, then steady shifts."""
        case = self.case
        denied = [
            self.work[person, place]
            for person, one in case.people.items()
            for place, day in enumerate(case.days)
            if day in one.wishes
        ]
        spread = [self._spread([self._worked(person) for person in case.people])]
        for turn in range(len(case.turns)):
            counts = [
                self._in_turn(person, turn)
                for person, one in case.people.items()
                if len(one.shifts) > 1
            ]
            if len(counts) > 1:
                spread.append(self._spread(counts))
        changes = self._changes()
        # What comes first weighs more than all that comes after it can add up to.
        below_spread = len(changes) + 1
        below_overtime = below_spread * (len(spread) * len(case.days) + 1)
        overtime = sum(self.overtime) if case.limits.overtime else 0
        most = len(self.overtime) * most_overtime_min(case.limits) + 1
        below_denied = below_overtime * (most if case.limits.overtime else 1)
        self.model.minimize(
            below_denied * sum(denied) + below_overtime * overtime
            + below_spread * sum(spread) + sum(changes)
        )  # fmt: skip

    def _worked(self, person: str) -> Any:
        return sum(self.work[person, place] for place in range(len(self.case.days)))

    def _in_turn(self, person: str, turn: int) -> Any:
        return sum(
            self.shift[person, place, turn]
            for place in range(len(self.case.days))
            if (person, place, turn) in self.shift
        )

    def _spread(self, counts: list[Any]) -> Any:
        days = len(self.case.days)
        low = self.model.new_int_var(0, days, "")
        high = self.model.new_int_var(0, days, "")
        for count in counts:
            self.model.add(low <= count)
            self.model.add(count <= high)
        return high - low

    def _changes(self) -> list[Any]:
        """Give, for each two days in a row, whether someone changes the shift."""
        found = []
        case = self.case
        for person, one in case.people.items():
            if len(one.shifts) < 2:
                continue
            for place in range(len(case.days) - 1):
                for before in range(len(case.turns)):
                    first = self.shift.get((person, place, before))
                    others = [
                        self.shift[person, place + 1, after]
                        for after in range(len(case.turns))
                        if after != before and (person, place + 1, after) in self.shift
                    ]
                    if first is None or not others:
                        continue
                    change = self.model.new_bool_var("")
                    self.model.add(first + sum(others) <= 1 + change)
                    found.append(change)
        return found

    def begin_with(self, filled: Filled) -> None:
        """Tell the solver of a roster that it may begin with."""
        for post, var in self.post.items():
            self.model.add_hint(var, post in filled.posts)

    def solved(
        self, *, effort: float, seed: int, search: Search = "one"
    ) -> Filled | None:
        """Solve, and give the roster, or None if there is none."""
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.interleave_search = search == "in_turns"
        solver.parameters.random_seed = seed % 2**31
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self.model)
        if status == self.cp.INFEASIBLE:
            return None
        if status == self.cp.UNKNOWN:
            raise Undecided
        assert status in (self.cp.OPTIMAL, self.cp.FEASIBLE), solver.status_name()
        chosen = frozenset(
            post for post, var in self.post.items() if solver.boolean_value(var)
        )
        self.slack_value = sum(int(solver.value(each)) for each in self.slack)
        return Filled(chosen, status == self.cp.OPTIMAL)
