"""Instances of line balancing as they are: .IN2, .alb, and .txt of two-sided lines.

``.IN2``: the number of tasks, a time a line, then pairs ``i,j`` (i before j, from 1)
up to ``-1,-1``; what follows is a remark. ``.alb`` and ``.txt``: sections under names
in ``< >``; several columns of times are people, robot and both, of which people's are
read.

References: Scholl (1993), Data of assembly line balancing problems, Schriften zur
Quantitativen Betriebswirtschaftslehre 16; Otto, Otto, Scholl (2013), Systematic data
generation and test design for solution algorithms on the example of SALBPGen, European
Journal of Operational Research 228.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.document import content_of
from zauyt.plant.tasks.task_list import Rules, TaskList, cycle_in, said_ring

SUFFIXES = (".in2", ".alb", ".txt")
MOST_TASKS = 20_000
_COUNT, _TIMES, _PAIRS = "number of tasks", "task times", "precedence relations"
_SIDES, _TAKT, _STATIONS = "task directions", "cycle time", "number of stations"

Line = tuple[int, str]


class Found:
    """What is wrong in a file, line by line."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, line: int | None, message: str) -> None:
        """Note what is wrong in a line."""
        problem = Problem("", message, "tasks", str(self.file), line)
        self.problems.append(problem)

    def numbers(self, line: Line, count: int, *, least: int = 0) -> list[int]:
        """Give the whole numbers of a line; note it where they are not ``count``."""
        words = line[1].replace(",", " ").split()
        if len(words) != count or not all(_is_whole(word) for word in words):
            said = "a whole number" if count == 1 else f"{count} whole numbers"
            self.wrong(line[0], f"{line[1][:40]}: {said} wanted")
            return []
        values = [int(word) for word in words]
        if min(values) < least:
            self.wrong(line[0], f"{min(values)} is below {least}")
            return []
        return values

    def check(self) -> None:
        """Refuse the file if anything is wrong with it."""
        if self.problems:
            raise WrongInput(self.problems)


def _is_whole(word: str) -> bool:
    return word.removeprefix("-").isdecimal() and len(word) < 12


def read_benchmark(file: Path) -> TaskList:
    """Read an instance.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, each with its line.
    """
    found = Found(file)
    text_of_file = content_of(file).decode("latin-1")  # some have remarks in German
    lines = [
        (number, text.strip())
        for number, text in enumerate(text_of_file.splitlines(), start=1)
        if text.strip()
    ]
    plain = file.suffix.lower() == ".in2"
    made = _plain(found, lines) if plain else _sections(found, lines)
    found.check()
    return made


def _plain(found: Found, lines: list[Line]) -> TaskList:
    """Read the form of .IN2."""
    count = _first(found, lines[:1], most=MOST_TASKS)
    times = [found.numbers(line, 1) for line in lines[1 : count + 1]]
    if len(times) < count:
        found.wrong(None, f"{count} tasks are announced, {len(times)} times follow")
    pairs, ended = [], False
    for line in lines[count + 1 :]:
        if line[1].replace(" ", "") == "-1,-1":
            ended = True
            break
        pairs.append((line[0], found.numbers(line, 2, least=1)))
    if not ended:
        found.wrong(None, "does not end with -1,-1")
    found.check()
    numbers = [line[0] for line in lines[1 : count + 1]]
    return _made(found, [each[0] for each in times], pairs, lines=numbers)


def _first(found: Found, lines: list[Line], *, most: int) -> int:
    """Give the whole number of the first line, from 1 up to a most."""
    if not lines:
        found.wrong(None, "is empty where a number is wanted")
        found.check()
    values = found.numbers(lines[0], 1, least=1)
    if values and values[0] > most:
        found.wrong(lines[0][0], f"{values[0]:,} is above {most:,}")
    found.check()
    return values[0]


