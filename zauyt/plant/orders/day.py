"""A day's cars of a plant: from a list of orders, or drawn from its mix."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.orders.asked import asked_of
from zauyt.plant.orders.cars import Cars
from zauyt.plant.orders.order import Order
from zauyt.plant.orders.rows import read_orders
from zauyt.plant.plant import Plant
from zauyt.plant.product import Model


def cars_of(
    plant: Plant, *, orders: Path | None, vehicles: int, seed: int
) -> tuple[Cars, list[str]]:
    """Give a day's cars of a plant with a ``sequence``, and their models.

    Raises
    ------
    WrongInput
        As `orders_of`.
    """
    found = orders_of(plant, orders=orders, vehicles=vehicles, seed=seed)
    return asked_of(plant, found), [order.model for order in found]


def orders_of(
    plant: Plant, *, orders: Path | None, vehicles: int, seed: int
) -> list[Order]:
    """Give the orders of a plant with a ``sequence``: listed, or drawn by seed.

    Raises
    ------
    WrongInput
        The plant has no ``sequence`` or no models, or the list is wrong: every
        problem, with its row.
    """
    if plant.sequence is None or not plant.models:
        lacks = "models" if plant.sequence else "rules for the order of its vehicles"
        message = f"the plant has no {lacks}"
        raise WrongInput([Problem("sequence", message, "sequence")])
    if orders is None:
        return drawn(plant.models, vehicles, seed=seed)
    return read_orders(orders, plant.models)


def drawn(models: Mapping[str, Model], vehicles: int, *, seed: int) -> list[Order]:
    """Draw vehicles from the mix: model, colour and options, each by its share."""
    chance = np.random.default_rng(seed)
    built = {name: model for name, model in models.items() if model.share > 0}
    names = sorted(built)
    found = []
    for number in range(1, vehicles + 1):
        name = _pick(names, [built[n].share for n in names], float(chance.random()))
        model = built[name]
        colours = sorted(model.colours)
        weights = [model.colours[colour] for colour in colours]
        colour = _pick(colours, weights, float(chance.random())) if colours else ""
        options = tuple(
            option
            for option in sorted(model.options)
            if chance.random() < model.options[option]
        )
        found.append(Order(f"{number}", name, colour, options))
    return found


def _pick(names: list[str], weights: list[float], share: float) -> str:
    ends = np.cumsum(weights)
    return names[min(int(np.searchsorted(ends / ends[-1], share)), len(names) - 1)]
