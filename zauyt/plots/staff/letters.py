"""A headcount as a planner reads it on a terminal, top down."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from zauyt.plots.staff import drawn
from zauyt.plots.staff.coming import coming
from zauyt.results.language import sentence, word
from zauyt.results.number import number
from zauyt.results.result import Note, Result, Table
from zauyt.results.text import bar, clean, fit, sparkline

NAMES = 24
FIGURES = 9


def letters(result: Result, *, width: int = 100, ascii_only: bool = False) -> str:
    """Give a headcount as text: answer, steps, skills, months, doubt, law, notes."""
    form: dict[str, Any] = {"width": width, "ascii_only": ascii_only}
    announced = result.headline.get("announced")
    mark = None if announced is None else float(announced.value or 0.0)
    parts = [
        _head(result, width),
        _steps(drawn.steps(result), mark, **form),
        _skills(result, width),
        _months(drawn.months(result), **form),
        coming(result, **form),
        _facts(drawn.facts(result), width),
        _rules(result, width),
        _patterns(result, width),
        *(_roster(week, result, width) for week in drawn.rosters(result)),
        _notes(result, width),
        "\n".join(textwrap.wrap(word("staff.more"), width)),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(result: Result, width: int) -> str:
    options = ", ".join(f"{n} {value}" for n, value in result.options.items())
    title = clean(f"{result.plant}: {result.study} ({options}, seed {result.seed})")
    said = textwrap.wrap(clean(sentence(drawn.answer(result))), width)
    return "\n".join([*textwrap.wrap(title, width), "", *said])


def _steps(table: Table, mark: float | None, *, width: int, ascii_only: bool) -> str:
    """Draw the total after each step, with the announced number as an upright."""
    rows = list(table.rows())
    top = max([row["total"] for row in rows] + ([mark] if mark else []))
    room = width - NAMES - 2 * FIGURES - 2
    lines = [word("staff.steps")]
    for row in rows:
        line = bar(row["total"] / top, room, ascii_only=ascii_only)
        if mark:
            at = min(room - 1, int(mark / top * room))
            line = line[:at] + ("|" if ascii_only else "│") + line[at + 1 :]
        added = number(row["people"], "1", 0, signed=row is not rows[0])
        total = number(row["total"], "1", 0)
        name = fit(word(f"staff.step.{row['step']}"), NAMES, ascii_only=ascii_only)
        lines.append(f"{name}  {line}{added.rjust(FIGURES)}{total.rjust(FIGURES)}")
    if mark:
        shown = number(mark, "1", 0)
        lines.append(sentence(Note("staff.mark", {"announced": shown})))
    return "\n".join(lines)


def _skills(result: Result, width: int) -> str:
    """Set the people by skill: posts, a column a shift, in all."""
    table = drawn.skills(result)
    shifts = list(dict.fromkeys(result.tables["headcount"]["shift"]))
    heads = [word("staff.posts"), *shifts, word("staff.in_all")]
    keys = ["posts", *(f"shift_{place}" for place in range(len(shifts))), "people"]
    sizes = [max(FIGURES, len(head) + 2) for head in heads]
    room = max(20, width - sum(sizes))
    lines = [
        fit(word("staff.skills"), room)
        + "".join(
            fit(h, size, right=True) for h, size in zip(heads, sizes, strict=True)
        )
    ]
    for row in table.rows():
        name = f"{word('staff.role.' + row['role'])}: {row['skill']}"
        figures = (number(row[key], "1", 0).rjust(size)
                   for key, size in zip(keys, sizes, strict=True))  # fmt: skip
        lines.append(fit(name.replace("_", " "), room) + "".join(figures))
    return "\n".join(lines)


def _heads(heads: Sequence[str], sizes: Sequence[int]) -> str:
    each = zip(heads, sizes, strict=True)
    return "".join(fit(head, size, right=True) for head, size in each)


def _months(table: Table, *, width: int, ascii_only: bool) -> str:
    """Draw who would do in each month, all roles together, and the least and most."""
    rows = list(table.rows())
    needed: dict[str, float] = {}
    for row in rows:
        needed[row["month"]] = needed.get(row["month"], 0.0) + row["needed"]
    if len(needed) < 2:
        return ""
    values = list(needed.values())
    line = sparkline(values, min(width, len(values)), ascii_only=ascii_only)
    first, last = next(iter(needed)), list(needed)[-1]
    low, high = min(values), max(values)
    most = next(month for month, value in needed.items() if value == high)
    numbers = {"first": first, "last": last, "low": low, "high": high, "most": most}
    said = sentence(Note("staff.by_month", numbers))
    return f"{word('staff.months')}\n{line}  {said}"


def _facts(table: Table | None, width: int) -> str:
    if table is None or not len(table):
        return ""
    heads = (word("shown.at_low"), word("shown.at_high"))
    sizes = [max(12, len(head) + 2) for head in heads]
    room = width - sum(sizes)
    lines = [
        fit(word("staff.ledger"), room)
        + "".join(
            fit(h, size, right=True) for h, size in zip(heads, sizes, strict=True)
        )
    ]
    for row in table.rows():
        figures = (
            number(row[key], "1", 0).rjust(size)
            for key, size in zip(
                ("people_at_low", "people_at_high"), sizes, strict=True
            )
        )
        lines.append(fit(f"  {row['fact']}", room) + "".join(figures))
    return "\n".join(lines)


def _rules(result: Result, width: int) -> str:
    """Tell which rules bind or shape, where, and their source."""
    lines = []
    for row in drawn.rules(result):
        numbers = {
            "rule": row["rule"], "value": f"{row['value']:g} {row['unit']}",
            "article": row["article"], "where": row["where"],
            "found": f"{row['found']:g} {row['unit']}",
        }  # fmt: skip
        text = sentence(Note(f"staff.rule.{row['effect']}", numbers))
        lines += textwrap.wrap(
            clean(text), width, initial_indent="  ", subsequent_indent="    "
        )
    return "\n".join([word("staff.rules"), *lines]) if lines else ""


PATTERN_FIGURES = ("teams", "open_h", "week_mean_h", "night_h", "people")


def _patterns(result: Result, width: int) -> str:
    """Set the shift patterns side by side, and the chosen one's teams below."""
    rows = drawn.patterns(result)
    if not rows:
        return ""
    heads = [word(f"staff.pattern.{name}") for name in PATTERN_FIGURES]
    sizes = [max(FIGURES, len(head) + 2) for head in heads]
    room = width - sum(sizes) - 26
    lines = [fit(word("staff.patterns"), room) + _heads(heads, sizes)]
    for row in rows:
        shown = [
            number(row[name], "1", 1 if name.endswith("_h") else 0)
            for name in PATTERN_FIGURES
        ]
        figures = (each.rjust(size) for each, size in zip(shown, sizes, strict=True))
        verdict = word("staff.pattern.chosen") if row["chosen"] else _broken(row)
        name = fit(f"  {row['pattern']}", room)
        lines.append((name + "".join(figures) + f"  {verdict}").rstrip())
    return "\n".join([*lines, *_teams(result, width)])


