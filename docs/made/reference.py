"""The reference pages, made from declarations, signatures and a result's columns."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import click

import zauyt
from docs.made.blocks import ROOT
from docs.made.glossary import glossary
from zauyt.cli.root import OTHER_VERBS, root
from zauyt.plant.evidence import Evidence
from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.plant.reading.file import read_network_text, read_text
from zauyt.plant.reading.shape import (
    Group,
    Key,
    Many,
    Named,
    OneOf,
    Shape,
    Tagged,
    keys_of,
)
from zauyt.plant.reading.wanted import wanted
from zauyt.plant.record import Record
from zauyt.results.number import heading
from zauyt.results.result import Result
from zauyt.studies import STUDIES
from zauyt.studies.launching import gates, levers, limits
from zauyt.studies.planning import unmet, worth
from zauyt.studies.simulation import ladder, oee, output, quality, sequence, waterfall
from zauyt.studies.staffing import groups, planned, pools
from zauyt.studies.staffing import pipeline as people_plan

FOLDER = ROOT / "docs" / "reference"
DEFINED_IN = {
    "ladder": ladder,
    "waterfall": waterfall,
    "output_by_hour": output,
    "lead_time": quality,
    "first_time_through": quality,
    "oee": oee,
    "limits": limits,
    "monthly_plan": people_plan,
    "gates": gates,
    "what_ifs": levers,
    "sequence": sequence,
    "headcount": groups,
    "pools": pools,
    "roster": planned,
    "unmet": unmet,
    "worth": worth,
}
"""Modules whose own words define a table's figures."""

MADE = "<!-- Made by `python -m docs.made`; change the declarations, not this page. -->"


