"""Compiled kernels: kept in one file, loaded from it, called from Python.

numba does not notice when a function that another file's function calls has
changed, so the file is named by a hash of all that it is made from: the kernels'
sources, the compilers' versions, the processor. It carries a hash of itself; a
half-written one is compiled anew. Two processes that compile at once write the
same, each to a file of its own that takes the name when it is whole.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import tempfile
import threading
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import platformdirs

from zauyt.kernels.compile import NOTED, Kernel

SOURCES = Path(__file__).parent
ROOM = 1_000_000
"""Bytes that must be free where compiled kernels are kept."""
FAMILIES = {
    "balancing": ("balancing.level", "balancing.search"),
    "flow": ("chance", "flow.closings", "flow.events", "flow.levelling", "flow.path"),
    "sequencing": ("sequencing.search",),
    "storing": ("storing.beam",),
    "supply": ("supply.days", "supply.plan"),
}
"""Kernels that are compiled and loaded together, and where their entries are. A family
is a folder; what lies beside the folders is for all of them."""

ARRAYS = {
    "M": ("int64", 1),
    "N": ("int64", 2),
    "F": ("float64", 1),
    "T": ("float64", 2),
    "D": ("float64", 2),
    "L": ("uint32", 1),
}
"""Numbers and dimensions of the arrays that entries take."""

_NUMBERS = {
    "i": ctypes.c_int64,
    "u": ctypes.c_uint64,
    "f": ctypes.c_double,
    "b": ctypes.c_bool,
    "-": None,
}

BEFORE_COMPILING: list[Callable[[], None]] = []
"""What is to be told before the kernels are compiled, which takes a while."""


def family_of(kernel: Kernel) -> str:
    """Give the family that a kernel is compiled with."""
    inner = kernel.function.__module__.removeprefix("zauyt.kernels.").partition(".")[0]
    return inner if inner in FAMILIES else "flow"


def sources_hash(family: str = "flow") -> str:
    """Give a hash of everything that the compiled kernels of a family are made from."""
    digest = hashlib.blake2b(digest_size=10)
    for path in sorted([*SOURCES.glob("*.py"), *SOURCES.glob(f"{family}/*.py")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _processor() -> tuple[str, str]:
    """Give the processor's name and features, as numba is told or finds them."""
    name = os.environ.get("NUMBA_CPU_NAME") or llvm.get_host_cpu_name()
    features = os.environ.get("NUMBA_CPU_FEATURES")
    if features is None:
        features = llvm.get_host_cpu_features().flatten()
    return name, features


@cache
def target_machine() -> llvm.TargetMachine:
    """Give what LLVM makes machine code for: this processor, in this process."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    name, features = _processor()
    triple = llvm.get_process_triple()
    static = triple.startswith(("x86", "i386", "i686"))
    return llvm.Target.from_triple(triple).create_target_machine(
        cpu=name, features=features, opt=3, reloc="static" if static else "default",
        codemodel="jitdefault", jit=True,
    )  # fmt: skip


def bound(kernel: Kernel) -> Callable[..., Any]:
    """Give what carries out a compiled entry for Python."""
    letters, given = kernel.types
    kinds: list[Any] = []
    for letter in letters:
        if letter in ARRAYS:
            kinds += [ctypes.c_void_p, *[ctypes.c_int64] * ARRAYS[letter][1]]
        else:
            kinds.append(_NUMBERS[letter])
    place = _loaded(family_of(kernel)).get_function_address(kernel.symbol)
    assert place, f"{kernel.symbol} is not among the compiled kernels"
    native = ctypes.CFUNCTYPE(_NUMBERS[given], *kinds)(place)

    def call(*arguments: Any) -> Any:
        handed: list[int | float] = []
        for letter, argument in zip(letters, arguments, strict=True):
            if letter in ARRAYS:
                assert argument.flags.c_contiguous, "an array with gaps"
                assert (argument.dtype, argument.ndim) == ARRAYS[letter], letter
                handed += (argument.ctypes.data, *argument.shape)
            else:
                handed.append(float(argument) if letter == "f" else int(argument))
        return native(*handed)

    return call


_one_at_a_time = threading.Lock()
_engines: dict[str, llvm.ExecutionEngine] = {}
"""What holds the machine code, by family; it is never freed."""


def _loaded(family: str) -> llvm.ExecutionEngine:
    """Load the compiled kernels of a family, and compile them first if need be."""
    with _one_at_a_time:
        if family not in _engines:
            engine = llvm.create_mcjit_compiler(
                llvm.parse_assembly(""), target_machine()
            )
            code = llvm.ObjectFileRef.from_data(_machine_code(family))
            engine.add_object_file(code)
            engine.finalize_object()
            _engines[family] = engine
        return _engines[family]


def _machine_code(family: str) -> bytes:
    """Give the object file of a family, from where it is kept if it is."""
    name = _file_name(family)
    for folder in filter(_own, _folders()):
        with contextlib.suppress(OSError):
            whole = (folder / name).read_bytes()
            if _digest(whole[_DIGEST:]) == whole[:_DIGEST]:
                return whole[_DIGEST:]
    place = writable_folder()
    for tell in BEFORE_COMPILING:
        tell()
    from zauyt.kernels.build import built
    from zauyt.kernels.parts import processes

    for module in FAMILIES[family]:
        import_module(f"zauyt.kernels.{module}")
    noted = [kernel for kernel in NOTED if family_of(kernel) == family]
    code = built(noted, processes=processes())
    if place is not None:
        # Where the disk is full by now, the next start compiles again.
        with contextlib.suppress(OSError):
            _keep(place / name, _digest(code) + code)
    return code


_DIGEST = 32


def _digest(code: bytes) -> bytes:
    return hashlib.blake2b(code, digest_size=_DIGEST).digest()


def _file_name(family: str) -> str:
    """Give a name that no other state of anything it is made from has."""
    digest = hashlib.blake2b(digest_size=10)
    made_with = [version("numba"), version("llvmlite"), llvm.get_process_triple()]
    for part in (sources_hash(family), *made_with, *_processor()):
        digest.update(part.encode() + b"\0")
    return f"{family}-{digest.hexdigest()}.o"


def _folders() -> list[Path]:
    """Give where compiled kernels may be kept."""
    user = os.getuid() if hasattr(os, "getuid") else "kernels"
    return [
        platformdirs.user_cache_path("zauyt"),
        Path(tempfile.gettempdir()) / f"zauyt-{user}",
    ]


def _own(folder: Path) -> bool:
    """Give whether a folder is the user's: nobody else's machine code is carried out.

    Where users have no numbers, each has a folder for temporary files of their own.
    """
    with contextlib.suppress(OSError):
        return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
    return False


def writable_folder() -> Path | None:
    """Give a folder in which compiled kernels can be kept, None if there is none."""
    for folder in _folders():
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not _own(folder):
                continue
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(ROOM))
                file.flush()
                return folder
    return None


def _keep(path: Path, whole: bytes) -> None:
    """Write a file so that it is there wholly or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        written = Path(file.name)
        try:
            file.write(whole)
            file.close()
            written.replace(path)
        finally:
            written.unlink(missing_ok=True)
