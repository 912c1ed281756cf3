"""A comparison as it is read on a terminal."""

from __future__ import annotations

import textwrap

from zauyt.results.language import sentence
from zauyt.results.result import Note, Result, Table
from zauyt.results.text import clean, table_text

MAIN = {"vehicles_per_year": "", "people": ".people"}
"""Measures told in a sentence of their own, and the ending of its key."""

DRAWN = ("staff", "plan", "localise", "impact", "finance")
"""Studies whose rows are draws of the numbers in doubt."""


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a comparison as text: what changed in the output, then every measure."""
    changed = ", ".join(f"{path}={value}" for path, value in result.changes.items())
    parts = [f"compare: {result.plant}{', changed: ' if changed else ''}{changed}"]
    is_drawn = result.options["study"] in DRAWN
    for row in result.tables["differences"].rows():
        if row["measure"] in MAIN:
            said = "clear" if row["clear"] else "unclear"
            numbers = {name: row[name] for name in ("difference", "low", "high")}
            if is_drawn and row["runs"] == 1:
                said, numbers = "stated", {"difference": row["difference"]}
            key = f"compare.{said}{MAIN[row['measure']]}"
            parts.append(sentence(Note(key, numbers)))
    parts = ["\n".join(textwrap.wrap(clean(part), width)) for part in parts]
    for name, table in result.tables.items():
        key = f"compare.{name}.drawn" if is_drawn else f"compare.{name}"
        heading = Note(key, {"runs": table["runs"][0]})
        shown = Table({c: v for c, v in table.data.items() if c.name != "runs"})
        drawn = table_text(shown, width=width, ascii_only=ascii_only)
        parts.append(f"{sentence(heading)}\n{drawn}")
    parts += ["\n".join(textwrap.wrap(sentence(n), width)) for n in result.notes]
    return "\n\n".join(parts)
