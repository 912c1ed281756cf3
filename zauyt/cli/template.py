"""``zauyt template``: a plant or network as a workbook, or an empty one to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from zauyt.cli.root import DONE
from zauyt.cli.schema import network_option
from zauyt.errors import Problem, WrongInput
from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.plant.reading.examples import read_either
from zauyt.plant.reading.workbook.document import WORKBOOKS
from zauyt.plant.reading.workbook.written import write_workbook


def command() -> click.Command:
    """Give the verb ``template``."""
    return click.Command(
        "template",
        callback=_written,
        params=[
            click.Argument(["plant"], required=False),
            click.Option(
                ["-o", "--out"],
                type=click.Path(path_type=Path),
                required=True,
                help="Workbook to write (.xlsx).",
            ),
            network_option(),
            replace_option(),
        ],
        help="How does a plant look as an Excel workbook?\n\nWrites PLANT, or a"
        " network, as one; without PLANT the headings alone, to be filled in. Its first"
        " sheet says how. Every verb reads the workbook as it reads a plant file.",
    )


def replace_option() -> click.Option:
    """Give the option that lets a file which is there give way."""
    return click.Option(
        ["--replace"], is_flag=True, help="Let the file that is there give way."
    )


def refuse_taken(path: Path, *, replace: bool, suffixes: tuple[str, ...]) -> None:
    """Refuse a file that is there already, or has another suffix.

    Raises
    ------
    WrongInput
        It is one of these.
    """
    if path.suffix.lower() not in suffixes:
        message = f"{path} does not end in {' or '.join(suffixes)}"
        raise WrongInput([Problem("--out", message, "suffix")])
    if path.exists() and not replace:
        message = f"{path} is there already; choose another name, or --replace"
        raise WrongInput([Problem("--out", message, "exists")])


def _written(
    plant: str | None,
    out: Path,
    network: bool,  # noqa: FBT001
    replace: bool,  # noqa: FBT001
) -> int:
    refuse_taken(out, replace=replace, suffixes=WORKBOOKS[:1])
    found = None if plant is None else read_either(plant)
    if isinstance(found, Plant) and network:
        message = f"{plant} is a plant, not a network"
        raise WrongInput([Problem("--network", message, "option")])
    write_workbook(found, out, root=Network if network else Plant)
    click.echo(f"Written: {out}", err=True)
    return DONE
