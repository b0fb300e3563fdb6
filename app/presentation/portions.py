"""The rows of a long page in portions, so that no more is sent and laid out than is read.

A portion is a stretch of the page as it would be drawn whole: the same rows in the same order, with
the same anchors and numbers. Only a long fold goes on from one portion into the next.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.presentation.page import BlockView, Cell, Fold, Page, Row

MOST_ROWS = 60
MOST_LETTERS = 60_000
MOST_PORTIONS = 200
"""Rather than more than so many (of rows of a word or two), portions get more rows each."""

MOST_ROWS_TOGETHER = 20_000
MOST_LETTERS_TOGETHER = 3_000_000
"""What is laid out at once where all of it is asked for, to be printed."""

ROW = 120
"""A row is as high as so many letters before it has any."""

_PART = re.compile(r"[1-9][0-9]{0,8}")
_CHANGE = re.compile(r"change-([1-9][0-9]{0,8})(-from)?")
_PLACE = re.compile(r"(?:change|fold|a|b|part)-[1-9][0-9]{0,8}(?:-from)?")

Item = Row | Fold | BlockView


@dataclass(frozen=True, slots=True)
class Portion:
    """A stretch of a page: rows and folds, or blocks where one text is shown alone.

    ``number`` counts from 1. ``extent`` tells how high it is, in letters of running text: only to
    be compared with that of another.
    """

    number: int
    items: tuple[Row | Fold, ...]
    clean: tuple[BlockView, ...]
    extent: int
    changes: tuple[int, int] | None
    """The first and the last of the changes that have their place in it."""


@dataclass(frozen=True)
class Portions:
    """A page cut into portions, never none; ``places`` tells which one an anchor stands in."""

    all: tuple[Portion, ...]
    places: dict[str, int] = field(repr=False)

    def __len__(self) -> int:
        return len(self.all)

    def holding(self, anchor: str) -> Portion | None:
        """The portion in which an element with this id is, or is folded away."""
        number = self.places.get(anchor)
        return self.all[number - 1] if number else None

    def together(self) -> tuple[Portions, str]:
        """All portions as one, as far as that can be laid out, and what to say where it cannot."""
        if len(self) == 1:
            return self, ""
        taken: list[Portion] = []
        rows = letters = 0
        for portion in self.all:
            rows += sum(_rows(item) for item in (*portion.items, *portion.clean))
            letters += sum(_letters(item) for item in (*portion.items, *portion.clean))
            if taken and (rows > MOST_ROWS_TOGETHER or letters > MOST_LETTERS_TOGETHER):
                break
            taken.append(portion)
        units = [unit for each in taken for unit in (*_units(each.items), *each.clean)]
        places = {anchor: 1 for anchor, part in self.places.items() if part <= len(taken)}
        unmet = ""
        if len(taken) < len(self):
            unmet = (
                f"These are the first {len(taken)} of {len(self)} parts, as many as can be laid "
                "out at once. The others can be printed part by part."
            )
        return Portions((_portion(1, units),), places), unmet

    def asked(self, part: str) -> tuple[Portion, str]:
        """The portion that an address asks for, and what to say when there is no such.

        ``part`` is a number ("7"), or names what the portion holds ("of-change-217").
        """
        first = self.all[0]
        if not part:
            return first, ""
        if _PART.fullmatch(part):
            if int(part) <= len(self):
                return self.all[int(part) - 1], ""
            last = self.all[-1]
            if last is first:
                return first, "All of the text is shown here: it has no further parts."
            return last, f"There is no part {int(part):,}: this is the last."
        anchor = part.removeprefix("of-")
        if anchor == part or not _PLACE.fullmatch(anchor):
            return first, "The part that this address asks for is not known: this is the first."
        found = self.holding(anchor)
        return (found, "") if found else self._nearest(anchor)

    def _nearest(self, anchor: str) -> tuple[Portion, str]:
        change = _CHANGE.fullmatch(anchor)
        if change is None:
            return self.all[0], "The passage that this address asks for is not here."
        number = int(change[1])
        if change[2] and (found := self.holding(f"change-{number}")):
            return found, ""
        known = self._changes
        place = bisect_right(known, number)
        if not known:
            return self.all[0], f"There is no change {number:,} here."
        near = known[max(place - 1, 0)]
        return (
            self.all[self.places[f"change-{near}"] - 1],
            f"There is no change {number:,} here: near it is change {near:,}.",
        )

    @property
    def _changes(self) -> list[int]:
        found = (_CHANGE.fullmatch(anchor) for anchor in self.places)
        return sorted(int(match[1]) for match in found if match and not match[2])


def portions(page: Page) -> Portions:
    """A page in portions of at most 60 rows or 60,000 letters each, whichever is less.

    A row is never cut; one that is longer is a portion of its own.
    """
    units = [*_units(page.items), *page.clean]
    most_rows = max(MOST_ROWS, -(-sum(map(_rows, units)) // MOST_PORTIONS))
    cut: list[Portion] = []
    gathered: list[Item] = []
    rows = letters = 0
    for unit in units:
        count, length = _rows(unit), _letters(unit)
        if gathered and (rows + count > most_rows or letters + length > MOST_LETTERS):
            cut.append(_portion(len(cut) + 1, gathered))
            gathered, rows, letters = [], 0, 0
        gathered.append(unit)
        rows += count
        letters += length
    cut.append(_portion(len(cut) + 1, gathered))
    places: dict[str, int] = {}
    for portion in cut:
        for anchor in _anchors(portion):
            places.setdefault(anchor, portion.number)
    return Portions(tuple(cut), places)


def pointing(item: Row | Fold, at: Callable[[str], str]) -> Row | Fold:
    """The same with its notes leading where ``at`` says that an anchor is."""
    if isinstance(item, Fold):
        return replace(item, rows=tuple(_pointing(row, at) for row in item.rows))
    return _pointing(item, at)


def is_long(rows: Sequence[Row]) -> bool:
    """Whether rows are more than one portion, so that a fold of them does not open in its place."""
    return len(rows) > MOST_ROWS or sum(map(_letters, rows)) > MOST_LETTERS


def _pointing(row: Row, at: Callable[[str], str]) -> Row:
    if not any(note.href for cell in _cells(row) for note in cell.notes):
        return row
    a, b = _cell_pointing(row.a, at), _cell_pointing(row.b, at)
    return replace(row, a=a, b=b, flow=_cell_pointing(row.flow, at) if row.flow else None)


def _cell_pointing(cell: Cell, at: Callable[[str], str]) -> Cell:
    notes = (
        replace(note, href=at(note.href.removeprefix("#"))) if note.href else note
        for note in cell.notes
    )
    return replace(cell, notes=tuple(notes))


def _units(items: Sequence[Row | Fold]) -> Iterator[Row | Fold]:
    """The items, a long fold that is open as one for each of its rows."""
    for item in items:
        if isinstance(item, Fold) and item.long and item.rows:
            for place, row in enumerate(item.rows):
                yield replace(item, rows=(row,), continued=place > 0)
        else:
            yield item


def _portion(number: int, units: Sequence[Item]) -> Portion:
    items: list[Row | Fold] = []
    for unit in units:
        if isinstance(unit, BlockView):
            continue
        before = items[-1] if items else None
        if isinstance(unit, Fold) and isinstance(before, Fold) and before.number == unit.number:
            items[-1] = replace(before, rows=before.rows + unit.rows)
        else:
            items.append(unit)
    clean = tuple(unit for unit in units if isinstance(unit, BlockView))
    extent = sum(ROW * _rows(unit) + _height(unit) for unit in units)
    changes = {n for item in items for n in item.changes}
    span = (min(changes), max(changes)) if changes else None
    return Portion(number, tuple(items), clean, extent, span)


def _rows(item: Item) -> int:
    return max(len(item.rows), 1) if isinstance(item, Fold) else 1


def _letters(item: Item) -> int:
    if isinstance(item, Fold):
        return sum(map(_letters, item.rows))
    if isinstance(item, BlockView):
        return _of_block(item)
    return sum(map(_of_cell, _cells(item)))


def _height(item: Item) -> int:
    """As many letters as stand below each other."""
    if isinstance(item, Fold):
        return sum(map(_height, item.rows))
    if isinstance(item, BlockView):
        return _of_block(item)
    return max(map(_of_cell, _cells(item)))


def _cells(row: Row) -> tuple[Cell, ...]:
    return (row.flow,) if row.flow else (row.a, row.b)


def _of_cell(cell: Cell) -> int:
    return sum(map(_of_block, cell.blocks))


def _of_block(block: BlockView) -> int:
    return sum(len(run.text) for part in block.parts for run in part.runs)


def _anchors(portion: Portion) -> Iterator[str]:
    """The ids of the elements of a portion, and of what is folded away in it."""
    yield f"part-{portion.number}"
    rows: list[Row] = []
    for item in portion.items:
        if isinstance(item, Row):
            rows.append(item)
            continue
        yield f"fold-{item.number}"
        rows.extend(item.rows)
        if not item.rows:
            yield from (f"change-{number}" for number in item.changes)
            yield from (f"a-{number}" for number in item.holds_a)
            yield from (f"b-{number}" for number in item.holds)
    blocks = [*portion.clean, *(b for row in rows for cell in _cells(row) for b in cell.blocks)]
    for block in blocks:
        if block.anchor:
            yield block.anchor
        yield from (part.anchor for part in block.parts if part.anchor)
