"""Where a job may come twice, and where only rejects come: from the routes alone."""

from __future__ import annotations

from collections.abc import Sequence

from zauyt.arrays.expanded import Network


def after(network: Network, *, good_only: bool = False) -> list[set[int]]:
    """Give the sections that may come next after each section, by number.

    With ``good_only`` only those to which the first outcome, the good one, leads.
    """
    takers: list[list[int]] = [[] for _ in network.buffers]
    for number, section in enumerate(network.sections):
        for buffer, _ in section.feeds:
            takers[buffer].append(number)
    by_route = [
        {
            taker
            for outlet in (outlets[:1] if good_only else outlets)
            for buffer, _ in outlet.targets
            for taker in takers[buffer]
        }
        for outlets in network.routes
    ]
    return [by_route[section.route] for section in network.sections]


def visit_columns(network: Network) -> tuple[list[int], list[list[int]]]:
    """Give where a job's visits are counted: by section, and by route and outcome.

    Each group of sections on a loop has a column, and each outcome with a limit; all
    others have -1. Parallel positions are one group. A section between two loops has a
    column, too; it does no harm. Parts of a plant between which there is no way share
    columns, since a job is only ever in one of them.
    """
    left = set(range(len(network.sections)))
    forward = after(network)
    backward: list[set[int]] = [set() for _ in forward]
    for number, following in enumerate(forward):
        for other in following:
            backward[other].add(number)
    part = _parts(network, forward, backward)
    for ways, others in ((forward, backward), (backward, forward)):
        _peel(left, ways, others)
    looped = {network.sections[number].route for number in left}
    used = [0] * len(network.sections)
    of_route = [-1] * len(network.routes)
    of_outcomes: list[list[int]] = [[] for _ in network.routes]
    for route, outlets in enumerate(network.routes):
        asked = [route in looped, *(bool(outlet.limit) for outlet in outlets)]
        columns = []
        for wanted in asked:
            columns.append(used[part[route]] if wanted else -1)
            used[part[route]] += wanted
        of_route[route], *of_outcomes[route] = columns
    by_section = [
        of_route[section.route] if number in left else -1
        for number, section in enumerate(network.sections)
    ]
    return by_section, of_outcomes


def _parts(
    network: Network, forward: Sequence[set[int]], backward: Sequence[set[int]]
) -> list[int]:
    """Give each route the number of one section of the part that it lies in."""
    of_route: list[list[int]] = [[] for _ in network.routes]
    for number, section in enumerate(network.sections):
        of_route[section.route].append(number)
    found = [-1] * len(network.sections)
    for start in range(len(found)):
        ahead = [start] if found[start] < 0 else []
        while ahead:
            number = ahead.pop()
            if found[number] >= 0:
                continue
            found[number] = start
            ahead += forward[number] | backward[number]
            ahead += of_route[network.sections[number].route]
    return [found[numbers[0]] if numbers else 0 for numbers in of_route]


def _peel(left: set[int], ways: Sequence[set[int]], others: Sequence[set[int]]) -> None:
    """Take out what has no way to go on, again and again."""
    count = [len(following & left) for following in ways]
    dead = sorted(number for number in left if not count[number])
    while dead:
        number = dead.pop()
        left.discard(number)
        for other in sorted(others[number] & left):
            count[other] -= 1
            if not count[other]:
                dead.append(other)


def for_rework(network: Network) -> list[bool]:
    """Tell for every section whether nothing but rejects comes to it."""
    forward = after(network, good_only=True)
    reached = {
        number
        for number, section in enumerate(network.sections)
        if section.source is not None
    }
    ahead = sorted(reached)
    while ahead:
        for other in sorted(forward[ahead.pop()] - reached):
            reached.add(other)
            ahead.append(other)
    return [number not in reached for number in range(len(network.sections))]
