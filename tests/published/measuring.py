"""Measures of a plant file by the public API, and how surely they are known."""

import math
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from zauyt import read_text, simulate
from zauyt.statistics.beta import t_quantile

LONGER = int(os.environ.get("ZAUYT_PUBLISHED", "1"))
"""How many times as many runs as in CI."""
CYCLE_S = 60.0
"""The unit of time of the published models."""
EXPONENTIAL = "{type: exponential}"
HIGHEST_SCORE = 4.5
WIDEST = 0.003
"""Largest half-width of the 95 % interval, as a share of the exact value."""


def _plant(text):
    return read_text(f"format: 1\nplant: published\n{text}")


def throughputs(text, *, days, runs=12, seed=7):
    """Give vehicles in a cycle, a number a run."""
    result = simulate(
        _plant(text),
        days=days,
        runs=runs * LONGER,
        doubt_runs=0,
        pairs=0,
        warm_up_days=3,
        seed=seed,
    )
    return np.array(result.tables["runs"]["jph_net"]) * CYCLE_S / 3600


def results(text, *, days, runs=12):
    """Give a result of one run for each of several seeds, all its tables in it."""
    plant = _plant(text)

    def one(seed):
        return simulate(
            plant,
            days=days,
            runs=1,
            doubt_runs=0,
            pairs=0,
            warm_up_days=3,
            seed=seed,
            workers=1,
        )

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(one, range(1, runs * LONGER + 1)))


def column(found, table, name, row=0):
    """Give one cell of a table of every result."""
    return np.array([result.tables[table][name][row] for result in found])


def assert_mean_is(exact, values, *, control=None):
    """Assert that values have a mean that is known well and as published.

    Parameters
    ----------
    exact
        Published mean.
    values
        One number a run.
    control
        One number a run of mean zero; what goes along with it is taken out of the
        values by least squares, so that the mean is known better.
    """
    values = np.asarray(values, dtype=np.float64)
    ones = np.ones(values.size)
    columns = [ones] if control is None else [ones, np.asarray(control)]
    known = np.stack(columns, axis=1)
    fitted = np.linalg.lstsq(known, values)[0]
    degrees = values.size - len(columns)
    variance = float(((values - known @ fitted) ** 2).sum()) / degrees
    error = math.sqrt(variance * np.linalg.inv(known.T @ known)[0, 0])
    half_width = t_quantile(degrees, 0.975) * error / exact
    score = (fitted[0] - exact) / error
    told = f"{fitted[0]:.8f} for {exact}, z = {score:.2f}, +- {half_width:.3%}"
    assert half_width <= WIDEST, told
    assert abs(score) < HIGHEST_SCORE, told
