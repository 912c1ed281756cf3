"""The slow obvious supply: lists of vehicles and shipments, day by day.

It takes the same plan, trips and tables of days as the kernel, and knows nothing of its
block. Bad pieces are the quantile of scipy's binomial law at the same uniform number.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.stats import binom

from zauyt.arrays.supply.block import Rules, load_of
from zauyt.arrays.supply.case import Case, Drawn
from zauyt.kernels.chance import uniform

MICRO = 1_000_000


@dataclass
class Part:
    """A material: where its pieces are."""

    number: int
    stock: int = 0
    yard: int = 0
    owed: int = 0
    position: int = 0
    urgent_coming: int = 0
    draws: int = 0


@dataclass
class World:
    """All that is kept while the days go by."""

    case: Case
    drawn: Drawn
    rules: Rules
    parts: list[Part]
    vehicles: list[int]
    shipments: list[tuple[int, int, int]] = field(default_factory=list)
    losses: list[tuple[int, int, int]] = field(default_factory=list)
    room: dict[tuple[int, int], int] = field(default_factory=dict)
    shares: dict[tuple[bool, int], int] = field(default_factory=dict)
    due: list[int] = field(default_factory=list)
    asked: int = 0
    ahead: set[int] = field(default_factory=set)
    parked: list[dict[int, int]] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    finished: int = 0
    fallen: int = 0
    slid: int = 0
    cause: int = -1
    books: dict[str, list] = field(default_factory=dict)


def simulate(case: Case, drawn: Drawn, rules: Rules) -> dict[str, np.ndarray]:
    """Carry out a run; give made, stopped, stocks, yards, missing, ordered by day."""
    world = _opened(case, drawn, rules)
    for name in ("made", "stopped", "stocks", "yards", "missing", "ordered", "parked"):
        world.books[name] = []
    for day in range(case.days):
        _day(world, day)
    return {name: np.array(rows) for name, rows in world.books.items()}


def _opened(case: Case, drawn: Drawn, rules: Rules) -> World:
    parts = []
    for number, name in enumerate(case.bill.materials):
        each = case.supply.materials[name]
        way = _main(case, number, other=False)
        if each.order_up_to is not None:
            stock = each.order_up_to + rules.safety[number]
        else:
            until = case.until[case.ways[way].lane][0]
            need = case.plan.needed[number]
            stock = int(np.ceil(need[until] - need[0] - 1e-9)) + rules.safety[number]
        parts.append(Part(number, stock=stock, position=stock))
    return World(case, drawn, rules, parts, list(drawn.variant))


def _main(case: Case, number: int, *, other: bool) -> int:
    best, most = -1, 0.0
    for place, way in enumerate(case.ways):
        weight = way.other if other else way.weight
        if way.material == number and not way.urgent and weight > most:
            best, most = place, weight
    return best


def _needs(world: World, vehicle: int) -> dict[int, int]:
    row = world.case.bill.needs[world.vehicles[vehicle]]
    return {number: int(n) for number, n in enumerate(row) if n}


def handed_over(case: Case, drawn: Drawn, rules: Rules) -> World:
    """Give the world on the first day that counts, with nothing late."""
    world = _opened(case, drawn, rules)
    for name in ("made", "stopped", "stocks", "yards", "missing", "ordered", "parked"):
        world.books[name] = []
    for day in range(case.before):
        _day(world, day)
    for part in world.parts:
        part.position += part.owed
        part.owed = 0
    return world


def day_opens(world: World, day: int) -> list[int]:
    """Give the stocks with which a line begins a day."""
    _arrive(world, day)
    if world.case.plan.workday[day]:
        _unpack(world, day)
    return [part.stock for part in world.parts]


def day_closes(world: World, day: int, taken: dict[int, int]) -> None:
    """Take what a line took of some materials, what the plan needs of others; order."""
    due = world.drawn.turnout.due
    for vehicle in range(int(due[day]), int(due[day + 1])):
        for number, pieces in _needs(world, vehicle).items():
            if number not in taken:
                world.parts[number].stock -= pieces
                world.parts[number].position -= pieces
    for number, pieces in taken.items():
        world.parts[number].stock -= pieces
        world.parts[number].position -= pieces
    _order(world, day)


def _arrive(world: World, day: int) -> None:
    case = world.case
    for there, way, pieces in world.shipments:
        if there == day:
            part = world.parts[case.ways[way].material]
            part.yard += pieces
            if case.ways[way].urgent:
                part.urgent_coming -= pieces
    for when, material, pieces in world.losses:
        if when == day:
            world.parts[material].position -= pieces


def _day(world: World, day: int) -> None:
    case, drawn = world.case, world.drawn
    count = len(case.bill.materials)
    _arrive(world, day)
    end = max(int(drawn.turnout.due[day + 1]) - world.slid, world.fallen)
    today = list(range(world.fallen, end))
    world.fallen = end
    for vehicle in today:
        for number, pieces in _needs(world, vehicle).items():
            world.parts[number].position -= pieces
            world.parts[number].owed += pieces
    world.late = sorted(world.late + [v for v in today if v not in world.ahead])
    planned = int(drawn.turnout.due[day + 1] - drawn.turnout.due[day])
    made, missing = 0, [0] * count
    if case.plan.workday[day]:
        _unpack(world, day)
        _retrofit(world)
        made = _build(world, day, planned)
        for vehicle in today:
            if vehicle in world.late:
                lacks = _lacking(world, vehicle)
                name = lacks[0] if lacks else world.cause
                if name >= 0:
                    missing[name] += 1
    stopped = 0
    if made < planned and world.late:
        stopped = min(planned - made, max(world.fallen - world.finished, 0))
        if not case.supply.catch_up_share:
            world.slid += stopped
    world.books["made"].append(made)
    world.books["stopped"].append(stopped)
    world.books["missing"].append(missing)
    world.books["parked"].append(len(world.parked))
    world.books["ordered"].append(_order(world, day))
    world.books["stocks"].append([part.stock for part in world.parts])
    world.books["yards"].append([part.yard for part in world.parts])


def _ahead_need(world: World, number: int, begin: int, end: int) -> int:
    """Give the plan's need from a day to before another, rounded up to a piece."""
    needed = np.floor(world.case.plan.needed[number] * 1000 + 0.5).astype(int)
    last = len(needed) - 1
    thousandths = needed[min(end, last)] - needed[min(begin, last)]
    return -(-int(thousandths) // 1000)


def _unpack(world: World, day: int) -> None:
    rules = world.case.supply.unpacking
    if rules.containers_per_day is None:
        for part in world.parts:
            _open(world, part, part.yard)
        return
    room = round(rules.containers_per_day * 1000) * 1000
    width = world.case.plan.needed.shape[1] - 1
    while any(part.yard for part in world.parts):

        def lasts(part: Part) -> tuple[float, int]:
            needed = np.floor(world.case.plan.needed[part.number] * 1000 + 0.5)
            need = needed[min(day + 7, width)] - needed[min(day, width)]
            return (part.stock - part.owed) / max(need, 1), part.number

        part = min((p for p in world.parts if p.yard), key=lasts)
        name = world.case.bill.materials[part.number]
        load = load_of(world.case.supply.materials[name].per_container)
        pieces = min(part.yard, max(MICRO // load, 1), room // load)
        if not pieces:
            return
        room -= pieces * load
        _open(world, part, pieces)


def _open(world: World, part: Part, pieces: int) -> None:
    each = world.case.supply.materials[world.case.bill.materials[part.number]]
    part.yard -= pieces
    for begin in range(0, pieces, 256):
        block = min(256, pieces - begin)
        short = _bad(world, part, block, each.short_share)
        damaged = _bad(world, part, block - short, each.damaged_share)
        part.stock += block - short - damaged
        part.position -= short + damaged


def _bad(world: World, part: Part, pieces: int, share: float) -> int:
    if not share or not pieces:
        return 0
    part.draws += 1
    counter = np.uint64(part.number * 2**32 + part.draws)
    return int(binom.ppf(uniform(np.uint64(world.drawn.key), counter), pieces, share))


def _lacking(world: World, vehicle: int) -> list[int]:
    return [
        number
        for number, pieces in _needs(world, vehicle).items()
        if world.parts[number].stock < pieces
    ]


def _take(world: World, vehicle: int, *, without: list[int]) -> None:
    for number, pieces in _needs(world, vehicle).items():
        if number not in without:
            world.parts[number].stock -= pieces
            world.parts[number].owed -= pieces


def _retrofit(world: World) -> None:
    waiting, world.parked = world.parked, []
    for lacks in waiting:
        if all(world.parts[n].stock >= pieces for n, pieces in lacks.items()):
            for number, pieces in lacks.items():
                world.parts[number].stock -= pieces
                world.parts[number].owed -= pieces
            world.finished += 1
        else:
            world.parked.append(lacks)


def _build(world: World, day: int, planned: int) -> int:
    case, policy = world.case, world.rules.policy
    most = planned + int(planned * case.supply.catch_up_share + 1e-9)
    made, blocked = 0, False
    for vehicle in list(world.late):
        if made >= most:
            break
        lacks = _lacking(world, vehicle)
        if lacks:
            if policy == "build_short" and _may_park(world, lacks):
                needs = _needs(world, vehicle)
                world.parked.append({number: needs[number] for number in lacks})
                _take(world, vehicle, without=lacks)
                world.late.remove(vehicle)
                made += 1
                continue
            if not blocked:
                world.cause = lacks[0]
            blocked = True
            if policy == "wait":
                break
            continue
        _take(world, vehicle, without=[])
        world.late.remove(vehicle)
        world.finished += 1
        made += 1
    if policy != "wait":
        made = _pull(world, day, made, planned)
    return made


def _may_park(world: World, lacks: list[int]) -> bool:
    supply, names = world.case.supply, world.case.bill.materials
    later = all(supply.materials[names[number]].fit_later for number in lacks)
    return later and len(world.parked) < supply.park_places


def _pull(world: World, day: int, made: int, planned: int) -> int:
    case = world.case
    at_work = [d for d in range(case.days) if case.plan.workday[d]]
    place = at_work.index(day)
    last = at_work[min(place + case.supply.pull_workdays, len(at_work) - 1)]
    limit = int(world.drawn.turnout.due[last + 1]) - world.slid
    for vehicle in range(world.fallen, limit):
        if made >= planned:
            break
        if vehicle in world.ahead:
            continue
        if _lacking(world, vehicle):
            continue
        _take(world, vehicle, without=[])
        world.ahead.add(vehicle)
        world.finished += 1
        made += 1
    return made


def _order(world: World, day: int) -> list[int]:
    case = world.case
    ordered = [0] * len(case.ways)
    for part in world.parts:
        number, name = part.number, case.bill.materials[part.number]
        each = case.supply.materials[name]
        main = _main(case, number, other=False)
        switched = _switched(case, main, day)
        if switched:
            main = _main(case, number, other=True)
        lane = case.ways[main].lane
        if case.orders[lane][day]:
            pieces = _wanted(world, part, int(case.until[lane][day]), day)
            while pieces > 0:
                way = _behind(world, number, switched)
                key = (switched, way)
                world.shares[key] = world.shares.get(key, 0) + each.lot
                _send(world, way, each.lot, day)
                ordered[way] += each.lot
                pieces -= each.lot
        urgent = [n for n in case.ways_of(number) if case.ways[n].urgent]
        if urgent and each.urgent_below_days is not None and world.rules.urgent:
            end = day + 1 + each.urgent_below_days
            gap = _ahead_need(world, number, day + 1, end) + part.owed
            gap -= part.stock + part.yard + part.urgent_coming
            gap -= sum(
                pieces
                for there, way, pieces in world.shipments
                if case.ways[way].material == number and not case.ways[way].urgent
                and day < there < min(end, case.days)
            )  # fmt: skip
            if gap > 0:
                part.urgent_coming += gap
                _send(world, urgent[0], gap, day)
                ordered[urgent[0]] += gap
    return ordered


def _switched(case: Case, way: int, day: int) -> bool:
    trial = case.disruption
    if trial is None or not trial.weights:
        return False
    begin = (trial.first - case.first).days
    return begin <= case.ready[case.ways[way].lane][day] < begin + trial.days


def _wanted(world: World, part: Part, until: int, day: int) -> int:
    each = world.case.supply.materials[world.case.bill.materials[part.number]]
    more = world.rules.safety[part.number]
    if each.reorder_level is not None and each.order_up_to is not None:
        if part.position > each.reorder_level + more:
            return 0
        return each.order_up_to + more - part.position
    return _ahead_need(world, part.number, day + 1, until) + more - part.position


def _behind(world: World, number: int, switched: bool) -> int:
    """Give the way that is furthest behind its share, if it got the next lot."""
    case = world.case
    each = case.supply.materials[case.bill.materials[number]]

    def after(way: int) -> float:
        stated = case.ways[way]
        weight = stated.other if switched else stated.weight
        return (world.shares.get((switched, way), 0) + each.lot) / weight

    able = [
        way
        for way in case.ways_of(number)
        if not case.ways[way].urgent
        and (case.ways[way].other if switched else case.ways[way].weight) > 0
    ]
    return min(able, key=after)


def _send(world: World, way: int, pieces: int, day: int) -> None:
    case = world.case
    stated = case.ways[way]
    name = case.bill.materials[stated.material]
    load = load_of(case.supply.materials[name].per_container)
    part = world.parts[stated.material]
    part.position += pieces
    most = case.supply.lanes[case.lanes[stated.lane]].most_containers
    left, leaves = pieces, int(case.ready[stated.lane][day])
    while left and leaves < case.days:
        if case.runs[stated.lane][leaves]:
            room = left
            if most is not None:
                key = (stated.lane, leaves)
                free = world.room.setdefault(key, most * MICRO)
                lot = 1 if stated.urgent else case.supply.materials[name].lot
                room = min(left, free // (load * lot) * lot)
                world.room[key] = free - room * load
            if room:
                there = int(world.drawn.trips[stated.lane].there[leaves])
                if there < 0:
                    world.losses.append((leaves, stated.material, room))
                elif there < case.days:
                    world.shipments.append((there, way, room))
            left -= room
        leaves += 1