def _sections(found: Found, lines: list[Line]) -> TaskList:
    """Read the form of .alb."""
    parts: dict[str, list[Line]] = {}
    name = ""
    for line in lines:
        if line[1].startswith("<"):
            name = line[1].strip("<>").strip().lower()
            parts.setdefault(name, [])
        else:
            parts.setdefault(name, []).append(line)
    for needed in (_COUNT, _TIMES, _PAIRS):
        if needed not in parts:
            found.wrong(None, f"has no section <{needed}>")
    found.check()
    count = _first(found, parts[_COUNT], most=MOST_TASKS)
    times, numbers = _column(found, parts[_TIMES], count)
    pairs = [(line[0], found.numbers(line, 2, least=1)) for line in parts[_PAIRS]]
    sides = _directions(found, parts.get(_SIDES, []), count)
    found.check()
    stated = {
        name: _first(found, parts[name], most=10**9)
        for name in (_TAKT, _STATIONS)
        if name in parts
    }
    return _made(
        found, times, pairs, takt_s=stated.get(_TAKT),
        stations=stated.get(_STATIONS), sides=sides, lines=numbers,
    )  # fmt: skip


def _column(found: Found, lines: list[Line], count: int) -> tuple[list[int], list[int]]:
    """Give the first column of times, by task, and the lines they stand in."""
    times: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for line in lines:
        words = line[1].split()
        values = found.numbers(line, max(len(words), 2), least=0)
        if not values:
            continue
        if values[0] in times:
            found.wrong(line[0], f"task {values[0]} is given twice")
        times[values[0]], numbers[values[0]] = values[1], line[0]
    missing = [task for task in range(1, count + 1) if task not in times]
    if missing or len(times) != count:
        said = f"; task {missing[0]} is missing" if missing else ""
        found.wrong(None, f"{count} tasks are announced, {len(times)} have times{said}")
    tasks = range(1, count + 1)
    return [times.get(task, 0) for task in tasks], [numbers.get(t, 0) for t in tasks]


def _directions(found: Found, lines: list[Line], count: int) -> tuple[str, ...]:
    """Give the side of each task, if the line has two."""
    if not lines:
        return ()
    sides = {}
    for number, text in lines:
        words = text.split()
        if len(words) != 2 or words[1] not in ("L", "R", "E"):
            found.wrong(number, f"{text[:40]}: a task and L, R or E wanted")
        else:
            sides[words[0]] = words[1]
    return tuple(sides.get(f"{task}", "E") for task in range(1, count + 1))


def _made(
    found: Found, times: list[int], pairs: list[tuple[int, list[int]]],
    *, takt_s: int | None = None, stations: int | None = None,
    sides: tuple[str, ...] = (), lines: list[int],
) -> TaskList:  # fmt: skip
    """Check what was read as a whole, and make the list of it."""
    count = len(times)
    names = tuple(f"{task}" for task in range(1, count + 1))
    arcs = tuple(_arcs(found, pairs, count))
    ring = cycle_in(count, arcs)
    if ring:
        last = [ring[-1] + 1, ring[0] + 1]
        line = next((number for number, values in pairs if values == last), None)
        said = said_ring(names, ring)
        found.wrong(line, f"tasks come before themselves: {said}")
    return TaskList(
        title=found.file.stem,
        names=names,
        times_s=np.array(times, dtype=float),
        pairs=arcs,
        takt_s=None if takt_s is None else float(takt_s),
        stations=stations,
        rules=Rules(posts=2, sides=sides) if sides else None,
        file=str(found.file),
        lines=tuple(lines),
    )


def _arcs(
    found: Found, pairs: list[tuple[int, list[int]]], count: int
) -> Iterator[tuple[int, int]]:
    for number, values in pairs:
        if not values:
            continue
        if max(values) > count:
            found.wrong(number, f"there is no task {max(values)}; there are {count}")
        elif values[0] == values[1]:
            found.wrong(number, f"task {values[0]} comes before itself")
        else:
            yield values[0] - 1, values[1] - 1
