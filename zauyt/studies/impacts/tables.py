"""The effects as tables: by year, place and sector, books, accounts of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from zauyt.plant.input_output import PRIMARY
from zauyt.plant.money import in_account
from zauyt.plant.plant import Plant
from zauyt.results.column import Column
from zauyt.results.result import Table, of_rows
from zauyt.studies.impacts.books import Books
from zauyt.studies.impacts.case import Case, building_books, building_jobs
from zauyt.studies.impacts.doubted import Moved
from zauyt.studies.impacts.effects import EFFECTS, Effects, gaps
from zauyt.studies.impacts.model import MEASURES, Country

POINTS = (0.05, 0.95)
ALL_EFFECTS = ("direct", *EFFECTS)


@dataclass(frozen=True)
class Answer:
    """What was found, and all that it was found from."""

    plant: Plant
    land: Country
    at: int
    """The claim's year among those of the content."""
    case: Case
    drawn: tuple[Case, ...]
    moved: tuple[Moved, ...]
    everything: bool

    @property
    def books(self) -> Books:
        """Give the books of the claim's year."""
        return self.case.books[self.at]

    @property
    def national(self) -> Effects:
        """Give the effects in the country in the claim's year."""
        return self.case.national[self.at]

    @property
    def currency(self) -> str:
        """Give the currency of answers."""
        assert self.plant.money is not None
        return self.plant.money.currency


Band = tuple[float | None, float | None]


def band(answer: Answer, measure: Callable[[Case], float]) -> Band:
    """Give between what 9 draws of 10 lie; nothing where none were made."""
    if not answer.drawn:
        return None, None
    low, high = np.quantile([measure(each) for each in answer.drawn], POINTS)
    return float(low), float(high)


def every_table(answer: Answer) -> dict[str, Table]:
    """Give all tables but those of the claim."""
    found = {
        "effects": _effects(answer),
        "multipliers": _multipliers(answer),
        "sectors": _sectors(answer),
        "books": _books(answer),
        "checks": _checks(answer),
    }
    assert answer.plant.economy is not None
    if answer.plant.economy.building is not None:
        found["building"] = _building(answer)
    if answer.plant.economy.downstream:
        found["downstream"] = _downstream(answer)
    found["runs"] = _runs(answer)
    if answer.drawn:
        found["ledger"] = _ledger(answer)
    return found


def _money(answer: Answer, of: Sequence[str] = MEASURES) -> list[Column]:
    said = {
        "jobs": "people at work",
        "pay": "pay with employers' contributions",
        "value_added": "value added",
        "output": "output",
        "taxes": "taxes on products and production, less subsidies; at the plant duty"
                 " and employer's contributions",
        "imports": "imports",
    }  # fmt: skip
    return [
        Column(name, "1" if name == "jobs" else answer.currency, said[name], "number")
        for name in of
    ]


def _effects(answer: Answer) -> Table:
    rows = []
    for at, (books, found) in enumerate(
        zip(answer.case.books, answer.case.national, strict=True)
    ):
        for effect in ALL_EFFECTS:
            low, high = band(
                answer,
                lambda case, at=at, effect=effect: case.national[at].total(  # type: ignore[misc]
                    effect, "jobs"
                ),
            )
            values = [found.total(effect, measure) for measure in MEASURES]
            rows.append((books.year, books.vehicles, effect, *values, low, high))
    return of_rows(
        rows,
        Column("year", "", "year", "whole"),
        Column("vehicles", "1", "vehicles made", "number"),
        Column("effect", "", "direct (the plant), suppliers, further tiers, induced by"
               " pay", "text"),
        *_money(answer),
        Column("jobs_low", "1", "5 % of the draws have fewer", "number"),
        Column("jobs_high", "1", "5 % of the draws have more", "number"),
    )  # fmt: skip


