"""What is drawn of a plant's effects, as small tables: first step of every picture."""

from __future__ import annotations

from typing import Any

from zauyt.results.column import Column
from zauyt.results.language import sentence, written
from zauyt.results.result import Note, Result, Table, of_rows

BILLION = 1e9
MOST_SECTORS = 10
MOST_FACTS = 6
FINEST = 1e-12
"""Share to which sums are said to tally, at the best."""
EFFECTS = ("direct", "suppliers", "further_tiers", "induced")


def currency(result: Result) -> str:
    """Give the currency of the answer."""
    return result.headline["pay"].unit


def answer(result: Result) -> list[Note]:
    """Give the answer as sentences: the jobs, and what becomes of the claim."""
    head = result.headline
    year = _year(result)
    country, region = (
        head["further_per_job_country"],
        head.get("further_per_job_region"),
    )
    numbers: dict[str, Any] = {
        "year": str(year), "people": head["people"].value,
        "further": head["further_jobs"].value, "ratio": country.value,
        "net": head["jobs_net"].value,
    }  # fmt: skip
    if country.low is None:
        told = [Note("impact.answer", numbers)]
    else:
        told = [Note("impact.answer.doubt",
                     numbers | {"low": country.low, "high": country.high})]  # fmt: skip
    if region is not None:
        told.append(Note("impact.answer.region", {"ratio": region.value}))
    if "claim_needs" in result.tables:
        told += _claim(result)
    return told


def _year(result: Result) -> int:
    if "claim_points" in result.tables:
        vehicles = float(result.tables["claim_points"]["vehicles"][0])
        rows = result.tables["effects"].rows()
        people = result.headline["people"].value
        found = [r["year"] for r in rows if r["effect"] == "direct"
                 and r["vehicles"] == vehicles and r["jobs"] == people]  # fmt: skip
        return int(found[0])
    return int(result.tables["effects"]["year"][-1])


def _claim(result: Result) -> list[Note]:
    """Give whether the claim holds, and what would have to be true."""
    needs = list(result.tables["claim_needs"].rows())
    points = {row["point"]: row for row in result.tables["claim_points"].rows()}
    least, most = needs[0]["wanted"], needs[-1]["wanted"]
    ends = {"low": written(f"{least:g}"), "high": written(f"{most:g}")}
    said = ends["low"] if least == most else sentence(Note("range", ends))
    told = []
    chance = result.headline.get("claim_chance")
    if chance is not None:
        told.append(Note("impact.claim", {"said": said, "least": ends["low"],
                                          "chance": chance.value}))  # fmt: skip
    every = points["every_part"]
    told.append(Note("impact.every", {
        "ratio": every["further_per_job"], "share": every["domestic_share"],
    }))  # fmt: skip
    told.append(Note("impact.needs", {
        "least": ends["low"], "share": needs[0]["domestic_share"],
        "taken": needs[0]["taken"], "own": points["plan"]["domestic_share"],
        "vehicles": needs[0]["vehicles_every_part"],
    }))  # fmt: skip
    return told


def years(result: Result) -> Table:
    """Give jobs by year and effect, side by side, and further jobs for each."""
    rows: dict[int, dict[str, Any]] = {}
    for row in result.tables["effects"].rows():
        own = rows.setdefault(row["year"], {"year": row["year"],
                                            "vehicles": row["vehicles"]})  # fmt: skip
        own[row["effect"]] = row["jobs"]
    for own in rows.values():
        further = sum(own[effect] for effect in EFFECTS[1:])
        own |= {"further": further, "ratio": further / own["direct"]}
    return of_rows(
        list(rows.values()),
        Column("year", "", "year", "whole"),
        Column("vehicles", "1", "vehicles made", "number"),
        *(Column(effect, "1", "jobs", "number") for effect in EFFECTS),
        Column("further", "1", "further jobs", "number"),
        Column("ratio", "1", "further jobs for each at the plant", "number"),
    )


def multipliers(result: Result) -> list[dict[str, Any]]:
    """Give further jobs for each at the plant, by place and what is counted."""
    return list(result.tables["multipliers"].rows())


def claim_map(result: Result) -> list[dict[str, Any]]:
    """Give the map's cells, if anything was claimed."""
    if "claim_map" not in result.tables:
        return []
    return list(result.tables["claim_map"].rows())


def sectors(result: Result, *, count: int = MOST_SECTORS) -> Table:
    """Give jobs by sector and effect, the sectors with most first."""
    rows: dict[str, dict[str, Any]] = {}
    for row in result.tables["sectors"].rows():
        begin = {"sector": row["sector"], "name": row["name"]}
        own = rows.setdefault(
            row["sector"], {**begin, **dict.fromkeys(EFFECTS[1:], 0.0)}
        )
        own[row["effect"]] = row["jobs"]
    for own in rows.values():
        own["all"] = sum(own[effect] for effect in EFFECTS[1:])
    ordered = sorted(rows.values(), key=lambda own: (-own["all"], own["sector"]))
    return of_rows(
        ordered[:count],
        Column("sector", "", "code", "text"),
        Column("name", "", "what it is", "text"),
        *(Column(effect, "1", "jobs", "number") for effect in EFFECTS[1:]),
        Column("all", "1", "further jobs", "number"),
    )


def apart(result: Result) -> list[Note]:
    """Give the accounts that stand by themselves: building, services downstream."""
    told = []
    if "building" in result.tables:
        rows = [
            r for r in result.tables["building"].rows() if r["effect"] != "imported"
        ]
        spent = {r["year"] for r in rows}
        at_once = sum(r["job_years"] for r in rows if r["effect"] == "suppliers")
        told.append(Note("impact.building", {
            "first": str(min(spent)), "last": str(max(spent)),
            "total": sum(r["job_years"] for r in rows), "builders": at_once,
        }))  # fmt: skip
    if "downstream" in result.tables:
        rows = list(result.tables["downstream"].rows())
        told.append(Note("impact.services", {
            "jobs": sum(r["jobs"] for r in rows),
            "behind": sum(r["jobs_behind"] for r in rows),
        }))  # fmt: skip
    return told


def facts(result: Result, *, count: int = MOST_FACTS) -> list[dict[str, Any]]:
    """Give the numbers in doubt that move the answer most."""
    if "ledger" not in result.tables:
        return []
    return list(result.tables["ledger"].rows())[:count]


def tally(result: Result) -> Note:
    """Give how far the sums are from tallying."""
    gaps = {row["check"]: row for row in result.tables["checks"].rows()}

    def share(name: str) -> float:
        row = gaps[name]
        gap, value = abs(float(row["gap"])), abs(float(row["value"]))
        return gap / value if value else gap

    table = max(abs(gaps[f"table_{kind}"]["gap"]) for kind in ("columns", "rows"))
    # The last digits of a sum are those of the machine's arithmetic.
    worst = max(share("plant"), share("households"), FINEST)
    return Note("impact.tally", {
        "share": f"{worst:.0e}",
        "table": f"{written(f'{table:,.0f}')} {gaps['table_rows']['unit']}",
    })  # fmt: skip
