"""Random plants with everything switched on at random, as plant files say them.

One number is one plant. Half of them keep to whole minutes, so that many things
happen at the same tick; the others have odd times.
"""

from __future__ import annotations

import datetime
import json
import random
from typing import Any

from naive.provisions import (
    Dice,
    Tree,
    calendars_of,
    crew_of,
    failures_of,
    kit_of,
    launches_of,
    leave_out_idle_ways,
    maintenance_of,
    manned,
    models_of,
    people_of,
)
from zauyt.errors import WrongInput
from zauyt.plant.plant import Plant
from zauyt.plant.reading.file import read_text

FIRST_DAYS = (
    datetime.date(2026, 1, 5),
    datetime.date(2026, 3, 29),
    datetime.date(2026, 10, 25),
)
"""A Monday, and the days on which the clock is changed in Europe: 23 and 25 hours."""

PARTS = (
    "calendars", "models", "failures", "repair_crews", "carriers", "people", "kits",
    "maintenance", "launch", "lines", "stores",
    "sequence",
)  # fmt: skip


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
        self.whole = chance.random() < 0.5
        self.calm = chance.random() < 0.2  # nothing but the ways of jobs
        self.dice = Dice(chance, self.whole, first_day)
        self.models = models_of(self.dice)
        self.repair_crews: Tree = {}
        self.failures: Tree = {}
        self.calendars: Tree = {}
        self.people: Tree = {}
        if not self.calm:
            self.failures = failures_of(self.dice, self.repair_crews)
            self.calendars = calendars_of(self.dice)
            self.people = people_of(self.dice) if self.calendars else {}
        self.carriers: Tree = {}
        self.kits: Tree = {}
        self.maintenance: Tree = {}
        self.launch: Tree = {}
        self.lines: Tree = {}
        self.stores: Tree = {}
        self.sequence: Tree = {}
        self.ends: list[str] = []

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def tree(self) -> Tree:
        for _ in range(self.chance.choice([1, 1, 2, 2, 3])):
            self._begin()
        steps = [
            self._series, self._merge, self._merge, self._join, self._store,
            self._by_model, self._by_room, self._inspect, self._inspect, self._store,
            self._build_short,
        ]  # fmt: skip
        for _ in range(self.chance.randint(0, 8)):
            self.chance.choice(steps)()
        for end in [end for end in self.ends if end.endswith(".other")]:
            self._line(after=end)
        if self.often(0.35):
            self._circulate()
        for line in self.lines.values():
            leave_out_idle_ways(line, self.stores)
        if not self.calm:
            self._provide()
        tree: Tree = {"format": 1, "plant": "random"}
        if self.calendars and self.often(0.5):
            tree["site"] = {"time_zone": "Europe/Berlin"}  # the clock is changed
        for key in PARTS:
            if getattr(self, key):
                tree[key] = getattr(self, key)
        if len(self.calendars) > 1:
            tree["calendar"] = self.chance.choice(list(self.calendars))
        return tree

    def _provide(self) -> None:
        """Add what lines need from outside, and what closes and slows them."""
        dice = self.dice
        self.people = manned(dice, self.people, self.lines)
        self.maintenance = maintenance_of(dice, self.lines)
        self.launch = launches_of(dice, self.lines, self.failures)
        free = set(self.lines) - {kit["line"] for kit in self.kits.values()}
        for line in self.chance.sample(sorted(free), self.chance.choice([0, 0, 1, 1])):
            kit = kit_of(dice, line, self.models)
            if self.lines[line].get("joins") or not self.lines[line].get("after"):
                kit["when_missing"] = "wait"
            self.kits["set"] = kit

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
            work["cycle_law"] = self.dice.law()
        if self.models and self.often(0.3):
            work["cycle_by_model"] = {
                self.chance.choice(list(self.models)): self._cycle_s()
            }
        options = {o for m in self.models.values() for o in m.get("options", ())}
        if options and self.often(0.3):
            work["cycle_by_option_s"] = {
                self.chance.choice(sorted(options)): self.dice.number(0, 60)
            }
        if self.models and not self.calm and self.often(0.25):
            work["setup_s"] = self.dice.number(30, 120)
            work["setup_on"] = self.chance.choice(["model", "colour"])
        if self.failures and self.often(0.4):
            names = list(self.failures)
            work["failure"] = self.chance.sample(
                names, self.chance.randint(1, len(names))
            )
        if self.often(0.15):
            work["positions"] = self.chance.choice([2, 3])
        if self.people and self.often(0.4):
            work["crew"] = crew_of(self.dice, self.people)
            work["when_short"] = self.chance.choice(["slow", "wait"])
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
                line[key] = self.dice.number(10, 400)
        if self.often(0.2):
            self._let_move(line)
        if "paced" not in line and self.often(0.15):
            days = [self.dice.day(-2, 0), self.dice.day(0, 1)]
            line["takt_steps"] = {day: 1.5 * self._cycle_s() for day in days}
        if self.calendars and self.often(0.5):
            line["calendar"] = chance.choice(list(self.calendars))
        name = f"{chance.choice('abcdefgh')}{len(self.lines)}"
        self.lines[name] = line
        return name

    def _let_move(self, line: Tree) -> None:
        """Make a conveyor of the line, with one place a station."""
        chance = self.chance
        for key in ("positions", "setup_s", "setup_on", "at_window", "when_short"):
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
            line["indexed"] = {"transfer_s": self.dice.number(0, 60)}
            return
        if self.often(0.2):
            line.pop("cycle_s")
            line.pop("cycle_law", None)
            line.pop("cycle_by_option_s", None)
        paced: Tree = {"pitch_time_s": self._cycle_s()}
        if self.often(0.3):
            days = [self.dice.day(-2, 0), self.dice.day(0, 1)]
            paced["pitch_steps"] = {day: self._cycle_s() for day in days}
        if self.often(0.3):
            paced["heat_up_min"] = self.dice.number(5, 40)
            if self.often(0.5):
                paced["cold_after_min"] = self.dice.number(15, 300)
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
            station["transit_before_s"] = self.dice.number(0, 100)
        return station

    def _begin(self) -> None:
        keys: Tree = {}
        if self.often(0.6):
            source: Tree = {}
            if self.often(0.5):
                source = {"type": "arrivals", "interval_s": self._cycle_s()}
                source["when_full"] = self.chance.choice(["wait", "lose"])
                if self.often(0.6):
                    source["interval_law"] = self.dice.law()
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
            self._by_rules(store)
        if self.often(0.3):
            store["count_point"] = self.chance.choice(["painted", "stored"])
        if self.often(0.4):
            store["transit_s"] = self.dice.number(10, 300)
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

    def _by_rules(self, store: Tree) -> None:
        """Let about half of the stores with ratios release by the sequence's rules."""
        parts = {name: text.split("/") for name, text in store["ratios"].items()}
        rules: Tree = {
            name: {"of": name, "most": int(most), "span": int(span) + place,
                   "priority": 1 + place % 2}
            for place, (name, (most, span)) in enumerate(parts.items())
            if most != "0"
        }  # fmt: skip
        if rules and len(self.lines) % 2 and not self.sequence:
            self.sequence = {"rules": rules}
            store["release"] = "sequence_rules"
            del store["ratios"]

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

    def _build_short(self) -> None:
        """Add a line that builds short, an inspection of that, and the retrofit."""
        line = self._line(after=self._take_end())
        found = self._line(after=line)
        short = {"share": 0.0, "when": "short"}
        self.lines[found]["outcomes"] = {"good": 1.0, "short": short}
        if self.often(0.5):
            self.lines[found]["outcomes"] = {"good": 0.8, "scrap": 0.2, "short": short}
        park = self._line(after=f"{found}.short")
        kit = kit_of(self.dice, line, self.models)
        kit["when_missing"] = "build_short"
        if self.often(0.7):
            kit["retrofit_line"] = park
        self.kits[f"kit{len(self.kits)}"] = kit
        if self.often(0.4):
            self.lines[found]["after"] = [line, park]
            self.ends.append(found)
        else:
            self.ends += [found, park]

    def _circulate(self) -> None:
        """Let a carrier go with the jobs from one line to a later one."""
        names = list(self.lines)
        first = self.chance.randrange(len(names))
        last = self.chance.randrange(first, len(names))
        self.carriers["skid"] = {"count": self.chance.randint(1, 12)}
        if self.often(0.5):
            self.carriers["skid"]["return_s"] = self.dice.number(0, 300)
        self.lines[names[first]]["carrier"] = "skid"
        self.lines[names[last]]["releases_carrier"] = "skid"
