"""A collation → its table: rows of cells, what differs in each marked against one reading.

The reading that a row is marked against is that of the base, or, where the base has nothing here or
the reader asks for it, the one that most versions have. No HTML here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from app.engine import (
    BlockKind,
    Collation,
    CollationCell,
    CollationRow,
    Comparison,
    Place,
    Side,
    Span,
)
from app.engine import variants as variants_of
from app.engine.sequences import Work
from app.presentation.collation_look import CollationLook
from app.presentation.paragraphs import paragraph_numbers
from app.presentation.readable import MOVED, Group, groups

MOST_ROWS = 150
MOST_LETTERS = 240_000
"""A page of the table has no more rows, and hardly more text in all columns."""

MOST_INSTEAD = 200
"""So many letters are told of what the reading that a cell is marked against has somewhere."""


class Mark(StrEnum):
    """What a stretch of a cell is."""

    PLAIN = "plain"
    DIFFERS = "differs"
    MOVED = "moved"
    OMITTED = "omitted"
    PARAGRAPH = "paragraph"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a cell's text. ``instead`` is what the reading that it is marked against has here.

    Of much of that only its beginning. ``OMITTED`` has no text, only that; ``PARAGRAPH`` (one ends
    here) and ``GAP`` (something stands between that is in another row) have neither.
    """

    mark: Mark
    text: str = ""
    instead: str = ""


class Standing(StrEnum):
    """How a cell stands to the reading that its row is marked against."""

    BASE = "base"
    AGREES = "agrees"
    DIFFERS = "differs"
    EXTRA = "extra"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class CellView:
    """What one version has in a row.

    ``EXTRA`` is what the base has not. ``paragraph`` is the number, as a reader counts, of the
    paragraph that it begins in. ``change`` is that of the change which the comparison of the base
    with this version tells here; 0 for none.
    """

    standing: Standing
    stretches: tuple[Stretch, ...] = ()
    heading: bool = False
    moved: bool = False
    paragraph: int = 0
    change: int = 0


