"""A study as a verb: the plant, its changes, the study's options, the outputs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import click

from zauyt.cli.changes import changes_of, set_option
from zauyt.cli.deliver import deliver, output_options, taken_outputs
from zauyt.cli.progress import Way, compiling_told, progress
from zauyt.cli.root import DONE, NO_ANSWER, STOPPED
from zauyt.cli.signature import documented, study_options, takes_progress
from zauyt.plant.examples import read
from zauyt.plant.plant import Plant
from zauyt.results.result import Result
from zauyt.studies import study as study_of

Study = Callable[..., Result]


class Stopped(Exception):
    """The user stopped a study; how far it had come."""

    def __init__(self, way: Way) -> None:
        self.way = way
        super().__init__()


def command(name: str, study: Study | None = None) -> click.Command:
    """Give a study's verb; ``study`` stands for the one of that name, if given."""
    with compiling_told():
        function = study or study_of(name)
    return click.Command(
        name,
        callback=functools.partial(_asked, name, function),
        params=[
            click.Argument(["plant"]),
            set_option(),
            *study_options(function),
            *output_options(name),
        ],
        help=documented(function).text,
    )


def _asked(name: str, study: Study, /, **given: Any) -> int:
    outputs = taken_outputs(given)
    plant = changed_plant(given.pop("plant"), given.pop("changes"))
    try:
        result = answered(study, plant, given, what=name)
    except Stopped as stopped:
        click.echo(f"{words_of(stopped.way)}; nothing was saved.", err=True)
        return STOPPED
    deliver(result, outputs)
    return DONE if result.status == "answered" else NO_ANSWER


def changed_plant(name: str, changes: tuple[str, ...]) -> Plant:
    """Give the plant of a path or an example's name, with other values in it.

    Raises
    ------
    WrongInput
        Everything that is wrong in the file, or in the changes.
    """
    values = changes_of(changes)
    plant = read(name)
    return plant.change(values) if values else plant


def answered(
    study: Study, plant: Plant, options: Mapping[str, Any], *, what: str
) -> Result:
    """Carry out a study and show how far it is.

    Raises
    ------
    Stopped
        The user stopped it.
    """
    with compiling_told(), progress(what) as (way, told):
        reporting = {"progress": told} if takes_progress(study) else {}
        try:
            return study(plant, **options, **reporting)
        except KeyboardInterrupt as error:
            raise Stopped(way) from error


def words_of(way: Way) -> str:
    """Say how far a stopped study had come."""
    if not way.total:
        return "Stopped before the first run ended"
    return f"Stopped after {way.done:,} of {way.total:,} runs"
