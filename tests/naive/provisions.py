"""What a random plant has besides lines: models, failures, shifts, people, parts."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass
from typing import Any

Tree = dict[str, Any]

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


@dataclass
class Dice:
    """The chance of one plant, whether its times are whole, and its first day."""

    chance: random.Random
    whole: bool
    first_day: datetime.date

    def often(self, share: float) -> bool:
        """Tell whether something happens that does in a share of cases."""
        return self.chance.random() < share

    def number(self, low: float, high: float) -> float:
        """Give a number, a whole one in a plant of whole times."""
        if self.whole:
            return self.chance.randint(round(low), round(high))
        return round(self.chance.uniform(low, high), 3)

    def law(self) -> Tree:
        """Give a law, one of whole times most often in a plant of such."""
        if self.whole and self.often(0.8):
            return self.chance.choice([LAWS[0], *WHOLE_LAWS])
        return self.chance.choice(LAWS)

    def day(self, first: int, last: int) -> str:
        """Give a date, counted in days from the first one."""
        later = datetime.timedelta(days=self.chance.randint(first, last))
        return str(self.first_day + later)


def models_of(dice: Dice) -> Tree:
    """Give models with options and colours, some from a date on."""
    models: Tree = {}
    for place in range(dice.chance.choice([0, 1, 2, 2, 3])):
        model: Tree = {"share": dice.chance.randint(1, 5)}
        if dice.often(0.5):
            model["options"] = {"roof": dice.chance.choice([0.1, 0.5, 1.0])}
        if dice.often(0.3):
            model.setdefault("options", {})["hook"] = 0.3
        if dice.often(0.6):
            model["colours"] = {"white": 2, "black": 1, "red": 1}
        if dice.often(0.1):
            later = datetime.timedelta(days=dice.chance.randint(-1, 1))
            model["from_date"] = str(dice.first_day + later)
        models[f"model{place}"] = model
    return models


def failures_of(dice: Dice, crews: Tree) -> Tree:
    """Give failures of every clock, and the crews that mend them."""
    failures: Tree = {}
    for place in range(dice.chance.randint(0, 3)):
        failure: Tree = {"mttr_min": dice.number(2, 15)}
        kind = dice.chance.choice(["hours", "operations", "share", "wall"])
        if kind == "hours":
            failure["mtbf_h"] = dice.number(1, 4)
        elif kind == "wall":
            failure |= {"clock": "calendar", "mtbf_h": dice.number(1, 6)}
        elif kind == "share":
            failure["availability"] = dice.chance.choice([0.8, 0.9, 0.97])
        else:
            failure["clock"] = "operations"
            failure["mtbf_operations"] = dice.chance.choice([1, 3, 20, 50])
        for key in ("law", "repair_law"):
            if dice.often(0.5):
                failure[key] = dice.law()
        if dice.often(0.3):
            failure["repair_needs_shift"] = False
        if dice.often(0.2):
            failure["scope"] = "zone"
        if kind != "wall" and dice.often(0.3):
            failure["repair_crew"] = dice.chance.choice(["men", "night_men"])
            crews[failure["repair_crew"]] = dice.chance.randint(1, 2)
        failures[f"failure{place}"] = failure
    return failures


def calendars_of(dice: Dice) -> Tree:
    """Give calendars with shifts and breaks."""
    calendars: Tree = {}
    shifts = [
        {"early": "06:00-14:00", "late": "14:00-22:30"},
        {"day": "07:00-15:30", "night": "22:00-06:00"},
        {"long": "00:00-00:00"},
        {"one": "01:00-09:00", "two": "08:30-17:00", "three": "18:00-23:00"},
    ]
    for place in range(dice.chance.choice([0, 0, 1, 2])):
        calendar: Tree = {"days": "mon-sun", "shifts": dice.chance.choice(shifts)}
        if dice.often(0.6):
            calendar["breaks_min"] = {"rest": 10, "meal": dice.number(20, 40)}
        if dice.often(0.3):
            calendar["breaks"] = {"prayer": "12:30-12:45", "late": "19:10-19:17"}
        calendars[f"calendar{place}"] = calendar
    return calendars


def people_of(dice: Dice) -> Tree:
    """Give people of some skills; how many they are is known when the lines are."""
    people: Tree = {}
    for name in dice.chance.sample(["fitter", "welder"], dice.chance.randint(0, 2)):
        skill: Tree = {}
        if dice.often(0.6):
            days = dice.chance.choice([1, 2, 3.5])
            skill = {"absence": dice.chance.choice([0.05, 0.2, 0.4])}
            skill |= {"absence_days": days, "relief": dice.chance.randint(0, 1)}
        people[name] = skill
    return people


def crew_of(dice: Dice, people: Tree) -> Tree:
    """Give the crew of a station."""
    names = dice.chance.sample(list(people), dice.chance.randint(1, len(people)))
    return {name: dice.chance.choice([0.5, 1, 1, 2, 3]) for name in names}


def manned(dice: Dice, people: Tree, lines: Tree) -> Tree:
    """Give the people with their number: about as many as the stations need."""
    needed = dict.fromkeys(people, 0.0)
    for line in lines.values():
        stations = line["stations"]
        count = stations if isinstance(stations, int) else len(stations)
        for name, need in line.get("crew", {}).items():
            needed[name] += need * count * line.get("positions", 1)
        for station in stations.values() if isinstance(stations, dict) else ():
            for name, need in station.get("crew", {}).items():
                needed[name] += need * station.get("positions", 1)
    share = dice.chance.choice([0.5, 0.8, 1, 1.2])
    return {
        name: {"by_shift": max(round(share * needed[name]), 1), **skill}
        for name, skill in people.items()
    }


def maintenance_of(dice: Dice, lines: Tree) -> Tree:
    """Give planned maintenance of all lines, of some, or of single stations."""
    found: Tree = {}
    clocks = ["02:00-03:00", "09:45-10:20", "13:30-14:30", "21:50-00:30", "10:00-10:05"]
    for place in range(dice.chance.choice([0, 0, 1, 2])):
        event: Tree = {"clock": dice.chance.choice(clocks), "days": "mon-sun"}
        if dice.often(0.3):
            event |= {"every_weeks": 2, "first": dice.day(-14, 1)}
        if dice.often(0.3):
            event["days"] = dice.chance.choice(["sun,mon", "mon-tue", "sat"])
        names = dice.chance.sample(list(lines), 1)
        alone = not {"paced", "indexed"} & set(lines[names[0]])
        if dice.often(0.6):
            event["lines"] = names
        elif alone:
            stations = lines[names[0]]["stations"]
            last = f"S{stations}" if isinstance(stations, int) else [*stations][-1]
            event["stations"] = [f"{names[0]}.{last}"]
        found[f"cleaning{place}"] = event
    return found


def launches_of(dice: Dice, lines: Tree, failures: Tree) -> Tree:
    """Give what is slower, fails more often or is rejected more, by date or units."""
    found: Tree = {}
    for place in range(dice.chance.choice([0, 0, 1, 2, 3])):
        scales = dice.chance.choice(["work", "work", "failures", "rejects"])
        event: Tree = {"scales": scales}
        on_the_wall = any(each.get("clock") == "calendar" for each in failures.values())
        factors = [dice.chance.choice([0.7, 1, 1.3, 2, 3.7]) for _ in range(3)]
        if dice.often(0.5) or (scales == "failures" and on_the_wall):
            days = [dice.day(-3, 0), dice.day(0, 1), dice.day(1, 2)]
            event["by_date"] = dict(zip(days, factors, strict=True))
        elif dice.often(0.3):
            event["curve"] = {
                "law": dice.chance.choice(["crawford", "wright"]),
                "first": dice.chance.choice([1, 1.6, 4.5]),
                "progress": dice.chance.choice([0.6, 0.85]),
                "before": dice.chance.choice([0, 3, 40]),
            }
        else:
            units = [0, dice.chance.randint(1, 9), dice.chance.randint(10, 60)]
            event["by_units"] = dict(zip(map(str, units), factors, strict=True))
        if dice.often(0.5):
            event["lines"] = dice.chance.sample(list(lines), 1)
        found[f"learning{place}"] = event
    return found


def kit_of(dice: Dice, line: str, models: Tree) -> Tree:
    """Give a kit that jobs need to enter a line."""
    kit: Tree = {"line": line, "stock": dice.chance.choice([0, 3, 20, 500])}
    if dice.often(0.8):
        kit |= {"lot": dice.chance.choice([1, 4, 20]), "every_h": dice.number(1, 4)}
        if dice.often(0.5):
            kit["interval_law"] = dice.law()
    if dice.often(0.4) or (not kit["stock"] and "lot" not in kit):
        kit["deliveries"] = {dice.day(-1, 1): dice.chance.choice([5, 40])}
    if models and dice.often(0.4):
        kit["models"] = [dice.chance.choice(list(models))]
    kit["when_missing"] = dice.chance.choice(["wait", "other_model"])
    return kit


def leave_out_idle_ways(line: Tree, stores: Tree) -> None:
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
