"""A comparison → the rows of its page, with what did not change folded away."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from app.engine import Comparison, Fact, KeptRun, Passage, PlacedLink, Relation
from app.presentation.page import Cell, Fold, Note, Page, Row, RowKind
from app.presentation.paragraphs import divisions, paragraph_numbers
from app.presentation.runs import Marks, block_view, plain_view
from app.presentation.summary import in_words
from app.presentation.telling import count_in_words, fact_notes

SHORTEST_FOLD = 2
"""So many unchanged rows, beyond those left as context, are worth a fold."""
MOST_FACTS = 3
"""So many facts are noted beside a row, the weightiest first."""


def build_page(
    comparison: Comparison, *, open_folds: Collection[int] | None = (), context: int = 1
) -> Page:
    """All that the page of a comparison shows.

    ``open_folds`` are the numbers of the folds to show open (None: all). ``context`` rows next to
    a change are never folded.
    """
    drawing = _Drawing(comparison)
    items: list[Row | Fold] = []
    number = 0
    for stretch, folded in _stretches(drawing.rows(), context):
        if not folded:
            items.extend(stretch)
            continue
        number += 1
        is_open = open_folds is None or number in open_folds
        items.append(_fold(stretch, number, is_open))
    lead, rest = in_words(comparison)
    return Page(
        items=tuple(items),
        changes=len(comparison.changes),
        lead=lead,
        rest=rest,
        measures=comparison.measures,
        degraded=comparison.degraded,
    )


def fold_rows(comparison: Comparison, number: int, *, context: int = 1) -> Fold | None:
    """The fold with this number, opened; None when the page has no such fold."""
    folds = (
        stretch for stretch, folded in _stretches(_Drawing(comparison).rows(), context) if folded
    )
    for count, stretch in enumerate(folds, start=1):
        if count == number:
            return _fold(stretch, number, is_open=True)
    return None


def _stretches(rows: Sequence[Row], context: int) -> Iterator[tuple[list[Row], bool]]:
    """The rows in stretches, each with whether it is folded."""
    foldable = [row.kind in (RowKind.SAME, RowKind.FURNITURE) for row in rows]
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and foldable[end] and rows[end].kind is rows[start].kind:
            end += 1
        if end == start:
            yield [rows[start]], False
            start += 1
            continue
        if rows[start].kind is RowKind.FURNITURE:
            yield list(rows[start:end]), True
        else:
            yield from _same_stretch(rows, start, end, context)
        start = end


def _same_stretch(
    rows: Sequence[Row], start: int, end: int, context: int
) -> Iterator[tuple[list[Row], bool]]:
    """Unchanged rows: those next to a change stay, the others are folded if they are enough."""
    head = start + (context if start else 0)
    tail = end - (context if end < len(rows) else 0)
    if tail - head < SHORTEST_FOLD:
        yield list(rows[start:end]), False
        return
    yield list(rows[start:head]), False
    yield list(rows[head:tail]), True
    yield list(rows[tail:end]), False


def _fold(rows: Sequence[Row], number: int, is_open: bool) -> Fold:
    furniture = rows[0].kind is RowKind.FURNITURE
    count = sum(max(len(row.a.blocks), len(row.b.blocks)) for row in rows)
    divided = sum(bool(row.b.notes) for row in rows)
    noun = "passage" if furniture else "paragraph"
    amount = f"{count} {noun}{'' if count == 1 else 's'}"
    label = f"{amount} of the page, not of the article" if furniture else f"{amount} the same"
    if divided:
        label += ", some of them split or joined"
    return Fold(number, label, furniture, is_open, tuple(rows) if is_open else ())


class _Drawing:
    """Draws the rows of one comparison."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.marks = Marks(comparison)
        self.numbers_a = paragraph_numbers(comparison.a)
        self.numbers_b = paragraph_numbers(comparison.b)
        self.change_of = {n: change for change in comparison.changes for n in change.links}
        self.facts_of: dict[int, list[Fact]] = {}
        for fact in comparison.facts:
            link = comparison.placed[fact.link]
            if link.a and link.b:
                self.facts_of.setdefault(fact.link, []).append(fact)

    def rows(self) -> list[Row]:
        """All rows, in reading order."""
        rows: list[Row] = []
        for part in self.comparison.reading:
            if isinstance(part, KeptRun):
                rows.extend(self._kept(part))
            else:
                rows.append(self._passage(part))
        return rows

    def _kept(self, run: KeptRun) -> Iterator[Row]:
        for i, j in zip(
            range(run.a, run.a + run.count), range(run.b, run.b + run.count), strict=True
        ):
            yield Row(
                RowKind.SAME,
                Cell((plain_view(self.comparison.a, i, self.numbers_a[i]),)),
                Cell((plain_view(self.comparison.b, j, self.numbers_b[j]),)),
            )

    def _passage(self, passage: Passage) -> Row:
        a, b = self.comparison.a, self.comparison.b
        blocks_a = tuple(block_view(a, i, self.numbers_a[i], self.marks.a) for i in passage.a)
        blocks_b = tuple(block_view(b, j, self.numbers_b[j], self.marks.b) for j in passage.b)
        links = [(n, self.comparison.placed[n]) for n in passage.links]
        here_b = set(passage.b)
        changes = tuple(
            dict.fromkeys(
                self.change_of[n].number
                for n, link in links
                if n in self.change_of and not (link.moved and link.b[0][0] not in here_b)
            )
        )
        return Row(
            self._kind(passage, links),
            Cell(blocks_a, tuple(dict.fromkeys(self._notes_a(passage, links)))),
            Cell(blocks_b, tuple(dict.fromkeys(self._notes_b(passage, links)))),
            changes,
            self._spoken(passage, links),
        )

    def _kind(self, passage: Passage, links: Sequence[tuple[int, PlacedLink]]) -> RowKind:
        if not links:
            return RowKind.FURNITURE
        if not passage.b:
            return RowKind.ONLY_A
        if not passage.a:
            return RowKind.ONLY_B
        changed = any(n in self.change_of for n, _ in links)
        return RowKind.CHANGED if changed else RowKind.SAME

    def _notes_a(self, passage: Passage, links: Sequence[tuple[int, PlacedLink]]) -> Iterator[Note]:
        here_a = set(passage.a)
        for n, link in links:
            if link.moved and link.a[0][0] in here_a:
                number = self.numbers_b[link.b[0][0]]
                yield Note("move", f"moved to ¶ {number}", f"#{self.change_of[n].anchor}")

    def _notes_b(self, passage: Passage, links: Sequence[tuple[int, PlacedLink]]) -> Iterator[Note]:
        here_b = set(passage.b)
        for n, link in links:
            if link.moved and link.b[0][0] in here_b:
                number = self.numbers_a[link.a[0][0]]
                yield Note("move", f"moved from ¶ {number}", f"#{self.change_of[n].anchor}-from")
            elif not link.moved and link.relation is Relation.SPLIT:
                yield Note("split", f"split into {count_in_words(len(link.b))} sentences")
            elif not link.moved and link.relation is Relation.MERGED:
                yield Note("split", f"joined from {count_in_words(len(link.a))} sentences")
        borders = divisions(self.comparison, passage, self.numbers_a, self.numbers_b)
        yield from (Note("split", text) for text in borders)
        here = [n for n, link in links if link.b and link.b[0][0] in here_b]
        notes = fact_notes([fact for n in here for fact in self.facts_of.get(n, ())])
        yield from (Note("claim", text) for text in notes[:MOST_FACTS])
        if len(notes) > MOST_FACTS:
            yield Note("claim", f"and {count_in_words(len(notes) - MOST_FACTS)} more")

    def _spoken(self, passage: Passage, links: Sequence[tuple[int, PlacedLink]]) -> str:
        here_b = set(passage.b)
        words: list[str] = []
        for n, link in links:
            if n not in self.change_of:
                continue
            if link.moved:
                words.append("moved here" if link.b[0][0] in here_b else "moved away")
            else:
                words.append(_SPOKEN[link.relation])
        return ", ".join(dict.fromkeys(words))


_SPOKEN = {
    Relation.SAME: "the same",
    Relation.EDITED: "reworded",
    Relation.SPLIT: "split",
    Relation.MERGED: "joined",
    Relation.REMOVED: "removed",
    Relation.ADDED: "added",
}
