"""OEE of stations and lines by ISO 22400-2, with its time model.

The standard's names and what they are here, per station, over the counted time:

- planned busy time (PBT): the calendar less what closes the station by plan: off
  shift, breaks, holidays, shutdowns, maintenance, heating up. What an operation works
  on into a break (``at_window: finish``) counts as planned;
- actual production time (APT): at work on a job, however slowly;
- actual unit setup time (AUST): set-up, inside the planned busy time;
- actual unit delay time (ADET): a stop while there is a task: down, waiting for a
  repair crew, blocked by what is behind, closed for want of people;
- actual down time (ADOT): available and not at work: starved, waiting for a carrier,
  for a kit, or for time enough before a closing;
- actual unit busy time (AUBT) = APT + AUST + ADET, and PBT = AUBT + ADOT, exactly;
- planned run time per item (PRI): the stated operation time for the mix that came;
- produced quantity (PQ): jobs that left in the counted time; good quantity (GQ): those
  of the line's good outcome, before any repair.

Availability = APT / PBT, effectiveness = PRI x PQ / APT, quality ratio = GQ / PQ, OEE
index = their product = PRI x GQ / PBT. Of parallel positions times and quantities are
added up.

The standard leaves open what belongs to planned busy time, whether waiting for
neighbours is delay or down time, and how a line is measured by its machines. Here
being blocked lowers availability as starving does, so that OEE says how much of the
planned time was made into good jobs, and not whose fault it was: that is what the
ladder's availability and the waterfall are for. A line is measured by its slowest
station, with the quality at its end. Of a conveyor, which stops as a whole, PRI is its
set time, and availability and effectiveness cannot be told apart; a place of it
without stated work content has neither.

References: ISO 22400-2:2014, Automation systems and integration, Key performance
indicators for manufacturing operations management, part 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.pack import STATES, Packed
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.results.summary import bounded
from zauyt.runs.batch import Setting
from zauyt.runs.measure import Measured
from zauyt.statistics.interval import interval
from zauyt.studies.simulation.pace import mixes, usual_ticks
from zauyt.studies.simulation.quality import over
from zauyt.studies.simulation.reasons import MISSING, closed_places, places
from zauyt.units import TICKS_PER_HOUR

Runs = Sequence[Measured]
Floats = NDArray[np.float64]

TIMES = (
    ("planned_busy_time_h", "PBT: open by plan"),
    ("actual_production_time_h", "APT: at work"),
    ("actual_unit_setup_time_h", "AUST: set-up"),
    ("actual_unit_delay_time_h", "ADET: down, blocked, without people"),
    ("actual_down_time_h", "ADOT: starved, or waiting for carriers or kits"),
)


@dataclass(frozen=True)
class _Row:
    """One station or line: times (runs, TIMES), PRI, quantities (runs)."""

    level: str
    name: str
    line: str
    times: Floats
    item_ticks: float
    produced: Floats
    good: Floats
    split: bool = True


def _times(packed: Packed, runs: Runs) -> Floats:
    """Give the ticks of every station by ISO's names (runs, stations, TIMES)."""
    spent = np.array([run.spent for run in runs], dtype=np.float64)
    at = {name: spent[:, :, place] for place, name in enumerate(STATES)}
    down = spent[:, :, places(packed, "failure", "repair_crew", "crew")].sum(axis=2)
    kits = spent[:, :, places(packed, *MISSING[:1])].sum(axis=2)
    planned = spent.sum(axis=2) - spent[:, :, closed_places(packed)].sum(axis=2)
    given: Floats = np.stack(
        [
            planned,
            at["working"],
            at["set_up"],
            at["blocked"] + down,
            at["starved"] + at["waiting"] + kits,
        ],
        axis=2,
    )
    return given


def _good_shares(packed: Packed, runs: Runs) -> dict[int, Floats]:
    """Give the share of good outcomes at every route that has several (runs)."""
    network = packed.network
    first = np.cumsum([0, *(len(outlets) for outlets in network.routes)])
    counts = np.array([run.outcomes for run in runs], dtype=np.float64).sum(axis=2)
    return {
        route: over(
            counts[:, first[route]],
            counts[:, first[route] : first[route + 1]].sum(axis=1),
        )
        for route, outlets in enumerate(network.routes)
        if len(outlets) > 1
    }


