"""Proof by a constraint solver (CP-SAT): what no order can be below, rank by rank.

Positions take cars of a class, those with the same options and colour. The first rank
is made least; where that is proven it is kept, and the next one made least under it.
One thread, a fixed seed and a limit in the solver's own time, not the clock's.

References
----------
L. Perron and F. Didier, CP-SAT, part of OR-Tools: the solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from zauyt.errors import NotInstalled, Problem, WrongInput
from zauyt.plant.orders.cars import Cars, Whole, costs


@dataclass(frozen=True)
class Proof:
    """An order, its costs, and what no order is below, given those before at least."""

    order: Whole
    costs: tuple[int, ...]
    bounds: tuple[int, ...]


def proven(
    cars: Cars, order: Whole, bounds: tuple[int, ...], *, effort: float, seed: int
) -> Proof:
    """Prove what no order of cars can be below, from an order and bounds that hold.

    Raises
    ------
    NotInstalled
        OR-Tools is missing.
    WrongInput
        Something is asked that the proof does not know.
    """
    if cars.levels or cars.loads or cars.wishes or cars.dues or cars.open_lots:
        message = "knows rules of ratio and colours only"
        raise WrongInput([Problem("proof", message, "option")])
    model = _Model(cars)
    found, least = costs(cars, order), list(bounds)
    for rank in range(len(cars.objectives)):
        if found[rank] > least[rank]:
            solved = model.least(rank, order, effort=effort, seed=seed)
            least[rank] = max(least[rank], solved.bound)
            if solved.order is not None and costs(cars, solved.order) < found:
                order, found = solved.order, costs(cars, solved.order)
            if found[rank] > least[rank]:
                break
        model.keep(rank, found[rank])
    return Proof(order, found, tuple(least))


def solved(cars: Cars, order: Whole, *, effort: float, seed: int) -> Whole:
    """Give the best order that CP-SAT finds by itself, rank by rank, from a first one.

    Every rank has its share of the effort and is kept at what was found.
    """
    model, ranks = _Model(cars), len(cars.objectives)
    for rank in range(ranks):
        found = model.least(rank, order, effort=effort / ranks, seed=seed).order
        if found is not None and costs(cars, found) < costs(cars, order):
            order = found
        model.keep(rank, costs(cars, order)[rank])
    return order


@dataclass(frozen=True)
class _Solved:
    bound: int
    order: Whole | None


class _Model:
    """A day as a model of CP-SAT: which class stands where, what each rank costs."""

    def __init__(self, cars: Cars) -> None:
        try:
            from ortools.sat.python import cp_model
        except ImportError as error:
            raise NotInstalled(
                "a proof needs OR-Tools; install it by: pip install 'zauyt[people]'"
            ) from error
        self.cp = cp_model
        self.cars = cars
        self.model: Any = cp_model.CpModel()
        told = np.column_stack([cars.options, cars.colours])[cars.tail :]
        self.classes, of_car, self.often = np.unique(
            told, axis=0, return_inverse=True, return_counts=True
        )
        self.of_car = of_car.reshape(-1)
        self.at = [
            [self.model.new_bool_var("") for _ in self.often] for _ in range(cars.count)
        ]
        for row in self.at:
            self.model.add_exactly_one(row)
        for number, count in enumerate(self.often.tolist()):
            self.model.add(sum(row[number] for row in self.at) == count)
        self.cost: list[list[Any]] = [[] for _ in cars.objectives]
        for place in range(len(cars.rules)):
            self._rule(place)
        self._colours()

    def _has(self, position: int, column: int, value: int = 1) -> Any:
        """Give whether the car at a position of tail and day has a value."""
        if position < self.cars.tail:
            if column < self.cars.options.shape[1]:
                return int(self.cars.options[position, column] == value)
            return int(self.cars.colours[position] == value)
        row = self.at[position - self.cars.tail]
        return sum(row[n] for n in np.flatnonzero(self.classes[:, column] == value))

    def _rule(self, place: int) -> None:
        rule = self.cars.rules[place]
        first, last = self.cars.windows(rule)
        for begin in range(first, last + 1):
            end = min(begin + rule.span, self.cars.length)
            if end - begin <= rule.most:
                continue
            over = self.model.new_int_var(0, end - begin - rule.most, "")
            inside = [self._has(position, place) for position in range(begin, end)]
            self.model.add(sum(inside) - over <= rule.most)
            self.cost[rule.rank].append(rule.weight * over)

    def _colours(self) -> None:
        cars = self.cars
        column = cars.options.shape[1]
        names = np.unique(cars.colours).tolist()
        if cars.colour_rank >= 0:
            for position in range(max(cars.tail, 1), cars.length):
                change = self.model.new_bool_var("")
                for colour in names:
                    before = self._has(position - 1, column, colour)
                    now = self._has(position, column, colour)
                    self.model.add(now - before <= change)
                self.cost[cars.colour_rank].append(change)
        limit = cars.batch_limit
        if limit is not None:
            for begin in range(cars.tail, cars.length - limit):
                for colour in names:
                    row = [
                        self._has(begin + k, column, colour) for k in range(limit + 1)
                    ]
                    self.model.add(sum(row) <= limit)

    def least(self, rank: int, order: Whole, *, effort: float, seed: int) -> _Solved:
        """Make a rank least, those before it kept, from an order that is known."""
        self.model.minimize(sum(self.cost[rank]))
        self.model.clear_hints()
        for row, car in zip(self.at, order[self.cars.tail :], strict=True):
            for number, variable in enumerate(row):
                here = int(self.of_car[car - self.cars.tail]) == number
                self.model.add_hint(variable, int(here))
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed % 2**31
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self.model)
        bound = int(np.ceil(solver.best_objective_bound - 1e-6))
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            return _Solved(max(bound, 0), None)
        waiting: dict[int, list[int]] = {}
        for car in range(self.of_car.size - 1, -1, -1):
            waiting.setdefault(int(self.of_car[car]), []).append(car + self.cars.tail)
        cars = [
            waiting[next(n for n, v in enumerate(row) if solver.value(v))].pop()
            for row in self.at
        ]
        return _Solved(bound, np.array([*range(self.cars.tail), *cars]))

    def keep(self, rank: int, most: int) -> None:
        """Keep a rank at what was found."""
        if self.cost[rank]:
            self.model.add(sum(self.cost[rank]) <= most)
