"""The command line: one verb a study, its options read off the study's signature."""

from __future__ import annotations

import sys
from typing import NoReturn

STOPPED = 130


def main() -> NoReturn:
    """Carry out the command line; stopped while it is still being loaded, say so."""
    try:
        from zauyt.cli.root import main as carry_out

        carry_out()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing was saved.\n")
        sys.exit(STOPPED)


__all__ = ["main"]
