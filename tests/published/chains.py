"""Markov chains of the published models, solved anew: a check of the table itself."""

from collections import deque

import numpy as np
from scipy import sparse
from scipy.sparse import linalg

IDLE, BUSY, HELD = range(3)


def stationary(start, moves):
    """Give the states a chain reaches and their long-run shares.

    ``moves(state)`` gives the rate (or the chance in one step) of each next state.
    """
    place = {start: 0}
    rows, columns, rates = [], [], []
    waiting = deque([start])
    while waiting:
        state = waiting.popleft()
        for rate, after in moves(state):
            if after not in place:
                place[after] = len(place)
                waiting.append(after)
            rows += [place[after], place[state]]
            columns += [place[state]] * 2
            rates += [rate, -rate]
    size = len(place)
    flows = sparse.csr_array((rates, (rows, columns)), shape=(size, size)).tolil()
    flows[0, :] = np.ones(size)
    right = np.zeros(size)
    right[0] = 1
    return list(place), linalg.spsolve(flows.tocsc(), right)


def _settled(stations, buffers, places):
    """Move jobs on as far as they can go, from the last station back."""
    stations, buffers = list(stations), list(buffers)
    last = len(stations) - 1
    for _ in range(len(stations)):
        for k in range(last, -1, -1):
            if stations[k] == IDLE and k == 0:
                stations[0] = BUSY
            if stations[k] == IDLE and k > 0 and buffers[k - 1]:
                stations[k], buffers[k - 1] = BUSY, buffers[k - 1] - 1
            if stations[k] == HELD and k < last:
                if stations[k + 1] == IDLE and not buffers[k]:
                    stations[k], stations[k + 1] = IDLE, BUSY
                elif buffers[k] < places[k]:
                    stations[k], buffers[k] = IDLE, buffers[k] + 1
    return tuple(stations), tuple(buffers)


def line_throughput(rates, places, *, fails=0.0, mends=0.0, clock="busy"):
    """Give the jobs a unit of time of an exponential line, blocked after service.

    Stations fail at a rate while they work (or always, by the calendar) and work
    on with the same job when they are mended.
    """
    count = len(rates)
    begin = _settled((IDLE,) * count, (0,) * (count - 1), places)

    def moves(state):
        stations, buffers, up = state
        for k in range(count):
            if not up[k]:
                yield mends, (stations, buffers, (*up[:k], True, *up[k + 1 :]))
                continue
            if fails and (stations[k] == BUSY or clock == "calendar"):
                yield fails, (stations, buffers, (*up[:k], False, *up[k + 1 :]))
            if stations[k] == BUSY:
                after = HELD if k < count - 1 else IDLE
                moved = (*stations[:k], after, *stations[k + 1 :])
                yield rates[k], (*_settled(moved, buffers, places), up)

    states, shares = stationary((*begin, (True,) * count), moves)
    return rates[-1] * sum(
        share
        for (stations, _, up), share in zip(states, shares, strict=True)
        if up[-1] and stations[-1] == BUSY
    )


def two_machine_throughput(fails, mends, places):
    """Give the jobs a step of Buzacott's line of two machines, as Gershwin has it.

    At the beginning of a step machines fail (if they could work in it) or are
    mended; then those that are up, fed and not blocked do one job each.
    """

    def moves(state):
        up, content = state
        can = (content < places, content > 0)
        for first in (True, False):
            for second in (True, False):
                chance = 1.0
                for k, after in enumerate((first, second)):
                    if not up[k]:
                        chance *= mends[k] if after else 1 - mends[k]
                    elif can[k]:
                        chance *= 1 - fails[k] if after else fails[k]
                    else:
                        chance *= float(after)
                if chance:
                    done = content + (first and can[0]) - (second and can[1])
                    yield chance, ((first, second), done)

    states, shares = stationary(((True, True), 0), moves)
    # A machine that is up and fed at a step's begin works if it does not fail, and
    # one that is down works if it is mended.
    return sum(
        share * (1 - fails[1] if up[1] else mends[1])
        for (up, content), share in zip(states, shares, strict=True)
        if content > 0
    )


def machines_up(machines, repairers, *, fails, mends):
    """Give the mean number of machines up, all of them wearing while up."""

    def moves(up):
        if up:
            yield up * fails, up - 1
        if up < machines:
            yield min(machines - up, repairers) * mends, up + 1

    states, shares = stationary(machines, moves)
    return float(np.dot(states, shares))


def queue_moments(rate, servers, places):
    """Give loss and mean number of a queue with exponential service of mean 1."""

    def moves(number):
        if number < places:
            yield rate, number + 1
        if number:
            yield float(min(number, servers)), number - 1

    states, shares = stationary(0, moves)
    return float(shares[states.index(places)]), float(np.dot(states, shares))
