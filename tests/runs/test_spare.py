"""Runs have their room one after another; what is kept of one does not stand in it."""

import dataclasses
import datetime

import numpy as np

from zauyt.plant.reading.examples import read
from zauyt.runs.batch import Period, carry_out_all, ready

RUNS = 3


def _numbers(value):
    """Give all arrays and numbers of what is kept of a run."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _numbers(getattr(value, field.name))
    else:
        yield value


def test_a_run_is_kept_as_it_was_when_the_next_one_has_its_room():
    period = Period(datetime.date(2026, 2, 2), 14, 7)
    setting = ready(read("kostanay"), period, point="buy_off", record=True)
    tasks = [((lambda: setting), run) for run in range(RUNS)]
    together = carry_out_all(tasks, seed=1, workers=1)
    alone = [carry_out_all([task], seed=1, workers=1)[0] for task in tasks]
    for one, other in zip(together, alone, strict=True):
        for number, same in zip(_numbers(one), _numbers(other), strict=True):
            if isinstance(number, np.ndarray):
                assert np.array_equal(number, same, equal_nan=number.dtype.kind == "f")
            else:
                assert number == same
    assert together[0].vehicles != together[1].vehicles
