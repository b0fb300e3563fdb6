"""A comparison → the rows of its page, with what a reader did not ask for folded away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from app.engine import Comparison
from app.presentation.categories import Sorted
from app.presentation.drawing import Drawing, clean_blocks
from app.presentation.look import Look, View
from app.presentation.page import Fold, Page, Row, RowKind
from app.presentation.portions import is_long
from app.presentation.summary import in_words

SHORTEST_FOLD = 2
"""So many unchanged rows, beyond those left as context, are worth a fold."""


def build_page(comparison: Comparison, look: Look | None = None) -> Page:
    """All that the page of a comparison shows, looked at in one way."""
    look = look or Look()
    found = Sorted.by(comparison, look.only, look.hide)
    clean = look.view.clean
    lead, rest = in_words(comparison)
    return Page(
        items=() if clean else tuple(_items(comparison, look, found)),
        clean=clean_blocks(comparison, look.view) if clean else (),
        sorted=found,
        changes=len(comparison.changes),
        lead=lead,
        rest=rest,
        measures=comparison.measures,
        degraded=comparison.degraded,
    )


def _items(comparison: Comparison, look: Look, found: Sorted) -> Iterator[Row | Fold]:
    rows = Drawing(comparison, look, found).rows()
    shortest = 1 if look.view is View.CHANGES else SHORTEST_FOLD
    number = 0
    for stretch, folded in _stretches(rows, found, look.rows_around, shortest):
        if not folded:
            yield from stretch
            continue
        number += 1
        yield _fold(stretch, number, is_open=look.open is None or number in look.open)


class _Standing(Enum):
    """Whether a row is for the reader to see."""

    SHOWN = auto()
    SAME = auto()
    OTHER = auto()
    """It has changes, but none of the kinds asked for."""
    FURNITURE = auto()


def _standing(row: Row, found: Sorted) -> _Standing:
    if row.kind is RowKind.FURNITURE:
        return _Standing.FURNITURE
    if row.kind is RowKind.SAME:
        return _Standing.SAME
    is_wanted = not found.wanted.isdisjoint((*row.changes, *row.away))
    return _Standing.SHOWN if is_wanted else _Standing.OTHER


def _stretches(
    rows: Sequence[Row], found: Sorted, context: int, shortest: int
) -> Iterator[tuple[Sequence[Row], bool]]:
    """The rows in stretches, each with whether it is folded."""
    standings = [_standing(row, found) for row in rows]
    start = 0
    while start < len(rows):
        end = start + 1
        if standings[start] is _Standing.SHOWN:
            yield rows[start:end], False
        elif standings[start] is _Standing.FURNITURE:
            while end < len(rows) and standings[end] is _Standing.FURNITURE:
                end += 1
            yield rows[start:end], True
        else:
            while end < len(rows) and standings[end] in (_Standing.SAME, _Standing.OTHER):
                end += 1
            head, tail = _middle(standings, start, end, context)
            folded = tail - head >= shortest or _Standing.OTHER in standings[head:tail]
            for first, last, is_fold in ((start, head, False), (head, tail, folded)):
                if first < last:
                    yield rows[first:last], is_fold
            yield rows[tail:end], False
        start = end


def _middle(standings: Sequence[_Standing], start: int, end: int, context: int) -> tuple[int, int]:
    """Where a stretch may be folded: not the unchanged rows next to what is shown."""
    head, tail = start, end
    while start and head < min(start + context, end) and standings[head] is _Standing.SAME:
        head += 1
    if end < len(standings):
        last = max(end - context, head)
        while tail > last and standings[tail - 1] is _Standing.SAME:
            tail -= 1
    return head, tail


def _fold(rows: Sequence[Row], number: int, *, is_open: bool) -> Fold:
    furniture = rows[0].kind is RowKind.FURNITURE
    blocks_a = [block for row in rows for block in row.a.blocks]
    blocks = [block for row in rows for block in (row.flow or row.b).blocks]
    changes = dict.fromkeys(n for row in rows for n in (*row.changes, *row.away))
    return Fold(
        number,
        _label(rows, len(changes)),
        furniture,
        is_open,
        tuple(rows) if is_open else (),
        tuple(block.number for block in blocks_a if block.anchor),
        tuple(block.number for block in blocks if block.anchor.startswith("b")),
        tuple(changes),
        is_long(rows),
    )


def _label(rows: Sequence[Row], changes: int) -> str:
    same = [row for row in rows if row.kind in (RowKind.SAME, RowKind.FURNITURE)]
    count = sum(
        len(row.flow.blocks) if row.flow else max(len(row.a.blocks), len(row.b.blocks))
        for row in same
    )
    if rows[0].kind is RowKind.FURNITURE:
        noun = "passage" if count == 1 else "passages"
        return f"{count} {noun} of the page, not of the article"
    parts = []
    if changes:
        parts.append(f"{changes} change{'s of other kinds' if changes > 1 else ' of another kind'}")
    if count:
        parts.append(f"{count} paragraph{'' if count == 1 else 's'} the same")
    if any((row.flow or row.b).notes for row in same):
        parts.append("some of them split or joined")
    return ", ".join(parts)
