"""First time through, direct runs and lead times, over the runs by chance.

First time through is asked where a line has several outcomes: of the jobs that came to
its end for the first time, the share that was good, its first outcome. A vehicle is a
direct run if it never had another outcome than the good one anywhere: no repair, no
rerun, no retrofit. What befell the parts that were joined to it is theirs.

Lead time runs from a vehicle's beginning, at the first station of the line it began
on or in the buffer it arrived in, to the count point, closed hours included.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.expanded import Network
from zauyt.arrays.pack import Packed
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.results.summary import bounded
from zauyt.runs.measure import Measured
from zauyt.runs.passages import LEAD
from zauyt.statistics.interval import Interval, interval
from zauyt.units import TICKS_PER_HOUR

Runs = Sequence[Measured]
Floats = NDArray[np.float64]


def direct_share(run: Measured) -> float:
    """Give the share of a run's vehicles that were direct runs."""
    return float(run.direct.sum()) / run.vehicles if run.vehicles else float("nan")


def over(part: Floats, whole: Floats) -> Floats:
    """Divide, unknown where there is nothing to divide by."""
    with np.errstate(invalid="ignore", divide="ignore"):
        given: Floats = np.where(whole > 0, part / whole, np.nan)
    return given


def first_time_through(packed: Packed, runs: Runs) -> Table | None:
    """Give what came of jobs at every line with several outcomes, if there is one."""
    network = packed.network
    first = np.cumsum([0, *(len(outlets) for outlets in network.routes)])
    counts = np.array([run.outcomes for run in runs], dtype=np.float64)
    rows: list[tuple[str, str, str]] = []
    shares: list[Interval] = []
    jobs, every = [], []
    for route, outlets in enumerate(network.routes):
        if len(outlets) == 1:
            continue
        here = counts[:, first[route] : first[route + 1]]
        come, come_ever = here[:, :, 0].sum(axis=1), here.sum(axis=(1, 2))
        for place, outlet in enumerate(outlets):
            kind = "good" if place == 0 else "scrap" if outlet.scrap else "reject"
            rows.append((network.route_names[route], outlet.name, kind))
            shares.append(interval(over(here[:, place, 0], come)))
            jobs.append(float(here[:, place, 0].mean()))
            every.append(float(over(here[:, place].sum(axis=1), come_ever).mean()))
    if not rows:
        return None
    lines, names, kinds = zip(*rows, strict=True)
    return Table({
        Column("line", "", "line that ends in an inspection", "text"): lines,
        Column("outcome", "", "what came of the job", "text"): names,
        Column("kind", "", "good (its share is first time through), reject or scrap",
               "text"): kinds,
        Column("jobs", "jobs", "jobs on their first visit, mean over runs"): jobs,
        **bounded("share", "share", "share of the jobs on their first visit", shares),
        Column("share_of_all", "share", "share of all visits", "number"): every,
    })  # fmt: skip


def models_table(packed: Packed, runs: Runs) -> Table:
    """Give vehicles and direct runs by model."""
    network = packed.network
    model = np.array([network.models.index(kind.model) for kind in network.kinds])
    made = np.array([run.by_day.sum(axis=0) for run in runs], dtype=np.float64)
    direct = np.array([run.direct for run in runs], dtype=np.float64)
    groups = [model == number for number in range(len(network.models))]
    shares = [
        interval(over(direct[:, group].sum(axis=1), made[:, group].sum(axis=1)))
        for group in groups
    ]
    return Table({
        Column("model", "", "model", "text"): network.models,
        Column("vehicles", "vehicles", "mean over runs"): [
            float(made[:, group].sum(axis=1).mean()) for group in groups
        ],
        **bounded("direct_run", "share", "vehicles that were never rejected", shares),
    })  # fmt: skip


def lead_times(packed: Packed, runs: Runs, point: str) -> Table:
    """Give the lead times of all vehicles and of each model."""
    tables = np.array([run.lead for run in runs])  # (runs, 1 + models, LEAD)
    ticks = tables[:, :, LEAD.index("mean")] / TICKS_PER_HOUR
    # A model of which a run made none is left out of that run.
    means = [interval(column[~np.isnan(column)]) if not np.isnan(column).all()
             else interval([np.nan]) for column in ticks.T]  # fmt: skip
    data: dict[Column, Any] = {
        Column("model", "", "model, or all", "text"): ["all", *packed.network.models],
        Column("start", "", "where lead time begins", "text"): [
            ", ".join(starts(packed.network, point))
        ] * tables.shape[1],
        Column("end", "", "count point where it ends", "text"): [point]
        * tables.shape[1],
        Column("vehicles", "vehicles", "mean over runs", "number"):
            tables[:, :, 0].mean(axis=0),
        **bounded("mean_h", "h", "mean lead time", means),
    }  # fmt: skip
    for place, name in enumerate(LEAD[2:], start=2):
        meaning = f"{name[1:].lstrip('0')} % of vehicles take less, mean over runs"
        column = tables[:, :, place] / TICKS_PER_HOUR
        known = ~np.isnan(column)
        data[Column(f"{name}_h", "h", meaning, "number")] = over(
            np.where(known, column, 0.0).sum(axis=0), known.sum(axis=0).astype(float)
        )
    return Table(data)


def starts(network: Network, point: str) -> list[str]:
    """Name where vehicles begin that are counted at a point: not parts joined."""
    givers: list[set[int]] = [set() for _ in network.buffers]
    for number, section in enumerate(network.sections):
        for outlet in network.routes[section.route]:
            for buffer, _ in outlet.targets:
                givers[buffer].add(number)
    ahead = [
        number
        for number, section in enumerate(network.sections)
        if any(outlet.point == point for outlet in network.routes[section.route])
        or any(network.buffers[buffer].point == point for buffer, _ in section.feeds)
    ]
    seen = set(ahead)
    names: dict[str, None] = {}
    while ahead:
        section = network.sections[ahead.pop()]
        if section.source is not None:
            arrives = network.origins[section.source].buffer is not None
            where = (
                f"arrival at {section.line}" if arrives else section.stops[0].station
            )
            names[where] = None
        feeds = section.feeds[:1] if section.intake == "each" else section.feeds
        before = {giver for buffer, _ in feeds for giver in givers[buffer]} - seen
        seen |= before
        ahead += sorted(before)
    return sorted(names)
