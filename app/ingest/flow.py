"""What a reader of a word processor's file gathers: paragraphs, with the links in them.

A Flow is the running text of one place (the body, a cell of a table, a note, a text box).
``document_of`` makes a Document of the paragraphs in the end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from app.engine import BlockKind, Document, Metadata, TextLink
from app.engine.furniture import furniture_of

_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_LONGEST_ROW_OF_LINES = 400
"""A table's row that holds several paragraphs in a cell is taken apart when it is longer."""
_NEAR_THE_TOP = 3
_ROMAN = tuple(
    zip(
        (100, 90, 50, 40, 10, 9, 5, 4, 1),
        "c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_MOST_ROMAN = 400
_LINKED = ("http://", "https://", "mailto:", "ftp://")


class Piece(NamedTuple):
    """A stretch of text, and the address that it leads to."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What will be a block, its text in pieces."""

    kind: BlockKind
    level: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The whole text, with the white space around it."""
        return "".join(piece.text for piece in self.pieces)


class Flow:
    """Gathers text into paragraphs."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.address = ""
        """Where the text added from now on leads to."""
        self.is_empty = True
        """Whether the paragraph that is being gathered has no text yet."""
        self._pieces: list[Piece] = []
        self._asides: list[Paragraph] = []

    def add(self, text: str) -> None:
        """More text of the paragraph that is being gathered."""
        if text:
            self._pieces.append(Piece(text, self.address))
            self.is_empty = self.is_empty and text.isspace()

    def add_aside(self, paragraphs: Iterable[Paragraph]) -> None:
        """What is anchored in the paragraph that is being gathered, and stands after it."""
        self._asides.extend(paragraphs)

    def end(self, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> None:
        """End the paragraph; an empty line in it parts it in two, and without text it is none."""
        for pieces in _parted(self._pieces):
            if any(piece.text.strip() for piece in pieces):
                self.paragraphs.append(Paragraph(kind, level, tuple(pieces)))
        self.paragraphs.extend(self._asides)
        self._pieces, self._asides, self.is_empty = [], [], True

    def add_row(self, cells: Iterable[Sequence[Paragraph]]) -> None:
        """A row of a table, as one paragraph with its cells parted by tabs.

        Empty cells leave nothing. A row of one cell, or one whose cells hold long prose (a
        table that only sets texts side by side), gives the paragraphs in its cells.
        """
        filled = [cell for cell in cells if cell]
        letters = sum(len(paragraph.text) for cell in filled for paragraph in cell)
        several = any(len(cell) > 1 for cell in filled)
        if len(filled) == 1 or (several and letters > _LONGEST_ROW_OF_LINES):
            for cell in filled:
                self.paragraphs.extend(cell)
        elif filled:
            lines = [_joined("\n", (_trimmed(p.pieces) for p in cell)) for cell in filled]
            row = tuple(_joined("\t", lines))
            self.paragraphs.append(Paragraph(BlockKind.PARAGRAPH, 0, row))


def note(mark: str, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs of a note at the end, the first with its mark."""
    return [
        replace(
            paragraph,
            kind=BlockKind.PARAGRAPH,
            level=0,
            pieces=(Piece(f"[{mark}] "), *_trimmed(paragraph.pieces)),
        )
        if number == 0
        else paragraph
        for number, paragraph in enumerate(paragraphs)
    ]


def roman(number: int) -> str:
    """How endnotes are numbered; past any that were ever written, in figures."""
    if number >= _MOST_ROMAN:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def document_of(
    paragraphs: Sequence[Paragraph],
    declared_title: str,
    metadata: Metadata,
    notices: Iterable[str],
) -> Document:
    """The document of these paragraphs; those with set phrases of web pages are furniture.

    Its title is the main heading near the top, else the one that the file declares, else the
    first heading.
    """
    furniture = set(furniture_of([paragraph.text.strip() for paragraph in paragraphs]))
    document = Document.of_blocks(
        (BlockKind.FURNITURE, paragraph.text, 0)
        if index in furniture
        else (paragraph.kind, paragraph.text, paragraph.level)
        for index, paragraph in enumerate(paragraphs)
    )
    written = (paragraph for paragraph in paragraphs if paragraph.text.strip())
    return replace(
        document,
        title=_title(document, " ".join(declared_title.split())),
        metadata=metadata,
        links=tuple(
            link
            for block, paragraph in zip(document.blocks, written, strict=True)
            for link in _links(paragraph.pieces, block.start, block.end)
        ),
        notices=tuple(notices),
    )


def _title(document: Document, declared: str) -> str:
    headings = [
        (place, block.level, " ".join(document.text_of(block).split()))
        for place, block in enumerate(b for b in document.blocks if not b.is_furniture)
        if block.kind is BlockKind.HEADING
    ]
    at_top = (text for place, level, text in headings if level == 1 and place < _NEAR_THE_TOP)
    return next(at_top, "") or declared or (headings[0][2] if headings else "")


def _links(pieces: Sequence[Piece], start: int, end: int) -> Iterator[TextLink]:
    """The links in a paragraph whose text, without the white space around it, has this span."""
    whole = "".join(piece.text for piece in pieces)
    place = start - (len(whole) - len(whole.lstrip()))
    begun = place
    for index, (text, address) in enumerate(pieces):
        place += len(text)
        if index + 1 < len(pieces) and pieces[index + 1].address == address:
            continue
        link = TextLink(max(begun, start), min(place, end), address)
        begun = place
        if address.lower().startswith(_LINKED) and link.start < link.end:
            yield link


def _trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the white space around the whole."""
    text = "".join(piece.text for piece in pieces)
    start = len(text) - len(text.lstrip())
    return next(_cut(pieces, [(start, len(text.rstrip()))]))


def _joined(separator: str, parts: Iterable[Sequence[Piece]]) -> list[Piece]:
    joined: list[Piece] = []
    for part in parts:
        if joined:
            joined.append(Piece(separator))
        joined.extend(part)
    return joined


def _parted(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """The pieces between the empty lines."""
    text = "".join(piece.text for piece in pieces)
    gaps = [gap.span() for gap in _EMPTY_LINES.finditer(text)]
    if not gaps:
        return iter([pieces])
    starts = [0, *(end for _, end in gaps)]
    return _cut(pieces, zip(starts, [*(start for start, _ in gaps), len(text)], strict=True))


def _cut(pieces: Sequence[Piece], spans: Iterable[tuple[int, int]]) -> Iterator[list[Piece]]:
    """The pieces of each of these spans of the text."""
    places = list(accumulate((len(piece.text) for piece in pieces), initial=0))
    for start, end in spans:
        kept: list[Piece] = []
        index = bisect_right(places, start, hi=len(pieces)) - 1
        while 0 <= index < len(pieces) and places[index] < end:
            text, address = pieces[index]
            part = text[max(start - places[index], 0) : end - places[index]]
            if part:
                kept.append(Piece(part, address))
            index += 1
        yield kept
