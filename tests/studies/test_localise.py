"""Roadmaps of local parts: against every roadmap there is, and a plain checker."""

from __future__ import annotations

import numpy as np
import pytest
from roadmaps import RULES, Counted, drawn_plan, plant_of

import zauyt
from tests.tried import tried
from zauyt.plant.checks.sourcing import counted_by
from zauyt.plant.content_rule import rule_of
from zauyt.studies.localisation import search
from zauyt.studies.localisation.choices import break_even_volume, choices
from zauyt.studies.localisation.program import program
from zauyt.studies.localisation.rules import forms

QUICK = {"points": 0, "draws": 0, "gap": 0.0}
ROADMAPS = tried("ZAUYT_ROADMAPS", 200)


def reached_at_most(counted: Counted, rule: str, year: int) -> float:
    """Give the most content of a year that any single roadmap has, taking all."""
    return max(
        counted.content_of(
            rule,
            {(p, label): counted.most(p, label, d, year)
             for p, (label, d) in made.items()},
        )
        for made in counted.roadmaps()
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_the_best_roadmap_is_the_best_of_all_there_are(seed):
    data = drawn_plan(seed, parts=3)
    for part in data["parts"].values():
        part.pop("part_of", None)
    counted = Counted(data)
    asked = data["content"]["commitments"]["asked"]
    last = counted.years - 2
    none = counted.content_of(asked["rule"], {})
    most = reached_at_most(counted, asked["rule"], last)
    asked["least"] = max(none + 0.6 * (most - none), 0.0)
    least = [None, *[asked["least"]] * (counted.years - 1)]
    found = [
        worth
        for made in counted.roadmaps()
        if (worth := counted.best_of(made, asked["rule"], least)) is not None
    ]
    result = zauyt.localise(plant_of(data), **QUICK)
    assert result.status == "answered"
    best = max(found)
    assert result.headline["worth"].value == pytest.approx(best, rel=1e-4, abs=1e5)


def test_parts_inside_parts_are_best_of_all_there_are_too():
    for seed in (3, 8):
        data = drawn_plan(seed, parts=3)
        data["parts"]["p1"]["part_of"] = "p0"
        data["content"]["commitments"] = {}
        counted = Counted(data)
        none = [None] * counted.years
        best = max(
            counted.best_of(made, "kz_ex_works", none) for made in counted.roadmaps()
        )
        result = zauyt.localise(plant_of(data), **QUICK)
        assert result.headline["worth"].value == pytest.approx(best, rel=1e-4, abs=1e5)


@pytest.mark.parametrize("seed", ROADMAPS)
def test_every_rule_holds_in_random_roadmaps(seed):
    data = drawn_plan(seed, parts=6, years=4)
    plant = plant_of(data)
    made = choices(plant)
    asked = program(made, plant.content, plant.money)
    counted_rules = forms(plant, made, counted_by(plant))
    wanted = search.wanted_by(plant.content)
    plan = search.best(asked, counted_rules, wanted, gap=1e-6)
    if plan is None:
        wanted = search.nearest(asked, counted_rules, wanted)
        plan = search.best(asked, counted_rules, wanted, gap=1e-6)
    counted = Counted(data)
    keys = [(choice.part, choice.candidate) for choice in made.all]
    decided = {keys[at][0]: (keys[at][1], y) for at, y in plan.decided.items()}
    assert len(decided) == len(plan.decided), seed
    assert counted.allowed(decided), seed
    worth = 0.0
    for year in range(4):
        local = {key: float(plan.local[at, year]) for at, key in enumerate(keys)}
        by_part: dict[str, float] = {}
        for at, (key, share) in enumerate(local.items()):
            by_part[key[0]] = by_part.get(key[0], 0.0) + share
            if share:
                assert at in plan.decided, seed
                most = counted.most(*key, plan.decided[at], year)
                assert share <= most + 3e-4, seed
            gain = counted.numbers(*key)["gain"] * share
            worth += gain * counted.volumes[year] * 1.1 ** -(year + 0.5)
        for part, entry in data["parts"].items():
            if "part_of" in entry:
                assert by_part[part] <= by_part[entry["part_of"]] + 1e-6, seed
        for rule in RULES:
            reached = counted.content_of(rule, local)
            form = counted_rules[rule].content(plan.local)[year]
            assert reached == pytest.approx(form, abs=1e-9), (seed, rule)
            if (rule, year) in wanted:
                assert reached >= wanted[rule, year] - 1e-6, seed
    for part, (label, year) in decided.items():
        worth -= counted.numbers(part, label)["spent"] * 1.1**-year
    assert worth == pytest.approx(plan.worth, rel=1e-6, abs=1.0), seed


def test_a_price_inside_its_interval_is_what_solving_again_gives():
    tried = 0
    for seed in range(40):
        data = drawn_plan(seed, parts=6, years=4)
        plant = plant_of(data)
        made = choices(plant)
        asked = program(made, plant.content, plant.money)
        counted = forms(plant, made, counted_by(plant))
        commitment = plant.content.commitments["asked"]
        years = search.span(plant.content, "asked")
        form = counted[commitment.rule]
        free = search.best(asked, counted, {}, gap=1e-6)
        low = form.content(free.local)[years].min()
        high = min(search.most_content(asked, form, year, gap=1e-6) for year in years)
        wanted = {(commitment.rule, y): low + 0.55 * (high - low) for y in years}
        plan = search.best(asked, counted, wanted, gap=1e-6)
        if plan is None:
            continue
        price = search.commitment_price(
            asked, counted, wanted, plan, years, commitment.rule
        )
        step = 0.5 * min(price.high, 0.002)
        if price.cost < 1e6 or step < 1e-6:
            continue
        moved = {key: least + step for key, least in wanted.items()}
        left = search.fixed(asked, counted, moved, plan)
        other = search.settled(left, plan)
        assert plan.worth - other.worth == pytest.approx(price.cost * step, rel=0.01), (
            seed
        )
        tried += 1
    assert tried >= 5


def test_a_part_pays_from_its_break_even_volume():
    data = drawn_plan(4, parts=1)
    data["content"]["commitments"] = {}
    data["content"].pop("most_investment", None)
    maker = {"price": 600, "currency": "USD", "tooling": 1e6, "lead_months": 8,
             "ramp_months": 7, "imported_share": 0.3}  # fmt: skip
    data["parts"] = {"p0": {"share": 0.06, "candidates": {"a": maker}}}
    data["content"]["kit"] |= {"deletion_credit": 0.8, "freight_share": 0.05}
    made = choices(plant_of(data))
    volume = break_even_volume(made.all[0], made)
    for factor, parts in ((0.99, 0), (1.01, 1)):
        data["volumes"] = dict.fromkeys(data["volumes"], volume * factor)
        result = zauyt.localise(plant_of(data), **QUICK)
        assert result.headline["local_parts"].value == parts


def test_what_cannot_be_met_is_named_with_the_nearest_that_can():
    data = drawn_plan(7)
    asked = data["content"]["commitments"]["asked"]
    asked["least"] = 0.95
    result = zauyt.localise(plant_of(data), **QUICK)
    assert result.status == "no_answer"
    assert result.reason.numbers["commitment"] == "asked"
    nearest = result.reason.numbers["nearest"]
    assert nearest < 0.95
    short = {r["year"]: r["nearest"] for r in result.tables["content"].rows()
             if r["wanted"] is not None}  # fmt: skip
    assert short[result.reason.numbers["year"]] == nearest
    # The nearest can be met, and nothing above it in its hardest year alone.
    asked["least"] = min(short.values()) - 1e-6
    assert zauyt.localise(plant_of(data), **QUICK).status == "answered"


def test_the_changes_give_the_same_roadmap_again():
    plant = plant_of(drawn_plan(13, parts=6))
    first = zauyt.localise(plant, **QUICK)
    again = zauyt.localise(plant.change(dict(first.changes)), **QUICK)
    assert again.tables["roadmap"] == first.tables["roadmap"]
    assert first.changes


def test_the_same_file_gives_the_same_roadmap():
    plant = plant_of(drawn_plan(13, parts=6))
    first, second = (zauyt.localise(plant, points=4) for _ in range(2))
    assert first.tables == second.tables
    assert first.headline == second.headline


def test_the_frontier_costs_more_and_more_content_by_content():
    result = zauyt.localise(plant_of(drawn_plan(21, parts=6)), points=6, draws=0, gap=0)
    table = result.tables["frontier"]
    assert len(table) > 3
    assert (np.diff(table["content"]) > 0).all()
    assert (np.diff(table["cost"]) >= -1.0).all()


def test_doubt_moves_worth_and_names_the_number_that_moves_it_most():
    data = drawn_plan(2)
    data["content"]["commitments"] = {}
    data["content"]["kit"]["deletion_credit"] = {"value": 0.9, "low": 0.6, "high": 1.0}
    for part in data["parts"].values():
        for maker in part["candidates"].values():
            maker["price"] *= 0.6
    result = zauyt.localise(plant_of(data), points=0, draws=60)
    worth = result.headline["worth"]
    assert worth.low < worth.value < worth.high
    (row,) = result.tables["ledger"].rows()
    assert row["fact"] == "content.kit.deletion_credit"
    assert row["worth_at_low"] < worth.value < row["worth_at_high"]


def test_nothing_to_choose_from_is_wrong_input():
    plain = zauyt.read_text("format: 1\nplant: a\nlines: {a: {cycle_s: 9}}\n")
    with pytest.raises(zauyt.WrongInput, match="needs content"):
        zauyt.localise(plain)


def test_a_stopped_search_gives_the_best_roadmap_so_far_with_its_gap():
    plant = plant_of(drawn_plan(13, parts=12, years=5))
    best = zauyt.localise(plant, **QUICK)
    told = []

    def stopping(done, total, gap):
        told.append(gap)
        if len(told) == 1:
            raise KeyboardInterrupt

    result = zauyt.localise(plant, **QUICK, progress=stopping)
    assert result.notes[0].key == "localise.stopped"
    assert result.status == "answered"
    worth, gap = result.headline["worth"].value, result.headline["gap"].value
    assert told[0] == gap
    assert 0 < gap <= 0.1
    assert worth <= best.headline["worth"].value <= worth * (1 + gap) * (1 + 1e-9)


@pytest.mark.parametrize("at", [4, 6, 8])
def test_a_stop_after_the_search_keeps_the_roadmap_and_what_was_told(at):
    plant = plant_of(drawn_plan(13, parts=12, years=5))
    asked = {**QUICK, "points": 5}
    whole = zauyt.localise(plant, **asked)
    told = []

    def stopping(done, total, gap):
        if done >= at and not told:
            told.append(done)
            raise KeyboardInterrupt

    result = zauyt.localise(plant, **asked, progress=stopping)
    assert result.notes[0].key == "localise.stopped"
    assert result.tables["roadmap"] == whole.tables["roadmap"]
    assert len(result.tables["commitments"]) == len(whole.tables["commitments"])
    points = result.tables.get("frontier", ())
    assert len(points) < len(whole.tables["frontier"])


def test_a_rule_of_the_file_counts_as_a_shipped_one_of_the_same_terms():
    data = drawn_plan(3, parts=4)
    content = data["content"]
    shipped = rule_of("cis_build_down")
    own = {"formula": "build_down", "part_least_share": shipped.part_least_share}
    content["own_rules"] = {
        "same": own | {"text": "partly", "assumption": "as the shipped one"},
        "strict": own | {"text": "public", "part_least_share": 0.99},
        "kz_ex_works": {"formula": "without_margin", "text": "public"},
    }
    content["rules"] = ["cis_build_down", "kz_without_margin", *content["own_rules"]]
    content["commitments"] = {"a": {"rule": "same", "year": 2027, "least": 0.01}}
    result = zauyt.localise(plant_of(data), **QUICK)
    reached = {}
    for row in result.tables["content"].rows():
        reached.setdefault(row["rule"], []).append(row["content"])
    assert reached["same"] == reached["cis_build_down"]
    assert reached["strict"] != reached["same"]
    # A rule of a shipped name takes its place.
    assert reached["kz_ex_works"] == reached["kz_without_margin"]
    (note,) = [each for each in result.notes if each.key == "localise.assumed"]
    assert "same" in note.numbers["rules"]
    assert "strict" not in note.numbers["rules"]
    rows = {row["rule"]: row for row in result.tables["rules"].rows()}
    assert rows["same"]["assumption"] == "as the shipped one"
