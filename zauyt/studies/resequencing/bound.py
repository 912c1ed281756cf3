"""What no way through a store can be below, from paint and line each by itself."""

from __future__ import annotations

import numpy as np

from zauyt.arrays.storing import block, kinds_of
from zauyt.kernels.storing.layout import H
from zauyt.plant.orders.bodies import Bodies
from zauyt.plant.orders.cars import targets, units
from zauyt.studies.resequencing.paint import least_changes
from zauyt.studies.sequencing.bounds import excess_bound


def lower_bound(bodies: Bodies) -> float:
    """Give the score that no order of paint and no order of the line is below."""
    cars = bodies.cars
    models, colours = least_changes(bodies)
    if not bodies.chosen:
        painted = np.arange(cars.tail, cars.length)
        models = int((np.diff(bodies.models[painted]) != 0).sum())
        colours = int((np.diff(cars.colours[painted]) != 0).sum())
    total = float(bodies.model_weight * models + bodies.colour_weight * colours)
    for place, rule in enumerate(cars.rules):
        weight = rule.weight * bodies.rank_weights[rule.rank]
        total += weight * excess_bound(cars, place)
    return total + _uneven(bodies)


def _uneven(bodies: Bodies) -> float:
    """Give what levels cost at least: of the best order of kinds, or each by itself."""
    cars = bodies.cars
    if not cars.levels:
        return 0.0
    told = kinds_of(bodies)
    made = block(bodies, told, fill=0, width=1, key=0)
    if made[H.togo] >= 0:
        return float(made[made[H.togo]]) / told.scale
    unit = cars.level_unit
    off = targets(cars) % unit
    nearest = np.minimum(off, unit - off).sum(axis=0)
    return float(
        sum(
            level.weight
            * bodies.rank_weights[level.rank]
            * each
            / units(cars)[level.rank]
            for level, each in zip(cars.levels, nearest, strict=True)
        )
    )
