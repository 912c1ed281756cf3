"""The claim as a map: where it holds, where the plan stands, what it would take.

Prices, people at the plant and the proportions of parts stay as they are in the claim's
year; volume and the share of parts from here move. Beyond a share of 1 of the parts
that have a maker, more of the same kind would have to be found.
"""

from __future__ import annotations

import numpy as np

from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Table, of_rows
from zauyt.studies.impacts.case import Line
from zauyt.studies.impacts.tables import Answer

VOLUMES = 12
SHARES = 13
MOST_SHARE = 0.6


def year_of(plant: Plant) -> int:
    """Give the claim's year among those of the plant's content, from 0."""
    assert plant.economy is not None
    assert plant.content is not None
    claim = plant.economy.claim
    if claim is None or claim.year is None:
        return plant.content.years - 1
    return claim.year - plant.content.first_year


def every_table(answer: Answer) -> dict[str, Table]:
    """Give the map and what would have to be true, if anything was claimed."""
    assert answer.plant.economy is not None
    if answer.plant.economy.claim is None or not answer.case.line.vehicles:
        return {}
    line = answer.case.line
    found = {"claim_points": _points(answer)}
    if line.basket_money > 0 and line.basket > 0:
        found |= {"claim_map": _map(answer), "claim_needs": _needs(answer)}
    return found


def _map(answer: Answer) -> Table:
    assert answer.plant.economy is not None
    assert answer.plant.economy.claim is not None
    line, least = answer.case.line, answer.plant.economy.claim.least
    target = answer.plant.target
    most = max(line.vehicles, target.vehicles_per_year if target else 0.0)
    step = _round(1.3 * most / VOLUMES)
    rows = []
    for vehicles in step * np.arange(1, VOLUMES + 1):
        for share in np.linspace(0.0, MOST_SHARE, SHARES):
            taken = float(line.taken(vehicles, share))
            if taken < 0:
                continue
            held = [
                float(each.line.ratio(vehicles, each.line.taken(vehicles, share)))
                >= least
                for each in answer.drawn
            ]
            chance = sum(held) / len(held) if held else None
            further = float(line.ratio(vehicles, taken))
            rows.append((float(vehicles), float(share), taken, further, chance))
    return of_rows(
        rows,
        Column("vehicles", "1", "vehicles a year", "number"),
        Column("domestic_share", "share", "bought here over output", "number"),
        Column("taken", "1", "parts from here, as a multiple of all that have a maker",
               "number"),
        Column("further_per_job", "1", "further jobs for each at the plant", "number"),
        Column("chance", "share", "draws in which the claim's least holds", "number"),
    )  # fmt: skip


def _round(value: float) -> float:
    """Give a step that reads well: 1, 2 or 5 times a power of ten, at least so much."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(
        power * next(each for each in (1, 2, 2.5, 5, 10) if each * power >= value)
    )


def _points(answer: Answer) -> Table:
    """Give where the plan stands: as decided, and with every part."""
    line, books = answer.case.line, answer.books
    stood = answer.national.further("jobs") / books.people
    own = books.domestic / books.revenue
    rows = [
        ("plan", line.vehicles, own, stood),
        ("no_parts", line.vehicles, line.domestic_share(line.vehicles, 0.0),
         float(line.ratio(line.vehicles, 0.0))),
        ("every_part", line.vehicles, line.domestic_share(line.vehicles, 1.0),
         float(line.ratio(line.vehicles, 1.0))),
    ]  # fmt: skip
    return of_rows(
        rows,
        Column("point", "", "the plan; without parts from here; with all", "text"),
        Column("vehicles", "1", "vehicles a year", "number"),
        Column("domestic_share", "share", "bought here over output", "number"),
        Column("further_per_job", "1", "further jobs for each at the plant", "number"),
    )


def needed_share(line: Line, further: float) -> tuple[float, float]:
    """Give the parts to take, and the domestic share, for further jobs as planned."""
    taken = (further * line.people - line.rest) / line.vehicles - line.service
    taken /= line.basket
    return taken, line.domestic_share(line.vehicles, taken)


def needed_vehicles(line: Line, further: float, taken: float) -> float | None:
    """Give the vehicles a year for further jobs with so many of the parts.

    ``None`` where no number of vehicles brings them about.
    """
    a_vehicle = line.service + taken * line.basket
    if a_vehicle <= 0:
        return None
    return (further * line.people - line.rest) / a_vehicle


def _needs(answer: Answer) -> Table:
    assert answer.plant.economy is not None
    claim, line = answer.plant.economy.claim, answer.case.line
    assert claim is not None
    rows = []
    for wanted in dict.fromkeys((claim.least, claim.most)):
        taken, share = needed_share(line, wanted)
        samples = [
            needed_share(each.line, wanted)[1]
            for each in answer.drawn
            if each.line.basket > 0
        ]
        low, high = np.quantile(samples, (0.05, 0.95)) if samples else (None, None)
        rows.append(
            (wanted, share, low, high, taken, needed_vehicles(line, wanted, 1.0),
             needed_vehicles(line, wanted, 0.0))
        )  # fmt: skip
    return of_rows(
        rows,
        Column("wanted", "1", "further jobs for each at the plant", "number"),
        Column("domestic_share", "share", "share bought here at the planned volume",
               "number"),
        Column("share_low", "share", "5 % of the draws need less", "number"),
        Column("share_high", "share", "5 % of the draws need more", "number"),
        Column("taken", "1", "the same as a multiple of all parts that have a maker",
               "number"),
        Column("vehicles_every_part", "1", "vehicles a year if every one is from here",
               "number"),
        Column("vehicles_no_part", "1", "vehicles a year if none is", "number"),
    )  # fmt: skip
