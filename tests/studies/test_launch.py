"""What a launch gives, against ramps that are counted by hand."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from studies.launches import STEPPED, launch_of

from zauyt.errors import WrongInput
from zauyt.plant.launch import Curve
from zauyt.runs.batch import Period
from zauyt.statistics.learning import unit_times
from zauyt.studies.launch import launch
from zauyt.studies.launching.answer import by_share
from zauyt.studies.launching.forgetting import factors
from zauyt.studies.launching.gates import as_taken
from zauyt.studies.launching.months import months_of
from zauyt.studies.launching.run import Start, launched, made_ready
from zauyt.studies.simulate import simulate

DAY = datetime.date
QUICK = {"doubt_runs": 0, "pairs": 0, "workers": 1}


def months_made(result):
    return [round(v) for v in result.tables["months"]["vehicles"]]


def test_steps_and_shifts_add_up_month_by_month():
    result = launch(launch_of(STEPPED % ""), months=4, **QUICK)
    made = months_made(result)
    # A vehicle or two is on the way when a day or a step ends.
    wanted = [31 * 240, 28 * 480, 31 * 960, 30 * 960]
    assert made == pytest.approx(wanted, abs=3)
    assert list(result.tables["months"]["working_days"]) == [31, 28, 31, 30]
    assert result.tables["months"]["planned_h"] == pytest.approx(
        [31 * 8, 28 * 8, 31 * 16, 30 * 16]
    )
    so_far = result.tables["months"]["so_far"]
    assert so_far[-1] == result.headline["vehicles"].value == sum(made)


def test_what_is_lost_before_the_step_is_lost_to_the_line_speed():
    result = launch(launch_of(STEPPED % ""), months=2, **QUICK)
    rows = [row for row in result.tables["limits"].rows() if row["cause"] == "launch"]
    lost = {row["month"]: row["vehicles"] for row in rows}
    # 480 a day would be the set speed, 240 were made.
    assert lost[DAY(2026, 1, 1)] == pytest.approx(31 * 240, rel=0.01)
    assert lost.get(DAY(2026, 2, 1), 0) <= 1  # the move over midnight
    assert result.tables["months"]["limit"][0] == "launch"


def test_the_rate_is_kept_twenty_working_days_after_it_is_first_made():
    # 960 a day from 1 March on: by a year's end 350,400.
    plant = launch_of(STEPPED % "", ramp=", vehicles_per_year: 350000")
    result = launch(plant, months=15, **QUICK)
    assert result.headline["rate_half_by"].value == "2026-03-20"
    assert result.headline["rate_likely_by"].value == "2026-03-20"
    assert result.headline["rate_probability"].value == 1
    slower = launch(plant, months=15, rate=175_000, **QUICK)
    assert slower.headline["rate_half_by"].value == "2026-02-20"
    never = launch(plant, months=15, rate=360_000, **QUICK)
    assert never.headline["rate_half_by"].value is None
    assert never.headline["rate_probability"].value == 0


def test_a_milestone_is_kept_for_certain_or_not_at_all_without_chance():
    ramp = (
        ", milestones: {kept: {first: 2026-02-01, last: 2026-02-10, vehicles: 4790},"
        " missed: {first: 2026-02-01, last: 2026-02-10, vehicles: 4805}}"
    )
    result = launch(launch_of(STEPPED % "", ramp=ramp), months=3, **QUICK)
    rows = {row["milestone"]: row for row in result.tables["milestones"].rows()}
    assert rows["kept"]["probability"] == 1
    assert rows["missed"]["probability"] == 0
    assert rows["kept"]["vehicles"] == pytest.approx(4800, abs=3)
    assert result.headline["plan_probability"].value == 0


def test_a_milestone_beyond_the_months_is_said_to_be_left_out():
    later = "{first: 2026-01-01, last: 2026-12-31, vehicles: 9}"
    ramp = f", milestones: {{later: {later}}}"
    result = launch(launch_of(STEPPED % "", ramp=ramp), months=1, **QUICK)
    assert "milestones" not in result.tables
    (note,) = (each for each in result.notes if each.key == "launch.beyond")
    assert note.numbers == {"milestones": "later"}


INSPECTED = ", outcomes: {good: 0.7, scrap: 0.3}"
GATE = ", gates: [{date: 2026-02-01, first_time_through: {trim: %s}}]"
LEARNT = (
    "launch: {quality: {scales: rejects, by_date: {2026-01-01: 2, 2026-02-20: 0.1}}}\n"
)


def test_a_gate_that_is_met_opens_on_its_date():
    result = launch(launch_of(STEPPED % INSPECTED, ramp=GATE % 0.6), months=3, **QUICK)
    (gate,) = result.tables["gates"].rows()
    assert gate["on_time"] == 1
    assert gate["half_by"] == DAY(2026, 2, 1)
    assert gate["held_by"] is None


def test_a_gate_that_is_never_met_keeps_the_line_at_its_speed():
    result = launch(launch_of(STEPPED % INSPECTED, ramp=GATE % 0.8), months=2, **QUICK)
    (gate,) = result.tables["gates"].rows()
    assert gate["passed"] == 0
    assert gate["half_by"] is None
    assert gate["held_by"] == "first_time_through:trim"
    assert list(result.tables["months"]["gate_waiting"]) == [0, 1]
    # Seven tenths of 240 a day, as in January.
    assert months_made(result)[1] == pytest.approx(28 * 168, rel=0.05)


def test_a_gate_opens_at_the_first_look_that_is_good_enough():
    """Rejects fall from 60 to 3 % on 20 February.

    Of four weeks that end d days later, (28 - d) have 40 % and d have 97 %: 80 % are
    reached after 19.6 days, on 11 March; looks are on 8 and 15 March.
    """
    plant = launch_of(STEPPED % INSPECTED, ramp=GATE % 0.8, more=LEARNT)
    result = launch(plant, months=4, **QUICK)
    (gate,) = result.tables["gates"].rows()
    assert gate["half_by"] == DAY(2026, 3, 15)
    assert result.tables["runs"]["gate_1_days"][0] == 42


def test_uptime_holds_a_gate_too():
    # Of each move's 120 s at work 100 wear it: down 25 s of 145, up 83 % of the time.
    stops = ", cycle_s: 100, failure: belt"
    failures = (
        "failures: {belt: {availability: 0.8, mttr_min: 6}}\n"
        "target: {vehicles_per_year: 100000}\n"
    )
    for wanted, passed in ((0.7, 1), (0.9, 0)):
        ramp = f", gates: [{{date: 2026-02-01, uptime: {{trim: {wanted}}}}}]"
        plant = launch_of(STEPPED % stops, ramp=ramp, more=failures)
        result = launch(plant, months=2, **QUICK)
        (gate,) = result.tables["gates"].rows()
        assert gate["passed"] == passed
        assert gate["held_by"] == (None if passed else "uptime:trim")


THREE_STEPS = (
    "{trim: {stations: 1, paced: {pitch_time_s: 30, pitch_steps: {2026-01-01: 120,"
    " 2026-02-01: 60, 2026-02-10: 30}}%s}}"
)


def test_later_steps_wait_for_the_gate_before_them():
    """Without a gate of its own a step is taken with the one that it waited for."""
    plant = launch_of(THREE_STEPS % INSPECTED, ramp=GATE % 0.8, more=LEARNT)
    result = launch(plant, months=4, **QUICK)
    by_month = months_made(result)
    # At 120 s to 15 March, then at 30 s in two shifts.
    early = 14 * 480 * 0.97
    late = 17 * 1920 * 0.97
    assert by_month[2] == pytest.approx(early + late, rel=0.02)


def test_a_run_with_its_gates_is_the_run_with_the_steps_when_they_were_taken():
    plant = launch_of(STEPPED % INSPECTED, ramp=GATE % 0.8, more=LEARNT)
    period = Period(DAY(2026, 1, 1), 120, 0)

    def run_of(made):
        ready = made_ready(made, period, "buy_off")
        start = Start(lambda: ready, 3)
        return launched([start], period, seed=5, workers=1, tell=lambda _: None)[0]

    way = run_of(plant)
    assert way.passing.taken == [73]
    as_decided = plant.change(as_taken(plant, way.passing, period))
    again = run_of(as_decided)
    assert (again.by_point["buy_off"] == way.by_point["buy_off"]).all()


DOUBTED = ", outcomes: {good: 0.7, scrap: {value: 0.3, low: 0.1, high: 0.5}}"


def test_any_number_of_workers_gives_the_same():
    plant = launch_of(STEPPED % DOUBTED, ramp=GATE % 0.7)
    one, three = (
        launch(plant, months=3, doubt_runs=5, pairs=1, workers=n) for n in (1, 3)
    )
    assert one.headline == three.headline
    assert one.tables == three.tables


def test_the_band_is_over_the_runs_with_doubt():
    plant = launch_of(STEPPED % DOUBTED)
    result = launch(plant, months=2, doubt_runs=9, runs=2, pairs=0)
    runs = result.tables["runs"]
    doubted = np.array(
        [v for v, r in zip(runs["vehicles"], runs["reading"], strict=True)
         if r == "doubt"]
    )  # fmt: skip
    months = result.tables["months"]
    assert len(doubted) == 9
    assert months["so_far"][-1] == pytest.approx(doubted.mean())
    assert months["so_far_p05"][-1] == pytest.approx(np.quantile(doubted, 0.05))
    assert result.headline["vehicles"].value == pytest.approx(doubted.mean())


def test_models_are_made_from_their_first_day():
    more = "models: {van: {}, bus: {from_date: 2026-02-01}}\n"
    result = launch(launch_of(STEPPED % "", more=more), months=2, **QUICK)
    made = {(r["month"].month, r["model"]): r["vehicles"]
            for r in result.tables["models"].rows()}  # fmt: skip
    assert (1, "bus") not in made
    assert made[1, "van"] == pytest.approx(31 * 240, abs=3)
    assert made[2, "van"] == pytest.approx(14 * 480, abs=3)
    assert made[2, "bus"] == pytest.approx(14 * 480, abs=3)


def test_what_ifs_say_what_a_month_earlier_brings():
    """Thirty days at 480 instead of 240 vehicles a day; kits that come earlier too."""
    kits = "kits: {set: {line: trim, stock: 1000, deliveries: {%s: 90000}}}\n"
    more = kits % "2026-01-01"
    result = launch(launch_of(STEPPED % "", more=more), months=3, doubt_runs=0)
    found = dict(
        zip(
            result.tables["what_ifs"]["what_if"],
            result.tables["what_ifs"]["vehicles"],
            strict=True,
        )
    )
    assert found["steps"] == pytest.approx(30 * 240, abs=5)
    assert found["kits"] == 0
    late = launch_of(STEPPED % "", more=kits % "2026-02-01")
    what_ifs = launch(late, months=2, doubt_runs=0).tables["what_ifs"]
    brought = dict(zip(what_ifs["what_if"], what_ifs["vehicles"], strict=True))
    # January makes 7,440 instead of the 1,000 in stock.
    assert brought["kits"] == pytest.approx(31 * 240 - 1000, abs=5)


def test_months_begin_with_the_first_body_and_end_with_the_month():
    span = months_of(DAY(2025, 12, 30), 3)
    assert span.firsts == (DAY(2025, 12, 30), DAY(2026, 1, 1), DAY(2026, 2, 1))
    assert span.days == 2 + 31 + 28
    assert span.sums(np.ones(61)).tolist() == [2, 31, 28]


def test_a_day_by_a_share_of_runs_counts_those_that_never_come():
    assert by_share([5, 3, None, 4], 0.5) == 4
    assert by_share([5, 3, None, 4], 0.75) == 5
    assert by_share([5, 3, None, 4], 0.95) is None


@pytest.mark.parametrize(
    ("options", "path"),
    [({"months": 0}, "months"), ({"rate": -1.0}, "rate"), ({"pairs": -1}, "pairs"),
     ({"doubt_runs": -3}, "doubt_runs"), ({"months": 121}, "months")],
)  # fmt: skip
def test_options_out_of_their_range_are_refused(options, path):
    with pytest.raises(WrongInput, match="is out of range") as told:
        launch(launch_of(STEPPED % ""), **options)
    assert [problem.path for problem in told.value.problems] == [path]


def test_a_plant_without_a_ramp_is_told_what_to_write():
    plant = launch_of(STEPPED % "").change({"ramp": None})
    with pytest.raises(WrongInput, match="has no ramp") as told:
        launch(plant)
    assert told.value.problems[0].path == "ramp"


CREWED = (
    "{trim: {stations: 1, paced: {pitch_time_s: 60,"
    " pitch_steps: {2026-01-01: 120, 2026-02-01: 60}}},"
    " hand: {after: trim, buffer_before: unlimited, stations: 10, cycle_s: 58,"
    " crew: {fitter: 2}}}"
)
PEOPLE = (
    "people: {fitter: {by_shift: 20}}\n"
    "pipeline: {start: 2025-12-01, experienced: {fitter: %d},"
    " skilled: {fitter: {people: 90, arrivals_per_month: 8}},"
    " on_the_job: {months: 1, output: 1, mentor: 0, work: %s}}\n"
)


def test_hand_work_is_as_slow_as_people_are_few():
    """Half of the fitters are there in January, all of them in February."""
    short = launch_of(CREWED, more=PEOPLE % (4, 1.0))
    result = launch(short, months=2, **QUICK)
    rows = {(r["month"].month, r["month"].year): r
            for r in result.tables["people"].rows()}  # fmt: skip
    # Four are there, eight come in December and eight in January.
    assert rows[1, 2026]["counting"] == pytest.approx(20)
    fewer = launch_of(CREWED, more=PEOPLE % (2, 1.0))
    found = launch(fewer, months=2, **QUICK)
    # Eighteen of twenty: 58 s take 64.4 s, less than the 120 s of January.
    assert months_made(found)[0] == pytest.approx(31 * 240, rel=0.01)
    starved = launch_of(CREWED.replace("58", "110"), more=PEOPLE % (2, 1.0))
    slow = launch(starved, months=1, **QUICK)
    assert months_made(slow)[0] == pytest.approx(
        31 * 8 * 3600 / (110 * 20 / 18), rel=0.01
    )


def test_newcomers_slow_hand_work_by_their_share():
    """Of twenty fitters in January eight are new and take twice as long."""
    plant = launch_of(CREWED.replace("58", "110"), more=PEOPLE % (4, 2.0))
    result = launch(plant, months=1, **QUICK)
    made = months_made(result)[0]
    assert made == pytest.approx(31 * 8 * 3600 / (110 * 1.4), rel=0.01)


def test_more_trainers_and_a_month_earlier_are_never_worse():
    more = (
        "people: {fitter: {by_shift: 20}}\n"
        "pipeline: {start: 2025-12-01, experienced: {fitter: 6},"
        " untrained: {people: 90, arrivals_per_month: 30},"
        " courses: {fit: {skill: fitter, months: 1, trainees_per_trainer: 4}},"
        " centre: {places: 8, trainers: 1}, on_the_job: {months: 0}}\n"
    )
    plant = launch_of(CREWED.replace("58", "110"), more=more)
    result = launch(plant, months=3, doubt_runs=0)
    brought = dict(
        zip(
            result.tables["what_ifs"]["what_if"],
            result.tables["what_ifs"]["vehicles"],
            strict=True,
        )
    )
    # Four more fitters of twenty from January to March, while some are missing.
    assert brought["class"] > 500
    assert brought["hiring"] > 500


HAND = "{hand: {stations: 1, cycle_s: 60}}"
FORGOTTEN = (
    "launch: {hands: {scales: work,"
    " curve: {first: 4, progress: 0.8, before: 2000%s}}}\n"
)


def test_experience_that_is_kept_by_half_settles_at_twice_a_month_of_it():
    curve = Curve(first=4, progress=0.8, before=100, kept=0.5)
    found = factors(curve, np.full(36, 1000.0))
    # Each month begins with 2,000 that are remembered and makes 1,000 more.
    last = unit_times(np.arange(2001, 3001), first=1, progress=0.8, law="crawford")
    begin = unit_times(np.arange(101, 1101), first=1, progress=0.8, law="crawford")
    scale = 4 / float(unit_times(101, first=1, progress=0.8, law="crawford"))
    assert found[-1] == pytest.approx(np.maximum(scale * last, 1).mean(), rel=1e-3)
    assert found[0] == pytest.approx(np.maximum(scale * begin, 1).mean(), rel=1e-3)
    assert (np.diff(found) <= 0).all()
    idle = factors(curve, np.array([1000.0, 0, 0, 0]))
    assert (np.diff(idle[1:]) > 0).all()  # nothing is made, and more is forgotten


def test_a_line_that_forgets_makes_less():
    kept, half, most = (
        months_made(launch(launch_of(HAND, more=FORGOTTEN % share), months=5, **QUICK))
        for share in ("", ", kept: 0.3", ", kept: 0.1")
    )
    assert sum(kept) > 1.01 * sum(half) > 1.01 * sum(most)
    # In the first month nothing is forgotten yet: the two ways of counting agree.
    assert half[0] == pytest.approx(kept[0], rel=0.01)


def test_a_repair_that_rests_over_night_is_no_variation_of_work():
    """Work that is constant goes on at the shift's end; a repair waits for the next."""
    more = "failures: {stop: {mtbf_h: 2, mttr_min: 60}}\n"
    line = "{a: {cycle_s: 60, at_window: finish, failure: stop}}"
    options = {"days": 60, "runs": 1, "doubt_runs": 0, "pairs": 0}
    result = simulate(launch_of(line, more=more), start=DAY(2026, 3, 1), **options)
    lost = {
        row["cause"]: row["vehicles_per_year"]
        for row in result.tables["waterfall"].rows()
    }
    assert lost["failure:stop"] > 1000
    # Less than one operation a day: when in it the machine broke down is not known.
    assert abs(lost.get("cycle_variation", 0)) < 60
