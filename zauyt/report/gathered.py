"""Asking every part, each kept in a folder once it is answered.

A part that was answered before for the same plant, options, seed and program is taken
from its folder: what a killed report had computed is not computed again.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from zauyt import __version__
from zauyt.errors import NoAnswer, NotInstalled, WrongInput
from zauyt.plant.checks.lint import lint
from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.report.parts import FEW_DRAWS, NETWORK, PARTS, Part
from zauyt.results import folder
from zauyt.results.result import Note, Result
from zauyt.studies import study as study_of
from zauyt.studies.asked import out_of_range

Told = Callable[..., object]
"""Takes the steps done and their total; a search also tells its gap."""

ANSWERING = ("plant", "kernels", "statistics", "arrays", "runs", "studies")
"""Floors of the program whose change may change an answer."""

Begun = Callable[[int, int, str, bool], Told | None]
"""Called before a part: its number, how many there are, the study, whether its answer
was kept; gives what the study tells its progress."""


@dataclass(frozen=True)
class Report:
    """Everything a page is made of: the plant, the answers, what has none and why."""

    plant: Plant
    seed: int
    options: Mapping[str, Any]
    results: Mapping[str, Result]
    absent: Mapping[str, Note]
    version: str = __version__


def gather(
    plant: Plant,
    *,
    kept: Path,
    network: Network | None = None,
    few: bool = False,
    mend: bool = False,
    seed: int = 1,
    workers: int = 0,
    begun: Begun | None = None,
) -> Report:
    """What does every study say of a plant?

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors.
    kept
        Folder in which each part is kept, and from which it is taken if it is there.
    network
        The plants that it is one of, for a plan of markets.
    few
        Whether few runs and draws are enough, for a quick look.
    mend
        Whether the smallest change is searched for that would keep what is at risk or
        missed.
    seed
        Seed of every draw.
    workers
        Threads; 0 takes as many as there are processors.
    begun
        Called before each part.

    Raises
    ------
    WrongInput
        When the plant has errors, or an option is out of its range.
    """
    _check(plant, seed=seed, workers=workers)
    results: dict[str, Result] = {}
    absent: dict[str, Note] = {}
    lacking = {part.study: part.lacks(plant) for part in PARTS}
    asked = [part for part in PARTS if not lacking[part.study]]
    total = len(asked) + (network is not None)
    for number, part in enumerate(asked, start=1):
        options = _options(part, few=few, mend=mend) | {"seed": seed}
        place = _place(kept, part.study, plant, options)
        if part.study == "finance" and "simulate" in results:
            # What can be made is known: it bounds what is sold in every draw.
            made = _options(PARTS[0], few=few, mend=mend) | {"seed": seed}
            options |= {"output": _place(kept, "simulate", plant, made)}
        threads = {"workers": workers} if part.threads else {}
        ask = functools.partial(study_of(part.study), plant, **options, **threads)
        told = functools.partial(begun, number, total) if begun else None
        _answer(part.study, ask, place, told, results, absent)
    if network is not None:
        options = (dict(FEW_DRAWS) if few else {}) | {"seed": seed}
        place = _place(kept, NETWORK, network, options)
        ask = functools.partial(study_of(NETWORK), network, **options)
        told = functools.partial(begun, total, total) if begun else None
        _answer(NETWORK, ask, place, told, results, absent)
    absent |= {s: Note("report.lacks", {"key": k}) for s, k in lacking.items() if k}
    if network is None:
        absent[NETWORK] = Note("report.no_network")
    return Report(plant, seed, {"few": few, "mend": mend}, results, absent)


def _options(part: Part, *, few: bool, mend: bool) -> dict[str, Any]:
    """Give the options of a part that are not its usual ones."""
    options = dict(part.few) if few else {}
    return options | {"mend": mend} if part.study == "check" else options


def _answer(
    study: str,
    ask: Callable[..., Result],
    place: Path,
    begun: Callable[[str, bool], Told | None] | None,
    results: dict[str, Result],
    absent: dict[str, Note],
) -> None:
    """Take a part's answer from its folder, or ask for it and keep it there."""
    is_kept = (place / folder.MANIFEST).exists()
    told = begun(study, is_kept) if begun else None
    if is_kept:
        results[study] = folder.load(place)
        return
    try:
        result = ask(progress=told)
    except WrongInput as error:
        said = "; ".join(str(problem) for problem in error.problems)
        absent[study] = Note("report.refused", {"why": said})
    except (NoAnswer, NotInstalled) as error:
        absent[study] = Note("report.refused", {"why": str(error)})
    else:
        folder.save(result, place)
        results[study] = result


def _place(
    kept: Path, study: str, plant: Plant | Network, options: Mapping[str, Any]
) -> Path:
    """Give the folder of an answer: its name stands for all that it depends on."""
    sources = {path: each.model_dump() for path, each in plant.evidence.items()}
    said = [study, plant.id, sources, dict(options), __version__, _program()]
    text = json.dumps(said, sort_keys=True, default=str)
    mark = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    return kept / f"{study}-{mark}"


@cache
def _program() -> str:
    """Give a mark of the program itself, which a version keeps while it is changed."""
    root = Path(str(resources.files("zauyt")))
    mark = hashlib.blake2b(digest_size=8)
    for floor in ANSWERING:
        for file in sorted((root / floor).rglob("*.py")):
            mark.update(file.read_bytes())
    return mark.hexdigest()


def _check(plant: Plant, **options: int) -> None:
    allowed = {"seed": (0, 2**62), "workers": (0, 1024)}
    problems = [problem for problem in lint(plant) if problem.severity == "error"]
    problems += out_of_range(options, allowed)
    if problems:
        raise WrongInput(problems)
