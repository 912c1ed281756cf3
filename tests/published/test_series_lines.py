"""Throughputs of series lines, from Markov chains (Hillier, Boling 1967 for b = 0).

Saturated, blocked after service; the mean service is a cycle, unless said.
"""

import pytest

from tests.published.measuring import (
    CYCLE_S,
    EXPONENTIAL,
    assert_mean_is,
    throughputs,
)

EXPONENTIAL_LINES = {
    (2, 0): 0.66666667,
    (3, 0): 0.56410256,
    (4, 0): 0.51477549,
    (5, 0): 0.48579812,
    (6, 0): 0.46671326,
    (7, 0): 0.45317854,
    (8, 0): 0.44307027,
    (2, 1): 0.75000000,
    (3, 1): 0.67046616,
    (4, 1): 0.63115269,
    (5, 1): 0.60758329,
    (6, 1): 0.59182578,
    (2, 2): 0.80000000,
    (3, 2): 0.73401667,
    (4, 2): 0.70071290,
    (5, 2): 0.68048948,
    (2, 4): 0.85714286,
    (3, 4): 0.80748591,
    (4, 4): 0.78177602,
    (2, 10): 0.92307692,
}
"""By stations and places between two of them."""

ERLANG_LINES = {
    (2, 2): 0.72727273,
    (3, 2): 0.64040850,
    (4, 2): 0.59770686,
    (2, 4): 0.78527607,
    (3, 4): 0.71399941,
    (4, 4): 0.67822862,
}
"""Without places in between, by stations and phases."""

BREAKING_LINES = {
    (2, 0): 0.53278689,
    (2, 2): 0.62586848,
    (2, 8): 0.71533532,
    (3, 0): 0.43472753,
    (3, 2): 0.54977231,
    (4, 1): 0.46057577,
}
"""Exponential lines that break down at work, MTTF 20 and MTTR 4 cycles."""

BREAKDOWN = f"""
failures:
  stop: {{mtbf_h: {20 * CYCLE_S / 3600!r}, mttr_min: {4 * CYCLE_S / 60!r}}}
"""


def equal_line(stations, buffer, law, more=""):
    return f"""
lines:
  a: {{cycle_s: {CYCLE_S}, cycle_law: {law}, stations: {stations},
      buffer_between: {buffer}{more}}}
"""


def unequal_line(cycles_s, buffers):
    stations = "".join(
        f"\n      S{place}: {{cycle_s: {cycle_s!r}, buffer_before: {buffer}}}"
        for place, (cycle_s, buffer) in enumerate(
            zip(cycles_s, (0, *buffers), strict=True)
        )
    )
    return f"\nlines:\n  a:\n    cycle_law: {EXPONENTIAL}\n    stations:{stations}\n"


@pytest.mark.parametrize(("stations", "buffer"), EXPONENTIAL_LINES)
def test_exponential_line_has_the_exact_throughput(stations, buffer):
    found = throughputs(equal_line(stations, buffer, EXPONENTIAL), days=60)
    assert_mean_is(EXPONENTIAL_LINES[stations, buffer], found)


@pytest.mark.parametrize(("stations", "phases"), ERLANG_LINES)
def test_erlang_line_has_the_exact_throughput(stations, phases):
    law = f"{{type: erlang, phases: {phases}}}"
    found = throughputs(equal_line(stations, 0, law), days=60)
    assert_mean_is(ERLANG_LINES[stations, phases], found)


@pytest.mark.parametrize(
    ("cycles_s", "buffers", "exact"),
    [
        ((60, 75), (3,), 0.72894440),
        ((75, 60), (3,), 0.72894440),
        ((60, 50, 60 / 0.9), (1, 2), 0.71793163),
        ((60 / 0.9, 50, 60), (2, 1), 0.71793163),
    ],
)
def test_unequal_line_and_its_reversal_have_the_exact_throughput(
    cycles_s, buffers, exact
):
    assert_mean_is(exact, throughputs(unequal_line(cycles_s, buffers), days=60))


@pytest.mark.parametrize(("stations", "buffer"), BREAKING_LINES)
def test_line_that_breaks_down_at_work_has_the_exact_throughput(stations, buffer):
    line = equal_line(stations, buffer, EXPONENTIAL, ", failure: stop")
    found = throughputs(BREAKDOWN + line, days=200)
    assert_mean_is(BREAKING_LINES[stations, buffer], found)


@pytest.mark.parametrize(("stations", "exact"), [(2, 0.59957922), (3, 0.51284269)])
def test_line_that_breaks_down_at_any_time_has_the_exact_throughput(stations, exact):
    by_calendar = BREAKDOWN.replace("mtbf_h", "clock: calendar, mtbf_h")
    line = equal_line(stations, 2, EXPONENTIAL, ", failure: stop")
    assert_mean_is(exact, throughputs(by_calendar + line, days=200))


@pytest.mark.parametrize("law", ["{type: constant}", EXPONENTIAL])
def test_one_station_loses_to_breakdowns_what_it_must(law):
    line = equal_line(1, 0, law, ", failure: stop")
    assert_mean_is(1 / (1 + 4 / 20), throughputs(BREAKDOWN + line, days=200))