@dataclass(frozen=True, slots=True)
class RowView:
    """A passage: ``number`` counts from 1 through all rows, ``percent`` is how contested it is.

    ``forms`` is how many different readings there are, ``present`` how many versions have one.
    """

    number: int
    percent: int
    agreed: bool
    forms: int
    present: int
    cells: tuple[CellView, ...]

    @property
    def anchor(self) -> str:
        """The row's address on its page."""
        return f"row-{self.number}"

    @property
    def words(self) -> str:
        """What the versions make of the passage, in a few words."""
        if self.agreed:
            return "all agree"
        told = []
        if self.forms > 1:
            told.append(f"{self.forms} readings")
        if self.present < len(self.cells):
            told.append(f"in {self.present} of {len(self.cells)}")
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class CollationPage:
    """A table, or one page of it, and how many of all its rows are of which sort.

    ``agreed`` rows look the same everywhere, ``partial`` ones are not in every version, ``varied``
    are the rest.
    """

    rows: tuple[RowView, ...]
    page: int
    pages: int
    agreed: int
    varied: int
    partial: int
    percent: int
    degraded: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many rows there are in all."""
        return self.agreed + self.varied + self.partial


def build_collation(
    collation: Collation, comparisons: Mapping[tuple[int, int], Comparison], look: CollationLook
) -> CollationPage:
    """All that the page of a collation shows, looked at in one way.

    ``comparisons`` are those of the base with the other columns, by their columns; others are
    passed over. A page past the last is the last.
    """
    agreed = sum(row.agreed for row in collation.rows)
    partial = sum(not row.complete for row in collation.rows)
    wanted = [
        (number, row)
        for number, row in enumerate(collation.rows, start=1)
        if not (look.contested and row.agreed)
    ]
    cut = _pages(wanted)
    page = min(look.page, len(cut))
    drawing = _Drawing(collation, comparisons, look)
    return CollationPage(
        rows=tuple(drawing.row(number, row) for number, row in cut[page - 1]),
        page=page,
        pages=len(cut),
        agreed=agreed,
        varied=len(collation.rows) - agreed - partial,
        partial=partial,
        percent=percent(collation.contested),
        degraded=collation.degraded,
    )


def percent(share: float) -> int:
    """A share in whole percents: 0 and 100 only for nothing and for all of it."""
    if 0 < share < 1:
        return min(max(round(100 * share), 1), 99)
    return round(100 * share)


_Numbered = list[tuple[int, CollationRow]]


def _pages(rows: _Numbered) -> list[_Numbered]:
    """The rows in pages, one at least."""
    cut: list[_Numbered] = [[]]
    letters = 0
    for number, row in rows:
        size = sum(len(cell.text) for cell in row.cells)
        if cut[-1] and (len(cut[-1]) >= MOST_ROWS or letters + size > MOST_LETTERS):
            cut.append([])
            letters = 0
        cut[-1].append((number, row))
        letters += size
    return cut


class _Drawing:
    """Draws the rows of one collation."""

    def __init__(
        self,
        collation: Collation,
        comparisons: Mapping[tuple[int, int], Comparison],
        look: CollationLook,
    ) -> None:
        self._sides = collation.sides
        self._base = collation.base
        self._usual = look.usual
        self._numbers = [paragraph_numbers(side) for side in collation.sides]
        self._work = Work()
        self._changes = {
            b: _changes(comparison)
            for (a, b), comparison in comparisons.items()
            if a == collation.base
        }

    def row(self, number: int, row: CollationRow) -> RowView:
        """One row."""
        in_base = row.cells[self._base]
        lemma = row.usual if self._usual or not in_base.places else in_base.form
        drawn = {
            form: groups(row.text_of(lemma), row.text_of(form), edits)
            for form, edits in variants_of(row, lemma, self._work).items()
        }
        present = [cell for cell in row.cells if cell.places]
        return RowView(
            number,
            percent(row.contested),
            row.agreed,
            len({cell.form for cell in present}),
            len(present),
            tuple(
                self._cell(column, row, lemma, drawn.get(cell.form, ()))
                for column, cell in enumerate(row.cells)
            ),
        )

    def _cell(
        self, column: int, row: CollationRow, lemma: int, marked: Sequence[Group]
    ) -> CellView:
        cell, side = row.cells[column], self._sides[column]
        change = self._change(column, cell, row.cells[self._base])
        if not cell.places:
            return CellView(Standing.ABSENT, change=change)
        block = cell.places[0][0]
        return CellView(
            self._standing(column, row, lemma),
            tuple(_stretches(cell, side, self._numbers[column], row.text_of(lemma), marked)),
            all(side.document.blocks[b].kind is BlockKind.HEADING for b, _ in cell.places),
            cell.moved,
            self._numbers[column][block],
            change,
        )

    def _standing(self, column: int, row: CollationRow, lemma: int) -> Standing:
        if not self._usual and column == self._base:
            return Standing.BASE
        if not self._usual and not row.cells[self._base].places:
            return Standing.EXTRA
        return Standing.AGREES if row.cells[column].form == lemma else Standing.DIFFERS

    def _change(self, column: int, cell: CollationCell, in_base: CollationCell) -> int:
        if column not in self._changes:
            return 0
        of_base, of_column = self._changes[column]
        here = (of_column.get(place) for place in cell.places)
        there = (of_base.get(place) for place in in_base.places)
        return next(filter(None, (*here, *there)), 0)


def _changes(comparison: Comparison) -> tuple[dict[Place, int], dict[Place, int]]:
    """The change that each sentence of a and of b is in."""
    of_a: dict[Place, int] = {}
    of_b: dict[Place, int] = {}
    for change in comparison.changes:
        for number in change.links:
            link = comparison.placed[number]
            of_a.update(dict.fromkeys(link.a, change.number))
            of_b.update(dict.fromkeys(link.b, change.number))
    return of_a, of_b


def _stretches(
    cell: CollationCell, side: Side, numbers: Sequence[int], lemma: str, marked: Sequence[Group]
) -> Iterator[Stretch]:
    """A cell's text in stretches: what is marked, what is left out, where sentences meet."""
    joints = dict(_joints(cell, side, numbers))
    at = 0
    for group in marked:
        start, end = group.b
        instead = _shortened(" ".join(lemma[slice(*group.a)].split()))
        mark = Mark.MOVED if group.kind == MOVED else Mark.DIFFERS
        yield from _cut(cell.text, (at, start), joints, Mark.PLAIN)
        yield from _cut(cell.text, (start, end), joints, mark, instead)
        if start == end and mark is Mark.DIFFERS:
            yield Stretch(Mark.OMITTED, instead=instead)
        at = end
    yield from _cut(cell.text, (at, len(cell.text)), joints, Mark.PLAIN)


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_INSTEAD else f"{text[:MOST_INSTEAD].rstrip()}…"


def _joints(cell: CollationCell, side: Side, numbers: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """Where in a cell's text two sentences meet that are not neighbours in one paragraph."""
    at = 0
    for (block, k), (next_block, next_k) in pairwise(cell.places):
        at += len(side.at((block, k)).text)
        if block == next_block:
            follows = next_k == k + 1
        else:
            is_last = k == len(side.cut(block)) - 1
            follows = is_last and next_k == 0 and numbers[next_block] == numbers[block] + 1
        if not follows or block != next_block:
            yield at, Mark.PARAGRAPH if follows else Mark.GAP
        at += 1


def _cut(
    text: str, span: Span, joints: Mapping[int, Mark], mark: Mark, instead: str = ""
) -> Iterator[Stretch]:
    """A stretch of a cell, in two or more where sentences meet in it."""
    at, end = span
    for joint in sorted(joint for joint in joints if at <= joint < end):
        if at < joint:
            yield Stretch(mark, text[at:joint], instead)
            instead = ""
        yield Stretch(joints[joint])
        at = joint + 1
    if at < end:
        yield Stretch(mark, text[at:end], instead)
