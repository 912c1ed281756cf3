"""What is installed from a wheel is whole: code, words, examples, licence to run."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("zauyt-*-py3-none-any.whl")
    return path


def inside(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as parts:
        return set(parts.namelist())


def kept(folder: str) -> set[str]:
    """Give the files of a folder that are kept under version control."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", folder]
    listed = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(listed.stdout.split())


def test_the_wheel_holds_every_file_of_the_package_and_every_example(
    wheel: Path,
) -> None:
    wanted = kept("zauyt") | {f"zauyt/{name}" for name in kept("examples")}
    found = {name for name in inside(wheel) if ".dist-info/" not in name}
    assert found == wanted


def test_what_the_wheel_holds_runs_from_its_own_folder(
    wheel: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wheel) as parts:
        parts.extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import zauyt;"
        "assert zauyt.__file__.startswith(sys.argv[1]);"
        "assert all(zauyt.read(name) for name in zauyt.examples());"
        "print(*zauyt.examples())"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert {"kostanay", "small"} <= set(done.stdout.split())


def imported() -> set[str]:
    """Give the packages that the code imports, the standard library's left out."""
    found: set[str] = set()
    for path in (ROOT / "zauyt").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name.split(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"zauyt"}


def test_every_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    optional = project["project"]["optional-dependencies"].values()
    names = [*project["project"]["dependencies"], *(n for o in optional for n in o)]
    declared = {name.split(">")[0] for name in names}
    by_name = {"yaml": "pyyaml", "annotated_types": "pydantic", "llvmlite": "numba"}
    used = {by_name.get(name, name) for name in imported()}
    # zoneinfo reads the time zones of tzdata where the system has none.
    assert declared == used | {"tzdata"}
