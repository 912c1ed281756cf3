"""A saved result is whole or not there, whatever happens while it is saved."""

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from zauyt.errors import WrongInput, ZauytError
from zauyt.results import disk, folder
from zauyt.results.folder import load, save


def names(place):
    return sorted(entry.name for entry in place.iterdir())


def test_a_saved_result_loads_back_equal(result, tmp_path):
    assert save(result, tmp_path / "made" / "here") == tmp_path / "made" / "here"
    assert load(tmp_path / "made" / "here") == result
    assert names(tmp_path / "made") == ["here"]


def test_the_same_result_gives_the_same_bytes(result, tmp_path):
    for name in ("one", "two"):
        save(result, tmp_path / name)
    for path in (tmp_path / "one").rglob("*.*"):
        twin = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == twin.read_bytes()


def test_an_empty_folder_is_taken(result, tmp_path):
    (tmp_path / "empty").mkdir()
    save(result, tmp_path / "empty")
    assert load(tmp_path / "empty") == result


def test_a_result_gives_way_only_when_asked(result, tmp_path):
    other = replace(result, seed=2)
    save(result, tmp_path / "r")
    with pytest.raises(WrongInput, match="holds a result already"):
        save(other, tmp_path / "r")
    assert load(tmp_path / "r") == result
    save(other, tmp_path / "r", replace=True)
    assert load(tmp_path / "r") == other
    assert len(names(tmp_path / "r")) == 2


def test_what_is_no_result_never_gives_way(result, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    (tmp_path / "file").write_text("dear")
    for name in ("mine", "file"):
        with pytest.raises(WrongInput):
            save(result, tmp_path / name, replace=True)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"
    assert (tmp_path / "file").read_text() == "dear"
    assert names(tmp_path) == ["file", "mine"]


def test_files_of_the_user_in_a_result_survive_its_replacement(result, tmp_path):
    save(result, tmp_path / "r")
    (tmp_path / "r" / "notes.txt").write_text("mine")
    save(result, tmp_path / "r", replace=True)
    assert (tmp_path / "r" / "notes.txt").read_text() == "mine"


def test_every_damaged_byte_is_found(result, tmp_path):
    place = save(result, tmp_path / "r")
    chance = random.Random(1)
    for path in [each for each in place.rglob("*") if each.is_file()]:
        whole = path.read_bytes()
        for at in sorted(chance.sample(range(len(whole)), min(40, len(whole)))):
            spoilt = bytearray(whole)
            spoilt[at] ^= 1 << chance.randrange(8)
            path.write_bytes(spoilt)
            with pytest.raises(WrongInput, match=r"damaged|not the manifest|newer"):
                load(place)
        path.write_bytes(whole)
    assert load(place) == result


def test_all_missing_and_cut_files_are_named_at_once(result, tmp_path):
    place = save(result, tmp_path / "r")
    (place / "1" / "runs.parquet").unlink()
    cut = place / "1" / "result.json"
    cut.write_bytes(cut.read_bytes()[:-5])
    with pytest.raises(WrongInput) as refusal:
        load(place)
    problems = {Path(p.file).name: p.message for p in refusal.value.problems}
    assert set(problems) == {"runs.parquet", "result.json"}
    assert "missing" in problems["runs.parquet"]
    assert "damaged" in problems["result.json"]


def test_what_is_no_result_is_not_loaded(tmp_path):
    with pytest.raises(WrongInput, match="is not a folder"):
        load(tmp_path / "nothing")
    with pytest.raises(WrongInput, match=r"has no manifest\.json"):
        load(tmp_path)
    for text in ("", "[]", "{}", "[" * 100_000, '{"program": "zauyt result"}'):
        (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(WrongInput):
            load(tmp_path)


def manifest_with(place, **changes):
    path = place / "manifest.json"
    given = json.loads(path.read_text()) | changes
    del given["sha256"]
    given["sha256"] = folder._checksum(given)
    path.write_text(json.dumps(given))


def test_a_newer_version_is_named(result, tmp_path):
    place = save(result, tmp_path / "r")
    manifest_with(place, format=2, version="9.1")
    with pytest.raises(WrongInput, match=r"newer version 9\.1 in format 2"):
        load(place)
    with pytest.raises(WrongInput, match="newer"):
        save(result, place, replace=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"content": "../1"},
        {"content": 1},
        {"files": {"result.json": {}, "../../secret.parquet": {}}},
        {"files": {"result.json": {}, "/etc/passwd": {}}},
        {"files": ["result.json"]},
        {"files": {}},
    ],
)
def test_a_manifest_cannot_lead_out_of_its_folder(result, tmp_path, changes):
    place = save(result, tmp_path / "r")
    manifest_with(place, **changes)
    with pytest.raises(WrongInput, match="names what no result has"):
        load(place)


