"""Rule sets that come with the package: YAML files of a folder, known by name."""

from __future__ import annotations

from importlib import resources
from typing import Any

SUFFIX = ".yaml"


def shipped(folder: str) -> tuple[str, ...]:
    """Give the names of the files in a folder of `zauyt.plant`, sorted."""
    entries = (resources.files("zauyt.plant") / folder).iterdir()
    names = (entry.name for entry in entries)
    return tuple(sorted(n.removesuffix(SUFFIX) for n in names if n.endswith(SUFFIX)))


def shipped_data(folder: str, name: str) -> Any:
    """Give what such a file holds; one with a problem is a bug of ours."""
    from zauyt.plant.reading.yaml import load_yaml

    file = f"{name}{SUFFIX}"
    entry = resources.files("zauyt.plant") / folder / file
    document = load_yaml(entry.read_text(encoding="utf-8"), file=file)
    assert not document.problems, document.problems
    return document.data
