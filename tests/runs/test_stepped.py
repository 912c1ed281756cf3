"""A run that is looked at on the way is the run that it is without being looked at."""

from __future__ import annotations

import datetime

import zauyt
from zauyt.runs.batch import Period, carry_out_all, ready
from zauyt.runs.measure import measure
from zauyt.runs.stepped import carry_out_in_steps


def test_looks_on_the_way_change_nothing():
    plant = zauyt.read("kostanay/ramp_2026")
    period = Period(datetime.date(2026, 3, 2), 10, 0)
    setting = ready(plant, period, point="buy_off", record=False)
    (alone,) = carry_out_all([(lambda: setting, 2)], seed=7, workers=1)
    seen = []

    def look(tick, run):
        seen.append(tick)
        return tick + 7_000_000

    run = carry_out_in_steps(
        setting.packed, seed=7, run=2, passages=1, watch=lambda: look
    )
    looked = measure(setting.packed, run, setting.counted)
    assert len(set(seen)) == 10 * 24 * 3600 // 7000 + 1
    assert len(seen) > len(set(seen))  # begun anew, since the room was too small
    assert alone.vehicles > 400
    assert (looked.by_day == alone.by_day).all()
    assert (looked.spent == alone.spent).all()
