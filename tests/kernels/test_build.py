"""Kernels are compiled in parts by several processes, and come out whole."""

import logging
import sys

import llvmlite.binding as llvm
import pytest

from zauyt.kernels import parts
from zauyt.kernels.chance import mix, uniform
from zauyt.kernels.compile import INTERPRETED, NOTED
from zauyt.kernels.flow.levelling import level
from zauyt.kernels.machine import target_machine

pytestmark = pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")

FEW = [mix, uniform, level]


def symbols_in(code):
    """Give which of the few kernels can be called in an object file."""
    own = target_machine.__wrapped__()  # an engine takes it with it when it goes
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), own)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return [
        kernel.symbol for kernel in FEW if engine.get_function_address(kernel.symbol)
    ]


def built(processes):
    from zauyt.kernels.build import built

    return built(FEW, processes=processes)


def test_what_two_processes_lower_is_one_object_file():
    assert symbols_in(built(2)) == [kernel.symbol for kernel in FEW]


def test_a_process_that_dies_is_told_and_its_part_is_compiled_here(monkeypatch, caplog):
    monkeypatch.setattr(parts, "_CODE", "raise SystemExit('no memory')")
    with caplog.at_level(logging.WARNING):
        code = built(2)
    assert "ended with 1 (no memory)" in caplog.text
    assert symbols_in(code) == [kernel.symbol for kernel in FEW]


def test_a_python_that_greets_and_a_path_that_is_no_text_do_no_harm(
    monkeypatch, caplog, tmp_path
):
    monkeypatch.setattr(parts, "_CODE", f"print('hello', flush=True)\n{parts._CODE}")
    monkeypatch.setattr(sys, "path", [*sys.path, tmp_path])
    assert symbols_in(built(2)) == [kernel.symbol for kernel in FEW]
    assert not caplog.text


def test_who_compiles_with_numba_afterwards_gets_machine_code():
    import numba

    built(1)
    assert numba.njit(lambda number: number + 1)(1) == 2


def test_every_kernel_is_in_one_part():
    divided = parts.divided(NOTED, 3)
    assert sorted(k.symbol for part in divided for k in part) == sorted(
        kernel.symbol for kernel in NOTED
    )


@pytest.mark.parametrize("program", ["", "/opt/blender/blender"])
def test_a_program_that_is_not_python_is_not_started_again(monkeypatch, program):
    monkeypatch.setattr(sys, "executable", program)
    assert parts.processes() == 1
