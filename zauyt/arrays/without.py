"""The same plant without one cause of loss, or with one place or carrier more.

What a removal wins is found by running both on the same random numbers. A cause is
named as the loss waterfall names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.expanded import Link, Network, Outlet, Stop

Reshape = Callable[[Network], Network]


def without(cause: str, shares: NDArray[np.float64]) -> Reshape | None:
    """Give what takes a cause out of an expanded plant, if it can be taken out.

    Parameters
    ----------
    cause
        Its name in the waterfall: ``failure:robot``, ``set_up``.
    shares
        Mix of kinds (kinds), whose mean every operation takes when there is
        no ``model_mix``.
    """
    kind, _, name = cause.partition(":")
    if kind == "failure":
        return lambda network: _with_stops(
            network,
            lambda stop: replace(
                stop, failures=tuple(each for each in stop.failures if each != name)
            ),
        )
    if kind == "cycle_variation":
        return lambda network: _with_stops(network, _constant)
    if kind == "set_up":
        return lambda network: _with_stops(network, _never_set_up)
    if kind == "model_mix":
        return lambda network: _with_stops(network, lambda stop: _mean(stop, shares))
    return {
        "transit": _without_transit,
        "quality": _without_rework,
        "carriers": _without_carriers,
    }.get(kind)


def _with_stops(network: Network, changed: Callable[[Stop], Stop]) -> Network:
    """Give the plant with other stations."""
    return replace(
        network,
        sections=tuple(
            replace(section, stops=[changed(stop) for stop in section.stops])
            for section in network.sections
        ),
    )


def _constant(stop: Stop) -> Stop:
    return replace(stop, work=stop.work.model_copy(update={"cycle_law": None}))


def _never_set_up(stop: Stop) -> Stop:
    return replace(stop, work=stop.work.model_copy(update={"setup_s": 0.0}))


def _mean(stop: Stop, shares: NDArray[np.float64]) -> Stop:
    cycle = float(np.array(stop.cycle_s) @ shares / shares.sum())
    return replace(stop, cycle_s=(cycle,) * len(stop.cycle_s))


def _without_transit(network: Network) -> Network:
    return replace(
        network,
        sections=tuple(
            replace(section, links=[Link(each.places, 0.0) for each in section.links])
            for section in network.sections
        ),
        buffers=tuple(replace(buffer, transit_s=0.0) for buffer in network.buffers),
    )


def _without_rework(network: Network) -> Network:
    return replace(network, routes=tuple(map(_all_good, network.routes)))


def _all_good(outlets: tuple[Outlet, ...]) -> tuple[Outlet, ...]:
    """Give the outcomes of an inspection at which everything is good."""
    return tuple(
        replace(outlet, share=0.0 if place else 1.0)
        for place, outlet in enumerate(outlets)
    )


def _without_carriers(network: Network) -> Network:
    return replace(
        network,
        sections=tuple(
            replace(section, carrier=None, releases=None)
            for section in network.sections
        ),
    )


def one_more_place(name: str) -> Reshape:
    """Give what makes a buffer, or the way in front of a station, a place larger.

    ``name`` is a buffer's name, or that of a station inside a line.
    """

    def larger(network: Network) -> Network:
        buffers = tuple(
            replace(buffer, places=None if buffer.places is None else buffer.places + 1)
            if buffer.name == name
            else buffer
            for buffer in network.buffers
        )
        sections = tuple(
            replace(
                section,
                links=[
                    replace(link, places=link.places + 1) if stop.name == name else link
                    for link, stop in zip(section.links, section.stops[1:], strict=True)
                ],
            )
            for section in network.sections
        )
        return replace(network, buffers=buffers, sections=sections)

    return larger


def one_more_carrier(name: str) -> Reshape:
    """Give what adds one carrier to those that circulate."""

    def more(network: Network) -> Network:
        carriers = dict(network.plant.carriers)
        carriers[name] = carriers[name].model_copy(
            update={"count": carriers[name].count + 1}
        )
        plant = network.plant.model_copy(update={"carriers": carriers})
        return replace(network, plant=plant)

    return more
