"""A plan as tables: who makes what, what goes where, what is sold and earned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from zauyt.results.column import Column
from zauyt.results.result import Table
from zauyt.studies.planning.frame import Numbers
from zauyt.studies.planning.rows import Planned

MILLION = 1e6
SOME = 1e-6
"""Vehicles that count as none: a solver's tolerance."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What was decided, in the shapes of the frame."""

    planned: Planned
    x: Numbers

    def of(self, kind: str) -> Numbers:
        """Give the amounts of a kind, without what is a tolerance."""
        found = self.planned.columns.values(kind, self.x)
        return np.where(np.abs(found) < SOME, 0.0, found)

    @property
    def sold(self) -> Numbers:
        """Give what arrives at each sale, by scenario and month."""
        frame = self.planned.frame
        sent = self.of("sent")
        found = np.zeros(frame.demand.shape)
        months = frame.shape[1]
        for n, (sale, lag) in enumerate(
            zip(frame.path_sale, frame.path_lag, strict=True)
        ):
            if lag < months:
                found[:, lag:, sale] += sent[:, : months - lag, n]
        return found

    @property
    def unmet(self) -> Numbers:
        """Give the demand at the full price that is not met."""
        full = self.sold - _summed(self, "lower")
        left = self.planned.frame.demand - full
        return np.where(left > SOME * 100, left, 0.0)

    @property
    def profit(self) -> Numbers:
        """Give the profit of each scenario."""
        planned = self.planned
        parts = planned.earned * self.x
        first = sum(
            parts[planned.columns.of(kind)].sum() for kind in ("level", "change")
        )
        own = [
            parts[planned.columns.of(kind)].sum(axis=(1, 2))
            for kind in ("made", "sent", "kept", "lower")
        ]
        return np.asarray(sum(own) + first)

    def level_of(self, month: int) -> Numbers:
        """Give, for every level, whether it is chosen in a month."""
        periods = self.planned.periods
        period = int(np.searchsorted(periods, month, side="right")) - 1
        return np.asarray(np.rint(self.of("level")[period]))

    def capacity(self) -> Numbers:
        """Give what each plant could make, by scenario and month."""
        frame = self.planned.frame
        whole = frame.capacity.copy()
        for month in range(frame.shape[1]):
            chosen = self.level_of(month)
            np.add.at(whole[month], frame.level_plant, chosen * frame.level_made[month])
        return np.asarray(whole * frame.capacity_factor)

    def people(self) -> Numbers:
        """Give the people of each plant by month."""
        from zauyt.plant.months import month_of, value_in

        frame = self.planned.frame
        first = month_of(frame.network.first_month)
        found = np.zeros((frame.shape[1], len(frame.plants)))
        for month in range(frame.shape[1]):
            np.add.at(
                found[month], frame.level_plant,
                self.level_of(month) * frame.level_people,
            )  # fmt: skip
            for p, name in enumerate(frame.plants):
                stated = frame.network.plants[name].people
                if stated is not None:
                    found[month, p] = value_in(stated, first + month)
        return found


def _summed(plan: Plan, kind: str) -> Numbers:
    """Give what is sold below the full price, by sale."""
    frame = plan.planned.frame
    found = np.zeros(frame.demand.shape)
    amount = plan.of(kind)
    for place, sale in enumerate(frame.step_sale):
        found[:, :, sale] += amount[:, :, place]
    return found


def years_of(months: Sequence[str]) -> dict[str, list[int]]:
    """Give the places of the months of each year."""
    found: dict[str, list[int]] = {}
    for place, month in enumerate(months):
        found.setdefault(month[:4], []).append(place)
    return found


def tables(plan: Plan) -> dict[str, Table]:
    """Give every table of a plan but those of prices and reasons."""
    return {
        "plants": plants(plan),
        "markets": markets(plan),
        "scenarios": scenarios(plan),
        "money": money_by_kind(plan),
        "levels": levels(plan),
        "made": made(plan),
        "sent": sent(plan),
        "sold": sold(plan),
        "months": by_month(plan),
    }


def _mean(plan: Plan, values: Numbers) -> Numbers:
    """Give the mean over scenarios, by their chances."""
    return np.tensordot(plan.planned.frame.probability, values, axes=(0, 0))


