"""A comparison as a unified patch: it makes the plain text of b from that of a.

Lines are compared by what the script says, never again: blocks that it keeps whole are kept, and
all others replaced. So the patch takes time linear in the texts, and says what the page says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.engine import Comparison, Fate
from app.export.about import About
from app.export.plain import block_lines, encoded
from app.export.script import script

CONTEXT = 3
"""So many unchanged lines stand around a change."""

_KEPT, _REMOVED, _ADDED = " ", "-", "+"


class _Line(NamedTuple):
    sign: str
    text: str


def patch(comparison: Comparison, about: About) -> bytes:
    """The patch, in UTF-8; empty when both plain texts are the same."""
    lines = list(_lines(comparison))
    if all(line.sign == _KEPT for line in lines):
        return b""
    head = [f"--- {about.stem_a}.txt", f"+++ {about.stem_b}.txt"]
    return encoded([*head, *_hunks(lines)])


def _lines(comparison: Comparison) -> Iterator[_Line]:
    """Both plain texts as one, what was removed before what was added."""
    removed: list[str] = []
    added: list[str] = []
    is_first_a = is_first_b = True
    for block_a, block_b in _facing(comparison):
        if block_a is not None and block_a == block_b:
            if is_first_a == is_first_b:
                yield from _replaced(removed, added)
                if not is_first_a:
                    yield _Line(_KEPT, "")
            else:
                (added if is_first_a else removed).append("")
                yield from _replaced(removed, added)
            removed, added = [], []
            yield from (_Line(_KEPT, line) for line in block_lines(block_a))
            is_first_a = is_first_b = False
            continue
        if block_a is not None:
            removed.extend([] if is_first_a else [""])
            removed.extend(block_lines(block_a))
            is_first_a = False
        if block_b is not None:
            added.extend([] if is_first_b else [""])
            added.extend(block_lines(block_b))
            is_first_b = False
    yield from _replaced(removed, added)


def _facing(comparison: Comparison) -> Iterator[tuple[str | None, str | None]]:
    """The blocks of both texts in order: the same on both sides, or of one of them only."""
    text_a = text_b = ""
    for paragraph in script(comparison):
        for step in paragraph.steps:
            text_a += step.text if step.fate is not Fate.ADDED else ""
            text_b += step.text if step.fate is not Fate.REMOVED else ""
        if paragraph.fate is Fate.KEPT and text_a == text_b:
            yield text_a, text_b
            text_a = text_b = ""
        else:
            if paragraph.fate is not Fate.ADDED:
                yield text_a, None
                text_a = ""
            if paragraph.fate is not Fate.REMOVED:
                yield None, text_b
                text_b = ""


def _replaced(removed: Sequence[str], added: Sequence[str]) -> Iterator[_Line]:
    """Lines put for others; those that both begin or end with are kept."""
    most = min(len(removed), len(added))
    head = next((i for i in range(most) if removed[i] != added[i]), most)
    most -= head
    tail = next((i for i in range(most) if removed[-1 - i] != added[-1 - i]), most)
    yield from (_Line(_KEPT, line) for line in removed[:head])
    yield from (_Line(_REMOVED, line) for line in removed[head : len(removed) - tail])
    yield from (_Line(_ADDED, line) for line in added[head : len(added) - tail])
    yield from (_Line(_KEPT, line) for line in removed[len(removed) - tail :])


def _hunks(lines: Sequence[_Line]) -> Iterator[str]:
    """The stretches with changes, each below the line that says where it stands."""
    at_a = at_b = done = 0
    for start, end in _stretches(lines):
        at_a, at_b = at_a + start - done, at_b + start - done  # what lies between was kept
        part = lines[start:end]
        count_a = sum(line.sign != _ADDED for line in part)
        count_b = sum(line.sign != _REMOVED for line in part)
        yield f"@@ -{_range(at_a, count_a)} +{_range(at_b, count_b)} @@"
        yield from (line.sign + line.text for line in part)
        at_a, at_b, done = at_a + count_a, at_b + count_b, end


def _stretches(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Where changes stand with the lines around them; those that would touch are one."""
    start = end = -1
    for number, line in enumerate(lines):
        if line.sign == _KEPT:
            continue
        if start < 0:
            start = max(0, number - CONTEXT)
        elif number - CONTEXT > end:
            yield start, end
            start = number - CONTEXT
        end = min(len(lines), number + 1 + CONTEXT)
    if start >= 0:
        yield start, end


def _range(before: int, count: int) -> str:
    """Where lines stand, counted from 1; an empty range stands after the line before it."""
    return f"{before + 1 if count else before},{count}"
