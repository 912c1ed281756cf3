"""A roadmap as tables: parts, candidates, content, years, commitments, frontier."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Figure, Note, Table, of_rows
from zauyt.studies.localisation import search
from zauyt.studies.localisation.choices import (
    Choices,
    break_even_volume,
    worth_alone,
)
from zauyt.studies.localisation.program import Plan, Program
from zauyt.studies.localisation.rules import Form

NO_END = 1e5
"""Changes of a commitment beyond which its price has no end."""

POINT = {"share": 0.01, "points": 1.0}
"""What one more of a content is: a percent, or a point."""


@dataclass(frozen=True)
class Answer:
    """A roadmap and all that it was found from."""

    plant: Plant
    made: Choices
    forms: Mapping[str, Form]
    wanted: Mapping[tuple[str, int], float]
    relaxed: Mapping[tuple[str, int], float] | None
    """What can be met instead, where not all that is wanted can."""
    plan: Plan

    @property
    def met(self) -> Mapping[tuple[str, int], float]:
        """Give the commitments that the roadmap meets."""
        return self.wanted if self.relaxed is None else self.relaxed


def currency(answer: Answer) -> str:
    """Give the currency of answers."""
    assert answer.plant.money is not None
    return answer.plant.money.currency


def roadmap(answer: Answer) -> Table:
    """Give the parts made here, by year decided."""
    made, money = answer.made, currency(answer)
    rows = []
    for at, year in sorted(answer.plan.decided.items(), key=lambda item: item[1]):
        choice = made.all[at]
        local = answer.plan.local[at]
        saved = choice.gain * float((local * made.volumes) @ made.saving_factor)
        spent = choice.investment * float(made.investment_factor[year])
        rows.append(
            (choice.part, choice.candidate, choice.kind, made.first_year + year,
             _month(made.first_year + year, choice.lead_months), float(local[-1]),
             choice.gain, choice.investment, saved - spent,
             break_even_volume(choice, made), choice.jobs)
        )  # fmt: skip
    return of_rows(
        rows,
        Column("part", "", "part made here", "text"),
        Column("candidate", "", "who makes it", "text"),
        Column("kind", "", "existing, cluster or new", "text"),
        Column("decided", "", "year of the decision", "whole"),
        Column("supply_from", "", "month of the first parts", "text"),
        Column("local_share", "share", "vehicles with it in the last year", "number"),
        Column("gain", money, "saved a vehicle made, or lost below zero", "number"),
        Column("investment", money, "tools and plant", "number"),
        Column("worth", money, "present value in this roadmap", "number"),
        Column("break_even_volume", "1", "vehicles a year, every year, from which it"
               " pays if decided in the first; none if at no volume", "number"),
        Column("jobs", "1", "people employed for it", "number"),
    )  # fmt: skip


def candidates(answer: Answer) -> Table:
    """Give every candidate: what a vehicle saves and costs, and why (not) chosen."""
    made, money = answer.made, currency(answer)
    chosen = {made.all[at].part: at for at in answer.plan.decided}
    rows = []
    for at, choice in enumerate(made.all):
        worth, year = worth_alone(choice, made)
        rows.append(
            (choice.part, choice.candidate, choice.kind, choice.value, choice.credit,
             choice.saved, choice.price, choice.quality, choice.gain,
             choice.investment, break_even_volume(choice, made), worth,
             made.first_year + year,
             _reason(answer, at, chosen.get(choice.part), worth))
        )  # fmt: skip
    return of_rows(
        rows,
        Column("part", "", "part", "text"),
        Column("candidate", "", "who could make it", "text"),
        Column("kind", "", "existing, cluster or new", "text"),
        Column("value", money, "the part in the kit", "number"),
        Column("credit", money, "by what the kit gets cheaper", "number"),
        Column("saved", money, "spared in all: credit, duty on it, freight,"
               " handling", "number"),
        Column("price", money, "the local part", "number"),
        Column("quality", money, "more rejects", "number"),
        Column("gain", money, "saved less price and rejects", "number"),
        Column("investment", money, "tools and plant", "number"),
        Column("break_even_volume", "1", "vehicles a year, every year, from which it"
               " pays if decided in the first; none if at no volume", "number"),
        Column("worth_alone", money, "present value by itself, at best", "number"),
        Column("best_year", "", "year decided that is best by itself", "whole"),
        Column("reason", "", "chosen_pays, chosen_for_content, other_candidate,"
               " loses_each, volume_too_low, limited", "text"),
    )  # fmt: skip


def _reason(answer: Answer, at: int, chosen: int | None, worth: float) -> str:
    choice = answer.made.all[at]
    if chosen == at:
        return "chosen_pays" if worth > 0 else "chosen_for_content"
    if chosen is not None:
        return "other_candidate"
    if choice.gain <= 0:
        return "loses_each"
    return "volume_too_low" if worth <= 0 else "limited"


def content(answer: Answer) -> Table:
    """Give content by year and rule, side by side, and what is wanted of it."""
    rows = []
    for name, form in answer.forms.items():
        reached = form.content(answer.plan.local)
        before = form.content(np.zeros_like(answer.plan.local))
        for year in range(answer.made.years):
            rows.append(
                (answer.made.first_year + year, name, form.rule.unit,
                 float(reached[year]), float(before[year]),
                 answer.wanted.get((name, year)), answer.met.get((name, year)))
            )  # fmt: skip
    return of_rows(
        rows,
        Column("year", "", "year", "whole"),
        Column("rule", "", "rule", "text"),
        Column("unit", "", "share or points", "text"),
        Column("content", "by row", "content of the year's vehicles", "number"),
        Column("imported", "by row", "content with every part imported", "number"),
        Column("wanted", "by row", "committed, if anything is", "number"),
        Column("nearest", "by row", "what of it the roadmap meets", "number"),
    )


def years(answer: Answer) -> Table:
    """Give volume, savings, investment and jobs by year."""
    made, money = answer.made, currency(answer)
    rows, total = [], 0.0
    for year in range(made.years):
        gains = np.array([choice.gain for choice in made.all])
        saved = float(gains @ answer.plan.local[:, year] * made.volumes[year])
        spent = math.fsum(
            made.all[at].investment
            for at, decided in answer.plan.decided.items()
            if decided == year
        )
        jobs = math.fsum(
            made.all[at].jobs
            for at in answer.plan.decided
            if answer.plan.local[at, year] > 0
        )
        total += saved * made.saving_factor[year] - spent * made.investment_factor[year]
        parts = int((answer.plan.local[:, year] > 0).sum())
        rows.append(
            (made.first_year + year, float(made.volumes[year]), parts, saved, spent,
             total, jobs)
        )  # fmt: skip
    return of_rows(
        rows,
        Column("year", "", "year", "whole"),
        Column("vehicles", "1", "vehicles made", "number"),
        Column("local_parts", "1", "parts that come from here", "whole"),
        Column("saved", money, "saved by local parts, lost below zero", "number"),
        Column("investment", money, "spent on tools and plant", "number"),
        Column("worth", money, "present value so far", "number"),
        Column("jobs", "1", "people employed by suppliers of local parts", "number"),
    )


def rules(answer: Answer) -> Table:
    """Give the rules that are counted, with source, status and assumption."""
    rows = [
        (name, form.rule.title, form.rule.market, form.rule.formula, form.rule.least,
         form.rule.unit, form.rule.in_force, form.rule.text, form.rule.assumption,
         form.rule.source, str(form.rule.looked_at or ""))
        for name, form in answer.forms.items()
    ]  # fmt: skip
    return of_rows(
        rows,
        Column("rule", "", "rule", "text"),
        Column("title", "", "what it is called", "text"),
        Column("market", "", "where content so counted is asked for", "text"),
        Column("formula", "", "formula by which it counts", "text"),
        Column("least", "by row", "content from which it is met, if known", "number"),
        Column("unit", "", "share or points", "text"),
        Column("in_force", "", "since when and until when", "text"),
        Column("text", "", "its text: public, partly, or not found", "text"),
        Column("assumption", "", "assumed in place of text that was not found", "text"),
        Column("source", "", "what was read", "text"),
        Column("looked_at", "", "day on which sources were looked at", "text"),
    )


def commitments(
    answer: Answer, asked: Program, chances: Mapping[str, Figure], *, gap: float,
    searched: bool, told: Callable[[], None],
) -> Table:  # fmt: skip
    """Give each commitment: reached, whether it binds, what one more of it costs."""
    assert answer.plant.content is not None
    money = currency(answer)
    rows = []
    for name, each in answer.plant.content.commitments.items():
        form = answer.forms[each.rule]
        point = POINT[form.rule.unit]
        years = search.span(answer.plant.content, name)
        reached = form.content(answer.plan.local)[years]
        slack = reached - [answer.met[each.rule, year] for year in years]
        price = search.commitment_price(
            asked, answer.forms, answer.met, answer.plan, years, each.rule
        )
        more = None
        if searched and answer.relaxed is None:
            higher = search.raised(answer.wanted, each, years, point)
            found = search.best(asked, answer.forms, higher, gap=gap)
            more = None if found is None else answer.plan.worth - found.worth
        tight = int(slack.argmin())
        wanted = [answer.wanted[each.rule, year] for year in years]
        nearest = [answer.met[each.rule, year] for year in years]
        met = all(n >= w for n, w in zip(nearest, wanted, strict=True))
        rows.append(
            (name, each.rule, each.year, form.rule.unit, each.least,
             float(reached.min()), answer.made.first_year + years[tight], met,
             float(slack[tight]) <= 1e-5 * max(1.0, each.least), price.cost * point,
             _end(price.low, point), _end(price.high, point), more,
             None if name not in chances else chances[name].value)
        )  # fmt: skip
        told()
    return of_rows(
        rows,
        Column("commitment", "", "commitment", "text"),
        Column("rule", "", "rule by which it is counted", "text"),
        Column("from_year", "", "year from which it holds", "whole"),
        Column("unit", "", "share or points", "text"),
        Column("wanted", "by row", "least content", "number"),
        Column("reached", "by row", "least content in its years", "number"),
        Column("tightest_year", "", "year with least to spare", "whole"),
        Column("met", "", "whether the roadmap meets it", "flag"),
        Column("binds", "", "whether the roadmap has nothing to spare", "flag"),
        Column("next_fixed", money, "cost of one percent (or point) more, decisions as"
               " they are: dual price", "number"),
        Column("holds_from", "1", "percents (or points) from which that price holds:"
               " by linear programs", "number"),
        Column("holds_to", "1", "percents (or points) to which it holds", "number"),
        Column("next_free", money, "cost of one percent (or point) more, everything"
               " decided anew: re-solved; none if out of reach", "number"),
        Column("chance", "share", "draws in which it is met, the roadmap as decided",
               "number"),
    )  # fmt: skip


def frontier(
    answer: Answer, asked: Program, *, points: int, gap: float,
    told: Callable[[], None],
) -> tuple[Table, bool]:  # fmt: skip
    """Give what content costs, from what pays by itself to the most there can be.

    And whether it was stopped, which leaves the points found before.
    """
    assert answer.plant.content is not None
    committed = answer.plant.content.commitments
    name = (
        next(iter(committed.values())).rule if committed else next(iter(answer.forms))
    )
    form = answer.forms[name]
    point = POINT[form.rule.unit]
    rows: list[tuple[Any, ...]] = []
    before: search.Point | None = None
    free = 0.0
    stopped = False
    try:
        for each in search.frontier(asked, form, points=points, gap=gap):
            slope = None
            if before is None:
                free = each.plan.worth
            else:
                step = (each.content - before.content) / point
                slope = (before.plan.worth - each.plan.worth) / step
            rows.append(
                (name, answer.made.first_year + answer.made.years - 1, form.rule.unit,
                 each.content, each.plan.worth, free - each.plan.worth, slope,
                 len(each.plan.decided))
            )  # fmt: skip
            before = each
            told()
    except KeyboardInterrupt:
        stopped = True
    money = currency(answer)
    table = of_rows(
        rows,
        Column("rule", "", "rule by which content is counted", "text"),
        Column("year", "", "year whose content it is: the last", "whole"),
        Column("unit", "", "share or points", "text"),
        Column("content", "by row", "least content asked for", "number"),
        Column("worth", money, "present value of the best roadmap", "number"),
        Column("cost", money, "less than without a commitment", "number"),
        Column("next_cost", money, "cost of each percent (or point) since the point"
               " before", "number"),
        Column("local_parts", "1", "parts decided on", "whole"),
    )  # fmt: skip
    return table, stopped


def shortfalls(answer: Answer) -> list[tuple[str, int, float, float]]:
    """Give (commitment, year, wanted, nearest), the largest shortfall first."""
    assert answer.plant.content is not None
    found = []
    for name, each in answer.plant.content.commitments.items():
        for year in search.span(answer.plant.content, name):
            want, near = answer.wanted[each.rule, year], answer.met[each.rule, year]
            if near < want:
                found.append((name, answer.made.first_year + year, want, near))
    return sorted(found, key=lambda row: (row[3] - row[2]) / row[2])


def reason(answer: Answer) -> Note:
    """Name the commitment that cannot be met, and the nearest that can."""
    assert answer.plant.content is not None
    short = shortfalls(answer)
    name, year, want, near = short[0]
    rule = answer.plant.content.commitments[name].rule
    unit = answer.forms[rule].rule.unit
    numbers = {"commitment": name, "rule": rule, "year": year, "wanted": want,
               "nearest": near, "years": len(short)}  # fmt: skip
    return Note(f"localise.short.{unit}", numbers)


def changes(answer: Answer) -> dict[str, object]:
    """Give the roadmap as the file states it."""
    return {
        f"content.roadmap.{answer.made.all[at].part}": {
            "candidate": answer.made.all[at].candidate,
            "decided": answer.made.first_year + year,
        }
        for at, year in answer.plan.decided.items()
    }


def _month(year: int, months_later: float) -> str:
    """Give the month that is so many months after a year's beginning."""
    whole = math.floor(months_later + 1e-9)
    return f"{year + whole // 12}-{whole % 12 + 1:02d}"


def _end(change: float, point: float) -> float | None:
    """Give the end of a price's interval in percents or points, if it has one."""
    return None if abs(change) >= NO_END else change / point


def apart(answer: Answer) -> list[Note]:
    """Tell how far the rules lie apart in the last year, since speeches mix them."""
    shares = {
        name: float(form.content(answer.plan.local)[-1])
        for name, form in answer.forms.items()
        if form.rule.unit == "share"
    }
    if len(shares) < 2:
        return []
    low, high = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    year = str(answer.made.first_year + answer.made.years - 1)
    numbers = {"year": year, "low": shares[low], "low_rule": low,
               "high": shares[high], "high_rule": high}  # fmt: skip
    return [Note("localise.apart", numbers)]