def ratios(case: Case, at: int) -> dict[tuple[str, str], float]:
    """Give further jobs for each at the plant, by place and by what is counted."""
    people = case.books[at].people
    national = case.national[at]
    found = {("plant", "suppliers"): national.total("suppliers", "jobs")}
    for place, effects in (("region", case.regional), ("country", national)):
        if effects is not None:
            found[place, "without_pay"] = effects.further("jobs", induced=False)
            found[place, "with_pay"] = effects.further("jobs")
    return {key: jobs / people for key, jobs in found.items()}


def _multipliers(answer: Answer) -> Table:
    rows = []
    keep = 1 - answer.case.displaced
    for (place, counted), value in ratios(answer.case, answer.at).items():
        low, high = band(
            answer,
            lambda case, key=(place, counted): ratios(case, answer.at)[key],  # type: ignore[misc]
        )
        rows.append((place, counted, value, low, high, keep * value))
    return of_rows(
        rows,
        Column("place", "", "whom the plant pays; the region; the country", "text"),
        Column("counted", "", "suppliers alone; all tiers without pay that is spent"
               " (type I); with it (type II)", "text"),
        Column("further_per_job", "1", "further jobs for each at the plant, gross",
               "number"),
        Column("low", "1", "5 % of the draws have fewer", "number"),
        Column("high", "1", "5 % of the draws have more", "number"),
        Column("net_per_job", "1", "the same, less those who leave other jobs empty",
               "number"),
    )  # fmt: skip


def _sectors(answer: Answer) -> Table:
    table = answer.land.table
    rows = []
    for at, (code, name) in enumerate(zip(table.codes, table.names, strict=True)):
        for effect in EFFECTS:
            values = [
                float(answer.national.by_sector(effect, measure)[at])
                for measure in MEASURES
            ]
            if any(values):
                rows.append((code, name, effect, *values))
    return of_rows(
        rows,
        Column("sector", "", "code of the table", "text"),
        Column("name", "", "what it is", "text"),
        Column("effect", "", "suppliers, further tiers, induced by pay", "text"),
        *_money(answer),
    )


def _books(answer: Answer) -> Table:
    money = answer.currency
    rows: list[tuple[object, ...]] = []
    for books in answer.case.books:
        rows += [
            (books.year, each.name, each.kind, each.sector, each.domestic,
             each.imported, each.duty, each.jobs or None)
            for each in books.bought
        ]  # fmt: skip
        for name, amount in (
            ("pay", books.pay), ("employer's contributions", books.employer_taxes),
            ("depreciation", books.depreciation), ("surplus", books.surplus),
        ):  # fmt: skip
            rows.append((books.year, name, "value_added", None, amount, 0.0, 0.0, None))
    return of_rows(
        rows,
        Column("year", "", "year", "whole"),
        Column("item", "", "what is paid for", "text"),
        Column("kind", "", "kit, freight, part, service, value added", "text"),
        Column("sector", "", "sector that is paid in the country", "text"),
        Column("domestic", money, "paid in the country", "number"),
        Column("imported", money, "paid abroad", "number"),
        Column("duty", money, "import duty", "number"),
        Column("jobs", "1", "jobs at the supplier, where the file states them",
               "number"),
    )  # fmt: skip


def _checks(answer: Answer) -> Table:
    rows = []
    for name, (value, other) in gaps(answer.books, answer.national).items():
        rows.append((name, value, other, value - other))
    table = answer.land.table
    paid = table.domestic.sum(axis=0) + sum(table.primary[name] for name in PRIMARY)
    used = table.domestic.sum(axis=1) + sum(table.final.values())
    for name, found in (("table_columns", paid), ("table_rows", used)):
        at = int(np.abs(np.asarray(found) - table.output).argmax())
        value, other = float(table.output[at]), float(np.asarray(found)[at])
        rows.append((name, value, other, value - other))
    return of_rows(
        [(*row, answer.currency if at < 2 else table.currency)
         for at, row in enumerate(rows)],
        Column("check", "", "plant: output against all it becomes; households: their"
               " spending likewise; table: the column and row that miss output most",
               "text"),
        Column("value", "by row", "what is to be met", "number"),
        Column("sum", "by row", "what its parts add up to", "number"),
        Column("gap", "by row", "value less sum", "number"),
        Column("unit", "", "money", "text"),
    )  # fmt: skip


