"""``zauyt import``: the plant file, or network file, that an Excel workbook makes."""

from __future__ import annotations

from pathlib import Path

import click

from zauyt.cli.root import DONE
from zauyt.cli.template import refuse_taken, replace_option
from zauyt.plant.reading.examples import read_either
from zauyt.plant.reading.file import text_of, write


def command() -> click.Command:
    """Give the verb ``import``."""
    return click.Command(
        "import",
        callback=_imported,
        params=[
            click.Argument(["plant"], metavar="WORKBOOK"),
            click.Option(
                ["-o", "--out"],
                type=click.Path(path_type=Path),
                help="File to write (.yaml); printed if there is none.",
            ),
            replace_option(),
        ],
        help="Which plant file, or network file, does an Excel workbook make?\n\nReads"
        " WORKBOOK, as zauyt template wrote it and a planner filled it in, and tells"
        " everything that is wrong in it, each with its sheet and cell.",
    )


def _imported(plant: str, out: Path | None, replace: bool) -> int:  # noqa: FBT001
    if out is not None:
        refuse_taken(out, replace=replace, suffixes=(".yaml", ".yml"))
    made = read_either(plant)
    if out is None:
        click.echo(text_of(made), nl=False)
        return DONE
    write(made, out)
    click.echo(f"Written: {out}", err=True)
    return DONE
