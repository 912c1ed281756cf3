"""Which promises about the plant are kept, how surely, and what would mend the rest?

The commitments of the agreement are rows of the plant file. Each is tested against the
simulated plan by the study that answers for it: met, at risk or missed, with the chance
of keeping it. What is only stated is *declared*, never met; what leaves open how it is
counted *cannot be told*, and every way to read it is shown.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from zauyt.errors import NoAnswer, Problem, WrongInput
from zauyt.plant.agreement import Obligation
from zauyt.plant.checks.lint import lint
from zauyt.plant.plant import Plant
from zauyt.results.result import Figure, Note, Result
from zauyt.studies.asked import out_of_range
from zauyt.studies.checking import mends as mending
from zauyt.studies.checking import tables
from zauyt.studies.checking.movers import movers
from zauyt.studies.checking.readings import Reading, missing, readings, settled
from zauyt.studies.checking.sample import Asked, Sample
from zauyt.studies.checking.samples import sample_of
from zauyt.studies.checking.verdicts import (
    Judged,
    declared_value,
    exposure,
    is_declared,
    verdict_of,
    wanted_probability,
)

Progress = Callable[[int, int], None]

VERDICTS = ("met", "at_risk", "missed", "declared", "cannot_be_told")


def check(
    plant: Plant,
    *,
    runs: int = 59,
    mend: bool = True,
    seed: int = 1,
    workers: int = 0,
    progress: Progress | None = None,
) -> Result:
    """Which promises are kept, how surely, and what would mend the rest?

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors, with an `agreement`.
    runs
        Runs with doubt behind each verdict; 59 is the least that can prove 95 % at
        95 %. Where no number has a range they differ by chance alone.
    mend
        Whether the smallest change is searched for that would keep what is at risk or
        missed.
    seed
        Seed of every draw.
    workers
        Threads; 0 takes as many as there are processors.
    progress
        Called with the questions answered and those known of so far.

    Raises
    ------
    WrongInput
        When the plant has errors or no agreement, or an option is out of its range.
    NoAnswer
        When the plant locks itself up; the message says where.
    """
    _check(plant, runs=runs, seed=seed, workers=workers)
    assert plant.agreement is not None, "a plant without an agreement is refused"
    asked = Asked(runs, seed, workers or os.cpu_count() or 1)
    steps = _Steps(progress, 2 * len(plant.agreement.commitments))
    plant = _settled(plant)
    judged = _judged(plant, asked, steps)
    open_ones = _read(plant, judged, asked, steps)
    moved = {
        each.name: movers(plant, each.sample, asked)
        for each in judged
        if each.sample is not None
    }
    mended = _mended(plant, judged, asked, steps) if mend else {}
    steps.end()
    return Result(
        study="check",
        plant=plant.plant,
        plant_id=plant.id,
        options={"runs": runs, "mend": mend},
        seed=seed,
        headline=_headline(plant, judged),
        tables={
            "commitments": tables.commitments(plant, judged),
            **tables.readings(open_ones),
            **tables.movers(moved),
            **tables.mends(plant, mended),
        },
        changes=mending.together(
            plant, (m for m in mended.values() if isinstance(m, mending.Mend))
        ),
        notes=tuple(_notes(judged, mended, runs, mend=mend)),
    )


class _Steps:
    """How many questions are answered; more are known of as they come."""

    def __init__(self, told: Progress | None, total: int) -> None:
        self._told, self._total, self._done = told, total, 0

    def expect(self, more: int) -> None:
        self._total += more

    def done(self) -> None:
        self._done += 1
        self._total = max(self._total, self._done + 1)
        if self._told is not None:
            self._told(self._done, self._total)

    def end(self) -> None:
        if self._told is not None:
            self._told(self._total, self._total)


def _settled(plant: Plant) -> Plant:
    """Give the plant whose commitments state what could only be read in one way."""
    assert plant.agreement is not None, "a plant without an agreement"
    every = {n: settled(plant, e) for n, e in plant.agreement.commitments.items()}
    agreement = plant.agreement.model_copy(update={"commitments": every})
    return plant.model_copy(update={"agreement": agreement})


def _judged(plant: Plant, asked: Asked, steps: _Steps) -> list[Judged]:
    """Give every commitment with its verdict, in the order of the file."""
    assert plant.agreement is not None, "a plant without an agreement"
    every = plant.agreement.commitments
    lacking = {name: missing(plant, each) for name, each in every.items()}
    told = [n for n, e in every.items() if not is_declared(e) and not lacking[n]]
    samples = sample_of(plant, told, asked)
    found = []
    for name, each in every.items():
        sample = samples.get(name)
        steps.done()
        if is_declared(each):
            stated = declared_value(plant, each)
            if stated is None:
                found.append(
                    Judged(name, each, "cannot_be_told", missing=("declared",))
                )
            else:
                found.append(Judged(name, each, "declared", stated=stated))
        elif sample is None:
            lacks = lacking[name] or ("evidence",)
            found.append(Judged(name, each, "cannot_be_told", missing=lacks))
        else:
            verdict = verdict_of(sample, wanted_probability(plant.agreement, each))
            found.append(Judged(name, each, verdict, sample))
    return found


def _read(
    plant: Plant, judged: list[Judged], asked: Asked, steps: _Steps
) -> list[Reading]:
    """Give what every reading of the open commitments would come to."""
    found: list[Reading] = []
    for each in judged:
        if each.verdict != "cannot_be_told" or is_declared(each.each):
            continue
        ways = readings(plant, each.each)
        steps.expect(len(ways))
        for calendar in dict.fromkeys(way.calendar for _, way in ways):
            own = [(words, way) for words, way in ways if way.calendar == calendar]
            samples, why = _samples(plant, [way for _, way in own], asked)
            found += [
                Reading(each.name, words, way, sample, why)
                for (words, way), sample in zip(own, samples, strict=True)
            ]
            for _ in own:
                steps.done()
    return found


def _samples(
    plant: Plant, ways: list[Obligation], asked: Asked
) -> tuple[list[Sample | None], str]:
    """Give what readings of one shift pattern come to, or why it cannot be run."""
    assert plant.agreement is not None, "a plant without an agreement"
    named = {f"reading_{place}": way for place, way in enumerate(ways)}
    agreement = plant.agreement.model_copy(update={"commitments": named})
    other = plant.model_copy(update={"agreement": agreement})
    try:
        found = sample_of(other, list(named), asked)
    except WrongInput as error:
        return [None] * len(ways), error.problems[0].message
    except NoAnswer as error:
        return [None] * len(ways), str(error)
    return [found[name] for name in named], ""


def _mended(
    plant: Plant, judged: list[Judged], asked: Asked, steps: _Steps
) -> dict[str, mending.Mend | mending.Beyond]:
    """Give what would mend what is at risk or missed, or how far the levers go."""
    found: dict[str, mending.Mend | mending.Beyond] = {}
    for each in judged:
        if each.sample is not None and each.verdict in ("at_risk", "missed"):
            made = mending.mend(plant, each.name, each.sample, asked, steps.done)
            if made is not None:
                found[each.name] = made
    return found


def _headline(plant: Plant, judged: list[Judged]) -> dict[str, Figure]:
    counts = dict.fromkeys(VERDICTS, 0)
    for each in judged:
        counts[each.verdict] += 1
    paid = [exposure(plant, each) for each in judged]
    figures = {
        "commitments": Figure(len(judged)),
        **{name: Figure(count) for name, count in counts.items()},
        "all_met": Figure("yes" if counts["met"] == len(judged) else "no", unit=""),
    }
    if any(paid):
        total = sum(each for each in paid if each is not None)
        figures["exposure"] = Figure(total, unit=tables.currency(plant))
    return figures


def _notes(
    judged: list[Judged],
    mended: dict[str, mending.Mend | mending.Beyond],
    runs: int,
    *,
    mend: bool,
) -> list[Note]:
    """Give what has to be said beside the verdicts."""
    notes = [Note("check.verdicts", {"runs": runs})]
    for each in judged:
        if each.sample is not None and each.sample.unseen:
            numbers = {"count": each.sample.unseen, "runs": each.sample.runs}
            notes.append(Note("check.unseen", numbers | {"name": each.name}))
    stated = [each.name for each in judged if each.verdict == "declared"]
    if stated:
        notes.append(Note("check.declared.names", {"names": stated}))
    short = [each.name for each in judged if each.verdict in ("at_risk", "missed")]
    found = {n for n, m in mended.items() if isinstance(m, mending.Mend)}
    left = [name for name in short if name not in found]
    if mend and left:
        notes.append(Note("check.no_mend", {"names": left}))
    if found:
        notes.append(Note("check.mends", {}))
    return notes


def _check(plant: Plant, **options: int) -> None:
    """Refuse a plant with errors or no agreement, and options out of range."""
    allowed = {"runs": (1, 100_000), "seed": (0, 2**62), "workers": (0, 1024)}
    problems = [problem for problem in lint(plant) if problem.severity == "error"]
    problems += out_of_range(options, allowed)
    if plant.agreement is None:
        message = (
            "nothing was promised; give at least agreement: {commitments: {"
            "volume: {measure: vehicles, at_least: 70000, year: mature}}}"
        )
        problems.append(Problem("agreement", message, "no_agreement"))
    if problems:
        raise WrongInput(problems)
