"""Shop-floor numbers as the whole numbers that kernels take."""

from __future__ import annotations

from zauyt.plant.line import Failure
from zauyt.units import TICKS_PER_SECOND


def whole_ticks(seconds: float) -> int:
    """Give a time as whole ticks, at least one unless it is zero."""
    return max(round(seconds * TICKS_PER_SECOND), 1 if seconds > 0 else 0)


def signed(key: int) -> int:
    """Give the 64 bits of a key as a kernel's whole number holds them."""
    return key - 2**64 if key >= 2**63 else key


def failure_mean(failure: Failure) -> int:
    """Give the mean between failures: ticks, or operations by that clock."""
    if failure.mtbf_operations is not None:
        return max(round(failure.mtbf_operations), 1)
    if failure.mtbf_h is not None:
        return whole_ticks(failure.mtbf_h * 3600)
    assert failure.availability is not None, "a failure without a rate"
    odds = failure.availability / (1 - failure.availability)
    return whole_ticks(failure.mttr_min * 60 * odds)
