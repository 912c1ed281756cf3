"""Writing that is whole or not there, and a disk's refusals told in words.

A file or folder is written beside its place under a name of ``saving()``, pushed to
the disk, and renamed; a kill in between leaves only that name behind, which the next
save removes once it is an hour old.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zauyt.errors import ZauytError

SAVING = ".zauyt-saving-"
STALE_S = 3600
_FULL = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "a file may not grow any further here",
}


@contextmanager
def told(path: Path, action: str = "write") -> Iterator[None]:
    """Turn what the system refuses at a path into a ZauytError in words."""
    try:
        yield
    except OSError as error:
        reason = _FULL.get(error.errno or 0, error.strerror or str(error))
        kept = "; nothing was saved" if action == "write" else ""
        raise ZauytError(f"cannot {action} {path}: {reason}{kept}") from error


def saving(path: Path) -> Path:
    """Give a fresh name beside a path, to write under."""
    return path.parent / f"{SAVING}{secrets.token_hex(6)}"


def write(path: Path, content: bytes) -> None:
    """Write a new file and push it to the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, content: bytes) -> None:
    """Write or replace a file so that it is always the old one or the new one."""
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_stale(path.parent)
        beside = saving(path)
        try:
            write(beside, content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        push(path.parent)


def push(folder: Path) -> None:
    """Push a folder's list of names to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Remove a file or folder of ours as far as the system allows."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def remove_stale(folder: Path) -> None:
    """Remove what killed saves left behind in a folder over an hour ago."""
    for left in folder.glob(f"{SAVING}*"):
        if is_stale(left):
            remove(left)


def is_stale(path: Path) -> bool:
    """Tell whether nothing was written at a path for an hour."""
    try:
        return time.time() - path.stat().st_mtime > STALE_S
    except FileNotFoundError:
        return False
