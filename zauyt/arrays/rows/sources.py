"""Rows of sources, carriers and kits."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.expanded import Network
from zauyt.arrays.laws import stream_key
from zauyt.arrays.origins import in_order
from zauyt.arrays.rows.stations import Laws
from zauyt.arrays.supply.felt import felt_kits
from zauyt.arrays.ticks import signed, whole_ticks
from zauyt.kernels.flow import layout
from zauyt.plant.law import EXPONENTIAL

TickOf = Callable[[datetime.date], int]
"""From a date to the tick of its midnight."""


def source_rows(
    network: Network, laws: Laws, tick_of: TickOf
) -> tuple[
    list[dict[str, int]], list[dict[str, int]], NDArray[np.int64], NDArray[np.int64]
]:
    """Give the rows of sources and phases, their classes and planned orders."""
    rows: list[dict[str, int]] = []
    phases: list[dict[str, int]] = []
    orders = [np.zeros(0, dtype=np.int64)]
    order_to = 0
    every = [phase for origin in network.origins for phase in origin.phases]
    groups = [row for phase in every for row in phase.classes]
    width = max((len(row) for row in groups), default=1)
    classes = np.zeros((len(groups), width, layout.A.size), dtype=np.int64)
    for number, row in enumerate(groups):
        upto = np.cumsum([entry.share for entry in row])
        classes[number, :, layout.A.upto] = layout.SHARES
        for place, entry in enumerate(row):
            bound = round(float(upto[place] / upto[-1]) * layout.SHARES)
            classes[number, place] = (bound, entry.kind, entry.model, entry.colour)
    first_row = 0
    for number, origin in enumerate(network.origins):
        spec = origin.spec
        first_phase = len(phases)
        for phase in origin.phases:
            orders.append(first_row + phase.order)
            order_from, order_to = order_to, order_to + len(phase.order)
            phases.append({
                "start": 0 if phase.start is None else tick_of(phase.start),
                "order_from": order_from,
                "order_to": order_to,
                "row": -1 if phase.order.size else first_row,
            })  # fmt: skip
            first_row += len(phase.classes)
        rows.append({
            "law": laws.row(spec.interval_law, EXPONENTIAL),
            "mean": whole_ticks(spec.interval_s or 0),
            "wait": int(spec.when_full == "wait"),
            "buffer": -1 if origin.buffer is None else origin.buffer,
            "phase": first_phase,
            "phase_to": len(phases),
            "opens": phases[first_phase]["start"],
            "key": signed(stream_key(origin.name, "source")),
            "serial": number,
        })  # fmt: skip
    return (
        rows,
        phases,
        classes.reshape(len(groups), -1),
        np.concatenate(orders),
    )


def carrier_rows(network: Network) -> tuple[list[dict[str, int]], int]:
    """Give the rows of carrier pools and the room for returns under way."""
    rows: list[dict[str, int]] = []
    ring = 0
    for _, carrier in in_order(network.plant.carriers):
        rows.append({
            "room": carrier.count,
            "delay": whole_ticks(carrier.return_s),
            "ring": ring,
            "free": carrier.count,
            "section": -1,
        })  # fmt: skip
        ring += carrier.count
    return rows, ring


def kit_rows(
    network: Network, laws: Laws, columns: list[str], steps: list[dict[str, int]],
    tick_of: TickOf, day_starts: Sequence[int],
) -> list[dict[str, int]]:  # fmt: skip
    """Give the rows of the pools of kits; room 0 tells them from carriers.

    Those of the supply have a delivery on each day, of as many as a run then says.
    """
    rows: list[dict[str, int]] = []
    ordered = felt_kits(network.plant)
    for name, kit in sorted(network.plant.kits.items()):
        columns.append(f"kit:{name}")
        begin = len(steps)
        for date, count in sorted(kit.deliveries.items()):
            start = tick_of(datetime.date.fromisoformat(date))
            steps.append({"start": start, "value": count})
        if name in ordered:
            steps += [{"start": start, "value": 0} for start in day_starts]
        rows.append({
            "reason": len(columns) - 1,
            "free": kit.stock,
            "lot": kit.lot or 0,
            "law": laws.row(kit.interval_law),
            "mean": whole_ticks((kit.every_h or 0) * 3600),
            "key": signed(stream_key(f"kits.{name}", "interval")),
            "deliver": begin,
            "deliver_to": len(steps),
        })  # fmt: skip
    return rows
