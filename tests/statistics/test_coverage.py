"""What `simulate` and `compare` print of small experiments holds at its level.

One exponential station and an inspection make vehicles and scrap that are Poisson
exactly, so that every truth is known. Each experiment is a few runs of one day.
"""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from zauyt import compare, read_text, simulate
from zauyt.results.column import cells
from zauyt.results.result import Table
from zauyt.results.summary import mean_figure, probability_figure, summary
from zauyt.statistics.probability import stages, verdict
from zauyt.studies.simulation.staged import Looks, go_on, probability

EXPERIMENTS = 2_000
RUNS = 6
TARGET = 134.5
"""Vehicles a day that the target asks for."""
LEAST, MOST = 0.94, 0.96


def many_runs(cycle_s):
    plant = read_text(f"""
format: 1
plant: poisson
target: {{vehicles_per_year: {TARGET * 365}}}
lines:
  a: {{cycle_s: {cycle_s}, cycle_law: {{type: exponential}}, count_point: buy_off,
      outcomes: {{good: 0.9, scrap: 0.1}}}}
""")
    return simulate(
        plant,
        days=1,
        warm_up_days=0,
        runs=EXPERIMENTS * RUNS,
        doubt_runs=0,
        pairs=0,
        seed=11,
    )


@pytest.fixture(scope="module")
def base():
    return many_runs(600)


@pytest.fixture(scope="module")
def faster():
    return many_runs(580)


def experiments(result):
    """Give a result of a few runs for each experiment."""
    runs = result.tables["runs"]
    columns = {column: cells(values) for column, values in runs.data.items()}
    for begin in range(0, EXPERIMENTS * RUNS, RUNS):
        part = slice(begin, begin + RUNS)
        table = Table({column: values[part] for column, values in columns.items()})
        yield dataclasses.replace(result, tables={"runs": table})


def coverage(found, truth):
    return np.mean([low <= truth <= high for low, high in found])


def test_runs_have_the_moments_of_their_law(base):
    vehicles = np.asarray(base.tables["runs"]["vehicles"], dtype=float)
    error = np.sqrt(129.6 / vehicles.size)
    assert vehicles.mean() == pytest.approx(129.6, abs=4 * error)
    assert vehicles.var() == pytest.approx(129.6, rel=4 * np.sqrt(2 / vehicles.size))


def test_means_of_measures_are_covered_in_94_to_96_percent(base):
    truths = {
        "vehicles": 129.6,
        "vehicles_per_year": 129.6 * 365,
        "jph_net": 129.6 / 24,
        "scrapped": 14.4,
    }
    found = {name: [] for name in truths}
    for one in experiments(base):
        for row in summary(one.tables["runs"]).rows():
            if row["measure"] in truths:
                found[row["measure"]].append((row["low"], row["high"]))
    for name, truth in truths.items():
        assert LEAST <= coverage(found[name], truth) <= MOST, name


def test_figures_of_the_headline_are_those_of_the_summary(base):
    one = next(experiments(base))
    rows = {row["measure"]: row for row in summary(one.tables["runs"]).rows()}
    figure = mean_figure(one.tables["runs"]["vehicles"], "vehicles")
    row = rows["vehicles"]
    assert (figure.value, figure.low, figure.high) == (
        row["mean"], row["low"], row["high"],
    )  # fmt: skip


def test_differences_of_compared_plants_are_covered_in_94_to_96_percent(base, faster):
    difference = 0.9 * 86_400 * (1 / 580 - 1 / 600)
    pairs = zip(experiments(faster), experiments(base), strict=True)
    found = [compare(*pair).headline["vehicles"] for pair in pairs]
    assert LEAST <= coverage([(f.low, f.high) for f in found], difference) <= MOST
    # On the same numbers they differ by less than two runs do that are apart.
    spread = np.std([figure.value for figure in found])
    assert spread < 0.5 * np.sqrt(2 * 129.6 / RUNS)


def test_the_probability_of_the_target_is_covered_at_its_level(base):
    truth = stats.poisson(129.6).sf(TARGET)
    figures = [
        probability_figure(one.tables["runs"]["target_met"])
        for one in experiments(base)
    ]
    # A count of runs comes in steps, so that an exact bound holds more often.
    assert coverage([(figure.low, figure.high) for figure in figures], truth) >= 0.95
    assert np.mean([figure.low > truth for figure in figures]) <= 0.025
    assert np.mean([figure.high < truth for figure in figures]) <= 0.025


def test_the_probability_of_many_runs_is_that_of_the_law(base):
    truth = stats.poisson(129.6).sf(TARGET)
    figure = base.headline["target_probability_chance_only"]
    assert figure.low <= truth <= figure.high
    assert figure.high - figure.low < 0.02


@pytest.mark.parametrize(("wanted", "wrong"), [(0.45, "met"), (0.25, "missed")])
def test_staged_runs_prove_what_is_false_no_more_often_than_their_level(
    base, wanted, wrong
):
    truth = stats.poisson(129.6).sf(TARGET)
    assert 0.25 < truth < 0.45
    vehicles = np.asarray(base.tables["runs"]["vehicles"]).tolist()
    plan = stages(wanted, [10, 20, 40])
    ends, covered = [], []
    for begin in range(0, EXPERIMENTS * RUNS - 40, 40):
        looks = Looks(TARGET, wanted, plan)

        def carry(numbers, begin=begin):
            return [SimpleNamespace(vehicles=vehicles[begin + n]) for n in numbers]

        runs = carry(range(10))
        go_on(looks, runs, carry, lambda run: run.vehicles)
        end = verdict(plan, looks.successes)
        assert len(runs) == plan[len(looks.successes) - 1].runs
        figure = probability(looks)
        ends.append(end)
        covered.append(figure.low <= truth <= figure.high)
    assert ends.count(wrong) / len(ends) <= 0.05
    assert np.mean(covered) >= 0.95
    assert 0.1 < (len(ends) - ends.count("too_close_to_tell")) / len(ends) < 0.9
