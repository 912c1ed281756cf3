"""Plants of any size with everything in them, for figures of speed and memory."""

from __future__ import annotations

import json
from typing import Any

from zauyt.plant.plant import Plant
from zauyt.plant.reading.file import read_text

CYCLE_S = 150.0
LAW = {"type": "lognormal", "cv": 0.12}


def everything(stations: int, halls: int = 1) -> Plant:
    """Give a plant of about so many stations, each hall of 70,000 vehicles a year.

    Body, paint, store, assembly, test: joins, merges, rework in two places, a store
    of lanes, carriers, two shifts with breaks, breakdowns on two clocks, a repair
    crew, crews with absence. A hall has all of these, whatever its size, so that with
    more halls lines, stores and crews grow as stations do, and with one only the
    length of its lines.
    """
    each = stations / halls
    ends = [""] if halls == 1 else [f"_{hall + 1}" for hall in range(halls)]
    lines: dict[str, Any] = {}
    for end in ends:
        lines |= _lines(each, end)
    people = round(halls * (_part(each, 0.30) + _part(each, 0.24)) * 2.0 * 1.04)
    skids = _part(each, 0.2) + 110
    return read_text(json.dumps({  # JSON is YAML
        "format": 1,
        "plant": f"everything, {stations} stations",
        "calendars": {
            "two_shifts": {
                "shifts": {"day": "07:00-15:30", "late": "15:30-00:00"},
                "breaks_min": {"meal": 30, "rest": 15},
            }
        },
        "models": {
            "saloon": {"share": 0.6, "colours": {"white": 0.6, "red": 0.4}},
            "estate": {"share": 0.4, "colours": {"white": 0.5, "blue": 0.5}},
        },
        "failures": {
            "cell": {"scope": "zone", "mtbf_h": 3, "mttr_min": 8},
            "booth": {"scope": "zone", "mtbf_h": 400, "mttr_min": 60,
                      "clock": "calendar"},
            "andon": {"scope": "zone", "mtbf_h": 2, "mttr_min": 2},
            **{f"bench{end}": {"mtbf_h": 60, "mttr_min": 30,
                               "repair_crew": f"fitters{end}"} for end in ends},
        },
        "repair_crews": {f"fitters{end}": 1 for end in ends},
        "carriers": {f"skid{end}": {"count": skids, "return_s": 600} for end in ends},
        "people": {
            "assembler": {"by_shift": people, "absence": 0.05, "absence_days": 4}
        },
        "lines": lines,
        "stores": {
            f"store{end}": {"after": f"inspect{end}", "places": 48, "lanes": 6,
                            "release": "restore_sequence"} for end in ends
        },
    }))  # fmt: skip


def _part(stations: float, share: float) -> int:
    return max(round(stations * share), 2)


def _lines(stations: float, end: str) -> dict[str, Any]:
    """Give the lines of one hall, with so many stations; all names have this end."""

    def part(share: float) -> int:
        return _part(stations, share)

    line: dict[str, Any] = {"cycle_s": CYCLE_S, "cycle_law": LAW, "buffer_before": 8}
    lines: dict[str, dict[str, Any]] = {
        "side": {"stations": part(0.05), "failure": "cell"},
        "underbody": {"stations": part(0.1), "zones": 2, "buffer_between_zones": 4,
                      "failure": "cell"},
        "framing": {"joins": [f"underbody{end}", f"side{end}"],
                    "stations": part(0.06), "failure": "cell"},
        "prepare": {"after": f"framing{end}", "stations": part(0.1),
                    "carrier": f"skid{end}", "buffer_between": 1},
        "topcoat": {"after": [f"prepare{end}", f"sand{end}"], "stations": part(0.08),
                    "setup_s": 12, "setup_on": "colour", "failure": "booth"},
        "inspect": {"after": f"topcoat{end}", "transit_before_s": 2400,
                    "buffer_before": 30, "stations": 4, "buffer_between": 1,
                    "outcomes": {"good": 0.93, "again": 0.07}},
        "sand": {"after": f"inspect{end}.again", "cycle_s": 1500, "positions": 2,
                 "buffer_before": "unlimited"},
        "drop": {"after": f"store{end}", "cycle_s": 100,
                 "releases_carrier": f"skid{end}"},
        "trim": {"after": f"drop{end}", "stations": part(0.3), "zones": 3,
                 "buffer_between_zones": 4, "failure": "andon",
                 "crew": {"assembler": 2.0}},
        "final": {"after": f"trim{end}", "stations": part(0.24), "zones": 3,
                  "buffer_between_zones": 4, "failure": "andon",
                  "crew": {"assembler": 2.0}},
        "test": {"after": [f"final{end}", f"mend{end}"], "cycle_s": 280,
                 "positions": 3, "failure": f"bench{end}",
                 "outcomes": {"good": 0.88, "repair": 0.12}},
        "mend": {"after": f"test{end}.repair", "cycle_s": 2400, "positions": 8,
                 "buffer_before": "unlimited"},
        "buy_off": {"after": f"test{end}", "cycle_s": 110, "count_point": "buy_off"},
    }  # fmt: skip
    without_places = ("side", "underbody", "drop")  # from sources and the store
    for name, own in lines.items():
        usual = {key: value for key, value in line.items() if key not in own}
        if name in without_places:
            usual.pop("buffer_before")
        if name in ("drop", "buy_off"):
            usual.pop("cycle_law")
        own.update(usual)
    return {f"{name}{end}": own for name, own in lines.items()}
