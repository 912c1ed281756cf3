"""The vehicles of the plan in order: models as even as can be, options by chance.

A model is built when it is furthest behind its share. The variants of a model are
numbered from its first: an option adds 1, 2, 4 and so on in the order of options.
"""

from __future__ import annotations

import numpy as np

from zauyt.kernels.chance import uniform
from zauyt.kernels.compile import address, entry, inlined
from zauyt.kernels.supply.layout import MICRO, H

SHARE = 2.0**-53


@entry("M -> -")
def draw_plan(block):
    """Write the variant of every vehicle of the plan."""
    m = address(block)
    for day in range(m[H.days]):
        shares = m[H.shares] + day * m[H.models]
        for vehicle in range(m[m[H.due] + day], m[m[H.due] + day + 1]):
            best = 0
            for model in range(m[H.models]):
                m[m[H.credits] + model] += m[shares + model]
                if m[m[H.credits] + model] > m[m[H.credits] + best]:
                    best = model
            m[m[H.credits] + best] -= MICRO
            m[m[H.variant] + vehicle] = variant_of(m, best, vehicle)


@inlined("m i i -> i")
def variant_of(m, model, vehicle):
    """Draw the options of a vehicle; give its variant."""
    variant, more = m[m[H.first_variant] + model], 1
    for option in range(m[m[H.options_at] + model], m[m[H.options_at] + model + 1]):
        counter = np.uint64(vehicle * 64 + option - m[m[H.options_at] + model])
        u = uniform(np.uint64(m[H.plan_key]), counter)
        if u < m[m[H.options] + option] * SHARE:
            variant += more
        more *= 2
    return variant