def plants(plan: Plan) -> Table:
    """Give what each plant makes in each year, and how far it is used."""
    frame = plan.planned.frame
    amount, room, people = plan.of("made"), plan.capacity(), plan.people()
    rows = []
    for year, months in years_of(frame.months).items():
        for p, name in enumerate(frame.plants):
            own = amount[:, months][:, :, frame.making_plant == p].sum(axis=(1, 2))
            whole = room[:, months, p].sum(axis=1)
            could = float(frame.probability @ whole)
            mean = float(frame.probability @ own)
            share = mean / could if could else float("nan")
            rows.append((name, year, len(months), mean, own.min(), own.max(), could,
                         share, people[months, p].mean()))  # fmt: skip
    return table(
        rows,
        Column("plant", "", "plant", "text"),
        Column("year", "", "year", "text"),
        Column("months", "1", "months of it that are planned", "whole"),
        Column("made", "1", "vehicles made, mean over scenarios", "number"),
        Column("made_least", "1", "vehicles made in the scenario with least", "number"),
        Column("made_most", "1", "vehicles made in the scenario with most", "number"),
        Column("capacity", "1", "vehicles that could be made, at the levels chosen,"
               " mean over scenarios", "number"),
        Column("used_share", "share", "made / capacity", "number"),
        Column("people", "1", "people on the books, mean of the months", "number"),
    )  # fmt: skip


def markets(plan: Plan) -> Table:
    """Give what each market takes of each model in each year."""
    frame = plan.planned.frame
    sold_all, unmet = plan.sold, plan.unmet
    rows = []
    for year, months in years_of(frame.months).items():
        for d, (k, m) in enumerate(
            zip(frame.sale_market, frame.sale_model, strict=True)
        ):
            own = [
                float(frame.probability @ part[:, months, d].sum(axis=1))
                for part in (frame.demand, sold_all, unmet)
            ]
            rows.append((frame.markets[k], frame.models[m], year, *own))
    return table(
        rows,
        Column("market", "", "market", "text"),
        Column("model", "", "model", "text"),
        Column("year", "", "year", "text"),
        Column(
            "demand", "1", "demand at the full price, mean over scenarios", "number"
        ),
        Column("sold", "1", "vehicles sold, at whatever price", "number"),
        Column("unmet", "1", "demand at the full price that is not met", "number"),
    )


def scenarios(plan: Plan) -> Table:
    """Give what each scenario brings."""
    frame = plan.planned.frame
    sums = [part.sum(axis=(1, 2)) for part in (plan.of("made"), plan.sold, plan.unmet)]
    rows = [
        (name, frame.probability[s], plan.profit[s] / MILLION, *(x[s] for x in sums))
        for s, name in enumerate(frame.scenarios)
    ]
    return table(
        rows,
        Column("scenario", "", "scenario", "text"),
        Column("probability", "share", "its chance", "number"),
        Column("profit", _unit(plan), "what is left", "number"),
        Column("made", "1", "vehicles made", "number"),
        Column("sold", "1", "vehicles sold", "number"),
        Column("unmet", "1", "demand that is not met", "number"),
    )


def _unit(plan: Plan) -> str:
    return f"m {plan.planned.frame.network.currency}"


def money_by_kind(plan: Plan) -> Table:
    """Give from sales to profit, mean over scenarios; the rows add up."""
    planned, frame = plan.planned, plan.planned.frame
    sent_all = plan.of("sent")
    price = frame.sale_price[frame.path_sale]
    lower = plan.of("lower") * frame.sale_price[frame.step_sale] * (
        1 - frame.step_price
    )  # fmt: skip

    def mean(values: Numbers) -> float:
        return float(frame.probability @ values.sum(axis=(1, 2)))

    kept = planned.earned[planned.columns.of("kept")] * plan.of("kept")
    parts = [
        ("sales", mean(sent_all * price) - mean(lower)),
        ("making", -mean(plan.of("made") * frame.making_cost)),
        ("lanes", -mean(sent_all * frame.path_cost)),
        ("duty", -mean(sent_all * frame.path_duty)),
        ("fees", -mean(sent_all * frame.path_fee)),
        ("stock", mean(kept)),
        *(
            (name, float((planned.earned * plan.x)[planned.columns.of(kind)].sum()))
            for name, kind in (("shifts", "level"), ("changes", "change"))
        ),
    ]
    total = sum(value for _, value in parts)
    rows = [(name, value / MILLION) for name, value in [*parts, ("profit", total)]]
    return table(
        rows,
        Column("kind", "", "what it is for; profit is what is left", "text"),
        Column(
            "amount", _unit(plan), "mean over scenarios; costs are below 0", "number"
        ),
    )


