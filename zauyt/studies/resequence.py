"""Which lane should a body enter, and which should leave next?

Paint wants few changes of colour and model, the line its rules of ratio kept and its
work even; the store between them has lanes of few places. The whole day is known; what
a rule reaches that knows only the store's content is told by `simulate`.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from zauyt.errors import NoAnswer, Problem, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.orders.bodies import Bodies, Cost
from zauyt.plant.orders.cars import units
from zauyt.plant.orders.stored import bodies_of
from zauyt.plant.plant import Plant
from zauyt.results.result import Figure, Note, Result
from zauyt.studies.asked import out_of_range
from zauyt.studies.resequencing import tables
from zauyt.studies.resequencing.bound import lower_bound
from zauyt.studies.resequencing.paint import batches_of
from zauyt.studies.resequencing.search import Found, searched

Progress = Callable[[int, int], None]

SECONDS = 5.0
"""Time of a search for which nothing is stated."""


def resequence(
    bodies: Bodies | Plant,
    *,
    orders: Path | None = None,
    vehicles: int = 320,
    store: str = "",
    paint: Literal["given", "chosen"] = "given",
    again: bool = False,
    batch_limit: int = 0,
    seconds: float = 0.0,
    rounds: int = 0,
    seed: int = 1,
    workers: int = 0,
    progress: Progress | None = None,
) -> Result:
    """Which lane should a body enter, and which should leave next?

    Parameters
    ----------
    bodies
        A plant with a ``sequence`` and a store, or a day through a painted-body store
        as a text of Guo, Côté, Zhang and Miao (2025), whose order of paint is chosen.
    orders
        Orders of a plant as they come out of paint, CSV or Excel: order, model, colour,
        options, tail.
    vehicles
        Vehicles drawn from the plant's mix where there are no orders.
    store
        Name of the store, where the plant has several.
    paint
        Whether bodies come as given, or their order in paint is chosen, too.
    again
        A lane leads back: a body may go from the front of a lane to another's end.
    batch_limit
        Bodies of one colour in a row at most, in place of what is stated; 0 for that.
    seconds
        Time to search; 0 for no limit but that of rounds, or 5 where that is 0, too.
    rounds
        Rounds of the search; 0 for no limit but time. The same rounds give the same
        way on every machine.
    seed
        Seed of every draw.
    workers
        Threads; 0 takes as many as there are processors.
    progress
        Called with the rounds done and those in all, 0 where only time limits it.

    Raises
    ------
    WrongInput
        When the plant has errors, an order, an option or the store is wrong.
    NoAnswer
        When no order of paint keeps the batch limit.
    """
    _check(bodies, orders=orders, vehicles=vehicles, batch_limit=batch_limit,
           seconds=seconds, rounds=rounds, seed=seed, workers=workers)  # fmt: skip
    drawn = isinstance(bodies, Plant) and orders is None
    left_out = _left_out(bodies)
    if isinstance(bodies, Plant):
        bodies = bodies_of(
            bodies, orders=orders, vehicles=vehicles, store=store,
            chosen=paint == "chosen", again=again, seed=seed,
        )  # fmt: skip
    if batch_limit:
        cars = dataclasses.replace(bodies.cars, batch_limit=batch_limit)
        bodies = dataclasses.replace(bodies, cars=cars)
    if bodies.chosen and batches_of(bodies) is None:
        limit = bodies.cars.batch_limit
        raise NoAnswer(
            f"no order of paint keeps to {limit} bodies of a colour in a row"
        )
    bound = lower_bound(bodies)

    def tell(done: int, _: float) -> None:
        if progress is not None:
            progress(done, rounds)

    found = searched(
        bodies, rounds=rounds, seconds=seconds or (0.0 if rounds else SECONDS),
        aim=bound, seed=seed, workers=workers or os.cpu_count() or 1, tell=tell,
    )  # fmt: skip
    return Result(
        study="resequence",
        plant=bodies.cars.title,
        plant_id=bodies.id,
        options={
            "rounds": found.rounds,
            **({"vehicles": vehicles} if drawn else {}),
            **({"batch_limit": batch_limit} if batch_limit else {}),
        },
        seed=seed,
        headline=_headline(bodies, found, bound),
        tables=tables.tables(bodies, found),
        notes=(*left_out, *_notes(bodies, found, bound, drawn=drawn)),
    )


def _headline(bodies: Bodies, found: Found, bound: float) -> dict[str, Figure]:
    """Give the score, what it is at least, and each objective."""
    optimal = found.way.cost.score <= bound + 1e-6
    return {
        "score": Figure(found.way.cost.score, unit=""),
        "score_first_come": Figure(found.first_come.cost.score, unit=""),
        "lower_bound": Figure(bound, unit=""),
        "optimal": Figure("yes" if optimal else "not proven", unit=""),
        "rounds": Figure(found.rounds, unit=""),
        **{
            name: Figure(value, unit="")
            for name, value in objectives(bodies, found.way.cost).items()
        },
    }


def objectives(bodies: Bodies, cost: Cost) -> dict[str, float]:
    """Give what each objective costs, by name."""
    cars = bodies.cars
    named = {
        name: each / unit
        for rank, (name, each, unit) in enumerate(
            zip(cars.objectives, cost.ranks, units(cars), strict=True)
        )
        if rank != cars.colour_rank or any(r.rank == rank for r in cars.rules)
    }
    return {
        **named,
        "colour_changes": cost.colour_changes,
        "model_changes": cost.model_changes,
    }


def _left_out(bodies: Bodies | Plant) -> tuple[Note, ...]:
    """Say what a plant asks of its sequence that is not looked at here."""
    asked = bodies.sequence if isinstance(bodies, Plant) else None
    if asked is None:
        return ()
    names = [
        name
        for name in ("overload", "wishes", "due", "open_kits")
        if getattr(asked, name) is not None
    ]
    if not names:
        return ()
    return (Note("resequence.left_out", {"names": ", ".join(names)}),)


def _notes(
    bodies: Bodies, found: Found, bound: float, *, drawn: bool
) -> tuple[Note, ...]:
    notes = []
    if found.stopped:
        notes.append(Note("resequence.stopped", {"rounds": found.rounds}))
    if drawn:
        notes.append(Note("resequence.drawn", {"vehicles": bodies.cars.count}))
    if found.way.cost.score <= bound + 1e-6:
        notes.append(Note("resequence.optimal", {}))
    if bodies.chosen:
        notes.append(Note("resequence.late", {}))
    notes += [
        Note("resequence.fill", {
            "fill": found.way.fill, "held": tables.most_held(found.way),
        }),
        Note("resequence.known", {}),
        Note("resequence.again", {"rounds": found.rounds}),
    ]  # fmt: skip
    return tuple(notes)


def _check(bodies: Bodies | Plant, *, orders: Path | None, **options: float) -> None:
    """Refuse a plant with errors and options out of range, all at once."""
    problems = []
    if isinstance(bodies, Plant):
        problems = [p for p in lint(bodies) if p.severity == "error"]
    elif orders is not None:
        message = "are for a plant; a benchmark has its own bodies"
        problems.append(Problem("orders", message, "option"))
    allowed = {
        "vehicles": (2, 5_000), "batch_limit": (0, 5_000), "seconds": (0, 86_400),
        "rounds": (0, 10**9), "seed": (0, 2**63 - 1), "workers": (0, 1024),
    }  # fmt: skip
    problems += out_of_range(options, allowed)
    if problems:
        raise WrongInput(problems)
