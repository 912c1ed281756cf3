"""The names of months, causes, gates and what-ifs, on terminal and picture alike."""

from __future__ import annotations

import datetime

from zauyt.plots.launch.drawn import LINE_SPEED, plain
from zauyt.plots.simulate.words import cause_words, month_name
from zauyt.results.language import sentence, word
from zauyt.results.result import Note


def month_words(month: datetime.date) -> str:
    """Give a month with its year."""
    return f"{month_name(month.isoformat())} {month.year}"


def limit_words(cause: str | None) -> str:
    """Say what held a month back."""
    if cause is None:
        return ""
    if cause in (LINE_SPEED, "gate"):
        return word(f"launch.limit.{cause}")
    return cause_words({"cause": cause})


def held_words(held: str | None) -> str:
    """Say what a gate waits for: ``uptime:final``."""
    if held is None:
        return ""
    kind, _, line = held.partition(":")
    return sentence(Note(f"launch.held.{kind}", {"line": plain(line)}))


def what_if_words(what_if: str) -> str:
    """Say what is changed: ``repair_crew:fitters``."""
    kind, _, name = what_if.partition(":")
    named = {"name": plain(name)} if name else {}
    return sentence(Note(f"launch.what_if.{kind}", named))
