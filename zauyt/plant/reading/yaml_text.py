"""Plain data as YAML text that this project's reader reads back as the same."""

from __future__ import annotations

from typing import Any

import yaml

from zauyt.plant.reading.document import tidy_number
from zauyt.plant.reading.yaml import REAL


class _Dumper(yaml.CSafeDumper):
    """Writes what this reader reads back: text that looks like a number quoted."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", REAL, list("-+.0123456789"))


def block_text(value: Any) -> str:
    """Give plain data as lines of YAML, what is short in one line."""
    return _dumped(value, flow=None, width=88)


def flow_text(value: Any) -> str:
    """Give plain data as one line of YAML, in braces or brackets."""
    return _dumped(value, flow=True, width=1_000_000).rstrip("\n")


def _dumped(value: Any, *, flow: bool | None, width: int) -> str:
    text: str = yaml.dump(
        tidied(value),
        Dumper=_Dumper,
        default_flow_style=flow,
        sort_keys=False,
        allow_unicode=True,
        width=width,
    )
    return text


def tidied(value: Any) -> Any:
    """Give plain data with every whole number as one, whatever kind it was."""
    if isinstance(value, dict):
        return {name: tidied(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [tidied(entry) for entry in value]
    return value if isinstance(value, bool) else tidy_number(value)
