"""Patches, applied by a small reader of our own and by the program that they are for."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given

from app.engine import Comparison, compare_texts
from app.export.patch import patch
from app.export.plain import plain_text
from tests.engine.golden import Case, read_cases
from tests.engine.texts import pairs, thorough

from .about import ABOUT

_HUNK = re.compile(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@")


def lines_of(data: bytes) -> list[str]:
    return data.decode().split("\n")[:-1]


def applied(old: list[str], told: list[str]) -> list[str]:
    """The new lines, every hunk in the very place that it names."""
    assert not told or [line[:4] for line in told[:2]] == ["--- ", "+++ "]
    new: list[str] = []
    at, number = 0, 2
    while number < len(told):
        head = _HUNK.fullmatch(told[number])
        assert head, told[number]
        start_a, count_a, start_b, count_b = map(int, head.groups())
        start = start_a - (count_a > 0)
        new.extend(old[at:start])
        assert len(new) == start_b - (count_b > 0)
        at, number, was = start, number + 1, len(new)
        while number < len(told) and not told[number].startswith("@@"):
            sign, line = told[number][0], told[number][1:]
            if sign in " -":
                assert old[at] == line
                at += 1
            if sign in " +":
                new.append(line)
            number += 1
        assert (at - start, len(new) - was) == (count_a, count_b)
    return new + old[at:]


def assert_applies(comparison: Comparison) -> None:
    old, new = (lines_of(plain_text(s.document)) for s in (comparison.a, comparison.b))
    assert applied(old, lines_of(patch(comparison, ABOUT))) == new


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_every_golden_case_applies(case: Case) -> None:
    assert_applies(compare_texts(case.a, case.b))


@thorough
@given(pairs)
def test_any_patch_applies(pair: tuple[str, str]) -> None:
    assert_applies(compare_texts(*pair))


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_the_program_applies_it(case: Case, tmp_path: Path) -> None:
    comparison = compare_texts(case.a, case.b)
    told = patch(comparison, ABOUT)
    file = tmp_path / "boats-1.txt"
    file.write_bytes(plain_text(comparison.a.document))
    program = shutil.which("patch")
    assert program, "There is no patch here: make test installs it, or apt-get install patch."
    if told:
        done = subprocess.run(
            [program, "--fuzz=0", "--no-backup-if-mismatch", str(file)],
            input=told, capture_output=True, cwd=tmp_path, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        assert b"offset" not in done.stdout
    assert file.read_bytes() == plain_text(comparison.b.document)


def test_it_looks_as_such_files_do() -> None:
    paragraphs = [f"Paragraph {number} stays as it is." for number in range(8)]
    a = "\n\n".join([*paragraphs, "The boat left at nine."])
    b = "\n\n".join([*paragraphs, "The boat left at ten.", "Nobody waved."])
    assert patch(compare_texts(a, b), ABOUT).decode() == (
        "--- boats-1.txt\n+++ boats-2.txt\n@@ -14,4 +14,6 @@\n \n Paragraph 7 stays as it is.\n \n"
        "-The boat left at nine.\n+The boat left at ten.\n+\n+Nobody waved.\n"
    )


def test_texts_that_are_the_same_need_no_patch() -> None:
    assert patch(compare_texts("The same.", "The same."), ABOUT) == b""
