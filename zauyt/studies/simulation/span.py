"""The time that runs count, and what makes a year of it."""

from __future__ import annotations

from dataclasses import dataclass

from zauyt.plant.line import speed_steps
from zauyt.plant.plant import Plant
from zauyt.runs.batch import Period, Setting, counting_stop
from zauyt.runs.measure import Measured
from zauyt.studies.simulation.ladder import stop_hours

SHORT_DAYS = 42
"""Counted days that say enough of a plant that is the same all year."""


@dataclass(frozen=True)
class Span:
    """Days, planned hours of the line that counts, and ticks; vehicles to a year's."""

    days: int
    hours: float
    ticks: int
    year: float

    def a_year(self, run: Measured) -> float:
        """Give a run's vehicles as vehicles in a year of 365 days."""
        return run.vehicles * self.year


def spanned(setting: Setting, within: Span | None = None) -> Span:
    """Give the span of a setting; ``within`` another one, by planned hours."""
    hours = planned_hours(setting)
    days = setting.counted.day_starts.size - 1
    year = 365 / days
    if within is not None and hours:
        year = within.year * within.hours / hours
    return Span(days, hours, setting.counted.ticks, year)


def planned_hours(setting: Setting) -> float:
    """Give the open hours of the line at whose end vehicles are counted.

    Where they are counted on leaving a store, it is the line that takes from there.
    """
    return stop_hours(setting, counting_stop(setting.packed, setting.counted.point))


def stretch(plant: Plant, period: Period) -> Period:
    """Give the time over which runs of this plant say enough of the year.

    It is the whole period where the plant changes in its course.
    """
    changing = (
        bool(plant.launch or plant.kits)
        or any(model.from_date for model in plant.models.values())
        or any(
            line.source is not None and line.source.type != "saturated"
            for line in plant.lines.values()
        )
        or any(speed_steps(line) for line in plant.lines.values())
    )
    if changing or period.days <= SHORT_DAYS:
        return period
    return Period(period.first_day, SHORT_DAYS, period.warm_up_days)
