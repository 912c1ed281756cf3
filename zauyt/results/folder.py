"""A result in a folder that survives a kill, a full disk and a second writer.

::

    NAME/manifest.json     what belongs to the result, with sizes and checksums
    NAME/1/result.json     everything but the tables
    NAME/1/TABLE.parquet   one file a table

A new folder appears under its name only when it is whole. Replacing one writes the
next numbered folder inside, then renames a new manifest over the old: at every moment
the manifest names a whole result. The folder is the one truth; nothing is kept about
it elsewhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from zauyt import __version__
from zauyt.errors import Problem, WrongInput
from zauyt.results import as_json, disk, parquet
from zauyt.results.result import NAME, Result, Table

FORMAT = 1
"""Version of the folder's form; a change that this reader cannot read raises it."""

MANIFEST = "manifest.json"
HEADER = "result.json"
_PROGRAM = "zauyt result"
_CONTENT = re.compile(r"[1-9][0-9]{0,8}")


def save(result: Result, folder: Path | str, *, replace: bool = False) -> Path:
    """Save a result to a folder, and give the folder.

    Parameters
    ----------
    result
        What to save.
    folder
        A folder that is not there yet, or is empty; its parents are made.
    replace
        Whether a result that is already there may give way.

    Raises
    ------
    WrongInput
        When something else is there, or a result that may not give way.
    ZauytError
        When the disk is full or refuses; then nothing has changed.
    """
    place = Path(folder).resolve()
    files = _files(result)
    with disk.told(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        disk.remove_stale(place.parent)
        if _is_vacant(place):
            _save_new(files, place)
            return place
    old = _replaceable(place, replace=replace)
    with disk.told(place):
        _save_over(files, place, old)
    return place


def load(folder: Path | str) -> Result:
    """Load a result from its folder, every file checked.

    Raises
    ------
    WrongInput
        When it is not a result, is damaged, or was written by a newer version; every
        file that is damaged is named.
    ZauytError
        When the system does not let it be read.
    """
    place = Path(folder)
    manifest = _manifest(place)
    while True:
        contents, problems = _contents(place, manifest)
        # A writer may have replaced the result between the manifest and its files.
        latest = _manifest(place) if problems else manifest
        if latest == manifest:
            break
        manifest = latest
    if problems:
        raise WrongInput(problems)
    return _result(place, contents)


def _files(result: Result) -> dict[str, bytes]:
    header = json.dumps(
        as_json.header(result), ensure_ascii=False, allow_nan=False, indent=1
    )
    files = {HEADER: header.encode()}
    for name, table in result.tables.items():
        files[f"{name}.parquet"] = parquet.written(table)
    return files


def _is_vacant(place: Path) -> bool:
    return not place.exists() or (place.is_dir() and not any(place.iterdir()))


def _save_new(files: Mapping[str, bytes], place: Path) -> None:
    beside = disk.saving(place)
    try:
        beside.mkdir()
        _write_content(files, beside, "1")
        disk.write(beside / MANIFEST, _manifest_bytes(files, "1"))
        disk.push(beside)
        with contextlib.suppress(FileNotFoundError):
            place.rmdir()
        beside.rename(place)
    finally:
        disk.remove(beside)
    disk.push(place.parent)


def _save_over(files: Mapping[str, bytes], place: Path, old: str) -> None:
    content = _next_content(place, old)
    beside = disk.saving(place / MANIFEST)
    committed = False
    try:
        _write_content(files, place, content)
        disk.write(beside, _manifest_bytes(files, content))
        beside.replace(place / MANIFEST)
        committed = True
    finally:
        disk.remove(beside)
        if not committed:
            disk.remove(place / content)
    disk.push(place)
    disk.remove(place / old)
    disk.remove_stale(place)
    for left in place.iterdir():
        # A killed save's leavings are old; what is young is another writer's work.
        mine = not _CONTENT.fullmatch(left.name) or left.name == content
        if not mine and disk.is_stale(left):
            disk.remove(left)


def _next_content(place: Path, old: str) -> str:
    number = int(old) + 1
    while True:
        try:
            (place / str(number)).mkdir()
        except FileExistsError:
            number += 1
        else:
            return str(number)


def _write_content(files: Mapping[str, bytes], place: Path, content: str) -> None:
    inside = place / content
    inside.mkdir(exist_ok=True)
    for name, data in files.items():
        disk.write(inside / name, data)
    disk.push(inside)


def _manifest_bytes(files: Mapping[str, bytes], content: str) -> bytes:
    manifest: dict[str, Any] = {
        "program": _PROGRAM,
        "format": FORMAT,
        "version": __version__,
        "content": content,
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        },
    }
    manifest["sha256"] = _checksum(manifest)
    return (json.dumps(manifest, indent=1) + "\n").encode()


