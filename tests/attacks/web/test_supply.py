"""What the program is built on: pinned to the letter; and no warning of a linter unanswered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 30
    for line in lines:
        assert re.match(r"[a-z0-9._-]+(?:\[[\w,]+\])?==\S+ ", line), line[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), line[:80]
        assert "://" not in line


def test_every_warning_about_safety_that_is_let_be_says_why() -> None:
    let_be = [
        (path.name, line)
        for path in (ROOT / "app").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"#\s*noqa(?!: )|#\s*noqa:[^#]*\bS\d", line)
    ]
    assert let_be, "this looks in the wrong place"
    for name, line in let_be:
        assert re.search(r"# noqa: S\d+(?:, ?\w+)*  # \w+ \w+", line), (name, line)


def test_templates_let_nothing_past_the_escaping() -> None:
    marked = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "autoescape" not in text, path
        if re.search(r"\| *safe\b", text):
            marked.add(path.name)
        assert not re.search(r"<script(?![^>]* src=)|\son\w+=|javascript:|<[^>]* style=", text), (
            path
        )
    # There it is only names of its own that are put before others.
    assert marked == {"comparison.html"}