SAVER = """
import sys
import numpy as np
from zauyt.results.column import Column
from zauyt.results.folder import save
from zauyt.results.result import Result, Table

place, first = sys.argv[1], int(sys.argv[2])
for seed in range(first, first + 10_000):
    numbers = np.random.default_rng(seed).normal(size=2000)
    seeds = [seed] * 2000
    table = Table({Column("x", "1", ""): numbers, Column("seed", "1", ""): seeds})
    made = Result(study="simulate", plant="p", plant_id="0", seed=seed,
                  tables={"runs": table, "more": table})
    save(made, place + "/replaced", replace=True)
    print(seed, flush=True)
    save(made, f"{place}/new{seed}")
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_after_a_kill_at_any_moment_every_folder_in_sight_is_whole(tmp_path):
    chance = random.Random(3)
    for first in range(0, 60_000, 10_000):
        saver = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(tmp_path), str(first)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        wanted = chance.randrange(1, 4)
        said = [saver.stdout.readline() for _ in range(wanted)]
        assert said[0].strip() == str(first)
        time.sleep(chance.uniform(0, 0.05))
        saver.send_signal(signal.SIGKILL)
        said += saver.stdout.read().split()
        saver.stdout.close()
        assert saver.wait() == -signal.SIGKILL
        # What was said to be saved is there: every new folder before the last seed.
        for seed in range(first, int(said[-1])):
            assert load(tmp_path / f"new{seed}").seed == seed
        seen = int(said[-1])
        for place in tmp_path.glob("[!.]*"):
            found = load(place)
            assert found.tables["runs"] == found.tables["more"]
            assert set(found.tables["runs"]["seed"].tolist()) == {found.seed}
            assert place.name in ("replaced", f"new{found.seed}")
        assert load(tmp_path / "replaced").seed in (seen, seen + 1)


STEPPER = """
import os, signal, sys
from pathlib import Path
from zauyt.results import folder
from zauyt.results.result import Result

def made(seed):
    return Result(study="simulate", plant="p", plant_id="0", seed=seed)

FILE_EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir")

def killed_at(step, action):
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left = [step]
    def hook(event, arguments):
        if event in FILE_EVENTS:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    action()
    os._exit(0)

root = Path(sys.argv[1])
steps = kept = 0
while True:
    steps += 1
    place = root / f"new{steps}"
    alive = not killed_at(steps, lambda: folder.save(made(1), place))
    if place.exists():
        assert folder.load(place) == made(1)
        kept += 1
    if alive:
        break
new = steps
place = folder.save(made(1), root / "replaced")
steps, found = 0, set()
while True:
    steps += 1
    alive = not killed_at(steps, lambda: folder.save(made(2), place, replace=True))
    seed = folder.load(place).seed
    assert folder.load(place) == made(seed)
    found.add((alive, seed))
    if alive:
        break
    folder.save(made(1), place, replace=True)
