"""A comparison as it is read on a terminal."""

from __future__ import annotations

import textwrap

from zauyt.results.language import sentence
from zauyt.results.result import Note, Result, Table
from zauyt.results.text import clean, table_text

MAIN = "vehicles_per_year"


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a comparison as text: what changed in the output, then every measure."""
    changed = ", ".join(f"{path}={value}" for path, value in result.changes.items())
    parts = [f"compare: {result.plant}{', changed: ' if changed else ''}{changed}"]
    for row in result.tables["differences"].rows():
        if row["measure"] == MAIN:
            said = "clear" if row["clear"] else "unclear"
            numbers = {name: row[name] for name in ("difference", "low", "high")}
            parts.append(sentence(Note(f"compare.{said}", numbers)))
    parts = ["\n".join(textwrap.wrap(clean(part), width)) for part in parts]
    for name, table in result.tables.items():
        heading = Note(f"compare.{name}", {"runs": table["runs"][0]})
        shown = Table({c: v for c, v in table.data.items() if c.name != "runs"})
        drawn = table_text(shown, width=width, ascii_only=ascii_only)
        parts.append(f"{sentence(heading)}\n{drawn}")
    parts += ["\n".join(textwrap.wrap(sentence(n), width)) for n in result.notes]
    return "\n\n".join(parts)
