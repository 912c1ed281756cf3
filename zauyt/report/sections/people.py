"""Who is needed and who comes; the jobs that the plant brings about."""

from __future__ import annotations

from zauyt.plots.impact import drawn as impacted
from zauyt.plots.staff import coming, drawn
from zauyt.report.blocks import (
    Block,
    bars,
    columns,
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
from zauyt.results.named import label, unit_label
from zauyt.results.number import number
from zauyt.results.result import Result

EFFECTS = {"direct": "working", "suppliers": "set_up", "further_tiers": "waiting",
           "induced": "starved"}  # fmt: skip


def people(report: Report) -> list[Block]:
    """Give the headcount, the way to it, and who comes month by month."""
    result = report.results["staff"]
    blocks = [paragraph([drawn.answer(result)], tone="lead"), _steps(result)]
    said = ("role",)
    skills = table_block(drawn.skills(result), title=say("report.skills"), said=said)
    shifts = dict.fromkeys(result.tables["headcount"]["shift"])
    for head, shift in zip(skills["heads"][3:], shifts, strict=False):
        head["name"] = plain(shift)
    blocks.append(skills)
    answer = coming.answer(result)
    if answer is not None:
        blocks.append(paragraph([answer]))
    for skill, table in drawn.coming(result).items():
        rows = list(table.rows())
        lines = [
            series("wanted", label("wanted"), [row["wanted"] for row in rows]),
            series("working", say("report.there"), [row["counting"] for row in rows],
                   low=[row["low"] for row in rows],
                   high=[row["high"] for row in rows]),
        ]  # fmt: skip
        names = [month(row["month"]) for row in rows]
        title, also = say("report.coming", skill=plain(skill)), table_block(table)
        blocks.append(columns(title, names, lines=lines, table=also))
    if "law" in result.tables:
        keys = ("rule", "value", "unit", "effect", "says", "article", "source")
        title = say("report.law")
        blocks.append(table_block(
            result.tables["law"], names=keys, title=title, said=("effect",),
            spoken_as={"unit": unit_label},
        ))  # fmt: skip
    return blocks


def _steps(result: Result) -> Block:
    rows: list[Block] = []
    for row in drawn.steps(result).rows():
        begin = row["total"] - row["people"]
        rows.append({
            "name": word(f"staff.step.{row['step']}"),
            "spans": [span(begin, row["total"], "working")],
            "label": number(row["people"], "1", 0, signed=True),
        })  # fmt: skip
    mark = result.headline["announced"].value if "announced" in result.headline else 0
    total = result.headline["people"].value
    assert isinstance(total, float), "a headcount that is no number"
    last: Block = {"name": label("people"), "spans": [span(0.0, total, "out")],
            "label": number(total)}  # fmt: skip
    if mark:
        last["mark"] = mark
    return bars(say("report.steps"), [*rows, last], about=say("report.steps.about"))


def jobs(report: Report) -> list[Block]:
    """Give jobs by year and effect, multipliers, the claim's map, sectors."""
    result = report.results["impact"]
    table = impacted.years(result)
    rows = list(table.rows())
    stacks = [
        series(look, label(effect), [row[effect] for row in rows])
        for effect, look in EFFECTS.items()
    ]
    blocks = [
        paragraph(impacted.answer(result), tone="lead"),
        columns(say("report.jobs"), [str(row["year"]) for row in rows], stacks=stacks,
                table=table_block(table)),
        table_block(result.tables["multipliers"], said=("place", "counted"),
                    title=say("report.multipliers")),
        *_claim(result),
        table_block(impacted.sectors(result), title=say("report.sectors")),
    ]  # fmt: skip
    apart = impacted.apart(result)
    if apart:
        blocks.append(paragraph(apart))
    return [*blocks, paragraph([impacted.tally(result)], tone="note")]


def _claim(result: Result) -> list[Block]:
    """Give the map of where the claim of further jobs holds, and where the plan is."""
    cells = impacted.claim_map(result)
    if not cells:
        return []
    least = min(row["wanted"] for row in result.tables["claim_needs"].rows())
    points = {row["point"]: row for row in result.tables["claim_points"].rows()}
    across = sorted({row["vehicles"] for row in cells})
    down = sorted({row["domestic_share"] for row in cells}, reverse=True)
    found = {(r["domestic_share"], r["vehicles"]): r["further_per_job"] for r in cells}
    return [{
        "kind": "chart", "chart": "map", "title": say("report.claim"),
        "about": say("report.claim.about", least=least,
                     vehicles=points["plan"]["vehicles"],
                     share=points["plan"]["domestic_share"]),
        "across": [number(each) for each in across],
        "down": [number(each, "share") for each in down],
        "across_name": word("shown.vehicles"), "down_name": label("domestic_share"),
        "cells": [
            [None if (d, a) not in found else
             {"text": number(found[d, a], "1", 1), "holds": found[d, a] >= least}
             for a in across]
            for d in down
        ],
        "table": None,
    }]  # fmt: skip