def _broken(row: Mapping[str, Any]) -> str:
    """Name the rules that a pattern breaks, and the account that would mend it."""
    only_long = set(row["broken"].split(", ")) <= {"week_h", "harmful_week_h"}
    if only_long and row["weeks_in_sum"] > 1:
        numbers = {"rules": row["broken"], "weeks": row["weeks_in_sum"]}
        return sentence(Note("staff.pattern.in_sum", numbers))
    return str(row["broken"])


def _teams(result: Result, width: int) -> list[str]:
    """Draw the days of each team: a letter a day, a gap before each Monday."""
    teams = drawn.teams(result)
    shifts = sorted({each for team in teams.values() for each in team} - {OFF})
    signs = dict(zip(shifts, drawn.shift_letters(shifts), strict=True))
    lines = []
    for name, team in teams.items():
        letters = [signs.get(each, MARKS[OFF]) for each in team]
        weeks = ["".join(letters[at : at + 7]) for at in range(0, len(letters), 7)]
        lines.append(f"  {name}  {' '.join(weeks)}"[:width])
    return lines


OFF = "off"

MARKS = {"off": ".", "leave": "x", "wish": "w", "closed": "-"}
"""How days without work are drawn in a roster."""


def _roster(week: drawn.Week, result: Result, width: int) -> str:
    """Draw a roster: a line a person, a letter a day, a gap before each Monday."""
    names = min(16, max(len(name) for name in week.lines))
    own = {
        row["person"]: row
        for row in result.tables["roster_people"].rows()
        if row["roster"] == week.name
    }
    room = width - names - 2 - 2 * 7
    kept = len(week.days)
    while _length(week.days[:kept]) > room:
        kept -= 1
    signs = drawn.shift_letters(week.shifts)
    said = ", ".join(f"{s} {n}" for s, n in zip(signs, week.shifts, strict=True))
    numbers = {"roster": week.name, "first": week.days[0],
               "last": week.days[kept - 1], "shifts": said}  # fmt: skip
    lines = textwrap.wrap(clean(sentence(Note("staff.roster", numbers))), width)
    heads = f"{word('staff.days'):>7}{word('staff.hours'):>7}"
    days = _gapped(week.days[:kept], ["MTWTFSS"[day.weekday()] for day in week.days])
    lines.append(fit("", names) + "  " + fit(days, room) + heads)
    for name, line in week.lines.items():
        letters = [signs[e] if isinstance(e, int) else MARKS[e] for e in line]
        figures = f"{own[name]['days']:>7}{number(own[name]['hours_h'], '1', 0):>7}"
        shown = _gapped(week.days[:kept], letters)
        lines.append(fit(name, names) + "  " + fit(shown, room) + figures)
    shares = sentence(_shares(list(own.values())))
    told = textwrap.wrap(clean(shares), width)
    return "\n".join([*lines, *told, *_alone(week, result, width)])


