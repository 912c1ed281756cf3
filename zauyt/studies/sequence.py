"""In which order should the vehicles of a day be built?

Rules of ratio (at most so many with an option in so many successive ones) and changes
of colour, in the order of their priorities; the last vehicles of the day before count.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from zauyt.errors import NoAnswer, Problem, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.orders.asked import asked_of
from zauyt.plant.orders.cars import Cars, costs, first_order, score, shown
from zauyt.plant.orders.day import orders_of
from zauyt.plant.orders.order import Order
from zauyt.plant.plant import Plant
from zauyt.results.result import Figure, Note, Result, Table
from zauyt.studies.asked import out_of_range
from zauyt.studies.sequencing import tables
from zauyt.studies.sequencing.bounds import lower_bounds
from zauyt.studies.sequencing.on_line import on_line
from zauyt.studies.sequencing.prices import prices_table
from zauyt.studies.sequencing.proof import proven
from zauyt.studies.sequencing.search import Found, searched

Progress = Callable[[int, int], None]

MILLION = 1_000_000
SECONDS = 2.0
"""Time of a search for which nothing is stated."""


def sequence(
    cars: Cars | Plant,
    *,
    orders: Path | None = None,
    vehicles: int = 320,
    seconds: float = 0.0,
    moves: int = 0,
    starts: int = 2,
    price_moves: int = 100_000,
    proof: float = 0.0,
    prove: int = 0,
    seed: int = 1,
    workers: int = 0,
    progress: Progress | None = None,
) -> Result:
    """In which order should the vehicles of a day be built?

    Parameters
    ----------
    cars
        A plant with a ``sequence``, or the cars of a benchmark: a folder of the ROADEF
        challenge of 2005, a text of CSPLib's problem 1.
    orders
        Orders of a plant, CSV or Excel: order, model, colour, options, tail, wish,
        due, lot.
    vehicles
        Vehicles drawn from the plant's mix where there are no orders.
    seconds
        Time to search; 0 for no limit but that of moves, or 2 where that is 0, too.
    moves
        Moves of each start; 0 for no limit but time. The same moves give the same
        sequence on every machine.
    starts
        Searches from the order as given, each with its own chance.
    price_moves
        Moves by which it is sought what each rule costs that is not kept; 0 for none.
    proof
        Effort of a proof by CP-SAT for each priority, about seconds; 0 for none. It
        needs the extra people and knows rules of ratio and colours.
    prove
        Pairs of runs in which the order is simulated beside that of kit lots, on the
        line of ``overload`` alone and in the whole plant; 0 for none.
    seed
        Seed of every draw.
    workers
        Threads; 0 takes as many as there are processors.
    progress
        Called with the moves done and the moves in all, 0 where only time limits it.

    Raises
    ------
    WrongInput
        When the plant has errors, an order or an option is wrong.
    NotInstalled
        When a proof is asked for and OR-Tools is missing.
    NoAnswer
        When no order keeps the batch limit; the message says which would do.
    """
    _check(cars, orders=orders, vehicles=vehicles, seconds=seconds, moves=moves,
           starts=starts, price_moves=price_moves, proof=proof, prove=prove,
           seed=seed, workers=workers)  # fmt: skip
    drawn = isinstance(cars, Plant) and orders is None
    plant, listed = None, []
    if isinstance(cars, Plant):
        plant = cars
        listed = orders_of(plant, orders=orders, vehicles=vehicles, seed=seed)
        cars = asked_of(plant, listed)
    _check_batches(cars)
    bounds = lower_bounds(cars)
    given = costs(cars, np.arange(cars.length))
    workers = workers or os.cpu_count() or 1

    def tell(done: int, _: tuple[int, ...]) -> None:
        if progress is not None:
            progress(done // MILLION, moves // MILLION)

    found = searched(
        cars, moves=moves, seconds=seconds or (0.0 if moves else SECONDS),
        starts=starts, aim=bounds, seed=seed, workers=workers, tell=tell,
    )  # fmt: skip
    if proof and found.costs > bounds:
        shown_best = proven(cars, found.order, bounds, effort=proof, seed=seed)
        bounds = shown_best.bounds
        found = dataclasses.replace(
            found, order=shown_best.order, costs=shown_best.costs
        )
    tried: dict[str, Table] = {}
    notes = _notes(cars, found, bounds, drawn=drawn) + _not_asked(plant, listed)
    if plant is not None and prove:
        tried["on_line"], told = on_line(
            plant, listed, found.order, runs=prove, seed=seed, workers=workers
        )
        notes = (*told, *notes)
    return Result(
        study="sequence",
        plant=cars.title,
        plant_id=cars.id,
        options={
            "moves": found.moves,
            "starts": starts,
            **({"vehicles": vehicles} if drawn else {}),
            **({"proof": proof} if proof else {}),
            **({"prove": prove} if prove else {}),
        },
        seed=seed,
        headline=_headline(cars, found, given, bounds),
        tables=tables.tables(cars, found, given, bounds)
        | prices_table(cars, found, moves=price_moves, seed=seed)
        | tried,
        notes=notes,
    )


def _headline(
    cars: Cars, found: Found, given: tuple[int, ...], bounds: tuple[int, ...]
) -> dict[str, Figure]:
    """Give the costs by objective, as one score, and what they are at least."""
    return {
        "score": Figure(score(shown(cars, found.costs)), unit=""),
        "score_given": Figure(score(shown(cars, given)), unit=""),
        "lower_bound": Figure(score(shown(cars, bounds)), unit=""),
        "optimal": Figure("yes" if found.costs == bounds else "not proven", unit=""),
        "moves": Figure(found.moves, unit=""),
        **{
            name: Figure(cost, unit="")
            for name, cost in zip(
                cars.objectives, shown(cars, found.costs), strict=True
            )
        },
    }


def _notes(
    cars: Cars, found: Found, bounds: tuple[int, ...], *, drawn: bool
) -> tuple[Note, ...]:
    notes = []
    if found.stopped:
        notes.append(Note("sequence.stopped", {"moves": found.moves}))
    if drawn:
        notes.append(Note("sequence.drawn", {"vehicles": cars.count}))
    if found.costs == bounds:
        notes.append(Note("sequence.optimal", {}))
    notes.append(Note("sequence.again", {"moves": found.moves, "starts": found.starts}))
    return tuple(notes)


def _check_batches(cars: Cars) -> None:
    """Say so where no order at all keeps the limit of cars of one colour in a row."""
    if first_order(cars) is not None:
        return
    day = cars.colours[cars.tail :]
    often = np.bincount(day)
    colour, most = int(often.argmax()), int(often.max())
    least = -(-most // (cars.count - most + 1))
    message = (
        f"batch_limit {cars.batch_limit}: {most:,} of {cars.count:,} cars are"
        f" {cars.colour_names[colour]}, so that {least:,} in a row are the least"
    )
    raise NoAnswer(message)


def _not_asked(plant: Plant | None, orders: list[Order]) -> tuple[Note, ...]:
    """Say which columns orders have of which the plant asks nothing."""
    if plant is None or plant.sequence is None:
        return ()
    asked = plant.sequence
    columns = [
        name
        for name, wanted, has in (
            ("wish", asked.wishes, any(order.wish for order in orders)),
            ("due", asked.due, any(order.due is not None for order in orders)),
        )
        if wanted is None and has
    ]
    if not columns:
        return ()
    return (Note("sequence.not_asked", {"columns": ", ".join(columns)}),)


def _check(cars: Cars | Plant, *, orders: Path | None, **options: float) -> None:
    """Refuse a plant with errors and options out of range, all at once."""
    problems = []
    if isinstance(cars, Plant):
        problems = [p for p in lint(cars) if p.severity == "error"]
    else:
        if orders is not None:
            message = "are for a plant; a benchmark has its own cars"
            problems.append(Problem("orders", message, "option"))
        if options["prove"]:
            message = "simulates a plant; a benchmark has none"
            problems.append(Problem("prove", message, "option"))
    allowed = {
        "vehicles": (1, 20_000), "seconds": (0, 86_400), "moves": (0, 10**12),
        "starts": (1, 1024), "price_moves": (0, 10**9), "proof": (0, 86_400),
        "prove": (0, 10_000), "seed": (0, 2**63 - 1), "workers": (0, 1024),
    }  # fmt: skip
    problems += out_of_range(options, allowed)
    if problems:
        raise WrongInput(problems)
