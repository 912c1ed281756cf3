"""Sources that send listed orders instead of a mix, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from zauyt.arrays.expanded import Class, Network, Origin, Phase
from zauyt.plant.orders.order import Order


def listed(expanded: Network, orders: Sequence[Order]) -> Network:
    """Give a plant whose sources send the orders, again from the first after the last.

    A source with a mix of its own keeps it; one of a line that takes only some models
    sends the orders of these.
    """
    return replace(
        expanded,
        origins=tuple(_sending(expanded, each, orders) for each in expanded.origins),
    )


def _sending(expanded: Network, origin: Origin, orders: Sequence[Order]) -> Origin:
    taken = {
        expanded.models[each.model]
        for phase in origin.phases
        for row in phase.classes
        for each in row
    }
    sent = [_class_of(expanded, order) for order in orders if order.model in taken]
    if origin.spec.models or not sent:
        return origin
    rows = sorted(set(sent), key=lambda each: (each.kind, each.colour))
    place = {each: number for number, each in enumerate(rows)}
    order = np.array([place[each] for each in sent], dtype=np.int64)
    return replace(
        origin, phases=(Phase(None, tuple((each,) for each in rows), order),)
    )


def _class_of(expanded: Network, order: Order) -> Class:
    """Give what a plant tells of an order: model, colour, options that it knows."""
    asked = {
        option
        for kind in expanded.kinds
        if kind.model == order.model
        for option in kind.options
    }
    options = asked & set(order.options)
    (kind,) = [
        place
        for place, kind in enumerate(expanded.kinds)
        if kind.model == order.model and kind.options == options
    ]
    model = expanded.models.index(order.model)
    return Class(kind, model, expanded.colours.index(order.colour), 1.0)
