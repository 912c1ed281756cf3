"""The plants and networks that come with the package, known by their names."""

from __future__ import annotations

import shutil
from pathlib import Path

from zauyt.errors import Problem, WrongInput, ZauytError
from zauyt.plant.network import Network
from zauyt.plant.plant import Plant
from zauyt.plant.reading import file
from zauyt.plant.reading.nearest import listed, nearest

PLANT_FILE = "plant.yaml"
NETWORK_FILE = "network.yaml"

_SUFFIXES = {".yaml", ".yml", ".toml", ".xlsx", ".xlsm"}


def folder() -> Path:
    """Give the folder of the examples: in the package, or beside it in a checkout."""
    package = Path(__file__).parents[2]
    inside = package / "examples"
    return inside if inside.is_dir() else package.parent / "examples"


def examples() -> dict[str, Path]:
    """Give the plant file of every example by the example's name.

    A folder's other plant files are named after it: ``kostanay/relief``.
    """
    return _named_after(PLANT_FILE)


def networks() -> dict[str, Path]:
    """Give the file of every network that is an example, by its name."""
    return _named_after(NETWORK_FILE)


def _named_after(main: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for file_there in sorted(folder().glob(f"*/{main}")):
        home = file_there.parent
        found[home.name] = file_there
        for beside in sorted(home.iterdir()):
            if beside.suffix in _SUFFIXES and beside != file_there:
                found[f"{home.name}/{beside.stem}"] = beside
    return found


def plant_file(plant: str | Path) -> Path:
    """Give the file that is meant by a path or by an example's name.

    A path that exists comes first; a folder means the ``plant.yaml``, or the
    ``network.yaml``, in it.

    Raises
    ------
    WrongInput
        It is neither; the problem has the nearest name.
    """
    path = Path(plant)
    if path.is_file():
        return path
    for main in (PLANT_FILE, NETWORK_FILE):
        if (path / main).is_file():
            return path / main
    known = examples() | networks()
    if str(plant) in known:
        return known[str(plant)]
    if path.exists() or path.suffix in _SUFFIXES:
        return path  # the reader says what is wrong with it
    close = nearest(str(plant), known)
    hint = f"did you mean {close[0]}?" if close else f"examples: {listed(known)}"
    message = f"there is no such file, and no example of this name; {hint}"
    raise WrongInput([Problem("", message, "file", str(plant))])


def read(plant: str | Path) -> Plant:
    """Read a plant file, a scenario, or an example by its name.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, each with file, line and column.
    """
    return file.read(plant_file(plant))


def read_network(network: str | Path) -> Network:
    """Read a network file, a scenario of one, or an example by its name.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, each with file, line and column.
    """
    return file.read_network(plant_file(network))


def read_either(name: str | Path) -> Plant | Network:
    """Read a file of a plant or of a network, or an example by its name.

    Raises
    ------
    WrongInput
        Everything that is wrong in it, each with file, line and column.
    """
    return file.read_either(plant_file(name))


def copy_example(name: str, to: str | Path) -> Path:
    """Copy an example's folder to a place that is not there yet; give the place.

    Raises
    ------
    WrongInput
        There is no such example, or the place is taken.
    ZauytError
        The system refuses.
    """
    every = examples() | networks()
    homes = {path.parent.name: path.parent for path in every.values()}
    if name not in homes:
        close = nearest(name, homes)
        hint = f"did you mean {close[0]}?" if close else f"there are {listed(homes)}"
        message = f"no example of this name; {hint}"
        raise WrongInput([Problem(name, message, "example")])
    place = Path(to)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        message = "is there already; choose another folder"
        raise WrongInput([Problem("", message, "exists", str(place))])
    try:
        shutil.copytree(homes[name], place, dirs_exist_ok=True)
    except shutil.Error as error:
        reason = error.args[0][0][2]
        raise ZauytError(f"cannot write {place}: {reason}") from error
    except OSError as error:
        raise ZauytError(f"cannot write {place}: {error.strerror}") from error
    return place
