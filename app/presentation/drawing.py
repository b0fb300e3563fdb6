"""The rows of a comparison, one by one: passages that face each other, or both in one flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.engine import Comparison, Fact, KeptRun, Passage, PlacedLink, Relation
from app.presentation.categories import OF_KIND, Sorted
from app.presentation.flow import Flow
from app.presentation.look import Look, View
from app.presentation.page import BlockView, Cell, Note, Row, RowKind
from app.presentation.paragraphs import divisions, paragraph_numbers
from app.presentation.runs import Marks, block_view, plain_view
from app.presentation.spoken import Marked, changed_words
from app.presentation.telling import count_in_words, fact_notes

MOST_FACTS = 3
"""So many facts are noted beside a row, the weightiest first."""


def clean_blocks(comparison: Comparison, view: View) -> tuple[BlockView, ...]:
    """One of the texts with nothing marked, the page around the article left out."""
    side = comparison.a if view is View.A else comparison.b
    return tuple(
        plain_view(side, index, number, view.value)
        for index, number in enumerate(paragraph_numbers(side))
        if number
    )


class Drawing:
    """Draws the rows of one comparison."""

    def __init__(self, comparison: Comparison, look: Look, found: Sorted) -> None:
        hidden = [kind.value for kind, category in OF_KIND.items() if category in look.hide]
        self.hidden = hidden
        self.comparison = comparison
        self.found = found
        self.marks = Marks(comparison, hidden)
        self.numbers_a = paragraph_numbers(comparison.a)
        self.numbers_b = paragraph_numbers(comparison.b)
        self.flow: Flow | None = None
        if look.view is View.SINGLE:
            self.flow = Flow(comparison, self.marks, (self.numbers_a, self.numbers_b), hidden)
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
            elif self.flow:
                rows.extend(self._in_one(self._passage(part), part, self.flow))
            else:
                rows.append(self._passage(part))
        return rows

    def _kept(self, run: KeptRun) -> Iterator[Row]:
        for i, j in zip(
            range(run.a, run.a + run.count), range(run.b, run.b + run.count), strict=True
        ):
            b = Cell((plain_view(self.comparison.b, j, self.numbers_b[j], "b"),))
            if self.flow:
                yield Row(RowKind.SAME, Cell(), Cell(), flow=b)
            else:
                a = Cell((plain_view(self.comparison.a, i, self.numbers_a[i], "a"),))
                yield Row(RowKind.SAME, a, b)

    def _in_one(self, row: Row, passage: Passage, flow: Flow) -> Iterator[Row]:
        """The same row with both texts in one; what is of two pages stays two."""
        if row.kind is RowKind.FURNITURE and row.a.text != row.b.text:
            for cell, words in ((row.a, "on the earlier page"), (row.b, "on the later page")):
                if cell.blocks:
                    told = Cell(cell.blocks, (*cell.notes, Note("kind", words)))
                    yield replace(row, a=Cell(), b=Cell(), flow=told)
            return
        blocks = row.b.blocks or row.a.blocks
        if passage.b and row.kind in (RowKind.CHANGED, RowKind.ONLY_B):
            blocks = flow.blocks(passage)
        of_a = {note.text for note in row.a.notes}
        of_b = (note for note in row.b.notes if note.text not in of_a)
        notes = (*row.a.notes, *of_b)
        yield replace(row, a=Cell(), b=Cell(), flow=Cell(blocks, notes))

    def _passage(self, passage: Passage) -> Row:
        a, b = self.comparison.a, self.comparison.b
        blocks_a = [block_view(a, i, self.numbers_a[i], self.marks.a, "a") for i in passage.a]
        blocks_b = [block_view(b, j, self.numbers_b[j], self.marks.b, "b") for j in passage.b]
        links = [(n, self.comparison.placed[n]) for n in passage.links]
        changes, away = self._changes(passage, links)
        within = self._within(passage, links)
        return Row(
            self._kind(passage, links),
            Cell(tuple(blocks_a), tuple(dict.fromkeys(self._notes_a(passage, links, within)))),
            Cell(tuple(blocks_b), tuple(dict.fromkeys(self._notes_b(passage, links, within)))),
            changes,
            self._spoken(passage, links),
            away,
            tuple(number for number in changes if number not in self.found.wanted),
        )

    def _changes(
        self, passage: Passage, links: Sequence[tuple[int, PlacedLink]]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers of the changes that are counted here, and of those that went from here."""
        here_b = set(passage.b)
        here: dict[int, None] = {}
        away: dict[int, None] = {}
        for n, link in links:
            if self._is_seen(n):
                went = link.moved and link.b[0][0] not in here_b
                (away if went else here)[self.change_of[n].number] = None
        return tuple(here), tuple(away)

    def _is_seen(self, link: int) -> bool:
        """Whether a link is of a change that is not hidden."""
        change = self.change_of.get(link)
        return change is not None and change.number not in self.found.concealed

    def _kind(self, passage: Passage, links: Sequence[tuple[int, PlacedLink]]) -> RowKind:
        if not links:
            return RowKind.FURNITURE
        if not passage.b:
            return RowKind.ONLY_A
        if not passage.a:
            return RowKind.ONLY_B
        changed = any(self._is_seen(n) for n, _ in links)
        return RowKind.CHANGED if changed else RowKind.SAME

    def _notes_a(
        self,
        passage: Passage,
        links: Sequence[tuple[int, PlacedLink]],
        within: Mapping[int, str],
    ) -> Iterator[Note]:
        here_a = set(passage.a)
        for n, link in links:
            if link.moved and link.a[0][0] in here_a:
                number = self.numbers_b[link.b[0][0]]
                told = within.get(n) or f"moved to ¶ {number}"
                yield Note("move", told, f"#{self.change_of[n].anchor}")

    def _notes_b(
        self,
        passage: Passage,
        links: Sequence[tuple[int, PlacedLink]],
        within: Mapping[int, str],
    ) -> Iterator[Note]:
        here_b = set(passage.b)
        for n, link in links:
            if link.moved and link.b[0][0] in here_b:
                number = self.numbers_a[link.a[0][0]]
                told = within.get(n) or f"moved from ¶ {number}"
                yield Note("move", told, f"#{self.change_of[n].anchor}-from")
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

    def _within(self, passage: Passage, links: Sequence[tuple[int, PlacedLink]]) -> dict[int, str]:
        """What is told of each sentence that moved within the one paragraph of a passage.

        Of several each is told by the number of its change.
        """
        if len(passage.a) != 1 or len(passage.b) != 1:
            return {}
        moved = [
            n
            for n, link in links
            if link.moved
            and {block for block, _ in link.a} == {*passage.a}
            and {block for block, _ in link.b} == {*passage.b}
        ]
        told = "moved within the paragraph"
        if len(moved) == 1:
            return {moved[0]: told}
        return {n: f"change {self.change_of[n].number} {told}" for n in moved}

    def _spoken(self, passage: Passage, links: Sequence[tuple[int, PlacedLink]]) -> str:
        here_b = set(passage.b)
        words: list[str] = []
        for n, link in links:
            if not self._is_seen(n):
                continue
            if link.moved:
                words.append("moved here" if link.b[0][0] in here_b else "moved away")
            else:
                words.append(_SPOKEN[link.relation])
        told = ", ".join(dict.fromkeys(words))
        details = changed_words(self._marked(links))
        return f"{told}: {details}" if details else told

    def _marked(self, links: Sequence[tuple[int, PlacedLink]]) -> Iterator[Marked]:
        a, b = self.comparison.a, self.comparison.b
        for n, link in links:
            if self._is_seen(n) and not link.moved:
                seen = [g for g in self.marks.found.get(n, ()) if g.kind not in self.hidden]
                yield a.joined(link.a), b.joined(link.b), seen


_SPOKEN = {
    Relation.SAME: "the same",
    Relation.EDITED: "reworded",
    Relation.SPLIT: "split",
    Relation.MERGED: "joined",
    Relation.REMOVED: "removed",
    Relation.ADDED: "added",
}