def _building(answer: Answer) -> Table:
    economy = answer.plant.economy
    assert economy is not None
    assert economy.building is not None
    found = building_jobs(answer.plant, answer.land)
    assert found is not None
    books = building_books(answer.plant)
    rows: list[tuple[object, ...]] = []
    for year, share in sorted(economy.building.years.items()):
        for effect in EFFECTS:
            values = [share * found.total(effect, measure) for measure in MEASURES]
            rows.append((int(year), effect, *values))
        rows.append((int(year), "imported", 0.0, 0.0, 0.0, 0.0, 0.0,
                     share * books.imported))  # fmt: skip
    columns = _money(answer)
    columns[0] = Column("job_years", "1", "people at work for a year", "number")
    return of_rows(
        rows,
        Column("year", "", "year", "whole"),
        Column("effect", "", "suppliers (builders), further tiers, induced by pay; what"
               " is imported at once", "text"),
        *columns,
    )  # fmt: skip


def _downstream(answer: Answer) -> Table:
    economy, money = answer.plant.economy, answer.plant.money
    assert economy is not None
    assert money is not None
    land, books = answer.land, answer.books
    rows = []
    for name, each in economy.downstream.items():
        amount = books.vehicles * each.vehicle_share
        amount *= in_account(money, each.per_vehicle, each.currency)
        paid = amount * land.sector(each.sector)
        behind = land.inverse @ (land.shares @ paid)
        jobs = land.of_output["jobs"]
        rows.append((books.year, name, each.sector, amount, float(jobs @ paid),
                     float(jobs @ behind)))  # fmt: skip
    return of_rows(
        rows,
        Column("year", "", "year", "whole"),
        Column("service", "", "service to finished vehicles", "text"),
        Column("sector", "", "sector that does it", "text"),
        Column("money", answer.currency, "what it takes for them", "number"),
        Column("jobs", "1", "jobs in it", "number"),
        Column("jobs_behind", "1", "jobs at its suppliers and theirs", "number"),
    )


def _runs(answer: Answer) -> Table:
    """Give a row a draw; where there is none, one of the numbers as stated."""
    keys = list(ratios(answer.case, answer.at))
    names = ["_".join(key) for key in keys]
    rows = []
    cases = enumerate(answer.drawn) if answer.drawn else [(-1, answer.case)]
    for run, each in cases:
        found, national = ratios(each, answer.at), each.national[answer.at]
        totals = [
            national.total("direct", measure) + national.further(measure)
            for measure in MEASURES
        ]
        rows.append((run, national.further("jobs"),
                     *(found[key] for key in keys), *totals))  # fmt: skip
    return of_rows(
        rows,
        Column("run", "1", "number of the draw; -1 for the numbers as stated", "whole"),
        Column("further_jobs", "1", "further jobs in the country", "number"),
        *(
            Column(name, "1", "further jobs for each at the plant: place, what counts",
                   "number")
            for name in names
        ),
        *_money(answer),
    )  # fmt: skip


def _ledger(answer: Answer) -> Table:
    return of_rows(
        [
            (each.fact, each.path, each.numbers, each.at_low, each.at_high,
             each.at_high - each.at_low)
            for each in answer.moved
        ],
        Column("fact", "", "number, or the fact that several numbers share", "text"),
        Column("path", "", "the number, or the first of several", "text"),
        Column("numbers", "1", "numbers that it is", "whole"),
        Column("at_low", "1", "further jobs for each at its low end", "number"),
        Column("at_high", "1", "further jobs for each at its high end", "number"),
        Column("difference", "1", "high less low", "number"),
    )  # fmt: skip
