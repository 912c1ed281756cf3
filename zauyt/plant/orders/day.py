"""A day's cars of a plant: from a list of orders, or drawn from its mix.

A list is CSV or Excel with the columns order, model, colour and options (several with
``+`` between them); ``tail`` says ``yes`` for yesterday's last vehicles, which come
first and stay where they are. ``wish`` is the place of the day at which an order would
come, from 1, ``lot`` the lot that its kit is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.orders.asked import asked_of
from zauyt.plant.orders.cars import Cars
from zauyt.plant.orders.order import Order
from zauyt.plant.plant import Plant
from zauyt.plant.product import Model
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.reading.table import Row, rows_of

COLUMNS = ("order", "model", "colour", "options", "tail", "wish", "lot")
NEEDED = ("order", "model")
MOST_ORDERS = 20_000


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


def read_orders(file: Path, models: Mapping[str, Model]) -> list[Order]:
    """Read a list of orders, yesterday's first.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, each with its row.
    """
    head, *rows = rows_of(file, what="order")
    problems: list[Problem] = []

    def wrong(row: Row, message: str) -> None:
        problems.append(Problem("", message, "orders", str(file), row.number))

    for name in head.cells:
        if name and name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"; there are {listed(COLUMNS)}"
            wrong(head, f"no column is called {name}{hint}")
    for name in NEEDED:
        if name not in head.cells:
            wrong(head, f"the column {name} is missing")
    if len(rows) > MOST_ORDERS:
        wrong(head, f"has {len(rows):,} orders; {MOST_ORDERS:,} at most")
    if problems:
        raise WrongInput(problems)
    found: list[Order] = []
    seen: dict[str, int] = {}
    for row in rows:
        cells = dict(zip(head.cells, row.cells, strict=False))
        order = _order(cells)
        for message in _wrong_with(order, cells, models):
            wrong(row, message)
        if order.name in seen:
            wrong(row, f"order {order.name} stands in row {seen[order.name]}, too")
        seen.setdefault(order.name, row.number)
        if order.tail and found and not found[-1].tail:
            wrong(row, "yesterday's vehicles come before all others")
        found.append(order)
    if not problems and all(order.tail for order in found):
        wrong(head, "all vehicles are yesterday's; there is none to put in order")
    if problems:
        raise WrongInput(problems)
    return found


def _order(cells: Mapping[str, str]) -> Order:
    options = cells.get("options", "").replace(";", "+").split("+")
    return Order(
        cells.get("order", ""),
        cells.get("model", ""),
        cells.get("colour", ""),
        tuple(option.strip() for option in options if option.strip()),
        cells.get("tail", "") == "yes",
        int(wish) if (wish := cells.get("wish", "")).isdecimal() else 0,
        cells.get("lot", ""),
    )


def _wrong_with(
    order: Order, cells: Mapping[str, str], models: Mapping[str, Model]
) -> Iterator[str]:
    """Yield what is wrong with one order."""
    if not order.name:
        yield "has no number of the order"
    if cells.get("tail", "") not in ("", "yes", "no"):
        yield f"tail: {cells['tail']}; yes, no or nothing is meant"
    if cells.get("wish", "") and order.wish < 1:
        yield f"wish: {cells['wish']}; a place of the day, from 1, is meant"
    if order.model not in models:
        hint = did_you_mean(order.model, models) or f"; there are {listed(models)}"
        yield f"there is no model {order.model or 'without a name'}{hint}"
        return
    model = models[order.model]
    if model.colours and order.colour not in model.colours:
        known = model.colours
        hint = did_you_mean(order.colour, known) or f"; there are {listed(known)}"
        yield f"{order.model} has no colour {order.colour or 'without a name'}{hint}"
    for option in order.options:
        if option not in model.options:
            known_options = model.options
            hint = did_you_mean(option, known_options)
            yield f"{order.model} has no option {option}{hint}"
