"""``zauyt schema``: the JSON Schema of a plant file."""

from __future__ import annotations

import json

import click

from zauyt.cli.root import DONE
from zauyt.plant.reading.schema import schema


def command() -> click.Command:
    """Give the verb ``schema``."""
    return click.Command(
        "schema",
        callback=_printed,
        help="What may stand in a plant file?\n\nPrints a JSON Schema. Save it, and"
        " write as the file's first line: # yaml-language-server: $schema=FILE",
    )


def _printed() -> int:
    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
    return DONE
