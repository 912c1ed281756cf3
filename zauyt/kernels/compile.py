"""How kernel functions are compiled: once, for one signature, and cached.

Kernel functions hand on plain addresses instead of arrays: numba counts who
refers to an array with locked additions, checks every index for being negative,
and passes seven words for each; together that was nine tenths of a run's time.
Interpreted (``NUMBA_DISABLE_JIT=1``), they hand on the flat arrays themselves.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llvmlite.binding
import numba
import platformdirs
from numba import boolean, carray, float64, int64, types, uint32, uint64, void
from numba.extending import intrinsic, overload

SOURCES = Path(__file__).parent
ROOM = 16_000_000
"""Bytes that must be free where compiled kernels are kept; they are half as many."""


def sources_hash() -> str:
    """Give a hash of everything that the compiled kernels are made from."""
    digest = hashlib.blake2b(digest_size=10)
    for path in sorted(SOURCES.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def cache_folder() -> Path | None:
    """Give the folder of compiled kernels, or None where none can be written.

    numba does not notice when a function that another file's function calls has
    changed, so every state of the sources has a folder of its own.
    """
    name = f"kernels-{sources_hash()}"
    for parent in (platformdirs.user_cache_path("zauyt"), Path(tempfile.gettempdir())):
        folder = parent / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            needed = 1 if any(folder.iterdir()) else ROOM
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(needed))
                file.flush()
                return folder
        except OSError:
            continue
    return None


CACHE_FOLDER = cache_folder()


def compiled(signature: Any = None, **options: Any) -> Callable[[Any], Any]:
    """Compile a kernel function, for one signature if one is given.

    numba's own setting of the folder is put back, since it is the user's.
    """

    def decorate(function: Any) -> Any:
        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(CACHE_FOLDER or "")
        try:
            return numba.njit(
                signature,
                cache=CACHE_FOLDER is not None,
                nogil=True,
                error_model="numpy",
                **options,
            )(function)
        finally:
            numba.config.CACHE_DIR = before

    return decorate


_TYPES = {
    "m": types.CPointer(int64),  # the block of whole numbers
    "t": types.CPointer(float64),  # the unit laws, row after row
    "d": types.CPointer(float64),  # operation times drawn ahead, row after row
    "h": types.CPointer(uint32),  # history, row after row
    "M": int64[::1],  # the same as arrays, where Python calls
    "T": float64[:, ::1],
    "D": float64[:, ::1],
    "L": uint32[:, ::1],
    "i": int64,
    "b": boolean,
    "u": uint64,
    "f": float64,
    "-": void,
    "iiiii": types.UniTuple(int64, 5),
}


def _signature(text: str) -> Any:
    """Give the signature that ``"m i -> b"`` stands for."""
    taken, _, given = text.partition(" -> ")
    return _TYPES[given](*(_TYPES[letter] for letter in taken.split()))


def kernel(text: str) -> Callable[[Any], Any]:
    """Compile a function that only kernels call; the letters are its types."""
    return _when_called(text)


def inlined(text: str) -> Callable[[Any], Any]:
    """Compile a function of the innermost loop into those that call it."""
    return _when_called(text, forceinline=True)


def _when_called(text: str, **options: Any) -> Callable[[Any], Any]:
    """Compile a function, for one signature, when a caller of it is compiled.

    A caller found in the cache has all that it calls in it, so that a later start
    loads what Python calls and nothing below it.
    """

    def decorate(function: Any) -> Any:
        made = compiled(no_cpython_wrapper=True, no_cfunc_wrapper=True, **options)(
            function
        )
        if numba.config.DISABLE_JIT:
            return made
        ask = made.get_call_template

        def asked(arguments: Any, names: Any) -> Any:
            if not made.overloads:
                made.compile(_signature(text))
                made.disable_compile()
            return ask(arguments, names)

        made.get_call_template = asked
        return made

    return decorate


def shared(text: str) -> Callable[[Any], Any]:
    """Compile a function once, that other kernels call where it lies.

    What `kernel` compiles is compiled anew within each function that calls it; for
    a large one with many callers that made up most of the time of a first start.
    """

    def decorate(function: Any) -> Any:
        if numba.config.DISABLE_JIT:
            return function
        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(CACHE_FOLDER or "")
        try:
            made = numba.cfunc(
                _signature(text), cache=CACHE_FOLDER is not None, error_model="numpy"
            )(function)
        finally:
            numba.config.CACHE_DIR = before
        symbol = f"zauyt.{function.__module__}.{function.__name__}"
        llvmlite.binding.add_symbol(symbol, made.address)
        _KEPT.append(made)
        return types.ExternalFunction(symbol, _signature(text))

    return decorate


_KEPT: list[Any] = []
"""Compiled functions that are called by their address must not be freed."""


def entry(text: str) -> Callable[[Any], Any]:
    """Compile a function that Python calls; the letters are its types."""
    return compiled(_signature(text), no_cfunc_wrapper=True)


def address(array: Any) -> Any:
    """Give the address of an array's first number; the caller keeps it alive."""
    return array.ravel()


@intrinsic
def _address(typing_context: Any, array: Any) -> Any:
    del typing_context

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.make_array(signature.args[0])(
            context, builder, arguments[0]
        ).data

    return types.CPointer(array.dtype)(array), build


@overload(address)
def _address_of(array):
    return lambda array: _address(array)


def rows_at(flat: Any, begin: int, rows: int, width: int) -> Any:
    """Give the table of rows that begins at a place of a flat array."""
    return flat[begin : begin + rows * width].reshape(rows, width)


@intrinsic
def _moved(typing_context: Any, pointer: Any, begin: Any) -> Any:
    del typing_context

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.gep(arguments[0], [arguments[1]])

    return pointer(pointer, begin), build


@overload(rows_at)
def _rows_at(flat, begin, rows, width):
    return lambda flat, begin, rows, width: carray(_moved(flat, begin), (rows, width))
