"""The root of the command line: verbs by name, faults in words, exit codes.

Exit codes: 0 done, 1 ``lint`` or ``check`` found something, 2 wrong input or a
refusal of the system, 3 no answer exists, 130 stopped, 141 the reader of the output
has gone. Nothing heavy is imported before a verb is known.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from zauyt import __version__
from zauyt.cli import STOPPED
from zauyt.cli.progress import begin
from zauyt.errors import NoAnswer, WrongInput, ZauytError
from zauyt.studies import STUDIES

OTHER_VERBS = {
    "report": "What was promised of a plant, what comes of it, and why, on one page?",
    "compare": "By how much do two plants, or two saved results, differ?",
    "lint": "What is wrong or doubtful in a plant file?",
    "examples": "Which plants come with the package?",
    "template": "How does a plant look as an Excel workbook, filled in or empty?",
    "import": "Which plant file does an Excel workbook make?",
    "schema": "What may stand in a plant file, for completion in an editor?",
}
"""Verbs that are no studies; each is ``command`` in the module of its name."""

MODULES = {"import": "imported"}
"""Modules of verbs whose name Python keeps for itself."""

DONE, FOUND, WRONG, NO_ANSWER, READER_GONE = 0, 1, 2, 3, 141

OBJECTS_BETWEEN = 200_000
"""New objects after which Python looks for unreachable ones: one command makes few,
and looking through all that is imported took a twentieth of a short one's time."""

_HELP = """A digital twin and planner of a vehicle plant.

PLANT is a plant file (YAML, TOML or Excel), a scenario, or an example's name."""

_EPILOG = "zauyt VERB --help tells its options. Begin with: zauyt simulate small"


class _Verbs(click.Group):
    """Verbs by name, each loaded only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*STUDIES, *OTHER_VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command: click.Command | None = None
        if cmd_name in STUDIES:
            command = import_module("zauyt.cli.ask").command(cmd_name)
        elif cmd_name in OTHER_VERBS:
            command = import_module(
                f"zauyt.cli.{MODULES.get(cmd_name, cmd_name)}"
            ).command()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        verbs = self.list_commands(ctx)
        if args[0] not in verbs:
            from zauyt.plant.reading.nearest import did_you_mean

            ctx.fail(f"there is no verb {args[0]}{did_you_mean(args[0], verbs)}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Studies"):
            formatter.write_dl(list(STUDIES.items()))
        with formatter.section("Other verbs"):
            formatter.write_dl(list(OTHER_VERBS.items()))


def root() -> click.Group:
    """Give the command line as a click group."""
    settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
    group = _Verbs("zauyt", context_settings=settings, help=_HELP, epilog=_EPILOG)
    return click.version_option(__version__, prog_name="zauyt")(group)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Carry out the command line and leave with its exit code."""
    sys.exit(carried_out(arguments))


def carried_out(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line, say in words what went wrong; give the exit code."""
    begin()
    gc.set_threshold(OBJECTS_BETWEEN)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a letter shows a question mark, not a traceback.
            stream.reconfigure(errors="replace")
    _write_all_or_fail()
    code = _told(arguments)
    try:
        sys.stdout.flush()
    except OSError as error:
        code = READER_GONE if isinstance(error, BrokenPipeError) else WRONG
        if code == WRONG:
            _say(f"Error: the output cannot be written: {error.strerror}")
        _give_up_output()
    return code


def _told(arguments: Sequence[str] | None) -> int:
    code: int | None
    try:
        code = root().main(arguments, prog_name="zauyt", standalone_mode=False)
    except click.ClickException as error:
        with contextlib.suppress(BrokenPipeError):
            error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped; nothing was saved.")
        code = STOPPED
    except WrongInput as error:
        from zauyt.plant.reading.shown import shown

        _say(shown(error.problems))
        code = WRONG
    except NoAnswer as error:
        _say(f"No answer exists: {error}")
        code = NO_ANSWER
    except ZauytError as error:
        _say(f"Error: {error}")
        code = WRONG
    except (BrokenPipeError, SystemExit):
        # click leaves by itself when the reader has gone, and then only.
        _give_up_output()
        code = READER_GONE
    except MemoryError:
        _say("Error: this needs more memory than there is")
        code = WRONG
    except OSError as error:
        place = error.filename or "the output cannot be written"
        _say(f"Error: {place}: {error.strerror or error}")
        code = WRONG
    return code or DONE


def _write_all_or_fail() -> None:
    """Buffer the output where Python does not (``-u``).

    Unbuffered, what a full disk takes only in part is lost without an error.
    """
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper) and isinstance(stream.buffer, io.RawIOBase):
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(stream.buffer),
            encoding=stream.encoding, errors="replace", line_buffering=True,
        )  # fmt: skip


def _say(text: str) -> None:
    with contextlib.suppress(BrokenPipeError):
        click.echo(text, err=True)


def _give_up_output() -> None:
    """Let what is left to write vanish, so that leaving does not fail over it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
