"""A plant's effects as they are read on a terminal, top down."""

from __future__ import annotations

import textwrap
from typing import Any

from zauyt.plots.impact import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import percent
from zauyt.results.result import Result
from zauyt.results.text import clean, fit

CELL = 9
NARROW = 7


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give effects as text: answer, years, places, the claim's map, sectors, doubt."""
    form: dict[str, Any] = {"width": width, "ascii_only": ascii_only}
    parts = [
        _head(result, width),
        _years(result, **form),
        _multipliers(result, **form),
        _map(result, **form),
        _sectors(result, **form),
        _lines([sentence(note) for note in drawn.apart(result)], width),
        _facts(result, **form),
        _lines([sentence(drawn.tally(result))], width),
        _notes(result, width),
        "\n".join(textwrap.wrap(word("impact.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def _lines(said: list[str], width: int) -> str:
    return "\n".join(
        line for each in said for line in textwrap.wrap(clean(each), width)
    )


def _head(result: Result, width: int) -> str:
    shown = {name: value for name, value in result.options.items() if name != "table"}
    options = ", ".join(f"{name} {value}" for name, value in shown.items())
    title = clean(f"{result.plant}: {result.study} ({options}, seed {result.seed})")
    said = " ".join(sentence(note) for note in drawn.answer(result))
    return "\n".join(
        [*textwrap.wrap(title, width), "", *textwrap.wrap(clean(said), width)]
    )


def _table(
    title: str, heads: list[str], rows: list[tuple[str, list[str]]], *, width: int,
    ascii_only: bool, cell: int = CELL,
) -> str:  # fmt: skip
    """Set rows of a name and cells below their heads, as wide as the heads need."""
    sizes = [max(cell, len(head) + 2) for head in heads]
    room = width - sum(sizes)
    lines = [("", title, heads), *(("", name, cells) for name, cells in rows)]
    return "\n".join(
        (
            fit(name, room, ascii_only=ascii_only)
            + "".join(c.rjust(s) for c, s in zip(cells, sizes, strict=True))
        ).rstrip()
        for _, name, cells in lines
    )


def _years(result: Result, *, width: int, ascii_only: bool) -> str:
    keys = (*drawn.EFFECTS, "ratio")
    heads = [word(f"impact.{key}") for key in keys]
    rows = [
        (
            f"{row['year']}  {row['vehicles']:>7,.0f}",
            [*(f"{row[key]:,.0f}" for key in keys[:-1]), f"{row['ratio']:.1f}"],
        )
        for row in drawn.years(result).rows()
    ]
    return _table(word("impact.years"), heads, rows, width=width, ascii_only=ascii_only)


def _multipliers(result: Result, *, width: int, ascii_only: bool) -> str:
    heads = [word(f"impact.{key}") for key in ("gross", "range", "net")]
    rows = []
    for row in drawn.multipliers(result):
        name = f"{word('impact.' + row['place'])}, {word('impact.' + row['counted'])}"
        span = "" if row["low"] is None else f"{row['low']:.1f} to {row['high']:.1f}"
        rows.append(
            (name, [f"{row['further_per_job']:.2f}", span, f"{row['net_per_job']:.2f}"])
        )
    return _table(word("impact.places"), heads, rows, width=width,
                  ascii_only=ascii_only, cell=14)  # fmt: skip


def _map(result: Result, *, width: int, ascii_only: bool) -> str:
    """Set further jobs by volume and domestic share; a star where the claim holds."""
    cells = drawn.claim_map(result)
    if not cells:
        return ""
    least = next(result.tables["claim_needs"].rows())["wanted"]
    volumes = sorted({cell["vehicles"] for cell in cells})
    volumes = volumes[: (width - 10) // NARROW]
    found = {(c["vehicles"], c["domestic_share"]): c["further_per_job"] for c in cells}
    shares = sorted({cell["domestic_share"] for cell in cells}, reverse=True)

    def shown(value: float | None) -> str:
        if value is None:
            return ""
        return f"{value:.1f}" + ("*" if value >= least else " ")

    lines = textwrap.wrap(clean(word("impact.map")), width)
    lines += [
        f"{percent(share):>8}  "
        + "".join(shown(found.get((v, share))).rjust(NARROW) for v in volumes)
        for share in shares
    ]
    lines.append(
        " " * 10 + "".join(f"{volume:,.0f} ".rjust(NARROW) for volume in volumes)
    )
    return "\n".join(line.rstrip() for line in lines)


def _sectors(result: Result, *, width: int, ascii_only: bool) -> str:
    keys = (*drawn.EFFECTS[1:], "all")
    heads = [word(f"impact.{key}") for key in keys]
    rows = [
        (f"{row['sector']} {row['name']}", [f"{row[key]:,.0f}" for key in keys])
        for row in drawn.sectors(result).rows()
    ]
    return _table(word("impact.sectors"), heads, rows, width=width,
                  ascii_only=ascii_only)  # fmt: skip


def _facts(result: Result, *, width: int, ascii_only: bool) -> str:
    found: list[dict[str, Any]] = drawn.facts(result)
    if not found:
        return ""
    heads = [word("shown.at_low"), word("shown.at_high")]
    rows = [
        (f"  {row['fact']}", [f"{row['at_low']:.2f}", f"{row['at_high']:.2f}"])
        for row in found
    ]
    return _table(word("impact.ledger"), heads, rows, width=width,
                  ascii_only=ascii_only, cell=12)  # fmt: skip


def _notes(result: Result, width: int) -> str:
    return "\n".join(
        line
        for note in result.notes
        for line in textwrap.wrap(
            clean(sentence(note)), width, initial_indent="- ", subsequent_indent="  "
        )
    )
