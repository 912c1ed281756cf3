"""The glossary: what the words of the field are called in the four languages."""

from __future__ import annotations

import csv
from pathlib import Path

from zauyt.results.language import word

TERMS = Path(__file__).with_name("glossary.csv")


def terms() -> list[dict[str, str]]:
    """Give the terms, each by its languages; in brackets what tells it apart."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def glossary() -> list[str]:
    """Give the lines of the page, the languages side by side."""
    rows = terms()
    heads = [word("language", language) for language in rows[0]]
    return [
        "# Words of the plant in four languages",
        "",
        "The catalogues keep to these words. Names from a plant file, options and keys",
        "stay as they are; dates are written as 2026-11-24 in every language.",
        "",
        f"| {' | '.join(heads)} |",
        "|" + " --- |" * len(heads),
        *(f"| {' | '.join(row.values())} |" for row in rows),
    ]
