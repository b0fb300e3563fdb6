"""The notes at the foot of a PDF's pages, and the marks in the text that lead to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.ingest.pdf_layout import Layout
from app.ingest.pdf_lines import RAISED, RAISED_END, Line

_SMALLER = 0.93
_MARKED = re.compile(
    rf"{RAISED}(\w{{1,3}}){RAISED_END}[ \t]*|(\d{{1,3}})(?:[ \t]+|(?=[^\W\da-z_]))|([*†‡§¶])[ \t]*"
)
_MARK = re.compile(rf"{RAISED}(\w{{1,3}}){RAISED_END}")


def split_notes(
    columns: Sequence[Sequence[Line]], layout: Layout
) -> tuple[list[list[Line]], list[Line]]:
    """The columns without the notes below them, and the notes' lines."""
    texts: list[list[Line]] = []
    notes: list[Line] = []
    for column in columns:
        cut = len(column)
        while cut and column[cut - 1].size <= _SMALLER * layout.size:
            cut -= 1
        while cut < len(column) and not (notes or _MARKED.match(column[cut].text)):
            cut += 1
        texts.append(list(column[:cut]))
        notes += column[cut:]
    return texts, notes


def note_mark(text: str) -> str:
    """The mark that a note begins with, or ""."""
    found = _MARKED.match(text)
    return next(filter(None, found.groups()), "") if found else ""


def without_mark(text: str) -> str:
    """A note without its mark."""
    return _MARKED.sub("", text, count=1)


def shown(text: str, notes: set[str]) -> str:
    """The text with the marks that lead to notes in brackets, and other raised letters as such."""
    return _MARK.sub(lambda mark: f"[{mark[1]}]" if mark[1] in notes else mark[1], text)
