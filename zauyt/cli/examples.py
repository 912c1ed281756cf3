"""``zauyt examples``: the plants that come with the package."""

from __future__ import annotations

import itertools
import re
import textwrap
from pathlib import Path

import click

from zauyt.cli.root import DONE
from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.document import read_text_file
from zauyt.plant.reading.examples import copy_example, examples, networks, plant_file

WIDTH = 72
"""Letters of what is said about an example, at most."""


def command() -> click.Command:
    """Give the verb ``examples``."""
    return click.Command(
        "examples",
        callback=_shown,
        params=[
            click.Argument(["name"], required=False),
            click.Option(
                ["--to"],
                type=click.Path(path_type=Path),
                help="Folder to copy the example to.",
            ),
        ],
        help="Which plants come with the package?\n\nLists them; with a NAME prints"
        " its file; with --to copies it, to begin a plant of your own from.",
    )


def _shown(name: str | None, to: Path | None) -> int:
    if name is None:
        if to is not None:
            message = "needs the name of the example to copy"
            raise WrongInput([Problem("--to", message, "example")])
        found = examples() | networks()
        longest = max(len(each) for each in found)
        for each, path in found.items():
            click.echo(f"{each.ljust(longest)}  {_about(path)}")
    elif to is not None:
        place = copy_example(name, to)
        verb = "plan" if name in networks() else "simulate"
        click.echo(f"{name} copied to {place}; try: zauyt {verb} {place}", err=True)
    else:
        click.echo(read_text_file(plant_file(name)), nl=False)
    return DONE


def _about(path: Path) -> str:
    """Give the first words of the comment a file begins with, else the plant's name."""
    lines = [line for line in read_text_file(path).splitlines() if line.strip("# ")]
    comment = " ".join(
        line.strip("# ")
        for line in itertools.takewhile(lambda line: line.startswith("#"), lines)
    )
    if comment:
        sentence = re.split(r"[.?]( |$)", comment)[0]
        return textwrap.shorten(sentence, WIDTH, placeholder=" ...")
    names = (line for line in lines if line.startswith("plant:"))
    name = next(names, "plant:").removeprefix("plant:")
    return name.partition(" #")[0].strip()
