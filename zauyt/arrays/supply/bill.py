"""The bill of materials: what each variant of a vehicle needs of what is bought.

A variant is a model with some of the options that a material is for. Materials built
here are taken apart into those that go into them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zauyt.plant.inbound import Material, Supply
from zauyt.plant.plant import Plant

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bill:
    """What vehicles need, by variant and bought material.

    ``options`` are those of a model that make a difference, with their take rates;
    ``variants`` of a model follow one another, the n-th option adding 2^n.
    """

    models: tuple[str, ...]
    materials: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    rates: tuple[tuple[float, ...], ...]
    first_variant: tuple[int, ...]
    needs: Whole

    def mean_needs(self) -> Floats:
        """Give the mean pieces of a material in a vehicle (models, materials)."""
        found = np.zeros((len(self.models), len(self.materials)))
        for model, rates in enumerate(self.rates):
            for taken in itertools.product((0, 1), repeat=len(rates)):
                share = 1.0
                number = self.first_variant[model]
                for option, (rate, has) in enumerate(zip(rates, taken, strict=True)):
                    share *= rate if has else 1.0 - rate
                    number += has << option
                found[model] += share * self.needs[number]
        return found


def bill_of(plant: Plant) -> Bill:
    """Give the bill of a plant that has a supply free of errors."""
    supply = plant.supply
    assert supply is not None, "a bill without materials"
    models = models_of(plant)
    inside = contents(supply)
    bought = tuple(name for name in supply.materials if name not in built_here(supply))
    options: list[tuple[str, ...]] = []
    rates: list[tuple[float, ...]] = []
    first: list[int] = []
    rows: list[list[int]] = []
    for model in models:
        stated = plant.models[model].options if model in plant.models else {}
        felt = [
            option
            for option in stated
            if any(
                each.option == option and pieces_of(each, model)
                for each in supply.materials.values()
            )
        ]
        options.append(tuple(felt))
        rates.append(tuple(float(stated[option]) for option in felt))
        first.append(len(rows))
        for number in range(2 ** len(felt)):
            has = {option for place, option in enumerate(felt) if number >> place & 1}
            rows.append(_needs(supply, model, has, inside, bought))
    needs = np.array(rows, dtype=np.int64).reshape(len(rows), len(bought))
    return Bill(models, bought, tuple(options), tuple(rates), tuple(first), needs)


def models_of(plant: Plant) -> tuple[str, ...]:
    """Give the models that are planned, in the order of the file; one, if none is."""
    supply = plant.supply
    assert supply is not None
    if not plant.models:
        return ("vehicle",)
    mix = supply.mix or {name: model.share for name, model in plant.models.items()}
    return tuple(name for name in plant.models if mix.get(name, 0.0) > 0)


def pieces_of(material: Material, model: str) -> int:
    """Give how many pieces a vehicle of a model has, with the option."""
    if model in material.per_model:
        return material.per_model[model]
    return 0 if material.models and model not in material.models else (
        material.per_vehicle
    )  # fmt: skip


def built_here(supply: Supply) -> frozenset[str]:
    """Give the materials into which others go."""
    return frozenset(into for each in supply.materials.values() for into in each.into)


def contents(supply: Supply) -> dict[str, dict[str, int]]:
    """Give what each material is made of in the end: bought materials and pieces."""
    made_of: dict[str, dict[str, int]] = {}
    for name, each in supply.materials.items():
        for into, pieces in each.into.items():
            made_of.setdefault(into, {})[name] = pieces
    found: dict[str, dict[str, int]] = {}

    def inside(name: str) -> dict[str, int]:
        if name not in found:
            total: dict[str, int] = {} if name in made_of else {name: 1}
            for part, pieces in made_of.get(name, {}).items():
                for bought, each in inside(part).items():
                    total[bought] = total.get(bought, 0) + pieces * each
            found[name] = total
        return found[name]

    return {name: inside(name) for name in supply.materials}


def _needs(
    supply: Supply, model: str, options: set[str],
    inside: dict[str, dict[str, int]], bought: tuple[str, ...],
) -> list[int]:  # fmt: skip
    total = dict.fromkeys(bought, 0)
    for name, each in supply.materials.items():
        if each.option is not None and each.option not in options:
            continue
        for part, pieces in inside[name].items():
            total[part] += pieces_of(each, model) * pieces
    return list(total.values())
