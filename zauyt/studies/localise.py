"""Which part to make here, when, by whom, and at what cost under which content rule?

A mixed-integer program over candidates and years finds the roadmap that is worth most
among those that meet the committed content of every year.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from zauyt.errors import Problem, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.checks.sourcing import counted_by
from zauyt.plant.plant import Plant
from zauyt.results.result import Note, Result, Status, Table
from zauyt.statistics.stages import by_gaps
from zauyt.studies.asked import Progress, out_of_range
from zauyt.studies.localisation import doubted, search, tables
from zauyt.studies.localisation.choices import choices
from zauyt.studies.localisation.headline import headline
from zauyt.studies.localisation.program import Plan, Program, Wanted, program
from zauyt.studies.localisation.rules import forms
from zauyt.studies.localisation.tables import Answer

SEARCHES = 3
"""Steps that the search for the roadmap counts for."""


def localise(
    plant: Plant,
    *,
    gap: Annotated[float, Field(ge=0, le=0.5)] = 0.0001,
    points: int = 9,
    draws: int = 100,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result:
    """Which part to make here, when, by whom, and at what cost?

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors, with parts, volumes, money and content.
    gap
        Share of its worth by which the roadmap may miss the best one.
    points
        Points of the frontier of content against cost; with 0, neither that nor what
        the next percent costs is searched for.
    draws
        Times that every number with a range is drawn anew.
    seed
        Seed of every draw.
    progress
        Called with the steps done, the steps in all, and the gap of the roadmap so
        far, None before there is one.

    Raises
    ------
    WrongInput
        When the plant has errors, nothing could be made here, or an option is out of
        its range.
    """
    _check(plant, gap=gap, points=points, draws=draws, seed=seed)
    assert plant.content is not None
    assert plant.money is not None
    steps = _Steps(progress, SEARCHES + points + len(plant.content.commitments))
    made = choices(plant)
    names = counted_by(plant)
    counted = forms(plant, made, names)
    asked = program(made, plant.content, plant.money)
    wanted = search.wanted_by(plant.content)
    plan, stopped = by_gaps(
        functools.partial(_best, asked, counted, wanted), gap=gap, told=steps.searched
    )
    relaxed = None
    if plan is None:
        relaxed = search.nearest(asked, counted, wanted)
        plan = search.best(asked, counted, relaxed, gap=gap)
        assert plan is not None, "what was reached can be reached"
    steps.found(plan.gap)
    answer = Answer(plant, made, counted, wanted, relaxed, plan)
    doubt = doubted.Doubt()
    try:
        doubt = doubted.doubt(answer, draws=draws, seed=seed)
    except KeyboardInterrupt:
        stopped = True
    found = {
        "roadmap": tables.roadmap(answer),
        "candidates": tables.candidates(answer),
        "content": tables.content(answer),
        "years": tables.years(answer),
        "rules": tables.rules(answer),
    }
    asking = _Asking(asked, points, gap, steps)
    further, stopped = _further(answer, asking, doubt, stopped=stopped)
    found |= further | dict(doubt.tables)
    steps.end()
    status: Status = "answered" if relaxed is None else "no_answer"
    return Result(
        study="localise",
        plant=plant.plant,
        plant_id=plant.id,
        options={"gap": gap, "points": points, "draws": doubt.draws},
        seed=seed,
        status=status,
        reason=None if relaxed is None else tables.reason(answer),
        headline=headline(answer, doubt),
        tables=found,
        changes=tables.changes(answer),
        notes=tuple(_notes(answer, doubt, stopped=stopped)),
    )


class _Steps:
    """How many of the searches are done, and the gap of the roadmap."""

    def __init__(self, told: Progress | None, total: int) -> None:
        self._told, self._total, self._done = told, total, 0
        self._gap: float | None = None

    def searched(self, gap: float) -> None:
        """Tell that a stage of the search for the roadmap ended."""
        self._gap = gap
        self._tell(min(self._done + 1, SEARCHES - 1))

    def found(self, gap: float) -> None:
        """Tell that the roadmap is found."""
        self._gap = gap
        self._tell(SEARCHES)

    def done(self) -> None:
        """Tell that one search more has ended."""
        self._tell(min(self._done + 1, self._total))

    def end(self) -> None:
        """Tell that all have ended."""
        self._tell(self._total)

    def _tell(self, done: int) -> None:
        self._done = done
        if self._told is not None:
            self._told(done, self._total, self._gap)


@dataclass(frozen=True)
class _Asking:
    """What is searched for after the roadmap."""

    asked: Program
    points: int
    gap: float
    steps: _Steps


def _further(
    answer: Answer, asking: _Asking, doubt: doubted.Doubt, *, stopped: bool
) -> tuple[dict[str, Table], bool]:
    """Give commitments and frontier, as far as the user lets them be searched for."""
    found: dict[str, Table] = {}
    searched = bool(asking.points) and not stopped
    if answer.wanted:
        priced = functools.partial(
            tables.commitments, answer, asking.asked, doubt.met, gap=asking.gap,
            told=asking.steps.done,
        )  # fmt: skip
        try:
            found["commitments"] = priced(searched=searched)
        except KeyboardInterrupt:
            searched, stopped = False, True
            found["commitments"] = priced(searched=False)
    if searched:
        found["frontier"], stopped = tables.frontier(
            answer, asking.asked, points=asking.points, gap=asking.gap,
            told=asking.steps.done,
        )  # fmt: skip
    return found, stopped


def _best(
    asked: Program, counted: search.Forms, wanted: Wanted, gap: float
) -> Plan | None:
    return search.best(asked, counted, wanted, gap=gap)


def _notes(answer: Answer, doubt: doubted.Doubt, *, stopped: bool) -> list[Note]:
    notes = [Note("localise.gap", {"gap": answer.plan.gap})]
    if stopped:
        notes = [Note("localise.stopped", {"gap": answer.plan.gap})]
    notes += tables.apart(answer)
    unread = [name for name in answer.forms if answer.forms[name].rule.text != "public"]
    if unread:
        notes.append(Note("localise.assumed", {"rules": unread}))
    if doubt.draws:
        numbers = {"numbers": doubt.numbers, "draws": doubt.draws}
        notes.append(Note("localise.doubt", numbers))
    return notes


def _check(plant: Plant, **options: float) -> None:
    """Refuse a plant with errors and options out of range, all at once."""
    allowed = {"gap": (0, 0.5), "points": (0, 100), "draws": (0, 100_000),
               "seed": (0, 2**63 - 1)}  # fmt: skip
    problems = [problem for problem in lint(plant) if problem.severity == "error"]
    problems += out_of_range(options, allowed)
    if options["points"] == 1:
        problems.append(Problem("points", "a frontier has two points", "option"))
    if not problems and plant.content is None:
        message = "needs content: the kit, the years, what is committed"
        problems.append(Problem("content", message, "no_content"))
    if not problems and not any(part.candidates for part in plant.parts.values()):
        message = "nobody could make any part here"
        problems.append(Problem("parts", message, "nobody"))
    if problems:
        raise WrongInput(problems)
