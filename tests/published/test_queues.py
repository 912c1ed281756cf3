"""Open models: arrivals, queues, losses, rework (any textbook of queueing).

The mean service is a cycle. A gate of one tick stands in front where jobs come
from elsewhere, too, or where it is asked whether they find all positions busy.
"""

import numpy as np
import pytest

from tests.published.measuring import (
    CYCLE_S,
    EXPONENTIAL,
    assert_mean_is,
    column,
    results,
)

GATE_S = 0.001
CYCLES_A_DAY = 86_400 / CYCLE_S


def queue(arrivals_a_cycle, law, places, more=""):
    return f"""
lines:
  a: {{cycle_s: {CYCLE_S}, cycle_law: {law}, buffer_before: {places},
      source: {{type: arrivals, interval_s: {CYCLE_S / arrivals_a_cycle!r}{more}}}}}
"""


def at_five_positions(text):
    return text.replace("source:", "positions: 5, source:")


def busy_more_than(usual, found, station="a.S1"):
    """Give by how much a station worked more than usual, a number a run."""
    names = list(found[0].tables["stations"]["station"])
    return column(found, "stations", "working", names.index(station)) - usual


def loss_and_more_arrivals(found, usual):
    """Give the share of arrivals lost, and by how much more than usual came."""
    vehicles, lost = (column(found, "runs", name) for name in ("vehicles", "lost"))
    return lost / (vehicles + lost), (vehicles + lost) / usual - 1


def waits_cycles(found, buffer):
    """Give the mean wait in a buffer in cycles, by Little's law, for each run."""
    names = list(found[0].tables["buffers"]["buffer"])
    content = column(found, "buffers", "mean", names.index(buffer))
    return content / (column(found, "runs", "jph_net") * CYCLE_S / 3600)


def test_queue_of_five_places_has_the_exact_loss_throughput_and_number():
    # M/M/1/5: one in work, four waiting.
    found = results(queue(0.8, EXPONENTIAL, 4, ", when_full: lose"), days=900)
    loss, more = loss_and_more_arrivals(found, 0.8 * 900 * CYCLES_A_DAY)
    assert_mean_is(0.08881950, loss, control=more)
    assert_mean_is(0.72894440, column(found, "runs", "jph_net") * CYCLE_S / 3600)
    assert_mean_is(1.86833203, column(found, "runs", "wip"))


def test_exponential_queue_has_the_exact_time_in_system():
    found = results(queue(0.8, EXPONENTIAL, "unlimited"), days=1000, runs=16)
    hours = column(found, "runs", "lead_time_h")
    assert_mean_is(5, hours * 3600 / CYCLE_S, control=busy_more_than(0.8, found))


@pytest.mark.parametrize(
    ("law", "exact"),
    [("{type: constant}", 2), ("{type: lognormal, cv: 0.25}", 2.125)],
)
def test_queue_has_the_mean_wait_of_pollaczek_and_khinchine(law, exact):
    found = results(queue(0.8, law, "unlimited"), days=1000, runs=20)
    waits = waits_cycles(found, "a<")
    assert_mean_is(exact, waits, control=busy_more_than(0.8, found))


def test_five_positions_without_places_lose_what_erlang_found():
    text = at_five_positions(queue(4, EXPONENTIAL, 0, ", when_full: lose"))
    found = results(text, days=60)
    loss, more = loss_and_more_arrivals(found, 4 * 60 * CYCLES_A_DAY)
    assert_mean_is(0.19906687, loss, control=more)


def test_five_positions_let_jobs_wait_as_erlang_found():
    # The gate is blocked while one waits in it and all five are busy, the chance of
    # which is that of waiting times the share busy.
    text = f"""
lines:
  gate: {{cycle_s: {GATE_S}, buffer_before: unlimited,
         source: {{type: arrivals, interval_s: {CYCLE_S / 4!r}}}}}
  a: {{after: gate, cycle_s: {CYCLE_S}, cycle_law: {EXPONENTIAL}, positions: 5}}
"""
    found = results(text, days=60, runs=12)
    names = list(found[0].tables["stations"]["station"])
    blocked = column(found, "stations", "blocked", names.index("gate.S1"))
    positions = [f"a.S1#{number}" for number in range(1, 6)]
    busy = np.mean([busy_more_than(0.8, found, name) for name in positions], axis=0)
    assert_mean_is(0.55411255, blocked / 0.8, control=busy)


def test_five_positions_have_the_exact_mean_wait():
    text = queue(4, EXPONENTIAL, "unlimited").replace(
        "source:", "positions: 5, source:"
    )
    found = results(text, days=300, runs=16)
    positions = [f"a.S1#{number}" for number in range(1, 6)]
    busy = np.mean([busy_more_than(0.8, found, name) for name in positions], axis=0)
    assert_mean_is(0.55411255, waits_cycles(found, "a<"), control=busy)


def test_queue_with_rework_has_the_exact_mean_number():
    text = f"""
lines:
  gate: {{cycle_s: {GATE_S}, buffer_before: unlimited,
         source: {{type: arrivals, interval_s: {CYCLE_S / 0.7!r}}}}}
  a: {{after: [gate, a.again], cycle_s: {CYCLE_S}, cycle_law: {EXPONENTIAL},
      buffer_before: unlimited, outcomes: {{good: 0.8, again: 0.2}}}}
"""
    found = results(text, days=1000, runs=60)
    wip = column(found, "runs", "wip")
    assert_mean_is(7, wip, control=busy_more_than(0.7 / 0.8, found))
