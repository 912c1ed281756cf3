"""The house is in order: sizes, names, words, and nothing of one machine."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from zauyt.results.language import words

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "zauyt").rglob("*.py"))

MOST_LINES = 400
MOST_FUNCTION_LINES = {"kernels": 100, "": 60}
LONG_FILES: dict[str, str] = {}
"""Files above the limit, each with its reason."""
LONG_FUNCTIONS = {"pack": "one entry a field of the block's header"}

EMPTY_NAMES = {"utils", "util", "common", "helpers", "helper", "manager", "misc"}
MACHINE = re.compile(r"(?<![\w.])/(work|home|root|tmp|Users)/")


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_files_are_short_or_say_why_not():
    long = {
        _name(path)
        for path in SOURCES
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    }
    assert long == set(LONG_FILES)


def test_functions_are_short_or_say_why_not():
    long = []
    for path in SOURCES:
        kind = "kernels" if "kernels" in path.parts else ""
        for node in ast.walk(_parsed(path)):
            if isinstance(node, ast.FunctionDef) and node.name not in LONG_FUNCTIONS:
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                if lines > MOST_FUNCTION_LINES[kind]:
                    long.append(f"{_name(path)}: {node.name} has {lines} lines")
    assert not long


def test_no_file_has_a_name_that_says_nothing():
    assert not [_name(path) for path in SOURCES if path.stem in EMPTY_NAMES]


def test_nothing_is_swallowed():
    wide = [
        f"{_name(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(_parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception",))
    ]
    assert not wide


def test_no_print_below_the_command_line():
    calls = [
        f"{_name(path)}:{node.lineno}"
        for path in SOURCES
        if "cli" not in path.parts
        for node in ast.walk(_parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
    ]
    assert not calls


def test_every_sentence_that_is_said_is_in_the_catalogue():
    said = {
        (node.args[0].value, f"{_name(path)}:{node.lineno}")
        for path in SOURCES
        for node in ast.walk(_parsed(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("Note", "word")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert not {(key, place) for key, place in said if key not in words("en")}


def test_no_file_names_a_place_of_one_machine():
    if not (ROOT / ".git").exists():
        pytest.skip("only a checkout knows which files are its own")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [
            f"{name}:{number}"
            for number, line in enumerate(text.splitlines(), start=1)
            if MACHINE.search(line)
        ]
    assert not found