def _checksum(manifest: Mapping[str, Any]) -> str:
    text = json.dumps(manifest, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _replaceable(place: Path, *, replace: bool) -> str:
    """Give the content folder that gives way; WrongInput unless it may."""
    if not place.is_dir():
        _refuse(place, "is a file, not a folder", "exists")
    if not (place / MANIFEST).exists():
        _refuse(place, "holds something that is not a result; choose another", "exists")
    content: str = _manifest(place)["content"]
    if not replace:
        message = "holds a result already; choose another folder, or replace it"
        _refuse(place, message, "exists")
    return content


def _manifest(place: Path) -> dict[str, Any]:
    path = place / MANIFEST
    data = _bytes(path)
    if data is None:
        missing = "has no manifest.json" if place.is_dir() else "is not a folder"
        _refuse(place, f"{missing}: it is not a saved result", "missing")
    try:
        manifest = json.loads(data)
    except (ValueError, RecursionError):
        _refuse(path, "is damaged: it is not JSON", "damaged")
    if not isinstance(manifest, dict) or manifest.get("program") != _PROGRAM:
        _refuse(path, "is not the manifest of a result", "damaged")
    form = manifest.get("format")
    if isinstance(form, int) and form > FORMAT:
        message = (
            f"was written by the newer version {manifest.get('version')} in format"
            f" {form}; this version reads up to format {FORMAT}"
        )
        _refuse(place, message, "newer")
    checksum = manifest.pop("sha256", None)
    if checksum != _checksum(manifest):
        _refuse(path, "is damaged: its checksum does not match", "damaged")
    _check_names(path, manifest)
    return manifest


def _check_names(path: Path, manifest: Mapping[str, Any]) -> None:
    """Refuse names that lead out of the folder, whoever wrote them."""
    content, files = manifest.get("content"), manifest.get("files")
    fine = isinstance(content, str) and _CONTENT.fullmatch(content) is not None
    if fine and isinstance(files, dict) and HEADER in files:
        tables = [name for name in files if name != HEADER]
        fine = all(
            name.endswith(".parquet") and NAME.fullmatch(name.removesuffix(".parquet"))
            for name in tables
        )
    else:
        fine = False
    if not fine:
        _refuse(path, "is damaged: it names what no result has", "damaged")


def _contents(
    place: Path, manifest: Mapping[str, Any]
) -> tuple[dict[str, bytes], list[Problem]]:
    contents, problems = {}, []
    for name, declared in manifest["files"].items():
        path = place / manifest["content"] / name
        data = _bytes(path)
        if data is None:
            problems.append(Problem("", "is missing", "damaged", str(path)))
            continue
        found = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        if found == declared:
            contents[name] = data
        else:
            message = "is damaged: its size or checksum does not match"
            problems.append(Problem("", message, "damaged", str(path)))
    return contents, problems


def _bytes(path: Path) -> bytes | None:
    with disk.told(path, "read"):
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None


def _result(place: Path, contents: Mapping[str, bytes]) -> Result:
    try:
        header = json.loads(contents[HEADER])
    except ValueError as error:
        _refuse(place / HEADER, f"is not JSON: {error}", "damaged")
    declared = as_json.columns_of(header)
    tables: dict[str, Table] = {}
    for name, columns in declared.items():
        path = place / f"{name}.parquet"
        if path.name not in contents:
            _refuse(path, "is missing from the manifest", "damaged")
        try:
            tables[name] = parquet.read(contents[path.name], columns)
        except (ValueError, AssertionError) as error:
            _refuse(path, f"is not the table declared: {error}", "damaged")
    return as_json.from_header(header, tables)


def _refuse(path: Path, message: str, code: str) -> NoReturn:
    raise WrongInput([Problem("", message, code, os.fspath(path))])
