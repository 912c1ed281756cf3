"""The block of one run: the case, what chance decided, and the rules that are tried."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zauyt.arrays.supply.bill import Whole
from zauyt.arrays.supply.case import Case, Drawn
from zauyt.arrays.supply.parts import Layout
from zauyt.kernels.supply.layout import (
    BUILD_SHORT,
    MICRO,
    NEVER,
    OTHER_MODEL,
    OWED,
    WAIT,
    P,
    W,
)

MILLI = 1000
SHARE = 2**53
POLICIES = {"wait": WAIT, "other_model": OTHER_MODEL, "build_short": BUILD_SHORT,
            "owed": OWED}  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """What may be tried besides what the file says.

    ``safety`` are pieces by material, by which levels that are stated are raised, too;
    ``policy`` is one of ``POLICIES``.
    """

    policy: str
    safety: tuple[int, ...]
    urgent: bool = True


def rules_of(case: Case) -> Rules:
    """Give the rules that the file states."""
    stock = tuple(
        case.supply.materials[name].safety_stock for name in case.bill.materials
    )
    return Rules(case.supply.when_missing, stock)


def block_of(case: Case, drawn: Drawn, rules: Rules) -> Whole:
    """Give the block of a run."""
    made = Layout()
    days, count = case.days, len(case.bill.materials)
    supply, due = case.supply, drawn.turnout.due
    # Stock paths are the same at every level only if nothing waits for another.
    unpacked = supply.unpacking.containers_per_day if rules.policy != "owed" else None
    for field, value in {
        "days": days, "materials": count, "variants": len(case.bill.needs),
        "ways": len(case.ways), "lanes": len(case.lanes),
        "policy": POLICIES[rules.policy], "places": supply.park_places,
        "keep_late": supply.catch_up_share > 0,
        "capacity_milli": _milli(unpacked),
        "key": drawn.key, "width": case.plan.needed.shape[1], "cause": NEVER,
    }.items():  # fmt: skip
        made.say(field, value)
    if case.disruption is not None and case.disruption.weights:
        begin = (case.disruption.first - case.first).days
        made.say("switch_first", max(begin, 0))
        made.say("switch_end", max(begin + case.disruption.days, 0))
    for field, values in _of_rules(case, rules):
        made.put(field, values)
    made.put("due", due)
    made.put("pull_to", _pull_to(case, due))
    each = np.diff(due)
    made.put("capacity", each + np.floor(each * supply.catch_up_share + 1e-9))
    made.put("variant", drawn.variant)
    made.leave("built", len(drawn.variant))
    for field, values in _same_in_all_runs(case):
        made.put(field, values)
    made.put("arrive", [each.there for each in drawn.trips])
    _leave_books(made, case, count)
    return made.block()


@lru_cache(maxsize=8)
def _of_rules(case: Case, rules: Rules) -> tuple[tuple[str, Whole], ...]:
    """Give the tables that are of the rules, too, with what is there at the beginning.

    Each run has copies of its own.
    """
    rows = _materials(case, rules)
    coming = np.zeros((len(case.ways), case.days), dtype=np.int64)
    _begin(rows, coming, case, rules)
    return ("material", rows), ("way", _way_rows(case)), ("coming", coming)


@lru_cache(maxsize=4)
def _same_in_all_runs(case: Case) -> tuple[tuple[str, Whole], ...]:
    """Give the tables of a case that no run changes but for copies of its own."""
    uses = [np.flatnonzero(row) for row in case.bill.needs]
    tables: dict[str, ArrayLike] = {
        "workday": case.plan.workday[: case.days],
        "uses_at": np.concatenate([[0], np.cumsum([len(row) for row in uses])]),
        "uses": [
            (number, row[number])
            for row, used in zip(case.bill.needs, uses, strict=True)
            for number in used
        ],
        "needed": np.floor(case.plan.needed * MILLI + 0.5),
        "orders": case.orders,
        "ready": case.ready,
        "onward": _next_run(case.runs),
        "until": case.until,
        "room": _room(case),
    }
    return tuple(
        (field, np.asarray(values, dtype=np.int64).ravel())
        for field, values in tables.items()
    )


def _leave_books(made: Layout, case: Case, count: int) -> None:
    """Leave room for the tables that the run writes."""
    days = case.days
    for field in ("sent", "ordered"):
        made.leave(field, len(case.ways) * days)
    made.leave("lost", count * days)
    made.leave("park", case.supply.park_places * count)
    for field in ("blocked", "counts"):
        made.leave(field, len(case.bill.needs))
    for field in ("taken", "pieces"):
        made.leave(field, count)
    for field in ("made", "behind", "stopped", "parked", "lacked"):
        made.leave(field, days)
    for field in ("stocks", "yards", "missing", "scrapped", "short"):
        made.leave(field, days * count)


def _milli(containers: float | None) -> int:
    return NEVER if containers is None else round(containers * MILLI)


def load_of(per_container: float) -> int:
    """Give what a piece takes of a container, in millionths."""
    return max(round(MICRO / per_container), 1)


def _materials(case: Case, rules: Rules) -> Whole:
    rows = np.zeros((len(case.bill.materials), P.size), dtype=np.int64)
    for number, name in enumerate(case.bill.materials):
        each, own = case.supply.materials[name], case.ways_of(number)
        row = rows[number]
        load = load_of(each.per_container)
        urgent = [n for n in own if case.ways[n].urgent]
        row[[P.safety, P.load, P.chunk]] = (
            rules.safety[number], load, max(MICRO // load, 1)
        )  # fmt: skip
        has_levels = each.reorder_level is not None
        more = rules.safety[number]
        row[P.reorder] = (each.reorder_level or 0) + more if has_levels else NEVER
        row[P.up_to] = (each.order_up_to or 0) + more
        row[P.damaged] = round(each.damaged_share * SHARE)
        row[P.gone] = round(each.short_share * SHARE)
        row[P.later] = each.fit_later
        row[P.kitted] = each.kit in case.plant.kits
        row[[P.first_way, P.end_way]] = own[0], own[-1] + 1
        row[P.main] = _main(case, own, "weight")
        row[P.other] = _main(case, own, "other")
        is_urgent = bool(urgent) and each.urgent_below_days is not None
        row[P.urgent] = urgent[0] if is_urgent and rules.urgent else NEVER
        row[P.urgent_days] = each.urgent_below_days or 0
    return rows


def _main(case: Case, own: list[int], key: str) -> int:
    """Give the way whose days of orders count: the one of the greatest weight."""
    usual = [n for n in own if not case.ways[n].urgent and getattr(case.ways[n], key)]
    return max(usual, key=lambda n: getattr(case.ways[n], key)) if usual else NEVER


def _way_rows(case: Case) -> Whole:
    rows = np.zeros((len(case.ways), W.size), dtype=np.int64)
    for row, way in zip(rows, case.ways, strict=True):
        name = case.bill.materials[way.material]
        row[[W.lane, W.material, W.weight, W.other, W.lot, W.urgent]] = (
            way.lane, way.material, round(way.weight * MILLI), round(way.other * MILLI),
            case.supply.materials[name].lot, way.urgent,
        )  # fmt: skip
    return rows


def _pull_to(case: Case, due: Whole) -> Whole:
    """Give the first vehicle that may not be pulled forward, by day."""
    at_work = np.flatnonzero(case.plan.workday[: case.days])
    if not len(at_work):
        return due[1:]
    place = np.searchsorted(at_work, np.arange(case.days), side="right") - 1
    last = np.minimum(place + case.supply.pull_workdays, len(at_work) - 1)
    found: Whole = np.where(last >= 0, due[at_work[np.maximum(last, 0)] + 1], due[1:])
    return found


def _next_run(runs: NDArray[np.bool_]) -> Whole:
    days = runs.shape[1]
    at = np.where(runs, np.arange(days), days)
    found: Whole = np.minimum.accumulate(at[:, ::-1], axis=1)[:, ::-1]
    return found


def _room(case: Case) -> Whole:
    rows = np.full((len(case.lanes), case.days), NEVER, dtype=np.int64)
    for row, name in zip(rows, case.lanes, strict=True):
        most = case.supply.lanes[name].most_containers
        if most is not None:
            row[:] = most * MICRO
    return rows


def _begin(rows: Whole, coming: Whole, case: Case, rules: Rules) -> None:
    """Set what of each material is there, and on its way, at the beginning."""
    for number, name in enumerate(case.bill.materials):
        each, row = case.supply.materials[name], rows[number]
        own = case.ways_of(number)
        main = int(row[P.main])
        stock = each.stock
        if case.supply.opening == "steady":
            stock = (each.order_up_to or 0) + rules.safety[number]
            if each.reorder_level is None:
                until = case.until[case.ways[max(main, own[0])].lane, 0]
                need = case.plan.needed[number]
                stock = math.ceil(need[min(until, len(need) - 1)] - need[0] - 1e-9)
                stock += rules.safety[number]
            deliveries: Mapping[str, int] = {}
        else:
            deliveries = each.deliveries
        row[P.stock] = stock
        row[P.position] = stock + sum(deliveries.values())
        for date, pieces in deliveries.items():
            day = (datetime.date.fromisoformat(date) - case.first).days
            if 0 <= day < case.days:
                coming[main if main != NEVER else own[0], day] += pieces
