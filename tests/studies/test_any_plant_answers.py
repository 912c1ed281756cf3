"""Every random plant with everything on is answered, or refused in words.

``ZAUYT_PLANTS`` says how many are tried (20 unless stated).
"""

from __future__ import annotations

import math

from naive.compared import random_case

from tests.tried import of_case, tried
from zauyt import NoAnswer, WrongInput, simulate
from zauyt.results.as_json import to_json
from zauyt.results.language import sentence

PLANTS = tried("ZAUYT_PLANTS", 20)


def test_every_random_plant_is_answered_with_its_what_ifs_or_refused_in_words() -> None:
    answered = without_words = 0
    for number in PLANTS:
        case = random_case(number)
        try:
            with of_case(f"plant {number}"):
                result = simulate(
                    case.plant, mature=False, start=case.first_day, days=2,
                    warm_up_days=1, runs=1, doubt_runs=0, pairs=1, workers=1,
                )  # fmt: skip
        except (WrongInput, NoAnswer) as refused:
            without_words += not str(refused).strip()
            continue
        answered += 1
        assert to_json(result)
        assert all(sentence(note) for note in result.notes), number
        bars = {
            row["cause"]: row["vehicles_per_year"]
            for row in result.tables["waterfall"].rows()
        }
        ideal, out = bars.pop("ideal"), bars.pop("out")
        assert math.isclose(ideal - sum(bars.values()), out, abs_tol=1e-6 * ideal)
    assert without_words == 0
    assert answered > 0.9 * len(PLANTS)