def _stations(setting: Setting, runs: Runs) -> list[_Row]:
    """Give every station, its positions added up."""
    packed = setting.packed
    times = _times(packed, runs)
    done = np.array([run.finished for run in runs], dtype=np.float64)
    cycles = np.array([stop.cycle_s for stop in packed.stops]) * 1000.0
    own = (cycles * mixes(packed, runs)[packed.section_of]).sum(axis=1)
    good = _good_shares(packed, runs)
    numbers: dict[str, list[int]] = {}
    for number, stop in enumerate(packed.stops):
        numbers.setdefault(stop.station, []).append(number)
    rows = []
    for station, at in numbers.items():
        section = packed.network.sections[packed.section_of[at[0]]]
        produced = done[:, at].sum(axis=1)
        is_last = section.stops[-1].station == station
        share = good.get(section.route) if is_last else None
        weight = done[:, at].sum(axis=0)
        item = float(np.average(own[at], weights=weight if weight.sum() else None))
        rows.append(
            _Row(
                "station",
                station,
                section.line,
                times[:, at].sum(axis=1),
                item,
                produced,
                produced if share is None else produced * share,
                split=item > 0,
            )
        )
    return rows


def _lines(setting: Setting, runs: Runs, stations: Sequence[_Row]) -> list[_Row]:
    """Give every line by its slowest station, with the quality at its end."""
    packed = setting.packed
    usual = usual_ticks(packed, mixes(packed, runs))
    set_ticks: dict[str, float] = {}
    together: set[str] = set()
    for number, stop in enumerate(packed.stops):
        set_ticks[stop.station] = float(usual[number]) / stop.positions
        if packed.network.sections[packed.section_of[number]].motion is not None:
            together.add(stop.line)
    rows = []
    for line in dict.fromkeys(row.line for row in stations):
        inside = [row for row in stations if row.line == line]
        slowest = max(inside, key=lambda row: set_ticks[row.name])
        share = np.ones(len(runs))
        for row in inside:
            share = share * np.nan_to_num(over(row.good, row.produced), nan=1.0)
        item = slowest.item_ticks
        if line in together:
            item = set_ticks[slowest.name]
        rows.append(
            _Row(
                "line",
                line,
                line,
                slowest.times,
                item,
                slowest.produced,
                slowest.produced * share,
                split=line not in together,
            )
        )
    return rows


def oee_table(setting: Setting, runs: Runs) -> Table:
    """Give OEE with its time model for every line, then for every station."""
    stations = _stations(setting, runs)
    rows = [*_lines(setting, runs, stations), *stations]
    times = np.array([row.times for row in rows])  # (rows, runs, TIMES)
    item = np.array([row.item_ticks for row in rows])[:, None]
    produced = np.array([row.produced for row in rows])
    good = np.array([row.good for row in rows])
    good = np.where(produced > 0, good, 0.0)
    busy, working = times[:, :, 0], times[:, :, 1]
    split = np.array([row.split for row in rows])[:, None]
    nothing = np.where(item > 0, item * good, np.nan)
    index = [interval(each) for each in over(nothing, busy)]
    parts = {
        "availability": np.where(split, over(working, busy), np.nan),
        "effectiveness": np.where(split, over(item * produced, working), np.nan),
        "quality_ratio": over(good, produced),
    }
    hours = times.mean(axis=1) / TICKS_PER_HOUR
    data: dict[Column, Any] = {
        Column("level", "", "line (by its slowest station) or station", "text"): [
            row.level for row in rows
        ],
        Column("name", "", "its name", "text"): [row.name for row in rows],
        Column("line", "", "line of a station", "text"): [row.line for row in rows],
    }
    for place, (name, meaning) in enumerate(TIMES):
        data[Column(name, "h", meaning, "number")] = hours[:, place]
    data |= {
        Column("actual_unit_busy_time_h", "h", "AUBT: APT + AUST + ADET", "number"):
            hours[:, 1:4].sum(axis=1),
        Column("planned_run_time_per_item_s", "s", "PRI: stated time of a job",
               "number"): np.where(item > 0, item, np.nan)[:, 0] / 1000,
        Column("produced_quantity", "jobs", "PQ: jobs that left", "number"):
            produced.mean(axis=1),
        Column("good_quantity", "jobs", "GQ: of these good, before repair", "number"):
            good.mean(axis=1),
    }  # fmt: skip
    meanings = ("APT / PBT", "PRI x PQ / APT", "GQ / PQ")
    for (name, values), meaning in zip(parts.items(), meanings, strict=True):
        data[Column(name, "share", meaning, "number")] = values.mean(axis=1)
    meaning = "their product, PRI x GQ / PBT"
    data |= bounded("oee_index", "share", meaning, index, short="oee")
    return Table(data)
