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


def visit_columns(network: Network, first: int) -> list[int]:
    """Give a number from ``first`` on to every group of sections on a loop, else -1.

    Parallel positions are one group. A section between two loops has a number, too;
    it does no harm.
    """
    left = set(range(len(network.sections)))
    forward = after(network)
    backward: list[set[int]] = [set() for _ in forward]
    for number, following in enumerate(forward):
        for other in following:
            backward[other].add(number)
    for ways, others in ((forward, backward), (backward, forward)):
        _peel(left, ways, others)
    routes = sorted({network.sections[number].route for number in left})
    column = {route: first + place for place, route in enumerate(routes)}
    return [
        column[section.route] if number in left else -1
        for number, section in enumerate(network.sections)
    ]


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
