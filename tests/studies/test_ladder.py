"""What a station, a line or a shop would make alone."""

from __future__ import annotations

import pytest

from zauyt.plant.reading.file import read_text
from zauyt.studies.simulate import simulate

# Open from 8 to 16: a of the days it opens mended, b it closes so, with k = 1/30 + 1/1.
#   b = s + (a - s) e^(-8 k),   a = b e^(-16/30),   s = 1 / k,
# and in between it is up for s + (a - s) (1 - e^(-8 k)) / (8 k) of the time.
WAITING = 0.9193578

WALL = """
format: 1
plant: p
calendars: {c: {days: mon-sun, holidays: false, shifts: {day: "08:00-16:00"}}}
failures:
  wall: {clock: calendar, mtbf_h: 30, mttr_min: 60, repair_needs_shift: SHIFT}
lines: {a: {cycle_s: 60, failure: wall}}
"""


@pytest.mark.parametrize(
    ("needs_shift", "wanted"), [("true", WAITING), ("false", 30 / 31)]
)
def test_a_failure_on_the_wall_costs_open_hours_as_it_does_in_the_plant(
    needs_shift: str, wanted: float
) -> None:
    """A repair takes an hour, and with a shift it waits for the next opening."""
    result = simulate(
        read_text(WALL.replace("SHIFT", needs_shift)),
        days=3650, runs=2, doubt_runs=0, pairs=0,
    )  # fmt: skip
    (station,) = result.tables["stations"].rows()
    up = station["working"] / (station["working"] + station["down"])
    rows = {row["level"]: row for row in result.tables["ladder"].rows()}
    assert rows["station"]["availability"] == pytest.approx(wanted, rel=1e-6)
    assert up == pytest.approx(wanted, rel=0.01)
    # A line alone runs for a month, in which some 72 failures come.
    assert rows["line"]["availability"] == pytest.approx(wanted, rel=0.03)
