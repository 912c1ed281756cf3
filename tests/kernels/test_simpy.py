"""The kernel against SimPy, where no two things happen at once: equal to the tick.

``ZAUYT_PLANTS`` says how many random plants are tried (200 unless stated).
"""

from naive.compared import Case, by_kernel
from naive.plants import as_plant
from simpy_plant import Flow, tie_free_tree

from tests.tried import tried

PLANTS = tried("ZAUYT_PLANTS", 200)
TICKS_OF_A_DAY = 86_400_000


def in_simpy(case: Case):
    """Give departures and passages, and when the first tie ended them."""
    flow = Flow(case.plant, until=TICKS_OF_A_DAY, seed=case.seed, run=case.run)
    return flow.ended, until(flow.ended, flow.departures, flow.passages)


def until(end, departures, passages):
    early = {
        name: [time for time in times if time < end]
        for name, times in departures.items()
    }
    return (
        {name: times for name, times in early.items() if times},
        sorted((time, point) for time, point, *_ in passages if time < end),
    )


def test_departures_and_passages_equal_those_of_simpy_to_the_tick():
    differ, to_the_end = [], 0
    for number in PLANTS:
        case = Case(as_plant(tie_free_tree(number)), seed=number, run=number % 3)
        end, flow = in_simpy(case)
        kernel = by_kernel(case, operations=4000)
        to_the_end += end == TICKS_OF_A_DAY
        if flow != until(end, kernel.departures, kernel.passages):
            differ.append(number)
    assert differ == []
    assert to_the_end >= 0.9 * len(PLANTS)


def test_the_plants_rework_scrap_merge_and_stand_in_parallel():
    trees = [tie_free_tree(number) for number in PLANTS]
    lines = [line for tree in trees for line in tree["lines"].values()]
    assert sum("outcomes" in line for line in lines) > len(PLANTS) / 2
    assert sum(line["positions"] > 1 for line in lines) > len(PLANTS)
    assert sum(len(line.get("after", [])) == 2 for line in lines) > len(PLANTS) / 2
