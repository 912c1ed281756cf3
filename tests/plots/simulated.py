"""A simulation's result, written down by hand, with every table that is drawn."""

from __future__ import annotations

import datetime

import numpy as np

from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Result, Table

LADDER = [
    ("shop", "body", "body", 26.1, 21.2, 0.88),
    ("shop", "paint", "paint", 24.0, 21.2, 0.94),
    ("shop", "assembly", "assembly", 22.3, 21.2, 0.95),
    ("line", "repair", "assembly", 3.0, 0.0, 0.99),
    ("line", "final", "assembly", 23.9, 21.2, 0.98),
    ("line", "trim", "assembly", 23.0, 21.2, 0.97),
    ("line", "framing", "body", 21.9, 21.2, 0.88),
    ("station", "repair.S1", "assembly", 3.0, 0.0, 1.0),
    ("station", "trim.S7", "assembly", 23.4, 21.2, 0.99),
    ("station", "framing.S2", "body", 22.1, 21.2, 0.9),
]
STATES = ("working", "blocked", "starved", "down", "set_up", "waiting")
VALUE = [("framing.S2", 10.14, 2.04, 22.3), ("trim.S7", 2.3, 2.0, 6.9)]
LEDGER = [
    ("lines.test.outcomes.repair", "", 0.12, 0.06, 0.25, 71e3, 67e3, -4e3, -5e3, -3e3),
    ("lines.trim.cycle_s", "pace", 165.0, 155.0, 177.0, 70e3, 70e3, 9.0, -500.0, 520.0),
]
WATERFALL = [
    ("ideal", 190_000.0, "ideal"),
    ("off_shift", 98_000.0, "loss"),
    ("break:meal", 9_000.0, "loss"),
    ("holiday:Nauryz", 5_100.0, "loss"),
    *((f"failure:cell_{place}", 700.0 - place, "loss") for place in range(14)),
    ("won_back", -1_200.0, "gain"),
]
LONG = "trim.S1_with_a_long_name_of_its_own"
STATIONS = [
    ("framing.S1", "framing", "body", 0.28, 0.05, 0.05, 0.02, 0.01, 0.01, 0.58),
    ("framing.S2", "framing", "body", 0.36, 0.01, 0.01, 0.04, 0.0, 0.0, 0.58),
    (LONG, "trim", "assembly", 0.25, 0.01, 0.14, 0.0, 0.0, 0.0, 0.60),
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
    left = WATERFALL[0][1] - sum(lost for _, lost, _ in WATERFALL[1:])
    rows = [(c, v, v - 50, v + 50, k) for c, v, k in WATERFALL]
    rows.append(("out", left, left - 650, left + 650, "out"))
    names = [("cause", ""), ("vehicles_per_year", "1"), ("low", "1"), ("high", "1")]
    return _columns([*names, ("kind", "")], rows)


def simulated(*, probability: float = 0.01, target: float | None = 70_000) -> Result:
    """Give a result like that of a plant that falls short."""
    made = float(waterfall()["vehicles_per_year"][-1])
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(n) for n in range(59)]
    shares = [(name, "share") for name in STATES]
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
                    ("shop", ""),
                    ("jph_alone", "1/h"),
                    ("jph_takt", "1/h"),
                    ("availability", "share"),
                ],
                LADDER,
            ),
            "waterfall": waterfall(),
            "value": _columns(
                [
                    ("station", ""),
                    ("per_second_of_cycle", "vehicles/year"),
                    ("per_stop_avoided", "vehicles/year"),
                    ("per_minute_of_repair", "vehicles/year"),
                ],
                VALUE,
            ),
            "ledger": _columns(
                [
                    ("path", ""),
                    ("shared", ""),
                    ("value", ""),
                    ("low", ""),
                    ("high", ""),
                    ("vehicles_at_low", "vehicles/year"),
                    ("vehicles_at_high", "vehicles/year"),
                    ("difference", "vehicles/year"),
                    ("difference_low", "vehicles/year"),
                    ("difference_high", "vehicles/year"),
                ],
                LEDGER,
            ),
            "stations": _columns([*head, ("off_shift", "share")], STATIONS),
            "output_by_month": _columns(
                [("month", ""), ("vehicles", "1"), ("p05", "1"), ("p95", "1")],
                [
                    (datetime.date(2026, 1, 1), 5_700.0, 5_600.0, 5_800.0),
                    (datetime.date(2026, 2, 1), 5_300.0, 5_200.0, 5_400.0),
                ],
            ),
            "output_by_day": _columns(
                [("date", ""), ("vehicles", "1")], [(day, 190.0) for day in days]
            ),
        },
        notes=(
            Note(
                "target.missed",
                {"probability": 0.95, "successes": 2, "runs": 200, "high": 0.03},
            ),
        ),
    )
