"""Does the plant pay, when, and what decides it?

Yearly and monthly cash flow from the plant's own books, its markets, its capital and
the state's support; present value, rates of return, payback and break-even volumes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.plant import Plant
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.results.folder import load
from zauyt.results.result import Figure, Note, Result, Table
from zauyt.statistics.probability import probability_interval
from zauyt.studies.asked import out_of_range
from zauyt.studies.finances import doubted, tables
from zauyt.studies.finances.accounts import AS_STATED, accounts, span
from zauyt.studies.finances.judged import judged
from zauyt.studies.finances.tables import Answer
from zauyt.studies.staffing.employed import payroll_notes

Progress = Callable[[int, int], None]

POINTS = (0.05, 0.95)


def finance(
    plant: Plant,
    *,
    parts: Literal["decided", "all"] = "decided",
    scenario: str = "",
    output: Path | None = None,
    draws: int = 100,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result:
    """Does the plant pay, when, and what decides it?

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors, with finance, economy, content, money.
    parts
        Parts from suppliers here: those that the file decides on (content.roadmap), or
        all that have a maker.
    scenario
        Scenario of the file that holds (none: as stated).
    output
        Folder of a saved result of simulate: each draw makes at most what one of its
        runs made.
    draws
        Times that every number with a range is drawn anew.
    seed
        Seed of every draw.
    progress
        Called with the steps done and the steps in all.

    Raises
    ------
    WrongInput
        When the plant has errors or lacks what is counted, there is no such scenario,
        the output is none, or an option is out of its range.
    """
    outputs = _check(plant, scenario, output, draws=draws, seed=seed)
    assert plant.finance is not None
    assert plant.money is not None
    steps, done = draws + 2, 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, steps)

    case = plant.finance.scenarios[scenario] if scenario else AS_STATED
    everything = parts == "all"
    found = accounts(plant, everything=everything, case=case)
    tell()
    ranges = doubted.ranges(plant)
    made = draws if draws > 1 and (ranges or len(outputs)) else 0
    drawn = doubted.draw(
        plant, ranges, outputs, draws=made, seed=seed, everything=everything,
        case=case, told=tell,
    )  # fmt: skip
    moved = []
    if made:
        moved = doubted.tornado(plant, ranges, everything=everything, case=case)
    worth = judged(found, plant.money.discount_share)
    answer = Answer(plant, everything, case, found, worth, tuple(drawn), tuple(moved))
    got = tables.every_table(answer)
    tell()
    return Result(
        study="finance",
        plant=plant.plant,
        plant_id=plant.id,
        options={"parts": parts, "scenario": scenario, "draws": made},
        seed=seed,
        headline=_headline(answer, got["waterfall"]),
        tables=got,
        notes=tuple(_notes(answer, len(ranges), len(outputs))),
    )


def _outputs(folder: Path | None) -> list[float]:
    """Give a year's vehicles by run of a saved result: those with doubt, if any."""
    if folder is None:
        return []
    result = load(folder)
    runs = result.tables.get("runs")
    names = {column.name for column in runs.columns} if runs is not None else set()
    if runs is None or not {"vehicles_per_year", "reading"} <= names:
        message = f"{folder} holds no output: a result of simulate is wanted"
        raise WrongInput([Problem("output", message, "option")])
    rows = list(runs.rows())
    doubtful = [row for row in rows if row["reading"] == "doubt"]
    return [float(row["vehicles_per_year"]) for row in doubtful or rows]


def _headline(answer: Answer, waterfall: Table) -> dict[str, Figure]:
    worth, money = answer.worth, answer.currency
    low = high = None
    if answer.drawn:
        sample = [each.npv for each in answer.drawn]
        low, high = (float(each) for each in np.quantile(sample, POINTS))
    only = worth.rates[0] if len(worth.rates) == 1 else None
    spent = float(answer.found.capital.sum())
    left = next(row["amount"] for row in waterfall.rows() if row["step"] == "left")
    head = {
        "npv": Figure(worth.npv, low, high, money),
        "irr": Figure(only, unit="share"),
        "payback_years": Figure(worth.payback_years, unit="y"),
        "discounted_payback_years": Figure(worth.discounted_years, unit="y"),
        "capital": Figure(spent, unit=money),
        "left_per_vehicle": Figure(left, unit=money),
    }
    if answer.drawn:
        good = sum(each.npv >= 0 for each in answer.drawn)
        chance = probability_interval(good, len(answer.drawn))
        head["npv_chance"] = Figure(chance.value, chance.low, chance.high, "share")
    return head


def _notes(answer: Answer, numbers: int, outputs: int) -> list[Note]:
    assert answer.plant.money is not None
    rates = answer.worth.rates
    key = "one" if len(rates) == 1 else "none" if not rates else "several"
    said = {"rates": [f"{rate:.1%}" for rate in rates]} if key == "several" else {}
    notes = [
        Note(f"finance.rates.{key}", said),
        Note("finance.discount", {"rate": answer.plant.money.discount_share}),
        Note("finance.limits"),
        *payroll_notes(answer.plant),
    ]
    if outputs:
        notes.append(Note("finance.output", {"runs": outputs}))
    elif answer.drawn:
        notes.append(Note("finance.volumes"))
    if answer.drawn:
        told = {"numbers": numbers, "draws": len(answer.drawn)}
        notes.append(Note("finance.doubt", told))
    return notes


def _check(
    plant: Plant, scenario: str, output: Path | None, **options: float
) -> list[float]:
    """Refuse a plant with errors and wrong options, all at once; give the output."""
    allowed = {"draws": (0, 100_000), "seed": (0, 2**63 - 1)}
    problems = [problem for problem in lint(plant) if problem.severity == "error"]
    problems += _lacks(plant, scenario) if not problems else []
    problems += out_of_range(options, allowed)
    outputs: list[float] = []
    try:
        outputs = _outputs(output)
    except WrongInput as error:
        problems += error.problems
    if problems:
        raise WrongInput(problems)
    return outputs


def _lacks(plant: Plant, scenario: str) -> list[Problem]:
    problems = []
    if plant.finance is None:
        message = "needs finance: capital, markets, tax"
        problems.append(Problem("finance", message, "no_finance"))
    elif scenario and scenario not in plant.finance.scenarios:
        known = plant.finance.scenarios
        hint = did_you_mean(scenario, known) or f"; there are {listed(known)}"
        message = f"there is no scenario {scenario}{hint}"
        problems.append(Problem("scenario", message, "option"))
    if plant.economy is None:
        message = "needs economy: people, pay, purchases"
        problems.append(Problem("economy", message, "no_economy"))
    if plant.content is None or plant.content.ex_works_price is None:
        message = (
            "needs content with ex_works_price: the kit and what bringing it costs"
        )
        problems.append(Problem("content", message, "no_content"))
    if plant.finance is not None and plant.volumes:
        years = span(plant.finance)
        if max(map(int, plant.volumes)) not in years:
            message = f"the last year of volumes is not among {years[0]} to {years[-1]}"
            problems.append(Problem("finance.last_year", message, "year_outside"))
    return problems
