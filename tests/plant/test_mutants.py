"""Whatever is done to a plant file, the answer is a plant or a list of problems."""

from __future__ import annotations

import copy
import faulthandler
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tried import tried
from zauyt.errors import WrongInput
from zauyt.plant.plant import Plant
from zauyt.plant.reading.file import read_text, text_of

MUTANTS = tried("ZAUYT_MUTANTS", 2000)
TEXTS = [
    path.read_text(encoding="utf-8")
    for path in sorted(Path(__file__).with_name("files").glob("*.yaml"))
]
WORDS = (
    *("null", "~", "true", "no", "NO", "on", "-1", "0", "1e3", "1e400", "-1e-320"),
    *(".nan", ".inf", "-.inf", "9" * 400, "0x1F", "0o17", "1_000", "70 000", "58,5"),
    *("12%", "60 s", "6:00", "24:00-25:00", "2026-02-30", "2026-01-15", "9999-12-31"),
    *("2026-01-15T10:00:00Z", "[]", "{}", "[1, [2, [3]]]", "{value: 3}", "''", "' '"),
    *("{value: 3, low: 4, high: 2}", "{value: 5, low: 1}", "{low: 1, high: 2}", "*x"),
    *(
        "{type: triangular, low: 0, high: 9}",
        "{type: geometric}",
        "&x {a: *x}",
        "!!int",
    ),
    *(
        "unlimited",
        "trim",
        "inspect.spot",
        "inspect.",
        ".",
        "..",
        "жол",
        "도장",
        "a" * 300,
    ),
    *(
        "'\\",
        '"\\ud800"',
        "\u202e",
        "\ufeff",
        "e\u0301",
        "\U0001f697",
        "\x85",
        "\u2028",
    ),
    *(
        "\t",
        "\x00",
        "%YAML 1.1",
        "---",
        "...",
        "- ",
        "? ",
        ": ",
        "#",
        "|",
        ">",
        "<<: {}",
    ),
    *(
        "[" * 60,
        "{a: " * 60,
        "- " * 60,
        "[" * 3000,
        "!",
        "!!python/name:os.system",
        "@",
    ),
)


def _delete_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def _swap_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    one, other = (chance.randrange(len(lines)) for _ in range(2))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _double_part(text: str, chance: random.Random) -> str:
    begin = chance.randrange(len(text))
    end = min(len(text), begin + chance.randrange(200))
    at = chance.randrange(len(text))
    return text[:at] + text[begin:end] + text[at:]


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text))]


def _replace_token(text: str, chance: random.Random) -> str:
    begin = chance.randrange(len(text))
    end = min(len(text), begin + chance.choice((0, 1, 1, 2, 5, 12)))
    return text[:begin] + chance.choice(WORDS) + text[end:]


def _replace_value(text: str, chance: random.Random) -> str:
    places = [at + 2 for at in range(len(text) - 2) if text[at : at + 2] == ": "]
    begin = chance.choice(places)
    end = begin
    while end < len(text) and text[end] not in ",}\n":
        end += 1
    return text[:begin] + chance.choice(WORDS) + text[end:]


def _indent(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((" ", "    ", "\t", "- ")) + lines[at]
    return "\n".join(lines)


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in list(entries):
        yield tree, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _structure(text: str, chance: random.Random) -> str:
    """Delete, swap, rename, retype or transplant values of a file that is YAML."""
    tree = yaml.safe_load(text)
    for _ in range(chance.randint(1, 3)):
        places = list(_places(tree))
        holder, key = chance.choice(places)
        other, other_key = chance.choice(places)
        kind = chance.randrange(6)
        if kind == 0:
            del holder[key]
        elif kind == 1:
            holder[key] = copy.deepcopy(other[other_key])
        elif kind == 2 and isinstance(holder, dict):
            holder[str(other_key)] = holder.pop(key)
        elif kind == 3:
            holder[key] = chance.choice(
                (
                    None,
                    True,
                    -1,
                    0,
                    1,
                    2.5,
                    1e9,
                    1e308,
                    10**30,
                    "x",
                    [],
                    {},
                    [[]],
                    "0.5",
                )
            )
        elif kind == 4 and isinstance(holder[key], int | float):
            holder[key] = holder[key] * chance.choice(
                (-1, 0, 1e-9, 0.5, 1.001, 100, 1e9)
            )
        elif isinstance(holder[key], str) and isinstance(other[other_key], str):
            holder[key], other[other_key] = other[other_key], holder[key]
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    _delete_line,
    _swap_lines,
    _double_part,
    _cut,
    _replace_token,
    _replace_value,
    _replace_value,
    _indent,
)


def mutant(number: int, texts: Sequence[str] = TEXTS) -> str:
    """Give the text of a mutant of one of some texts; the same for the same number."""
    chance = random.Random(f"plant-file-{number}")
    text = chance.choice(texts)
    if chance.random() < 0.5:
        text = _structure(text, chance)
        return text if chance.random() < 0.8 else _replace_value(text, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if len(text) > 2 and ": " in text[:-2]:
            text = chance.choice(MUTATIONS)(text, chance)
    return text


@pytest.fixture
def told_where_it_hangs() -> Iterator[None]:
    faulthandler.dump_traceback_later(900, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def _answer(text: str) -> Plant | WrongInput:
    try:
        return read_text(text, file="mutant.yaml")
    except WrongInput as error:
        return error


@pytest.mark.usefixtures("told_where_it_hangs")
def test_every_mutant_is_a_plant_or_a_list_of_placed_problems() -> None:
    plants = refused = 0
    for number in MUTANTS:
        answer = _answer(mutant(number))
        if isinstance(answer, Plant):
            plants += 1
            continue
        refused += 1
        for problem in answer.problems:
            said = f"mutant {number}: {problem}"
            assert problem.file == "mutant.yaml", said
            assert problem.line is not None, said
            assert problem.column is not None, said
            assert problem.message.strip(), said
            assert "Input should" not in problem.message, said
            assert "Value error" not in problem.message, said
    assert plants > len(MUTANTS) / 20, (
        "hardly any mutant is a plant: they test too little"
    )
    assert refused > len(MUTANTS) / 3, (
        "hardly any mutant is refused: they test too little"
    )


def test_a_mutant_that_is_a_plant_reads_back_from_its_own_text() -> None:
    for number in MUTANTS[:400]:
        answer = _answer(mutant(number))
        if isinstance(answer, Plant):
            again = read_text(text_of(answer))
            assert again == answer, f"mutant {number}"
            assert again.id == answer.id, f"mutant {number}"
