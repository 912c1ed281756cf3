"""``python -m docs.made.national``: the national table and jobs that ship with zauyt.

The 68 products of Kazakhstan's table of 2024 are put together into the sectors that a
vehicle cluster buys from, each of those by itself. Jobs by sector are not in the
publication: they are estimates, spread over the products by published shares of
sections. Figures come from the folder ``input_output_kz_2024`` of ``ZAUYT_DATA``.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from docs.made.blocks import ROOT
from zauyt.plant.input_output import InputOutput, aggregated
from zauyt.plant.reading.national.plain import lines_of
from zauyt.plant.reading.national.read import read_table

DATA = Path(os.environ.get("ZAUYT_DATA", "../shared/data")) / "input_output_kz_2024"
FOLDER = ROOT / "zauyt" / "plant" / "tables"
TABLE = FOLDER / "kazakhstan_2024.csv"
JOBS = FOLDER / "kazakhstan_2024_jobs.csv"

GROUPS = {
    "01-03": ("Agriculture, forestry, fishing", ("01", "02", "03")),
    "05-09": ("Mining", ("05", "061", "062", "071", "072", "08", "09")),
    "10-12": ("Food, beverages, tobacco", ("10-11", "12")),
    "13-15": ("Textiles, clothing, leather", ("13", "14", "15")),
    "16-18": ("Wood, paper, printing", ("16", "17", "18")),
    "19": ("Coke and refined petroleum", ("191", "192")),
    "20-21": ("Chemicals and pharmaceuticals", ("20", "21")),
    "24": ("Basic metals and casting", ("241", "242", "243", "244", "245")),
    "35": ("Electricity, gas, steam", ("351", "352", "353")),
    "50-51": ("Water and air transport", ("50", "51")),
    "65-66": ("Insurance and other finance", ("65", "66")),
    "86-88": ("Health and social work", ("86", "87-88")),
    "90-98": ("Arts, other services, households", ("90-93", "94-96", "97-98")),
}
"""Products put together; every other one is a sector by itself."""

TITLE = "Kazakhstan 2024, put together into {sectors} sectors of 68 products"
SOURCE = (
    "Bureau of National Statistics of Kazakhstan, symmetric input-output tables of 2024"
    " (68 products, basic prices), published 19.12.2025, stat.gov.kz; put together here"
)
JOBS_SOURCE = (
    "estimate: 9.2 m employed in 2024 (Bureau of National Statistics) by its published"
    " shares of sections (2023 to 2025), inside a section by pay; 29: 6,875 in vehicle"
    " plants in 2024 (Ministry of Industry), over 10,000 (the President); ranges are"
    " ours"
)
WHOLE_SECTIONS = ("01", "41-43", "68", "69-75", "77-82", "84", "85", "90-93")
"""Products that are a section of the statistics, or nearly all of one."""
SPREAD = {"medium": 0.1, "low": 0.35}
"""How far jobs may be off, by confidence."""
VEHICLES = ("29", 6_875, 14_000)
"""Vehicle plants alone, and with makers of trailers and parts."""


def table() -> InputOutput:
    """Give the table that ships, made of the published one."""
    whole = read_table(DATA)
    inside = {code: group for group, (_, codes) in GROUPS.items() for code in codes}
    names = dict(zip(whole.codes, whole.names, strict=True))
    groups = {}
    for code in whole.codes:
        group = inside.get(code, code)
        groups[group] = GROUPS.get(group, (names[code], (code,)))
    made = aggregated(whole, groups)
    return InputOutput(**{
        **vars(made), "title": TITLE.format(sectors=len(groups)), "source": SOURCE,
    })  # fmt: skip


def table_text() -> str:
    """Give the table as the file that ships."""
    return _csv(lines_of(table()))


def jobs_text() -> str:
    """Give the jobs as the file that ships."""
    lines = [["# source", JOBS_SOURCE], ["code", "jobs", "low", "high", "confidence"]]
    with (DATA / "multipliers_2024.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            jobs = int(row["EST_employment_2024"])
            sure = "medium" if row["code"] in WHOLE_SECTIONS else "low"
            ends = [round(jobs * (1 - SPREAD[sure])), round(jobs * (1 + SPREAD[sure]))]
            if row["code"] == VEHICLES[0]:
                ends = list(VEHICLES[1:])
            lines.append([row["code"], str(jobs), *map(str, ends), sure])
    return _csv(lines)


def _csv(lines: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


def main() -> None:
    """Write both files."""
    if not DATA.is_dir():
        sys.exit(f"There is no table at {DATA}; ZAUYT_DATA says where it is.")
    TABLE.write_text(table_text(), encoding="utf-8")
    JOBS.write_text(jobs_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
