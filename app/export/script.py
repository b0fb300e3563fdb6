"""A comparison as one script: text that was kept, removed and added, in one order.

Each document is taken as a string, its blocks one after another and each closed by a mark. The
script parts both strings into the same steps: what was kept and removed gives a to the letter,
what was kept and added gives b. Formats with tracked changes are drawn from it, so that accepting
all of them gives b, and rejecting all gives a, whatever the comparison says.

Removed comes before added. A passage that moved is removed in one place and added in another; the
steps of both have its number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.engine import Block, Comparison, Fate, KeptRun, Passage, Place, PlacedLink
from app.engine.model import JOIN, Side, Span

_MARK = "\0"
"""Closes a block in the string of a document. A text with this character is refused when it comes
in; where one has it all the same, a character of replacement stands for it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch within a block that was kept, removed or added.

    ``move`` numbers what moved, from 1; 0 is for all else.
    """

    fate: Fate
    text: str
    move: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Steps up to the end of a block.

    ``fate`` is that of the end itself: where it was removed, the text goes on in the next
    paragraph for whoever accepts that. ``block`` is the one that ends, of b unless it was removed.
    """

    steps: tuple[Step, ...]
    fate: Fate
    block: Block


def script(comparison: Comparison) -> tuple[Paragraph, ...]:
    """The whole comparison, furniture too, in time linear in the texts and their differences."""
    a, b = _String(comparison.a), _String(comparison.b)
    _note_moves(comparison, a, b)
    steps: list[Step] = []
    made: list[Paragraph] = []
    for fate, start, end in _cut(a, b, list(_kept(comparison, a, b))):
        string = a if fate is Fate.REMOVED else b
        for step in string.steps(fate, start, end):
            if step.text != _MARK:
                steps.append(step)
                continue
            made.append(Paragraph(tuple(steps), fate, string.block_ending(start)))
            steps = []
    return tuple(made)


class _String:
    """One side as a string, and where its blocks and sentences stand in it."""

    def __init__(self, side: Side) -> None:
        self.side = side
        document = side.document
        self.blocks = document.blocks
        texts = [document.text_of(block).replace(_MARK, "\ufffd") for block in self.blocks]
        self.text = "".join(text + _MARK for text in texts)
        self.starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        self.moves: list[tuple[int, int, int]] = []
        """Where a moved sentence starts and ends, and the number of its move; in order."""

    def span(self, place: Place) -> Span:
        """Where the sentence at a place stands."""
        block, sentence = place[0], self.side.at(place)
        start = self.starts[block] + sentence.start - self.blocks[block].start
        return start, start + len(sentence.text)

    def block_ending(self, mark: int) -> Block:
        """The block that the mark at this place closes."""
        return self.blocks[bisect_right(self.starts, mark) - 1]

    def steps(self, fate: Fate, start: int, end: int) -> Iterator[Step]:
        """A stretch, parted at what moved: a mark is always a stretch of its own."""
        if fate is Fate.KEPT:
            yield Step(fate, self.text[start:end])
            return
        at = bisect_right(self.moves, (start, len(self.text), 0))
        if at and self.moves[at - 1][1] > start:
            at -= 1
        while start < end:
            upto, move = end, 0
            if at < len(self.moves) and self.moves[at][0] < end:
                first, last, number = self.moves[at]
                if first > start:
                    upto = first
                else:
                    upto, move, at = min(last, end), number, at + 1
            yield Step(fate, self.text[start:upto], move)
            start = upto


def _note_moves(comparison: Comparison, a: _String, b: _String) -> None:
    moved = (link for link in comparison.placed if link.moved and link.a and link.b)
    for number, link in enumerate(moved, start=1):
        a.moves.extend((*a.span(place), number) for place in link.a)
        b.moves.extend((*b.span(place), number) for place in link.b)
    a.moves.sort()
    b.moves.sort()


_Kept = tuple[int, int, int]
"""A stretch that both strings have: its start in a, its start in b, its length."""


def _kept(comparison: Comparison, a: _String, b: _String) -> Iterator[_Kept]:
    """What the comparison says was kept, as far as it is in order and the same to the letter."""
    at_a = at_b = 0
    for found_a, found_b, length in _said_kept(comparison, a, b):
        if found_a < at_a or found_b < at_b:
            continue
        if a.text.startswith(b.text[found_b : found_b + length], found_a):
            yield found_a, found_b, length
            at_a, at_b = found_a + length, found_b + length


def _said_kept(comparison: Comparison, a: _String, b: _String) -> Iterator[_Kept]:
    for part in comparison.reading:
        if isinstance(part, KeptRun):
            for block_a, block_b in zip(
                range(part.a, part.a + part.count), range(part.b, part.b + part.count), strict=True
            ):
                length = a.starts[block_a + 1] - a.starts[block_a]
                yield a.starts[block_a], b.starts[block_b], length - 1
                yield a.starts[block_a + 1] - 1, b.starts[block_b + 1] - 1, 1
        else:
            yield from _with_marks(part, list(_in_passage(comparison.placed, part, a, b)), a, b)


