"""Random plants with everything switched on at random, as plant files say them.

One number is one plant. Half of them keep to whole minutes, so that many things
happen at the same tick; the others have odd times.
"""

from __future__ import annotations

import datetime
import json
import random
from typing import Any

from zauyt.errors import WrongInput
from zauyt.plant.file import read_text
from zauyt.plant.plant import Plant

Tree = dict[str, Any]

FIRST_DAYS = (
    datetime.date(2026, 1, 5),
    datetime.date(2026, 3, 29),
    datetime.date(2026, 10, 25),
)
"""A Monday, and the days on which the clock is changed in Europe: 23 and 25 hours."""

LAWS: list[Tree] = [
    {"type": "constant"},
    {"type": "exponential"},
    {"type": "lognormal", "cv": 0.3},
    {"type": "gamma", "cv": 0.8},
    {"type": "erlang", "phases": 3},
    {"type": "weibull", "shape": 1.7},
    {"type": "triangular", "low": 0.5, "high": 1.8},
    {"type": "uniform", "spread": 0.4},
    {"type": "geometric", "mean_steps": 4},
    {"type": "empirical", "values": [1, 2, 2, 7]},
]
WHOLE_LAWS: list[Tree] = [
    {"type": "geometric", "mean_steps": 3},
    {"type": "empirical", "values": [1, 2, 3]},
]


def random_tree(number: int) -> Tree:
    """Give plant number `number` as its file says it; it is fit to run."""
    chance = random.Random(number)
    while True:
        tree = _Maker(chance, FIRST_DAYS[number % 3]).tree()
        try:
            as_plant(tree)
        except WrongInput:
            continue
        return tree


def random_plant(number: int) -> Plant:
    """Give plant number `number`."""
    return as_plant(random_tree(number))


def as_plant(tree: Tree) -> Plant:
    """Read a plant from plain data, as from a file."""
    return read_text(json.dumps(tree))  # JSON is YAML


