"""One result with every kind of column, figure and note."""

import datetime

import numpy as np
import pytest

from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Result, Table


@pytest.fixture
def runs():
    return Table(
        {
            Column("run", "1", "number of the run"): np.arange(4),
            Column("vehicles", "1", "good vehicles out"): np.array([71, 69, 72, 70]),
            Column("jph_net", "1/h", "vehicles an hour"): [17.5, 16.9, None, 17.25],
            Column("on_time_share", "share", "on time"): [0.9, 0.85, 1.0, 0.95],
            Column("bottleneck", "", "what limits it"): [
                "paint",
                "trim",
                None,
                "paint",
            ],
        }
    )


@pytest.fixture
def result(runs):
    days = [datetime.date(2026, 1, 5), datetime.date(2026, 1, 6), None]
    times = [datetime.datetime(2026, 1, 5, 7, 30), None, datetime.datetime(2026, 1, 6)]
    log = Table(
        {
            Column("date", "", "day"): days,
            Column("at", "", "local time"): times,
            Column("open", "", "whether the line is open"): [True, False, True],
            Column("lost_min", "min", "minutes lost"): [0.1, float("inf"), 1e-300],
            Column("model", "", "model", "text"): [None, None, None],
        }
    )
    return Result(
        study="simulate",
        plant="Қостанай зауыты",
        plant_id="3fa9c1d2",
        options={
            "start": datetime.date(2026, 1, 1),
            "days": 365,
            "levels": (0.9, 0.95),
        },
        seed=1,
        headline={
            "vehicles": Figure(70_500.0, 69_800.0, 71_200.0, "1"),
            "target_probability": Figure(0.62, 0.55, 0.69, "share"),
            "lead_time_h": Figure(float("nan"), None, None, "h"),
            "bottleneck": Figure("paint", unit=""),
        },
        tables={"runs": runs, "log": log},
        changes={"lines.trim.stations.T12.cycle_s": 58},
        notes=(
            Note(
                "target.missed",
                {
                    "probability": 0.95,
                    "successes": np.int64(124),
                    "runs": 200,
                    "high": 0.69,
                },
            ),
        ),
    )