assert {seed for _, seed in found} == {1, 2} and (True, 2) in found
print(new, kept, steps)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_kill_before_any_step_of_a_save_leaves_the_old_or_the_new(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", STEPPER, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    new, kept, replaced = map(int, done.stdout.split())
    assert new > 6
    assert replaced > 6
    assert 1 <= kept < new


def test_leavings_of_a_kill_are_removed_by_a_later_save(result, tmp_path):
    place = save(result, tmp_path / "r")
    old, young = tmp_path / f"{disk.SAVING}old", tmp_path / f"{disk.SAVING}young"
    orphan = place / "7"
    for left in (old, young, orphan):
        left.mkdir()
    for left in (old, orphan):
        os.utime(left, (0, 0))
    save(replace(result, seed=5), place, replace=True)
    assert not old.exists()
    assert not orphan.exists()
    assert young.exists()
    assert load(place).seed == 5


LIMITED = """
import resource, signal, sys
from pathlib import Path
from zauyt.errors import ZauytError
from zauyt.results.as_json import from_json
from zauyt.results.folder import load, save

result = from_json(Path(sys.argv[1]).read_text(encoding="utf-8"))
place = Path(sys.argv[2])
if sys.argv[3] == "limit":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))
told = []
for name, replaced in (("new", False), ("there", True)):
    try:
        save(result, place / name, replace=replaced)
    except ZauytError as error:
        told.append(str(error))
print("|".join(told))
"""


def saved_in(result, tmp_path, place, *prefix, how):
    from zauyt.results.as_json import to_json

    (tmp_path / "given.json").write_text(to_json(result), encoding="utf-8")
    script = [sys.executable, "-c", LIMITED, str(tmp_path / "given.json"), str(place)]
    return subprocess.run(
        [*prefix, *script, how],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )


@pytest.mark.skipif(os.name != "posix", reason="limits of file size")
def test_a_file_that_may_not_grow_is_told_and_leaves_nothing(result, tmp_path):
    place = tmp_path / "full"
    before = replace(result, seed=9)
    save(before, place / "there")
    done = saved_in(result, tmp_path, place, how="limit")
    assert done.returncode == 0, done.stderr
    new, there = done.stdout.split("|")
    assert "new: a file may not grow any further here; nothing was saved" in new
    assert "there: a file may not grow" in there
    assert names(place) == ["there"]
    assert names(place / "there") == ["1", "manifest.json"]
    assert load(place / "there") == before


def mounts():
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    tried = subprocess.run(
        ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True
    )
    return tried.returncode == 0


@pytest.mark.skipif(not mounts(), reason="cannot mount a small disk here")
def test_a_full_disk_is_told_and_leaves_nothing(result, tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    listing = 'mount -t tmpfs -o size=8k none "$0" && "$@"; ls -A "$0"'
    done = saved_in(
        result,
        tmp_path,
        place,
        "unshare",
        "-rm",
        "sh",
        "-c",
        listing,
        place,
        how="full",
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.strip().splitlines()
    assert "new: the disk is full; nothing was saved" in lines[0]
    assert "there: the disk is full; nothing was saved" in lines[0]
    assert lines[1:] == []


def test_a_device_without_room_is_told_in_words(tmp_path):
    with (
        pytest.raises(ZauytError, match="the disk is full") as told,
        disk.told(tmp_path),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert isinstance(told.value.__cause__, OSError)


@pytest.mark.skipif(os.name != "posix", reason="a name longer than the system takes")
def test_a_place_that_the_system_refuses_is_told_in_words(result, tmp_path):
    with pytest.raises(ZauytError, match="cannot write"):
        save(result, tmp_path / ("x" * 300))
    (tmp_path / "file").write_text("")
    with pytest.raises(ZauytError, match="cannot write"):
        save(result, tmp_path / "file" / "under")


def test_two_writers_of_one_folder_leave_a_whole_result(result, tmp_path):
    place = save(result, tmp_path / "r")
    one = folder._files(replace(result, seed=11))
    old = folder._replaceable(place, replace=True)
    save(replace(result, seed=12), place, replace=True)
    folder._save_over(one, place, old)
    assert load(place).seed == 11
    save(replace(result, seed=13), place, replace=True)
    assert load(place).seed == 13
