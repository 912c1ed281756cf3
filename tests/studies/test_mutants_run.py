"""Plant files with values changed at random: a list of problems, or a run."""

import copy
import faulthandler
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.plant.test_mutants import mutant
from tests.tried import of_case, tried
from zauyt import NoAnswer, WrongInput, read_text, simulate
from zauyt.results.as_json import to_json
from zauyt.results.language import sentence

MUTANTS = tried("ZAUYT_MUTANTS", 1000, per=2)
ROOT = Path(__file__).parents[2]
FILES = (
    *sorted(ROOT.glob("examples/*/plant.yaml")),
    *sorted(ROOT.glob("tests/plant/files/*.yaml")),
)
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]
TEXTS += 2 * [text for text in TEXTS if len(text) < 5000]  # the long one takes long
FACTORS = (*(0.1, 0.5, 0.9, 1.1, 1.5, 2, 10) * 3, 0, 1e-9, 1e-6, 1e-3, 1e3, 1e6, 1e9)
WORDS = (
    *("busy", "operations", "calendar", "station", "zone", "pause", "finish"),
    *("do_not_start", "model", "colour", "saturated", "arrivals", "wait", "lose"),
    *("levelled", "random", "batches", "fifo", "restore_sequence", "colour_batch"),
    *("ratio", "unlimited", "constant", "exponential", "gap", "stop", "mon-sun"),
    *("slow", "other_model", "build_short", "00:00-00:00", "08:00-08:01", 0, 1, 2),
)


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in list(entries):
        yield tree, key
        if isinstance(value, dict | list):
            yield from _places(value)


def changed(number: int, texts: Sequence[str]) -> str:
    """Give the text of a plant with a few values changed, its form left as it is."""
    chance = random.Random(f"values-{number}")
    tree = yaml.safe_load(chance.choice(texts))
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        holder, key = chance.choice(list(_places(tree)))
        value = holder[key]
        if isinstance(value, bool):
            holder[key] = not value
        elif isinstance(value, int):
            holder[key] = round(min(value * chance.choice(FACTORS), 1e12))
        elif isinstance(value, float):
            holder[key] = value * chance.choice(FACTORS)
        elif isinstance(value, str):
            if value in WORDS or chance.random() < 0.05:
                holder[key] = chance.choice(WORDS)
        elif chance.random() < 0.5:
            others = [
                (other, place)
                for other, place in _places(tree)
                if place == key and other is not holder
            ]
            if others and chance.random() < 0.7:
                other, place = chance.choice(others)
                holder[key] = copy.deepcopy(other[place])
            else:
                del holder[key]
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)


@pytest.fixture
def told_where_it_hangs() -> Iterator[None]:
    faulthandler.dump_traceback_later(3600, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def outcome(text: str) -> str:
    """Give how a text ends: refused, without an answer, or with so many vehicles."""
    try:
        result = simulate(
            read_text(text, file="mutant.yaml"),
            days=2, warm_up_days=1, runs=1, doubt_runs=2, pairs=0, workers=1,
        )  # fmt: skip
    except (WrongInput, NoAnswer) as error:
        return type(error).__name__ if str(error).strip() else "without words"
    assert to_json(result)
    assert all(sentence(note) for note in result.notes)
    vehicles = result.headline["vehicles"].value
    assert isinstance(vehicles, float)
    assert math.isfinite(vehicles)
    return "ran" if vehicles else "nothing"


@pytest.mark.usefixtures("told_where_it_hangs")
def test_every_mutant_is_refused_in_words_or_runs() -> None:
    ended: dict[str, int] = {}
    for number in MUTANTS:
        text = changed(number, TEXTS) if number % 4 else mutant(number, TEXTS)
        with of_case(f"mutant {number}:\n{text}"):
            how = outcome(text)
        ended[how] = ended.get(how, 0) + 1
    assert "without words" not in ended
    assert ended.get("ran", 0) > len(MUTANTS) / 10, f"too few of them run: {ended}"
    assert ended.get("WrongInput", 0) > len(MUTANTS) / 10, (
        f"too few are refused: {ended}"
    )
