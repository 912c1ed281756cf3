"""Opening containers: the material that lasts least long first; what is bad in them."""

from __future__ import annotations

import numpy as np

from zauyt.kernels.chance import uniform
from zauyt.kernels.compile import inlined, kernel
from zauyt.kernels.supply.layout import NEVER, H, P

MILLION = 1_000_000
AHEAD = 7
"""Days of need by which it is told what lasts least long."""
SHARE = 2.0**-53
"""What one is worth in shares, which are whole numbers of these."""
BLOCK = 256
"""Pieces whose bad ones are drawn at once."""


@kernel("m i -> -")
def unpack(m, day):
    """Open what the day's room allows; containers need not be full."""
    room = m[H.capacity_milli] * 1000
    while True:
        number = most_urgent(m, day) if room >= 0 else first_waiting(m)
        if number == NEVER:
            return
        material = m[H.material] + number * P.size
        pieces = m[material + P.yard]
        if room >= 0:
            most = min(m[material + P.chunk], room // m[material + P.load])
            if most == 0:
                return
            pieces = min(pieces, most)
            room -= pieces * m[material + P.load]
        open_pieces(m, number, pieces, day)


@inlined("m -> i")
def first_waiting(m):
    """Give a material of which something waits in the yard."""
    for number in range(m[H.materials]):
        if m[m[H.material] + number * P.size + P.yard] > 0:
            return number
    return NEVER


@kernel("m i -> i")
def most_urgent(m, day):
    """Give the material in the yard whose stock lasts least long."""
    best, its_stock, its_need = NEVER, 0, 1
    width = m[H.width]
    for number in range(m[H.materials]):
        material = m[H.material] + number * P.size
        if m[material + P.yard] > 0:
            row = m[H.needed] + number * width
            need = m[row + min(day + AHEAD, width - 1)] - m[row + min(day, width - 1)]
            need = max(need, 1)
            stock = m[material + P.stock] - m[material + P.due] + m[material + P.used]
            if best == NEVER or stock * its_need < its_stock * need:
                best, its_stock, its_need = number, stock, need
    return best


@kernel("m i i i -> -")
def open_pieces(m, number, pieces, day):
    """Take pieces out of the yard into the stock, without the bad ones."""
    material = m[H.material] + number * P.size
    m[material + P.yard] -= pieces
    at = day * m[H.materials] + number
    while pieces > 0:
        block = min(pieces, BLOCK)
        gone = bad_of(m, number, block, m[material + P.gone])
        damaged = bad_of(m, number, block - gone, m[material + P.damaged])
        m[m[H.short] + at] += gone
        m[m[H.scrapped] + at] += damaged
        m[material + P.position] -= gone + damaged
        m[material + P.stock] += block - gone - damaged
        pieces -= block


@kernel("m i i i -> i")
def bad_of(m, number, pieces, share):
    """Draw how many of some pieces are bad, each by itself (inversion)."""
    if share == 0 or pieces == 0:
        return 0
    material = m[H.material] + number * P.size
    m[material + P.opened] += 1
    counter = np.uint64(number * 2**32 + m[material + P.opened])
    u = uniform(np.uint64(m[H.key]), counter)
    p = share * SHARE
    chance = 1.0
    for _ in range(pieces):
        chance *= 1.0 - p
    total, bad = chance, 0
    while u > total and bad < pieces:
        chance *= (pieces - bad) * p / ((bad + 1) * (1.0 - p))
        total += chance
        bad += 1
    return bad
