"""Words → pieces of lines → lines: what stands on one baseline, from left to right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.ingest.pdf_words import Word, is_right_to_left

_WIDE = 1.0
"""A gap of so many times the type's size may part two columns, unless others are as wide."""
_AS_WIDE = 1.6
_WIDEST = 4.0
_CELL, _CELL_OF_SPACED, _CELL_OF_FULL = 1.9, 0.5, 6.0
"""A gap parts the cells of a table when it is so wide: as a rule, where spaces are drawn, and in a
line that fills its column, where spaces are stretched."""
_SAME_LINE, _RAISED = 0.2, 0.6
_SAME_SIZE = 0.06
_NO_GAP = 0.15
_TIGHT = 0.05
_NEARLY_ALL = 0.9
_SMALL, _HIGH = 0.8, 0.15

RAISED, RAISED_END = "\x0e", "\x0f"
"""Around raised signs in a line's text, which may lead to a note; no letters of a PDF are these."""


@dataclass(slots=True)
class Piece:
    """Words that follow each other on a baseline, without a wide gap."""

    words: list[Word]
    left: float
    right: float
    base: float
    size: float
    rightwards: bool = True

    @property
    def letters(self) -> int:
        """How many letters its words have."""
        return sum(len(word.text) for word in self.words)


@dataclass(slots=True)
class Line:
    """A line of text as a reader sees it; cells of a table are parted by tabs in ``text``."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    first_width: float
    """The width of its first word."""
    second_left: float
    """Where its second word begins, or its end."""
    first_gap: float
    """The gap after the first word."""
    space: float
    """The usual gap between its words; 0 when there are fewer than three words."""
    words: list[Word]
    region: int = 0
    page: int = 0
    margin: float = 0.0
    """Where the lines of its column begin ..."""
    reach: float = 0.0
    """... and how far to the right they go."""
    justified: bool = False
    """Whether its column is: then only a paragraph's last line ends before the reach."""

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left


def pieces_of(words: Iterable[Word]) -> list[Piece]:
    """The words put together as they follow each other in the file."""
    found: list[Piece] = []
    run: list[Word] = []
    for word in words:
        if run and not _follows(run, word):
            found += _split(run)
            run = []
        run.append(word)
    return found + _split(run) if run else found


def _follows(run: Sequence[Word], word: Word) -> bool:
    """Whether a word stands on the baseline of those before, not far from the last."""
    last = run[-1]
    size = max(last.size, word.size)
    same = abs(last.size - word.size) <= _SAME_SIZE * size
    if abs(last.base - word.base) > (_SAME_LINE if same else _RAISED) * size:
        return False
    if _is_backwards(last) or _is_backwards(word):
        return not word.opens
    return -_NO_GAP * size < word.left - last.right < _WIDEST * size


def _split(run: Sequence[Word]) -> list[Piece]:
    """The run cut at its wide gaps, those that are wider than the spaces of a stretched line."""
    usual = _usual_gap(run)
    found = [_piece(run[0])]
    for last, word in pairwise(run):
        piece = found[-1]
        limit = max(_WIDE * max(last.size, word.size), _AS_WIDE * usual)
        if word.left - last.right > limit and piece.rightwards and not _is_backwards(word):
            found.append(_piece(word))
            continue
        piece.words.append(word)
        piece.left, piece.right = min(piece.left, word.left), max(piece.right, word.right)
        if word.size > piece.size:
            piece.base, piece.size = word.base, word.size
        piece.rightwards = piece.rightwards and not _is_backwards(word)
    return found


def _piece(word: Word) -> Piece:
    return Piece([word], word.left, word.right, word.base, word.size, not _is_backwards(word))


def _is_backwards(word: Word) -> bool:
    return is_right_to_left(ord(word.text[0]))


def _usual_gap(words: Sequence[Word]) -> float:
    """The gap in the middle of all gaps between words; of two, the narrower; of one, none."""
    gaps = sorted(
        gap
        for last, word in pairwise(words)
        if (gap := word.left - last.right) > _NO_GAP * word.size
    )
    return gaps[(len(gaps) - 1) // 2] if len(gaps) > 1 else 0.0


def rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces that stand beside each other, from the top down."""
    rows: list[list[Piece]] = []
    lead: Piece | None = None
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        if lead is not None:
            larger = max(lead.size, piece.size)
            same = abs(lead.size - piece.size) <= _SAME_SIZE * larger
            apart = abs(lead.base - piece.base)
            near = apart <= _SAME_LINE * larger
            if near or (not same and apart <= _RAISED * larger and _is_between(lead, piece)):
                rows[-1].append(piece)
                if piece.size > lead.size:
                    lead = piece
                continue
        rows.append([piece])
        lead = piece
    return rows


def _is_between(lead: Piece, piece: Piece) -> bool:
    """Whether a raised or lowered piece is beside another and not above or below it."""
    shared = min(lead.right, piece.right) - max(lead.left, piece.left)
    return shared < 0.3 * min(piece.right - piece.left, lead.right - lead.left)


def draws_spaces(words: Sequence[Word]) -> bool:
    """Whether the spaces of a text are in its file, rather than left out between words."""
    return sum(word.spaced for word in words) > 0.5 * len(words)


def line_of(row: Sequence[Piece], reach: float = 0.0, spaced: bool = False) -> Line:
    """The line that pieces beside each other make.

    ``reach`` is how far the lines of its column go; ``spaced``: its file draws the spaces.
    """
    if all(piece.rightwards for piece in row):
        words = sorted((word for piece in row for word in piece.words), key=_left)
    else:
        row = sorted(row, key=lambda piece: -piece.right)
        words = [word for piece in row for word in piece.words]
    size = _main_size(words)
    base = next(word.base for word in words if word.size >= size * (1 - _SAME_SIZE))
    full = max(word.right for word in words) > reach - size
    usual = _usual_gap(words)
    cell = (_CELL_OF_SPACED if spaced and not full else _CELL) * size
    cell = max(cell, _AS_WIDE * usual) if usual or not full else _CELL_OF_FULL * size
    texts = [_shown(word, size, base) for word in words]
    parts = texts[:1]
    first: tuple[float, Word] | None = None  # where the first word ended, and the one after it
    for last, word, text in zip(words, words[1:], texts[1:], strict=False):
        between = _between(last, word, size, cell)
        if between and first is None:
            first = last.right, word
        parts += between, text
    left, right = min(word.left for word in words), max(word.right for word in words)
    letters = sum(len(word.text) for word in words)
    return Line(
        text="".join(parts),
        left=left,
        right=right,
        base=base,
        size=size,
        bold=sum(len(word.text) for word in words if word.bold) > _NEARLY_ALL * letters,
        first_width=(first[0] if first else right) - words[0].left,
        second_left=first[1].left if first else right,
        first_gap=first[1].left - first[0] if first else 0.0,
        space=usual,
        words=words,
    )


def _shown(word: Word, size: float, base: float) -> str:
    raised = word.size < _SMALL * size and word.base > base + _HIGH * size
    if raised and len(word.text) <= 3 and word.text.isalnum():
        return f"{RAISED}{word.text}{RAISED_END}"
    return word.text


def _left(word: Word) -> float:
    return word.left


def _between(last: Word, word: Word, size: float, cell: float) -> str:
    gap = max(word.left - last.right, last.left - word.right)
    spaced = word.spaced and not word.opens
    if gap > (max(cell, _CELL_OF_FULL * size) if spaced else cell):
        return "\t"
    return " " if gap > _NO_GAP * size or (spaced and gap > -_TIGHT * size) else ""


def _main_size(words: Sequence[Word]) -> float:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0]
