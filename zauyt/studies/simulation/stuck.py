"""Why a plant locks itself up: who waits for whom, in a ring."""

from __future__ import annotations

from zauyt.runs.batch import Setting
from zauyt.runs.measure import Measured
from zauyt.units import TICKS_PER_HOUR


def explain(setting: Setting, run: Measured) -> str:
    """Say which lines wait for which places, and what would free them."""
    network = setting.packed.network
    waits: dict[int, int] = dict(run.held)
    takers = {
        buffer: [
            number
            for number, section in enumerate(network.sections)
            if any(feed == buffer for feed, _ in section.feeds)
        ]
        for buffer in set(waits.values())
    }
    ring = _ring(waits, takers)
    steps = [
        f"{network.sections[number].stops[-1].station} waits for a place in front of"
        f" {network.buffers[waits[number]].line}"
        for number in ring
    ]
    hours = run.stuck_at_ticks / TICKS_PER_HOUR
    told = "; ".join(steps) or "no line can go on"
    return (
        f"the plant locks itself up after {hours:,.1f} h (run {run.number}): {told}."
        " Give one of these places more room (buffer_before, places), limit the"
        " rework (limit), or set the store behind the inspection to unlimited."
    )


def _ring(waits: dict[int, int], takers: dict[int, list[int]]) -> list[int]:
    """Give the sections that wait for each other in a ring, or all that wait."""
    for start in sorted(waits):
        seen: list[int] = []
        number = start
        while number in waits and number not in seen:
            seen.append(number)
            behind = [taker for taker in takers[waits[number]] if taker in waits]
            if not behind:
                break
            number = behind[0]
        else:
            if number in seen:
                return seen[seen.index(number) :]
    return sorted(waits)
