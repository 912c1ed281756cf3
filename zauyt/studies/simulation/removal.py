"""What a cause of loss would give back if it were gone, and what a place is worth.

Beside each of the largest bars of the waterfall stands what the plant would make
without its cause. That is another question than the bar, and seldom the same
number: with one hold-up gone, the next one decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zauyt.arrays.expanded import Network
from zauyt.arrays.turns import public_holidays
from zauyt.arrays.without import one_more_carrier, one_more_place
from zauyt.arrays.without import without as reshaped
from zauyt.kernels.flow.path import STATION_COLUMNS
from zauyt.plant.plant import Plant
from zauyt.plant.without import without
from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.runs.batch import Period, Setting
from zauyt.runs.measure import Measured
from zauyt.statistics.interval import Interval
from zauyt.studies.simulation.pace import kind_shares, pace
from zauyt.studies.simulation.trial import LOCKED, PAIRED, Case, Outcomes
from zauyt.studies.simulation.waterfall import bars

BARS = 8
PLACES = 4
CARRIERS = 2
SINGLE_DAYS = ("holiday", "closed_day", "shutdown")


def removals(
    plant: Plant, setting: Setting, runs: Sequence[Measured], period: Period
) -> dict[str, Case]:
    """Give the plant without the cause of each of the largest bars, by cause."""
    setter = pace(setting.packed, runs, setting.counted.point)
    every = [bars(run, setter) for run in runs]
    lost = {
        cause: sum(float(run[cause].sum()) for run in every)
        for cause in every[0]
        if cause not in ("ideal", "out", "won_back")
    }
    shares = kind_shares(setting.packed, runs)
    holidays = {}
    if plant.site.holidays is not None:
        years = range(period.first_day.year, period.first_day.year + 2)
        holidays = public_holidays(plant.site.holidays, years)
    cases: dict[str, Case] = {}
    for cause in sorted(lost, key=lambda cause: -lost[cause]):
        if len(cases) == BARS or lost[cause] <= 0:
            break
        if reshape := reshaped(cause, shares):
            cases[cause] = Case(plant, reshape)
        elif (other := without(plant, cause, holidays)) is not None:
            days = cause.partition(":")[0] in SINGLE_DAYS
            cases[cause] = Case(other, whole=days)
    return {f"no {cause}": case for cause, case in cases.items()}


def gains(tried: Outcomes | None, causes: Sequence[str]) -> list[Interval | None]:
    """Give what the plant would make more without each cause, where it was tried."""
    return [
        tried.difference(f"no {cause}")
        if tried is not None and f"no {cause}" in tried.by_day
        else None
        for cause in causes
    ]


def enlargements(
    plant: Plant, setting: Setting, runs: Sequence[Measured]
) -> dict[str, Case]:
    """Give the plant with one place or carrier more where it may help most."""
    network = setting.packed.network
    worth = _let_go(network, runs)
    places = sorted(worth, key=lambda name: -worth[name])[:PLACES]
    given = {f"place {name}": Case(plant, one_more_place(name)) for name in places}
    used = [s.carrier for s in network.sections if s.carrier]
    for name in list(dict.fromkeys(used))[:CARRIERS]:
        given[f"carrier {name}"] = Case(plant, one_more_carrier(name))
    return given


def _let_go(network: Network, runs: Sequence[Measured]) -> dict[str, int]:
    """Give how often a place that came free decided on the path, by the place.

    Where much is blocked that holds up no vehicle, one place more gains nothing.
    """
    column = STATION_COLUMNS.index("let_go")
    paths = [run.attribution for run in runs if run.attribution is not None]
    times = np.sum([path.stations[:, column] for path in paths], axis=0)
    worth: dict[str, int] = {}
    number = 0
    for section in network.sections:
        last = len(section.stops) - 1
        for place, _ in enumerate(section.stops):
            if place < last and section.motion is None:
                link = section.links[place]
                name = section.stops[place + 1].name if link.places >= 0 else ""
            elif place == last:
                targets = [
                    network.buffers[buffer]
                    for outlet in network.routes[section.route]
                    for buffer, _ in outlet.targets
                ]
                name = next((b.name for b in targets if b.places is not None), "")
            else:
                name = ""
            if name:
                worth[name] = worth.get(name, 0) + int(times[number])
            number += 1
    return {name: value for name, value in worth.items() if value > 0}


def table(tried: Outcomes | None) -> dict[str, Table]:
    """Give what one more place or carrier is worth, by paired runs."""
    if tried is None:
        return {}
    rows: list[tuple[str, str, Interval]] = []
    for key in tried.by_day:
        what, _, name = key.partition(" ")
        if what in ("place", "carrier"):
            rows.append((what, name, tried.difference(key)))
    if not rows:
        return {}
    rows.sort(key=lambda row: (not row[2].known, -row[2].value))
    return {"value_of_places": Table({
        Column("what", "", "one more place, or one more carrier", "text"): [
            what for what, _, _ in rows
        ],
        Column("name", "", "buffer, station behind the place, or carrier", "text"): [
            name for _, name, _ in rows
        ],
        Column("vehicles_per_year", "vehicles/year", "gained by one more"): [
            found.value for _, _, found in rows
        ],
        Column("low", "vehicles/year", "lower 95 % bound"): [
            found.low for _, _, found in rows
        ],
        Column("high", "vehicles/year", "upper 95 % bound"): [
            found.high for _, _, found in rows
        ],
        Column("how", "", "how it was found", "text"): [
            PAIRED if found.known or found.count else LOCKED for _, _, found in rows
        ],
    })}  # fmt: skip
