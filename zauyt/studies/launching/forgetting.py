"""Learning that is forgotten: curves followed month by month, as experience decays.

The kernel counts jobs and forgets none. Where a curve says what share of experience is
left a month later, the launch is run once as if nothing were forgotten; with the
vehicles of its months the experience is the stock ``K_t = kept K_(t-1) + made_t``, and
the factor of a month is the curve's mean over the vehicles made in it. These factors by
date then stand for the curve in every run.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from zauyt.plant.launch import Curve
from zauyt.plant.plant import Plant
from zauyt.statistics.learning import retained, unit_times
from zauyt.studies.launching.months import Floats, Months


def forgetful(plant: Plant) -> list[str]:
    """Give the entries of ``launch`` whose experience is forgotten, by name."""
    return [
        name
        for name, event in plant.launch.items()
        if event.curve is not None and event.curve.kept < 1
    ]


POINTS = 500
"""Units of a month at which the curve is read, evenly apart."""


def factors(curve: Curve, made: Floats) -> Floats:
    """Give the factor of each month, the mean over the vehicles that it makes."""
    stock = retained([curve.before, *made.tolist()], kept=curve.kept)
    form: dict[str, Any] = {"progress": curve.progress, "law": curve.law}
    scale = curve.first / unit_times(curve.before + 1, first=1.0, **form)
    inside = (np.arange(POINTS) + 0.5) / POINTS
    units = stock[:-1, None] + made[:, None] * inside + 1
    mature = np.maximum(unit_times(units, first=float(scale), **form), 1.0)
    given: Floats = mature.mean(axis=1)
    return given


def with_forgetting(plant: Plant, span: Months, made: Floats) -> Plant:
    """Give the plant whose forgetful curves are followed by month."""
    changes: dict[str, object] = {}
    for name in forgetful(plant):
        event = plant.launch[name]
        assert event.curve is not None, "a forgetful entry without its curve"
        by_date = {
            first.isoformat(): round(factor, 6)
            for first, factor in zip(
                span.firsts, factors(event.curve, made).tolist(), strict=True
            )
        }
        changes[f"launch.{name}"] = {
            "scales": event.scales, "lines": list(event.lines),
            "stations": list(event.stations), "by_date": by_date,
        }  # fmt: skip
    return plant.change(changes) if changes else plant
