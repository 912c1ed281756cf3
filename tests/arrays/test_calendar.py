"""Closed windows, counted by hand on real dates."""

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zauyt.arrays.calendar import (
    calendar_problems,
    hours_open,
    open_ms,
    windows,
)
from zauyt.arrays.turns import public_holidays
from zauyt.errors import WrongInput
from zauyt.plant.plant import Site
from zauyt.plant.time import Calendar, Shutdown

UTC = Site()
BERLIN = Site(time_zone="Europe/Berlin")
QOSTANAY = Site(time_zone="Asia/Qostanay", holidays="KZ")
MONDAY = datetime.date(2026, 2, 2)
HOUR = 3_600_000
TWO_SHIFTS = {"day": "07:00-15:30", "late": "15:30-00:00"}


def closed(calendar, site=UTC, first_day=MONDAY, days=1):
    """Give the closed windows in hours, with their reasons."""
    found = windows(calendar, site=site, first_day=first_day, days=days)
    return [
        (start / HOUR, end / HOUR, found.reasons[reason])
        for start, end, reason in zip(
            found.start_ms, found.end_ms, found.reason, strict=True
        )
    ]


def turns(calendar, site=UTC, first_day=MONDAY, days=1):
    """Give the shifts in hours, with their names."""
    found = windows(calendar, site=site, first_day=first_day, days=days)
    return [
        (start / HOUR, end / HOUR, found.shifts[shift])
        for start, end, shift in zip(
            found.shift_start_ms, found.shift_end_ms, found.shift, strict=True
        )
    ]


def hours(calendar, site=UTC, first_day=MONDAY, days=1):
    found = windows(calendar, site=site, first_day=first_day, days=days)
    return hours_open(found)


def problems(calendar, site=UTC):
    with pytest.raises(WrongInput) as caught:
        windows(calendar, site=site, first_day=MONDAY, days=1, path="calendars.main")
    return [(problem.path, problem.message) for problem in caught.value.problems]


def test_without_a_calendar_nothing_is_closed():
    found = windows(None, site=UTC, first_day=MONDAY, days=7)
    assert found.length_ms == 7 * 24 * HOUR
    assert len(found.start_ms) == len(found.shift) == 0
    assert hours_open(found) == 168


def test_a_week_of_two_shifts_with_breaks_counts_as_by_hand():
    calendar = Calendar(
        shifts=TWO_SHIFTS, breaks_min={"meal": 30, "rest_1": 10, "rest_2": 10}
    )
    # Each shift: 510 min less 50 of breaks is 460, in four parts of 115 min.
    found = closed(calendar)
    minutes = [(round(start * 60), round(end * 60), why) for start, end, why in found]
    assert minutes == [
        (0, 420, "off_shift"),
        (535, 565, "break:meal"),
        (680, 690, "break:rest_1"),
        (805, 815, "break:rest_2"),
        (930 + 115, 930 + 145, "break:meal"),
        (930 + 260, 930 + 270, "break:rest_1"),
        (930 + 385, 930 + 395, "break:rest_2"),
    ]
    assert hours(calendar, days=7) == pytest.approx(5 * 2 * 460 / 60)
    # The weekend is one window, with Monday's early hours.
    assert closed(calendar, days=8)[-7] == (120, 175, "off_shift")
    assert turns(calendar, days=7) == [
        shift
        for day in range(5)
        for shift in (
            (24 * day + 7, 24 * day + 15.5, "day"),
            (24 * day + 15.5, 24 * day + 24, "late"),
        )
    ]


def test_a_night_shift_belongs_to_the_day_on_which_it_begins():
    calendar = Calendar(days="mon-fri", shifts={"night": "22:00-06:00"})
    # Sunday has no night shift, Friday's ends on Saturday at 6.
    assert closed(calendar, days=7) == [
        (0, 22, "off_shift"),
        *((24 * day + 6, 24 * day + 22, "off_shift") for day in range(1, 5)),
        (126, 168, "off_shift"),
    ]
    # From Tuesday on, Monday's shift is still there until 6.
    tuesday = MONDAY + datetime.timedelta(days=1)
    assert turns(calendar, first_day=tuesday) == [(0, 6, "night"), (22, 24, "night")]


def test_a_shift_of_a_whole_day_leaves_nothing_closed():
    calendar = Calendar(days="mon-sun", shifts={"all": "06:00-06:00"})
    assert closed(calendar, days=3) == []
    assert hours(calendar, days=3) == 72


