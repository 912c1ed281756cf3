"""The same plant without something that its file states as a cause of loss."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from zauyt.plant.mature import lines_at_speed
from zauyt.plant.plant import Plant
from zauyt.plant.time import Calendar, weekdays

ENOUGH = 10_000
"""People or repair crews that are never short."""


def without(
    plant: Plant, cause: str, holidays: Mapping[datetime.date, str]
) -> Plant | None:
    """Give the plant without a cause of loss, or None if it cannot be taken out.

    Parameters
    ----------
    plant
        The plant.
    cause
        Its name in the waterfall: ``break:meal``, ``maintenance:clean``.
    holidays
        Public holidays by date, for ``holiday:NAME``.
    """
    kind, _, name = cause.partition(":")
    if kind in ("break", "holiday", "closed_day", "shutdown"):
        return _with_calendars(plant, _opening(kind, name, holidays))
    if kind in ("maintenance", "kits", "kit"):
        group = "kits" if kind == "kit" else kind
        left = {key: each for key, each in getattr(plant, group).items() if key != name}
        return plant.model_copy(update={group: left})
    if kind == "launch":
        return plant.model_copy(
            update={"launch": {}, "lines": lines_at_speed(plant.lines)}
        )
    if kind in ("crew", "people"):
        people = {
            key: skill.model_copy(update={"by_shift": ENOUGH, "absence": 0.0})
            if name in ("", key)
            else skill
            for key, skill in plant.people.items()
        }
        return plant.model_copy(update={"people": people})
    if kind == "repair_crew":
        crews = {**plant.repair_crews, name: ENOUGH}
        return plant.model_copy(update={"repair_crews": crews})
    return None


def _with_calendars(plant: Plant, opened: Callable[[Calendar], Calendar]) -> Plant:
    calendars = {name: opened(each) for name, each in plant.calendars.items()}
    return plant.model_copy(update={"calendars": calendars})


def _opening(
    kind: str, name: str, holidays: Mapping[datetime.date, str]
) -> Callable[[Calendar], Calendar]:
    """Give what opens a calendar where it is closed for a reason."""

    def opened(calendar: Calendar) -> Calendar:
        update: dict[str, Any] = {}
        if kind == "break":
            for group in ("breaks", "breaks_min"):
                stated = getattr(calendar, group)
                update[group] = {key: stated[key] for key in stated if key != name}
        elif kind == "holiday":
            usual = weekdays(calendar.days)
            dates = (
                date
                for date, called in holidays.items()
                if called == name and date.weekday() in usual
            )
            update["open_days"] = tuple(sorted({*calendar.open_days, *dates}))
        elif kind == "closed_day":
            update["closed_days"] = ()
        else:
            reason = name or "shutdown"
            update["shutdowns"] = tuple(
                each for each in calendar.shutdowns if each.reason != reason
            )
        return calendar.model_copy(update=update)

    return opened
