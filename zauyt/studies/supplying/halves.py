"""How far safety stocks that were found rest on the runs that happened to be drawn.

The search is made again on half of the runs, several times: of each group of runs one
half or the other, balanced so that every two groups are combined in all four ways. How
far those stocks lie from that of all runs is how far it would lie with other draws.

References: McCarthy (1969), Pseudo-replication: half samples, Review of the
International Statistical Institute 37; Shao and Tu (1995), The jackknife and bootstrap,
section 6.2.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from zauyt.arrays.supply.bill import Floats
from zauyt.statistics.beta import t_quantile
from zauyt.studies.supplying.levels import Paths, searched

MOST_GROUPS = 15
"""Groups of runs: one less than the searches that are made."""


def spread_of(paths: Paths, service: float, *, runs: int) -> Floats:
    """Give by how much each safety stock may be off, with 95 % confidence.

    Parameters
    ----------
    paths
        Stock paths of all runs, run after run.
    service
        Share of whole days that the search is asked for.
    runs
        Runs that the paths are of, two at least.
    """
    groups = min(runs // 2, MOST_GROUPS)
    signs = _balanced(groups.bit_length())[:, 1 : groups + 1]
    number = np.arange(runs)
    group, second = number // 2 % groups, number % 2 == 1
    net = paths.net.reshape(len(paths.net), runs, -1)
    whole = np.array(searched(paths, service).safety)
    off = np.zeros(len(whole))
    for row in signs:
        half = row[group] != second
        chosen = net[:, half].reshape(len(net), -1)
        found = searched(dataclasses.replace(paths, net=chosen), service)
        off += (np.array(found.safety) - whole) ** 2
    widths: Floats = t_quantile(groups, 0.975) * np.sqrt(off / len(signs))
    return widths


def _balanced(doublings: int) -> NDArray[np.bool_]:
    """Give a Hadamard matrix, true where it is 1 (Sylvester's)."""
    matrix = np.ones((1, 1))
    for _ in range(doublings):
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    signs: NDArray[np.bool_] = matrix > 0
    return signs
