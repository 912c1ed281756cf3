"""Laws of chance, each given by its shape: the mean stands beside it.

``cycle_s: 60`` with ``cycle_law: {type: lognormal, cv: 0.2}`` is a cycle of 60 s
on average that varies by a fifth. Lows and highs of a law are multiples of that
mean, so that changing the mean keeps the shape.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from zauyt.plant.record import Record
from zauyt.units import COUNT, Weight

Variation = Annotated[float, Field(gt=0, le=20), COUNT]
Shape = Annotated[float, Field(ge=0.1, le=100), COUNT]
Multiple = Annotated[float, Field(ge=0, le=1000), COUNT]


class Constant(Record):
    """Always the mean."""

    type: Literal["constant"]


class Exponential(Record):
    """Without memory: the usual law of the time between failures."""

    type: Literal["exponential"]


class Lognormal(Record):
    """Skewed to the right: the usual law of manual work and of repairs."""

    type: Literal["lognormal"]
    cv: Variation
    """Standard deviation divided by the mean."""


class Gamma(Record):
    """Skewed to the right, with a lighter tail than the lognormal law."""

    type: Literal["gamma"]
    cv: Variation
    """Standard deviation divided by the mean."""


class Erlang(Record):
    """The sum of equal exponential phases."""

    type: Literal["erlang"]
    phases: Annotated[int, Field(ge=1, le=1000), COUNT]
    """Number of phases; more of them vary less (cv = 1 / sqrt(phases))."""


class Weibull(Record):
    """Wear-out (shape above 1) or early failures (shape below 1)."""

    type: Literal["weibull"]
    shape: Shape
    """Shape parameter; 1 is the exponential law."""


class Triangular(Record):
    """Between a low and a high multiple of the mean, with one peak.

    The peak lies at ``3 - low - high``, since the mean is 1.
    """

    type: Literal["triangular"]
    low: Multiple
    """Lowest value as a multiple of the mean."""
    high: Multiple
    """Highest value as a multiple of the mean."""

    @model_validator(mode="after")
    def _peak_inside(self) -> Triangular:
        peak = 3 - self.low - self.high
        if not self.low < self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        if not self.low <= peak <= self.high:
            raise ValueError(
                f"no triangle from {self.low:g} to {self.high:g} times the mean has"
                f" mean 1: its peak would be at {peak:g}; choose low + high"
                " nearer to 2"
            )
        return self


class Uniform(Record):
    """Equally likely within a share above and below the mean."""

    type: Literal["uniform"]
    spread: Annotated[float, Field(gt=0, le=1), COUNT]
    """Half-width as a share of the mean: 0.1 is 90 % to 110 %."""


class Geometric(Record):
    """Whole numbers of steps, each step ending it with the same chance."""

    type: Literal["geometric"]
    mean_steps: Annotated[float, Field(ge=1, le=1e6), COUNT]
    """Mean number of steps; the mean time divided by it is one step."""


class Empirical(Record):
    """One of the values listed, scaled so that their mean is the mean."""

    type: Literal["empirical"]
    values: Annotated[tuple[Weight, ...], Field(min_length=1, max_length=100_000)]
    """Observed values in any unit; each is equally likely."""

    @model_validator(mode="after")
    def _some_above_zero(self) -> Empirical:
        if not any(self.values):
            raise ValueError("all values are zero")
        return self


Law = Annotated[
    Constant
    | Exponential
    | Lognormal
    | Gamma
    | Erlang
    | Weibull
    | Triangular
    | Uniform
    | Geometric
    | Empirical,
    Field(discriminator="type"),
]
"""Any of the laws of chance, told apart by ``type``."""

CONSTANT = Constant(type="constant")
EXPONENTIAL = Exponential(type="exponential")
