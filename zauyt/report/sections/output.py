"""What the plant makes and what stops it; how it runs up."""

from __future__ import annotations

from typing import Any

from zauyt.plots.launch import drawn as launched
from zauyt.plots.launch.words import held_words, what_if_words
from zauyt.plots.simulate import drawn
from zauyt.plots.simulate.words import cause_words
from zauyt.plots.states import LOOKS
from zauyt.report.blocks import (
    Block,
    bars,
    columns,
    columns_block,
    figures,
    month,
    paragraph,
    plain,
    say,
    series,
    span,
    table_block,
)
from zauyt.report.gathered import Report
from zauyt.results.language import word
from zauyt.results.number import number, percent
from zauyt.results.result import Result

FIGURES = ("vehicles_per_year", "vehicles_per_year_with_doubt", "target_probability",
           "jph_net", "jph_gross", "lead_time_h", "wip", "direct_run")  # fmt: skip
MOST_LINES = 3


def output(report: Report) -> list[Block]:
    """Give the vehicles a year, the losses, the speeds, the months."""
    result = report.results["simulate"]
    blocks = [
        paragraph([drawn.answer(result)], tone="lead"), figures(result, FIGURES),
        *_losses(result), *_speeds(result), *_states(result), *_months(result),
    ]  # fmt: skip
    value = drawn.values(result, count=10)
    if value is not None:
        blocks.append(table_block(value, title=word("shown.value")))
    return blocks


def _losses(result: Result) -> list[Block]:
    table = drawn.losses(result)
    if table is None:
        return []
    rows = []
    for row in table.rows():
        whole = row["kind"] in ("ideal", "out")
        gained = row["without"]
        rows.append({
            "name": cause_words(row),
            "spans": [span(row["begin"], row["end"], row["kind"])],
            "label": number(row["end"] - row["begin"], "1", 0, signed=not whole),
            "also": "" if gained is None else number(gained, "1", 0, signed=True),
        })  # fmt: skip
    also = table_block(
        result.tables["waterfall"], said=("kind",), most=40,
        spoken_as={"cause": lambda cause: cause_words({"cause": cause})},
    )  # fmt: skip
    return [bars(word("shown.waterfall"), rows, table=also,
                 about=say("report.waterfall.about"))]  # fmt: skip


def _speeds(result: Result) -> list[Block]:
    table = drawn.speeds(result, lines=MOST_LINES)
    if table is None:
        return []
    rows = [
        {
            "name": plain(row["name"]), "level": row["level"], "mark": row["jph_takt"],
            "spans": [span(0.0, row["jph_alone"] or 0.0, row["level"])],
            "label": number(row["jph_alone"], "1", 1),
        }
        for row in table.rows()
    ]  # fmt: skip
    about = say("report.ladder.about")
    also = table_block(table, said=("level",), most=30)
    return [bars(word("shown.ladder"), rows, table=also, about=about)]


def _states(result: Result) -> list[Block]:
    table = drawn.states(result)
    if table is None:
        return []
    names = [column.name for column in table.columns if column.unit == "share"]
    used = [n for n in names if any(row[n] >= 0.0005 for row in table.rows())]
    rows = []
    for row in table.rows():
        begin, spans = 0.0, []
        for name in used:
            spans.append(span(begin, begin + row[name], name))
            begin += row[name]
        rows.append({"name": row["place"], "spans": spans, "label": ""})
    legend = {name: word(f"state.{name}") for name in LOOKS if name in used}
    return [bars(word("shown.states"), rows, legend=legend, unit="share",
                 table=table_block(table))]  # fmt: skip


def _made(rows: list[dict[str, Any]]) -> Block:
    """Give vehicles by month with their band."""
    low, high = ([row[end] for row in rows] for end in ("p05", "p95"))
    made = [row["vehicles"] for row in rows]
    return series("working", word("shown.vehicles"), made, low=low, high=high)


def _months(result: Result) -> list[Block]:
    table = drawn.months(result)
    if table is None:
        return []
    rows = list(table.rows())
    stacks = [_made(rows)]
    lines = []
    if all(row["target"] is not None for row in rows):
        lines = [series("wanted", word("shown.target"), [r["target"] for r in rows])]
    return [columns(word("shown.months"), [month(row["month"]) for row in rows],
                    stacks=stacks, lines=lines, table=table_block(table))]  # fmt: skip


def ramp(report: Report) -> list[Block]:
    """Give the launch month by month, its plan, gates and what would help."""
    result = report.results["launch"]
    rows = list(launched.months(result).rows())
    lines = [series("wanted", word("launch.at_rate"), [r["at_rate"] for r in rows])]
    stacks = [_made(rows)]
    names = [month(row["month"]) for row in rows]
    limits = columns_block(
        [word("report.month"), word("shown.vehicles"), percent(0.05), percent(0.95),
         word("report.limit")],
        [[name, number(r["vehicles"]), number(r["p05"]), number(r["p95"]),
          cause_words({"cause": r["limit"]}) if r["limit"] else ""]
         for name, r in zip(names, rows, strict=True)],
        right={1, 2, 3}, most=36,
    )  # fmt: skip
    blocks = [
        paragraph(launched.answer(result), tone="lead"),
        columns(word("shown.months"), names, stacks=stacks, lines=lines, table=limits,
                about=say("report.ramp.about")),
    ]  # fmt: skip
    for name, keys in (
        ("milestones", ("milestone", "last", "wanted", "vehicles", "p05", "p95",
                        "probability")),
        ("gates", ()),
        ("what_ifs", ()),
    ):  # fmt: skip
        if name in result.tables and len(result.tables[name]):
            title = say(f"report.{name}")
            blocks.append(table_block(
                result.tables[name], names=keys, title=title,
                spoken_as={"held_by": held_words, "what_if": what_if_words},
            ))  # fmt: skip
    return blocks