def levels(plan: Plan) -> Table:
    """Give the level chosen for each plant and period."""
    frame = plan.planned.frame
    people = plan.people()
    rows = []
    for begin in plan.planned.periods:
        chosen = plan.level_of(begin)
        for at in np.flatnonzero(chosen):
            p = frame.level_plant[at]
            rows.append(
                (frame.plants[p], frame.months[begin], frame.level_name[at],
                 frame.level_made[begin, at], people[begin, p])
            )  # fmt: skip
    return table(
        rows,
        Column("plant", "", "plant", "text"),
        Column("month", "", "first month of the period", "text"),
        Column("level", "", "level of shifts chosen", "text"),
        Column("capacity", "1", "vehicles that it can make in that month", "number"),
        Column("people", "1", "people on the books", "number"),
    )


def made(plan: Plan) -> Table:
    """Give what is made, wherever it is more than nothing."""
    frame, amount = plan.planned.frame, plan.of("made")
    kept = np.zeros(amount.shape)
    kept[:, :, frame.stored] = plan.of("kept")
    rows = [
        (frame.scenarios[s], frame.months[t], frame.plants[frame.making_plant[a]],
         frame.models[frame.making_model[a]], amount[s, t, a], kept[s, t, a])
        for s, t, a in zip(*np.nonzero(amount + kept), strict=True)
    ]  # fmt: skip
    return table(
        rows,
        Column("scenario", "", "scenario", "text"),
        Column("month", "", "month", "text"),
        Column("plant", "", "plant", "text"),
        Column("model", "", "model", "text"),
        Column("made", "1", "vehicles made", "number"),
        Column("kept", "1", "vehicles in stock at the end of the month", "number"),
    )


def sent(plan: Plan) -> Table:
    """Give what goes on every lane, by the month in which it leaves."""
    frame, amount = plan.planned.frame, plan.of("sent")
    rows = [
        (frame.scenarios[s], frame.months[t], frame.lanes[frame.path_lane[n]],
         frame.plants[frame.path_plant[n]], frame.markets[frame.path_market[n]],
         frame.models[frame.making_model[frame.path_making[n]]], amount[s, t, n],
         frame.path_duty[s, t, n] / MILLION, frame.path_fee[s, t, n] / MILLION)
        for s, t, n in zip(*np.nonzero(amount), strict=True)
    ]  # fmt: skip
    return table(
        rows,
        Column("scenario", "", "scenario", "text"),
        Column("month", "", "month of leaving", "text"),
        Column("lane", "", "lane", "text"),
        Column("plant", "", "plant", "text"),
        Column("market", "", "market", "text"),
        Column("model", "", "model", "text"),
        Column("vehicles", "1", "vehicles", "number"),
        Column("duty", _unit(plan), "duty on one", "number"),
        Column("fee", _unit(plan), "fee on one", "number"),
    )


def sold(plan: Plan) -> Table:
    """Give demand and sales by scenario, month, market and model."""
    frame = plan.planned.frame
    amount, unmet, lower = plan.sold, plan.unmet, _summed(plan, "lower")
    rows = [
        (frame.scenarios[s], frame.months[t], frame.markets[frame.sale_market[d]],
         frame.models[frame.sale_model[d]], frame.demand[s, t, d], amount[s, t, d],
         lower[s, t, d], unmet[s, t, d])
        for s, t, d in zip(*np.nonzero(frame.demand + amount), strict=True)
    ]  # fmt: skip
    return table(
        rows,
        Column("scenario", "", "scenario", "text"),
        Column("month", "", "month", "text"),
        Column("market", "", "market", "text"),
        Column("model", "", "model", "text"),
        Column("demand", "1", "demand at the full price", "number"),
        Column("sold", "1", "vehicles sold", "number"),
        Column("sold_lower", "1", "of these, below the full price", "number"),
        Column("unmet", "1", "demand at the full price that is not met", "number"),
    )


def by_month(plan: Plan) -> Table:
    """Give what each plant makes by month, mean over scenarios: the stacked plan."""
    frame = plan.planned.frame
    mean, room = _mean(plan, plan.of("made")), _mean(plan, plan.capacity())
    people = plan.people()
    rows = [
        (frame.months[t], name, mean[t, frame.making_plant == p].sum(), room[t, p],
         people[t, p])
        for t in range(frame.shape[1])
        for p, name in enumerate(frame.plants)
    ]  # fmt: skip
    return table(
        rows,
        Column("month", "", "month", "text"),
        Column("plant", "", "plant", "text"),
        Column("made", "1", "vehicles made, mean over scenarios", "number"),
        Column("capacity", "1", "vehicles that could be made", "number"),
        Column("people", "1", "people on the books", "number"),
    )


def table(rows: Iterable[Sequence[object]], *columns: Column) -> Table:
    """Give rows as a table, also when there are none."""
    parts = list(zip(*rows, strict=True)) or [()] * len(columns)
    return Table(dict(zip(columns, parts, strict=True)))