def test_weekdays_may_be_single_or_a_range_over_the_weekend():
    calendar = Calendar(days="sat-mon,wed", shifts={"day": "00:00-12:00"})
    worked = [start // 24 for start, _, _ in turns(calendar, days=7)]
    assert worked == [0, 2, 5, 6]


def test_the_night_on_which_the_clocks_go_forward_is_an_hour_shorter():
    saturday = datetime.date(2026, 3, 28)
    calendar = Calendar(days="sat", shifts={"night": "22:00-06:00"})
    assert turns(calendar, BERLIN, saturday, 2) == [(22, 29, "night")]
    found = windows(None, site=BERLIN, first_day=saturday, days=2)
    assert found.length_ms == 47 * HOUR


def test_the_night_on_which_the_clocks_go_back_is_an_hour_longer():
    saturday = datetime.date(2026, 10, 24)
    calendar = Calendar(
        days="sat", shifts={"night": "22:00-06:00"}, breaks={"rest": "02:30-03:00"}
    )
    assert turns(calendar, BERLIN, saturday, 2) == [(22, 31, "night")]
    # 02:30 comes twice; the break is at the first and keeps its half hour.
    assert [
        w for w in closed(calendar, BERLIN, saturday, 2) if w[2] == "break:rest"
    ] == [(26.5, 27, "break:rest")]


def test_a_time_that_the_clocks_skip_is_the_moment_of_the_change():
    sunday = datetime.date(2026, 3, 29)
    early = Calendar(days="sun", shifts={"early": "02:30-10:00"})
    late = Calendar(days="sun", shifts={"late": "00:00-02:30"})
    assert turns(early, BERLIN, sunday) == [(2, 9, "early")]
    assert turns(late, BERLIN, sunday) == [(0, 2, "late")]
    # A shift within the hour skipped has no time at all, whatever its breaks.
    gone = Calendar(days="sun", shifts={"gone": "02:10-02:50"}, breaks_min={"rest": 20})
    assert turns(gone, BERLIN, sunday) == []
    assert closed(gone, BERLIN, sunday) == [(0, 23, "off_shift")]


def test_clocks_in_kostanay_went_back_for_good_on_1_march_2024():
    # Until then UTC+6, from then UTC+5: at midnight it was 23:00 once more.
    leap_day = datetime.date(2024, 2, 29)
    calendar = Calendar(days="mon-fri", shifts=TWO_SHIFTS)
    assert turns(calendar, QOSTANAY, leap_day, 2) == [
        (7, 15.5, "day"),
        (15.5, 25, "late"),
        (32, 40.5, "day"),
        (40.5, 49, "late"),
    ]


def _working_days(calendar, year):
    first, following = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
    found = turns(calendar, QOSTANAY, first, (following - first).days)
    return len(found)


def test_kazakhstan_has_246_or_247_working_days_in_2026_and_the_file_moves_them():
    # Editions of the holidays library differ on 31 August, for a Sunday's
    # Constitution Day.
    day = {"day": "08:00-17:00"}
    kept = _working_days(Calendar(shifts=day), 2026)
    assert kept in (246, 247)
    eid = (datetime.date(2026, 5, 27),)
    assert _working_days(Calendar(shifts=day, open_days=eid), 2026) == kept + 1
    constitution = (datetime.date(2026, 8, 31),)
    assert _working_days(Calendar(shifts=day, closed_days=constitution), 2026) == 246
    assert _working_days(Calendar(shifts=day, open_days=constitution), 2026) == 247
    assert _working_days(Calendar(shifts=day, holidays=False), 2026) == 261


def test_kazakhstan_had_248_working_days_in_2024_with_the_exchanged_saturday():
    day = {"day": "08:00-17:00"}
    exchanged = (datetime.date(2024, 5, 4),)  # worked instead of 8 May
    assert _working_days(Calendar(shifts=day), 2024) == 248
    assert _working_days(Calendar(shifts=day, open_days=exchanged), 2024) == 249


def test_a_year_of_two_shifts_in_kostanay_is_open_as_long_as_counted():
    calendar = Calendar(
        shifts=TWO_SHIFTS, breaks_min={"meal": 30, "rest_1": 10, "rest_2": 10}
    )
    first = datetime.date(2024, 1, 1)
    found = windows(calendar, site=QOSTANAY, first_day=first, days=366)
    # 248 days of two shifts, and the hour that came twice on 29 February.
    assert open_ms(found) == (248 * 2 * 460 + 60) * 60_000
    assert hours_open(found) == pytest.approx(3803.6667, abs=1e-4)


def test_hours_of_a_holiday_that_would_be_worked_are_named_after_it():
    calendar = Calendar(shifts={"day": "08:00-17:00"})
    # Thursday 1 and Friday 2 January, then the weekend.
    assert closed(calendar, QOSTANAY, datetime.date(2026, 1, 1), 4) == [
        (0, 8, "off_shift"),
        (8, 17, "holiday:New Year's Day"),
        (17, 32, "off_shift"),
        (32, 41, "holiday:New Year's Day"),
        (41, 96, "off_shift"),
    ]
    # A holiday on a Saturday closes nothing that was open.
    assert closed(calendar, QOSTANAY, datetime.date(2026, 5, 9), 1) == [
        (0, 24, "off_shift")
    ]


def test_the_eve_s_night_shift_is_worked_into_the_holiday_and_its_own_is_not():
    calendar = Calendar(days="mon-sun", shifts={"night": "22:00-06:00"})
    eve = datetime.date(2026, 12, 15)  # 16 December is Independence Day
    assert closed(calendar, QOSTANAY, eve, 3) == [
        (6, 22, "off_shift"),
        (30, 46, "off_shift"),
        (46, 54, "holiday:Independence Day"),
        (54, 70, "off_shift"),
    ]


def test_shutdowns_and_closed_days_close_and_open_days_do_not_undo_them():
    summer = Shutdown(
        first=MONDAY, last=MONDAY + datetime.timedelta(days=1), reason="summer"
    )
    wednesday = MONDAY + datetime.timedelta(days=2)
    thursday = MONDAY + datetime.timedelta(days=3)
    calendar = Calendar(
        shifts={"day": "00:00-00:00"},
        shutdowns=(summer, Shutdown(first=wednesday, last=wednesday)),
        closed_days=(thursday,),
        open_days=(MONDAY,),
    )
    assert closed(calendar, days=5) == [
        (0, 48, "shutdown:summer"),
        (48, 72, "shutdown"),
        (72, 96, "closed_day"),
    ]


def test_an_open_day_is_worked_on_a_weekend_and_on_a_holiday():
    saturday = datetime.date(2026, 5, 9)  # Victory Day
    calendar = Calendar(shifts={"day": "08:00-17:00"}, open_days=(saturday,))
    assert turns(calendar, QOSTANAY, saturday, 1) == [(8, 17, "day")]


def test_breaks_at_fixed_times_count_only_inside_shifts():
    calendar = Calendar(
        shifts={"day": "07:00-12:00"},
        breaks={
            "early": "06:45-07:15",
            "late": "11:50-12:10",
            "evening": "18:00-19:00",
        },
    )
    found = [(start * 60, end * 60, why) for start, end, why in closed(calendar)]
    assert found == [
        (0, 420, "off_shift"),
        (420, 435, "break:early"),
        (710, 720, "break:late"),
        (720, 1440, "off_shift"),
    ]


def test_a_fixed_break_over_midnight_falls_into_the_night_shift():
    calendar = Calendar(shifts={"night": "20:00-04:00"}, breaks={"meal": "23:45-00:15"})
    assert (23.75, 24.25, "break:meal") in closed(calendar, days=2)


def test_overlapping_shifts_are_joined_and_the_earlier_keeps_the_time():
    calendar = Calendar(shifts={"a": "06:00-14:00", "b": "13:00-21:00"})
    assert closed(calendar) == [(0, 6, "off_shift"), (21, 24, "off_shift")]
    assert turns(calendar) == [(6, 14, "a"), (14, 21, "b")]


def test_a_break_of_one_shift_does_not_close_while_another_works():
    calendar = Calendar(
        shifts={"a": "06:00-14:00", "relief": "09:00-11:00"}, breaks_min={"meal": 60}
    )
    # a rests from 9:30 to 10:30, relief from 9:30 to 10:30 too: closed.
    assert (9.5, 10.5, "break:meal") in closed(calendar)
    later = Calendar(
        shifts={"a": "06:00-14:00", "relief": "09:00-12:00"}, breaks_min={"meal": 60}
    )
    # Now relief rests from 10 to 11, and both only from 10 to 10:30.
    assert [w for w in closed(later) if w[2] == "break:meal"] == [
        (10, 10.5, "break:meal")
    ]


def test_neighbouring_windows_of_different_reasons_stay_apart():
    calendar = Calendar(shifts={"day": "07:00-15:00"}, breaks={"clean": "14:30-15:00"})
    assert closed(calendar)[1:] == [
        (14.5, 15, "break:clean"),
        (15, 24, "off_shift"),
    ]


def test_hours_between_two_ticks_count_only_what_is_open_there():
    calendar = Calendar(shifts={"day": "07:00-15:00"}, breaks={"rest": "10:00-11:00"})
    found = windows(calendar, site=UTC, first_day=MONDAY, days=2)
    assert hours_open(found, start_ms=9 * HOUR, end_ms=12 * HOUR) == 2
    assert hours_open(found, start_ms=10 * HOUR, end_ms=10 * HOUR) == 0
    assert hours_open(found, start_ms=14 * HOUR) == 1 + 7


def test_unknown_zone_country_and_impossible_days_are_all_told_at_once():
    site = Site(time_zone="Asia/Kostanay", holidays="kz")
    calendar = Calendar(
        shifts={"short": "12:00-12:30", "day": "07:00-15:00"},
        breaks_min={"meal": 30},
        open_days=(MONDAY,),
        closed_days=(MONDAY,),
    )
    found = problems(calendar, site)
    assert [path for path, _ in found] == [
        "site.time_zone",
        "site.holidays",
        "calendars.main.open_days",
        "calendars.main.breaks_min",
    ]
    messages = [message for _, message in found]
    assert "did you mean Asia/Qostanay?" in messages[0]
    assert "did you mean KZ?" in messages[1]
    assert "shift short" in messages[3]
    assert "30 min" in messages[3]


def test_a_country_does_not_matter_where_holidays_are_not_kept():
    calendar = Calendar(shifts={"day": "07:00-15:00"}, holidays=False)
    assert calendar_problems(calendar, site=Site(holidays="nowhere")) == []


def test_public_holidays_come_with_english_names_in_order():
    found = public_holidays("KZ", [2026])
    assert list(found) == sorted(found)
    assert found[datetime.date(2026, 12, 16)] == "Independence Day"


CLOCK = st.builds(
    lambda begin, end: f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}",
    st.integers(0, 1439),
    st.integers(0, 1439),
)
SITES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "Asia/Qostanay",
        "Australia/Lord_Howe",  # half an hour of daylight saving
        "America/Santiago",  # clocks change at midnight
        "Asia/Beirut",
        "Pacific/Apia",  # skipped 30 December 2011
    ]
).map(lambda zone: Site(time_zone=zone))
CALENDARS = st.builds(
    Calendar,
    days=st.sampled_from(["mon-fri", "mon-sun", "fri-mon,wed"]),
    shifts=st.dictionaries(st.sampled_from("abc"), CLOCK, min_size=1),
    breaks=st.dictionaries(st.sampled_from("xy"), CLOCK),
    breaks_min=st.dictionaries(st.sampled_from("uv"), st.floats(0, 20)),
)


