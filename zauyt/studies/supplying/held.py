"""Safety stocks that hold the service in runs that the search has not seen.

Stocks searched on some runs fit these too well, and what stock paths leave out
(vehicles that wait spare the other materials, urgent orders, room to unpack) moves the
service, too. So the share of bad days asked of the search is halved or doubled until
the stocks found have the service in further runs: the low end of the interval of its
mean there, with 95 % confidence, is at what is wanted or above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zauyt.arrays.supply.block import Rules
from zauyt.arrays.supply.case import Drawn
from zauyt.statistics.interval import Interval, interval
from zauyt.studies.supplying.levels import Levels, Paths, searched
from zauyt.studies.supplying.outcome import Outcome, carried_out, whole_days_of

CORRECTIONS = 7
MOST_HALVINGS, MOST_DOUBLINGS = 5.0, 3.0


@dataclass(frozen=True, eq=False)
class Held:
    """Stocks found, what comes of them in the first runs, how sure their service is.

    ``asked`` is the share of whole days that the search was asked for; ``trials`` the
    mean share in further runs; ``reached`` whether all of its interval is as wanted.
    """

    levels: Levels
    outcome: Outcome
    asked: float
    trials: Interval
    reached: bool


def held(
    paths: Paths, outcome: Outcome, further: Sequence[Drawn], service: float
) -> Held:
    """Give the cheapest stocks found that hold a service in further runs."""
    case, policy = outcome.case, outcome.rules.policy

    def tried(asked: float) -> tuple[float, Levels, Interval]:
        levels = searched(paths, asked)
        days = whole_days_of(case, further, Rules(policy, levels.safety))
        return asked, levels, interval(days)

    low, high = -MOST_HALVINGS, MOST_DOUBLINGS
    found: tuple[float, Levels, Interval] | None = None
    for _ in range(CORRECTIONS):
        middle = (low + high) / 2
        trial = tried(max(1 - (1 - service) * 2**middle, 0.0))
        if trial[2].low >= service:
            low, found = middle, trial
        else:
            high = middle
    asked, levels, trials = found or tried(1.0)
    best = carried_out(case, outcome.draws, Rules(policy, levels.safety))
    return Held(levels, best, asked, trials, trials.low >= service)
