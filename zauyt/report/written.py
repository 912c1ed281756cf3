"""The report as files: one page that needs nothing else, one workbook, one object."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from zauyt.report.content import LANGUAGES, content, woven
from zauyt.report.gathered import Report
from zauyt.results import as_json, disk
from zauyt.results.language import sentence

DRAWING = ("charts.js", "page.js")
"""The page's own programs, in the order in which they are read."""


def write_page(
    report: Report, path: Path | str, *, command: str, language: str = "en"
) -> Path:
    """Write the report as one page of HTML, whole or not at all; give its path.

    Parameters
    ----------
    report
        What was gathered.
    path
        The file.
    command
        The command that makes it again, shown on it.
    language
        The language in which it opens; it holds all others, too.

    Raises
    ------
    ZauytError
        When the disk refuses.
    """
    place = Path(path)
    disk.write_whole(place, page(report, command=command, language=language).encode())
    return place


def page(report: Report, *, command: str, language: str = "en") -> str:
    """Give the page: text, drawing program and data in one, nothing from elsewhere."""
    made = woven({each: content(report, each, command=command) for each in LANGUAGES})
    data = {"opens": language, "languages": LANGUAGES, "page": made}
    parts = {
        "LANGUAGE": language,
        "TITLE": _escaped(report.plant.plant),
        "STYLE": _file("page.css"),
        "DATA": in_script(data),
        "PROGRAM": "\n".join(_file(name) for name in DRAWING),
    }
    text = _file("page.html")
    for name, value in parts.items():
        head, mark, tail = text.partition(f"<!--{name}-->")
        assert mark, f"the page has no place for {name}"
        text = head + value + tail
    return text


def in_script(data: Any) -> str:
    """Give data as JSON that no text in it can end the script around it."""
    said = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        said = said.replace(letter, f"\\u{ord(letter):04x}")
    return said


def to_json(report: Report) -> str:
    """Give the report as one JSON object: each study's result, and what has none."""
    results = {
        name: json.loads(as_json.to_json(result))
        for name, result in report.results.items()
    }
    absent = {
        name: {"key": each.key, "numbers": dict(each.numbers), "text": sentence(each)}
        for name, each in report.absent.items()
    }
    given = {
        "plant": report.plant.plant, "plant_id": report.plant.id, "seed": report.seed,
        "version": report.version, "options": dict(report.options),
        "results": results, "absent": absent,
    }  # fmt: skip
    return json.dumps(given, ensure_ascii=False, allow_nan=False)


def _file(name: str) -> str:
    return (resources.files("zauyt.report") / "page" / name).read_text(encoding="utf-8")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
