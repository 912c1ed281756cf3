"""The law's hours in a roster's model: day, week or time of account, overtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zauyt.studies.staffing.rosters import FIVE, MONTH, YEAR, Limits

if TYPE_CHECKING:
    from zauyt.studies.staffing.solver import Model


def most_overtime_min(limits: Limits) -> int:
    """Give what no time of account has more overtime than."""
    if limits.accounting_weeks is not None:
        return limits.overtime_year_min
    return limits.overtime_month_min


def working_time(model: Model, person: str) -> None:
    """Add the law's hours of one person."""
    case, limits = model.case, model.case.limits
    if limits.week_min is None:
        return
    allowed = limits.overtime or model.loose == "overtime"
    _days(model, person, allowed=allowed)
    cap = most_overtime_min(limits) if allowed else 0
    if allowed and model.loose in ("overtime_month_h", "overtime_year_h"):
        cap = len(case.days) * 1440
    over: list[Any] = []
    for account in case.accounts:
        extra = model.model.new_int_var(0, cap, "")
        worked = sum(model.work[person, place] for place in account)
        model.model.add(extra <= worked * limits.overtime_day_min)
        most = case.allowed_min(person, account) + _moved(model, person, account)
        beyond: Any = 0
        if model.loose == "week_h":
            beyond = model.model.new_int_var(0, len(account) * 1440, "")
            model.slack.append(beyond)
        model.model.add(_minutes(model, person, account) <= most + extra + beyond)
        if limits.day_min is not None and model.loose != "day_h":
            model.model.add(extra >= _beyond_days(model, person, account))
        over.append(extra)
    _months_and_years(model, person, over)
    model.overtime += over
    if model.loose == "overtime":
        model.slack += over


def _moved(model: Model, person: str, account: list[int]) -> Any:
    """Give what leave that is moved adds to a time accounted in sum."""
    limits = model.case.limits
    if limits.accounting_weeks is None or limits.week_min is None:
        return 0
    return sum(
        model.moved[person, place] * (limits.week_min // FIVE)
        for place in account
        if (person, place) in model.moved and model.case.is_norm(place)
    )


def _minutes(model: Model, person: str, days: list[int]) -> Any:
    return sum(
        model.shift[person, place, turn] * each.work_min
        for place in days
        for turn, each in enumerate(model.case.turns)
        if (person, place, turn) in model.shift
    )


def _beyond_days(model: Model, person: str, days: list[int]) -> Any:
    """Give the minutes beyond the length of a day."""
    day_min = model.case.limits.day_min
    assert day_min is not None, "days without a most"
    return sum(
        model.shift[person, place, turn] * max(0, each.work_min - day_min)
        for place in days
        for turn, each in enumerate(model.case.turns)
        if (person, place, turn) in model.shift
    )


def _days(model: Model, person: str, *, allowed: bool) -> None:
    """Forbid the shifts that are longer than a day with its overtime may be."""
    limits = model.case.limits
    if limits.day_min is None:
        return
    most = limits.day_min + (limits.overtime_day_min if allowed else 0)
    for turn, each in enumerate(model.case.turns):
        if each.work_min <= most:
            continue
        for place in range(len(model.case.days)):
            worked = model.shift.get((person, place, turn))
            if worked is None:
                continue
            if model.loose == "day_h":
                model.slack.append(worked * (each.work_min - most))
            else:
                model.model.add(worked == 0)


def _months_and_years(model: Model, person: str, over: list[Any]) -> None:
    """Bound overtime by month, where time is not accounted in sum, and by year."""
    case, limits = model.case, model.case.limits
    before = case.people[person].overtime_before_min
    first_year = True
    for accounts in case.by_begin(YEAR):
        most = limits.overtime_year_min - (before if first_year else 0)
        total = sum(over[number] for number in accounts)
        _bounded(model, total, max(0, most), "overtime_year_h")
        first_year = False
    if limits.accounting_weeks is None:
        for accounts in case.by_begin(MONTH):
            total = sum(over[number] for number in accounts)
            _bounded(model, total, limits.overtime_month_min, "overtime_month_h")


def _bounded(model: Model, total: Any, most: int, rule: str) -> None:
    if model.loose == rule:
        more = model.model.new_int_var(0, len(model.case.days) * 1440, "")
        model.slack.append(more)
        model.model.add(total <= most + more)
    else:
        model.model.add(total <= most)
