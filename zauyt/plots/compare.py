"""A comparison as it is read on a terminal."""

from __future__ import annotations

import textwrap

from zauyt.results.language import sentence, word
from zauyt.results.result import Note, Result, Table
from zauyt.results.text import clean, table_text

MAIN = "vehicles_per_year"


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a comparison as text: what changed in the output, then every measure."""
    table = result.tables["differences"]
    parts = ["\n".join(textwrap.wrap(clean(f"compare: {result.plant}"), width))]
    for row in table.rows():
        if row["measure"] == MAIN:
            said = "clear" if row["clear"] else "unclear"
            numbers = {name: row[name] for name in ("difference", "low", "high")}
            note = Note(f"compare.{said}", numbers)
            parts.append("\n".join(textwrap.wrap(sentence(note), width)))
    shown = Table({c: v for c, v in table.data.items() if c.name != "runs"})
    parts.append(
        f"{word('compare.heading')}\n"
        + table_text(shown, width=width, ascii_only=ascii_only)
    )
    parts += ["\n".join(textwrap.wrap(sentence(n), width)) for n in result.notes]
    return "\n\n".join(parts)