def _in_passage(
    placed: Sequence[PlacedLink], passage: Passage, a: _String, b: _String
) -> Iterator[_Kept]:
    links = (placed[number] for number in passage.links)
    in_place = [link for link in links if link.a and link.b and not link.moved]
    for link in sorted(in_place, key=lambda link: (link.a, link.b)):
        yield from _in_link(link, a, b)


def _in_link(link: PlacedLink, a: _String, b: _String) -> Iterator[_Kept]:
    """The stretches between the edits of a link, white space apart: that may differ."""
    at_a = list(_places(link.a, a))
    at_b = list(_places(link.b, b))
    start_a = start_b = 0
    for edit in (*link.edits, None):
        end_a, end_b = (edit.a[0], edit.b[0]) if edit else (len(at_a), len(at_b))
        yield from _alike(at_a[start_a:end_a], at_b[start_b:end_b], a.text, b.text)
        if edit:
            start_a, start_b = edit.a[1], edit.b[1]


def _places(places: Iterable[Place], string: _String) -> Iterator[int]:
    """Where each character of a link's joined text stands; -1 for what only joins."""
    for number, place in enumerate(places):
        if number:
            yield from [-1] * len(JOIN)
        yield from range(*string.span(place))


def _alike(at_a: list[int], at_b: list[int], text_a: str, text_b: str) -> Iterator[_Kept]:
    """Runs of the same characters in two stretches that differ in white space at most."""
    i = j = 0
    while i < len(at_a) and j < len(at_b):
        length = 0
        while (
            i + length < len(at_a)
            and j + length < len(at_b)
            and -1 < at_a[i + length] == at_a[i] + length
            and -1 < at_b[j + length] == at_b[j] + length
            and text_a[at_a[i + length]] == text_b[at_b[j + length]]
        ):
            length += 1
        if length:
            yield at_a[i], at_b[j], length
            i, j = i + length, j + length
            continue
        blank_a = at_a[i] < 0 or text_a[at_a[i]].isspace()
        blank_b = at_b[j] < 0 or text_b[at_b[j]].isspace()
        if not (blank_a or blank_b):
            return
        i, j = i + blank_a, j + blank_b


def _with_marks(passage: Passage, kept: list[_Kept], a: _String, b: _String) -> Iterator[_Kept]:
    """What was kept of a passage, and between it the ends of blocks, pair by pair."""
    if not (passage.a and passage.b):
        return
    at_a, at_b = a.starts[passage.a[0]], b.starts[passage.b[0]]
    end_a, end_b = a.starts[passage.a[-1] + 1], b.starts[passage.b[-1] + 1]
    for found_a, found_b, length in [*kept, (end_a, end_b, 0)]:
        if found_a < at_a or found_b < at_b:
            continue
        while True:
            mark_a, mark_b = a.text.find(_MARK, at_a, found_a), b.text.find(_MARK, at_b, found_b)
            if mark_a < 0 or mark_b < 0:
                break
            yield mark_a, mark_b, 1
            at_a, at_b = mark_a + 1, mark_b + 1
        if length:
            yield found_a, found_b, length
            at_a, at_b = found_a + length, found_b + length


def _cut(a: _String, b: _String, kept: list[_Kept]) -> Iterator[tuple[Fate, int, int]]:
    """The stretches of the script in order; those that were kept or added stand in b's string."""
    at_a = at_b = 0
    for found_a, found_b, length in [*kept, (len(a.text), len(b.text), 0)]:
        if a.text[at_a:found_a] == b.text[at_b:found_b]:
            yield from _between_marks(Fate.KEPT, b.text, at_b, found_b)
        else:
            # Whole blocks first: what is left belongs to the block that goes on, and a space
            # that parted sentences to the one that ends.
            middle_a = max(at_a, a.text.rfind(_MARK, at_a, found_a) + 1)
            if a.text[middle_a:found_a].isspace():
                middle_a = found_a
            middle_b = max(at_b, b.text.rfind(_MARK, at_b, found_b) + 1)
            yield from _between_marks(Fate.REMOVED, a.text, at_a, middle_a)
            yield from _between_marks(Fate.ADDED, b.text, at_b, middle_b)
            yield from _between_marks(Fate.REMOVED, a.text, middle_a, found_a)
            yield from _between_marks(Fate.ADDED, b.text, middle_b, found_b)
        yield from _between_marks(Fate.KEPT, b.text, found_b, found_b + length)
        at_a, at_b = found_a + length, found_b + length


def _between_marks(fate: Fate, text: str, start: int, end: int) -> Iterator[tuple[Fate, int, int]]:
    """A stretch in parts: each mark is one, and so is what lies between two."""
    while start < end:
        mark = text.find(_MARK, start, end)
        if mark != start:
            upto = end if mark < 0 else mark
            yield fate, start, upto
            start = upto
        else:
            yield fate, start, start + 1
            start += 1
