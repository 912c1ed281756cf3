"""The kernel against its slow twin (`tests/naive`): equal to the tick.

Random plants have everything switched on at random. ``ZAUYT_PLANTS`` says how
many are tried (200 unless stated).
"""

import dataclasses

import pytest
from naive.compared import by_kernel, by_twin, differences, random_case

from tests.tried import tried

PLANTS = tried("ZAUYT_PLANTS", 200)
MOST_OPERATIONS = 4000


@pytest.fixture(scope="module")
def both():
    """Run every random plant in both, and keep how it ended and what differed."""
    found = {}
    for number in PLANTS:
        case = random_case(number)
        kernel = by_kernel(case, operations=MOST_OPERATIONS)
        found[number] = (kernel.stuck, differences(by_twin(case), kernel))
    return found


def test_kernel_and_twin_agree_to_the_tick_in_all_that_happens(both):
    assert {number: told for number, (_, told) in both.items() if told} == {}


def test_most_random_plants_run_to_the_end_and_some_do_not(both, capsys):
    ended = sum(not stuck for stuck, _ in both.values())
    with capsys.disabled():
        print(f"\n{ended} of {len(PLANTS)} random plants run to the end")
    assert 3 * ended >= 2 * len(PLANTS)
    assert ended < len(PLANTS) or range(200) != PLANTS


def test_a_difference_of_one_tick_is_seen():
    case = random_case(1)
    twin = by_twin(case)
    passages = [*twin.passages]
    passages[3] = (passages[3][0] + 1, *passages[3][1:])
    assert differences(twin, twin) == []
    assert differences(twin, dataclasses.replace(twin, passages=passages))
