"""``zauyt report``: every study of a plant on one page, the commitments first."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zauyt.cli import STOPPED
from zauyt.cli.ask import changed_plant
from zauyt.cli.changes import set_option
from zauyt.cli.deliver import draws_blocks, terminal_width
from zauyt.cli.progress import compiling_told, progress
from zauyt.cli.root import DONE
from zauyt.errors import Problem, WrongInput
from zauyt.plant.reading.examples import read_network
from zauyt.results.excel import all_to_excel
from zauyt.results.language import languages, sentence, word
from zauyt.results.result import Note

if TYPE_CHECKING:
    from zauyt.report.gathered import Report, Told

HELP = """What was promised of a plant, what comes of it, and why, on one page?

Asks every study for which the plant file has the records, and writes one HTML page
that needs nothing else. Each part is kept in a folder beside the page once it is
answered, and is not computed again for the same plant, options, seed and version."""


def command() -> click.Command:
    """Give the verb ``report``."""
    path = click.Path(path_type=Path)
    return click.Command(
        "report",
        callback=_asked,
        params=[
            click.Argument(["plant"]),
            set_option(),
            click.Option(["-o", "--out"], type=path,
                         help="Page to write (.html; PLANT.html otherwise)."),
            click.Option(["--excel"], type=path, help="Workbook to write (.xlsx)."),
            click.Option(["--json"], is_flag=True,
                         help="Print one JSON object, nothing else."),
            click.Option(["--network"], help="Network file for a plan of markets."),
            click.Option(["--mend/--no-mend"], default=False, show_default=True,
                         help="Search for what would mend a commitment; it takes"
                         " longer."),
            click.Option(["--few/--no-few"], default=False, show_default=True,
                         help="Few runs and draws: a quick look, with wide bounds."),
            click.Option(["--language"], default="en", show_default=True,
                         type=click.Choice(languages()),
                         help="Language in which the page opens; it holds all."),
            click.Option(["--kept"], type=path,
                         help="Folder of the parts (beside the page otherwise)."),
            click.Option(["--seed"], type=int, default=1, show_default=True,
                         help="Seed of every draw."),
            click.Option(["--workers"], type=int, default=0, show_default=True,
                         help="Threads; 0 takes as many as there are processors."),
            click.Option(["--ascii"], is_flag=True,
                         help="Draw with plain letters only."),
        ],
        help=HELP,
    )  # fmt: skip


def _asked(plant: str, **given: Any) -> int:
    out: Path = given["out"] or Path(f"{Path(plant).stem}.html")
    _refuse_suffixes(out, given["excel"])
    kept: Path = given["kept"] or out.with_name(f"{out.stem}_parts")
    subject = changed_plant(plant, given["changes"])
    network = None if given["network"] is None else read_network(given["network"])
    with compiling_told():
        from zauyt.report.gathered import gather
    steps = _Steps()
    try:
        with compiling_told():
            report = gather(
                subject, kept=kept, network=network, few=given["few"],
                mend=given["mend"], seed=given["seed"], workers=given["workers"],
                begun=steps.begun,
            )  # fmt: skip
    except KeyboardInterrupt:
        click.echo(f"Stopped; what is answered is kept in {kept}.", err=True)
        return STOPPED
    finally:
        steps.end()
    _deliver(report, plant, given, out)
    return DONE


def _deliver(report: Report, plant: str, given: dict[str, Any], out: Path) -> None:
    """Write what is wanted, then print the verdicts, or one JSON object."""
    from zauyt.report.written import to_json, write_page

    line = command_line(plant, given)
    write_page(report, out, command=line, language=given["language"])
    click.echo(f"Written: {out}", err=True)
    if given["excel"] is not None:
        all_to_excel(report.results, given["excel"])
        click.echo(f"Written: {given['excel']}", err=True)
    if given["json"]:
        sys.stdout.flush()
        # JSON is UTF-8 whatever the terminal is.
        sys.stdout.buffer.write(to_json(report).encode() + b"\n")
        sys.stdout.buffer.flush()
        return
    ascii_only = given["ascii"] or not draws_blocks(sys.stdout.encoding)
    click.echo(told(report, width=terminal_width(), ascii_only=ascii_only))
    click.echo(sentence(Note("report.written", {"path": str(out)})))


def told(report: Report, *, width: int, ascii_only: bool) -> str:
    """Give the verdicts as text, then what has no answer and why."""
    parts = []
    if "check" in report.results:
        from zauyt.plots.check.letters import verdicts

        found = report.results["check"]
        parts.append(verdicts(found, width=width, ascii_only=ascii_only))
    elif "simulate" in report.results:
        from zauyt.plots.simulate.drawn import answer

        parts.append(sentence(answer(report.results["simulate"])))
    missing = [
        f"{word(f'report.part.{study}')}: {sentence(why)}"
        for study, why in report.absent.items()
    ]
    if missing:
        parts.append("\n".join(missing))
    return "\n\n".join(parts) + "\n"


def command_line(plant: str, given: dict[str, Any]) -> str:
    """Give the command that makes the same report, without where it goes."""
    parts = ["zauyt report", plant, *(f"--set '{each}'" for each in given["changes"])]
    if given["network"]:
        parts.append(f"--network {given['network']}")
    parts += [f"--{name}" for name in ("mend", "few") if given[name]]
    return " ".join([*parts, f"--seed {given['seed']}"])


class _Steps:
    """What is said while parts are asked: which, how far, how long it took."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._line = ""
        self._began = 0.0

    def begun(self, number: int, total: int, study: str, is_kept: bool) -> Told:  # noqa: FBT001
        """Say that a part begins; give what it tells its progress."""
        self.end()
        part = word(f"report.part.{study}")
        if is_kept:
            part = sentence(Note("report.kept", {"part": part}))
        self._line = f"{number} of {total}: {part}"
        self._began = time.monotonic()
        _, tell = self._open.enter_context(progress(self._line))
        return tell

    def end(self) -> None:
        """Say how long the part took that is open, if any is."""
        self._open.close()
        if self._line:
            took_s = time.monotonic() - self._began
            click.echo(f"{self._line}, {took_s:.0f} s", err=True)
        self._line = ""


def _refuse_suffixes(out: Path, workbook: Path | None) -> None:
    problems = [
        Problem(option, f"{path} does not end in {wanted}", "suffix")
        for option, path, wanted in (
            ("--out", out, ".html"), ("--excel", workbook, ".xlsx"),
        )
        if path is not None and path.suffix.lower() != wanted
    ]  # fmt: skip
    if problems:
        raise WrongInput(problems)
