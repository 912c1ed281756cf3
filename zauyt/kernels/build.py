"""Compiling all kernels: numba makes each function, LLVM all of them at once.

Each function is typed and lowered by itself, by numba and without optimisation;
it calls the others by their names. All of them are put into one module, in which
nothing but the entries is visible from outside, and are optimised there once.
Rejected: numba's own libraries, which hold copies of all that a function calls,
optimised anew at every level, and loading fifty files needs numba.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

import llvmlite.binding as llvm
import numba
from numba import carray, float64, int64, types, uint32, uint64, void
from numba.core.compiler_lock import global_compiler_lock
from numba.extending import intrinsic, models, overload, register_model

from zauyt.kernels.compile import UNTYPED, Kernel, address, rows_at
from zauyt.kernels.machine import ARRAYS, target_machine
from zauyt.kernels.parts import divided, handed_over, started

_NUMBERS = {"int64": int64, "float64": float64, "uint32": uint32}
_TYPES = {
    "m": types.CPointer(int64),  # the block of whole numbers
    "t": types.CPointer(float64),  # the unit laws, row after row
    "d": types.CPointer(float64),  # operation times drawn ahead, row after row
    "h": types.CPointer(uint32),  # history
    "i": int64,
    "b": int64,
    "u": uint64,
    "f": float64,
    "-": void,
}
_OPTIONS: dict[str, Any] = {"error_model": "numpy"}
_NOT_COUNTED = """
define void @NRT_incref(i8* %0) alwaysinline { ret void }
define void @NRT_decref(i8* %0) alwaysinline { ret void }
"""
"""Who refers to an array is not counted: all of them belong to Python."""
_FROM_OUTSIDE = {"memset", "memcpy", "memmove"}
"""What may be called that is not a kernel: LLVM writes loops as these."""


def numba_type(kernel: Kernel) -> Any:
    """Give what numba takes a kernel for where another function calls it."""
    taken, given = kernel.types
    if kernel.form == "entry" or given not in _TYPES:
        return _Called(_dispatcher(kernel.function))
    signature = _TYPES[given](*(_TYPES[letter] for letter in taken))
    return types.ExternalFunction(kernel.symbol, signature)


class _Called(types.Dispatcher):  # type: ignore[misc]
    """A function that is compiled for the types it is called with, not for values.

    numba would compile one version for every constant that some caller passes.
    """

    def get_call_type(self, context: Any, args: Any, kws: Any) -> Any:
        plain = {name: types.unliteral(kind) for name, kind in kws.items()}
        return super().get_call_type(context, tuple(map(types.unliteral, args)), plain)


register_model(_Called)(models.OpaqueModel)


@cache
def _dispatcher(function: Callable[..., Any]) -> Any:
    """Give what compiles a function for the types that it is called with.

    It is kept, since numba refers to it weakly.
    """
    return numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **_OPTIONS)(
        _plain(function)
    )


def _plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function in which the offsets of a record's fields are plain numbers.

    Of a named tuple numba would make all numbers anew wherever one of them is used.
    """
    names = {
        name: _fields(value) if hasattr(value, "_fields") else value
        for name, value in function.__globals__.items()
    }
    return FunctionType(
        function.__code__, names, function.__name__, function.__defaults__
    )


def _fields(record: Any) -> ModuleType:
    module = ModuleType(type(record).__name__)
    module.__dict__.update(record._asdict())
    return module


def built(kernels: Sequence[Kernel], *, processes: int = 1) -> bytes:
    """Compile kernels into one object file, in which the entries are found."""
    machine = target_machine()
    parts = divided(kernels, processes)
    with ExitStack() as stack:
        others = [stack.enter_context(started(part)) for part in parts[1:]]
        module = lowered_part(parts[0], kernels)
        for part, process in zip(parts[1:], others, strict=True):
            code = handed_over(process)
            if code is None:
                module.link_in(lowered_part(part, kernels))
            else:
                module.link_in(llvm.parse_bitcode(code))
    forms = {kernel.symbol: kernel.form for kernel in kernels}
    apart = tuple(_beginning(each) for each in UNTYPED if each.form == "shared")
    for function in module.functions:
        if function.is_declaration:
            continue
        form = forms.get(function.name)
        function.linkage = "external" if form == "entry" else "internal"
        if form == "shared":
            function.add_function_attribute("noinline")
        elif form == "inlined" or (
            form is None and not function.name.startswith(apart)
        ):
            # What numba wraps goes into it.
            function.add_function_attribute("alwaysinline")
    _optimise(module, machine)
    module.verify()
    for function in module.functions:
        outside = function.is_declaration and not function.name.startswith("llvm.")
        assert not outside or function.name in _FROM_OUTSIDE, function.name
    return bytes(machine.emit_object(module))


