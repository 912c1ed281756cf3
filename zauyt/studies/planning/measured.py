"""Capacity and ramp of a plant, as its own file gave them to `simulate` and `launch`.

What those studies saved is read, never made here: `simulate` says what a level makes,
with the range of its runs; `launch` which share of it is made in each month of the
ramp, and that all of it is made afterwards. The answer is changes to the network file,
each number with its range and the study that gave it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from zauyt.errors import Problem, WrongInput
from zauyt.plant.months import month_name, month_of, value_in
from zauyt.plant.network import Network
from zauyt.plant.reading.nearest import did_you_mean, listed
from zauyt.results.folder import load
from zauyt.results.result import Result

POINTS = (0.05, 0.95)


def measured(network: Network, given: tuple[str, ...]) -> dict[str, Any]:
    """Give the changes that saved results make to a network.

    Parameters
    ----------
    network
        The network.
    given
        Each a plant, a point and a level where it has levels, ``=``, and the folder of
        a saved result: ``kia.two=results/kostanay``.

    Raises
    ------
    WrongInput
        There is no such plant, level or result, or the result is of another study.
    """
    changes: dict[str, Any] = {}
    problems: list[Problem] = []
    for text in given:
        try:
            changes |= dict(_changes(network, text, changes))
        except WrongInput as error:
            problems += error.problems
    if problems:
        raise WrongInput(problems)
    return changes


def _changes(
    network: Network, text: str, known: dict[str, Any]
) -> Iterator[tuple[str, Any]]:
    place, equals, folder = text.partition("=")
    plant, point, level = place.partition(".")
    if not equals or not folder:
        message = f"{text} found; PLANT.LEVEL=FOLDER is wanted, like kia.two=results"
        raise _wrong(message)
    if plant not in network.plants:
        hint = did_you_mean(plant, network.plants)
        raise _wrong(f"there is no plant {plant}{hint or _among(list(network.plants))}")
    levels = list(network.plants[plant].shifts)
    if levels and level not in levels:
        found = f"there is no level {level}" if point else f"{plant} has levels"
        raise _wrong(f"{found}; write {plant}.LEVEL={folder}{_among(levels)}")
    if not levels and point:
        raise _wrong(f"{plant} has no levels of shifts; write {plant}={folder}")
    path = f"plants.{plant}.vehicles_per_month"
    if levels:
        path = f"plants.{plant}.shifts.{level}.vehicles_per_month"
    result = load(folder)
    if result.study == "simulate":
        yield path, _capacity(result)
    elif result.study == "launch" and levels:
        stated = known.get(path, {}).get("value")
        most = stated or network.plants[plant].shifts[level].vehicles_per_month
        yield f"plants.{plant}.capacity_share", _ramp(network, result, plant, most)
    else:
        kind = "simulate or launch" if levels else "simulate"
        raise _wrong(f"{folder} is a result of {result.study}; one of {kind} is wanted")


def _wrong(message: str) -> WrongInput:
    return WrongInput([Problem("capacity", message, "option")])


def _among(names: list[str]) -> str:
    return f"; there are {listed(names)}"


def _said(result: Result) -> str:
    """Name a result as a source."""
    return (
        f"zauyt {result.study} of {result.plant} ({result.plant_id}),"
        f" zauyt {result.version}"
    )


def _capacity(result: Result) -> dict[str, Any]:
    """Give the vehicles of a month, from the runs with doubt where there are any."""
    by_reading: dict[str, list[float]] = {}
    for row in result.tables["runs"].rows():
        by_reading.setdefault(row["reading"], []).append(row["vehicles_per_year"])
    values = np.array(by_reading.get("doubt") or by_reading["chance"]) / 12
    low, high = (float(each) for each in np.quantile(values, POINTS))
    return _number(result, float(values.mean()), low, high)


def _number(result: Result, value: float, low: float, high: float) -> dict[str, Any]:
    found: dict[str, Any] = {"value": round(value, 4), "source": _said(result)}
    low, high = round(min(low, value), 4), round(max(high, value), 4)
    return found | ({"low": low, "high": high} if low < high else {})


def _ramp(network: Network, result: Result, plant: str, most: float) -> dict[str, Any]:
    """Give the share of a level by month: as stated, as launched, then all of it."""
    rows = list(result.tables["months"].rows())
    months = [month_of(str(row["month"])[:7]) for row in rows]
    begin = month_of(network.first_month)
    share = network.plants[plant].capacity_share
    before = share if isinstance(share, Mapping) else {network.first_month: share}
    path = f"plants.{plant}.capacity_share"
    steps: dict[str, Any] = {
        month: _known(network, f"{path}.{month}", value)
        for month, value in before.items()
        if month_of(month) < months[0]
    }
    if begin < months[0] and not steps:
        steps[network.first_month] = value_in(share, begin)
    for month, row in zip(months, rows, strict=True):
        made, low, high = (
            min(1.0, float(row[key] or 0.0) / most)
            for key in ("vehicles", "p05", "p95")
        )
        steps[month_name(month)] = _number(result, made, low, high)
    return steps | {month_name(months[-1] + 1): 1.0}


def _known(network: Network, path: str, value: float) -> Any:
    """Give a number with the evidence that the file has of it."""
    evidence = network.evidence.get(path)
    if evidence is None:
        return value
    return {"value": value, **evidence.model_dump(exclude_none=True)}
