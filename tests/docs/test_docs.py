"""Every example in the pages runs and prints what stands below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.made.blocks import ROOT, carried_out, pages
from docs.made.reference import FOLDER, reference

RENEW = "python -m docs.made writes it anew"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_every_example_prints_what_its_page_shows(page: Path) -> None:
    assert carried_out(page) == page.read_text(encoding="utf-8"), RENEW


def test_the_reference_is_what_the_declarations_make() -> None:
    made = reference()
    assert set(FOLDER.glob("*.md")) == set(made), RENEW
    for page, text in made.items():
        assert page.read_text(encoding="utf-8") == text, RENEW


def test_every_link_leads_to_a_file() -> None:
    for page in [*pages(), *FOLDER.glob("*.md"), ROOT / "docs" / "README.md"]:
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            if not link.startswith("https:"):
                assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_page_is_reached_from_the_first_one() -> None:
    first = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / link).resolve() for link in LINK.findall(first)}
    assert {*pages(), *FOLDER.glob("*.md")} - linked == {ROOT / "README.md"}
