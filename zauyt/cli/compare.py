"""``zauyt compare``: two plants on the same random numbers, or two saved results."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from zauyt.cli import STOPPED
from zauyt.cli.ask import Stopped, answered, changed_plant, words_of
from zauyt.cli.changes import changes_of, set_option
from zauyt.cli.deliver import deliver, output_options, taken_outputs
from zauyt.cli.progress import compiling_told
from zauyt.cli.root import DONE, NO_ANSWER
from zauyt.cli.signature import study_options
from zauyt.errors import Problem, WrongInput
from zauyt.results.compared import compare
from zauyt.results.folder import MANIFEST, load
from zauyt.results.result import Result
from zauyt.results.summary import RUNS
from zauyt.studies import study

STUDY = "simulate"
"""The study that plants are compared by; saved results may be of any."""


def command() -> click.Command:
    """Give the verb ``compare``."""
    with compiling_told():
        options = study_options(study(STUDY))
    return click.Command(
        "compare",
        callback=_compared,
        params=[
            click.Argument(["base"]),
            click.Argument(["other"], required=False),
            set_option(),
            *options,
            *output_options("compare"),
        ],
        help="By how much do two plants, or two saved results, differ?\n\nBASE and"
        " OTHER are plants, which are simulated on the same random numbers, or"
        " folders that --out saved. --set changes OTHER, which is BASE where it is"
        " left out: zauyt compare small --set lines.final.cycle_s=290",
    )


def _compared(
    base: str, other: str | None, changes: tuple[str, ...], **given: Any
) -> int:
    outputs = taken_outputs(given)
    if other is None and not changes:
        message = "needs a second plant or result, or --set for the second"
        raise WrongInput([Problem("compare", message, "compare")])
    saved = [_is_saved(each) for each in (base, other or base)]
    if changes and saved[1]:
        message = "a saved result cannot be changed; give its plant"
        raise WrongInput([Problem("--set", message, "compare")])
    try:
        first = _result(base, (), given, is_saved=saved[0])
        second = _result(other or base, changes, given, is_saved=saved[1])
    except Stopped as stopped:
        click.echo(f"{words_of(stopped.way)}; nothing was saved.", err=True)
        return STOPPED
    for result in (first, second):
        if result.reason is not None and RUNS not in result.tables:
            deliver(result, outputs)
            return NO_ANSWER
    compared = compare(second, first)
    if changes:
        compared = dataclasses.replace(compared, changes=changes_of(changes))
    deliver(compared, outputs)
    return DONE


def _is_saved(name: str) -> bool:
    return (Path(name) / MANIFEST).is_file()


def _result(
    name: str, changes: tuple[str, ...], options: dict[str, Any], *, is_saved: bool
) -> Result:
    if is_saved:
        return load(name)
    plant = changed_plant(name, changes)
    return answered(study(STUDY), plant, options, what=name)
