"""Rows of sections: intake, kits, conveyors, feeds."""

from __future__ import annotations

import itertools

from zauyt.arrays.conditions import Stated
from zauyt.arrays.expanded import Network, Section
from zauyt.arrays.network import crewed
from zauyt.arrays.revisits import for_rework, visit_columns
from zauyt.arrays.ticks import whole_ticks
from zauyt.kernels.flow import layout
from zauyt.plant.motion import Indexed

INTAKE = {
    "source": layout.FROM_SOURCE,
    "any": layout.ANY_FIRST_COME,
    "weighted": layout.ANY_BY_WEIGHT,
    "strict": layout.ANY_BY_STRICT_WEIGHT,
    "each": layout.ONE_OF_EACH,
}
MISSING = {
    "wait": layout.WAIT,
    "other_model": layout.OTHER_MODEL,
    "build_short": layout.BUILD_SHORT,
}


def _open_end(section: Section, network: Network) -> bool:
    """Tell whether whatever is ready at the end leaves the plant at once."""
    outlets = network.routes[section.route]
    return (
        len(outlets) == 1
        and not outlets[0].targets
        and section.releases is None
        and section.motion is None
        and not any(crewed(network.plant, stop) for stop in section.stops)
    )


def _open_start(section: Section, network: Network) -> bool:
    """Tell whether a job is always waiting for this section alone."""
    heads = sum(other.source == section.source for other in network.sections)
    return (
        section.intake == "source"
        and section.carrier is None
        and not section.kits
        and section.motion is None
        and heads == 1
        and not any(crewed(network.plant, stop) for stop in section.stops)
    )


def _needs(
    network: Network, section: Section, needs: list[dict[str, int]],
    filters: list[tuple[str, ...]],
) -> dict[str, int]:  # fmt: skip
    """Give where a section's kits stand among the needs, and add them there."""
    begin = len(needs)
    names = sorted(network.plant.kits)
    for name in (*section.kits, *section.retrofits):
        kit = network.plant.kits[name]
        retrofit = name in section.retrofits
        needs.append({
            "pool": len(network.plant.carriers) + names.index(name),
            "kinds": filter_of(filters, kit.models),
            "missing": layout.WAIT if retrofit else MISSING[kit.when_missing],
            "retrofit": int(retrofit),
            "bit": names.index(name),
        })  # fmt: skip
    return {"needs_from": begin, "needs_to": len(needs)}


def _conveyor(
    network: Network, section: Section, ring: int, steps: list[dict[str, int]],
    known: Stated,
) -> dict[str, int]:  # fmt: skip
    """Give the fields of a section whose jobs move together."""
    motion = section.motion
    fields = {"conveyor": 1, "slots": ring}
    if isinstance(motion, Indexed):
        return fields | {"transfer": whole_ticks(motion.transfer_s)}
    assert motion is not None, "a conveyor without its motion"
    begin = len(steps)
    pitch = known.pitch[section.line].tolist()
    steps += [{"start": start, "value": value} for start, value in pitch]
    over_stay = 0
    if motion.over_dwell is not None:
        outlets = network.routes[section.route]
        over_stay = [outlet.name for outlet in outlets].index(motion.over_dwell)
    return fields | {
        "pitch": pitch[0][1],
        "pitch_from": begin,
        "pitch_to": len(steps),
        "limit": round(motion.drift_share * layout.MILLION),
        "when_empty": layout.STOP if motion.when_empty == "stop" else layout.GAP,
        "run_empty": int(motion.run_empty),
        "most_stay": whole_ticks((motion.most_dwell_min or 0) * 60),
        "over_stay": _outcomes_before(network)[section.route] + over_stay,
    }


def _outcomes_before(network: Network) -> list[int]:
    """Give the number of the first outcome of every route."""
    sizes = [len(outlets) for outlets in network.routes]
    return list(itertools.accumulate([0, *sizes]))


def sections_and_feeds(
    network: Network,
    first_ring: int,
    steps: list[dict[str, int]],
    needs: list[dict[str, int]],
    filters: list[tuple[str, ...]],
    known: Stated,
) -> tuple[list[dict[str, int]], list[dict[str, int]], int]:
    """Give the rows of sections and feeds, and the ring's end."""
    sections: list[dict[str, int]] = []
    feeds: list[dict[str, int]] = []
    carriers = sorted(network.plant.carriers)
    station = 0
    ring = first_ring
    visit, _ = visit_columns(network)
    rework = for_rework(network)
    for number, section in enumerate(network.sections):
        inside = sum(link.places for link in section.links) + len(section.stops)
        length = layout.power_of_two(inside + 2)
        feed_from = len(feeds)
        feeds += [
            {"buffer": buffer, "weight": max(round(weight * 1e6), 1)}
            for buffer, weight in section.feeds
        ]
        sections.append({
            "first": station,
            "last": station + len(section.stops) - 1,
            "intake": INTAKE[section.intake],
            "feed_from": feed_from,
            "feed_to": len(feeds),
            "source": -1 if section.source is None else section.source,
            "route": section.route,
            "visit": visit[number],
            "rework": int(rework[number]),
            "pool": carriers.index(section.carrier) if section.carrier else -1,
            "frees": carriers.index(section.releases) if section.releases else -1,
            "ids": ring,
            "mask": length - 1,
            "open_end": int(_open_end(section, network)),
            "open_start": int(_open_start(section, network)),
            "held": -1,
            "kinds": filter_of(filters, section.models),
            "models": filter_of(filters, section.models),
            "choice": -1,
            **_needs(network, section, needs, filters),
        })  # fmt: skip
        station += len(section.stops)
        ring += length
        if section.motion is not None:
            sections[-1].update(_conveyor(network, section, ring, steps, known))
            ring += 2 * len(section.stops)
    return sections, feeds, ring


def filter_of(filters: list[tuple[str, ...]], models: tuple[str, ...]) -> int:
    """Give the row of a model filter, -1 for none."""
    if not models:
        return -1
    if models not in filters:
        filters.append(models)
    return filters.index(models)
