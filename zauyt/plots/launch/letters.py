"""A launch as a planner reads it on a terminal, top down."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from zauyt.plots.launch import drawn
from zauyt.plots.launch.words import (
    held_words,
    limit_words,
    month_words,
    what_if_words,
)
from zauyt.results.language import sentence, word
from zauyt.results.number import number
from zauyt.results.result import Note, Result
from zauyt.results.text import clean, display_width, fit, sparkline

MONTHS = 9
FIGURES = 8
LIMITS = 30


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a launch as text: answer, milestones, months, gates, models, what-ifs."""
    form: dict[str, Any] = {"width": width, "ascii_only": ascii_only}
    parts = [
        _head(result, width),
        _milestones(result, width),
        _months(result, **form),
        _gates(result, width),
        _models(result, **form),
        _what_ifs(result, width),
        *("\n".join(textwrap.wrap(sentence(n), width)) for n in result.notes),
        "\n".join(textwrap.wrap(word("launch.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, width: int) -> str:
    options = ", ".join(
        f"{name.replace('_', ' ')} {value:,g}" for name, value in result.options.items()
    )
    title = clean(f"{result.plant}: {result.study} ({options}, seed {result.seed})")
    said = clean(answer_words(result))
    return "\n".join([*textwrap.wrap(title, width), "", *textwrap.wrap(said, width)])


def answer_words(result: Result) -> str:
    """Say the answer."""
    said = []
    for note in drawn.answer(result):
        numbers = dict(note.numbers)
        if "cause" in numbers:
            numbers["cause"] = limit_words(numbers["cause"])
        said.append(sentence(Note(note.key, numbers)))
    return " ".join(said)


def _milestones(result: Result, width: int) -> str:
    if "milestones" not in result.tables:
        return ""
    rows = list(result.tables["milestones"].rows())
    heads = ["by", "wanted", "expected", "p05", "p95", "probability"]
    cells = [
        [
            row["last"].isoformat(),
            number(row["wanted"]),
            *(number(row[key]) for key in ("vehicles", "p05", "p95")),
            number(row["probability"], "share"),
        ]
        for row in rows
    ]
    names = [drawn.plain(row["milestone"]) for row in rows]
    return _listed("launch.milestones", heads, names, cells, width)


def _months(result: Result, *, width: int, ascii_only: bool) -> str:
    """Draw the mean as a bar with its band, and name what held the month back."""
    rows = list(drawn.months(result).rows())
    top = max([row["p95"] for row in rows] + [row["vehicles"] for row in rows] + [1.0])
    space = width - MONTHS - 3 * FIGURES - LIMITS - 4
    heads = "".join(
        fit(word(f"launch.{key}"), FIGURES, right=True)
        for key in ("expected", "p05", "p95")
    )
    title = fit(word("launch.months"), MONTHS + space + 2)
    lines = [f"{title}{heads}  {word('launch.limit')}"]
    full, part = ("#", "-") if ascii_only else ("█", "░")
    for row in rows:
        low, mean, high = (
            round(row[key] / top * space) for key in ("p05", "vehicles", "p95")
        )
        line = full * low + ("=" if ascii_only else "▓") * (max(mean, low) - low)
        line += part * (high - max(mean, low))
        figures = "".join(
            number(row[key]).rjust(FIGURES) for key in ("vehicles", "p05", "p95")
        )
        name = fit(month_words(row["month"]), MONTHS)
        limit = fit(_limit(row), LIMITS, ascii_only=ascii_only).rstrip()
        lines.append(f"{name} {line.ljust(space)} {figures}  {limit}".rstrip())
    said = textwrap.wrap(f"{word('launch.band')} {word('launch.share')}", width)
    return "\n".join([*lines, *said])


def _limit(row: Mapping[str, Any]) -> str:
    """Say what held a month back, and in which share of the runs."""
    share = row["gate_waiting"] if row["limit"] == "gate" else row["limit_share"]
    if row["limit"] is None:
        return ""
    return f"{number(share, 'share').rjust(5)} {limit_words(row['limit'])}"


def _gates(result: Result, width: int) -> str:
    if "gates" not in result.tables:
        return ""
    rows = list(result.tables["gates"].rows())
    heads = ["due", "on_time", "half_by", "likely_by"]
    cells = [
        [
            row["date"].isoformat(),
            number(row["on_time"], "share"),
            *(
                word("launch.later") if row[key] is None else row[key].isoformat()
                for key in ("half_by", "likely_by")
            ),
        ]
        for row in rows
    ]
    names = [f"{row['gate']} {held_words(row['held_by'])}".rstrip() for row in rows]
    return _listed("launch.gates", heads, names, cells, width)


def _models(result: Result, *, width: int, ascii_only: bool) -> str:
    found = drawn.models(result)
    if len(found) < 2:
        return ""
    names = min(24, max(display_width(name) for name in found))
    lines = [word("launch.models")]
    for name, made in found.items():
        line = sparkline(made, width - names - 12, ascii_only=ascii_only)
        total = number(sum(made)).rjust(10)
        lines.append(f"{fit(name, names, ascii_only=ascii_only)}  {line}{total}")
    return "\n".join(lines)


def _what_ifs(result: Result, width: int) -> str:
    if "what_ifs" not in result.tables:
        return ""
    rows = list(result.tables["what_ifs"].rows())
    heads = ["gained", "from", "to"]
    cells = [
        [number(row[key], signed=True) for key in ("vehicles", "low", "high")]
        for row in rows
    ]
    last = rows[0]["last"].isoformat()
    title = sentence(Note("launch.what_if", {"last": last}))
    names = [what_if_words(row["what_if"]) for row in rows]
    return _listed("", heads, names, cells, width, title=title)


def _listed(
    key: str,
    heads: Sequence[str],
    names: Sequence[str],
    cells: Sequence[Sequence[str]],
    width: int,
    *,
    title: str = "",
) -> str:
    """Set names at the left and cells at the right, under their headings."""
    said = [word(f"launch.{head}") for head in heads]
    columns = zip(said, *cells, strict=True)
    sizes = [max(map(display_width, column)) + 2 for column in columns]
    space = width - sum(sizes)
    return "\n".join(
        fit(name, space)
        + "".join(fit(c, size, right=True) for c, size in zip(row, sizes, strict=True))
        for name, row in zip([title or word(key), *names], [said, *cells], strict=True)
    )
