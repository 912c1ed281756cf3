"""What sequences are asked about: a plant, or a benchmark's file or folder as it is."""

from __future__ import annotations

from pathlib import Path

from zauyt.plant.orders.bodies import Bodies
from zauyt.plant.orders.cars import Cars
from zauyt.plant.orders.csplib import read_csplib
from zauyt.plant.orders.guo import read_guo
from zauyt.plant.orders.roadef import is_roadef, read_roadef
from zauyt.plant.plant import Plant
from zauyt.plant.reading.examples import read


def read_cars(name: str | Path) -> Cars | Plant:
    """Read a folder of the ROADEF challenge, a text of CSPLib, or else a plant.

    Raises
    ------
    WrongInput
        Everything that is wrong in it.
    """
    path = Path(name)
    if path.is_dir() and is_roadef(path):
        return read_roadef(path)
    if path.is_file() and path.suffix.lower() == ".txt":
        return read_csplib(path)
    return read(name)


def read_bodies(name: str | Path) -> Bodies | Plant:
    """Read a day through a painted-body store as a text, or else a plant.

    Raises
    ------
    WrongInput
        Everything that is wrong in it.
    """
    path = Path(name)
    if path.is_file() and path.suffix.lower() == ".txt":
        return read_guo(path)
    return read(name)
