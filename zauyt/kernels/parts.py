"""Lowering kernels on several processors: numba holds a lock, so in processes.

Each process lowers a part of the kernels and hands over one module, as LLVM's
bitcode; all parts are optimised together where they are put together. A process is
started with a line of code of its own, never with the program that runs here, so
that nothing of that is carried out again.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from zauyt.kernels.compile import NOTED, Kernel

MOST = 4
"""Processes at most: each takes a second for itself, and 150 MB."""

_CODE = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from zauyt.kernels.parts import hand_over
hand_over(sys.argv[2:])
"""

_BITCODE = b"BC\xc0\xde"
"""With which LLVM's bitcode begins."""
_log = logging.getLogger(__name__)


def divided(kernels: Sequence[Kernel], count: int) -> list[list[Kernel]]:
    """Divide kernels into parts of about the same size, each in the order given."""
    size = {kernel: _size(kernel) for kernel in kernels}
    sizes = [0] * count
    part_of = {}
    for kernel in sorted(kernels, key=lambda kernel: -size[kernel]):
        part = sizes.index(min(sizes))
        part_of[kernel] = part
        sizes[part] += size[kernel]
    return [[k for k in kernels if part_of[k] == part] for part in range(count)]


ARRAYS_COST = 4
"""How much longer a function of arrays takes than one of addresses, about."""


def _size(kernel: Kernel) -> int:
    """Give how much there is to lower, with all that is compiled into a kernel."""
    functions, ahead = {kernel}, [kernel]
    while ahead:
        names = ahead.pop().function
        for name in names.__code__.co_names:
            called = names.__globals__.get(name)
            if isinstance(called, Kernel) and not called.text:
                ahead += {called} - functions
                functions.add(called)
    codes = sum(len(each.function.__code__.co_code) for each in functions)
    return codes * (ARRAYS_COST if kernel.form == "entry" else 1)


def processes() -> int:
    """Give in how many processes kernels can be lowered here.

    One, where what would be started is not Python, but a program that contains it.
    """
    is_python = Path(sys.executable or "").stem.lower().startswith("python")
    if not is_python or getattr(sys, "frozen", False):
        return 1
    return max(1, min(os.cpu_count() or 1, MOST))


@contextlib.contextmanager
def started(kernels: Sequence[Kernel]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process that lowers kernels; it does not outlive the context."""
    pipe = subprocess.PIPE
    symbols = [kernel.symbol for kernel in kernels]
    path = json.dumps([str(place) for place in sys.path])
    process = subprocess.Popen(
        [sys.executable, "-c", _CODE, path, *symbols],
        stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe,
    )  # fmt: skip
    with process:
        try:
            yield process
        finally:
            process.kill()


def handed_over(process: subprocess.Popen[bytes]) -> bytes | None:
    """Give the bitcode that a process made, None if it did not: the log says why."""
    code, said = process.communicate()
    begin = code.find(_BITCODE)  # some installations greet whoever starts Python
    if process.returncode == 0 and begin >= 0:
        return code[begin:]
    last = said.decode(errors="replace").strip().splitlines()[-1:]
    _log.warning(
        "a process that compiles kernels ended with %s%s; its part is compiled here",
        process.returncode,
        f" ({last[0]})" if last else "",
    )
    return None


def hand_over(symbols: Sequence[str]) -> None:
    """Lower the kernels of these symbols, and write their bitcode to the output."""
    from zauyt.kernels.build import lowered_part
    from zauyt.kernels.machine import FAMILIES

    for module in itertools.chain.from_iterable(FAMILIES.values()):
        import_module(f"zauyt.kernels.{module}")
    chosen = set(symbols)
    part = [kernel for kernel in NOTED if kernel.symbol in chosen]
    assert len(part) == len(symbols), "kernels that are not in any module"
    sys.stdout.buffer.write(lowered_part(part, NOTED).as_bitcode())
