"""Parts, money and markets: what comes in, what is made here, what it earns."""

from __future__ import annotations

from zauyt.plots.finance import drawn as earned
from zauyt.plots.localise import drawn as localised
from zauyt.plots.plan import drawn as planned
from zauyt.plots.supply import drawn as supplied
from zauyt.report.blocks import (
    Block,
    bars,
    columns,
    figures,
    paragraph,
    plain,
    say,
    series,
    span,
    table_block,
)
from zauyt.report.gathered import Report
from zauyt.results.language import word
from zauyt.results.named import label
from zauyt.results.number import number
from zauyt.results.result import Result, of_rows

MONEY = ("npv", "irr", "payback_years", "capital", "left_per_vehicle", "npv_chance")
FLOWS = {"revenue": "working", "running": "loss", "capital": "set_up", "tax": "waiting",
         "other": "starved"}  # fmt: skip


def supply(report: Report) -> list[Block]:
    """Give what comes in: service, stocks, lanes, what may go wrong."""
    result = report.results["supply"]
    blocks = [
        paragraph(supplied.answer(result), tone="lead"),
        table_block(supplied.materials(result), title=say("report.materials")),
        table_block(result.tables["lanes"], title=say("report.lanes"), said=("mode",)),
    ]
    if "disruptions" in result.tables:
        title = say("report.disruptions")
        blocks.append(table_block(result.tables["disruptions"], title=title))
    return blocks


def local(report: Report) -> list[Block]:
    """Give what is made here: content by rule and year, the parts, who makes them."""
    result = report.results["localise"]
    blocks = [] if result.reason is None else [paragraph([result.reason], tone="warn")]
    blocks.append(paragraph([localised.answer(result)], tone="lead"))
    by_unit: dict[str, list[str]] = {}
    rows = list(localised.staircase(result).rows())
    for row in rows:
        rules = by_unit.setdefault(row["unit"], [])
        if row["rule"] not in rules:
            rules.append(row["rule"])
    looks = ("working", "set_up", "waiting", "down", "starved", "loss")
    for unit, rules in by_unit.items():
        lines = []
        for place, rule in enumerate(rules):
            own = [row for row in rows if row["rule"] == rule]
            lines.append(series(looks[place % len(looks)], plain(rule),
                                [row["content"] for row in own]))  # fmt: skip
            wanted = [row["wanted"] for row in own]
            if any(each is not None for each in wanted):
                name = say("report.wanted", name=plain(rule))
                lines.append(series("wanted", name, wanted))
        years = [str(row["year"]) for row in rows if row["rule"] == rules[0]]
        title = say("report.content", unit=label(unit))
        blocks.append(columns(title, years, lines=lines, unit=unit))
    also = table_block(
        localised.staircase(result), title=say("report.content.rows"), said=("unit",)
    )
    made = table_block(localised.parts(result), said=("kind",),
                       title=say("report.roadmap"))  # fmt: skip
    return [*blocks, also, made, _rules(result)]


def _rules(result: Result) -> Block:
    keys = ("rule", "title", "market", "formula", "text", "assumption", "source")
    title = say("report.rules")
    said = ("formula", "text")
    return table_block(result.tables["rules"], names=keys, title=title, said=said)


def markets(report: Report) -> list[Block]:
    """Give the plan of the network, and what the plant's own markets pay."""
    blocks: list[Block] = []
    if "plan" in report.results:
        result = report.results["plan"]
        blocks += [
            paragraph(planned.answer(result), tone="lead"),
            table_block(planned.plants(result), title=say("report.plants")),
            table_block(planned.markets(result), title=say("report.markets")),
            table_block(planned.flows(result), title=say("report.flows")),
            table_block(planned.reasons(result), said=("reason",),
                        title=say("report.reasons")),
        ]  # fmt: skip
    else:
        blocks.append(paragraph([report.absent["plan"]], tone="warn"))
    if "finance" in report.results:
        table = report.results["finance"].tables["markets"]
        blocks.append(table_block(table, title=say("report.own_markets")))
    return blocks


def money(report: Report) -> list[Block]:
    """Give worth, yearly flows, a vehicle's price, scenarios, what moves it."""
    result = report.results["finance"]
    rows = list(earned.years(result).rows())
    stacks = [series(look, word(f"finance.{name}"), [row[name] for row in rows])
              for name, look in FLOWS.items()]  # fmt: skip
    lines = [series("wanted", word("finance.so_far"), [row["so_far"] for row in rows])]
    unit = say("report.billions", unit=earned.currency(result))
    years = earned.years(result)
    table = table_block(years, most=20)
    for head, column in zip(table["heads"], years.columns, strict=True):
        if column.name in FLOWS:
            head["name"] = word(f"finance.{column.name}")
    return [
        paragraph(earned.answer(result), tone="lead"), figures(result, MONEY),
        columns(say("report.cash", unit=unit), [str(row["year"]) for row in rows],
                stacks=stacks, lines=lines, table=table),
        _price(result), _tornado(result),
        table_block(result.tables["scenarios"], title=say("report.scenarios"),
                    names=("scenario", "npv", "irr", "payback_years"),
                    spoken_as={"scenario": _scenario}),
        table_block(result.tables["break_even"], title=say("report.break_even"),
                    spoken_as={"what": lambda what: word(f"finance.even.{what}")}),
        _capital(result),
    ]  # fmt: skip


def _capital(result: Result) -> Block:
    table = result.tables["capital"]
    paid = [tuple(row.values()) for row in table.rows() if row["paid"]]
    keys = ("item", "year", "paid")
    title = say("report.capital")
    return table_block(of_rows(paid, *table.columns), names=keys, title=title)


def _scenario(name: str) -> str:
    return word("report.as_stated") if name == earned.STATED else plain(name)


def _price(result: Result) -> Block:
    level, rows = 0.0, []
    for row in earned.waterfall(result):
        step, amount = row["step"], row["amount"]
        whole = step in ("price", "left")
        begin = 0.0 if whole else level
        look = {"price": "ideal", "left": "out"}.get(step, "loss")
        end = amount if whole else level + amount
        level = end
        rows.append({
            "name": word(f"finance.step.{step}"),
            "spans": [span(begin, end, look)],
            "label": number(amount, "1", 2, signed=not whole),
        })  # fmt: skip
    unit = say("report.millions", unit=earned.currency(result))
    return bars(say("report.price", unit=unit), rows)


def _tornado(result: Result) -> Block:
    facts = earned.facts(result)
    base = result.headline["npv"].value
    assert isinstance(base, float), "a worth that is no number"
    rows = []
    for row in facts:
        ends = [row["at_low"] / earned.BILLION, row["at_high"] / earned.BILLION]
        middle = base / earned.BILLION
        shown = [number(end, "1", 0) for end in ends]
        spans = [span(ends[0], middle, "set_up"), span(middle, ends[1], "working")]
        rows.append({
            "name": plain(row["fact"]), "mark": middle, "spans": spans,
            "label": say("range", low=shown[0], high=shown[1]),
        })  # fmt: skip
    legend = {"set_up": word("shown.at_low"), "working": word("shown.at_high")}
    unit = say("report.billions", unit=earned.currency(result))
    return bars(say("report.tornado", unit=unit), rows, legend=legend) | {"tight": True}
