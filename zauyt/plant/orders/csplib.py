"""An instance of problem 1 of CSPLib, car sequencing: whole numbers in a text.

Cars, options and classes; the most cars with each option, and among how many
successive ones; then a line for each class: number, demand, its options.

Reference: B. Smith, CSPLib problem 001, car sequencing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.orders.cars import Cars, Rule
from zauyt.plant.reading.document import read_text_file


def read_csplib(file: Path) -> Cars:
    """Read an instance; its cars stand class by class.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, with the line.
    """
    problems = []

    def wrong(number: int | None, message: str) -> None:
        problems.append(Problem("", message, "csplib", str(file), number))

    rows = _numbers(file)
    line, sizes = rows[0] if rows else (None, [])
    if len(rows) < 3 or len(sizes) != 3 or min(sizes) < 1:
        wrong(line, "cars, options and classes are meant, and the lines that follow")
        raise WrongInput(problems)
    most, spans, *classes = rows[1:]
    cars, options, kinds = sizes
    for number, values in (most, spans):
        if len(values) != options:
            wrong(number, f"has {len(values)} numbers for {options} options")
    for place, (p, q) in enumerate(zip(most[1], spans[1], strict=False)):
        if not 0 < p <= q:
            wrong(spans[0], f"option {place + 1}: {p} of {q} cars; 1 to {q} of them")
    for number, values in classes:
        if len(values) != options + 2 or not set(values[2:]) <= {0, 1}:
            wrong(number, f"number, demand and {options} times 0 or 1 are meant")
        elif values[1] < 0:
            wrong(number, f"a demand of {values[1]}; 0 or more")
    if len(classes) != kinds:
        wrong(None, f"has {len(classes)} lines of classes, the first line says {kinds}")
    if not problems and sum(values[1] for _, values in classes) != cars:
        total = sum(values[1] for _, values in classes)
        wrong(None, f"the classes have {total} cars, the first line says {cars}")
    if problems:
        raise WrongInput(problems)
    rows_of = [values for _, values in classes for _ in range(values[1])]
    rules = [
        Rule(f"option_{place + 1}", p, q, rank=0, cut=False)
        for place, (p, q) in enumerate(zip(most[1], spans[1], strict=True))
    ]
    return Cars(
        title=file.stem,
        names=tuple(f"{place + 1}" for place in range(cars)),
        options=np.array([row[2:] for row in rows_of], dtype=np.int64),
        colours=np.zeros(cars, dtype=np.int64),
        colour_names=("",),
        tail=0,
        rules=tuple(rules),
        objectives=("excess",),
    )


def _numbers(file: Path) -> list[tuple[int, list[int]]]:
    """Give the lines that say something, each with its number."""
    rows = []
    problems = []
    for number, line in enumerate(read_text_file(file).splitlines(), start=1):
        text = line.strip()
        if not text or text[0] in "#%":
            continue
        try:
            rows.append((number, [int(word) for word in text.split()]))
        except ValueError:
            message = f"{text[:40]}: whole numbers are meant"
            problems.append(Problem("", message, "csplib", str(file), number))
    if problems:
        raise WrongInput(problems)
    return rows
