"""Where a result goes: terminal, one JSON object, folder, workbook, picture."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from zauyt.errors import Problem, WrongInput, ZauytError
from zauyt.plots import FORMATS, PICTURES, draw, text
from zauyt.results import as_json, excel, folder
from zauyt.results.result import Result

WIDTH = 100
NARROWEST = 80


@dataclass(frozen=True)
class Outputs:
    """Where a result is wanted, besides the terminal."""

    out: Path | None = None
    replace: bool = False
    json: bool = False
    excel: Path | None = None
    plot: Path | None = None
    ascii: bool = False


def output_options(study: str) -> list[click.Option]:
    """Give the options that say where a study's result goes."""
    path = click.Path(path_type=Path)
    options = [
        click.Option(["--out"], type=path, help="Folder to save the result to."),
        click.Option(
            ["--replace"], is_flag=True, help="Let the result in --out give way."
        ),
        click.Option(["--excel"], type=path, help="Workbook to write (.xlsx)."),
        click.Option(
            ["--json"], is_flag=True, help="Print one JSON object, nothing else."
        ),
        click.Option(["--ascii"], is_flag=True, help="Draw with plain letters only."),
    ]
    if study in PICTURES:
        kinds = ", ".join(FORMATS)
        plot = click.Option(["--plot"], type=path, help=f"Picture to draw ({kinds}).")
        options.insert(3, plot)
    return options


def taken_outputs(given: dict[str, Any]) -> Outputs:
    """Take the outputs out of the options given, and check them beforehand.

    Raises
    ------
    WrongInput
        A file has a suffix that is not written, or the folder is taken.
    """
    names = Outputs.__dataclass_fields__
    outputs = Outputs(**{name: given.pop(name) for name in names if name in given})
    problems = []
    for option, path, allowed in (
        ("--excel", outputs.excel, (".xlsx",)),
        ("--plot", outputs.plot, FORMATS),
    ):
        if path is not None and path.suffix.lower() not in allowed:
            message = f"{path} does not end in {' or '.join(allowed)}"
            problems.append(Problem(option, message, "suffix"))
    out = outputs.out
    taken = out is not None and out.exists() and not outputs.replace
    if out is not None and taken and (not out.is_dir() or any(out.iterdir())):
        message = f"{out} is there already; choose another folder, or --replace"
        problems.append(Problem("--out", message, "exists"))
    if problems:
        raise WrongInput(problems)
    return outputs


def deliver(
    result: Result,
    outputs: Outputs,
    also: Sequence[tuple[Path | None, Callable[[Path], object]]] = (),
) -> None:
    """Save, draw and print a result; what is refused hinders none of the others.

    ``also`` are further files, if wanted, and what writes them.

    Raises
    ------
    ZauytError
        What was refused, after everything else was delivered.
    """
    wanted: list[tuple[Path | None, Callable[[Path], object]]] = [
        (outputs.out, lambda path: folder.save(result, path, replace=outputs.replace)),
        (outputs.excel, lambda path: excel.to_excel(result, path)),
        (outputs.plot, lambda path: draw(result, path)),
        *also,
    ]
    refused: list[ZauytError] = []
    for path, write in wanted:
        if path is not None:
            try:
                write(path)
            except ZauytError as error:
                refused.append(error)
            else:
                click.echo(f"Written: {path}", err=True)
    show(result, outputs)
    if refused:
        raise (
            refused[0]
            if len(refused) == 1
            else ZauytError("\n".join(str(error) for error in refused))
        )


def show(result: Result, outputs: Outputs) -> None:
    """Print a result to standard output: for a person, or as one JSON object."""
    if outputs.json:
        sys.stdout.flush()
        # JSON is UTF-8 whatever the terminal is.
        sys.stdout.buffer.write(as_json.to_json(result).encode() + b"\n")
        sys.stdout.buffer.flush()
        return
    ascii_only = outputs.ascii or not draws_blocks(sys.stdout.encoding)
    click.echo(text(result, width=terminal_width(), ascii_only=ascii_only))


def terminal_width() -> int:
    """Give the columns to print in: 100, or fewer on a narrow terminal."""
    if not sys.stdout.isatty():
        return WIDTH
    return max(NARROWEST, min(WIDTH, shutil.get_terminal_size().columns))


def draws_blocks(encoding: str) -> bool:
    """Tell whether an encoding has the letters that pictures are drawn with."""
    try:
        "█▏▒▓│─▁…".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
