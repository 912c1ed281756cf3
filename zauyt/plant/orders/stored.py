"""The bodies of a plant's day and the store that they pass."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.line import Store
from zauyt.plant.orders.bodies import Bodies, Lanes
from zauyt.plant.orders.day import cars_of
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.sequence import LONGEST_WINDOW

STEP = 1_000
"""What is paid of a rank for one of the rank above it."""
MOST_LANES = 1_000


def bodies_of(
    plant: Plant,
    *,
    orders: Path | None,
    vehicles: int,
    store: str,
    chosen: bool,
    again: bool,
    seed: int,
) -> Bodies:
    """Give a day's bodies of a plant, listed or drawn by seed, and its store.

    Overload, wishes, dues and lots of kits are left out: they are asked of the plan
    that bodies were made by, and cost nothing here.

    Raises
    ------
    WrongInput
        The plant has no such store or no ``sequence``, a rule is too long, or the list
        of orders is wrong.
    """
    name = _store_of(plant, store)
    cars, models = cars_of(plant, orders=orders, vehicles=vehicles, seed=seed)
    long = [rule for rule in cars.rules if rule.span > LONGEST_WINDOW]
    if long:
        raise WrongInput([
            Problem(
                f"sequence.rules.{rule.name}.span",
                f"{rule.span} is more than {LONGEST_WINDOW}, which a search through a"
                " store can keep in mind",
                "too_long",
            )
            for rule in long
        ])  # fmt: skip
    names = sorted(set(models))
    ranks = len(cars.objectives)
    weights = tuple(STEP ** (ranks - rank) for rank in range(ranks))
    cars = dataclasses.replace(
        cars, loads=(), work_ms=None, wishes=None, wished=None, dues=None,
        due=None, open_lots=None, lots=None,
    )  # fmt: skip
    return Bodies(
        cars=dataclasses.replace(cars, title=plant.plant),
        models=np.array([names.index(model) for model in models]),
        model_names=tuple(names),
        lanes=lanes_of(plant.stores[name], most=cars.count, again=again),
        model_weight=1,
        colour_weight=weights[cars.colour_rank] if cars.colour_rank >= 0 else 0,
        rank_weights=weights,
        chosen=chosen,
    )


def _store_of(plant: Plant, name: str) -> str:
    """Give the name of the store that is meant: the one stated, or that of lanes."""
    stores = sorted(plant.stores)
    if name in plant.stores:
        return name
    if name:
        hint = did_you_mean(name, stores) or (
            f"; there are {listed(stores)}" if stores else "; it has none"
        )
        message = f"the plant has no store {name}{hint}"
        raise WrongInput([Problem("store", message, "option")])
    laned = [each for each in stores if plant.stores[each].lanes]
    if len(laned) == 1 or len(stores) == 1:
        return (laned or stores)[0]
    message = (
        f"which of {listed(stores)} is meant? --store says so"
        if stores
        else "the plant has no store; it stands under stores"
    )
    raise WrongInput([Problem("store", message, "option")])


def lanes_of(store: Store, *, most: int, again: bool) -> Lanes:
    """Give the lanes of a store; where all can be reached, each place is a lane.

    Raises
    ------
    WrongInput
        There are too many lanes; that each has a place is seen by `lint`.
    """
    places = most if store.places == "unlimited" else store.places
    if store.lanes is None:
        return Lanes(min(places, most, MOST_LANES), 1, again=False)
    if store.lanes > MOST_LANES:
        message = f"{store.lanes} lanes; {MOST_LANES:,} at most"
        raise WrongInput([Problem("store", message, "option")])
    return Lanes(store.lanes, min(places // store.lanes, most), again=again)
