"""The waterfall's bars and the value of a second, held against paired runs."""

from __future__ import annotations

import itertools
import random

import pytest

from zauyt.plant.plant import Plant
from zauyt.results.result import Result
from zauyt.studies.simulate import simulate

LINES = 12
ASKED = {"days": 56, "runs": 2, "doubt_runs": 0, "workers": 1}


def station(chance: random.Random, number: int) -> dict:
    """Give a station with some of what may hold a line up."""
    cycle_s = round(chance.uniform(85, 110), 1)
    stated: dict = {"cycle_s": cycle_s}
    if number:
        stated["buffer_before"] = chance.choice([0, 1, 2, 5])
    if chance.random() < 0.6:
        stated["failure"] = f"stop_{number}"
    if chance.random() < 0.5:
        spread = round(chance.uniform(0.05, 0.4), 2)
        stated["cycle_law"] = {"type": "lognormal", "cv": spread}
    if chance.random() < 0.3:
        stated["setup_s"] = float(chance.randint(3, 20))
    if chance.random() < 0.3:
        stated["cycle_by_model"] = {"bus": cycle_s + chance.randint(5, 25)}
    return stated


def line(number: int) -> Plant:
    """Give a random line in series: three to six stations of about one speed."""
    chance = random.Random(number)
    stations = {f"S{k}": station(chance, k) for k in range(chance.randint(3, 6))}
    failures = {
        each["failure"]: {
            "mtbf_h": round(chance.uniform(1, 8), 1),
            "mttr_min": round(chance.uniform(3, 15), 1),
        }
        for each in stations.values()
        if "failure" in each
    }
    calendar = {
        "days": "mon-sun",
        "holidays": False,
        "shifts": {"all": "06:00-22:00"},
        "breaks_min": {"lunch": float(chance.choice([10, 30, 45]))},
    }
    return Plant.model_validate(
        {
            "format": 1,
            "plant": "line",
            "failures": failures,
            "calendars": {"day": calendar},
            "models": {"van": {"share": 0.6}, "bus": {"share": 0.4}},
            "lines": {"a": {"stations": stations}},
        }
    )


def test_the_largest_bars_rank_as_their_removals_do() -> None:
    """Five bars a line, pair by pair; what lies within the interval is a tie."""
    alike = 0
    every = 0
    for number in range(LINES):
        rows = simulate(line(number), **ASKED).tables["waterfall"].rows()
        tried = [row for row in rows if row["without"] is not None][:5]
        for larger, smaller in itertools.combinations(tried, 2):
            tie = larger["low"] <= smaller["high"]
            alike += tie or larger["without_high"] >= smaller["without_low"]
            every += 1
    assert every >= 5 * LINES
    assert alike >= 0.95 * every


def made(plant: Plant, days: int = 365) -> list[float]:
    result = simulate(plant, **(ASKED | {"days": days, "runs": 8}), pairs=0)
    return [row["vehicles_per_year"] for row in result.tables["runs"].rows()]


def value(result: Result) -> dict[str, dict]:
    return {row["station"]: row for row in result.tables["value"].rows()}


@pytest.mark.parametrize("number", range(3))
def test_a_second_is_worth_what_a_faster_station_makes_more(number: int) -> None:
    """By derivative within 5 % of paired runs, or within their 95 % interval."""
    from zauyt.statistics.interval import paired_difference

    plant = line(number)
    result = simulate(plant, **(ASKED | {"days": 365, "runs": 8}), pairs=0)
    worth = value(result)
    name = max(worth, key=lambda station: worth[station]["per_second_of_cycle"])
    entry = plant.lines["a"].stations[name.partition(".")[2]]  # type: ignore[index]
    path = f"lines.a.stations.{name.partition('.')[2]}"
    step_s = 0.5

    def shifted(by_s: float) -> Plant:
        changes = {f"{path}.cycle_s": entry.cycle_s + by_s}
        for model, cycle_s in entry.cycle_by_model.items():
            changes[f"{path}.cycle_by_model.{model}"] = cycle_s + by_s
        return plant.change(changes)

    found = paired_difference(made(shifted(-step_s)), made(shifted(step_s)))
    per_second = found.value / (2 * step_s)
    reach = max(0.05 * per_second, found.half_width / (2 * step_s))
    assert worth[name]["per_second_of_cycle"] == pytest.approx(per_second, abs=reach)


@pytest.mark.parametrize("number", range(3))
def test_no_bar_is_called_other_and_every_day_closes(number: int) -> None:
    result = simulate(line(number), **ASKED, pairs=0)
    causes = result.tables["waterfall"]["cause"]
    assert not {"other", "rest", "remainder"} & set(causes)
    for row in result.tables["waterfall_by_day"].rows():
        bars = {name: each for name, each in row.items() if name != "date"}
        ideal, out = bars.pop("ideal"), bars.pop("out")
        assert ideal - sum(bars.values()) == pytest.approx(out, abs=1e-6)


def test_a_second_counts_for_more_where_operations_are_long_by_chance() -> None:
    """Long operations are on the path more often, and shrink by more than a second."""
    law = {"type": "lognormal", "cv": 0.5}
    stations = {f"S{n}": {"cycle_s": 60, "cycle_law": law} for n in range(3)}
    plant = Plant.model_validate(
        {"format": 1, "plant": "line", "lines": {"a": {"stations": stations}}}
    )
    asked = ASKED | {"runs": 4, "pairs": 0}
    result = simulate(plant, **asked)
    per_second = sum(
        row["per_second_of_cycle"] for row in result.tables["value"].rows()
    )
    # All cycles 1 % longer: all times 1 % longer, and as many vehicles fewer.
    made = result.headline["vehicles_per_year"].value
    assert per_second * 60 == pytest.approx(made, rel=0.01)


def test_stations_without_work_of_their_own_are_worth_what_their_conveyor_is() -> None:
    paced = {"paced": {"pitch_time_s": 60}, "stations": 3}
    plant = Plant.model_validate({"format": 1, "plant": "line", "lines": {"a": paced}})
    rows = list(simulate(plant, **ASKED, pairs=0).tables["value"].rows())
    assert len(rows) == 3
    assert all(row["per_second_of_cycle"] == 0 for row in rows)
