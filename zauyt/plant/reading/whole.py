"""Writing a file whole or not at all, also when the power fails."""

from __future__ import annotations

import os
from pathlib import Path

from zauyt.errors import ZauytError


def write_whole(path: str | Path, content: bytes) -> None:
    """Write or replace a file.

    Raises
    ------
    ZauytError
        It cannot be written: no such folder, no right to, a full disk.
    """
    target = Path(path)
    spare = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        try:
            with spare.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            spare.replace(target)
        finally:
            spare.unlink(missing_ok=True)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}"
        raise ZauytError(message) from error