def lowered_part(part: Sequence[Kernel], kernels: Sequence[Kernel]) -> llvm.ModuleRef:
    """Give the module of some of the kernels, unoptimised.

    What numba wraps is seen in it only: another process may give it the same names.
    """
    machine = target_machine()
    module = llvm.parse_assembly(_NOT_COUNTED)  # first, or numba's own would stay
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    for kernel in kernels:
        # numba wants to see what is called somewhere; it is never called there.
        llvm.add_symbol(kernel.symbol, 1)
    with _unoptimised():
        for kernel in part:
            if kernel.types[1] in _TYPES:
                module.link_in(_lowered(kernel))
    own = {kernel.symbol for kernel in part}
    for function in module.functions:
        if not function.is_declaration and function.name not in own:
            function.linkage = "internal"
    return module


@contextmanager
def _unoptimised() -> Iterator[None]:
    """Let numba hand on what it makes as it is; all of it is optimised together."""
    level = numba.config.OPT
    with global_compiler_lock:
        numba.config.OPT = type(level)(0)
        try:
            yield
        finally:
            numba.config.OPT = level


def _lowered(kernel: Kernel) -> llvm.ModuleRef:
    """Give the module of one function, named by its symbol."""
    function, signature = _callable(kernel)
    made = numba.cfunc(signature, **_OPTIONS)(_plain(function))
    # numba keeps what a C caller calls out of line; nothing here unwinds.
    module = llvm.parse_assembly(made.inspect_llvm().replace("noinline", "nounwind"))
    module.get_function(made.native_name).name = kernel.symbol
    for inner in module.functions:
        if not inner.is_declaration and inner.name != kernel.symbol:
            inner.linkage = "linkonce_odr"
    return module


def _beginning(kernel: Kernel) -> str:
    """Give how the names begin that numba gives to what it makes of a function."""
    names = (*kernel.function.__module__.split("."), kernel.function.__name__)
    return "_ZN" + "".join(f"{len(name)}{name}" for name in names) + "B"


def _callable(kernel: Kernel) -> tuple[Callable[..., Any], Any]:
    """Give a function of numbers and addresses, and its signature.

    An array is taken as the address and the sizes that it has.
    """
    letters, given = kernel.types
    if not any(letter in ARRAYS for letter in letters):
        return kernel.function, _TYPES[given](*(_TYPES[letter] for letter in letters))
    taken: list[str] = []
    handed: list[str] = []
    kinds: list[Any] = []
    for place, letter in enumerate(letters):
        taken.append(f"a{place}")
        if letter not in ARRAYS:
            handed.append(f"a{place}")
            kinds.append(_TYPES[letter])
            continue
        number, dimensions = ARRAYS[letter]
        sizes = [f"a{place}_{axis}" for axis in range(dimensions)]
        taken += sizes
        handed.append(f"carray(a{place}, ({', '.join(sizes)},))")
        kinds += [types.CPointer(_NUMBERS[number]), *[int64] * dimensions]
    source = f"def call({', '.join(taken)}): return function({', '.join(handed)})"
    names: dict[str, Any] = {
        "carray": carray,
        "function": _dispatcher(kernel.function),
    }
    exec(source, names)
    return names["call"], _TYPES[given](*kinds)


def _optimise(module: llvm.ModuleRef, machine: llvm.TargetMachine) -> None:
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization = True
    tuning.slp_vectorization = False
    builder = llvm.create_pass_builder(machine, tuning)
    for function in module.functions:
        if not function.is_declaration:
            builder.getFunctionPassManager().run(function, builder)
    builder.getModulePassManager().run(module, builder)


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


@intrinsic
def _moved(typing_context: Any, pointer: Any, begin: Any) -> Any:
    del typing_context

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.gep(arguments[0], [arguments[1]])

    return pointer(pointer, begin), build


@overload(rows_at)
def _rows_at(flat, begin, rows, width):
    return lambda flat, begin, rows, width: carray(_moved(flat, begin), (rows, width))
