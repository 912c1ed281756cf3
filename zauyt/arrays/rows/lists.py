"""Who waits for what: of each pool, crew and buffer only what an event there meets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Rows = Sequence[dict[str, int]]


def waiter_rows(
    sections: Rows, needs: Rows, stations: Rows, modes: Rows, pools: Rows, crews: Rows
) -> list[int]:
    """Give the sections that may wait for each pool and crew, and tell these of them.

    A station that may wait for a crew is the first of its section.
    """
    by_pool: list[list[int]] = [[] for _ in pools]
    by_crew: list[list[int]] = [[] for _ in crews]
    for place, section in enumerate(sections):
        station = stations[section["first"]]
        needed = needs[section["needs_from"] : section["needs_to"]]
        for pool in {section["pool"], *(need["pool"] for need in needed)} - {-1}:
            by_pool[pool].append(place)
        failures = modes[station["mode_from"] : station["mode_to"]]
        for crew in {failure["crew"] for failure in failures} - {-1}:
            by_crew[crew].append(place)
    lists = _laid_out(pools, "waiters", by_pool, begin=0)
    return lists + _laid_out(crews, "waiters", by_crew, begin=len(lists))


def outside_rows(buffers: Rows, sources: Rows) -> list[int]:
    """Give the sources that send jobs to each buffer, and tell the buffers of them."""
    by_buffer: list[list[int]] = [[] for _ in buffers]
    for number, source in enumerate(sources):
        if source["buffer"] >= 0:
            by_buffer[source["buffer"]].append(number)
    return _laid_out(buffers, "sources", by_buffer, begin=0)


def _laid_out(
    rows: Rows, name: str, lists: Iterable[list[int]], *, begin: int
) -> list[int]:
    """Give lists one after another, and tell each row where its own begins and ends."""
    found: list[int] = []
    for row, members in zip(rows, lists, strict=True):
        row[f"{name}_from"] = begin + len(found)
        found += members
        row[f"{name}_to"] = begin + len(found)
    return found
