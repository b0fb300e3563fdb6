"""What repeats at the head and the foot of a PDF's pages: titles, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.ingest.pdf_lines import Piece, line_of, rows_of

_DEEPEST = 3
"""So many rows at the head, and at the foot, may be of the page."""
_NEAR = 6.0
"""Rows on two pages are in the same place when their heights differ by less, in points."""
_APART = 1.5
"""A page number that stands alone is parted from the text by so many times its size."""
_NUMBER = re.compile(
    r"[-–—|•\s]*(?:(?:page|seite|p\.|s\.|página|pagina|strona|sida|side|str\.)\s*)?"
    r"(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de|sur|di|z|av|van)\s*\d{1,4})?[-–—|•\s]*",
    re.I,
)
_DIGITS = re.compile(r"\d+")

_Row = list[Piece]


@dataclass
class Margins:
    """The pieces of each page that are its text, and the lines of each that are not."""

    texts: list[list[Piece]] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)


def split_margins(pages: Sequence[Sequence[Piece]]) -> Margins:
    """Part each page's text from what stands above and below it on other pages as well."""
    rows = [rows_of(page) for page in pages]
    heads, feet = _Repeated(rows, from_top=True), _Repeated(rows, from_top=False)
    found = Margins()
    for page in rows:
        above = heads.count(page)
        below = min(feet.count(page[::-1]), len(page) - above)
        cut = len(page) - below
        found.texts.append([piece for row in page[above:cut] for piece in row])
        found.lines.append([line_of(row).text for row in (*page[:above], *page[cut:])])
    return found


class _Repeated:
    """What the outermost rows of all pages say, and where they say it."""

    def __init__(self, pages: Sequence[Sequence[_Row]], *, from_top: bool) -> None:
        self._seen: Counter[tuple[str, int]] = Counter()
        for page in pages:
            outer = page[:_DEEPEST] if from_top else page[::-1][:_DEEPEST]
            self._seen.update({_key(row) for row in outer})

    def count(self, page: Sequence[_Row]) -> int:
        """How many of the outermost rows of a page, given from the outside in, are of the page."""
        count = 0
        for row, inner in zip(page[:_DEEPEST], [*page[1:], None], strict=False):
            if not (self._is_repeated(row) or (inner and _is_lone_number(row, inner))):
                break
            count += 1
        return count

    def _is_repeated(self, row: _Row) -> bool:
        text, place = _key(row)
        return sum(self._seen[text, near] for near in (place - 1, place, place + 1)) > 1


def _key(row: _Row) -> tuple[str, int]:
    """What a row says, whatever the number in it, and about how high it stands."""
    return _DIGITS.sub("#", line_of(row).text), round(row[0].base / _NEAR)


def _is_lone_number(row: _Row, inner: _Row) -> bool:
    apart = abs(row[0].base - inner[0].base) > _APART * max(row[0].size, inner[0].size)
    return apart and bool(_NUMBER.fullmatch(line_of(row).text))
