"""What the study tells: materials, levels, what was missing, money, lanes, trials."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np

from zauyt.arrays.supply.bill import Floats, Whole
from zauyt.arrays.supply.case import Case
from zauyt.arrays.supply.plan import DAY
from zauyt.kernels.supply.layout import NEVER
from zauyt.results.column import Column
from zauyt.results.result import Table, of_rows
from zauyt.statistics.probability import probability_interval
from zauyt.studies.supplying.answer import Answer
from zauyt.studies.supplying.days import BAND, cover
from zauyt.studies.supplying.levels import prices_of
from zauyt.studies.supplying.money import COSTS
from zauyt.studies.supplying.outcome import Outcome
from zauyt.studies.supplying.trials import Tried


def materials(answer: Answer) -> Table:
    """Give every bought material: way, need, stock, what lacking it did."""
    outcome, case, money = answer.outcome, answer.case, answer.currency
    here = outcome.stocks + outcome.yards
    mean = here.mean(axis=0)
    lasts = cover(outcome, mean)
    low = cover(outcome, np.quantile(here, BAND[0], axis=0))
    need = case.plan.needed[:, case.days] - case.plan.needed[:, case.before]
    at_work = max(int(outcome.workday.sum()), 1)
    under = answer.ways.under_way.mean(axis=(0, 1))
    prices = prices_of(case)
    rows = []
    for number, name in enumerate(case.bill.materials):
        gone = outcome.missing[:, :, number].sum(axis=1)
        way = _main(case, number)
        rows.append(
            (name, case.supply.lanes[case.lanes[way.lane]].supplier,
             case.lanes[way.lane], _lead_days(case, way.lane), need[number] / at_work,
             case.supply.materials[name].safety_stock, mean[:, number].mean(),
             lasts[:, number].mean(), low[:, number].min(), under[number],
             (mean[:, number].mean() + under[number]) * prices[number],
             (gone > 0).mean(), gone.mean(), np.quantile(gone, BAND[1]))
        )  # fmt: skip
    return of_rows(
        rows,
        Column("material", "", "kit or part that is bought", "text"),
        Column("supplier", "", "who supplies it", "text"),
        Column("lane", "", "lane on which most of it comes", "text"),
        Column("lead_days", "d", "days from order to arrival, as planned", "whole"),
        Column("need", "1", "pieces needed on a workday, mean", "number"),
        Column("safety_stock", "1", "safety stock of the file", "whole"),
        Column("stock", "1", "pieces at the plant, mean over days", "number"),
        Column("cover_days", "d", "days that it lasts, mean over days", "number"),
        Column("cover_low_days", "d", "least of all days, 5 % of the runs have less",
               "number"),
        Column("under_way", "1", "pieces under way, mean over days", "number"),
        Column("value", money, "all of it at its price, paid for or not", "number"),
        Column("missing_chance", "share", "runs in which it is ever missing", "number"),
        Column("late", "1", "vehicles not built on their day for want of it, mean",
               "number"),
        Column("late_high", "1", "the same, 5 % of the runs have more", "number"),
    )  # fmt: skip


def _main(case: Case, number: int) -> Any:
    own = [case.ways[n] for n in case.ways_of(number) if not case.ways[n].urgent]
    return max(own, key=lambda way: way.weight)


def _lead_days(case: Case, lane: int) -> int:
    supplier = case.supply.lanes[case.lanes[lane]].supplier
    return case.supply.suppliers[supplier].frozen_days + case.planned[lane]


def levels(answer: Answer) -> Table:
    """Give safety stocks and order levels: as they are, and the cheapest found."""
    case, paths = answer.case, answer.paths
    lasts = [paths.net[n] for n in range(len(paths.net))]
    rows = []
    need = case.plan.needed[:, case.days] - case.plan.needed[:, case.before]
    per_day = need / case.counted
    for number, name in enumerate(case.bill.materials):
        way = _main(case, number)
        ahead = case.until[way.lane, case.before :] - np.arange(case.before, case.days)
        reach = float(ahead[case.orders[way.lane, case.before :]].mean() - 1)
        found = answer.levels.safety[number]
        more = found - paths.base[number]
        rows.append(
            (name, paths.base[number], found, found / max(per_day[number], 1e-12),
             max(found - answer.spread[number], 0), found + answer.spread[number],
             reach, per_day[number] * reach + found, float((lasts[number] >= 0).mean()),
             float((lasts[number] >= -more).mean()), paths.cost_of(number, 0),
             paths.cost_of(number, more))
        )  # fmt: skip
    money = answer.currency
    return of_rows(
        rows,
        Column("material", "", "kit or part that is bought", "text"),
        Column("safety_stock", "1", "safety stock of the file", "whole"),
        Column("best_safety_stock", "1", "safety stock found", "whole"),
        Column("best_days", "d", "calendar days of need that it is", "number"),
        Column("best_low", "1", "low end of the stock found, with 95 % confidence",
               "number"),
        Column("best_high", "1", "its high end", "number"),
        Column("reach_days", "d", "days that an order must last, mean", "number"),
        Column("best_level", "1", "stock and orders up to which is ordered, mean"
               " over the days of orders", "number"),
        Column("alone", "share", "workdays on which it alone is not missing, as it is",
               "number"),
        Column("best_alone", "share", "the same with the stock found", "number"),
        Column("cost", money, "of its stock at the plant a year, as it is", "number"),
        Column("best_cost", money, "the same with the stock found", "number"),
    )  # fmt: skip


def money(answer: Answer) -> Table:
    """Give what is tied up and what the supply costs a year, as it is and at best."""
    rows: list[tuple[Any, ...]] = []
    for name in ("tied_under_way", "tied_stock"):
        values = getattr(answer.account, name)
        rows.append(_spread(name, values, getattr(answer.best_account, name)))
    for name in COSTS:
        rows.append(_spread(name, answer.account.costs[name],
                            answer.best_account.costs[name]))  # fmt: skip
    rows.append(_spread("total", answer.account.total, answer.best_account.total))
    unit = answer.currency
    return of_rows(
        rows,
        Column("item", "", "tied_... is tied up, the others are spent a year", "text"),
        Column("mean", unit, "mean over the runs", "number"),
        Column("low", unit, "5 % of the runs have less", "number"),
        Column("high", unit, "5 % of the runs have more", "number"),
        Column("best", unit, "mean with the safety stocks found", "number"),
    )


def _spread(name: str, values: Floats, best: Floats) -> tuple[Any, ...]:
    low, high = np.quantile(values, BAND)
    return name, values.mean(), low, high, best.mean()


def lanes(answer: Answer) -> Table:
    """Give each lane: days door to door, what comes on it, what a day less is worth."""
    case = answer.case
    worth = {each.lane: each for each in answer.shorter}
    rows = []
    for number, name in enumerate(case.lanes):
        days = []
        for run, drawn in enumerate(answer.outcome.draws):
            del run
            on = np.flatnonzero(case.runs[number])
            on = on[on >= case.before]
            there = drawn.trips[number].there[on]
            days.append((there - on)[there != NEVER])
        taken = np.concatenate(days)
        low, high = np.quantile(taken, BAND) if len(taken) else (np.nan, np.nan)
        mean = taken.mean() if len(taken) else np.nan
        each = worth.get(name)
        left = answer.ways.left[:, number].sum(axis=1)
        rows.append(
            (name, case.supply.lanes[name].supplier, case.supply.lanes[name].mode,
             case.planned[number], mean, low, high,
             (taken > case.planned[number]).mean() if len(taken) else np.nan,
             left.mean(), answer.ways.freight[:, number].mean(),
             answer.ways.demurrage[:, number].mean(),
             None if each is None else each.under_way,
             None if each is None else each.stock,
             None if each is None else each.worth)
        )  # fmt: skip
    unit = answer.currency
    return of_rows(
        rows,
        Column("lane", "", "lane", "text"),
        Column("supplier", "", "who is at its beginning", "text"),
        Column("mode", "", "rail, road, sea or air", "text"),
        Column("planned_days", "d", "days with which orders reckon", "whole"),
        Column("days", "d", "days from leaving to the plant, mean", "number"),
        Column("low_days", "d", "5 % of the trips take less", "number"),
        Column("high_days", "d", "5 % of the trips take more", "number"),
        Column("late_share", "share", "trips longer than planned", "number"),
        Column("containers", "1", "containers that leave, mean", "number"),
        Column("freight", unit, "freight in the period, mean", "number"),
        Column("demurrage", unit, "demurrage on the way in the period, mean", "number"),
        Column("day_less_under_way", unit, "interest saved a year by one day less",
               "number"),
        Column("day_less_stock", unit, "stock saved a year by one day less, at the"
               " service wanted", "number"),
        Column("day_less", unit, "worth of one day less a year", "number"),
    )  # fmt: skip


def policies(answer: Answer) -> Table:
    """Give what lacking something does under each policy, on the same draws."""
    rows = []
    for name, outcome in answer.policies.items():
        lost = outcome.lost()
        rows.append(
            (name, name == answer.outcome.rules.policy, outcome.whole_days().mean(),
             outcome.missing.sum(axis=(1, 2)).mean(), lost.mean(),
             np.quantile(lost, BAND[1]), (outcome.stopped > 0).sum(axis=1).mean(),
             outcome.parked.max(axis=1).mean())
        )  # fmt: skip
    return of_rows(
        rows,
        Column("policy", "", "what is done without a material", "text"),
        Column("stated", "", "whether it is the file's", "flag"),
        Column(
            "whole_days",
            "share",
            "workdays on which all that is planned is built",
            "number",
        ),
        Column("late", "1", "vehicles not built on their day, mean", "number"),
        Column("lost", "1", "vehicles not made by the end, mean", "number"),
        Column("lost_high", "1", "the same, 5 % of the runs have more", "number"),
        Column("stopped_days", "d", "workdays on which the line stood, mean", "number"),
        Column("parked", "1", "most vehicles parked at once, mean", "number"),
    )


def disruptions(answer: Answer, doubt: Mapping[str, Floats]) -> Table:
    """Give what each disruption does: what breaks when, and how much.

    ``doubt`` has by how many vehicles more the line stands, in runs with doubt.
    """
    base = answer.outcome.lost()
    rows = []
    for each in answer.tried:
        hit = each.outcome
        more = hit.lost() - base[: len(hit.draws)]
        stood = _stood(answer.outcome, each.outcome).sum(axis=1)
        first, last, name = _broken(answer, each)
        value = float(np.array(each.more) @ prices_of(answer.case))
        rows.append(
            (each.name, each.disruption.first, each.disruption.days,
             (stood > 0).mean(), *_chances(stood), stood.mean(),
             *np.quantile(stood, BAND), more.mean(),
             np.quantile(more, BAND[1]), first, name,
             last, value, value * _keeping(answer),
             _stood(answer.best, each.at_best).sum(axis=1).mean(),
             *_in_doubt(doubt.get(each.name)))
        )  # fmt: skip
    unit = answer.currency
    return of_rows(
        rows,
        Column("disruption", "", "what goes wrong", "text"),
        Column("first", "", "first day of it", "date"),
        Column("days", "d", "days that it lasts", "whole"),
        Column("chance", "share", "runs in which the line stands longer", "number"),
        Column("chance_low", "share", "low end of that, with 95 % confidence",
               "number"),
        Column("chance_high", "share", "high end of that", "number"),
        Column(
            "stood",
            "1",
            "further vehicles not made while the line stood, mean",
            "number",
        ),
        Column("stood_low", "1", "the same, 5 % of the runs have fewer", "number"),
        Column("stood_high", "1", "the same, 5 % of the runs have more", "number"),
        Column("lost", "1", "of them not made up for by the end, mean", "number"),
        Column("lost_high", "1", "the same, 5 % of the runs have more", "number"),
        Column("breaks", "", "day on which half of these runs have lost some", "date"),
        Column("material", "", "what is missing most because of it", "text"),
        Column("recovers", "", "last day on which half of these runs lose any", "date"),
        Column(
            "carried_by", unit, "value of the further stock that carries it", "number"
        ),
        Column("carried_cost", unit, "what keeping that costs a year", "number"),
        Column("best_stood", "1", "vehicles not made with the stocks found, mean",
               "number"),
        Column("doubt_stood", "1", "vehicles not made with doubt in the numbers, mean",
               "number"),
        Column("doubt_low", "1", "the same, 5 % of the runs have fewer", "number"),
        Column("doubt_high", "1", "the same, 5 % of the runs have more", "number"),
    )  # fmt: skip


def _chances(stood: Whole) -> tuple[float, float]:
    found = probability_interval(int(np.count_nonzero(stood > 0)), len(stood))
    return found.low, found.high


def _in_doubt(stood: Floats | None) -> tuple[float | None, float | None, float | None]:
    if stood is None:
        return None, None, None
    low, high = np.quantile(stood, BAND)
    return float(stood.mean()), float(low), float(high)


def _keeping(answer: Answer) -> float:
    return answer.case.supply.interest_per_year + answer.case.supply.storage_share


def _stood(usual: Outcome, tried: Outcome) -> Whole:
    """Give by how many more vehicles the line stood (runs, days)."""
    hit: Whole = tried.stopped.astype(np.int64)
    return hit - usual.stopped[: len(hit)]


def _broken(
    answer: Answer, each: Tried
) -> tuple[datetime.date | None, datetime.date | None, str | None]:
    """Give when half of the runs that are hit begin and end to lose, and by what."""
    more = _stood(answer.outcome, each.outcome)
    since = max((each.disruption.first - answer.case.supply.first).days, 0)
    hit = (more[:, since:] > 0).any(axis=1)
    if not hit.any():
        return None, None, None
    some = more[hit, since:] > 0
    first = int(np.median(some.argmax(axis=1)))
    last = int(np.median(some.shape[1] - 1 - some[:, ::-1].argmax(axis=1)))
    gone = each.outcome.missing[hit].astype(np.int64)
    gone = gone - answer.outcome.missing[: len(more)][hit]
    name = answer.case.bill.materials[int(gone[:, since:].sum(axis=(0, 1)).argmax())]
    begin = answer.case.supply.first + since * DAY
    return begin + first * DAY, begin + last * DAY, name


def carrying(answer: Answer) -> Table:
    """Give the further stock of each material that would carry each disruption."""
    prices = prices_of(answer.case)
    case = answer.case
    need = case.plan.needed[:, case.days] - case.plan.needed[:, case.before]
    rows = [
        (each.name, name, each.more[number],
         each.more[number] / max(float(need[number]) / case.counted, 1e-12),
         each.more[number] * prices[number])
        for each in answer.tried
        for number, name in enumerate(case.bill.materials)
        if each.more[number]
    ]  # fmt: skip
    return of_rows(
        rows,
        Column("disruption", "", "what goes wrong", "text"),
        Column("material", "", "kit or part", "text"),
        Column("more", "1", "pieces beyond the safety stock of the file", "whole"),
        Column("days", "d", "calendar days of need that they are", "number"),
        Column("value", answer.currency, "their price", "number"),
    )


def runs(answer: Answer) -> Table:
    """Give each run: vehicles made and lost, days whole, money."""
    outcome, account = answer.outcome, answer.account
    lost = outcome.lost()
    rows = [
        (run, int(outcome.made[run].sum()), int(lost[run]),
         int((outcome.stopped[run] > 0).sum()), float(outcome.whole_days()[run]),
         float(account.tied[run]), float(account.total[run]))
        for run in range(len(outcome.draws))
    ]  # fmt: skip
    unit = answer.currency
    return of_rows(
        rows,
        Column("run", "1", "number of the run", "whole"),
        Column("made", "1", "vehicles built", "whole"),
        Column("lost", "1", "vehicles not made by the end", "whole"),
        Column("stopped_days", "d", "workdays on which the line stood", "whole"),
        Column("whole_days", "share", "workdays on which all planned was built",
               "number"),
        Column("tied", unit, "money tied up, mean over days", "number"),
        Column("cost", unit, "costs a year", "number"),
    )  # fmt: skip
