"""Line L in cimba: Python models that it compiles to run on its C engine."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable

import cimba as cb
import numpy as np
from cimba import inputs
from numpy.typing import NDArray

VERSION = importlib.metadata.version("cimba")


class Place(cb.Model):
    """The places between two stations."""

    store: cb.Store[int]


class First(cb.Model):
    """The first station, whose source never runs dry."""

    jobs: cb.Param[int]
    work: cb.Input[float]
    after: cb.Ref[Place]

    @cb.process
    def run(self):
        """Serve job after job."""
        job = 0
        while job < self.jobs:
            cb.hold(self.work.next())
            self.after.store.put(job)
            job += 1


class Station(cb.Model):
    """A station between two others."""

    work: cb.Input[float]
    before: cb.Ref[Place]
    after: cb.Ref[Place]

    @cb.process
    def run(self):
        """Serve job after job."""
        while True:
            job = self.before.store.get()
            cb.hold(self.work.next())
            self.after.store.put(job)


class Last(cb.Model):
    """The last station, from which jobs leave the line."""

    jobs: cb.Param[int]
    work: cb.Input[float]
    before: cb.Ref[Place]
    left: cb.Dataset

    @cb.process
    def run(self):
        """Serve job after job, and end with the last one."""
        job = 0
        while job < self.jobs:
            self.before.store.get()
            cb.hold(self.work.next())
            self.left.record(cb.now())
            job += 1
        cb.end_trial()


class Line(cb.Model):
    """The whole line."""

    places: list[Place]
    stations: list[Station]
    first: First
    last: Last


def engine(given: NDArray[np.int64], places: int) -> Callable[[], NDArray[np.int64]]:
    """Give what runs the line once; the first call compiles it.

    What it gives is when every job leaves the last station (jobs).
    """
    stations, jobs = given.shape
    times = [inputs.trace(row.astype(np.float64)) for row in given]
    line = Line()
    line.places = [Place() for _ in range(stations - 1)]
    for place in line.places:
        place.store = cb.Store(capacity=places)
    line.first = First()
    line.first.jobs, line.first.work = jobs, times[0]
    line.first.after = line.places[0]
    line.stations = []
    for number in range(1, stations - 1):
        station = Station()
        station.work = times[number]
        station.before = line.places[number - 1]
        station.after = line.places[number]
        line.stations.append(station)
    line.last = Last()
    line.last.jobs, line.last.work = jobs, times[-1]
    line.last.before = line.places[-1]
    line.last.left = cb.Dataset()
    line.last.left.capture()
    experiment = cb.Experiment(line, replications=1, seed=1)

    def run() -> NDArray[np.int64]:
        results = experiment.run(workers=1)
        assert not results.failed.any(), results.failure_reasons
        left = results[line.last].left.trials[0][0][1]
        return np.asarray(left, dtype=np.int64)

    return run
