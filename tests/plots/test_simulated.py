"""A simulation as it is seen: what is drawn, in letters and as a page."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest
from simulated import LADDER, WATERFALL, simulated

from zauyt.errors import WrongInput
from zauyt.plots import draw, text
from zauyt.plots.simulate import drawn
from zauyt.plots.simulate.letters import stacked
from zauyt.results.result import Figure, Note, Result
from zauyt.results.text import display_width

HEADINGS = {
    "ladder": "Speed ladder",
    "waterfall": "Losses",
    "stations": "The busiest stations",
    "output_by_month": "Vehicles by month",
    "value": "One step better",
    "ledger": "The doubt that moves the answer most",
}


def _without(result: Result, *names: str) -> Result:
    kept = {name: t for name, t in result.tables.items() if name not in names}
    return dataclasses.replace(result, tables=kept)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("width", [80, 90, 100])
def test_no_line_is_wider_than_the_terminal(width, ascii_only):
    shown = text(simulated(), width=width, ascii_only=ascii_only)
    assert max(display_width(line) for line in shown.splitlines()) <= width


def test_plain_letters_are_plain_but_for_names():
    shown = text(simulated(), ascii_only=True)
    assert shown.replace("Қостанай зауыты", "").isascii()


@pytest.mark.parametrize("table", HEADINGS)
def test_what_the_result_lacks_is_not_shown(table, tmp_path):
    result = simulated()
    assert HEADINGS[table] in text(result)
    less = _without(result, table)
    assert HEADINGS[table] not in text(less)
    assert "None" not in text(less)
    assert draw(less, tmp_path / "less.svg").exists()


@pytest.mark.parametrize(
    ("probability", "word"), [(0.99, "Yes"), (0.5, "No"), (0.94, "Too close to tell")]
)
def test_the_answer_is_yes_only_when_its_lower_bound_says_so(probability, word):
    result = dataclasses.replace(simulated(probability=probability), notes=())
    assert text(result).splitlines()[2].startswith(f"{word}: ")


def test_what_the_study_proved_goes_before_the_bounds():
    numbers = {"probability": 0.95, "successes": 59, "runs": 59, "low": 0.95}
    proved = (Note("target.met", numbers),)
    result = dataclasses.replace(simulated(probability=0.96), notes=proved)
    assert text(result).splitlines()[2].startswith("Yes: ")


def test_without_a_target_nothing_is_said_of_one():
    shown = text(dataclasses.replace(simulated(target=None), notes=()))
    assert "the file states no target" in shown
    assert "Probability" not in shown


def test_where_nothing_comes_out_the_answer_is_why():
    why = {"point": "buy_off", "days": 9, "station": "weld.R1"}
    result = dataclasses.replace(
        simulated(), notes=(Note("simulate.none.starved", why),)
    )
    shown = text(result)
    said = "No vehicle passes buy_off in 9 days: weld.R1 gets no job."
    assert shown.count(said) == 1
    assert shown.index(said) < shown.index(HEADINGS["ladder"])


def test_unknown_bounds_are_said_and_not_drawn(tmp_path):
    result = simulated()
    head = dict(result.headline)
    head["vehicles_per_year"] = Figure(70_123.0)
    head["target_probability"] = Figure(None, unit="share")
    result = dataclasses.replace(result, headline=head)
    assert "between unknown and unknown" in " ".join(text(result).split())
    assert draw(result, tmp_path / "page.png").exists()


def test_the_ladder_has_each_shop_with_its_lines_the_tightest_first():
    table = drawn.speeds(simulated())
    assert list(zip(table["level"], table["name"], strict=True)) == [
        ("shop", "body"),
        ("line", "framing"),
        ("shop", "paint"),
        ("shop", "assembly"),
        ("line", "trim"),
        ("line", "final"),
        ("line", "repair"),
        ("station", "framing.S2"),
        ("station", "trim.S7"),
        ("station", "repair.S1"),
    ]
    assert len(table) == len(LADDER)


def test_the_first_screen_has_what_is_tightest_of_each_shop():
    shown = text(simulated())
    ladder = shown[shown.index("Speed ladder") : shown.index("Losses")]
    names = [line.split()[0] for line in ladder.splitlines()[1:] if line]
    # Of body's one line nothing more than of the shop, of assembly's three two.
    assert names == ["body", "paint", "assembly", "trim", "final", "framing.S2",
                     "trim.S7", "repair.S1"]  # fmt: skip
    assert "--excel" in shown.splitlines()[-1] + shown.splitlines()[-2]


def test_the_bars_of_the_waterfall_join_and_close():
    table = drawn.losses(simulated())
    begins, ends, kinds = table["begin"], table["end"], table["kind"]
    assert kinds[0] == "ideal"
    assert kinds[-1] == "out"
    assert begins[1:-1].tolist() == ends[:-2].tolist()
    assert ends[-2] == pytest.approx(ends[-1])
    assert table["count"].sum() == len(WATERFALL) + 1
    largest = sorted(WATERFALL[1:], key=lambda each: -abs(each[1]))
    shown = {cause for cause in table["cause"] if cause is not None}
    assert {cause for cause, *_ in largest[: drawn.MOST_LOSSES]} <= shown


def test_states_are_shares_of_the_time_a_station_is_open():
    table = drawn.states(simulated())
    assert table["place"][0] == "framing.S2"
    assert table["working"][0] == pytest.approx(0.36 / 0.42)
    total = sum(table[c.name] for c in table.columns if c.unit == "share")
    assert total.tolist() == pytest.approx([1.0] * len(table))


def test_the_target_of_a_month_is_that_of_the_days_counted_in_it():
    table = drawn.months(simulated())
    wanted = [70_000 * days / 365 for days in (31, 28)]
    assert table["target"].tolist() == pytest.approx(wanted)


def test_stacked_bars_fill_their_width():
    shares, states = [0.335, 0.335, 0.33], ["working", "down", "starved"]
    drawn_bar = stacked(shares, states, 10)
    assert drawn_bar == "███╳╳╳╳░░░"


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_the_same_result_gives_the_same_picture(suffix, tmp_path):
    digests = {
        hashlib.sha256(draw(simulated(), path).read_bytes()).hexdigest()
        for path in (tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}")
    }
    assert len(digests) == 1


def test_a_picture_has_no_date_and_asks_nothing_of_the_network(tmp_path):
    content = draw(simulated(), tmp_path / "page.svg").read_text(encoding="utf-8")
    assert "dc:date" not in content
    assert "<image" not in content
    assert 'href="http' not in content


def test_what_cannot_be_drawn_is_refused(tmp_path):
    with pytest.raises(WrongInput, match=r"does not end in \.svg"):
        draw(simulated(), tmp_path / "page.gif")
    other = dataclasses.replace(simulated(), study="compare")
    with pytest.raises(WrongInput, match="no picture"):
        draw(other, tmp_path / "page.svg")
