"""The marks of list items in a PDF: bullets and numbers that the format drew before the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.ingest.pdf_lines import Line

_BULLETS = frozenset("•‣◦▪▫■□●○◆◇▶►➢➤✓✔★❖⁃∙·\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf0a8\uf02d\uf06c\uf09f")
_DASHES = frozenset("-–—*o")
_NUMBER = re.compile(r"\(?(?:(\d{1,3})|([a-z])|[ivx]{2,5})[.)]", re.I)
_WIDE, _WIDER = 0.45, 1.3
"""A gap of this share of the size, and wider than the line's spaces, is a mark's and no space."""
_SAME = 1.5
_INDENTED = 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of an item: its length in the line's text, and where the text after it begins."""

    length: int
    left: float


def marks_of(lines: Sequence[Line]) -> dict[int, Mark]:
    """The marks by the index of the line that each begins."""
    found: dict[int, Mark] = {}
    numbers: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        first = re.split(r"[ \t]", line.text, maxsplit=1)[0]
        if len(first) == len(line.text):
            continue
        mark = Mark(len(first) + 1, line.second_left)
        wide = _is_wide(line)
        if first in _BULLETS or (first in _DASHES and wide):
            found[index] = mark
        elif number := _NUMBER.fullmatch(first):
            if wide and (_is_indented(line) or _hangs(lines, index)):
                found[index] = mark
            numbers.append((index, _value(number)))
    for (here, value), (there, other) in pairwise(numbers):
        if other == value + 1 and abs(lines[here].second_left - lines[there].second_left) < _SAME:
            for index in (here, there):
                line = lines[index]
                if index not in found and (_is_wide(line) or _is_indented(line)):
                    length = len(re.split(r"[ \t]", line.text, maxsplit=1)[0]) + 1
                    found[index] = Mark(length, line.second_left)
    return found


def _value(number: re.Match[str]) -> int:
    if number[1]:
        return int(number[1])
    return ord(number[2].lower()) if number[2] else -1


def _is_wide(line: Line) -> bool:
    return line.first_gap >= max(_WIDE * line.size, _WIDER * line.space)


def _is_indented(line: Line) -> bool:
    return line.left > line.margin + _INDENTED * line.size


def _hangs(lines: Sequence[Line], index: int) -> bool:
    """Whether the line after stands below the text and not below the mark."""
    after = lines[index + 1] if index + 1 < len(lines) else None
    return after is not None and abs(after.left - lines[index].second_left) < _SAME
