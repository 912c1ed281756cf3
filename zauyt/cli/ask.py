"""A study as a verb: the plant, its changes, the study's options, the outputs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from zauyt.cli import STOPPED
from zauyt.cli.changes import changes_of, set_option
from zauyt.cli.deliver import deliver, output_options, taken_outputs
from zauyt.cli.progress import Way, compiling_told, progress
from zauyt.cli.root import DONE, FOUND, NO_ANSWER
from zauyt.cli.signature import documented, study_options, takes_progress
from zauyt.errors import Problem, WrongInput
from zauyt.plant.mature import matured
from zauyt.plant.network import Network
from zauyt.plant.orders.bodies import Bodies
from zauyt.plant.orders.cars import Cars
from zauyt.plant.orders.read import read_bodies, read_cars
from zauyt.plant.plant import Plant
from zauyt.plant.reading.examples import plant_file, read, read_network
from zauyt.plant.reading.file import with_places
from zauyt.plant.tasks.read import read_tasks
from zauyt.plant.tasks.task_list import TaskList
from zauyt.results.result import Result
from zauyt.results.trace import SUFFIXES, write_trace
from zauyt.runs.state import SUFFIX as STATE_SUFFIX
from zauyt.runs.state import State, save_state, state_of
from zauyt.studies import OF_NETWORKS
from zauyt.studies import study as study_of
from zauyt.studies.simulation.trace import trace as trace_of

TRACED = ("simulate",)
"""Studies whose first run can be traced, and whose runs can be gone on with."""

Subject = Plant | Network | Cars | Bodies | TaskList

READERS: dict[str, Callable[[str], Subject]] = {
    "balance": read_tasks,
    "plan": read_network,
    "resequence": read_bodies,
    "sequence": read_cars,
}
"""Studies that can be asked about something else than a plant, and what reads it."""

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
            _subject(name),
            set_option(),
            *study_options(function),
            *output_options(name),
            *([_trace_option(), _state_option()] if name in TRACED else []),
        ],
        help=documented(function).text,
    )


def _subject(name: str) -> click.Argument:
    metavar = "NETWORK" if name in OF_NETWORKS else "PLANT"
    return click.Argument(["plant"], metavar=metavar)


def _asked(name: str, study: Study, /, **given: Any) -> int:
    outputs = taken_outputs(given)
    trace, state = given.pop("trace", None), given.pop("state", None)
    named, changed = given.pop("plant"), given.pop("changes")
    plant = subject(name, named, changed)
    try:
        result = answered(study, plant, given, what=name)
    except WrongInput as error:
        if changed or not isinstance(plant, Plant):
            raise
        raise WrongInput(with_places(plant_file(named), error.problems)) from error
    except Stopped as stopped:
        click.echo(f"{words_of(stopped.way)}; nothing was saved.", err=True)
        return STOPPED
    if given.get("mature") and isinstance(plant, Plant):
        plant = matured(plant)
    also: list[tuple[Path | None, Callable[[Path], object]]] = []
    if result.status == "answered" and isinstance(plant, Plant):
        also = [
            (trace, functools.partial(_traced, plant, given)),
            (state, functools.partial(_saved, plant, given)),
        ]
    deliver(result, outputs, also)
    if result.status != "answered":
        return NO_ANSWER
    return FOUND if _unkept(result) else DONE


def _unkept(result: Result) -> bool:
    """Tell whether promises were tested and not all of them are met."""
    return result.study == "check" and result.headline["all_met"].value != "yes"


def _state_option() -> click.Option:
    return click.Option(
        ["--state"],
        type=click.Path(path_type=Path),
        callback=functools.partial(_with_suffix, (STATE_SUFFIX,)),
        help="File (.npz) for where everything is on the first day; --from takes it.",
    )


def _saved(plant: Plant, options: Mapping[str, Any], path: Path) -> None:
    state = options["start"]
    if not isinstance(state, State):
        names = ("start", "days", "warm_up_days", "runs", "seed")
        state = state_of(plant, **{name: options[name] for name in names})
    save_state(state, path)


def _trace_option() -> click.Option:
    kinds = ", or ".join(("a table (.parquet)", "OCEL 2.0 (.json)"))
    return click.Option(
        ["--trace"],
        type=click.Path(path_type=Path),
        callback=functools.partial(_with_suffix, SUFFIXES),
        help=f"File for where every job was in the first run: {kinds}.",
    )


def _with_suffix(
    suffixes: tuple[str, ...], _: click.Context, option: Any, path: Path | None
) -> Path | None:
    """Refuse another suffix before anything is computed."""
    if path is not None and path.suffix.lower() not in suffixes:
        message = f"{path} does not end in {' or '.join(suffixes)}"
        raise click.BadParameter(message, param=option)
    return path


def _traced(plant: Plant, options: Mapping[str, Any], path: Path) -> None:
    names = ("start", "days", "warm_up_days", "seed")
    asked = {name: options[name] for name in names}
    if isinstance(asked["start"], State):
        state = asked["start"]
        asked |= {"start": state.start, "warm_up_days": state.warm_up_days}
    write_trace(trace_of(plant, **asked), path)


def subject(study: str, name: str, changes: tuple[str, ...]) -> Subject:
    """Give what a study is asked about, with other values in it.

    Raises
    ------
    WrongInput
        Everything that is wrong in the file, or in the changes.
    """
    values = changes_of(changes)
    found = READERS.get(study, read)(name)
    if not values:
        return found
    if isinstance(found, Cars | Bodies | TaskList):
        message = f"--set changes a plant, and {name} is none"
        raise WrongInput([Problem("--set", message, "option")])
    return found.change(values)


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
    study: Study, plant: Subject, options: Mapping[str, Any], *, what: str
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
