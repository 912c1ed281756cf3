"""Whether the shifts that people work keep to the law that the plant names."""

from __future__ import annotations

from collections.abc import Iterator

from zauyt.errors import Problem
from zauyt.plant.checks.employment import calendar_by_name
from zauyt.plant.checks.hours import calendar_of
from zauyt.plant.labour import LabourLaw, law_for, law_of, laws
from zauyt.plant.line import Line, stations_of
from zauyt.plant.plant import Plant
from zauyt.plant.time import Calendar, clock_min
from zauyt.plant.workforce import Workforce


def breaks_of(calendar: Calendar, shift: str) -> dict[str, float]:
    """Give the minutes of each break inside a shift."""
    begin, end = clock_min(calendar.shifts[shift])
    found = {name: float(length) for name, length in calendar.breaks_min.items()}
    for name, clock in calendar.breaks.items():
        first, last = clock_min(clock)
        inside = sum(
            max(0, min(end, last + move) - max(begin, first + move))
            for move in (-1440, 0, 1440)
        )
        if inside:
            found[name] = found.get(name, 0.0) + inside
    return found


def paid_min(calendar: Calendar, shift: str, unpaid: tuple[str, ...]) -> float:
    """Give the working time of a shift: its length without its unpaid breaks."""
    begin, end = clock_min(calendar.shifts[shift])
    rests = breaks_of(calendar, shift)
    return end - begin - sum(rests[name] for name in rests if name in unpaid)


def followed(plant: Plant) -> dict[str, Calendar]:
    """Give the calendars that people follow: crews, roles, rosters."""
    found: dict[str, Calendar] = {}
    names = {id(calendar): name for name, calendar in plant.calendars.items()}
    lines = plant.lines.values()
    asked = [
        *(calendar_of(plant, line) for line in lines if _crewed(line)),
        *(calendar_by_name(plant, role.calendar) for role in plant.roles.values()),
        *(calendar_by_name(plant, team.calendar) for team in plant.rosters.values()),
    ]
    for calendar in asked:
        if calendar is not None:
            found[names[id(calendar)]] = calendar
    return found


def check_law(plant: Plant) -> Iterator[Problem]:
    """Yield the shifts that no law of the plant allows; what is named must exist."""
    workforce = plant.workforce
    if workforce is not None and workforce.law is None:
        if workforce.accounting_weeks is not None:
            message = "needs workforce.law: it is a law's hours that are taken in sum"
            yield Problem("workforce.accounting_weeks", message, "no_law")
        return
    if plant.workforce is None or plant.workforce.law not in laws():
        return
    law = law_for(plant.workforce)
    assert law is not None, "a workforce with a law"
    for place, name in enumerate(plant.workforce.unpaid_breaks):
        if name != "meal" and not any(
            name in (*each.breaks, *each.breaks_min)
            for each in plant.calendars.values()
        ):
            message = f"no calendar has a break {name}"
            path = f"workforce.unpaid_breaks.{place}"
            yield Problem(path, message, "unknown_reference")
    yield from _agreed(plant.workforce, law)
    yield from _leave(plant.workforce, law)
    for name, calendar in followed(plant).items():
        for shift in calendar.shifts:
            yield from _shift(plant, law, f"calendars.{name}", calendar, shift)


LEAST = frozenset(
    ("meal_break_min", "daily_rest_h", "weekly_rest_days", "leave_days",
     "harmful_leave_days")
)  # fmt: skip
"""Rules that set a least; the others set a most, or say when it is night."""

HOURS = frozenset(("week_h", "harmful_week_h", "day_h", "harmful_day_h", "shift_h"))

NIGHT = frozenset(("night_from_h", "night_to_h"))


def _agreed(workforce: Workforce, law: LabourLaw) -> Iterator[Problem]:
    """Warn of agreed numbers that give people less than the law does."""
    assert workforce.law is not None, "agreed without a law"
    stated = law_of(workforce.law)
    for name, value in workforce.agreed.items():
        if name not in stated.rules or name in NIGHT:
            continue
        rule = stated.rules[name]
        if name in HOURS and not value:
            message = f"0 {rule.unit}: nobody could work; above 0 is wanted"
            yield Problem(f"workforce.agreed.{name}", message, "law_agreed")
        elif value < rule.value if name in LEAST else value > rule.value:
            message = (
                f"{value:g} {rule.unit} gives less than {_cited(stated, name)}, which"
                f" says {rule.value:g} {rule.unit}: true only if a newer text says so"
            )
            path = f"workforce.agreed.{name}"
            yield Problem(path, message, "law_agreed", severity="warning")
    weeks, most = workforce.accounting_weeks, law.value("accounting_weeks")
    if weeks is not None and weeks > most:
        message = f"{weeks} weeks; {_cited(law, 'accounting_weeks')} allows {most:g}"
        yield Problem("workforce.accounting_weeks", message, "law_accounting_weeks")


def _leave(workforce: Workforce, law: LabourLaw) -> Iterator[Problem]:
    """Yield leave that is shorter than the law's."""
    for name in ("leave_days", "harmful_leave_days"):
        days, least = getattr(workforce, name), law.value(name)
        if days is not None and days < least:
            message = f"{days:g} days; {_cited(law, name)} wants at least {least:g} d"
            yield Problem(f"workforce.{name}", message, f"law_{name}")


def _shift(
    plant: Plant, law: LabourLaw, path: str, calendar: Calendar, shift: str
) -> Iterator[Problem]:
    assert plant.workforce is not None
    hours = paid_min(calendar, shift, plant.workforce.unpaid_breaks) / 60
    most = law.value("shift_h")
    if hours > most + 1e-9:
        yield Problem(
            f"{path}.shifts.{shift}",
            f"{hours:g} h of work; {_cited(law, 'shift_h')} allows {most:g} h a shift",
            "law_shift_h",
        )
    least = law.value("meal_break_min")
    longest = max(breaks_of(calendar, shift).values(), default=0.0)
    rest = plant.workforce.rest_min or 0.0
    if max(longest, rest) < least:
        found = f"its longest break is {longest:g} min" if longest else "has no break"
        yield Problem(
            f"{path}.shifts.{shift}",
            f"{found}; {_cited(law, 'meal_break_min')} wants {least:g} min for rest and"
            " a meal, in the calendar or, relieved at work, as workforce.rest_min",
            "law_meal_break_min",
        )


def _cited(law: LabourLaw, rule: str) -> str:
    return f"rule {rule} of {law.law} (article {law.rules[rule].article})"


def _crewed(line: Line) -> bool:
    return any(station.crew for station in stations_of(line).values())
