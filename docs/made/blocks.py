"""The examples of a page carried out, in order, in an empty folder.

A comment over a block says what it is for::

    <!-- file: plant.yaml -->     written to that file
    <!-- add to: plant.yaml -->   keys added to the plant of that file, which is linted
    <!-- shown: Losses -->        of what a command prints, the paragraphs that begin so
                                  (``the answer``: the sentence with the figures)
    <!-- printed by: python -->   what the Python block before printed
    <!-- exit: 1 -->              the code that the commands leave with, 0 unless said

Below each ``$ zauyt ...`` of a console block stands what it prints; Python blocks of
a page share their names.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from zauyt.cli import root as command_line
from zauyt.plant.reading.file import lint_file
from zauyt.plant.reading.yaml import load_yaml
from zauyt.plant.reading.yaml_text import block_text

ROOT = Path(__file__).parents[2]
ROOMS = ("tutorial", "guides", "background")
NOT_RUN = ("text", "sh")
"""Drawings and formulas; commands that set up a machine."""

_BLOCK = re.compile(
    r"(?P<notes>(?:<!-- [^>]* -->\n)*)```(?P<kind>\w*)\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_NOTE = re.compile(r"<!-- ([a-z ]+): (.*) -->")
ANSWER = "the answer"
"""Stands for the sentence below the first line, which begins with a figure."""
_PRINTED = "what the last Python block printed"
_SAID_ONCE = "Compiling the simulator"


class Block(NamedTuple):
    """A fenced block: what its comments say, its language, its lines."""

    notes: dict[str, str]
    kind: str
    body: str


class _State(NamedTuple):
    """Names of the Python blocks so far; what commands left with and printed."""

    names: dict[str, Any]
    printed: dict[str, tuple[int, str]]


def pages() -> list[Path]:
    """Give the pages that hold examples: the rooms, and the README."""
    found = [page for room in ROOMS for page in (ROOT / "docs" / room).glob("*.md")]
    return [ROOT / "README.md", *sorted(found)]


def carried_out(page: Path) -> str:
    """Give the page with what its examples print now.

    Raises
    ------
    AssertionError
        An example does not do what its page says.
    """
    state = _State({}, {})
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return _BLOCK.sub(lambda match: _done(match, state), text)


def _block(match: re.Match[str]) -> Block:
    return Block(dict(_NOTE.findall(match["notes"])), match["kind"], match["body"])


def _done(match: re.Match[str], state: _State) -> str:
    block = _block(match)
    if block.kind == "console":
        return f"{match['notes']}```console\n{_console(block, state)}```"
    if block.kind == "python":
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(block.body, "page", "exec"), state.names)
        state.names[_PRINTED] = printed.getvalue()
        state.printed.clear()
    elif block.kind in ("yaml", "csv"):
        _write(block)
        state.printed.clear()
    elif block.notes.get("printed by") == "python":
        return f"{match['notes']}```text\n{state.names[_PRINTED]}```"
    else:
        assert block.kind in NOT_RUN, f"a block of {block.kind or 'no language'}"
    return match[0]


def _write(block: Block) -> None:
    if "file" in block.notes:
        Path(block.notes["file"]).write_text(block.body, encoding="utf-8")
        return
    file = Path(block.notes["add to"])
    data = load_yaml(file.read_text(encoding="utf-8"), file=str(file)).data
    added = load_yaml(block.body, file="block").data
    file.write_text(block_text(_merged(data, added)), encoding="utf-8")
    problems = lint_file(file)
    assert not problems, f"{block.body}\n{problems}"


def _merged(old: Any, new: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return old | {name: _merged(old.get(name), each) for name, each in new.items()}


def _console(block: Block, state: _State) -> str:
    lines = []
    commands = [line for line in block.body.splitlines() if line.startswith("$ ")]
    for line in commands:
        arguments = shlex.split(line[2:])
        assert arguments[0] == "zauyt", f"{line}: only zauyt can be carried out"
        if line not in state.printed:
            state.printed[line] = _asked(arguments[1:])
        code, printed = state.printed[line]
        wanted = int(block.notes.get("exit", 0))
        assert code == wanted, f"{line} left with {code}:\n{printed}"
        lines += [line, *_shown(printed, block.notes.get("shown"))]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _asked(arguments: list[str]) -> tuple[int, str]:
    out, err = (
        io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        for _ in range(2)
    )
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = command_line.carried_out(arguments)
    said, told = (each.buffer.getvalue().decode() for each in (out, err))  # type: ignore[attr-defined]
    told = "".join(
        line
        for line in told.splitlines(keepends=True)
        if not line.startswith(_SAID_ONCE)
    )
    return code, f"{told}\n{said}" if told and code == 0 else said + told


def _shown(printed: str, wanted: str | None) -> list[str]:
    """Give the lines of the paragraphs that begin with one of the words wanted."""
    if wanted is None:
        return printed.strip("\n").split("\n") if printed.strip() else []
    if wanted == "nothing":
        return []
    paragraphs = [each.strip("\n") for each in re.split(r"\n\n+", printed)]
    shown: list[str] = []
    for begin in wanted.split("; "):
        if begin == ANSWER:
            place = 2 if paragraphs[0].startswith("Written") else 1
            shown += paragraphs[place].split("\n")
            continue
        found = [each for each in paragraphs if each.startswith(begin)]
        assert found, f"nothing printed begins with {begin!r}:\n{printed}"
        shown += ["", *found[0].split("\n")] if shown else found[0].split("\n")
    return shown
