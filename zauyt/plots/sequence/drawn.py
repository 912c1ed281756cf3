"""What is drawn of a sequence, as small tables: the first step of every picture."""

from __future__ import annotations

from collections.abc import Sequence

from zauyt.results.column import Column
from zauyt.results.language import sentence, written
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
    places = 0 if float(value).is_integer() else 1
    return written(f"{value:,.{places}f}")


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
    names = {column.name for column in table.columns}
    none = [0.0] * len(table["position"])
    over = list(table["overload_s"]) if "overload_s" in names else none
    return Table({
        Column("position", "", "position", "whole"): list(table["position"]),
        Column("colour", "", "colour", "text"): list(table["colour"]),
        Column("too_many", "", "windows with too many", "whole"): (
            list(table["too_many"])
        ),
        Column("overload_s", "s", "work that does not fit", "number"): over,
    })  # fmt: skip


def prices(result: Result, *, count: int | None = None) -> Table | None:
    """Give what each rule's own objective costs less if it lets one more through."""
    if "prices" not in result.tables:
        return None
    objectives = list(result.tables["objectives"]["objective"])
    ranks = {
        row["rule"]: objectives.index(row["objective"]) + 1
        for row in result.tables["rules"].rows()
    }
    rows = list(result.tables["prices"].rows())[:count]
    own = [ranks[row["rule"]] for row in rows]
    return Table({
        Column("rule", "", "rule, as it is and looser", "text"): [
            f"{row['rule']}  {row['most']} -> {row['most'] + 1} / {row['span']}"
            for row in rows
        ],
        Column("at_once", "", "less of its objective, in this order", "number"): [
            row[f"gain_{rank}"] for row, rank in zip(rows, own, strict=True)
        ],
        Column("sought", "", "less of its objective, after a search", "number"): [
            row[f"sought_{rank}"] for row, rank in zip(rows, own, strict=True)
        ],
    })  # fmt: skip


def unserved(result: Result) -> dict[str, list[str]]:
    """Give the orders that each rule has no place for, by rule, in their order."""
    found: dict[str, list[str]] = {}
    for row in result.tables["unserved"].rows():
        found.setdefault(row["rule"], []).append(row["order"])
    return found


def colours_in_order(names: Sequence[str]) -> list[str]:
    """Give the colours of a day, the most frequent first."""
    often: dict[str, int] = {}
    for name in names:
        often[name] = often.get(name, 0) + 1
    return sorted(often, key=lambda name: (-often[name], name))
