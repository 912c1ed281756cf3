"""What is drawn of a balance, as small tables: the first step of every picture."""

from __future__ import annotations

from zauyt.results.column import Column
from zauyt.results.result import Note, Result, Table


def answer(result: Result) -> Note:
    """Give the answer as one sentence: stations, takt, and what bounds them."""
    head = result.headline
    key = "proven" if head["optimal"].value == "yes" else "open"
    numbers = {
        "stations": head["stations"].value, "takt": head["takt"].value,
        "people": head["people"].value, "efficiency": head["efficiency"].value,
    }  # fmt: skip
    if key == "proven":
        return Note("balance.answer.proven", numbers)
    least = head["lower_bound"].value
    assert isinstance(least, float | int)
    whole = int(least) if least == int(least) else round(least, 1)
    bound = {"least": whole, "gap": head["gap"].value}
    return Note("balance.answer.open", numbers | bound)


def lines(result: Result) -> list[str]:
    """Give the lines that were balanced, in order."""
    return list(dict.fromkeys(result.tables["stations"]["line"]))


def stations(result: Result, line: str) -> Table:
    """Give the stations of a line: work, posts, tasks, use."""
    rows = [r for r in result.tables["stations"].rows() if r["line"] == line]
    return Table({
        Column("station", "", "station", "whole"): [r["station"] for r in rows],
        Column("tasks", "", "tasks", "whole"): [r["tasks"] for r in rows],
        Column("posts", "", "people", "whole"): [r["posts"] for r in rows],
        Column("load_s", "s", "busiest post", "number"): [r["load_s"] for r in rows],
        Column("idle_s", "s", "left of the takt", "number"): [
            r["idle_s"] for r in rows
        ],
        Column("use", "share", "of the posts' time", "number"): [
            r["use"] for r in rows
        ],
    })  # fmt: skip


def models(result: Result) -> list[str]:
    """Give the models, in order."""
    return list(dict.fromkeys(result.tables["loads"]["model"]))


def loads(result: Result, line: str, model: str) -> Table:
    """Give the work of a line's stations on a model, by post."""
    rows = [
        r
        for r in result.tables["loads"].rows()
        if r["line"] == line and r["model"] == model
    ]
    return Table({
        Column("station", "", "station", "whole"): [r["station"] for r in rows],
        Column("work_s", "s", "work", "number"): [r["work_s"] for r in rows],
        Column("share", "share", "of vehicles", "number"): [r["share"] for r in rows],
    })  # fmt: skip


def precedence(result: Result, line: str) -> Table:
    """Give the tasks of a line with their station and those before them."""
    rows = [r for r in result.tables["tasks"].rows() if r["line"] == line]
    return Table({
        Column("task", "", "task", "text"): [r["task"] for r in rows],
        Column("station", "", "station", "whole"): [r["station"] for r in rows],
        Column("time_s", "s", "time", "number"): [r["time_s"] for r in rows],
        Column("after", "", "tasks before it", "text"): [r["after"] for r in rows],
    })  # fmt: skip


def variation(result: Result) -> Table:
    """Give what each line makes of its ideal by itself, case by case."""
    rows = list(result.tables["variation"].rows()) if _varied(result) else []
    cases = list(dict.fromkeys(row["case"] for row in rows))
    every = {row["line"]: row["ideal_jph"] for row in rows}
    share = {(row["line"], row["case"]): row["share"] for row in rows}
    columns = {
        Column("line", "", "line", "text"): list(every),
        Column("ideal_jph", "1/h", "one every takt"): list(every.values()),
    }
    for case in cases:
        columns[Column(case, "share", "of the ideal")] = [
            share.get((line, case)) for line in every
        ]
    return Table(columns)


def _varied(result: Result) -> bool:
    return "variation" in result.tables
