"""Long searches that tell how far they are and may be stopped.

The solver cannot be looked into while it works. So a search goes to a wide gap first
and to narrower ones then, in a thread that waits for nobody: what was found last is
kept when the user stops it. What is found depends on the gaps alone, never on a clock.
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import Protocol, TypeVar

GAPS = (0.1, 0.01)
"""Gaps to which a search goes before the one that is wanted, where that is narrower."""

MOST_THREADS = 8
LOOK_S = 0.1
"""How often is looked whether the user wants to stop, in seconds."""

Given = TypeVar("Given")
Made = TypeVar("Made")


class Found(Protocol):
    """What a search finds: it knows how far from the best it may be."""

    @property
    def gap(self) -> float:
        """Give how far from the best it may be, as a share of it."""


Kept = TypeVar("Kept", bound=Found)


def by_gaps(
    search: Callable[[float], Kept | None], *, gap: float,
    told: Callable[[float], object] | None = None,
) -> tuple[Kept | None, bool]:  # fmt: skip
    """Search to a gap, by wider ones; give what was found, and whether it was stopped.

    ``search`` takes a gap, ``told`` the gap after each stage. Nothing found at the
    first gap means that there is nothing.

    Raises
    ------
    KeyboardInterrupt
        The user stopped it before anything was found.
    """
    best: Kept | None = None
    for wanted in [*(each for each in GAPS if each > gap), gap]:
        try:
            found = in_thread(functools.partial(search, wanted))
            if found is None:
                return best, False
            best = found
            if told is not None:
                told(max(0.0, best.gap))
        except KeyboardInterrupt:
            if best is None:
                raise
            return best, True
        if best.gap <= gap:
            break
    return best, False


def in_thread(work: Callable[[], Made]) -> Made:
    """Carry out work so that the user can stop it at any time."""
    made: list[Made] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            made.append(work())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(LOOK_S)
    if failed:
        raise failed[0]
    return made[0]


def side_by_side(
    work: Callable[[Given], Made], given: Iterable[Given]
) -> Iterator[Made]:
    """Carry out work on as many threads as there are processors; yield it in order.

    Where the user stops it, or work fails, what has not begun is left out.
    """
    threads = ThreadPoolExecutor(max(1, min(os.cpu_count() or 1, MOST_THREADS)))
    waiting = [threads.submit(work, each) for each in given]
    try:
        for each in waiting:
            yield _result(each)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _result(work: Future[Made]) -> Made:
    while True:
        try:
            return work.result(LOOK_S)
        except NotYet:
            if work.done():
                raise
