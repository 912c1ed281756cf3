"""How kernel functions are compiled: once, for one signature, and cached.

A signature is given with each function, so that numba compiles one version of
it, not one for every literal that some caller passes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import llvmlite.ir
import numba
from numba import boolean, float64, int64, types, uint32, uint64, void
from numba.core import cgutils
from numba.extending import intrinsic, overload

OPTIONS = {"cache": True, "nogil": True, "error_model": "numpy"}

_TYPES = {
    "m": int64[::1],  # the block of whole numbers
    "t": float64[:, ::1],  # the unit laws (rows, cells)
    "d": float64[:, ::1],  # operation times drawn ahead (stations, DRAWS)
    "h": uint32[:, ::1],  # history (stations, operations)
    "i": int64,
    "b": boolean,
    "u": uint64,
    "-": void,
    "iiiii": types.UniTuple(int64, 5),
}


def _signature(text: str) -> Any:
    """Give the signature that ``"m i -> b"`` stands for."""
    taken, _, given = text.partition(" -> ")
    return _TYPES[given](*(_TYPES[letter] for letter in taken.split()))


def kernel(text: str) -> Callable[[Any], Any]:
    """Compile a function that only kernels call; the letters are its types."""
    return numba.njit(
        _signature(text), no_cpython_wrapper=True, no_cfunc_wrapper=True, **OPTIONS
    )


def inlined(text: str) -> Callable[[Any], Any]:
    """Compile a function of the innermost loop into those that call it.

    A call costs 15 ns, most of it for handing the arrays on: as much as a whole
    operation.
    """
    return numba.njit(
        _signature(text), no_cpython_wrapper=True, no_cfunc_wrapper=True,
        forceinline=True, **OPTIONS,
    )  # fmt: skip


def entry(text: str) -> Callable[[Any], Any]:
    """Compile a function that Python calls; the letters are its types."""
    return numba.njit(_signature(text), no_cfunc_wrapper=True, **OPTIONS)


def borrowed(array: Any) -> Any:
    """Give an array as it is; compiled, without counting who refers to it.

    numba counts references with locked additions, at every call that passes an
    array on; they took nine tenths of the kernel's time. An array without an
    owner is not counted. The caller keeps the array alive.
    """
    return array


@intrinsic
def _without_owner(typing_context: Any, array: Any) -> Any:
    del typing_context
    if not isinstance(array, types.Array):
        return None

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        make = context.make_array(signature.return_type)
        of = make(context, builder, arguments[0])
        out = make(context, builder)
        for name in ("nitems", "itemsize", "data", "shape", "strides"):
            setattr(out, name, getattr(of, name))
        nothing = llvmlite.ir.PointerType(llvmlite.ir.IntType(8))
        out.meminfo = cgutils.get_null_value(out.meminfo.type)
        out.parent = cgutils.get_null_value(nothing)
        return out._getvalue()  # noqa: SLF001 - as numba's own code does it

    return array(array), build


@overload(borrowed)
def _borrowed(array):  # type: ignore[no-untyped-def]  # numba compares signatures
    return lambda array: _without_owner(array)
