"""The pieces of a page → its columns, in the order in which they are read.

Two columns are told from a table by what stands in them: lines of several words. What goes
across both (a heading, a picture's caption) parts the page into bands, and each band is read
column by column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from statistics import mean
from typing import NamedTuple

from app.ingest.pdf_lines import Piece, rows_of

_BUCKETS = 150
_CROSSED = 0.4
"""A gutter is crossed by a smaller share of the pieces than this."""
_EDGE = 0.12
"""No gutter is this near to the side of the text, in parts of its width."""
_FEWEST_LINES = 3
_FEWEST_WORDS = 3.0
"""Lines of text have so many words on average; the cells of a table have fewer."""
_LEAST_SHARE = 0.12
_DEEPEST = 3
_MOST_PIECES, _MOST_GUTTERS = 3_000, 6
"""A newspaper's page has a thousand pieces; past the bound a page is read as one column."""
_NEAR = 6.0
"""Gutters on two pages are the same when they are about so near, in points ..."""
_USUAL = 2
"""... and usual when so many pages have them."""
_SLACK = 0.5

Column = list[Piece]


def columns_of(pages: Sequence[Sequence[Piece]]) -> list[list[Column]]:
    """The columns of each page in reading order; together they have every piece once.

    A gutter that several pages have is looked for on the others too, where one side may have
    no more than a line.
    """
    cuts = [_cut(pieces, _gutters(pieces)) for pieces in pages]
    known = Counter(round(cut.gutter / _NEAR) * _NEAR for cut in cuts if cut)
    usual = [gutter for gutter, count in known.items() if count >= _USUAL]
    return [
        _read(pieces, cut or _cut(pieces, usual, surely=True))
        for pieces, cut in zip(pages, cuts, strict=True)
    ]


class _Cut(NamedTuple):
    """A page, or a part of one, with a gutter through it."""

    gutter: float
    bands: list[_Band]


def _cut(pieces: Sequence[Piece], gutters: Sequence[float], *, surely: bool = False) -> _Cut | None:
    """The cut for which the most letters speak; ``surely``: the gutters are known to be ones."""
    best = None
    if len(pieces) < 2 * _FEWEST_LINES:
        return None
    most = 0.0 if surely else _LEAST_SHARE * sum(piece.letters for piece in pieces)
    for gutter in gutters:
        bands = _bands(pieces, gutter)
        for band in bands:
            band.judge(surely=surely)
        score = sum(band.score for band in bands)
        if score > most:
            best, most = _Cut(gutter, bands), score
    return best


def _read(pieces: Sequence[Piece], cut: _Cut | None, depth: int = 1) -> list[Column]:
    """The columns of a page with a cut through it, from the top down and from the left."""
    if cut is None:
        return [list(pieces)] if pieces else []
    found: list[Column] = []
    across: Column = []
    for band in cut.bands:
        across += band.across
        if not band.score:
            across += band.left + band.right
            continue
        if across:
            found.append(across)
            across = []
        for side in (band.left, band.right):
            deeper = _cut(side, _gutters(side)) if depth < _DEEPEST else None
            found += _read(side, deeper, depth + 1)
    if across:
        found.append(across)
    return found


def _gutters(pieces: Sequence[Piece]) -> list[float]:
    """Places from left to right that few pieces cross, the middle of each stretch of them."""
    if not pieces or len(pieces) > _MOST_PIECES:
        return []
    start, end = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    width = (end - start) / _BUCKETS
    if width <= 0:
        return []
    crossed = _crossed(pieces, start, width)
    found: list[tuple[int, float]] = []
    place, last = int(_EDGE * _BUCKETS), _BUCKETS - int(_EDGE * _BUCKETS)
    while place < last:
        stop = place
        while stop < last and crossed[stop] == crossed[place]:
            stop += 1
        few = crossed[place] <= _CROSSED * len(pieces)
        if few and crossed[place - 1] >= crossed[place] < crossed[stop]:
            found.append((crossed[place], start + width * (place + stop) / 2))
        place = stop
    return [gutter for _, gutter in sorted(found)[:_MOST_GUTTERS]]


def _crossed(pieces: Sequence[Piece], start: float, width: float) -> list[int]:
    """How many pieces lie over each of the buckets that the width is parted into."""
    steps = [0] * (_BUCKETS + 2)
    for piece in pieces:
        steps[min(int((piece.left - start) / width), _BUCKETS)] += 1
        steps[min(int((piece.right - start) / width), _BUCKETS) + 1] -= 1
    return list(accumulate(steps))


class _Band:
    """What stands across a gutter, and below it what stands to its left and its right."""

    def __init__(self) -> None:
        self.across: Column = []
        self.left: Column = []
        self.right: Column = []
        self.score = 0

    def judge(self, *, surely: bool) -> None:
        """Count the letters that speak for two columns here."""
        sides = (self.left, self.right)
        if all(side and (surely or _is_text(side)) for side in sides) and not _is_table(*sides):
            self.score = min(sum(piece.letters for piece in side) for side in sides)


def _bands(pieces: Sequence[Piece], gutter: float) -> list[_Band]:
    bands = [_Band()]
    for row in rows_of(pieces):
        across = [
            piece
            for piece in row
            if piece.left < gutter - _SLACK * piece.size
            and piece.right > gutter + _SLACK * piece.size
        ]
        band = bands[-1]
        if across:
            if band.left or band.right:
                band = _Band()
                bands.append(band)
            band.across += row
            continue
        for piece in row:
            (band.left if piece.left + piece.right < 2 * gutter else band.right).append(piece)
    return bands


def _is_text(pieces: Column) -> bool:
    return (
        len(pieces) >= _FEWEST_LINES and mean(len(piece.words) for piece in pieces) >= _FEWEST_WORDS
    )


def _is_table(left: Column, right: Column) -> bool:
    """Whether the two sides are cells: short, and beside each other in every row."""
    rows = rows_of([*left, *right])
    both = sum(len(row) > 1 for row in rows)
    widest = max(piece.right - piece.left for piece in left) or 1
    full = mean((piece.right - piece.left) / widest for piece in left)
    return both >= 0.8 * len(rows) and full < 0.7
