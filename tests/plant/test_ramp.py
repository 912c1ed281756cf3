"""Bad ramps are told at their line, with what is allowed."""

from __future__ import annotations

import pytest
from plant.reading import HEAD, problems_of

from zauyt.plant.mature import matured
from zauyt.plant.reading.file import read_text, text_of

LINE = (
    "lines: {trim: {paced: {pitch_time_s: 60, pitch_steps: {2026-01-01: 120,"
    " 2026-02-01: 90, 2026-03-01: 60}}}, hand: {after: trim, buffer_before: 2,"
    " cycle_s: 50, outcomes: {good: 0.9, scrap: 0.1}}}\n"
)
FTT = "first_time_through: {hand: 0.8}"


def ramp(gates: str = "", more: str = "") -> str:
    """Give a plant's text with a ramp that begins on 1 January 2026."""
    return f"{LINE}ramp: {{start: 2026-01-01, gates: [{gates}]{more}}}\n"


GOOD = ramp(
    f"{{date: 2026-02-01, {FTT}}}, {{date: 2026-03-01, uptime: {{trim: 0.9}}}}",
    ", milestones: {year: {first: 2026-01-01, last: 2026-12-31, vehicles: 9}}",
)

WRONG = {
    "gates out of order": (
        ramp(f"{{date: 2026-03-01, {FTT}}}, {{date: 2026-02-01, {FTT}}}"),
        ("ramp.gates.1.date", "2026-02-01 is not after 2026-03-01"),
    ),
    "a gate before the start": (
        ramp(f"{{date: 2026-01-01, {FTT}}}"),
        ("ramp.gates.0.date", "is not after the start on 2026-01-01"),
    ),
    "a gate without a step": (
        ramp(f"{{date: 2026-02-15, {FTT}}}"),
        ("ramp.gates.0.date", "there are steps on 2026-01-01, 2026-02-01, 2026-03-01"),
    ),
    "a gate of a line without that step": (
        ramp(f"{{date: 2026-02-01, lines: [hand], {FTT}}}"),
        ("ramp.gates.0.lines.0", "it has no takt_steps at all"),
    ),
    "a gate that asks for nothing": (
        ramp("{date: 2026-02-01}"),
        ("ramp.gates.0", "give first_time_through or uptime"),
    ),
    "quality of a line that inspects nothing": (
        ramp("{date: 2026-02-01, first_time_through: {trim: 0.9}}"),
        ("ramp.gates.0.first_time_through.trim", "trim has no inspection"),
    ),
    "a share above one": (
        ramp("{date: 2026-02-01, uptime: {trim: 1.2}}"),
        ("ramp.gates.0.uptime.trim", "1.2 is above 1"),
    ),
    "a line that is not there": (
        ramp("{date: 2026-02-01, uptime: {trin: 0.9}}"),
        ("ramp.gates.0.uptime.trin", "did you mean trim?"),
    ),
    "a negative number of vehicles": (
        ramp(more=", milestones: {y: {first: 2026-01-01, last: 2026-02-01,"
             " vehicles: -5}}"),
        ("ramp.milestones.y.vehicles", "-5 is below 1"),
    ),
    "a negative rate": (
        ramp(more=", vehicles_per_year: -70000"),
        ("ramp.vehicles_per_year", "-70,000 is not above 0"),
    ),
    "a milestone that ends before it begins": (
        ramp(more=", milestones: {y: {first: 2026-02-01, last: 2026-01-01,"
             " vehicles: 5}}"),
        ("ramp.milestones.y", "ends on 2026-01-01, before it begins on 2026-02-01"),
    ),
    "a milestone before the start": (
        ramp(more=", milestones: {y: {first: 2025-02-01, last: 2026-01-01,"
             " vehicles: 5}}"),
        ("ramp.milestones.y.first", "2025-02-01 is before the start on 2026-01-01"),
    ),
    "a milestone counted nowhere": (
        ramp(more=", milestones: {y: {first: 2026-02-01, last: 2026-03-01,"
             " vehicles: 5, count_point: paint_of}}"),
        ("ramp.milestones.y.count_point", "nothing has the count point paint_of"),
    ),
    "a shift added that is not there": (
        "calendars: {c: {shifts: {day: '06:00-14:00'}, shifts_from: {dey: 2026-01-01}}}"
        "\nlines: {a: {cycle_s: 1}}\n",
        ("calendars.c.shifts_from.dey", "there is no shift dey; did you mean day?"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_ramp_is_told_at_its_place(name):
    text, (path, message) = WRONG[name]
    found = [problem for problem in problems_of(text) if problem.path == path]
    assert found, [str(problem) for problem in problems_of(text)]
    assert any(message in problem.message for problem in found), found
    assert all(problem.line for problem in found), "without its line"


def test_a_ramp_is_written_and_read_back():
    plant = read_text(HEAD + GOOD)
    assert read_text(text_of(plant)) == plant
    assert read_text(text_of(plant)).id == plant.id


def test_a_mature_plant_has_no_ramp_and_all_its_shifts():
    shifts = (
        "calendars: {c: {shifts: {day: '06:00-14:00', late: '14:00-22:00'},"
        " shifts_from: {late: 2026-06-01}}}\n"
    )
    plant = matured(read_text(HEAD + shifts + GOOD))
    assert plant.ramp is None
    assert plant.calendars["c"].shifts_from == {}
    assert read_text(text_of(plant)).id == plant.id
