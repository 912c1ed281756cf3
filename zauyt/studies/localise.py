"""Which part to make here, when, by whom, and at what cost under which content rule?

A mixed-integer program over candidates and years finds the roadmap that is worth most
among those that meet the committed content of every year.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from zauyt.errors import Problem, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.checks.sourcing import counted_by
from zauyt.plant.content_rule import rule_of
from zauyt.plant.plant import Plant
from zauyt.results.result import Note, Result, Status
from zauyt.studies.asked import out_of_range
from zauyt.studies.localisation import doubted, search, tables
from zauyt.studies.localisation.choices import choices
from zauyt.studies.localisation.headline import headline
from zauyt.studies.localisation.program import Plan, Program, Wanted, in_thread, program
from zauyt.studies.localisation.rules import forms
from zauyt.studies.localisation.tables import Answer

Progress = Callable[[int, int], None]

FIRST_GAP = 0.1
"""Gap of the first roadmap, which is kept when a better one is no longer waited for."""


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
        Called with the steps done and the steps in all.

    Raises
    ------
    WrongInput
        When the plant has errors, nothing could be made here, or an option is out of
        its range.
    """
    _check(plant, gap=gap, points=points, draws=draws, seed=seed)
    assert plant.content is not None
    assert plant.money is not None
    steps = _Steps(progress, 3 + points + len(plant.content.commitments))
    made = choices(plant)
    names = counted_by(plant)
    counted = forms(plant, made, names)
    asked = program(made, plant.content, plant.money)
    wanted = search.wanted_by(plant.content)
    plan, stopped = _searched(asked, counted, wanted, gap, steps)
    relaxed = None
    if plan is None:
        relaxed = search.nearest(asked, counted, wanted)
        plan = search.best(asked, counted, relaxed, gap=gap)
        assert plan is not None, "what was reached can be reached"
    steps.done()
    answer = Answer(plant, made, counted, wanted, relaxed, plan)
    doubt = doubted.doubt(answer, draws=draws, seed=seed)
    found = {
        "roadmap": tables.roadmap(answer),
        "candidates": tables.candidates(answer),
        "content": tables.content(answer),
        "years": tables.years(answer),
        "rules": tables.rules(answer),
    }
    if wanted:
        found["commitments"] = tables.commitments(
            answer,
            asked,
            doubt.met,
            gap=gap,
            searched=bool(points) and not stopped,
            told=steps.done,
        )
    if points and not stopped:
        found["frontier"] = tables.frontier(
            answer, asked, points=points, gap=gap, told=steps.done
        )
    found |= doubt.tables
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
    """How many of the searches are done."""

    def __init__(self, told: Progress | None, total: int) -> None:
        self._told, self._total, self._done = told, total, 0

    def done(self) -> None:
        self._done = min(self._done + 1, self._total)
        if self._told is not None:
            self._told(self._done, self._total)

    def end(self) -> None:
        self._done = self._total - 1
        self.done()


def _searched(
    asked: Program, counted: search.Forms, wanted: Wanted, gap: float,
    steps: _Steps,
) -> tuple[Plan | None, bool]:  # fmt: skip
    """Give the best roadmap, or the first one where the user stopped the search."""
    first = in_thread(
        lambda: search.best(asked, counted, wanted, gap=max(gap, FIRST_GAP))
    )
    if first is None or first.gap <= gap:
        steps.done()
        steps.done()
        return first, False
    try:
        steps.done()
        found = in_thread(lambda: search.best(asked, counted, wanted, gap=gap))
    except KeyboardInterrupt:
        return first, True
    steps.done()
    return found, False


def _notes(answer: Answer, doubt: doubted.Doubt, *, stopped: bool) -> list[Note]:
    notes = [Note("localise.gap", {"gap": answer.plan.gap})]
    if stopped:
        notes = [Note("localise.stopped", {"gap": answer.plan.gap})]
    unread = [name for name in answer.forms if rule_of(name).text != "public"]
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