def reference() -> dict[Path, str]:
    """Give the reference pages by path."""
    texts = {
        "plant_file.md": _plant_file(),
        "network_file.md": _network_file(),
        "command_line.md": _command_line(),
        "python.md": _python(),
        "glossary.md": glossary(),
        **{f"{study}.md": _study(study) for study in STUDIES},
    }
    return {
        FOLDER / name: "\n".join((MADE, "", *lines)) + "\n"
        for name, lines in texts.items()
    }


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    def line(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [line(heads), line(("---",) * len(heads)), *map(line, rows), ""]


def records(top: type[Record] = Plant) -> list[type[Record]]:
    """Give every record of a file, each after the one that holds it first."""
    found: list[type[Record]] = [top]
    for record in found:
        for key in keys_of(record).values():
            found += [each for each in _inside(key.shape) if each not in found]
    return [*found, Evidence]


def _inside(shape: Shape) -> Iterator[type[Record]]:
    match shape:
        case Group():
            yield shape.record
        case Tagged():
            yield from (each.record for _, each in shape.groups)
        case Named():
            yield from _inside(shape.entry)
        case Many():
            yield from _inside(shape.item)
        case OneOf():
            for branch in shape.branches:
                yield from _inside(branch)


def _plant_file() -> list[str]:
    lines = [
        "# The plant file",
        "",
        "Every key, what may stand there, and what holds when it is left out. Any"
        " number may be a mapping with its [evidence](#evidence) instead.",
        "",
    ]
    return lines + _records(Plant)


def _network_file() -> list[str]:
    lines = [
        "# The network file",
        "",
        "Several plants planned together: every key, what may stand there, and what"
        " holds when it is left out. Any number may be a mapping with its"
        " [evidence](#evidence) instead.",
        "",
    ]
    return lines + _records(Network)


def _records(top: type[Record]) -> list[str]:
    lines: list[str] = []
    for record in records(top):
        name = record.__name__
        lines += [f"## {name}", "", inspect.cleandoc(record.__doc__ or ""), ""]
        rows = [
            (f"`{key}`", _allowed(each.shape), _default(each), each.meaning)
            for key, each in keys_of(record).items()
        ]
        lines += _table(("key", "what may stand there", "left out", "meaning"), rows)
    return lines


def _allowed(shape: Shape) -> str:
    match shape:
        case Group():
            name = shape.record.__name__
            return f"a [{name}](#{name.lower()})"
        case Tagged():
            names = [each.record.__name__ for _, each in shape.groups]
            return "one of " + ", ".join(f"[{n}](#{n.lower()})" for n in names)
        case Many():
            return f"list: {_allowed(shape.item)}"
        case Named():
            return f"by name: {_allowed(shape.entry)}"
        case OneOf():
            return "; or ".join(
                _allowed(each) for each in shape.branches if wanted(each) != "nothing"
            )
        case _:
            return wanted(shape)


def _default(key: Key) -> str:
    if key.required:
        return "**needed**"
    if isinstance(key.default, bool):
        return "`true`" if key.default else "`false`"
    shown = isinstance(key.default, int | float | str) and key.default != ""
    return f"`{key.default}`" if shown else ""


def _command_line() -> list[str]:
    lines = ["# The command line", "", _exit_codes(), ""]
    group = root()
    context = click.Context(group, info_name="zauyt")
    for verb in (*STUDIES, *OTHER_VERBS):
        command = group.get_command(context, verb)
        assert command is not None
        usage = click.Context(command, info_name=verb, parent=context).get_usage()
        lines += [f"## {verb}", "", f"`{usage.removeprefix('Usage: ')}`", ""]
        lines += [inspect.cleandoc(command.help or ""), ""]
        rows = [
            _option(each) for each in command.params if isinstance(each, click.Option)
        ]
        if rows:
            lines += _table(("option", "default", "meaning"), rows)
    return lines


def _exit_codes() -> str:
    return (
        "Leaves with 0 when done, 1 when `lint` found something, 2 on wrong input or"
        " when the system refuses, 3 when no answer exists, 130 when stopped, 141 when"
        " the reader of the output has gone."
    )


def _option(option: click.Option) -> tuple[str, str, str]:
    flags = ", ".join(f"`{each}`" for each in (*option.opts, *option.secondary_opts))
    has_default = option.default not in (None, (), False) and option.show_default
    default = f"`{option.default}`" if has_default else ""
    return flags, default, option.help or ""


def _python() -> list[str]:
    lines = [
        "# From Python",
        "",
        "`import zauyt` gives these names; `help(zauyt.NAME)` says more.",
        "",
    ]
    rows = []
    for name in zauyt.__all__:
        each = getattr(zauyt, name)
        if name.startswith("__"):
            continue
        said = (inspect.getdoc(each) or "").split("\n")[0]
        rows.append((f"`{name}{_signature(each)}`", said))
    return [*lines, *_table(("name", "what it is"), rows)]


def _signature(each: object) -> str:
    if not inspect.isfunction(each):
        return ""
    parts = []
    for parameter in inspect.signature(each).parameters.values():
        starred = parameter.kind is parameter.KEYWORD_ONLY
        if starred and "*" not in parts:
            parts.append("*")
        empty = parameter.default is parameter.empty
        default = "" if empty else f"={parameter.default!r}"
        parts.append(f"{parameter.name}{default}")
    return f"({', '.join(parts)})"


EVERYTHING = """
format: 1
plant: every table
target: {vehicles_per_year: 100000}
models: {van: {share: 1, colours: {red: 1, blue: 1}}}
calendars: {day: {shifts: {day: "07:00-15:30"}, breaks_min: {meal: 30}}}
people: {painter: {by_shift: 3}}
lines:
  paint: {cycle_s: 200, setup_s: 20, setup_on: colour, crew: {painter: 2}}
  check: {after: paint, buffer_before: 2, cycle_s: 150,
          outcomes: {good: 0.9, again: {share: 0.1, limit: 2}}}
  mend: {after: check.again, buffer_before: 20, cycle_s: 600}
  trim: {after: store, cycle_s: 180}
stores: {store: {after: [check, mend], places: 30, release: restore_sequence}}
"""
"""A plant whose answer has the tables that not every plant's has."""


def _simulated() -> list[Result]:
    return [
        zauyt.simulate(read_text(EVERYTHING), runs=2, days=7, pairs=0),
        zauyt.simulate(zauyt.read("small"), runs=2, doubt_runs=2, days=31),
    ]


EMPLOYED = """
format: 1
plant: every table
calendars: {day: {shifts: {day: "07:00-15:30"}, breaks_min: {meal: 30}}}
people:
  welder:
    absence: {value: 0.04, low: 0.02, high: 0.06}
    absence_days: 5
workforce: {law: kazakhstan, announced: 40}
roles:
  leader: {kind: leading, per_people: 10}
  fitter: {kind: maintenance, count: 2}
  inspector: {kind: quality, share: 0.1}
  driver: {kind: logistics, count: 4}
  office: {count: 5, relieved: false}
lines: {body: {cycle_s: 200, stations: 20, crew: {welder: 1}}}
rosters:
  team:
    first: 2026-03-02
    days: 7
    needs: {fitter: 1}
    most_shifts_in_row: 2
    members: {p1: {skills: [fitter]}}
pipeline:
  start: 2026-01-01
  wanted: {welder: {2026-03-01: 25}}
  untrained: {people: 100, arrivals_per_month: 10}
  courses: {weld: {skill: welder, months: 2}}
  centre: {places: 20, trainers: 1}
"""
"""A plant whose headcount has every table and figure."""


def _staffed() -> list[Result]:
    return [zauyt.staff(read_text(EMPLOYED), draws=20)]


RUN_UP = """
format: 1
plant: every table
target: {vehicles_per_year: 100000}
calendars: {day: {days: mon-sun, shifts: {day: "06:00-14:00"}}}
lines:
  trim:
    paced: {pitch_time_s: 100, pitch_steps: {2026-01-01: 200, 2026-02-01: 100}}
    outcomes: {good: 0.9, repair: {value: 0.1, low: 0.05, high: 0.2}}
  repair: {after: trim.repair, cycle_s: 60, buffer_before: unlimited}
ramp:
  start: 2026-01-05
  gates: [{date: 2026-02-01, first_time_through: {trim: 0.8}}]
  milestones: {spring: {first: 2026-02-01, last: 2026-02-28, vehicles: 7000}}
"""
"""A plant whose launch has every table and figure."""


def _launched() -> list[Result]:
    return [zauyt.launch(read_text(RUN_UP), months=3, doubt_runs=3)]


SUPPLIED = """
format: 1
network: every table
currency: KZT
first_month: 2026-01
months: 12
places: {here: {latitude: 53.2, longitude: 63.6}}
origin_rules: {trade: {text: partly}}
models: {van: {}}
plants:
  north: {place: here, makes: {van: {cost: 8}}, vehicles_per_month: 5}
lanes: {road: {plants: [north], markets: [home], cost: {value: 1, low: 0.5, high: 2}}}
commitments: {few: {vehicles: 1}}
suppliers: {kits: {models: [van], kits_per_month: 9}}
markets:
  home: {place: here, sells: {van: {price: 10, vehicles_per_year: 100}}}
scenarios: {usual: {probability: 0.8}, rare: {probability: 0.2}}
published: {made: {year: 2026, value: 50}}
"""
"""A network whose plan has every table and figure."""


def _planned() -> list[Result]:
    network = read_network_text(SUPPLIED)
    missed = network.change({"commitments": {"many": {"vehicles": 100}}})
    return [zauyt.plan(missed), zauyt.plan(network)]


LOCALISED = """
format: 1
plant: every table
lines: {trim: {cycle_s: 200}}
money: {currency: KZT, rates: {USD: 500}, discount_share: 0.1}
volumes: {2026: 20000, 2027: 40000, 2028: 60000}
operations: {weld: {earns: {kz_points: 300, ru_719_points: 500}}}
parts:
  tyres:
    share: {value: 0.02, low: 0.01, high: 0.03}
    candidates: {saran: {price: 120000, lead_months: 6, imported_share: 0.3}}
content:
  first_year: 2026
  years: 3
  ex_works_price: 14000000
  kit: {price: 18000, currency: USD, deletion_credit: 0.8}
  ckd_share: {2026: 0.6, 2027: 0.7, 2028: 0.7}
  commitments: {c: {rule: kz_ex_works, year: 2027, least: 0.36}}
"""
"""A plant whose roadmap has every table, and every rule."""


def _finance() -> list[Result]:
    return [zauyt.finance(zauyt.read("kostanay"), draws=2)]


def _impact() -> list[Result]:
    return [zauyt.impact(zauyt.read("kostanay"), draws=2)]


def _localised() -> list[Result]:
    return [zauyt.localise(read_text(LOCALISED), points=3, draws=20)]


ORDERED = """
format: 1
plant: every table
models: {van: {options: {hook: 0.6}, colours: {red: 1, white: 1}}}
sequence:
  rules: {hook: {of: hook, most: 1, span: 3}}
  colours: {priority: 2}
  overload: {line: a, priority: 3}
  even_use: {hook: {of: hook, priority: 4}}
  open_kits: {most: 2, size: 5}
  wishes: {priority: 5}
  due: {priority: 6}
lines:
  a:
    paced: {pitch_time_s: 60}
    stations: {hooks: {cycle_s: 50, cycle_by_option_s: {hook: 20}}}
"""
"""A plant whose sequence has every table."""


def _ordered() -> list[Result]:
    return [zauyt.sequence(read_text(ORDERED), vehicles=20, moves=1000, prove=2)]


STORED = """
format: 1
plant: every table
models: {van: {options: {hook: 0.3}, colours: {red: 1, white: 1}}}
sequence: {rules: {hook: {of: hook, most: 1, span: 3}}, colours: {priority: 2}}
lines: {a: {cycle_s: 60}, b: {after: store, cycle_s: 60}}
stores: {store: {after: a, lanes: 2, places: 6}}
"""
"""A plant whose way through the store has every table."""


def _stored() -> list[Result]:
    return [zauyt.resequence(read_text(STORED), vehicles=20, rounds=2, again=True)]


TASKS = """
format: 1
plant: every table
calendars: {day: {shifts: {early: "06:00-14:00"}}}
lines: {a: {cycle_s: 60, stations: 3}}
balance: {a: {tasks: {seat: {time_s: 40}, belt: {time_s: 30, after: seat}}}}
"""
"""A plant whose balance has every table."""


def _balanced() -> list[Result]:
    plant = read_text(TASKS)
    return [zauyt.balance(plant, moves=9, takt_change_s=5, variation=0.1)]


PROMISED = """
format: 1
plant: every table
calendars: {always: {days: mon-sun, shifts: {day: "00:00-12:00", late: "12:00-00:00"}}}
lines:
  a:
    count_point: buy_off
    stations: {s: {cycle_s: {value: 600, low: 570, high: 630}}}
money: {currency: KZT}
agreement:
  commitments:
    volume: {measure: vehicles, at_least: 54000, year: mature, calendar: always,
             penalty: 1}
    speech: {measure: vehicles, at_least: 50000}
  levers: {speed: {paths: [lines.a.stations.s.cycle_s], towards: less,
                   cost_per_percent: 1}}
"""
"""A plant whose commitments have every table and figure."""


def _promised() -> list[Result]:
    return [zauyt.check(read_text(PROMISED))]


BROUGHT = """
format: 1
plant: every table
lines: {trim: {cycle_s: 200}}
money: {currency: KZT}
supply:
  first: 2027-01-04
  weeks: 8
  per_workday: {2027-01-01: 10}
  volume_cv: {value: 0.1, low: 0.05, high: 0.2}
  suppliers: {maker: {orders: mon}}
  lanes: {train: {supplier: maker, materials: [kit], legs: [{to: port, days: 2},
                                                            {to: plant, days: 4}]}}
  materials: {kit: {price: 10, safety_stock: 5}}
  disruptions: {closed: {first: 2027-01-18, days: 14, closed_places: [port]}}
"""
"""A plant whose supply has every table."""


def _brought() -> list[Result]:
    return [zauyt.supply(read_text(BROUGHT), runs=3, doubt_runs=5)]


ANSWERS: dict[str, Callable[[], list[Result]]] = {
    "balance": _balanced,
    "sequence": _ordered,
    "resequence": _stored,
    "launch": _launched,
    "finance": _finance,
    "impact": _impact,
    "localise": _localised,
    "simulate": _simulated,
    "staff": _staffed,
    "supply": _brought,
    "plan": _planned,
    "check": _promised,
}
"""Short answers of every study that together have all its figures and tables."""


def _study(study: str) -> list[str]:
    """Tell what a study gives, by the columns of short results."""
    function = getattr(zauyt, study)
    results = ANSWERS[study]()
    lines = [
        f"# What `{study}` gives",
        "",
        (inspect.getdoc(function) or "").split("\n")[0],
    ]
    lines += ["", "## Headline", ""]
    # The last answer has the usual order; what others have besides comes after it.
    headline = {n: f for each in reversed(results) for n, f in each.headline.items()}
    rows = [(f"`{name}`", heading(each.unit)) for name, each in headline.items()]
    lines += _table(("figure", "unit"), rows)
    tables = {name: table for each in results for name, table in each.tables.items()}
    for name, table in tables.items():
        columns = [
            (f"`{column.name}`", heading(column.unit), column.meaning)
            for column in table.columns
        ]
        lines += [f"## Table `{name}`", ""]
        if name in DEFINED_IN:
            lines += [inspect.cleandoc(DEFINED_IN[name].__doc__ or ""), ""]
        lines += _table(("column", "unit", "meaning"), columns)
    return lines
