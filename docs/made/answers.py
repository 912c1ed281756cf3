"""``python -m docs.made.answers``: the answer of every example beside its file.

Every figure is the one that ``zauyt simulate NAME`` gives, and for some ``zauyt staff
NAME`` and ``zauyt launch NAME``, with the options written in the answer; all digits are
kept but the last few, which another release of a library of mathematics may change.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import zauyt
from docs.made.blocks import ROOT
from zauyt.plant.reading.examples import PLANT_FILE

DIGITS = 12
"""Digits kept of a number that is not whole."""

TABLES = ("summary", "ladder", "waterfall", "output_by_month")
FEW_RUNS: dict[str, Any] = {"runs": 3, "doubt_runs": 0, "pairs": 0}
LAUNCH: dict[str, Any] = {"months": 18, "doubt_runs": 4, "pairs": 0}
LAUNCH_TABLES = ("months", "models", "gates", "milestones")
"""What is asked and told of an example that runs up."""
USUAL = ("small", "kostanay")
"""Examples answered with the usual options; the others, which are large, with few
runs by chance, so that the tests can hold every answer against the simulator."""

STAFFED = ("kostanay",)
"""Examples whose headcount is kept, too."""

LAUNCHED = ("kostanay",)
"""Examples whose launch is kept, too."""


def answer_file(example: str) -> Path:
    """Give where the answer of an example stands: beside its plant file."""
    file = zauyt.examples()[example]
    ending = "" if file.name == PLANT_FILE else f"_{file.stem}"
    return ROOT / "examples" / file.parent.name / f"answer{ending}.json"


def answer_of(example: str) -> str:
    """Give the answer of an example as JSON: what was asked, figures, tables."""
    plant = zauyt.read(example)
    options = {} if example in USUAL else FEW_RUNS
    if example.endswith("_2026"):
        options = options | {"mature": False}  # it speaks of that very year
    result = zauyt.simulate(plant, **options)
    given = json.loads(zauyt.to_json(result))
    names = ("study", "plant", "plant_id", "options", "seed", "version", "headline")
    answer = {name: given[name] for name in names}
    tables = {name: given["tables"][name] for name in TABLES}
    ladder = tables["ladder"]
    tables["ladder"] = [row for row in ladder if row["level"] != "station"]
    answer["tables"] = tables
    answer["notes"] = given["notes"]
    return json.dumps(_rounded(answer), indent=1, ensure_ascii=False) + "\n"


def launch_file(example: str) -> Path:
    """Give where the launch of an example stands: beside its plant file."""
    return answer_file(example).with_name("launch.json")


def launch_of(example: str) -> str:
    """Give how an example runs up, as JSON."""
    plant = zauyt.read(example)
    given = json.loads(zauyt.to_json(zauyt.launch(plant, **LAUNCH)))
    given["tables"] = {name: given["tables"][name] for name in LAUNCH_TABLES}
    return json.dumps(_rounded(given), indent=1, ensure_ascii=False) + "\n"


def headcount_file(example: str) -> Path:
    """Give where the headcount of an example stands: beside its plant file."""
    return answer_file(example).with_name("headcount.json")


def headcount_of(example: str) -> str:
    """Give the headcount of an example as JSON: figures and the way to them."""
    result = zauyt.staff(zauyt.read(example), rosters=False)
    given = json.loads(zauyt.to_json(result))
    names = ("study", "plant", "plant_id", "options", "seed", "version", "headline")
    answer = {name: given[name] for name in names}
    answer["tables"] = {"steps": given["tables"]["steps"]}
    return json.dumps(_rounded(answer), indent=1, ensure_ascii=False) + "\n"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return value


def main() -> None:
    """Write the answers that have changed, and name them."""
    written = [(answer_file(name), answer_of(name)) for name in zauyt.examples()]
    written += [(headcount_file(name), headcount_of(name)) for name in STAFFED]
    written += [(launch_file(name), launch_of(name)) for name in LAUNCHED]
    for file, text in written:
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8", newline="\n")
            print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
