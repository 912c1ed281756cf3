"""What `balance` is asked about: a plant, or a benchmark's file as it is."""

from __future__ import annotations

from pathlib import Path

from zauyt.plant.plant import Plant
from zauyt.plant.reading.examples import read
from zauyt.plant.tasks.benchmark import SUFFIXES, read_benchmark
from zauyt.plant.tasks.task_list import TaskList


def read_tasks(name: str | Path) -> TaskList | Plant:
    """Read a file of tasks (.IN2, .alb, .txt), or else a plant.

    Raises
    ------
    WrongInput
        Everything that is wrong in it.
    """
    path = Path(name)
    if path.is_file() and path.suffix.lower() in SUFFIXES:
        return read_benchmark(path)
    return read(name)
