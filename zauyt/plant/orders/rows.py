"""Orders from a list, CSV or Excel, row by row.

Columns are order, model, colour and options (several with ``+`` between them); ``tail``
says ``yes`` for yesterday's last vehicles, which come first and stay where they are.
``wish`` is the place of the day at which an order would come, from 1, ``due`` the date
by whose end, or the date and time by which, it is to be built, ``lot`` the lot that its
kit is in.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from zauyt.errors import Problem, WrongInput
from zauyt.plant.orders.order import Order
from zauyt.plant.product import Model
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.plant.reading.table import Row, rows_of

COLUMNS = ("order", "model", "colour", "options", "tail", "wish", "due", "lot")
NEEDED = ("order", "model")

Wrong = Callable[[Row, str, str | int], None]
"""Notes what is wrong with a row, in a column: its name, or its place from 0."""


def read_orders(file: Path, models: Mapping[str, Model]) -> list[Order]:
    """Read a list of orders, yesterday's first.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, each with its row, in a workbook its cell.
    """
    head, *rows = rows_of(file, "orders")
    problems: list[Problem] = []

    def wrong(row: Row, message: str, column: str | int) -> None:
        if isinstance(column, str):
            column = head.cells.index(column) if column in head.cells else 0
        cell = None if row.sheet is None else column + 1
        problems.append(
            Problem("", message, "orders", str(file), row.number, cell, sheet=row.sheet)
        )

    _look_at_heading(head, models, wrong)
    found: list[Order] = []
    seen: dict[str, int] = {}
    for row in rows:
        pairs = zip(head.cells, row.cells, strict=False)
        cells = dict(reversed([*pairs]))  # of a column given twice the first
        order = _order(cells)
        if any(row.cells[len(head.cells) :]):
            message = f"the row has {len(row.cells)} cells, the heading"
            message += f" {len(head.cells)}; a text with a comma needs quotes"
            wrong(row, message, len(head.cells))
        for column, message in _wrong_with(order, cells, models):
            if column in head.cells:
                wrong(row, message, column)
        if order.name and order.name in seen:
            message = f"order {order.name} stands in row {seen[order.name]}, too"
            wrong(row, message, "order")
        seen.setdefault(order.name, row.number)
        if order.tail and found and not found[-1].tail:
            wrong(row, "yesterday's vehicles come before all others", "tail")
        found.append(order)
    _look_at_wishes(rows, found, wrong)
    if not problems and all(order.tail for order in found):
        message = "all vehicles are yesterday's; there is none to put in order"
        wrong(head, message, "tail")
    if problems:
        raise WrongInput(problems)
    return found


def _look_at_heading(head: Row, models: Mapping[str, Model], wrong: Wrong) -> None:
    """Note columns that are not known, missing, or given twice."""
    for place, name in enumerate(head.cells):
        if name and name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"; there are {listed(COLUMNS)}"
            wrong(head, f"no column is called {name}{hint}", place)
        elif name in head.cells[:place]:
            wrong(head, f"column {name} is given twice", place)
    coloured = any(model.colours for model in models.values())
    for name in (*NEEDED, *(["colour"] if coloured else [])):
        if name not in head.cells:
            wrong(head, f"the column {name} is missing", 0)


def _look_at_wishes(rows: list[Row], orders: list[Order], wrong: Wrong) -> None:
    """Note wishes for places that the day does not have."""
    day = sum(not order.tail for order in orders)
    for row, order in zip(rows, orders, strict=True):
        if order.wish > day:
            message = f"wish: {order.wish}; the day has {day} places"
            wrong(row, message, "wish")


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
        moment_of(cells.get("due", "")),
    )


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?")


def moment_of(text: str) -> datetime.datetime | None:
    """Give the moment of a date and time, of a date its end; None if it is neither."""
    if not _DAY.fullmatch(text):
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    end = datetime.time.max if " " not in text else moment.time()
    return datetime.datetime.combine(moment.date(), end)


def _wrong_with(
    order: Order, cells: Mapping[str, str], models: Mapping[str, Model]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with one order, each with its column."""
    if not order.name:
        yield "order", "has no number of the order"
    if cells.get("tail", "") not in ("", "yes", "no"):
        yield "tail", f"tail: {cells['tail']}; yes, no or nothing is meant"
    if cells.get("wish", "") and order.wish < 1:
        yield "wish", f"wish: {cells['wish']}; a place of the day, from 1, is meant"
    if cells.get("due", "") and order.due is None:
        meant = "a date like 2026-01-15 is meant, or with its time 2026-01-15 14:30"
        yield "due", f"due: {cells['due']}; {meant}"
    if order.model not in models:
        hint = did_you_mean(order.model, models) or f"; there are {listed(models)}"
        yield "model", f"there is no model {order.model or 'without a name'}{hint}"
        return
    model = models[order.model]
    if model.colours and order.colour not in model.colours:
        known = model.colours
        hint = did_you_mean(order.colour, known) or f"; there are {listed(known)}"
        message = f"{order.model} has no colour {order.colour or 'without a name'}"
        yield "colour", f"{message}{hint}"
    for option in order.options:
        if option not in model.options:
            hint = did_you_mean(option, model.options)
            yield "options", f"{order.model} has no option {option}{hint}"
