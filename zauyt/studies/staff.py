"""Who is needed, when, and in which shift?

Headcount from the work itself: the crews that stations need, people who step in,
absence, hours and leave by law, and roles whose number follows from a rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zauyt.errors import Problem, WrongInput
from zauyt.plant.checks.employment import crewed_skills
from zauyt.plant.checks.lint import lint
from zauyt.plant.evidence import Evidence
from zauyt.plant.plant import Plant
from zauyt.results.result import Note, Result
from zauyt.studies.asked import out_of_range
from zauyt.studies.staffing import coming, count, ledger, legal, shifts
from zauyt.studies.staffing import draws as _draws
from zauyt.studies.staffing.count import Drawn, Row
from zauyt.studies.staffing.employed import employed
from zauyt.studies.staffing.groups import groups
from zauyt.studies.staffing.pipeline import Plan
from zauyt.studies.staffing.planned import Planned, notes, planned, tables
from zauyt.studies.staffing.pools import Pool, pools
from zauyt.studies.staffing.reached import Outcome
from zauyt.studies.staffing.year import Year, years

Progress = Callable[[int, int], None]


def staff(
    plant: Plant,
    *,
    start: datetime.date = datetime.date(2026, 1, 1),
    days: int = 365,
    draws: int = 200,
    rosters: bool = True,
    effort: float = 3.0,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result:
    """Who is needed, when, and in which shift?

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors.
    start
        First day.
    days
        Days; leave and holidays are those of this time.
    draws
        Times that every number with a range is drawn anew; none are made where no
        number that counts here has a range.
    rosters
        Whether shift patterns are compared and the rosters of the file planned.
    effort
        The solver's time for each roster and question, in its own seconds, which are
        the same on every machine.
    seed
        Seed of every draw and of the solver.
    progress
        Called with the steps done and the steps in all.

    Raises
    ------
    WrongInput
        When the plant has errors, nobody is needed, or an option is out of its
        range.
    NotInstalled
        When rosters are planned and OR-Tools is missing.
    """
    _check(plant, days=days, draws=draws, seed=seed, effort=effort)
    worked = years(plant, first=start, days=days)
    found = pools(plant, groups(plant, worked), worked)
    plan = coming.stated_plan(plant, found)
    ranges = _draws.ranges(plant)
    of_pipeline = _draws.pipeline_ranges(plant) if plan is not None else {}
    made = draws if ranges or of_pipeline else 0
    steps = made + (len(plant.rosters) if rosters else 0)
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, steps)

    asked = _Asked(plant, {**ranges, **of_pipeline}, worked, plan)
    drawn = _drawn(asked, draws=made, seed=seed, tell=tell)
    band = coming.band_of(plan, drawn.outcomes)
    moved = ledger.ledger(plant, ranges, worked)
    mended = ledger.mend(plant, ranges, worked, moved)
    teams = planned(plant, effort=effort, seed=seed, told=tell) if rosters else []
    compared = shifts.judged(plant, found, effort=effort, seed=seed) if rosters else []
    counted = coming.counted(found)
    head = count.headline(plant, found, drawn.people)
    return Result(
        study="staff",
        plant=plant.plant,
        plant_id=plant.id,
        options={
            "start": start, "days": days, "draws": made,
            **({"effort": effort} if teams else {}),
        },
        seed=seed,
        headline={**head, **coming.headline(plan, band)},
        tables={
            "headcount": count.headcount(found, drawn.people),
            "steps": count.steps(found),
            "pools": count.by_pool(plant, found, drawn.people),
            "months": count.by_month(found, worked),
            **ledger.tables(moved, mended),
            **legal.table(plant, found, teams),
            **(shifts.tables(plant, compared) if rosters else {}),
            **tables(teams),
            **coming.tables(plant, plan, band, ranges=of_pipeline, stated=counted,
                            drawn=drawn.counted),
            "runs": count.runs(found, drawn.people, band),
        },
        changes=_changes(plant, found),
        notes=(
            *_notes(plant, asked.ranges, made), *count.notes(head),
            *ledger.notes(plant, mended), *coming.notes(plan, counted),
            *_of_teams(plant, compared, teams),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class _Asked:
    """What every draw begins with."""

    plant: Plant
    ranges: Mapping[str, Evidence]
    worked: Mapping[str, Year]
    plan: Plan | None


@dataclass(frozen=True)
class _Made:
    """What all draws gave: people by row and skill, and how they come about."""

    people: Drawn | None
    counted: list[dict[str, int]]
    outcomes: list[dict[str, Outcome]]


def _drawn(asked: _Asked, *, draws: int, seed: int, tell: Callable[[], None]) -> _Made:
    """Draw all numbers with a range anew, as often as is asked."""
    rows: list[dict[Row, int]] = []
    counted: list[dict[str, int]] = []
    outcomes: list[dict[str, Outcome]] = []
    for run in range(draws):
        other = _draws.drawn(asked.plant, asked.ranges, seed=seed, run=run)
        found = pools(other, groups(other, asked.worked), asked.worked)
        rows.append(count.people_by_row(found))
        if asked.plan is not None:
            counted.append(coming.counted(found))
            outcomes.append(coming.drawn_outcomes(asked.plan, other, found))
        tell()
    return _Made(count.gathered(rows) if rows else None, counted, outcomes)


def _changes(plant: Plant, found: list[Pool]) -> dict[str, object]:
    """Give the people due in each shift, as `simulate` reads them, and employed.

    The plant as its file stands is that of the last year of ``economy.people``, which
    is what `impact` and `finance` pay.
    """
    changes: dict[str, object] = {}
    for name in plant.people:
        due = {p.group.shift: p.due for p in found if p.group.skill == name}
        if due:
            changes[f"people.{name}.by_shift"] = due
            changes[f"people.{name}.relief"] = 0
    if plant.economy is not None:
        last = max(plant.economy.people, key=int)
        changes[f"economy.people.{last}"] = employed(found)
    return changes


def _notes(plant: Plant, ranges: Mapping[str, Evidence], draws: int) -> list[Note]:
    told = [
        Note("staff.doubt", {"numbers": len(ranges), "draws": draws})
        if draws
        else Note("staff.no_doubt")
    ]
    if plant.workforce is None or plant.workforce.law is None:
        return [*told, Note("staff.no_law")]
    return [*told, *legal.notes(plant)]


def _of_teams(
    plant: Plant, compared: list[shifts.Judged], teams: list[Planned]
) -> list[Note]:
    return [*(shifts.notes(plant, compared) if compared else []), *notes(teams)]


def _check(plant: Plant, **options: float) -> None:
    """Refuse a plant with errors and options out of range, all at once."""
    allowed = {
        "days": (1, 3660),
        "draws": (0, 100_000),
        "seed": (0, 2**63 - 1),
        "effort": (0.001, 100_000),
    }
    problems = [problem for problem in lint(plant) if problem.severity == "error"]
    problems += out_of_range(options, allowed)
    nobody = not plant.roles and not plant.rosters and not crewed_skills(plant)
    if not problems and nobody:
        message = (
            "nobody is needed: no station has a crew, and there are no roles; give"
            " stations a crew, such as {assembler: 2}, or the plant roles"
        )
        problems.append(Problem("people", message, "nobody"))
    if problems:
        raise WrongInput(problems)
