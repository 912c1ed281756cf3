"""The blocks that a page is made of, as plain data, in the language that is spoken.

The page's own program (``page/page.js``, ``page/charts.js``) knows these blocks and
nothing of plants: texts, tables whose cells are said already, and charts of five
kinds. Names and words are said here; numbers of a chart are for its drawing only.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from zauyt.results.column import cells
from zauyt.results.language import sentence, spoken, word
from zauyt.results.named import known, label, meaning, unit_label
from zauyt.results.number import decimals, number, units_and_decimals
from zauyt.results.result import Note, Result, Table

Block = dict[str, Any]

FIRST_ROWS = 12
"""Rows of a table that are seen before one asks for the others."""

UNKNOWN = "-"

UNTRANSLATED = "[en]"
"""Stands after a word of ours that the language spoken has no word for."""


def say(key: str, **numbers: Any) -> str:
    """Say a message in the language that is spoken."""
    return sentence(Note(key, numbers))


def called(name: str) -> str:
    """Call a name of ours in the language that is spoken, marked where it has none."""
    return _marked(name, label(name), "names")


def _marked(text: str, shown: str, kind: str) -> str:
    if spoken() == "en" or not text or known(text, kind, spoken()):
        return shown
    return f"{shown} {UNTRANSLATED}"


def plain(name: str) -> str:
    """Give a name of a file or table as words."""
    return name.replace("_", " ")


def paragraph(said: str | Iterable[Note], *, tone: str = "") -> Block:
    """Give a paragraph of a text, or of sentences."""
    text = said if isinstance(said, str) else " ".join(sentence(n) for n in said)
    return {"kind": "text", "text": text, "tone": tone}


def month(day: datetime.date | str) -> str:
    """Name a month and its year."""
    text = str(day)
    return f"{word(f'month.{int(text[5:7])}')} {text[:4]}"


def columns_block(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    title: str = "",
    right: Iterable[int] = (),
    most: int = FIRST_ROWS,
) -> Block:
    """Give a table of texts; ``right`` are its columns of numbers."""
    numbers = set(right)
    return {
        "kind": "table", "title": title, "most": most,
        "heads": [
            {"name": head, "unit": "", "about": "", "right": place in numbers}
            for place, head in enumerate(heads)
        ],
        "rows": [list(row) for row in rows],
    }  # fmt: skip


def table_block(
    table: Table,
    *,
    names: Sequence[str] = (),
    title: str = "",
    said: Iterable[str] = (),
    spoken_as: Mapping[str, Callable[[Any], str]] | None = None,
    most: int = FIRST_ROWS,
) -> Block:
    """Give a table of a result, or some of its columns, every cell said.

    ``said`` are the columns whose texts are words of ours, not names of the file;
    ``spoken_as`` says how the texts of a column are said where that is not enough.
    """
    words = dict.fromkeys(said, _known) | dict(spoken_as or {})
    forms = units_and_decimals(table)
    heads, columns = [], []
    for column, values in table.data.items():
        if names and column.name not in names:
            continue
        right = column.name in forms
        entries = cells(values)
        unit = "" if column.unit == "share" else unit_label(column.unit)
        if right and _is_money(column.unit):
            shown, unit = _money(entries, column.unit)
        elif right and column.kind == "whole" and not column.unit:
            # A whole number that counts nothing: a year.
            shown = [UNKNOWN if each is None else str(each) for each in entries]
        elif right:
            shown = [
                number(each, unit_of_row, places)
                for each, (unit_of_row, places) in zip(
                    entries, forms[column.name], strict=True
                )
            ]
        else:
            say_it = words.get(column.name, _typed)
            shown = [UNKNOWN if each is None else say_it(each) for each in entries]
        heads.append({
            "name": called(column.name), "unit": unit,
            "about": _marked(column.meaning, meaning(column), "meanings"),
            "right": right,
        })  # fmt: skip
        columns.append(shown)
    rows = [list(row) for row in zip(*columns, strict=True)]
    return {
        "kind": "table", "title": title, "most": most, "heads": heads, "rows": rows,
    }  # fmt: skip


def _is_money(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _money(entries: Sequence[float | None], unit: str) -> tuple[list[str], str]:
    """Give amounts in thousands of millions, or millions, as the largest asks."""
    known = [each for each in entries if each is not None]
    scale, unit = scaled(max((abs(each) for each in known), default=0.0), unit)
    parts = [None if each is None else each / scale for each in entries]
    places = decimals(parts)
    return [number(each, "1", places) for each in parts], unit


def _known(value: Any) -> str:
    return plain(called(value))


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return word("report.yes" if value else "report.no")
    return plain(str(value))


def figures(result: Result, names: Sequence[str]) -> Block:
    """Give figures of a headline as tiles: what, how much, between which bounds."""
    items = []
    for name in names:
        if name not in result.headline:
            continue
        each = result.headline[name]
        ends = [each.value, each.low, each.high]
        if isinstance(each.value, str) or each.value is None:
            shown, unit, bounds = each.value or UNKNOWN, "", ""
        else:
            scale, unit = scaled(each.value, each.unit)
            places = _places([e / scale for e in ends if isinstance(e, float | int)],
                             each.unit)  # fmt: skip
            shown = number(each.value / scale, each.unit, places)
            bounds = "" if each.low is None or each.high is None else say(
                "range", low=number(each.low / scale, each.unit, places),
                high=number(each.high / scale, each.unit, places),
            )  # fmt: skip
        items.append({"name": called(name), "value": shown, "unit": unit,
                      "bounds": bounds})  # fmt: skip
    return {"kind": "figures", "items": items}


def _places(values: Sequence[float], unit: str) -> int:
    if unit == "share":
        return 1
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= 100 or all(value == int(value) for value in values):
        return 0
    return 1 if largest >= 10 else 2


def scaled(value: float, unit: str) -> tuple[float, str]:
    """Give by what money is divided to be read, and the unit it is then in."""
    if _is_money(unit) and abs(value) >= 1e9:
        return 1e9, say("report.billions", unit=unit)
    if _is_money(unit) and abs(value) >= 1e6:
        return 1e6, say("report.millions", unit=unit)
    return 1.0, "" if unit == "share" else unit_label(unit)


def span(first: float, last: float, look: str, title: str = "") -> Block:
    """Give one piece of a bar."""
    return {"from": _finite(first), "to": _finite(last), "look": look, "title": title}


def bars(
    title: str,
    rows: Sequence[Block],
    *,
    legend: Mapping[str, str] | None = None,
    unit: str = "1",
    table: Block | None = None,
    about: str = "",
) -> Block:
    """Give bars that lie: a name, spans, maybe a mark or bounds, what stands after."""
    return {
        "kind": "chart", "chart": "bars", "title": title, "about": about, "unit": unit,
        "rows": list(rows), "legend": _legend(legend), "table": table,
    }  # fmt: skip


def series(look: str, name: str, values: Sequence[Any], **also: Any) -> Block:
    """Give one series of columns or of a line; ``low`` and ``high`` are its band."""
    found = {"look": look, "name": name, "values": [_finite(v) for v in values]}
    return found | {key: [_finite(v) for v in entry] for key, entry in also.items()}


def columns(
    title: str,
    names: Sequence[str],
    *,
    stacks: Sequence[Block] = (),
    lines: Sequence[Block] = (),
    unit: str = "1",
    table: Block | None = None,
    about: str = "",
) -> Block:
    """Give columns side by side, pieces on each other, with lines over them."""
    return {
        "kind": "chart", "chart": "columns", "title": title, "about": about,
        "unit": unit, "names": list(names), "stacks": list(stacks),
        "lines": list(lines), "table": table,
    }  # fmt: skip


def _legend(looks: Mapping[str, str] | None) -> list[Block]:
    return [{"look": look, "name": name} for look, name in (looks or {}).items()]


def _finite(value: Any) -> Any:
    if value is None or not math.isfinite(value):
        return None
    return float(f"{float(value):.6g}")