@given(
    calendar=CALENDARS,
    site=SITES,
    first_day=st.dates(datetime.date(2011, 12, 1), datetime.date(2030, 1, 1)),
    days=st.integers(1, 12),
)
@settings(max_examples=150, deadline=None)
def test_windows_are_ordered_apart_and_leave_open_only_what_a_shift_works(
    calendar, site, first_day, days
):
    if calendar_problems(calendar, site=site):
        return
    found = windows(calendar, site=site, first_day=first_day, days=days)
    starts, ends = found.start_ms, found.end_ms
    assert starts.dtype == ends.dtype == found.reason.dtype == np.int64
    assert np.all(starts < ends)
    assert np.all(ends[:-1] <= starts[1:])
    touching = ends[:-1] == starts[1:]
    assert np.all(found.reason[:-1][touching] != found.reason[1:][touching])
    if len(starts):
        assert starts[0] >= 0
        assert ends[-1] <= found.length_ms
    from_ms, to_ms = found.shift_start_ms, found.shift_end_ms
    assert np.all(from_ms < to_ms)
    assert np.all(to_ms[:-1] <= from_ms[1:])
    in_shifts = [
        open_ms(found, start_ms=int(start), end_ms=int(end))
        for start, end in zip(from_ms, to_ms, strict=True)
    ]
    assert sum(in_shifts) == open_ms(found)


@given(
    calendar=CALENDARS,
    site=SITES,
    first_day=st.dates(datetime.date(2011, 12, 1), datetime.date(2030, 1, 1)),
    days=st.integers(2, 8),
    part=st.data(),
)
@settings(max_examples=60, deadline=None)
def test_two_parts_of_a_period_add_up_to_the_whole(
    calendar, site, first_day, days, part
):
    if calendar_problems(calendar, site=site):
        return
    first = part.draw(st.integers(1, days - 1))
    middle = first_day + datetime.timedelta(days=first)
    whole = windows(calendar, site=site, first_day=first_day, days=days)
    left = windows(calendar, site=site, first_day=first_day, days=first)
    right = windows(calendar, site=site, first_day=middle, days=days - first)
    assert left.length_ms + right.length_ms == whole.length_ms
    assert open_ms(left) + open_ms(right) == open_ms(whole)