def _shares(rows: Sequence[Mapping[str, Any]]) -> Note:
    """Tell how even a roster is, and how many wishes it grants."""
    parts = []
    for name, key in (("days", "days"), ("hours", "hours_h"),
                      ("weekend", "weekend_days"), ("night", "night_h")):  # fmt: skip
        values = [row[key] for row in rows]
        if any(values):
            ends = {"low": min(values), "high": max(values)}
            parts.append(sentence(Note(f"staff.share.{name}", ends)))
    overtime = sum(row["overtime_h"] for row in rows)
    if overtime:
        parts.append(sentence(Note("staff.share.overtime", {"hours": overtime})))
    wishes = sum(row["wishes"] for row in rows)
    if wishes:
        granted = wishes - sum(row["wishes_denied"] for row in rows)
        numbers = {"granted": granted, "wishes": wishes}
        parts.append(sentence(Note("staff.share.wishes", numbers)))
    how = word(f"staff.roster.{rows[0]['how']}")
    return Note("staff.roster.shares", {"parts": parts, "how": how})


def _alone(week: drawn.Week, result: Result, width: int) -> list[str]:
    """Say which skills hang on single people."""
    lines = []
    for row in result.tables["single_points"].rows():
        if row["roster"] == week.name and row["single_points"]:
            numbers = {k: row[k] for k in ("skill", "holders", "posts_a_day", "people")}
            said = sentence(Note("staff.single", numbers))
            lines += textwrap.wrap(clean(said), width)
    return lines


def _length(days: Sequence[datetime.date]) -> int:
    return len(_gapped(days, ["x"] * len(days)))


def _gapped(days: Sequence[datetime.date], letters: Sequence[str]) -> str:
    """Set a letter a day, with a space before every Monday but the first day."""
    parts = []
    for place, (day, letter) in enumerate(zip(days, letters, strict=False)):
        parts.append(f" {letter}" if place and day.weekday() == 0 else letter)
    return "".join(parts)


def _notes(result: Result, width: int) -> str:
    return "\n".join(
        line
        for note in result.notes
        for line in textwrap.wrap(
            clean(sentence(note)), width, initial_indent="- ", subsequent_indent="  "
        )
    )
