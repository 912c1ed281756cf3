"""How things stand when a run ends: who waits for a kit, and who for whom."""

from __future__ import annotations

from collections import deque

from zauyt.arrays.expanded import Network
from zauyt.arrays.pack import Packed, records
from zauyt.kernels.flow import books, layout
from zauyt.runs.single import Run


def kit_awaited(run: Run, number: int) -> int | None:
    """Give the reason for which a section's idle head waits, a kit, if it does."""
    section = run.sections[number]
    if section["idle"] == 0 or section["column"] < layout.FIRST_REASON:
        return None
    return int(section["column"]) - layout.FIRST_REASON


def locked(packed: Packed, run: Run) -> tuple[tuple[int, int], ...]:
    """Give the sections whose last job waits for a place, and in which buffer.

    Those that wait for one that waits for a kit, or for jobs from behind such a one,
    are not among them: they would go on.
    """
    sections = run.sections
    held = {
        number: int(buffer)
        for number, buffer in enumerate(sections["held"])
        if buffer >= 0
    }
    if not held:
        return ()
    network = packed.network
    takers = _takers(network)
    into = _into(network)
    freed = {n for n in range(len(sections)) if kit_awaited(run, n) is not None}
    while True:
        more = {n for n, buffer in held.items() if freed & takers[buffer]} - freed
        more |= {
            number
            for number in range(len(sections))
            if number not in held and number not in freed
            and _would_get(packed, run, number, into, freed)
        }  # fmt: skip
        if not more:
            return tuple((n, buffer) for n, buffer in held.items() if n not in freed)
        freed |= more


def _would_get(
    packed: Packed, run: Run, number: int, into: list[set[int]], freed: set[int]
) -> bool:
    """Tell whether a section that only lacks jobs would get them from some others."""
    section = run.sections[number]
    if section["idle"] == 0:
        return False
    if section["pool"] >= 0:
        pools = records(run.memory, "pools", run.header("pools_count"), layout.P)
        if pools[section["pool"]]["free"] == 0:
            return False
    expanded = packed.network.sections[number]
    lacking = [
        bool(into[buffer] & freed)
        for buffer, _ in expanded.feeds
        if not run.buffers[buffer]["count"]
    ]
    return all(lacking) if expanded.intake == "each" and lacking else any(lacking)


def last_hold_up(packed: Packed, run: Run, number: int) -> tuple[int, int]:
    """Give what a section's next departure waits for: a station, a column of causes.

    It is the nearest section before it, or itself, that has work to do; else the
    nearest that waits for a kit or, without anyone before it, for an order.
    """
    givers = _givers(packed.network)
    waiting, seen = deque([number]), {number}
    idle: list[tuple[int, int]] = []
    while waiting:
        at = waiting.popleft()
        section = run.sections[at]
        places = range(int(section["first"]), int(section["last"]) + 1)
        kit = kit_awaited(run, at)
        on = run.stations["served"] > run.stations["left"]
        busy = [place for place in places if on[place]]
        if kit is not None and (section["conveyor"] == 1 or not busy):
            idle.append((places[0], len(books.CAUSES) + kit))
        elif busy or section["idle"] == 0:
            return (busy or places)[0], books.PACE
        elif not givers[at]:
            idle.append((places[0], books.ORDERS))
        for giver in givers[at] - seen if kit is None else ():
            seen.add(giver)
            waiting.append(giver)
    # The columns of kits come after that of orders.
    own = (int(run.sections[number]["first"]), books.PACE)
    return min(idle, key=lambda found: -found[1], default=own)


def _takers(network: Network) -> list[set[int]]:
    """Give the sections that take from each buffer."""
    takers: list[set[int]] = [set() for _ in network.buffers]
    for number, section in enumerate(network.sections):
        for buffer, _ in section.feeds:
            takers[buffer].add(number)
    return takers


def _into(network: Network) -> list[set[int]]:
    """Give the sections that give to each buffer."""
    into: list[set[int]] = [set() for _ in network.buffers]
    for number, section in enumerate(network.sections):
        for outlet in network.routes[section.route]:
            for buffer, _ in outlet.targets:
                into[buffer].add(number)
    return into


def _givers(network: Network) -> list[set[int]]:
    """Give the sections from which each section gets its jobs."""
    takers = _takers(network)
    givers: list[set[int]] = [set() for _ in network.sections]
    for number, section in enumerate(network.sections):
        for outlet in network.routes[section.route]:
            for buffer, _ in outlet.targets:
                for taker in takers[buffer]:
                    givers[taker].add(number)
    return givers
