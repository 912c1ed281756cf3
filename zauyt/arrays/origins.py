"""Which vehicles there are, and in what mix and order sources send them."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.expanded import Class, Kind, Origin, Phase, Ratio
from zauyt.kernels.flow.levelling import level
from zauyt.plant.line import Line, Source, Station, Store, Work
from zauyt.plant.plant import Plant
from zauyt.plant.product import Model

Entry = TypeVar("Entry")

STEP, MOST_STEPS = 1_000, 3
"""What is paid of a priority for one of the priority before, and how often."""

MOST_KINDS = 4096
"""Most combinations of model and options that operation times may tell apart."""


def in_order(entries: Mapping[str, Entry]) -> tuple[tuple[str, Entry], ...]:
    """Give entries by name: their order in the file says nothing."""
    return tuple((name, entries[name]) for name in sorted(entries))


def kinds_of(
    plant: Plant, stations: Mapping[str, Mapping[str, Station]]
) -> tuple[Kind, ...]:
    """Give the kinds of vehicle that operation times or ratio rules tell apart."""
    asked: set[str] = set()
    for of_line in stations.values():
        for station in of_line.values():
            asked.update(station.cycle_by_option_s)
    for store in plant.stores.values():
        asked.update(store.ratios)
        if store.release == "sequence_rules" and plant.sequence is not None:
            asked.update(rule.of for rule in plant.sequence.rules.values())
    kinds: list[Kind] = []
    for name, model in in_order(plant.models or {"vehicle": Model()}):
        options = sorted(asked & set(model.options))
        for count in range(len(options) + 1):
            for chosen in itertools.combinations(options, count):
                kinds.append(Kind(name, frozenset(chosen)))
    return tuple(kinds)


def cycles_of(work: Work, kinds: tuple[Kind, ...]) -> tuple[float, ...]:
    """Give the mean operation time for every kind, in seconds.

    It is 0 for kinds of which `lint` has seen that they never come here.
    """
    default = work.cycle_s if work.cycle_s is not None else 0.0
    if not work.cycle_by_option_s:
        return tuple(work.cycle_by_model.get(kind.model, default) for kind in kinds)
    return tuple(
        work.cycle_by_model.get(kind.model, default)
        + sum(
            work.cycle_by_option_s.get(option, 0.0) for option in sorted(kind.options)
        )
        for kind in kinds
    )


def _classes_of(plant: Plant, kinds: tuple[Kind, ...], model: str, share: float,
                colours: tuple[str, ...]) -> tuple[Class, ...]:  # fmt: skip
    """Give the classes of one model: its option kinds in each of its colours."""
    record = plant.models.get(model)
    rates = record.options if record else {}
    weights = (record.colours if record else {}) or {"": 1.0}
    total = sum(weights.values())
    number = sorted(plant.models).index(model) if plant.models else 0
    classes = []
    relevant = {
        option for kind in kinds if kind.model == model for option in kind.options
    }
    for place, kind in enumerate(kinds):
        if kind.model != model:
            continue
        chance = share
        for option in sorted(relevant):
            rate = rates[option]
            chance *= rate if option in kind.options else 1.0 - rate
        for colour, weight in in_order(weights):
            classes.append(
                Class(place, number, colours.index(colour), chance * weight / total)
            )
    return tuple(classes)


LEVEL = 10_000
"""Length of a levelled sequence before it repeats."""


@lru_cache(maxsize=64)
def levelled(shares: tuple[float, ...], length: int) -> NDArray[np.int64]:
    """Give the sequence in which every share is met as evenly as can be."""
    sequence = np.empty(length, dtype=np.int64)
    level(sequence, np.array(shares), np.zeros(len(shares)))
    sequence.flags.writeable = False
    return sequence


def _order(spec: Source, shares: list[float]) -> NDArray[np.int64]:
    if spec.order == "random" or len(shares) == 1:
        return np.empty(0, dtype=np.int64)
    if spec.order != "batches":
        return levelled(tuple(shares), LEVEL)
    picks = levelled(tuple(shares), LEVEL // spec.lot or 1)
    return np.repeat(picks, spec.lot)


def origin_of(
    plant: Plant, name: str, line: Line, kinds: tuple[Kind, ...],
    colours: tuple[str, ...], buffer: int | None,
) -> Origin:  # fmt: skip
    """Give a line's source: its mix as rows of classes, and their order."""
    spec = line.source or Source()
    mix = dict(spec.models) or {
        model: record.share for model, record in plant.models.items()
    }
    mix = {
        model: share
        for model, share in in_order(mix)
        if share > 0 and (not line.models or model in line.models)
    } or dict.fromkeys(line.models or sorted(plant.models) or ("vehicle",), 1.0)
    from_date = {
        model: plant.models[model].from_date if model in plant.models else None
        for model in mix
    }
    starts = sorted({date for date in from_date.values() if date is not None})
    phases = []
    for start in [None, *starts]:
        built = {
            model: share
            for model, share in mix.items()
            if (date := from_date[model]) is None
            or (start is not None and date <= start)
        }
        if built:
            phases.append(_phase(plant, spec, built, kinds, colours, start))
    return Origin(name, spec, tuple(phases), buffer)


def _phase(
    plant: Plant, spec: Source, mix: dict[str, float], kinds: tuple[Kind, ...],
    colours: tuple[str, ...], start: datetime.date | None,
) -> Phase:  # fmt: skip
    """Give one mix as rows of classes, and their order."""
    total = sum(mix.values())
    shares = [share / total for share in mix.values()]
    order = _order(spec, shares)
    rows = [
        _classes_of(plant, kinds, model, 1.0 if order.size else share, colours)
        for model, share in zip(mix, shares, strict=True)
    ]
    if not order.size:
        rows = [tuple(itertools.chain.from_iterable(rows))]
    return Phase(start, tuple(rows), order)


def ratios_of(plant: Plant, store: Store, kinds: tuple[Kind, ...]) -> tuple[Ratio, ...]:
    """Give a store's ratio rules, each of a model or of an option.

    A store that releases by the rules of the sequence has those, weighted so that a
    priority comes before the next.
    """

    def of(name: str) -> tuple[bool, ...]:
        return tuple(
            kind.model == name if name in plant.models else name in kind.options
            for kind in kinds
        )

    if store.release == "sequence_rules" and plant.sequence is not None:
        asked = plant.sequence.rules
        ranked = sorted({rule.priority for rule in asked.values()}, reverse=True)
        return tuple(
            Ratio(
                rule.most, rule.span, of(rule.of),
                rule.weight * STEP ** min(ranked.index(rule.priority), MOST_STEPS),
            )
            for _, rule in in_order(asked)
        )  # fmt: skip
    rules = []
    for name, text in store.ratios.items():
        most, _, window = text.partition("/")
        rules.append(Ratio(int(most), int(window), of(name)))
    return tuple(rules)
