"""What the terminal shows, letter by letter."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zauyt.results.column import Column
from zauyt.results.number import decimals, number
from zauyt.results.result import Table
from zauyt.results.text import (
    bar,
    bars,
    clean,
    display_width,
    fit,
    sparkline,
    table_text,
    waterfall,
)


@pytest.mark.parametrize(
    ("share", "drawn", "ascii_drawn"),
    [
        (0.0, "        ", "        "),
        (0.5, "████    ", "####    "),
        (0.55, "████▍   ", "####    "),
        (1.0, "████████", "########"),
        (7.0, "████████", "########"),
        (-1.0, "        ", "        "),
        (math.nan, "        ", "        "),
    ],
)
def test_bar_is_as_long_as_its_share(share, drawn, ascii_drawn):
    assert bar(share, 8) == drawn
    assert bar(share, 8, ascii_only=True) == ascii_drawn


def test_sparkline_rises_from_the_least_to_the_greatest():
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█"
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7], ascii_only=True) == "_.-=+*%#"
    assert sparkline([3, math.nan, 1]) == "█ ▁"
    assert sparkline([5, 5]) == "▄▄"
    assert sparkline([]) == ""
    assert sparkline([math.nan]) == " "


def test_long_series_are_drawn_as_means_of_neighbours():
    assert sparkline([0, 0, 4, 4, 8, 8, math.nan, math.nan], 4) == "▁▅█ "


def test_bars_stand_under_each_other_with_the_mark_through_them():
    assert bars(
        [("body", 30.0), ("paint", 24.5), ("trim", 22.0)], mark=25, width=34
    ) == (
        "body   █████████████████│███  30.0\n"
        "paint  █████████████████│     24.5\n"
        "trim   ███████████████▍ │     22.0"
    )


def test_bars_in_ascii_and_of_shares_and_unknowns():
    rows = [("a", 0.5), ("b", math.nan), ("c", 0.25)]
    assert bars(rows, unit="share", width=24, ascii_only=True) == (
        "a  ##############  50.0%\nb                      -\nc  #######         25.0%"
    )


def test_waterfall_hangs_every_step_where_it_falls():
    drawn = waterfall(
        ("set speed", 100.0),
        [("off shift", -40.0), ("won back", 10.0)],
        "out",
        width=36,
    )
    assert drawn == (
        "set speed  ████████████████████  100\n"
        "off shift              ▒▒▒▒▒▒▒▒  -40\n"
        "won back               ▓▓        +10\n"
        "out        ██████████████         70"
    )


def test_waterfall_in_ascii_shows_even_the_smallest_step():
    drawn = waterfall(
        ("all", 1000.0), [("fuse", -0.5)], "left", width=25, ascii_only=True
    )
    assert drawn == (
        "all   ############  1,000\n"
        "fuse             -      0\n"
        "left  ############  1,000"
    )


def test_waterfall_below_zero_keeps_within_its_width():
    drawn = waterfall(("start", 5.0), [("loss", -15.0)], "end", width=30)
    assert {len(line) for line in drawn.splitlines()} == {30}


@given(
    st.floats(0, 1e6),
    st.lists(st.floats(-1e6, 1e6), max_size=8),
    st.integers(30, 120),
)
@settings(max_examples=150, deadline=None)
def test_waterfall_lines_are_all_as_wide_as_asked(start, steps, width):
    drawn = waterfall(("s", start), [("x", each) for each in steps], "e", width=width)
    assert {display_width(line) for line in drawn.splitlines()} == {width}


def test_table_sets_numbers_right_and_units_under_the_names(runs):
    assert table_text(runs) == (
        "run  vehicles  jph_net  on_time_share  bottleneck\n"
        "                   1/h              %\n"
        "───  ────────  ───────  ─────────────  ──────────\n"
        "  0        71     17.5          90.0%  paint\n"
        "  1        69     16.9          85.0%  trim\n"
        "  2        72        -         100.0%  -\n"
        "  3        70     17.2          95.0%  paint"
    )


def test_columns_that_do_not_fit_follow_below_with_the_first_before_them(runs):
    assert table_text(runs.head(1), width=24, ascii_only=True) == (
        "run  vehicles  jph_net\n"
        "                   1/h\n"
        "---  --------  -------\n"
        "  0        71     17.5\n"
        "\n"
        "run  on_time_s..\n"
        "               %\n"
        "---  -----------\n"
        "  0        90.0%\n"
        "\n"
        "run  bottleneck\n"
        "---  ----------\n"
        "  0  paint"
    )


@given(
    st.lists(st.text(max_size=60), min_size=1, max_size=4),
    st.lists(st.floats(), min_size=1, max_size=6),
    st.integers(40, 120),
)
@settings(max_examples=150, deadline=None)
def test_no_line_of_a_table_is_wider_than_asked(names, numbers, width):
    data = {Column(f"x{i}", "s", ""): [n] * len(names) for i, n in enumerate(numbers)}
    table = Table({Column("name", "", "", "text"): names, **data})
    lines = table_text(table, width=width).split("\n")
    assert max(display_width(line) for line in lines) <= width


def test_korean_letters_take_two_columns():
    assert display_width("공장") == 4
    assert fit("공장", 6) == "공장  "
    assert fit("공장 하나", 6) == "공장 …"
    assert fit("공장하나", 6) == "공장… "


def test_a_name_cannot_steer_the_terminal():
    assert clean("a\x1b[31mb\nc\u202e") == "a?[31mb?c?"
    assert "\x1b" not in bars([("\x1b[2J", 1.0)])


@pytest.mark.parametrize(
    ("value", "unit", "places", "shown"),
    [
        (71234.4, "1", 0, "71,234"),
        (0.954, "share", 1, "95.4%"),
        (None, "s", 1, "-"),
        (math.nan, "s", 1, "-"),
        (math.inf, "s", 1, "inf"),
        (-0.001, "s", 1, "0.0"),
    ],
)
def test_numbers_are_shown_as_planners_write_them(value, unit, places, shown):
    assert number(value, unit, places) == shown


def test_decimals_are_as_many_as_the_largest_needs():
    assert decimals([71234.5, 2.25]) == 0
    assert decimals([123.45]) == 1
    assert decimals([12.3]) == 1
    assert decimals([1.23]) == 2
    assert decimals([0.123]) == 3
    assert decimals([1.0, 200.0]) == 0
    assert decimals([0.5], "share") == 1
    assert decimals([]) == 0
