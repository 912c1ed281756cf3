"""``zauyt schema``: the JSON Schema of a plant file, or of a network file."""

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
        params=[network_option()],
        help="What may stand in a plant file, or network file?\n\nPrints a JSON"
        " Schema. Save it, and write as the file's first line:"
        " # yaml-language-server: $schema=FILE",
    )


def network_option() -> click.Option:
    """Give the option that asks about networks instead of plants."""
    return click.Option(
        ["--network"], is_flag=True, help="Of a network of plants, not of a plant."
    )


def _printed(network: bool) -> int:  # noqa: FBT001
    found = schema("network" if network else "plant")
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    return DONE
