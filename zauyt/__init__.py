"""zauyt: a digital twin and planner of a vehicle plant and its cluster.

::

    import zauyt

    plant = zauyt.read("kostanay")
    result = zauyt.simulate(plant, runs=100)
    print(result)

Names are loaded when they are first used, so that importing the package is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zauyt.errors import (
        NoAnswer,
        NotInstalled,
        Problem,
        WrongInput,
        ZauytError,
    )
    from zauyt.plant.network import Network
    from zauyt.plant.plant import Plant
    from zauyt.plant.reading.examples import examples, networks, read, read_network
    from zauyt.plant.reading.file import lint_file, read_network_text, read_text, write
    from zauyt.plant.reading.schema import schema
    from zauyt.results.as_json import from_json, to_json
    from zauyt.results.compared import compare
    from zauyt.results.excel import to_excel
    from zauyt.results.folder import load, save
    from zauyt.results.result import Figure, Note, Result, Table
    from zauyt.results.trace import Trace, write_trace
    from zauyt.runs.state import State, load_state, save_state, state_of
    from zauyt.studies.balance import balance
    from zauyt.studies.check import check
    from zauyt.studies.finance import finance
    from zauyt.studies.impact import impact
    from zauyt.studies.launch import launch
    from zauyt.studies.localise import localise
    from zauyt.studies.plan import plan
    from zauyt.studies.resequence import resequence
    from zauyt.studies.sequence import sequence
    from zauyt.studies.simulate import simulate
    from zauyt.studies.simulation.trace import trace
    from zauyt.studies.staff import staff
    from zauyt.studies.supply import supply

__version__ = "0.1.0"

__all__ = [
    "Figure",
    "Network",
    "NoAnswer",
    "NotInstalled",
    "Note",
    "Plant",
    "Problem",
    "Result",
    "State",
    "Table",
    "Trace",
    "WrongInput",
    "ZauytError",
    "__version__",
    "balance",
    "check",
    "compare",
    "examples",
    "finance",
    "from_json",
    "impact",
    "launch",
    "lint_file",
    "load",
    "load_state",
    "localise",
    "networks",
    "plan",
    "read",
    "read_network",
    "read_network_text",
    "read_text",
    "resequence",
    "save",
    "save_state",
    "schema",
    "sequence",
    "simulate",
    "staff",
    "state_of",
    "supply",
    "to_excel",
    "to_json",
    "trace",
    "write",
    "write_trace",
]

_HOMES = {
    "Figure": "results.result",
    "Network": "plant.network",
    "NoAnswer": "errors",
    "NotInstalled": "errors",
    "Note": "results.result",
    "Plant": "plant.plant",
    "Problem": "errors",
    "Result": "results.result",
    "State": "runs.state",
    "Table": "results.result",
    "Trace": "results.trace",
    "WrongInput": "errors",
    "ZauytError": "errors",
    "balance": "studies.balance",
    "check": "studies.check",
    "compare": "results.compared",
    "examples": "plant.reading.examples",
    "finance": "studies.finance",
    "from_json": "results.as_json",
    "impact": "studies.impact",
    "launch": "studies.launch",
    "lint_file": "plant.reading.file",
    "load": "results.folder",
    "load_state": "runs.state",
    "localise": "studies.localise",
    "networks": "plant.reading.examples",
    "plan": "studies.plan",
    "read": "plant.reading.examples",
    "read_network": "plant.reading.examples",
    "read_network_text": "plant.reading.file",
    "read_text": "plant.reading.file",
    "resequence": "studies.resequence",
    "save": "results.folder",
    "save_state": "runs.state",
    "schema": "plant.reading.schema",
    "sequence": "studies.sequence",
    "simulate": "studies.simulate",
    "staff": "studies.staff",
    "state_of": "runs.state",
    "supply": "studies.supply",
    "to_excel": "results.excel",
    "to_json": "results.as_json",
    "trace": "studies.simulation.trace",
    "write": "plant.reading.file",
    "write_trace": "results.trace",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'zauyt' has no attribute {name!r}")
    value = getattr(import_module(f"zauyt.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
