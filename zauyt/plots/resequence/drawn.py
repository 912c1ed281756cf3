"""What is drawn of a way through a store, as small tables."""

from __future__ import annotations

from zauyt.plots.sequence.drawn import figure, plain
from zauyt.results.column import Column
from zauyt.results.language import sentence
from zauyt.results.result import Note, Result, Table


def answer(result: Result) -> Note:
    """Give the answer as one sentence: every objective, and first come first served."""
    rows = list(result.tables["objectives"].rows())
    said = ", ".join(
        sentence(Note("resequence.cost", {
            "name": plain(row["objective"]), "found": figure(row["found"]),
            "first_come": figure(row["first_come"]),
        }))
        for row in rows
    )  # fmt: skip
    places = list(result.tables["lanes"]["places"])
    about = {"count": len(places), "places": places[0]}
    key = "resequence.random" if places[0] == 1 else "resequence.lanes"
    lanes = sentence(Note(key, about))
    return Note("resequence.answer", {"lanes": lanes, "objectives": said})


def strip(result: Result, side: str) -> Table:
    """Give the bodies of one side of the store: colour, lane, windows of trouble."""
    table = result.tables[side]
    many = table["too_many"] if side == "line" else [0] * len(table)
    return Table({
        Column("position", "", "position", "whole"): list(table["position"]),
        Column("colour", "", "colour", "text"): list(table["colour"]),
        Column("lane", "", "lane", "whole"): list(table["lane"]),
        Column("too_many", "", "windows with too many", "whole"): list(many),
    })  # fmt: skip


def lanes(result: Result, *, count: int) -> Table:
    """Give the first lanes and how they are used."""
    rows = list(result.tables["lanes"].rows())[:count]
    columns = (
        Column("lane", "", "lane", "whole"),
        Column("bodies", "", "bodies", "whole"),
        Column("most", "", "at once at most", "whole"),
        Column("mean", "", "in it, mean", "number"),
        Column("places", "", "places", "whole"),
    )
    return Table({column: [row[column.name] for row in rows] for column in columns})
