"""The same bits however a run is carried out: stopped and resumed, compiled or not.

``ZAUYT_PLANTS`` says how many random plants are stopped (60 unless stated).
"""

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from naive.compared import outcome_of, prepared, random_case

from tests.tried import tried
from zauyt.kernels.flow import events as kernel
from zauyt.runs.memory import Rings, copied, laid_out
from zauyt.runs.single import Room, Run, carry_out, go_on

PLANTS = tried("ZAUYT_PLANTS", 60)
TESTS = Path(__file__).parents[1]


def carried_out(case, shares):
    """Run a case, its memory copied at shares of its time; give what it came to."""
    packed = prepared(case, operations=4000)
    memory = laid_out(packed.memory, Rings(4001, 4001, 4001, 4000, 4000))
    kernel.begin(
        memory.block, packed.tables, memory.draws, memory.history,
        np.uint64(case.seed), np.uint64(case.run),
    )  # fmt: skip
    for share in [*sorted(shares), 1]:
        memory = copied(memory)
        ended = go_on(packed, memory, int(share * packed.length_ticks))
    kernel.close_books(memory.block)
    return outcome_of(packed, Run(case.run, ended, memory))


def test_a_run_stopped_and_resumed_is_the_undisturbed_run():
    for number in PLANTS:
        case = random_case(number)
        chance = random.Random(number)
        stopped = carried_out(case, [chance.random() for _ in range(5)])
        assert stopped == carried_out(case, []), number


def bits(numbers):
    """Give a hash of all that runs of random plants left in memory."""
    digest = hashlib.blake2b(digest_size=16)
    for number in numbers:
        case = random_case(number)
        packed = prepared(case, operations=1)
        room = Room(passages=5000, operations=5000, repairs=5000)
        run, _ = carry_out(packed, seed=case.seed, run=case.run, room=room)
        digest.update(run.passages.tobytes() + run.spent.tobytes())
        for kept in (run.stations["left"], run.buffers["area"]):
            digest.update(kept.tobytes())
    return digest.hexdigest()


def bits_elsewhere(numbers, **environment):
    """Give the same from another process with other settings of the compiler."""
    program = f"from test_bits import bits; print(bits({list(numbers)}))"
    paths = [str(Path(__file__).parent), str(TESTS), *sys.path]
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("numbers", "environment"),
    [
        (range(4), {"NUMBA_DISABLE_JIT": "1"}),
        (range(20), {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}),
    ],
    ids=["interpreted", "generic processor"],
)
def test_another_compiler_or_none_gives_the_same_bits(numbers, environment):
    assert bits_elsewhere(numbers, **environment) == bits(numbers)


def test_the_hash_tells_two_plants_apart():
    assert bits([1]) != bits([2])
