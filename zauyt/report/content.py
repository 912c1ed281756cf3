"""What stands on the page, section by section, in one language or woven of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zauyt.report.blocks import UNTRANSLATED, Block, columns_block, paragraph, say
from zauyt.report.gathered import Report
from zauyt.report.ledger import ledger
from zauyt.report.parts import NETWORK, PARTS
from zauyt.report.picture import plant_picture
from zauyt.report.sections.commitments import commitments
from zauyt.report.sections.goods import local, markets, money, supply
from zauyt.report.sections.output import output, ramp
from zauyt.report.sections.people import jobs, people
from zauyt.results.language import sentence, speaking

LANGUAGES = {"en": "English", "kk": "Қазақша", "ru": "Русский", "ko": "한국어"}
"""The languages of a page, each by its own name."""

SECTIONS: tuple[tuple[str, str, Callable[[Report], list[Block]] | None], ...] = (
    ("commitments", "check", commitments),
    ("plant", "", None),
    ("output", "simulate", output),
    ("ramp", "launch", ramp),
    ("people", "staff", people),
    ("supply", "supply", supply),
    ("local", "localise", local),
    ("markets", "", markets),
    ("money", "finance", money),
    ("jobs", "impact", jobs),
    ("ledger", "", ledger),
    ("limits", "", None),
    ("reproduce", "", None),
)
"""Each section's key, the study that it needs, and what makes its blocks."""


def _subtitle(place: str) -> str:
    if not place:
        return say("report.subtitle.bare")
    return say("report.subtitle", place=place)


def content(report: Report, language: str, *, command: str) -> dict[str, Any]:
    """Give the page in a language: its heads, and sections of blocks."""
    with speaking(language):
        sections = [
            {"key": key, "title": say(f"report.section.{key}"),
             "blocks": _blocks(report, key, study, make, command)}
            for key, study, make in SECTIONS
        ]  # fmt: skip
        return {
            "title": report.plant.plant,
            "subtitle": _subtitle(report.plant.site.place),
            "typed": say("report.typed", mark=UNTRANSLATED),
            "contents": say("report.contents"),
            "numbers": say("report.numbers"),
            "all_rows": say("report.all_rows"),
            "language": say("report.language"),
            "thousands": say("number.thousands"),
            "point": say("number.point"),
            "percent": say("number.percent"),
            "sections": sections,
        }


def _blocks(
    report: Report, key: str, study: str,
    make: Callable[[Report], list[Block]] | None, command: str,
) -> list[Block]:  # fmt: skip
    if key == "plant":
        return [plant_picture(report)]
    if key == "limits":
        return _limits(report)
    if key == "reproduce":
        return _reproduce(report, command)
    if study and study in report.absent:
        return [paragraph([report.absent[study]], tone="warn")]
    assert make is not None, f"{key} has nothing that makes it"
    return make(report)


def _limits(report: Report) -> list[Block]:
    """Give what every study says beside its answer: on what it rests, how far."""
    blocks = [paragraph(say("report.limits"))]
    for study, result in report.results.items():
        rows = [[sentence(note)] for note in result.notes]
        if rows:
            title = say(f"report.part.{study}")
            blocks.append(columns_block([title], rows, most=len(rows)))
    return blocks


def _reproduce(report: Report, command: str) -> list[Block]:
    """Give the command, the plant's mark, and what each part was asked."""
    rows = []
    for study in (*(part.study for part in PARTS), NETWORK):
        if study in report.results:
            result = report.results[study]
            given = {n: v for n, v in result.options.items() if v not in ("", None)}
            asked = ", ".join(f"{name} {_plainly(v)}" for name, v in given.items())
            status = say(f"status.{result.status}")
        else:
            asked, status = "", sentence(report.absent[study])
        rows.append([say(f"report.part.{study}"), status, asked])
    facts = [
        [say("heading.plant"), report.plant.plant],
        [say("heading.plant_id"), report.plant.id],
        [say("heading.seed"), str(report.seed)],
        [say("heading.version"), report.version],
    ]
    heads = [say("heading.study"), say("heading.status"), say("heading.options")]
    return [
        paragraph(say("report.reproduce")),
        {"kind": "code", "text": command},
        columns_block(["", ""], facts),
        columns_block(heads, rows),
    ]


def _plainly(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def woven(pages: Mapping[str, Any]) -> Any:
    """Give one page of several languages: a text that differs is one in each.

    The pages are alike but for their texts: numbers and lists have the same places.
    """
    first = next(iter(pages.values()))
    if isinstance(first, str):
        if all(each == first for each in pages.values()):
            return first
        return {"said": dict(pages)}
    if isinstance(first, dict):
        assert all(set(each) == set(first) for each in pages.values()), "other keys"
        return {k: woven({n: p[k] for n, p in pages.items()}) for k in first}
    if isinstance(first, list):
        lengths = {len(each) for each in pages.values()}
        assert lengths == {len(first)}, "lists of other lengths"
        return [
            woven({n: page[place] for n, page in pages.items()})
            for place in range(len(first))
        ]
    assert all(each == first for each in pages.values()), f"{first} differs"
    return first
