"""Where everything is at a moment: runs that can be gone on with from there.

A `State` holds, for each of a study's runs, the kernel's block at the first
counted day, when the plant has filled: every job, every failure that is to come,
every stream's place. A study that starts from it gives, to the bit, what the same
study gives that fills the plant itself. It speaks of one plant, one seed, one
length and one version of the simulator, and is refused where they differ.
"""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import zauyt
from zauyt.errors import Problem, WrongInput
from zauyt.kernels.machine import sources_hash
from zauyt.plant.plant import Plant
from zauyt.results import disk
from zauyt.runs.batch import Period, ready
from zauyt.runs.memory import Mark, Memory
from zauyt.runs.ordered import ordered
from zauyt.runs.single import fill

SUFFIX = ".npz"
_ARRAYS = ("block", "history", "draws")


@dataclass(frozen=True, eq=False)
class State:
    """A plant's runs on the first counted day.

    ``start`` is that day, ``days`` how many are to be counted from it,
    ``warm_up_days`` how many went before; ``simulator`` a hash of the kernels
    whose memory this is.
    """

    plant: str
    plant_id: str
    version: str
    simulator: str
    start: datetime.date
    days: int
    warm_up_days: int
    seed: int
    ticks: int
    runs: tuple[Memory, ...]

    def marks(self) -> Mapping[int, Mark]:
        """Give each run's memory by its number."""
        return {
            number: Mark(self.ticks, memory) for number, memory in enumerate(self.runs)
        }

    def problems(
        self, plant: Plant, *, days: int, runs: int, seed: int
    ) -> list[Problem]:
        """Tell why a study cannot start from here; none if it can."""
        differs = [
            ("plant", "is of the plant", self.plant_id, "this one is", plant.id),
            ("start", "is of the simulator", self.simulator, "this is", sources_hash()),
            ("days", "is for days", self.days, "asked are", days),
            ("seed", "is of the seed", self.seed, "asked is", seed),
        ]
        found = [
            Problem(
                path,
                f"the state {what} {held}, {other} {asked}; with another a study has"
                " to start on a date",
                "state",
            )
            for path, what, held, other, asked in differs
            if held != asked
        ]
        if runs > len(self.runs):
            found.append(
                Problem(
                    "runs",
                    f"the state holds {len(self.runs)} runs, {runs} are asked for",
                    "state",
                )
            )
        return found


def state_of(
    plant: Plant,
    *,
    start: datetime.date = datetime.date(2026, 1, 1),
    days: int = 365,
    warm_up_days: int = 7,
    runs: int = 20,
    seed: int = 1,
    workers: int = 1,
) -> State:
    """Give where everything is in each run on the first counted day.

    Parameters
    ----------
    plant
        The plant, free of `lint`'s errors.
    start, days
        First counted day, and how many are to be counted.
    warm_up_days
        Days before the first counted one, in which the plant fills.
    runs, seed
        Runs, and the seed of every draw.
    workers
        Threads.
    """
    period = Period(start, days, warm_up_days)
    point = plant.target.count_point if plant.target else "buy_off"
    packed = ready(plant, period, point=point, record=True).packed
    with ThreadPoolExecutor(workers) as threads:
        memories = tuple(threads.map(
            lambda run: fill(packed, seed=seed, run=run,
                             came=ordered(packed, seed=seed, run=run)),
            range(runs),
        ))  # fmt: skip
    return State(
        plant=plant.plant,
        plant_id=plant.id,
        version=zauyt.__version__,
        simulator=sources_hash(),
        start=start,
        days=days,
        warm_up_days=warm_up_days,
        seed=seed,
        ticks=packed.count_from_ticks,
        runs=memories,
    )


def save_state(state: State, path: str | Path) -> Path:
    """Write a state to a file, whole or not at all.

    Raises
    ------
    WrongInput
        When the file's name does not end in ``.npz``.
    ZauytError
        When the disk refuses.
    """
    path = Path(path)
    if path.suffix.lower() != SUFFIX:
        message = f"{path.name} does not end in {SUFFIX}"
        raise WrongInput([Problem("state", message, "state", file=str(path))])
    said = {
        name: getattr(state, name)
        for name in (
            "plant", "plant_id", "version", "simulator", "days", "warm_up_days",
            "seed", "ticks",
        )
    }  # fmt: skip
    said |= {"format": 1, "start": state.start.isoformat(), "runs": len(state.runs)}
    arrays: dict[str, Any] = {
        f"{name}_{number}": getattr(memory, name)
        for number, memory in enumerate(state.runs)
        for name in _ARRAYS
    }
    buffer = io.BytesIO()
    np.savez_compressed(buffer, state=np.array(json.dumps(said)), **arrays)
    disk.write_whole(path, buffer.getvalue())
    return path


def load_state(path: str | Path) -> State:
    """Read a state from a file.

    Raises
    ------
    WrongInput
        When there is no such file, or it is not a state, or not whole.
    """
    path = Path(path)

    def refused(message: str) -> WrongInput:
        return WrongInput([Problem("start", message, "state", file=str(path))])

    if not path.is_file():
        raise refused("there is no such file")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            said = json.loads(str(archive["state"]))
            runs = tuple(
                Memory(*(archive[f"{name}_{number}"] for name in _ARRAYS))
                for number in range(said.pop("runs"))
            )
    except (zipfile.BadZipFile, ValueError, KeyError, EOFError, OSError) as error:
        raise refused("the file is not a state, or not whole") from error
    if said.pop("format") != 1:
        raise refused("the state was saved by a later version")
    start = datetime.date.fromisoformat(said.pop("start"))
    return State(start=start, runs=runs, **said)
