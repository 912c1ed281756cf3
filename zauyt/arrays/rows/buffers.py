"""Rows of buffers and stores, and of the routes that lead to them."""

from __future__ import annotations

from collections.abc import Mapping

from zauyt.arrays.expanded import Network
from zauyt.arrays.laws import stream_key
from zauyt.arrays.revisits import visit_columns
from zauyt.arrays.rows.sections import filter_of
from zauyt.arrays.ticks import signed, whole_ticks
from zauyt.kernels.flow import layout

RELEASE = {
    "fifo": layout.FIFO,
    "restore_sequence": layout.RESTORE_SEQUENCE,
    "colour_batch": layout.COLOUR_BATCH,
    "ratio": layout.BY_RATIO,
    "sequence_rules": layout.BY_RULES,
}

UNLIMITED = 2**40
"""Places of a buffer that is never full."""

FIRST_ROOM = 1024
"""Room first set aside for jobs in a buffer of more places; it grows when full."""


def buffers_and_content(
    network: Network, rooms: Mapping[int, int]
) -> tuple[list[dict[str, int]], list[int], list[int], int]:
    """Give the rows of buffers, their takers and givers, and room for waiting."""
    rows: list[dict[str, int]] = []
    takers: list[int] = []
    givers: list[int] = []
    ring = lane = 0
    taken_by: list[list[int]] = [[] for _ in network.buffers]
    given_by: list[list[int]] = [[] for _ in network.buffers]
    for place, section in enumerate(network.sections):
        for feed in {feed for feed, _ in section.feeds}:
            taken_by[feed].append(place)
        outlets = network.routes[section.route]
        for target in {target for outlet in outlets for target, _ in outlet.targets}:
            given_by[target].append(place)
    for number, buffer in enumerate(network.buffers):
        takers_from, givers_from = len(takers), len(givers)
        takers += taken_by[number]
        givers += given_by[number]
        size = rooms.get(number, FIRST_ROOM)
        if buffer.places is not None:
            size = min(size, max(buffer.places, 1))
        rows.append({
            "places": UNLIMITED if buffer.places is None else buffer.places,
            "release": RELEASE[buffer.release],
            "lanes": buffer.lanes,
            "lane": lane,
            "transit": whole_ticks(buffer.transit_s),
            "takers_from": takers_from,
            "takers_to": len(takers),
            "givers_from": givers_from,
            "givers_to": len(givers),
            "ring": ring,
            "room": size,
            "colour": -1,
        })  # fmt: skip
        ring += size
        lane += buffer.lanes
    return rows, takers, givers, ring


def store_points(buffer: int) -> tuple[str, str]:
    """Give the points at which a store is entered and left, by its buffer's number."""
    return f"into {buffer}", f"out of {buffer}"


def ratio_rows(
    network: Network, buffers: list[dict[str, int]], points: list[str], first_row: int
) -> tuple[list[dict[str, int]], list[tuple[bool, ...]]]:
    """Give the rows of ratio rules and of their kinds; tell buffers of them."""
    rules: list[dict[str, int]] = []
    kinds: list[tuple[bool, ...]] = []
    for place, (row, buffer) in enumerate(zip(buffers, network.buffers, strict=True)):
        row["point"] = points.index(buffer.point) if buffer.point else -1
        for field, name in zip(("enters", "leaves"), store_points(place), strict=True):
            row[field] = points.index(name) if name in points else -1
        row["ratios_from"] = len(rules)
        for rule in buffer.ratios:
            number = first_row + len(kinds)
            rules.append({
                "most": rule.most, "window": rule.window, "kinds": number,
                "weight": rule.weight,
            })  # fmt: skip
            kinds.append(rule.kinds)
        row["ratios_to"] = len(rules)
    return rules, kinds


def route_rows(
    network: Network, points: list[str], filters: list[tuple[str, ...]]
) -> tuple[list[dict[str, int]], list[dict[str, int]], list[dict[str, int]]]:
    """Give the rows of routes, outcomes and targets."""
    routes: list[dict[str, int]] = []
    outcomes: list[dict[str, int]] = []
    targets: list[dict[str, int]] = []
    _, visits = visit_columns(network)
    for name, outlets, columns in zip(
        network.route_names, network.routes, visits, strict=True
    ):
        outcome_from = len(outcomes)
        upto = 0.0
        for outlet, visit in zip(outlets, columns, strict=True):
            upto += outlet.share
            point = outlet.point
            if outlet.scrap:
                point = "scrapped"
            elif point is None and not outlet.targets:
                point = "left"
            target_from = len(targets)
            targets += [
                {"buffer": buffer, "kinds": filter_of(filters, models)}
                for buffer, models in outlet.targets
            ]
            outcomes.append({
                "upto": (
                    layout.SHARES
                    if outlet is outlets[-1]
                    else round(upto * layout.SHARES)
                ),
                "limit": outlet.limit or 0,
                "visit": visit,
                "point": points.index(point) if point else -1,
                "target_from": target_from,
                "target_to": len(targets),
            })  # fmt: skip
        routes.append({
            "outcome_from": outcome_from,
            "outcome_to": len(outcomes),
            "short": next(
                (
                    outcome_from + place
                    for place, outlet in enumerate(outlets)
                    if outlet.short
                ),
                -1,
            ),
            "key": signed(stream_key(name, "outcome")),
        })  # fmt: skip
    return routes, outcomes, targets
