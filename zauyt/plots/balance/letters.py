"""A balance as a planner reads it on a terminal, top down."""

from __future__ import annotations

import textwrap

from zauyt.plots.balance import drawn
from zauyt.results.language import sentence, word
from zauyt.results.number import number
from zauyt.results.result import Result
from zauyt.results.text import bar, clean, fit

MOST_STATIONS = 30
NAME = 12
FIGURE = 9
CASE = 13


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a balance as text: answer, stations of each line, notes."""
    parts = [
        _head(result, width),
        *(
            _stations(result, line, width=width, ascii_only=ascii_only)
            for line in drawn.lines(result)
        ),
        _variation(result),
        _notes(result, width),
        "\n".join(textwrap.wrap(word("balance.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, width: int) -> str:
    options = ", ".join(f"{n} {value}" for n, value in result.options.items())
    title = clean(f"{result.plant}: {result.study} ({options}, seed {result.seed})")
    said = textwrap.wrap(clean(sentence(drawn.answer(result))), width)
    return "\n".join([*textwrap.wrap(title, width), "", *said])


def _stations(result: Result, line: str, *, width: int, ascii_only: bool) -> str:
    """Set the stations of a line, each with its work as a bar of the takt."""
    rows = list(drawn.stations(result, line).rows())
    room = width - NAME - 4 * FIGURE
    heads = [word(f"balance.{name}") for name in ("tasks", "posts", "idle", "used")]
    lines = [
        clean(line),
        " " * (NAME + room) + "".join(fit(head, FIGURE, right=True) for head in heads),
    ]
    for row in rows[:MOST_STATIONS]:
        use = bar(row["use"], room, ascii_only=ascii_only)
        figures = (
            f"{row['tasks']}",
            f"{row['posts']}",
            f"{row['idle_s']:.1f} s",
            number(row["use"], "share", 0),
        )
        place = fit(word("balance.station") + f" {row['station']}", NAME)
        lines.append(place + use + "".join(each.rjust(FIGURE) for each in figures))
    if len(rows) > MOST_STATIONS:
        lines.append(f"... {len(rows) - MOST_STATIONS} {word('balance.more_stations')}")
    return "\n".join(lines)


def _variation(result: Result) -> str:
    """Set what each line makes of its ideal: as planned, with variation, absence."""
    table = drawn.variation(result)
    rows = list(table.rows())
    if not rows:
        return ""
    cases = [column.name for column in table.columns][2:]
    heads = ["JPH", *(word(f"balance.{case}") for case in cases)]
    name = max(NAME, *(len(clean(row["line"])) + 2 for row in rows))
    lines = [
        word("balance.simulated"),
        " " * name + "".join(head.rjust(CASE) for head in heads),
    ]
    for row in rows:
        figures = [f"{row['ideal_jph']:.1f}"]
        figures += [number(row[case], "share", 1) for case in cases]
        own = "".join(each.rjust(CASE) for each in figures)
        lines.append(fit(row["line"], name) + own)
    return "\n".join(lines)


def _notes(result: Result, width: int) -> str:
    return "\n".join(
        line
        for note in result.notes
        for line in textwrap.wrap(
            clean(sentence(note)), width, initial_indent="- ", subsequent_indent="  "
        )
    )
