"""The program of a plan: what is decided, and the rules as rows over it.

Decided at once for all that may come: the level of shifts of each plant and period.
Decided in each scenario s and month t: vehicles made, sent, kept, sold below the full
price, and whether a model with a least lot is made. Rows:

- made + kept before = sent + kept after, for each making
- sent, arriving in t <= demand + sold below the full price
- made at a plant <= capacity of the level chosen, or stated
- sent on a lane <= its limit; made with kits of a supplier <= its kits
- kept at a plant <= its room
- lot x runs <= made <= most x runs
- one level a plant and period; a change of level costs
- commitments

The objective is what the plan costs less what it earns, or its cost alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from zauyt.plant.months import month_of
from zauyt.plant.network import Commitment
from zauyt.statistics.program import Program
from zauyt.studies.planning.frame import Frame, Numbers, Places, keeping_cost
from zauyt.studies.planning.paths import money

Goal = Literal["profit", "commitments"]
"""What is wanted: most profit, or the commitments kept at least cost."""

NEVER = np.inf


@dataclass(frozen=True)
class Risk:
    """How much the worst scenarios weigh: profit = (1 - weight) mean + weight CVaR."""

    weight: float = 0.0
    tail: float = 0.1


@dataclass
class Columns:
    """Where the columns of each kind begin, their shapes and the number in all."""

    shapes: dict[str, tuple[int, ...]]
    begin: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        for kind, shape in self.shapes.items():
            self.begin[kind] = self.count
            self.count += int(np.prod(shape))

    def of(self, kind: str) -> Places:
        """Give the columns of a kind, in their shape."""
        shape = self.shapes[kind]
        size = int(np.prod(shape))
        return np.arange(self.begin[kind], self.begin[kind] + size).reshape(shape)

    def values(self, kind: str, x: Numbers) -> Numbers:
        """Give the values of a kind, in their shape."""
        return np.asarray(x[self.of(kind)])


@dataclass
class Rows:
    """Rows as they are gathered: entries, bounds, and where each kind begins."""

    rows: list[Places] = field(default_factory=list)
    columns: list[Places] = field(default_factory=list)
    entries: list[Numbers] = field(default_factory=list)
    low: list[Numbers] = field(default_factory=list)
    high: list[Numbers] = field(default_factory=list)
    kinds: dict[str, Places] = field(default_factory=dict)
    count: int = 0

    def add(self, kind: str, low: Numbers, high: Numbers) -> Places:
        """Add rows of a kind with their bounds; give their numbers, in shape."""
        shape = np.broadcast_shapes(np.shape(low), np.shape(high))
        size = int(np.prod(shape))
        places = np.arange(self.count, self.count + size).reshape(shape)
        self.low.append(np.broadcast_to(low, shape).astype(float).ravel())
        self.high.append(np.broadcast_to(high, shape).astype(float).ravel())
        self.kinds[kind] = places
        self.count += size
        return places

    def put(self, rows: Places, columns: Places, entries: Numbers | float) -> None:
        """Put entries at rows and columns, broadcast against each other."""
        one, two, three = np.broadcast_arrays(rows, columns, entries)
        self.rows.append(one.ravel())
        self.columns.append(two.ravel())
        self.entries.append(three.ravel().astype(float))


@dataclass(frozen=True, eq=False)
class Planned:
    """A frame with its program, and where its columns and rows are."""

    frame: Frame
    program: Program
    columns: Columns
    rows: dict[str, Places]
    earned: Numbers
    """By column: what a unit earns (below 0: costs), not weighed by probability."""
    periods: tuple[int, ...]
    """First month of each period of levels."""


def planned(
    frame: Frame, *, goal: Goal = "profit", risk: Risk | None = None,
    relaxed: bool = False,
) -> Planned:  # fmt: skip
    """Give the program of a frame.

    With ``relaxed``, commitments may be missed, and the objective is how far they
    are, each as a share of what is promised: the least relaxation.
    """
    risk = risk or Risk()
    months = frame.shape[1]
    periods = tuple(range(0, months, frame.network.level_months))
    columns = Columns(_shapes(frame, len(periods), risk))
    rows = Rows()
    low, high = np.zeros(columns.count), np.full(columns.count, NEVER)
    _flows(frame, columns, rows, high)
    _limits(frame, columns, rows, high, periods)
    _lots(frame, columns, rows, high)
    _levels(frame, columns, rows, high, periods)
    counted = _commitments(frame, columns, rows)
    earned = _earned(frame, columns, periods, goal)
    cost = _weighed(frame, columns, rows, low, earned, risk)
    if relaxed:
        cost = np.zeros(columns.count)
        cost[columns.of("missed")] = 1.0 / counted
    else:
        high[columns.of("missed")] = 0.0
    whole = np.zeros(columns.count, dtype=np.bool_)
    whole[columns.of("level").ravel()] = True
    whole[columns.of("runs").ravel()] = True
    first = np.zeros(columns.count, dtype=np.bool_)
    for kind in ("level", "change", "tail", "below"):
        first[columns.of(kind).ravel()] = True
    program = Program.of(
        cost=cost, low=low, high=high, whole=whole, first=first,
        rows=np.concatenate(rows.rows), columns=np.concatenate(rows.columns),
        entries=np.concatenate(rows.entries),
        row_low=np.concatenate(rows.low), row_high=np.concatenate(rows.high),
    )  # fmt: skip
    return Planned(frame, program, columns, rows.kinds, earned, periods)


def _shapes(frame: Frame, periods: int, risk: Risk) -> dict[str, tuple[int, ...]]:
    shape = frame.shape
    in_doubt = shape[0] if risk.weight > 0 else 0
    return {
        "level": (periods, len(frame.level_plant)),
        "change": (periods, len(frame.level_plant)),
        "tail": (min(1, in_doubt),),
        "below": (in_doubt,),
        "made": (*shape, len(frame.making_plant)),
        "sent": (*shape, len(frame.path_making)),
        "kept": (*shape, len(frame.stored)),
        "lower": (*shape, len(frame.step_sale)),
        "runs": (*shape, int((frame.making_lot > 0).sum())),
        "missed": (shape[0], len(frame.network.commitments)),
    }


def _flows(frame: Frame, columns: Columns, rows: Rows, high: Numbers) -> None:
    """Put what is made, sent, kept and sold, and the demand."""
    months = frame.shape[1]
    made, sent, kept = (columns.of(kind) for kind in ("made", "sent", "kept"))
    opening = np.zeros((*frame.shape, len(frame.making_plant)))
    for place in frame.stored:
        storage = frame.network.plants[frame.plants[frame.making_plant[place]]].storage
        assert storage is not None, "a stored making without storage"
        model = frame.models[frame.making_model[place]]
        opening[:, 0, place] = -storage.opening.get(model, 0.0)
    balance = rows.add("balance", opening, opening)
    rows.put(balance, made, 1.0)
    rows.put(balance[:, :, frame.path_making], sent, -1.0)
    rows.put(balance[:, :, frame.stored], kept, -1.0)
    rows.put(balance[:, 1:, frame.stored], kept[:, :-1], 1.0)
    demand = rows.add("demand", np.full(frame.demand.shape, -NEVER), frame.demand)
    lower = columns.of("lower")
    rows.put(demand[:, :, frame.step_sale], lower, -1.0)
    high[lower] = frame.demand[:, :, frame.step_sale] * frame.step_further
    for lag in np.unique(frame.path_lag):
        some = np.flatnonzero(frame.path_lag == lag)
        until = max(0, months - int(lag))
        arrived = demand[:, int(lag) :, :][:, :until, frame.path_sale[some]]
        rows.put(arrived, sent[:, :until][:, :, some], 1.0)
    high[sent] = np.where(frame.path_open, NEVER, 0.0)


def _limits(
    frame: Frame, columns: Columns, rows: Rows, high: Numbers, periods: tuple[int, ...]
) -> None:
    """Put capacities of plants, lanes, suppliers and storage."""
    scenarios, months = frame.shape
    made, sent, kept = (columns.of(kind) for kind in ("made", "sent", "kept"))
    factor = frame.capacity_factor
    fixed = frame.capacity * factor
    capacity = rows.add("capacity", np.full(fixed.shape, -NEVER), fixed)
    rows.put(capacity[:, :, frame.making_plant], made, 1.0)
    high[made] = np.broadcast_to(frame.making_most, made.shape)
    if len(frame.level_plant):
        period = np.searchsorted(periods, np.arange(months), side="right") - 1
        level = columns.of("level")[period]
        makes = frame.level_made * factor[:, :, frame.level_plant]
        rows.put(capacity[:, :, frame.level_plant], level[None], -makes)
    limited = np.flatnonzero(np.isfinite(frame.lane_most).any(axis=0))
    most = np.broadcast_to(
        frame.lane_most[:, limited], (scenarios, months, len(limited))
    )
    lane = rows.add("lane", np.full(most.shape, -NEVER), most)
    at = np.full(len(frame.lanes), -1)
    at[limited] = np.arange(len(limited))
    some = np.flatnonzero(at[frame.path_lane] >= 0)
    rows.put(lane[:, :, at[frame.path_lane[some]]], sent[:, :, some], 1.0)
    kits = rows.add("kits", np.full(frame.kits.shape, -NEVER), frame.kits)
    for j, needed in enumerate(frame.kit_makings):
        rows.put(kits[:, :, j, None], made[:, :, needed], 1.0)
    plants = frame.network.plants
    stored = [(p, plants[name].storage) for p, name in enumerate(frame.plants)]
    spare = {p: storage.most for p, storage in stored if storage}
    rooms, room = list(spare), np.array(list(spare.values()))
    store = rows.add(
        "room",
        np.full((*frame.shape, len(rooms)), -NEVER),
        np.broadcast_to(room, (*frame.shape, len(rooms))),
    )
    for place, p in enumerate(rooms):
        own = np.flatnonzero(frame.making_plant[frame.stored] == p)
        rows.put(store[:, :, place, None], kept[:, :, own], 1.0)


def most_made(frame: Frame) -> Numbers:
    """Give the most that each making can be in a scenario and month."""
    made = np.zeros((frame.shape[1], len(frame.plants)))
    np.maximum.at(made.T, frame.level_plant, frame.level_made.T)
    whole = (made + frame.capacity) * frame.capacity_factor
    return np.minimum(whole[:, :, frame.making_plant], frame.making_most)


def _lots(frame: Frame, columns: Columns, rows: Rows, high: Numbers) -> None:
    """Put least lots: a model is made in a lot or more, or not at all."""
    in_lots = np.flatnonzero(frame.making_lot > 0)
    made, runs = columns.of("made")[:, :, in_lots], columns.of("runs")
    high[runs] = 1.0
    most = most_made(frame)[:, :, in_lots]
    least = rows.add("lot", np.full(runs.shape, -NEVER), np.zeros(runs.shape))
    rows.put(least, runs, np.broadcast_to(frame.making_lot[in_lots], runs.shape))
    rows.put(least, made, -1.0)
    if_runs = rows.add("if_runs", np.full(runs.shape, -NEVER), np.zeros(runs.shape))
    rows.put(if_runs, made, 1.0)
    rows.put(if_runs, runs, -most)


def _levels(
    frame: Frame, columns: Columns, rows: Rows, high: Numbers, periods: tuple[int, ...]
) -> None:
    """Put that a plant has one level at a time, and when it changes."""
    level, change = columns.of("level"), columns.of("change")
    high[level], high[change] = 1.0, 1.0
    leveled = np.unique(frame.level_plant)
    one = rows.add(
        "one_level",
        np.ones((len(periods), len(leveled))),
        np.ones((len(periods), len(leveled))),
    )
    rows.put(one[:, np.searchsorted(leveled, frame.level_plant)], level, 1.0)
    before = np.zeros(level.shape)
    known = np.ones(level.shape)
    for at, p in enumerate(frame.level_plant):
        first = frame.network.plants[frame.plants[p]].first_level
        before[0, at] = float(first == frame.level_name[at])
        known[0, at] = float(first is not None)
    # A level that was not there before means a change, one for each level: a change of
    # the plant as a whole would cost a mix of levels less than its parts.
    changed = rows.add("change", np.full(level.shape, -NEVER), before + (1 - known))
    rows.put(changed, level, 1.0)
    rows.put(changed[1:], level[:-1], -1.0)
    rows.put(changed, change, -1.0)


def counted_columns(
    frame: Frame, columns: Columns, promise: Commitment, scenario: int
) -> Places:
    """Give the columns that a commitment counts in a scenario."""
    network = frame.network
    first = month_of(network.first_month)
    begin = month_of(promise.from_month) - first if promise.from_month else 0
    end = network.months - 1
    if promise.until_month:
        end = min(end, month_of(promise.until_month) - first)
    plants = np.isin(frame.plants, promise.plants or frame.plants)
    models = np.isin(frame.models, promise.models or frame.models)
    makings = plants[frame.making_plant] & models[frame.making_model]
    months = np.arange(network.months)
    if promise.what == "made":
        counts = (months >= begin) & (months <= end)
        own = columns.of("made")[scenario]
        return np.asarray(own[np.ix_(counts, makings)].ravel())
    markets = np.isin(frame.markets, promise.markets or frame.markets)
    paths = makings[frame.path_making] & markets[frame.path_market]
    arrives = months[:, None] + frame.path_lag[None, :]
    counts = (arrives >= begin) & (arrives <= end) & paths[None, :]
    return np.asarray(columns.of("sent")[scenario][counts])


def _commitments(frame: Frame, columns: Columns, rows: Rows) -> Numbers:
    """Put the commitments; give, by scenario and commitment, what is promised."""
    promises = frame.network.commitments
    missed = columns.of("missed")
    wanted = np.zeros(missed.shape)
    for c, promise in enumerate(promises.values()):
        for s, name in enumerate(frame.scenarios):
            if not promise.scenarios or name in promise.scenarios:
                wanted[s, c] = promise.vehicles
    # What must be reached is written as a limit from above on its opposite.
    row = rows.add("commitment", np.full(missed.shape, -NEVER), -wanted)
    for c, promise in enumerate(promises.values()):
        for s in range(len(frame.scenarios)):
            if wanted[s, c] > 0:
                rows.put(row[s, c], counted_columns(frame, columns, promise, s), -1.0)
    rows.put(row, missed, -1.0)
    return np.where(wanted > 0, wanted, 1.0)


def _earned(
    frame: Frame, columns: Columns, periods: tuple[int, ...], goal: Goal
) -> Numbers:
    """Give what a unit of each column earns, in its own scenario."""
    network, months = frame.network, frame.shape[1]
    earned = np.zeros(columns.count)
    price = frame.sale_price if goal == "profit" else np.zeros(len(frame.sale_price))
    earned[columns.of("sent")] = (
        price[frame.path_sale] - frame.path_cost - frame.path_duty - frame.path_fee
    )
    earned[columns.of("lower")] = -price[frame.step_sale] * (1 - frame.step_price)
    earned[columns.of("made")] = -frame.making_cost
    earned[columns.of("kept")] = -keeping_cost(frame)
    lengths = np.diff([*periods, months])
    earned[columns.of("level")] = -np.outer(lengths, frame.level_cost)
    plants = [network.plants[name] for name in frame.plants]
    costs = [money(network, each.change_cost, each.currency) for each in plants]
    earned[columns.of("change")] = -np.array(costs)[frame.level_plant]
    return earned


def _weighed(
    frame: Frame, columns: Columns, rows: Rows, low: Numbers, earned: Numbers,
    risk: Risk,
) -> Numbers:  # fmt: skip
    """Give the cost of every column: the mean, or a mix with the worst scenarios."""
    share = np.ones(columns.count)
    kinds = ("made", "sent", "kept", "lower")
    by_scenario = frame.probability[:, None, None]
    for kind in kinds:
        share[columns.of(kind)] = np.broadcast_to(by_scenario, columns.shapes[kind])
    cost = -earned * share
    if not risk.weight:
        return cost
    # Rockafellar and Uryasev: CVaR = max over a of a - E[(a - profit)+] / tail.
    cost *= 1 - risk.weight
    tail, below = columns.of("tail"), columns.of("below")
    low[tail] = -NEVER
    # In a unit of about what a vehicle earns: entries of millions break solvers.
    unit = money_unit(earned)
    cost[tail] = -risk.weight * unit
    cost[below] = risk.weight * frame.probability / risk.tail * unit
    count = len(frame.scenarios)
    row = rows.add("shortfall", np.full(count, -NEVER), np.zeros(count))
    rows.put(row, tail, 1.0)
    rows.put(row, below, -1.0)
    for kind in ("level", "change"):
        own = columns.of(kind).ravel()
        rows.put(row[:, None], own[None, :], -earned[own][None, :] / unit)
    for s in range(count):
        for kind in kinds:
            own = columns.of(kind)[s].ravel()
            rows.put(row[s], own, -earned[own] / unit)
    return cost


def money_unit(earned: Numbers) -> float:
    """Give the power of two nearest to what a usual amount earns or costs."""
    some = np.abs(earned[earned != 0])
    return float(2.0 ** np.round(np.log2(np.median(some)))) if len(some) else 1.0
