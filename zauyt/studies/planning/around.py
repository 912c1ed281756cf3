"""What is around the plants of a plan: where they are, the kits that come."""

from __future__ import annotations

import numpy as np

from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.studies.planning.told import Plan, table, years_of


def kits(plan: Plan) -> dict[str, Table]:
    """Give the kits that each supplier brings to each plant, if there are suppliers."""
    frame = plan.planned.frame
    mean = np.tensordot(frame.probability, plan.of("made"), axes=(0, 0))
    rows = [
        (supplier, name, year, float(mean[np.ix_(months, own)].sum()))
        for year, months in years_of(frame.months).items()
        for j, supplier in enumerate(frame.suppliers)
        for p, name in enumerate(frame.plants)
        if (own := frame.kit_makings[j] & (frame.making_plant == p)).any()
    ]
    if not rows:
        return {}
    columns = (
        Column("supplier", "", "supplier of kits", "text"),
        Column("plant", "", "plant", "text"),
        Column("year", "", "year", "text"),
        Column("kits", "1", "kits, one for a vehicle, mean over scenarios", "number"),
    )
    return {"kits": table(rows, *columns)}


def places(plan: Plan) -> dict[str, Table]:
    """Give where plants and markets are, if the file says it of all of them."""
    network = plan.planned.frame.network
    homes = [("plant", name, each.place) for name, each in network.plants.items()]
    homes += [("market", n, e.place) for n, e in network.markets.items() if e.open]
    rows = [
        (
            kind,
            name,
            town,
            network.places[town].latitude,
            network.places[town].longitude,
        )
        for kind, name, town in homes
        if town is not None
    ]
    if len(rows) < len(homes):
        return {}
    columns = (
        Column("kind", "", "plant or market", "text"),
        Column("name", "", "plant or market", "text"),
        Column("place", "", "town", "text"),
        Column("latitude", "1", "degrees north of the equator", "number"),
        Column("longitude", "1", "degrees east of Greenwich", "number"),
    )
    return {"places": table(rows, *columns)}
