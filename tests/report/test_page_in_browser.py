"""The page in a real browser, without a network: at three widths and in print."""

from __future__ import annotations

import json
import os

import pytest

import zauyt
from tests.report.browser import opened, program
from zauyt.report.content import LANGUAGES
from zauyt.report.gathered import gather
from zauyt.report.written import write_page

BROWSER = program()
WIDTHS = (360, 800, 1400)

if BROWSER is None and "CI" in os.environ:
    raise RuntimeError("no browser is installed: apt-get install chromium")

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser is installed")

PLANT = """
format: 1
plant: Two shops
target: {vehicles_per_year: 14000, probability: 0.95}
calendars: {one_shift: {days: mon-fri, shifts: {day: "08:00-17:00"}}}
failures: {breakdown: {mttr_min: 20, mtbf_h: {value: 6, low: 4, high: 10}}}
lines:
  body: {stations: 4, cycle_s: 480, failure: breakdown, buffer_between: 2}
  final: {after: body, stations: 9, cycle_s: 470, count_point: buy_off}
agreement:
  commitments:
    volume: {measure: vehicles, at_least: 14000, year: mature, count_point: buy_off,
             calendar: one_shift}
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    report = gather(zauyt.read_text(PLANT), few=True, kept=folder / "parts")
    return write_page(report, folder / "page.html", command="zauyt report plant.yaml")


@pytest.fixture(scope="module")
def page(file):
    assert BROWSER is not None
    with opened(BROWSER) as found:
        found.open(file)
        yield found


def test_nothing_is_asked_of_a_network_and_nothing_is_complained_of(page, file):
    page.width(1400)
    asked = [url for url in page.requests if not url.startswith("data:")]
    assert asked == [file.resolve().as_uri()]
    assert page.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_not_wider_than_the_window(page, width):
    page.width(width)
    assert page.value("document.documentElement.scrollWidth") <= width
    drawn = page.value("document.querySelectorAll('figure svg rect').length")
    assert drawn > 20


def test_a_chart_is_drawn_as_wide_as_the_window_lets_it(page):
    widths = []
    for width in WIDTHS:
        page.width(width)
        chart = "document.querySelector('#output figure > div > svg')"
        widths.append(page.value(f"{chart}.getBoundingClientRect().width"))
    assert widths[0] < 360 < widths[1] < widths[2]


def test_every_language_is_there_and_says_every_section(page):
    assert page.value("[...document.querySelectorAll('.languages button')]"
                      ".map(b => b.lang)") == list(LANGUAGES)  # fmt: skip
    heads = set()
    for language, own in LANGUAGES.items():
        page.value(f"document.querySelector('.languages [lang={language}]').click()")
        assert page.value("document.documentElement.lang") == language
        assert page.value("document.activeElement.textContent") == own
        said = page.value(
            "[...document.querySelectorAll('h2')].map(h => h.textContent)"
        )
        assert len(said) == 13
        assert all(said)
        heads.add(tuple(said))
        assert "undefined" not in page.value("document.querySelector('main').innerText")
    assert len(heads) == len(LANGUAGES)
    assert page.complaints == []


def test_it_prints_on_paper(page):
    printed = page.printed()
    assert printed.startswith(b"%PDF")
    assert len(printed) > 20_000


def test_nothing_is_wider_than_the_paper(page):
    """What is wider would have the browser print all of the page smaller."""
    paper = 703  # A4 less its margins, in the pixels of a style sheet
    page.width(paper)
    page.ask("Emulation.setEmulatedMedia", media="print")
    page.value("window.dispatchEvent(new Event('beforeprint'))")
    every = "[...document.querySelectorAll('table, svg, pre, .figures')]"
    wide = f"{every}.filter(e => e.getBoundingClientRect().right > {paper}).length"
    assert page.value(f"{every}.length") > 10
    assert page.value(wide) == 0
    page.value("window.dispatchEvent(new Event('afterprint'))")
    page.ask("Emulation.setEmulatedMedia", media="")


def test_the_ledger_can_be_searched_and_rows_be_shown(page):
    page.value("""(() => {
        const field = document.querySelector('.search');
        field.value = 'mtbf';
        field.dispatchEvent(new Event('input'));
    })()""")
    rows = "document.querySelectorAll('#ledger tbody tr:not(.hidden)')"
    assert page.value(f"{rows}.length") == 1


def test_bars_around_a_number_are_drawn_without_what_they_do_not_state(page):
    spec = {"chart": "bars", "title": "t", "unit": "1", "tight": True, "rows": [
        {"name": "a", "label": "", "mark": 362.0, "spans": [
            {"from": 556.0, "to": 362.0, "look": "set_up"},
            {"from": 362.0, "to": 190.0, "look": "working"},
        ]},
    ]}  # fmt: skip
    say = {"thousands": ",", "point": ".", "percent": "%"}
    asked = f"charts.draw({json.dumps(spec)}, 600, {json.dumps(say)}).outerHTML"
    drawn = page.value(asked)
    assert drawn.count("<rect") >= 2
    assert "NaN" not in drawn
    assert page.complaints == []
