"""How many jobs, how much pay, value and tax does the plant bring about, and where?

From the plant's own books through a national input-output table: whom it pays, whom
those pay, and what is bought of all that pay. The plant is its own column; the table's
column of vehicles is never its recipe.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from zauyt.errors import Problem, WrongInput
from zauyt.plant.checks.economic import no_rate, unknown_sectors
from zauyt.plant.checks.lint import lint
from zauyt.plant.input_output import InputOutput, Jobs
from zauyt.plant.money import in_account
from zauyt.plant.plant import Plant
from zauyt.plant.reading.national.read import (
    read_jobs,
    read_table,
    shipped_jobs,
    shipped_table,
)
from zauyt.plant.reading.nearest import listed
from zauyt.results.result import Note, Result
from zauyt.studies.asked import out_of_range
from zauyt.studies.impacts import claimed, doubted, tables
from zauyt.studies.impacts.case import case
from zauyt.studies.impacts.headline import headline
from zauyt.studies.impacts.model import Country, country
from zauyt.studies.impacts.tables import Answer
from zauyt.studies.staffing.employed import payroll_notes

Progress = Callable[[int, int], None]


def impact(
    plant: Plant,
    *,
    parts: Literal["decided", "all"] = "decided",
    table: Path | None = None,
    jobs: Path | None = None,
    draws: int = 100,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result:
    """How many jobs, how much pay, value and tax does the plant bring about?

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors, with economy, content, volumes and money.
    parts
        Parts from suppliers here: those that the file decides on (content.roadmap), or
        all that have a maker.
    table
        An input-output table in place of the file's: a plain CSV, the workbook of
        Kazakhstan's statistics bureau, or a folder of tidy CSVs.
    jobs
        Jobs by sector of that table (CSV: code, jobs, low, high, confidence).
    draws
        Times that every number with a range is drawn anew.
    seed
        Seed of every draw.
    progress
        Called with the steps done and the steps in all.

    Raises
    ------
    WrongInput
        When the plant has errors, a sector does not exist, a table does not balance,
        or an option is out of its range.
    """
    _check(plant, table, draws=draws, seed=seed)
    land = _country(plant, table, jobs)
    steps = draws + 2

    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, steps)

    everything = parts == "all"
    at = claimed.year_of(plant)
    found = case(plant, land, everything=everything, at=at)
    tell()
    ranges = doubted.ranges(plant, land)
    made = draws if draws > 1 and (ranges.plant or ranges.jobs) else 0
    drawn = doubted.draw_cases(
        plant, land, ranges, draws=made, seed=seed, everything=everything, at=at,
        told=tell,
    )  # fmt: skip
    moved = []
    if made:
        moved = doubted.ledger(plant, land, ranges, everything=everything, at=at)
    answer = Answer(plant, land, at, found, tuple(drawn), tuple(moved), everything)
    tell()
    return Result(
        study="impact",
        plant=plant.plant,
        plant_id=plant.id,
        options={"parts": parts, "table": land.table.title, "draws": made},
        seed=seed,
        headline=headline(answer),
        tables=tables.every_table(answer) | claimed.every_table(answer),
        notes=tuple(_notes(answer, ranges)),
    )


def _country(plant: Plant, file: Path | None, jobs_file: Path | None) -> Country:
    """Give the table and its jobs, and see that they have what the plant names."""
    assert plant.economy is not None
    assert plant.money is not None
    table, people = _both(plant, file, jobs_file)
    called = str(file) if file is not None else plant.economy.table or ""
    problems = [
        *unknown_sectors(plant, table.codes, called),
        *no_rate(plant, table.currency, called),
    ]
    jobs, missing = people.of(table.codes)
    if missing:
        message = (
            f"has no jobs for {listed(missing)}: --jobs FILE gives those of a table"
        )
        problems.append(Problem("jobs", message, "option"))
    if problems:
        raise WrongInput(problems)
    price = in_account(plant.money, plant.economy.price_factor, table.currency)
    return country(table, jobs, price=price)


def _both(
    plant: Plant, file: Path | None, jobs_file: Path | None
) -> tuple[InputOutput, Jobs]:
    """Read the table and its jobs; what is wrong with either is told together."""
    problems: list[Problem] = []
    try:
        table = _table(plant, file)
    except WrongInput as error:
        problems += error.problems
    try:
        jobs = _jobs(plant, jobs_file)
    except WrongInput as error:
        problems += error.problems
    if problems:
        raise WrongInput(problems)
    return table, jobs


def _table(plant: Plant, file: Path | None) -> InputOutput:
    if file is not None:
        return read_table(file)
    assert plant.economy is not None
    assert plant.economy.table is not None
    return shipped_table(plant.economy.table)


def _jobs(plant: Plant, file: Path | None) -> Jobs:
    if file is not None:
        return read_jobs(file)
    assert plant.economy is not None
    if plant.economy.table is None:
        message = "the file names no table that ships; --jobs FILE gives jobs by sector"
        raise WrongInput([Problem("jobs", message, "option")])
    return shipped_jobs(plant.economy.table)


def _notes(answer: Answer, ranges: doubted.Ranges) -> list[Note]:
    land, economy = answer.land, answer.plant.economy
    assert economy is not None
    notes = [
        Note("impact.table", {"title": land.table.title, "year": str(land.table.year)}),
        Note("impact.jobs", {"source": land.jobs.source}),
        Note("impact.fixed"),
        Note("impact.displaced", {"share": economy.displaced_share}),
        *payroll_notes(answer.plant),
    ]  # fmt: skip
    if economy.downstream:
        notes.append(Note("impact.downstream"))
    if answer.drawn:
        numbers = len(ranges.plant) + len(ranges.jobs)
        notes.append(
            Note("impact.doubt", {"numbers": numbers, "draws": len(answer.drawn)})
        )
    return notes


def _check(plant: Plant, table: Path | None, **options: float) -> None:
    """Refuse a plant with errors and options out of range, all at once."""
    allowed = {"draws": (0, 100_000), "seed": (0, 2**63 - 1)}
    problems = [problem for problem in lint(plant) if problem.severity == "error"]
    problems += _lacks(plant, table) if not problems else []
    problems += out_of_range(options, allowed)
    if problems:
        raise WrongInput(problems)


def _lacks(plant: Plant, table: Path | None) -> list[Problem]:
    economy, content = plant.economy, plant.content
    problems = []
    if economy is None:
        message = "needs economy: people, pay, purchases, the country's table"
        problems.append(Problem("economy", message, "no_economy"))
    elif economy.table is None and table is None:
        message = (
            "needs economy.table, or --table FILE: the country's input-output table"
        )
        problems.append(Problem("economy.table", message, "no_table"))
    if content is None or content.ex_works_price is None:
        message = "needs content with ex_works_price: the kit and the vehicle's price"
        problems.append(Problem("content", message, "no_content"))
    for name, part in plant.parts.items():
        if part.sector is None and part.candidates:
            message = "needs sector: the sector of the table whose firms make it"
            problems.append(Problem(f"parts.{name}.sector", message, "no_sector"))
    return problems
