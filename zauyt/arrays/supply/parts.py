"""A block of whole numbers for the kernel, put together part by part."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from zauyt.arrays.supply.bill import Whole
from zauyt.kernels.supply.layout import H


class Layout:
    """A block that is put together, part by part."""

    def __init__(self) -> None:
        self.header = np.zeros(H.size, dtype=np.int64)
        self.parts: list[tuple[int, Whole]] = [(0, self.header)]
        self.end: int = H.size

    def put(self, field: str, values: ArrayLike) -> int:
        """Add values; the header's field says where they begin."""
        flat = np.asarray(values, dtype=np.int64).ravel()
        place = self.leave(field, flat.size)
        self.parts.append((place, flat))
        return place

    def leave(self, field: str, size: int) -> int:
        """Leave room for so many values, which begin at 0."""
        place, self.end = self.end, self.end + size
        self.say(field, place)
        return place

    def say(self, field: str, value: int) -> None:
        """Set a number of the header."""
        self.header[getattr(H, field)] = value

    def block(self) -> Whole:
        """Give the whole block."""
        found = np.zeros(self.end, dtype=np.int64)
        for place, values in self.parts:
            found[place : place + values.size] = values
        return found
