"""A simulation's result, written down by hand, with every table that is drawn."""

from __future__ import annotations

import datetime

import numpy as np

from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Result, Table

LADDER = [
    ("shop", "body", 26.1, 21.2, 0.88),
    ("shop", "paint", 24.0, 21.2, 0.94),
    ("shop", "assembly", 22.3, 21.2, 0.95),
    ("line", "framing", 21.9, 21.2, 0.88),
    ("line", "trim", 23.0, 21.2, 0.97),
    ("station", "framing.S2", 22.1, 21.2, 0.9),
    ("station", "trim.S7", 23.4, 21.2, 0.99),
]
WATERFALL = [
    ("set_speed", 190_000.0, "ideal", None),
    ("off_shift", -98_000.0, "loss", 97_000.0),
    ("break", -9_000.0, "loss", 8_800.0),
    ("holiday", -5_100.0, "loss", None),
    *((f"failure of cell_{place}", -400.0 - place, "loss", 90.0) for place in range(14)),
    ("buffers", 1_200.0, "gain", None),
]
STATIONS = [
    ("S1", "framing", "body", 0.30, 0.05, 0.05, 0.02, 0.58),
    ("S2", "framing", "body", 0.36, 0.01, 0.01, 0.04, 0.58),
    ("S1", "trim", "assembly", 0.25, 0.01, 0.14, 0.0, 0.60),
]


def _columns(names: list[tuple[str, str]], rows: list[tuple[object, ...]]) -> Table:
    values = zip(*rows, strict=True)
    return Table(
        {
            Column(name, unit, name.replace("_", " ")): list(each)
            for (name, unit), each in zip(names, values, strict=True)
        }
    )


def waterfall() -> Table:
    """Give the bars, with the vehicles that are left at their end."""
    left = sum(value for _, value, _, _ in WATERFALL)
    rows = [(c, v, v - 50, v + 50, k, g) for c, v, k, g in WATERFALL]
    rows.append(("good_vehicles", left, left - 650, left + 650, "out", None))
    names = [("cause", ""), ("vehicles_per_year", "1"), ("low", "1"), ("high", "1")]
    return _columns([*names, ("kind", ""), ("gain", "1")], rows)


def simulated(*, probability: float = 0.01, target: float | None = 70_000) -> Result:
    """Give a result like that of a plant that falls short."""
    made = float(waterfall()["vehicles_per_year"][-1])
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(n) for n in range(59)]
    shares = [(name, "share") for name in ("working", "blocked", "starved", "down")]
    head = [("station", ""), ("line", ""), ("shop", ""), *shares]
    headline = {
        "vehicles": Figure(made, made - 650, made + 650),
        "vehicles_per_year": Figure(made, made - 650, made + 650),
        "jph_net": Figure(19.6, 19.4, 19.8, "1/h"),
        "jph_gross": Figure(21.9, None, None, "1/h"),
        "lead_time_h": Figure(31.2, 31.0, 31.4, "h"),
        "wip": Figure(212.0, 210.0, 214.0),
        "bottleneck": Figure("framing", unit=""),
    }
    if target is not None:
        headline |= {
            "target": Figure(target),
            "target_wanted": Figure(0.95, unit="share"),
            "target_probability": Figure(
                probability, max(0, probability - 0.01), probability + 0.02, "share"
            ),
            "target_probability_chance_only": Figure(0.0, 0.0, 0.018, "share"),
        }
    return Result(
        study="simulate",
        plant="Қостанай зауыты",
        plant_id="3fa9c1d2",
        options={"start": datetime.date(2026, 1, 1), "days": 59, "mature": True},
        seed=1,
        headline=headline,
        tables={
            "runs": Table({Column("run", "1", "run"): np.arange(3)}),
            "ladder": _columns(
                [
                    ("level", ""),
                    ("name", ""),
                    ("jph_alone", "1/h"),
                    ("jph_takt", "1/h"),
                    ("availability", "share"),
                ],
                LADDER,
            ),
            "waterfall": waterfall(),
            "stations": _columns([*head, ("off_shift", "share")], STATIONS),
            "output_by_month": _columns(
                [("month", ""), ("vehicles", "1"), ("low", "1"), ("high", "1")],
                [("2026-01", 5_700.0, 5_600.0, 5_800.0), ("2026-02", 5_300.0, 5_200.0, 5_400.0)],
            ),
            "output_by_day": _columns(
                [("date", ""), ("vehicles", "1")], [(day, 190.0) for day in days]
            ),
        },
        notes=(
            Note("target.missed", {"probability": 0.95, "successes": 2, "runs": 200, "high": 0.03}),
        ),
    )
