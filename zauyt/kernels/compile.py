"""How kernel functions become machine code: all of them together, once.

Kernel functions hand on plain addresses instead of arrays: numba counts who
refers to an array with locked additions, checks every index for being negative,
and passes seven words for each; together that was nine tenths of a run's time.
Interpreted (``NUMBA_DISABLE_JIT=1``), they hand on the flat arrays themselves.

A decorator only notes a function and its types. When Python first calls an
`entry`, all that is noted is taken out of the file of compiled kernels
(`zauyt.kernels.machine`); only when there is no such file is it compiled
(`zauyt.kernels.build`), and only then is numba imported.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
"""Whether kernels are carried out as the Python that they are written in."""


@dataclass(frozen=True, eq=False)
class Kernel:
    """A function of a kernel; ``text`` are its types, as `entry` takes them."""

    function: Callable[..., Any]
    text: str
    form: str

    def __call__(self, *arguments: Any) -> Any:
        """Carry it out: an entry compiled, what only kernels call as Python."""
        if self.form == "entry":
            return self._native(*arguments)
        return self.function(*arguments)

    @property
    def symbol(self) -> str:
        """Give the name under which it is found in what is compiled."""
        return f"zauyt.{self.function.__module__}.{self.function.__name__}"

    @property
    def types(self) -> tuple[list[str], str]:
        """Give the letters of what it takes, and of what it gives."""
        taken, _, given = self.text.partition(" -> ")
        return taken.split(), given

    @cached_property
    def _native(self) -> Callable[..., Any]:
        from zauyt.kernels.machine import bound

        return bound(self)

    @cached_property
    def _numba_type_(self) -> Any:
        """Give what numba takes it for where another function calls it."""
        from zauyt.kernels.build import numba_type

        return numba_type(self)


NOTED: list[Kernel] = []
"""Every function whose types are given, of the modules that are imported."""
UNTYPED: list[Kernel] = []
"""The others of them."""


def _noting(text: str, form: str) -> Callable[[Any], Any]:
    def decorate(function: Any) -> Any:
        if INTERPRETED:
            return function
        noted = Kernel(function, text, form)
        (NOTED if text else UNTYPED).append(noted)
        return noted

    return decorate


def kernel(text: str) -> Callable[[Any], Any]:
    """Compile a function that only kernels call; the letters are its types."""
    return _noting(text, "kernel")


def inlined(text: str) -> Callable[[Any], Any]:
    """Compile a function of the innermost loop into those that call it."""
    return _noting(text, "inlined")


def shared(text: str) -> Callable[[Any], Any]:
    """Compile a large function once, never into those that call it."""
    return _noting(text, "shared")


def entry(text: str) -> Callable[[Any], Any]:
    """Compile a function that Python calls; the letters are its types.

    ``i b u f`` are single numbers, ``-`` is nothing, lower case letters are
    addresses and capital ones C-contiguous arrays (`machine.ARRAYS`).
    """
    return _noting(text, "entry")


def compiled() -> Callable[[Any], Any]:
    """Compile a function into each kernel that calls it, for what it is called with."""
    return _noting("", "kernel")


def called() -> Callable[[Any], Any]:
    """Compile a function for what it is called with, and have it called.

    It takes far less time to compile than one that goes into all that call it.
    """
    return _noting("", "shared")


def address(array: Any) -> Any:
    """Give the address of an array's first number; the caller keeps it alive."""
    return array.ravel()


def rows_at(flat: Any, begin: int, rows: int, width: int) -> Any:
    """Give the table of rows that begins at a place of a flat array."""
    return flat[begin : begin + rows * width].reshape(rows, width)
