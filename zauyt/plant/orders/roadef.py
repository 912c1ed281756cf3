"""An instance of the ROADEF challenge of 2005: a folder of four files.

Renault's day of cars: ratio rules of high and low priority, changes of colour, a
limit of cars of one colour in a row; the day before comes first, in its order.

Reference: C. Solnon, V. D. Cung, A. Nguyen, C. Artigues (2008), The car sequencing
problem: overview of state-of-the-art methods and industrial case-study of the
ROADEF'2005 challenge problem, European Journal of Operational Research 191, 912-927.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.orders.cars import Cars, Rule
from zauyt.plant.reading.document import read_text_file

FILES = (
    "optimization_objectives.txt", "paint_batch_limit.txt", "ratios.txt",
    "vehicles.txt",
)  # fmt: skip
OBJECTIVES = {
    "high_priority_level_and_easy_to_satisfy_ratio_constraints": "high_priority",
    "high_priority_level_and_difficult_to_satisfy_ratio_constraints": "high_priority",
    "low_priority_level_ratio_constraints": "low_priority",
    "paint_color_batches": "colour_changes",
}
"""Names that the files give their objectives, and what they are here."""
COLOUR_COLUMN = 3
"""Date, rank and number of a car come before its colour."""

_RATIO = re.compile(r"([0-9]+)/([0-9]+)")


@dataclass(frozen=True)
class _Row:
    file: Path
    line: int
    cells: list[str]

    def problem(self, message: str) -> Problem:
        return Problem("", message, "roadef", str(self.file), self.line)


def is_roadef(folder: Path) -> bool:
    """Tell whether a folder holds such an instance."""
    return (folder / "vehicles.txt").is_file() and (folder / "ratios.txt").is_file()


def read_roadef(folder: Path) -> Cars:
    """Read an instance; the day's cars stand in Renault's own order.

    Raises
    ------
    WrongInput
        Everything that is wrong in its files, each with file and line.
    """
    problems: list[Problem] = []
    missing = [folder / name for name in FILES if not (folder / name).is_file()]
    if missing:
        message = f"is missing; an instance has {', '.join(FILES)}"
        raise WrongInput([Problem("", message, "roadef", str(f)) for f in missing])
    objectives, limits, ratios, vehicles = (_rows(folder / name) for name in FILES)
    ranks = _ranks(objectives, problems)
    limit = _limit(limits, problems)
    named = _rules(ratios, ranks, problems)
    head, *cars = vehicles
    columns = {name: place for place, name in enumerate(head.cells)}
    for row, rule in named:
        if rule.name not in columns:
            message = f"the rule is on {rule.name}, and vehicles.txt has no such column"
            problems.append(row.problem(message))
    if not cars:
        problems.append(head.problem("there is no car below it"))
    rules = [rule for _, rule in named if rule.name in columns]
    for row in cars:
        problems += _car(row, head, [columns[rule.name] for rule in rules])
    days = list(dict.fromkeys(row.cells[0] for row in cars))
    for before, row in itertools.pairwise(cars):
        day = row.cells[0]
        if day != before.cells[0] and day not in days[1:2]:
            message = f"{day} follows {before.cells[0]}; cars of two days are meant"
            problems.append(row.problem(f"{message}, one after the other"))
    if problems:
        raise WrongInput(problems)
    colours = sorted({row.cells[COLOUR_COLUMN] for row in cars})
    options = np.array(
        [[int(row.cells[columns[rule.name]]) for rule in rules] for row in cars],
        dtype=np.int64,
    ).reshape(len(cars), len(rules))
    return Cars(
        title=folder.resolve().name,
        names=tuple(row.cells[2] for row in cars),
        options=options,
        colours=np.array([colours.index(row.cells[COLOUR_COLUMN]) for row in cars]),
        colour_names=tuple(colours),
        tail=sum(row.cells[0] == days[0] for row in cars) if len(days) == 2 else 0,
        rules=tuple(rules),
        objectives=tuple(ranks),
        colour_rank=ranks.get("colour_changes", -1),
        batch_limit=limit,
    )


def _rows(file: Path) -> list[_Row]:
    """Give the lines of a file that say something, cut at the semicolons."""
    lines = read_text_file(file).splitlines()
    rows = [
        _Row(file, number, [cell.strip() for cell in line.split(";")])
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    if not rows:
        raise WrongInput([Problem("", "is empty", "roadef", str(file))])
    return rows


def _ranks(rows: list[_Row], problems: list[Problem]) -> dict[str, int]:
    """Give the rank of every objective, 0 the first."""
    ranks: dict[str, int] = {}
    for row in rows[1:]:
        name = OBJECTIVES.get(row.cells[1] if len(row.cells) > 1 else "")
        if name is None or name in ranks:
            message = f"{';'.join(row.cells)}: known are {', '.join(OBJECTIVES)}, once"
            problems.append(row.problem(message))
        else:
            ranks[name] = len(ranks)
    if not ranks and not problems:
        problems.append(rows[0].problem("there is no objective below it"))
    return ranks


def _limit(rows: list[_Row], problems: list[Problem]) -> int:
    text = rows[1].cells[0] if len(rows) > 1 else ""
    if not text.isdigit() or int(text) < 1:
        message = f"{text or 'nothing'} is no limit; a whole number from 1 is"
        problems.append(rows[-1].problem(message))
        return 1
    return int(text)


def _rules(
    rows: list[_Row], ranks: dict[str, int], problems: list[Problem]
) -> list[tuple[_Row, Rule]]:
    """Give the rules whose objective counts, with where they stand."""
    found = []
    for row in rows[1:]:
        ratio, priority, name, *_ = [*row.cells, "", "", ""]
        match = _RATIO.fullmatch(ratio)
        if match is None or priority not in ("0", "1") or not name:
            problems.append(
                row.problem(f"{';'.join(row.cells)}: 1/3;1;HPRC1; is meant")
            )
            continue
        most, span = (int(group) for group in match.groups())
        if not 0 < most < span:
            problems.append(
                row.problem(f"{ratio}: fewer cars than positions, and 1 at least")
            )
        objective = "high_priority" if priority == "1" else "low_priority"
        if objective in ranks:
            found.append((row, Rule(name, most, span, ranks[objective], cut=True)))
    return found


def _car(row: _Row, head: _Row, columns: list[int]) -> list[Problem]:
    if len(row.cells) <= max([COLOUR_COLUMN, *columns]):
        message = f"has {len(row.cells)} cells, the first line {len(head.cells)}"
        return [row.problem(message)]
    return [
        row.problem(f"{head.cells[at]}: {row.cells[at] or 'nothing'}; 0 or 1 is meant")
        for at in columns
        if row.cells[at] not in ("0", "1")
    ]
