"""Lines of machines that break down and are mended (Buzacott; Gershwin 1994).

Buzacott's paced line is discrete in time, with geometric failures by operation and
geometric repairs. His storage of N counts the job in the second machine and the one
that the first machine holds, so that N - 2 places lie between two ordinary stations.
"""

import numpy as np
import pytest

from tests.published.measuring import (
    CYCLE_S,
    assert_mean_is,
    column,
    results,
    throughputs,
)


def paced_machines(fails, mends, places):
    """Give two stations of one cycle that fail and are mended at a step's end."""
    failures = "".join(
        f"""
  stop_{number}:
    clock: operations
    mtbf_operations: {1 / fail!r}
    law: {{type: geometric, mean_steps: {1 / fail!r}}}
    mttr_min: {CYCLE_S / 60 / mend!r}
    repair_law: {{type: geometric, mean_steps: {1 / mend!r}}}"""
        for number, (fail, mend) in enumerate(zip(fails, mends, strict=True), start=1)
    )
    return f"""
failures:{failures}
lines:
  a:
    cycle_s: {CYCLE_S}
    stations:
      S1: {{failure: stop_1}}
      S2: {{failure: stop_2, buffer_before: {places - 2}}}
"""


@pytest.mark.parametrize(
    ("fails", "mends", "places", "exact"),
    [
        ((0.01, 0.01), (0.1, 0.1), 4, 0.84093614),
        ((0.01, 0.01), (0.1, 0.1), 10, 0.85617493),
        ((0.01, 0.01), (0.1, 0.1), 50, 0.88784469),
        ((0.01, 0.02), (0.1, 0.15), 10, 0.83888787),
    ],
)
def test_two_paced_machines_have_the_exact_throughput(fails, mends, places, exact):
    found = throughputs(paced_machines(fails, mends, places), days=200)
    assert_mean_is(exact, found)


@pytest.mark.parametrize(("places", "exact"), [(0, 0.8333), (20_000, 0.9091)])
def test_two_paced_machines_have_the_limits_of_no_and_any_storage(places, exact):
    # Without a storage a stop of either holds both; with any, the slower rules.
    found = throughputs(paced_machines((0.01,) * 2, (0.1,) * 2, places + 2), days=200)
    assert_mean_is(exact, found)


def test_ten_stations_of_one_conveyor_stop_together():
    text = f"""
failures: {{stop: {{mtbf_h: {200 * CYCLE_S / 3600!r}, mttr_min: {4 * CYCLE_S / 60!r}}}}}
lines:
  a: {{paced: {{pitch_time_s: {CYCLE_S}}}, stations: 10, cycle_s: {CYCLE_S},
      failure: stop}}
"""
    assert_mean_is(1 / (1 + 10 * 4 / 200), throughputs(text, days=200))


def test_ten_machines_and_two_repairers_have_the_exact_number_up():
    machines = "".join(f"\n  m{number}: {{<<}}" for number in range(10)).replace(
        "<<", f"cycle_s: {CYCLE_S}, failure: stop"
    )
    text = f"""
repair_crews: {{menders: 2}}
failures:
  stop: {{mtbf_h: {20 * CYCLE_S / 3600!r}, mttr_min: {4 * CYCLE_S / 60!r},
         repair_crew: menders}}
lines:{machines}
"""
    found = results(text, days=60)
    rows = range(10)
    up = np.sum([column(found, "stations", "working", row) for row in rows], axis=0)
    assert_mean_is(7.59627847, up)
