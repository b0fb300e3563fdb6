"""A block of one side → its parts: sentences with marked runs, and what stands between them.

The texts of all runs, joined, are the block's text to the letter. What is marked together is
decided in ``readable``; here a mark also covers the white space up to one that follows it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from app.engine import (
    Comparison,
    Edit,
    KeptRun,
    Place,
    Relation,
    Side,
)
from app.presentation.page import BlockView, Mark, Part, Phrase, Run
from app.presentation.readable import MOVED, Group, groups


class MarkedSpan(NamedTuple):
    """What is marked, why, and which phrase it is where one moved."""

    start: int
    end: int
    kind: str
    phrase: Phrase | None = None


@dataclass(frozen=True)
class SentenceMarks:
    """How one sentence of a side is marked: its change, its anchor, and the marked spans in it."""

    change: int
    anchor: str
    mark: Mark
    spans: tuple[MarkedSpan, ...]
    """In the sentence's own text."""
    moved: bool


class Marks:
    """The marks of every sentence of both sides, by place; none of the ``hidden`` kinds."""

    def __init__(self, comparison: Comparison, hidden: Collection[str] = ()) -> None:
        self.found: dict[int, list[Group]] = {}
        """What is marked together in each link that both sides have."""
        self._hidden = hidden
        self.a: dict[Place, SentenceMarks] = {}
        self.b: dict[Place, SentenceMarks] = {}
        change_of = {n: change for change in comparison.changes for n in change.links}
        anchored: set[str] = set()
        for part in comparison.reading:
            for number in () if isinstance(part, KeptRun) else part.links:
                change = change_of.get(number)
                if change is None:
                    continue
                anchor = "" if change.anchor in anchored else change.anchor
                self._mark(comparison, number, change.number, anchor)
                anchored.add(change.anchor)

    def _mark(self, comparison: Comparison, number: int, change: int, anchor: str) -> None:
        link = comparison.placed[number]
        text_a, text_b = comparison.a.joined(link.a), comparison.b.joined(link.b)
        if link.relation is Relation.REMOVED:
            marked_a, marked_b = [MarkedSpan(0, len(text_a), "")], []
        elif link.relation is Relation.ADDED:
            marked_a, marked_b = [], [MarkedSpan(0, len(text_b), "")]
        else:
            found = self.found[number] = groups(text_a, text_b, link.edits)
            marked_a, marked_b = _spans(text_a, text_b, found, number)
        leads_to_b = bool(link.b)
        anchor_a, anchor_b = ("", anchor) if leads_to_b else (anchor, "")
        if leads_to_b and link.moved and anchor:
            anchor_a = f"{anchor}-from"
        of_a = SentenceMarks(change, anchor_a, Mark.DELETED, tuple(marked_a), link.moved)
        of_b = SentenceMarks(change, anchor_b, Mark.INSERTED, tuple(marked_b), link.moved)
        self._place(self.a, comparison.a, link.a, of_a)
        self._place(self.b, comparison.b, link.b, of_b)

    def _place(
        self,
        marks: dict[Place, SentenceMarks],
        side: Side,
        places: Sequence[Place],
        joined: SentenceMarks,
    ) -> None:
        """Part the marks of sentences, joined, among them; the anchor is the first one's."""
        start, anchor = 0, joined.anchor
        for place in places:
            end = start + len(side.at(place).text)
            spans = tuple(
                MarkedSpan(max(s, start) - start, min(e, end) - start, kind, phrase)
                for s, e, kind, phrase in joined.spans
                if s < end and e > start and kind not in self._hidden
            )
            marks.setdefault(place, replace(joined, anchor=anchor, spans=spans))
            anchor = ""
            start = end + 1


def marked_spans(
    a: str, b: str, edits: Sequence[Edit], link: int = 0
) -> tuple[list[MarkedSpan], list[MarkedSpan]]:
    """The spans to mark on each side of the link with this number."""
    return _spans(a, b, groups(a, b, edits), link)


def _spans(
    a: str, b: str, found: Sequence[Group], link: int
) -> tuple[list[MarkedSpan], list[MarkedSpan]]:
    phrases = moved_phrases(found, link)
    marked = [(group, phrases.get(group.phrase)) for group in found]
    return (
        _spans_of(a, [MarkedSpan(*group.a, group.kind, phrase) for group, phrase in marked]),
        _spans_of(b, [MarkedSpan(*group.b, group.kind, phrase) for group, phrase in marked]),
    )


def moved_phrases(found: Sequence[Group], link: int) -> dict[int, Phrase]:
    """The phrases that moved inside a link, by their numbers in it."""
    phrases: dict[int, Phrase] = {}
    for group in found:
        if group.kind == MOVED and group.phrase not in phrases:
            onward = group.b[0] == group.b[1]
            phrases[group.phrase] = Phrase(f"{link}-{group.phrase}", onward)
    return phrases


def _spans_of(text: str, marked: list[MarkedSpan]) -> list[MarkedSpan]:
    """The spans of a side; two with only white space between them become one.

    A phrase that moved stays by itself."""
    spans: list[MarkedSpan] = []
    for span in marked:
        if span.start == span.end:
            continue
        last = spans[-1] if spans else None
        touches = last is not None and not text[last.end : span.start].strip()
        if last is not None and touches and last.phrase == span.phrase:
            spans[-1] = last._replace(end=span.end)
        else:
            spans.append(span)
    return spans


def block_view(
    side: Side, index: int, number: int, marks: dict[Place, SentenceMarks], letter: str
) -> BlockView:
    """One block, drawn: unmarked where nothing is known of its sentences.

    ``letter`` names the side; with the block's number as a reader counts it makes its address.
    """
    block = side.document.blocks[index]
    text = side.block_text(index)
    places = [] if block.is_furniture else [(index, k) for k in range(len(side.cut(index)))]
    if not any(place in marks for place in places):
        return plain_view(side, index, number, letter)
    parts = tuple(_parts(side, block.start, text, places, marks))
    return BlockView(block.kind, block.level, number, parts, paragraph_anchor(letter, number))


def _parts(
    side: Side, start: int, text: str, places: list[Place], marks: dict[Place, SentenceMarks]
) -> Iterator[Part]:
    at = start
    for place in places:
        marked = marks.get(place)
        if marked is None:
            continue
        sentence = side.at(place)
        if sentence.start > at:
            yield Part((Run(text[at - start : sentence.start - start]),))
        runs = tuple(_runs(sentence.text, marked))
        yield Part(runs, marked.change, marked.anchor, marked.moved)
        at = sentence.end
    if at - start < len(text):
        yield Part((Run(text[at - start :]),))


def _runs(text: str, marked: SentenceMarks) -> Iterator[Run]:
    at = 0
    for start, end, kind, phrase in marked.spans:
        if start > at:
            yield Run(text[at:start])
        yield Run(text[start:end], marked.mark, kind, phrase)
        at = end
    if at < len(text):
        yield Run(text[at:])


def plain_view(side: Side, index: int, number: int, letter: str) -> BlockView:
    """One block without any mark, never cut into sentences."""
    block = side.document.blocks[index]
    parts = (Part((Run(side.block_text(index)),)),)
    return BlockView(block.kind, block.level, number, parts, paragraph_anchor(letter, number))


def paragraph_anchor(letter: str, number: int) -> str:
    """The address of a paragraph on its page: "b-4"; none for furniture."""
    return f"{letter}-{number}" if number else ""
