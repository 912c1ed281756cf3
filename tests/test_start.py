"""Starting is quick: what is not needed is not loaded."""

import subprocess
import sys

import pytest

import zauyt
from zauyt.cli.progress import begin, compiling_told
from zauyt.studies import STUDIES, study

HEAVY = (
    "numpy",
    "numba",
    "scipy",
    "polars",
    "pydantic",
    "yaml",
    "matplotlib",
    "rich",
    "holidays",
    "xlsxwriter",
)

LOADED = """
import sys
{run}
print(",".join(name for name in {heavy} if name in sys.modules))
"""


def _loaded_by(run: str) -> str:
    code = LOADED.format(run=run, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nonsense"]])
def test_telling_what_there_is_loads_nothing_heavy(arguments):
    run = f"from zauyt.cli.root import carried_out\ncarried_out({arguments})"
    assert _loaded_by(run) == ""


def test_importing_the_package_loads_nothing_heavy():
    assert _loaded_by("import zauyt") == ""


def test_lint_loads_no_simulator():
    loaded = _loaded_by(
        "from zauyt.cli.root import carried_out\ncarried_out(['lint', 'small'])"
    )
    assert not {"numba", "scipy", "polars", "matplotlib"} & set(loaded.split(","))


@pytest.mark.parametrize("name", zauyt.__all__)
def test_every_public_name_is_there(name):
    assert getattr(zauyt, name) is not None
    assert name in dir(zauyt)


def test_a_public_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        zauyt.simulat  # noqa: B018


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_asks_the_question_it_is_listed_with(name):
    assert (study(name).__doc__ or "").startswith(STUDIES[name])


def test_compiling_is_said_once_and_only_when_it_happens(capsys):
    import numba

    first = numba.njit(lambda number: number + 1)
    second = numba.njit(lambda number: number + 2)
    begin()
    with compiling_told():
        assert capsys.readouterr().err == ""
        assert first(1) + second(1) == 5
        assert first(2) == 3
    with compiling_told():
        assert numba.njit(lambda number: number + 3)(1) == 4
    assert capsys.readouterr().err.count("Compiling the simulator") == 1


def test_a_second_start_does_not_compile():
    command = [sys.executable, "-m", "zauyt", "simulate", "small"]
    command += ["--runs", "1", "--doubt-runs", "0", "--days", "5"]
    runs = [subprocess.run(command, capture_output=True, text=True) for _ in range(2)]
    assert [run.returncode for run in runs] == [0, 0]
    assert runs[1].stderr == ""
