"""A mix of models as the sequence in which each comes as evenly as can be."""

from __future__ import annotations

from zauyt.kernels.compile import entry


@entry("M F F -> -")
def level(sequence, shares, behind):
    """Write the sequence in which every share is met as evenly as can be.

    The next is always the one most behind its share; ties go to the first.

    Parameters
    ----------
    sequence
        Numbers of shares, to be written.
    shares
        Shares of the whole; they add up to 1.
    behind
        How far each is behind at the beginning, and then at the end.

    References
    ----------
    Monden (1983), goal chasing for a single level.
    """
    for place in range(sequence.size):
        pick = 0
        for other in range(shares.size):
            behind[other] += shares[other]
            if behind[other] > behind[pick]:
                pick = other
        behind[pick] -= 1.0
        sequence[place] = pick
