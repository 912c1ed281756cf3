"""The soak goes on where it stopped, and says when and at which commit it was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak import Part, go_on, kept

TRIED = """
from tests.tried import tried

def test_cases(capsys):
    with capsys.disabled():
        print(f"{len(tried('CASES', 9))} of 9 random plants run")
    assert BAD not in tried("CASES", 9)
"""


def part(folder: Path, *, bad: int) -> Part:
    (folder / "test_tried.py").write_text(TRIED.replace("BAD", str(bad)))
    return Part("cases", str(folder / "test_tried.py"), "CASES", 4, 2)


def test_the_soak_goes_on_where_it_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept_at = tmp_path / "soak.jsonl"
    assert go_on([part(tmp_path, bad=3)], kept_at) == 1
    first = kept(kept_at)
    assert [(row["first"], row["passed"]) for row in first] == [
        (0, True),
        (2, False),
    ]
    assert "cases 2 to 3: FAILED" in capsys.readouterr().out
    with kept_at.open("a") as file:
        file.write('{"part": "cases", "fir')  # killed while it wrote
    assert go_on([part(tmp_path, bad=7)], kept_at) == 0
    told = capsys.readouterr().out
    assert kept(kept_at)[:2] == first
    assert [row["first"] for row in kept(kept_at)[2:]] == [2]
    assert f"{first[0]['date']} {first[0]['commit']} cases 0 to 1: passed" in told
    assert "2 of 9 random plants run" in told
