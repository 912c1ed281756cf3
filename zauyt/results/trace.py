"""Where every job was, and when: as a table, as Parquet, as OCEL 2.0 JSON.

References: Berti and others (2024), OCEL (Object-Centric Event Log) 2.0
Specification, section 6, JSON exchange format.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zauyt.errors import Problem, WrongInput
from zauyt.results import disk, parquet
from zauyt.results.column import Column
from zauyt.results.result import Table

SUFFIXES = (".parquet", ".json")
"""Suffixes of the files that a trace is written to: Parquet, OCEL 2.0."""

MOMENTS = ("begin", "ready", "leave")
MEANINGS = {
    "begin": "when it had come and the station was free for it, local time",
    "ready": "when the station was done with it, local time",
    "leave": "when it left the station, local time",
}


@dataclass(frozen=True)
class Trace:
    """The stays of jobs at stations, in the order of leaving.

    ``job`` (stays) is a number that a job keeps; ``model``, ``colour``, ``line``
    and ``station`` (stays) are names; ``utc_ms`` holds the `MOMENTS` in
    milliseconds from 1970, ``offset_ms`` what local time adds to them.
    """

    plant: str
    job: NDArray[np.int64]
    model: tuple[str, ...]
    colour: tuple[str, ...]
    line: tuple[str, ...]
    station: tuple[str, ...]
    utc_ms: dict[str, NDArray[np.int64]]
    offset_ms: dict[str, NDArray[np.int64]]

    def table(self) -> Table:
        """Give the trace as a table, one row a stay."""
        return Table(
            {
                Column("job", "", "number that the job keeps", "whole"): self.job,
                Column("model", "", "its model", "text"): self.model,
                Column("colour", "", "its colour", "text"): self.colour,
                Column("line", "", "line it is on", "text"): self.line,
                Column("station", "", "station it is at", "text"): self.station,
                **{
                    Column(moment, "", MEANINGS[moment], "time"): (
                        self.utc_ms[moment] + self.offset_ms[moment]
                    ).astype("datetime64[ms]")
                    for moment in MOMENTS
                },
            }
        )

    def ocel(self) -> dict[str, Any]:
        """Give the trace as an object-centric event log, times in UTC.

        An event is a stay; its type is the station, its time the begin. Its
        objects are the job and the station.
        """
        lines = dict(zip(self.station, self.line, strict=True))
        jobs = dict(
            zip(
                self.job.tolist(),
                zip(self.model, self.colour, strict=True),
                strict=True,
            )
        )
        return {
            "objectTypes": [
                {"name": "job",
                 "attributes": _attributes(model="string", colour="string")},
                {"name": "station", "attributes": _attributes(line="string")},
            ],
            "eventTypes": [
                {"name": name, "attributes": _attributes(ready="time", leave="time")}
                for name in lines
            ],
            "objects": [
                *(_object(f"job {job}", "job", model=model, colour=colour)
                  for job, (model, colour) in jobs.items()),
                *(_object(name, "station", line=line) for name, line in lines.items()),
            ],
            "events": list(self._events()),
        }  # fmt: skip

    def _events(self) -> Iterator[dict[str, Any]]:
        texts = [
            np.datetime_as_string(self.utc_ms[each].astype("datetime64[ms]"), "ms")
            for each in MOMENTS
        ]
        stays = zip(self.job.tolist(), self.station, *texts, strict=True)
        for number, (job, station, begin, ready, leave) in enumerate(stays):
            yield {
                "id": f"stay {number}",
                "type": station,
                "time": f"{begin}Z",
                "attributes": [
                    {"name": "ready", "value": f"{ready}Z"},
                    {"name": "leave", "value": f"{leave}Z"},
                ],
                "relationships": [
                    {"objectId": f"job {job}", "qualifier": "worked on"},
                    {"objectId": station, "qualifier": "at"},
                ],
            }


def _attributes(**kinds: str) -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name, kind in kinds.items()]


def _object(name: str, kind: str, **attributes: str) -> dict[str, Any]:
    first = "1970-01-01T00:00:00.000Z"  # from when on the attributes hold
    return {
        "id": name,
        "type": kind,
        "attributes": [
            {"name": each, "time": first, "value": value}
            for each, value in attributes.items()
        ],
        "relationships": [],
    }


def write_trace(trace: Trace, path: Path | str) -> Path:
    """Write a trace, whole or not at all: .parquet a table, .json OCEL 2.0.

    Raises
    ------
    WrongInput
        The name ends in something else.
    ZauytError
        The disk refuses.
    """
    place = Path(path)
    if place.suffix.lower() not in SUFFIXES:
        message = f"{place} does not end in {' or '.join(SUFFIXES)}"
        raise WrongInput([Problem("--trace", message, "suffix")])
    if place.suffix.lower() == ".json":
        content = json.dumps(trace.ocel(), ensure_ascii=False).encode()
    else:
        content = parquet.written(trace.table())
    disk.write_whole(place, content)
    return place
