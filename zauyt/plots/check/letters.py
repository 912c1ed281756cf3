"""Commitments as a sponsor reads them on a terminal: what is not kept comes first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from zauyt.plots.check import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import percent
from zauyt.results.result import Note, Result
from zauyt.results.text import bar, clean, fit

NAME, PROMISED, YEAR, CAME, CHANCE = 22, 18, 8, 26, 8
SIGNS = {"met": "+", "at_risk": "~", "missed": "x", "declared": ".",
         "cannot_be_told": "?"}  # fmt: skip
"""A letter beside each verdict, so that they are told apart at a glance."""


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give verdicts as text: answer, rows, what would mend them, readings, notes."""
    parts = [
        verdicts(result, width=width, ascii_only=ascii_only),
        "\n".join(_unmet(result, width)),
        "\n".join(_open(result, width, ascii_only=ascii_only)),
        "\n".join(
            line
            for note in result.notes
            for line in textwrap.wrap(
                clean(sentence(note)),
                width,
                initial_indent="- ",
                subsequent_indent="  ",
            )
        ),
        "\n".join(textwrap.wrap(word("check.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def verdicts(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give the answer and a line a commitment."""
    rows = _rows(result, width, ascii_only=ascii_only)
    return f"{_head(result, width)}\n\n{rows}"


def _head(result: Result, width: int) -> str:
    options = ", ".join(f"{n} {value}" for n, value in result.options.items())
    title = clean(f"{result.plant}: {result.study} ({options}, seed {result.seed})")
    said = textwrap.wrap(clean(sentence(drawn.answer(result))), width)
    return "\n".join([*textwrap.wrap(title, width), "", *said])


def _rows(result: Result, width: int, *, ascii_only: bool) -> str:
    """Set a line a commitment: promised, made, the chance, the verdict."""
    room = max(14, width - NAME - PROMISED - YEAR - CAME - CHANCE - 2)
    form = {"ascii_only": ascii_only}
    sizes = (NAME, PROMISED, YEAR, CAME)
    heads = ("name", "promised", "year", "came")
    lines = [
        "".join(
            fit(word(f"check.{key}"), size, **form)
            for key, size in zip(heads, sizes, strict=True)
        )
        + word("check.chance").rjust(CHANCE - 1)
        + "  "
        + word("check.verdict")
    ]
    for row in drawn.commitments(result):
        cells = (
            row["commitment"].replace("_", " "), drawn.promised(row), drawn.when(row),
            drawn.came(row),
        )  # fmt: skip
        line = "".join(
            fit(cell, size - 1, **form) + " "
            for cell, size in zip(cells, sizes, strict=True)
        )
        chance = "" if row["chance"] is None else percent(row["chance"])
        key = row["verdict"]
        verdict = f"{SIGNS[key]} {word(f'check.{key}')}"
        lines.append(
            line + chance.rjust(CHANCE - 1) + "  " + fit(verdict, room).rstrip()
        )
    return "\n".join(lines)


def _unmet(result: Result, width: int) -> Iterator[str]:
    """Yield what falls short by how much, what moves it, what would mend it."""
    for row in drawn.commitments(result):
        if row["verdict"] not in ("missed", "at_risk"):
            continue
        numbers = {
            "name": row["commitment"].replace("_", " "), "low": row["proven_low"],
            "high": row["proven_high"], "wanted": row["wanted_chance"],
        }  # fmt: skip
        yield from _wrapped(sentence(Note("check.proven", numbers)), width, "")
        short = drawn.short(row)
        if short is not None:
            yield from _wrapped(sentence(short), width, "  ")
        if row["exposure"]:
            money = f"{row['exposure']:,.0f} {result.headline['exposure'].unit}"
            yield from _wrapped(
                sentence(Note("check.exposure", {"money": money})), width, "  "
            )
        moved = drawn.of(result, "movers", row["commitment"])
        if moved:
            facts = [f"{each['fact']} ({each['correlation']:+.2f})" for each in moved]
            yield from _wrapped(
                sentence(Note("check.movers", {"facts": facts})), width, "  "
            )
        mend = drawn.mend(result, row["commitment"])
        if mend is not None:
            yield from _wrapped(sentence(mend), width, "  ")


def _open(result: Result, width: int, *, ascii_only: bool) -> Iterator[str]:
    """Yield every reading of what leaves open how it is counted."""
    for row in drawn.commitments(result):
        if row["verdict"] != "cannot_be_told":
            continue
        numbers = {"name": row["commitment"].replace("_", " "),
                   "missing": row["missing"].replace("_", " ")}  # fmt: skip
        yield from _wrapped(sentence(Note("check.open", numbers)), width, "")
        for each in drawn.of(result, "readings", row["commitment"]):
            words = fit(f"  {each['reading']}", 58, ascii_only=ascii_only)
            value = drawn.amount(each["value"], row["unit"]).rjust(14)
            share = each["chance"]
            if share is None:
                yield f"{words}{value}  {word('check.unread')}"
                yield from _wrapped(each["why_not"], width, "    ")
            else:
                drawn_bar = bar(share, max(6, width - 84), ascii_only=ascii_only)
                yield f"{words}{value} {percent(share):>6} {drawn_bar}".rstrip()


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        clean(text), width, initial_indent=indent, subsequent_indent="    "
    )
