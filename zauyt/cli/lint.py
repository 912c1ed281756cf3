"""``zauyt lint``: everything wrong or doubtful in plant files."""

from __future__ import annotations

import dataclasses
import json

import click

from zauyt.cli.root import DONE, FOUND, WRONG
from zauyt.errors import Problem
from zauyt.plant.reading.examples import plant_file
from zauyt.plant.reading.file import lint_file
from zauyt.plant.reading.shown import shown


def command() -> click.Command:
    """Give the verb ``lint``."""
    return click.Command(
        "lint",
        callback=_linted,
        params=[
            click.Argument(["plants"], nargs=-1, required=True, metavar="PLANT..."),
            click.Option(["--json"], is_flag=True, help="Print one JSON object."),
        ],
        help="What is wrong or doubtful in a plant file?\n\nEvery problem at once,"
        " each with its line. Leaves with 1 when there is one, also a mere warning,"
        " and with 2 when a file cannot be read.",
    )


def _linted(plants: tuple[str, ...], json: bool) -> int:  # noqa: FBT001
    files = [plant_file(plant) for plant in plants]
    found = {str(file): lint_file(file) for file in files}
    problems = [problem for each in found.values() for problem in each]
    if json:
        click.echo(_as_json(found))
    else:
        for name, each in found.items():
            click.echo(shown(each) if each else f"{name}: nothing found")
        if problems:
            click.echo(_counted(problems), err=True)
    if any(problem.code == "file" for problem in problems):
        return WRONG
    return FOUND if problems else DONE


def _as_json(found: dict[str, list[Problem]]) -> str:
    problems = [dataclasses.asdict(each) for some in found.values() for each in some]
    return json.dumps({"files": list(found), "problems": problems}, ensure_ascii=False)


def _counted(problems: list[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    return f"{errors} errors, {len(problems) - errors} warnings"
