"""What is said while one waits: how far a study is, and that it compiles."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE_S = 2.0
"""What takes no longer than this shows no progress."""


class Told(Protocol):
    """What a study calls with the steps done, their total, and a search's gap."""

    def __call__(self, done: int, total: int, gap: float | None = None) -> None:
        """Take the steps done, the steps in all, and the gap so far."""


@dataclass
class Way:
    """How many of how many steps are done; both 0 before the first is."""

    done: int = 0
    total: int = 0


@contextmanager
def progress(what: str) -> Iterator[tuple[Way, Told]]:
    """Give a count, and what a study calls with the steps done and their total.

    A search calls it with its gap besides, which is shown. On a terminal a bar appears
    on standard error once the wait is felt, and goes away at the end.
    """
    way = Way()
    began = time.monotonic()
    shown: Progress | None = None
    one_at_a_time = threading.Lock()

    def told(done: int, total: int, gap: float | None = None) -> None:
        nonlocal shown
        with one_at_a_time:  # a study tells from any of its threads
            way.done, way.total = max(done, way.done), total
            if shown is None:
                if time.monotonic() - began < PATIENCE_S or not sys.stderr.isatty():
                    return
                shown = _bar()
                shown.add_task(what)
                shown.start()
            description = what if gap is None else f"{what}, gap {gap:.2%}"
            shown.update(
                shown.task_ids[0],
                completed=way.done,
                total=total,
                description=description,
            )

    try:
        yield way, told
    finally:
        if shown is not None:
            shown.stop()


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )


_said: list[str] = []
"""What was said of compiling since the command line began."""


def begin() -> None:
    """Begin a command line: nothing has been said in it yet."""
    _said.clear()


@contextmanager
def compiling_told() -> Iterator[None]:
    """Say once a command, when the simulator is compiled and not taken from a cache."""
    from zauyt.kernels.machine import BEFORE_COMPILING

    def told() -> None:
        if not _said:
            _said.append(_compiling())
            click.echo(_said[0], err=True)

    BEFORE_COMPILING.append(told)
    try:
        yield
    finally:
        BEFORE_COMPILING.remove(told)


def _compiling() -> str:
    from zauyt.kernels.machine import writable_folder

    if writable_folder() is None:
        return (
            "Compiling the simulator, up to a minute; no folder for what is"
            " compiled can be written, so the next start compiles it again."
        )
    return "Compiling the simulator, up to a minute; later starts find it compiled."