class _Maker:
    """One plant in the making: its chance, and the ways that lead nowhere yet."""

    def __init__(self, chance: random.Random, first_day: datetime.date) -> None:
        self.chance = chance
        self.first_day = first_day
        self.whole = chance.random() < 0.5
        self.calm = chance.random() < 0.2  # nothing but the ways of jobs
        self.models = self._models()
        self.crews: Tree = {}
        self.failures = {} if self.calm else self._failures()
        self.calendars = {} if self.calm else self._calendars()
        self.carriers: Tree = {}
        self.lines: Tree = {}
        self.stores: Tree = {}
        self.ends: list[str] = []

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def tree(self) -> Tree:
        for _ in range(self.chance.choice([1, 1, 2, 2, 3])):
            self._begin()
        steps = [
            self._series, self._merge, self._merge, self._join, self._store,
            self._by_model, self._by_room, self._inspect, self._inspect, self._store,
        ]  # fmt: skip
        for _ in range(self.chance.randint(0, 8)):
            self.chance.choice(steps)()
        for end in [end for end in self.ends if end.endswith(".other")]:
            self._line(after=end)
        if self.often(0.35):
            self._circulate()
        for line in self.lines.values():
            _leave_out_idle_ways(line, self.stores)
        tree: Tree = {"format": 1, "plant": "random"}
        if self.calendars and self.often(0.5):
            tree["site"] = {"time_zone": "Europe/Berlin"}  # the clock is changed
        for key in ("calendars", "models", "failures", "carriers", "lines", "stores"):
            if getattr(self, key):
                tree[key] = getattr(self, key)
        if self.crews:
            tree["repair_crews"] = self.crews
        if len(self.calendars) > 1:
            tree["calendar"] = self.chance.choice(list(self.calendars))
        return tree

    # What there is besides lines

    def _models(self) -> Tree:
        models: Tree = {}
        for place in range(self.chance.choice([0, 1, 2, 2, 3])):
            model: Tree = {"share": self.chance.randint(1, 5)}
            if self.often(0.5):
                model["options"] = {"roof": self.chance.choice([0.1, 0.5, 1.0])}
            if self.often(0.3):
                model.setdefault("options", {})["hook"] = 0.3
            if self.often(0.6):
                model["colours"] = {"white": 2, "black": 1, "red": 1}
            if self.often(0.1):
                later = datetime.timedelta(days=self.chance.randint(-1, 1))
                model["from_date"] = str(self.first_day + later)
            models[f"model{place}"] = model
        return models

    def _failures(self) -> Tree:
        failures: Tree = {}
        for place in range(self.chance.randint(0, 3)):
            failure: Tree = {"mttr_min": self._number(2, 15)}
            kind = self.chance.choice(["hours", "operations", "share", "wall"])
            if kind == "hours":
                failure["mtbf_h"] = self._number(1, 4)
            elif kind == "wall":
                failure |= {"clock": "calendar", "mtbf_h": self._number(1, 6)}
            elif kind == "share":
                failure["availability"] = self.chance.choice([0.8, 0.9, 0.97])
            else:
                failure["clock"] = "operations"
                failure["mtbf_operations"] = self.chance.choice([1, 3, 20, 50])
            for key in ("law", "repair_law"):
                if self.often(0.5):
                    failure[key] = self._law()
            if self.often(0.3):
                failure["repair_needs_shift"] = False
            if self.often(0.2):
                failure["scope"] = "zone"
            if kind != "wall" and self.often(0.3):
                failure["repair_crew"] = self.chance.choice(["men", "night_men"])
                self.crews[failure["repair_crew"]] = self.chance.randint(1, 2)
            failures[f"failure{place}"] = failure
        return failures

    def _calendars(self) -> Tree:
        calendars: Tree = {}
        shifts = [
            {"early": "06:00-14:00", "late": "14:00-22:30"},
            {"day": "07:00-15:30", "night": "22:00-06:00"},
            {"long": "00:00-00:00"},
            {"one": "01:00-09:00", "two": "08:30-17:00", "three": "18:00-23:00"},
        ]
        for place in range(self.chance.choice([0, 0, 1, 2])):
            calendar: Tree = {"days": "mon-sun", "shifts": self.chance.choice(shifts)}
            if self.often(0.6):
                calendar["breaks_min"] = {"rest": 10, "meal": self._number(20, 40)}
            if self.often(0.3):
                calendar["breaks"] = {"prayer": "12:30-12:45", "late": "19:10-19:17"}
            calendars[f"calendar{place}"] = calendar
        return calendars

    def _number(self, low: float, high: float) -> float:
        if self.whole:
            return self.chance.randint(round(low), round(high))
        return round(self.chance.uniform(low, high), 3)

    def _law(self) -> Tree:
        if self.whole and self.often(0.8):
            return self.chance.choice([LAWS[0], *WHOLE_LAWS])
        return self.chance.choice(LAWS)

    # Lines

    def _places(self) -> Any:
        return (
            "unlimited" if self.often(0.12) else self.chance.choice([0, 0, 1, 2, 3, 6])
        )

    def _cycle_s(self) -> float:
        if self.whole:
            return self.chance.choice([120, 240, 240, 360, 480])
        return round(self.chance.uniform(80, 600), 3)

    def _work(self) -> Tree:
        work: Tree = {"cycle_s": self._cycle_s()}
        if self.often(0.3 if self.whole else 0.7):
            work["cycle_law"] = self._law()
        if self.models and self.often(0.3):
            work["cycle_by_model"] = {
                self.chance.choice(list(self.models)): self._cycle_s()
            }
        options = {o for m in self.models.values() for o in m.get("options", ())}
        if options and self.often(0.3):
            work["cycle_by_option_s"] = {
                self.chance.choice(sorted(options)): self._number(0, 60)
            }
        if self.models and not self.calm and self.often(0.25):
            work["setup_s"] = self._number(30, 120)
            work["setup_on"] = self.chance.choice(["model", "colour"])
        if self.failures and self.often(0.4):
            names = list(self.failures)
            work["failure"] = self.chance.sample(
                names, self.chance.randint(1, len(names))
            )
        if self.often(0.15):
            work["positions"] = self.chance.choice([2, 3])
        if self.calendars and self.often(0.5):
            work["at_window"] = self.chance.choice(["pause", "finish", "do_not_start"])
        return work

    def _line(self, **keys: Any) -> str:
        """Add a line, and give its name."""
        chance = self.chance
        line: Tree = {**self._work(), **keys}
        count = chance.choice([1, 1, 2, 3, 4])
        line["stations"] = count
        if self.often(0.4):
            line["stations"] = {f"S{place}": self._station() for place in range(count)}
            for key in ("buffer_before", "transit_before_s"):
                line["stations"]["S0"].pop(key, None)
        line["buffer_between"] = self._places()
        line["buffer_before"] = self._places()
        if count > 1 and self.often(0.2):
            line["zones"] = chance.randint(1, count)
            line["buffer_between_zones"] = self._places()
        for key in ("transit_before_s", "transit_between_s"):
            if self.often(0.25):
                line[key] = self._number(10, 400)
        if self.often(0.2):
            self._let_move(line)
        if self.calendars and self.often(0.5):
            line["calendar"] = chance.choice(list(self.calendars))
        name = f"{chance.choice('abcdefgh')}{len(self.lines)}"
        self.lines[name] = line
        return name

    def _let_move(self, line: Tree) -> None:
        """Make a conveyor of the line, with one place a station."""
        chance = self.chance
        for key in ("positions", "setup_s", "setup_on", "at_window"):
            line.pop(key, None)
        for key in ("buffer_between", "transit_between_s"):
            line.pop(key, None)
        line["stations"] = chance.choice([1, 2, 4, 7])
        line["zones"] = chance.choice([1, 1, min(2, line["stations"])])
        line["failure"] = [
            name
            for name, failure in self.failures.items()
            if "repair_crew" not in failure and self.often(0.3)
        ]
        line.pop("cycle_by_model", None)
        if self.often(0.4):
            line["indexed"] = {"transfer_s": self._number(0, 60)}
            return
        if self.often(0.2):
            line.pop("cycle_s")
            line.pop("cycle_law", None)
            line.pop("cycle_by_option_s", None)
        paced: Tree = {"pitch_time_s": self._cycle_s()}
        if self.often(0.4):
            paced["drift_share"] = chance.choice([0.1, 0.25, 0.333])
        if self.often(0.3):
            paced["when_empty"] = "stop"
        elif self.often(0.3):
            paced["run_empty"] = True
        if self.often(0.3):
            paced |= {"most_dwell_min": 60, "over_dwell": "scrap"}
        line["paced"] = paced

    def _station(self) -> Tree:
        station = self._work() if self.often(0.4) else {}
        if self.often(0.3):
            station["buffer_before"] = self._places()
        if self.often(0.2):
            station["transit_before_s"] = self._number(0, 100)
        return station

    def _begin(self) -> None:
        keys: Tree = {}
        if self.often(0.6):
            source: Tree = {}
            if self.often(0.5):
                source = {"type": "arrivals", "interval_s": self._cycle_s()}
                source["when_full"] = self.chance.choice(["wait", "lose"])
                if self.often(0.6):
                    source["interval_law"] = self._law()
            source["order"] = self.chance.choice(["levelled", "random", "batches"])
            if source["order"] == "batches":
                source["lot"] = self.chance.randint(1, 5)
            if self.models and self.often(0.2):
                source["models"] = {self.chance.choice(list(self.models)): 1}
            keys["source"] = source
        self.ends.append(self._line(**keys))

    def _take_end(self) -> str:
        return self.ends.pop(self.chance.randrange(len(self.ends)))

    def _line_end(self) -> str:
        """Take the end of a line; a store gets a line behind it first."""
        end = self._take_end()
        return self._line(after=end) if end in self.stores else end

    def _series(self) -> None:
        self.ends.append(self._line(after=self._take_end()))

    def _merge(self) -> None:
        if len(self.ends) > 1:
            ends = [self._take_end(), self._take_end()]
            after = {end: self.chance.randint(1, 3) for end in ends}
            keys: Tree = {"after": ends}
            if self.often(0.5):
                keys = {"after": after, "strict": self.often(0.5)}
            self.ends.append(self._line(**keys))

    def _join(self) -> None:
        if len(self.ends) > 1:
            ends = [self._take_end(), self._take_end()]
            self.ends.append(self._line(joins=ends))

    def _store(self) -> None:
        ends = [self._line_end()]
        if self.ends and self.often(0.4):
            ends.append(self._line_end())
        store: Tree = {"after": ends, "places": self.chance.choice([1, 2, 4, 6, 9])}
        if self.often(0.15):
            store["places"] = "unlimited"
        elif self.often(0.5):
            store["lanes"] = self.chance.randint(1, store["places"])
        rules = ["fifo", "restore_sequence", "colour_batch", "ratio"]
        store["release"] = self.chance.choice(rules)
        if store["release"] == "ratio":
            store["ratios"] = self._ratios()
        if self.often(0.3):
            store["count_point"] = self.chance.choice(["painted", "stored"])
        if self.often(0.4):
            store["transit_s"] = self._number(10, 300)
        name = f"{self.chance.choice('stu')}tore{len(self.stores)}"
        self.stores[name] = store
        if len(self.models) > 1 and self.often(0.5):
            self._split(name, by_model=True)
        elif self.often(0.3):
            self._split(name, by_model=False)
        else:
            self.ends.append(name)

    def _ratios(self) -> Tree:
        options = {o for m in self.models.values() for o in m.get("options", ())}
        names = sorted({*self.models, *options})
        ratios = ["1/2", "1/3", "2/3", "0/1"]
        return {name: self.chance.choice(ratios) for name in names if self.often(0.5)}

    def _by_model(self) -> None:
        if len(self.models) > 1:
            self._split(self._take_end(), by_model=True)

    def _by_room(self) -> None:
        self._split(self._take_end(), by_model=False)

    def _split(self, end: str, *, by_model: bool) -> None:
        """Let two lines take from one end, each its models or any."""
        names = list(self.models)
        cut = self.chance.randint(1, max(len(names) - 1, 1))
        for models in (names[:cut], names[cut:]):
            keys: Tree = {"models": models} if by_model else {}
            self.ends.append(self._line(after=end, **keys))
        if self.often(0.5):
            both = [self.ends.pop(), self.ends.pop()]
            self.ends.append(self._line(after=both))

    def _inspect(self) -> None:
        """Add an inspection: scrap, and rework that comes back or goes on."""
        end = self._take_end()
        outcomes: Tree = {"good": 1.0}
        kinds = self.chance.sample(["scrap", "rework", "again", "other"], 2)
        for kind in kinds:
            share = self.chance.choice([0.05, 0.2, 0.4])
            outcomes["good"] = round(outcomes["good"] - share, 6)
            outcomes[kind] = share
            if kind != "scrap" and self.often(0.5):
                outcomes[kind] = {"share": share, "limit": self.chance.randint(1, 3)}
        name = self._line(after=end, outcomes=outcomes)
        record = self.lines[name]
        if "again" in outcomes:
            record["after"] = [end, f"{name}.again"]
        if "rework" in outcomes:
            repair = self._line(after=f"{name}.rework")
            record["after"] = [
                *(record["after"] if isinstance(record["after"], list) else [end]),
                repair,
            ]
        if {"again", "rework"} & set(outcomes) and self.often(0.4):
            record["buffer_before"] = "unlimited"
        if "other" in outcomes:
            self.ends.append(f"{name}.other")
        self.ends.append(name)

    def _circulate(self) -> None:
        """Let a carrier go with the jobs from one line to a later one."""
        names = list(self.lines)
        first = self.chance.randrange(len(names))
        last = self.chance.randrange(first, len(names))
        self.carriers["skid"] = {"count": self.chance.randint(1, 12)}
        if self.often(0.5):
            self.carriers["skid"]["return_s"] = self._number(0, 300)
        self.lines[names[first]]["carrier"] = "skid"
        self.lines[names[last]]["releases_carrier"] = "skid"


def _leave_out_idle_ways(line: Tree, stores: Tree) -> None:
    """Leave out ways and places that no job would use, since lint refuses them."""
    after = line.get("after", [])
    givers = {after} if isinstance(after, str) else {*after}
    givers |= {*line.get("joins", [])}
    if givers and givers <= set(stores):
        for key in ("buffer_before", "transit_before_s"):
            line.pop(key, None)
    if isinstance(line["stations"], dict):
        for key in ("buffer_before", "transit_before_s"):
            line["stations"]["S0"].pop(key, None)
