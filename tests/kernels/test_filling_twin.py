"""A line filled by the kernel is that of the slow twin, on lines drawn at random.

``ZAUYT_LINES`` says how many are tried (300 unless stated).
"""

from __future__ import annotations

import random

from tests.naive import fillings, ruled_balances
from tests.tried import of_case, tried
from zauyt.studies.balancing.question import question
from zauyt.studies.balancing.ruled import Run, Start, book_of
from zauyt.studies.balancing.search import Clock

LINES = tried("ZAUYT_LINES", 300)


def test_a_line_is_filled_as_its_slow_twin_fills_it():
    whole = 0
    for number in LINES:
        tasks = ruled_balances.at_random(number, most_tasks=20)
        asked = question(tasks, cycle=12, stations=0, most_stations=0)
        assert tasks.rules is not None
        book = book_of(asked.graph, tasks.rules)
        draw = random.Random(number)
        worth = [draw.randint(1, 12) for _ in range(tasks.count)]
        told = {
            "cycle": asked.cycle, "most": draw.randint(4, 14),
            "spread": draw.random() < 0.5,
            "home": [(draw.randint(1, 5), draw.randint(0, 4)) for _ in worth]
            if draw.random() < 0.5 else [],
        }  # fmt: skip
        found = filled(book, worth, **told)
        with of_case(f"line {number}"):
            assert found == fillings.filled(book, worth, **told)
        whole += found is not None
    assert len(LINES) // 3 < whole < len(LINES)


def filled(book, worth, *, cycle, most, spread, home):
    """Fill a line once by the kernel; None where tasks are left over."""
    run = Run.of(book, seed=0, home=home)
    run.begin(Start.of(worth, spread=spread), cycle=cycle, most=most)
    return run.place() if run.go_on(1, Clock()) else None
