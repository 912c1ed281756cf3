"""A result as it prints: what was asked, the headline, the notes in sentences."""

from __future__ import annotations

import textwrap

from zauyt.results.language import sentence, spoken, word, words
from zauyt.results.number import figure_text
from zauyt.results.result import Result
from zauyt.results.text import WIDTH, clean, fit


def shown(
    result: Result,
    *,
    width: int = WIDTH,
    language: str | None = None,
    ascii_only: bool = False,
) -> str:
    """Give a result as text for a terminal: headline and notes, no tables."""
    seed = "" if result.seed is None else f", seed {result.seed}"
    lines = [clean(f"{result.plant}: {result.study} ({result.version}{seed})")]
    if result.reason is not None:
        lines.append(word("status.no_answer", language))
        lines += _wrapped(sentence(result.reason, language), width)
    if result.headline:
        names = max(len(name) for name in result.headline)
        between = words(language or spoken())["range"]
        lines.append("")
        for name, figure in result.headline.items():
            text = clean(figure_text(figure, between))
            lines.append(f"{fit(name, names, ascii_only=ascii_only)}  {text}")
    for note in result.notes:
        lines += ["", *_wrapped(sentence(note, language), width)]
    return "\n".join(lines)


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(clean(text), width) or [""]
