"""Chance by number: the draw for a key and a counter, whatever came before it.

A stream has a 64-bit key, made by ``mix`` from the station's name, the purpose,
the seed and the run. Its draw number ``counter`` is a hash of key and counter,
so draws do not depend on the order in which they are asked for. Each draw is one
uniform number turned into a variate by inversion: more of one is more of the
other, which keeps what-if comparisons on the same numbers sharp.

A law is a row of a table made by ``zauyt.arrays.laws``; all laws have mean 1.
``row[0]`` says which of four forms it has:

- ``CONSTANT``: always 1.
- ``CURVE``: the quantile function at points that halve again and again towards
  both ends, each octave cut into 64 equal cells, linear in between. The cell is
  read off the bits of the uniform number, from 2^-53 to a half, on either side.
- ``GEOMETRIC``: the step in which the chance comes true, by a logarithm made of
  basic operations; ``row[1]`` is 1 / ln(1 - p), ``row[2]`` the mean in steps.
- ``EMPIRICAL``: one of ``row[1]`` values, sorted, which may run on into the rows
  that follow.

Only + - * /, comparisons and 64-bit integers are used: compiled, interpreted and
on any processor the bits are the same. Integers wrap by masking, so that
interpreted Python does the same as the machine and without warnings.

References: Steele, Lea, Flood (2014), Fast splittable pseudorandom number
generators, OOPSLA (``_bits``: its finaliser, in Stafford's variant 13); Appleby
(2011), MurmurHash3, fmix64 (``mix``).
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.compile import compiled, entry

CONSTANT = 0.0
CURVE = 1.0
GEOMETRIC = 2.0
EMPIRICAL = 3.0

HEADER = 8
"""Columns before the first point or value of a row."""
OCTAVES = 52
"""Octaves of the folded uniform number: from 2^-53 up to 2^-1."""
CELLS = 64
"""Cells in each octave."""
POINTS = OCTAVES * CELLS + 1
"""Points of a curve on either side; the last is the median."""
VALUES = 2 * POINTS
"""Points or values in one row."""
WIDTH = HEADER + VALUES
"""Columns of a table."""

# numba takes uint64 with a signed integer for a float: every constant that meets
# a uint64 is one itself, except shifts.
_MASK = 0xFFFFFFFFFFFFFFFF
_GOLDEN = 0x9E3779B97F4A7C15
_ODD = 0xD1342543DE82EF95
_UNIT_BITS = np.uint64(0x3FF0000000000000)
_MANTISSA = np.uint64(0x000FFFFFFFFFFFFF)
_SIDE = np.uint64(1 << 63)
_SIZE = np.uint64((1 << 63) - 1)
_NEXT = np.uint64(1)
_UPPER = np.uint64(POINTS)
# What to subtract from the top bits of 2^-53 for the first point's column.
_FIRST = np.uint64((1023 - 53) * CELLS - HEADER)
_HALF_STEP = 2.0**-53
_LN_2 = 0.6931471805599453
_SQRT_2 = 1.4142135623730951

_kernel = compiled()


@_kernel
def _bits(key, counter):
    """Give the 64 random bits of a draw."""
    x = int(np.uint64(key)) ^ ((int(np.uint64(counter)) * _GOLDEN) & _MASK)
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return np.uint64(x ^ (x >> 31))


@_kernel
def _scatter(x):
    """Give another 64 bits for 64 bits, one to one, none of them alike."""
    x = ((x ^ (x >> 33)) * 0xFF51AFD7ED558CCD) & _MASK
    x = ((x ^ (x >> 33)) * 0xC4CEB9FE1A85EC53) & _MASK
    return x ^ (x >> 33)


@entry("u u -> u")
def mix(key, value):
    """Give the key of the stream ``value`` below the stream ``key``.

    Both from 0 to 2^64 - 1; the order matters, and so does each of them. Python
    must pass keys as ``np.uint64``, since a compiled function takes a plain
    integer for a signed one.
    """
    below = ((int(np.uint64(value)) * _ODD) & _MASK) ^ 0xA545F4914F6CDD1D
    return np.uint64(_scatter(_scatter(int(np.uint64(key)) ^ _GOLDEN) ^ below))


@_kernel
def _uniform(bits):
    """Give the uniform number of 64 bits: (m + 1/2) / 2^52 with 52-bit m."""
    one_to_two = np.uint64((bits >> 12) | _UNIT_BITS).view(np.float64)
    return (one_to_two - 1.0) + _HALF_STEP


@entry("u u -> f")
def uniform(key, counter):
    """Give draw ``counter`` of a stream, strictly between 0 and 1.

    The 2^52 numbers it takes lie evenly and symmetrically, so that 1 - u is
    one of them, without rounding.
    """
    return _uniform(_bits(key, counter))


@_kernel
def _folded(bits):
    """Give the uniform number of 64 bits folded at a half, the upper side negative."""
    u = _uniform(bits)
    folded = np.float64(min(u, 1.0 - u)).view(np.uint64)
    return np.uint64(folded | (bits & _SIDE)).view(np.float64)


@_kernel
def _on_curve(folded, row):
    """Give the variate of a folded uniform number."""
    word = np.float64(folded).view(np.uint64)
    cell = ((word & _SIZE) >> 46) - _FIRST + (word >> 63) * _UPPER
    below = np.uint64(((word << 6) & _MANTISSA) | _UNIT_BITS)
    share = below.view(np.float64) - 1.0
    low = row[cell]
    return low + (row[cell + _NEXT] - low) * share


@_kernel
def _curve(bits, row):
    return _on_curve(_folded(bits), row)


@_kernel
def _log(v):
    """Give ln v for v in (0, 1), to a relative 4e-16."""
    bits = np.float64(v).view(np.uint64)
    mantissa = np.uint64((bits & _MANTISSA) | _UNIT_BITS).view(np.float64)
    exponent = float(np.int64(bits >> 52) - 1023)
    if mantissa > _SQRT_2:
        mantissa *= 0.5
        exponent += 1.0
    s = (mantissa - 1.0) / (mantissa + 1.0)
    z = s * s
    series = 1.0 / 23.0
    for odd in range(21, 0, -2):
        series = series * z + 1.0 / odd
    return exponent * _LN_2 + 2.0 * s * series


@_kernel
def _geometric(bits, row):
    return (1.0 + float(int(_log(1.0 - _uniform(bits)) * row[1]))) / row[2]


@_kernel
def _empirical(bits, tables, row):
    # u < 1 by 2^-53 at least, so that u n rounds to something below n.
    place = int(_uniform(bits) * tables[row, 1])
    return tables[row + place // VALUES, HEADER + place % VALUES]


@entry("T i u u -> f")
def unit(tables, row, key, counter):
    """Give draw ``counter`` of a stream by the law of a row, of mean 1.

    Parameters
    ----------
    tables
        Laws, as made by ``zauyt.arrays.laws.law_tables`` (rows, ``WIDTH``).
    row
        Row of the law.
    key, counter
        Stream and number of the draw, each from 0 to 2^64 - 1.
    """
    form = tables[row, 0]
    if form == CONSTANT:
        return 1.0
    bits = _bits(key, counter)
    if form == CURVE:
        return _curve(bits, tables[row])
    if form == GEOMETRIC:
        return _geometric(bits, tables[row])
    return _empirical(bits, tables, row)


# One short loop to a function: inlined into a larger one, none would vectorise. Nor
# would one that reads a law, since what it writes might be that law.
@_kernel
def _fill_folded(out, key, first):
    for i in range(out.size):
        out[i] = _folded(_bits(key, np.uint64(first) + np.uint64(i)))


@_kernel
def _fill_curve(out, row, key, first):
    _fill_folded(out, key, first)
    for i in range(out.size):
        out[i] = _on_curve(out[i], row)


@_kernel
def _fill_geometric(out, row, key, first):
    for i in range(out.size):
        out[i] = _geometric(_bits(key, np.uint64(first) + np.uint64(i)), row)


@_kernel
def _fill_empirical(out, tables, row, key, first):
    for i in range(out.size):
        bits = _bits(key, np.uint64(first) + np.uint64(i))
        out[i] = _empirical(bits, tables, row)


@entry("F T i u u -> -")
def fill(out, tables, row, key, first):
    """Write the draws from number ``first`` on into a 1-D array.

    The same bits as ``unit`` for each; the other arguments are as there.
    """
    form = tables[row, 0]
    if form == CONSTANT:
        out[:] = 1.0
    elif form == CURVE:
        _fill_curve(out, tables[row], key, first)
    elif form == GEOMETRIC:
        _fill_geometric(out, tables[row], key, first)
    else:
        _fill_empirical(out, tables, row, key, first)
