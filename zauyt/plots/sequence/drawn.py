"""What is drawn of a sequence, as small tables: the first step of every picture."""

from __future__ import annotations

from collections.abc import Sequence

from zauyt.results.column import Column
from zauyt.results.language import sentence
from zauyt.results.result import Note, Result, Table


def answer(result: Result) -> Note:
    """Give the answer as one sentence: every objective, now and as given."""
    rows = list(result.tables["objectives"].rows())
    said = ", ".join(
        sentence(Note("sequence.cost", {
            "name": plain(row["objective"]), "found": figure(row["found"]),
            "given": figure(row["given"]),
        }))
        for row in rows
    )  # fmt: skip
    if all(row["found"] == row["lower_bound"] for row in rows):
        return Note("sequence.answer.optimal", {"objectives": said})
    bounds = ", ".join(figure(row["lower_bound"]) for row in rows)
    return Note("sequence.answer.better", {"objectives": said, "bounds": bounds})


def figure(value: float) -> str:
    """Give a cost with as many digits as it needs."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def plain(name: str) -> str:
    """Give a name of a file or table as words."""
    return name.replace("_", " ")


def rules(result: Result, *, count: int | None = None) -> Table:
    """Give the rules, those with most too many first."""
    rows = sorted(
        result.tables["rules"].rows(),
        key=lambda row: (-row["excess"], -row["excess_given"], row["rule"]),
    )[:count]
    columns = (
        Column("rule", "", "rule", "text"),
        Column("objective", "", "objective", "text"),
        Column("most", "", "cars at most", "whole"),
        Column("span", "", "in so many", "whole"),
        Column("use", "share", "use of the rule", "number"),
        Column("excess_given", "", "too many, as given", "whole"),
        Column("excess", "", "too many", "whole"),
    )
    return Table({column: [row[column.name] for row in rows] for column in columns})


def strip(result: Result) -> Table:
    """Give the cars of the day: colour, and in how many windows with too many."""
    table = result.tables["sequence"]
    return Table({
        Column("position", "", "position", "whole"): list(table["position"]),
        Column("colour", "", "colour", "text"): list(table["colour"]),
        Column("too_many", "", "windows with too many", "whole"): (
            list(table["too_many"])
        ),
    })  # fmt: skip


def colours_in_order(names: Sequence[str]) -> list[str]:
    """Give the colours of a day, the most frequent first."""
    often: dict[str, int] = {}
    for name in names:
        often[name] = often.get(name, 0) + 1
    return sorted(often, key=lambda name: (-often[name], name))
