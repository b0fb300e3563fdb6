"""Quotations where they stand in a document, with what the edits did to each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from app.engine.changed import ChangedLink, Half, plain_words
from app.engine.languages import Language
from app.engine.matchkey import match_key
from app.engine.model import Place, Side, Span
from app.engine.quotations import GO_ON, Quotation, quotations_in
from app.engine.speakers import NEAR
from app.engine.spelling import spelling_key

_WORD = re.compile(r"\w+(?:['’.]\w+)*|\?")
_LONGEST_INTERRUPTION = 60
_CLOSING_COMMA = re.compile(r"[,،](?=\s*[”“»«」』\"’‘']$)")


class Saying:
    """A quotation (or one that is interrupted: its parts) on one side.

    ``halves`` are the changed sentences that it stands in, each with its link. ``touched``: an edit
    is in it, or it stands where the other side has nothing; ``beside``: an edit is so near that its
    speaker may have changed.
    """

    def __init__(self, text: str, parts: Sequence[Quotation], around: Span) -> None:
        self.text, self.parts = text, parts
        self.around = around
        """The span of the paragraphs that it is in."""
        self.halves: list[tuple[ChangedLink, Half]] = []
        self.touched = self.beside = False
        self.faces: list[Saying] = []
        """The quotations of the other side that stand in its place."""

    @property
    def span(self) -> Span:
        """Where it stands in the document's text."""
        return self.parts[0].start, self.parts[-1].end

    @property
    def link(self) -> ChangedLink:
        """The first changed link that it stands in."""
        return self.halves[0][0]

    @cached_property
    def shown(self) -> str:
        """As it stands, but for the comma that typesetters put before the closing mark."""
        return " ".join(
            [_CLOSING_COMMA.sub("", self.text[part.start : part.end]) for part in self.parts]
        )

    @cached_property
    def key(self) -> str:
        """Equal for quotations that say the same, however they are set and spelt."""
        said = " ".join([self.text[part.first : part.last] for part in self.parts])
        return " ".join(map(spelling_key, _WORD.findall(match_key(said).casefold())))

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words; of a text without spaces, its characters."""
        words = frozenset(self.key.split())
        return words if len(words) > 1 else frozenset(self.key)

    def share(self, other: Saying) -> float:
        """How much of the words of two quotations is common to both (Dice)."""
        if self.key == other.key:
            return 1.0
        common = len(self.words & other.words)
        return 2 * common / max(len(self.words) + len(other.words), 1)

    def same(self, other: Saying) -> bool:
        """Whether both say the same; where one is never closed, as far as the other goes."""
        if self.key == other.key:
            return True
        return (self.parts[-1].open and self.key.startswith(other.key)) or (
            other.parts[-1].open and other.key.startswith(self.key)
        )

    def meet(self, link: ChangedLink, half: Half) -> None:
        """Note that it stands in a sentence of a changed link, and what the edits do to it."""
        if self.halves and self.halves[-1][0] is link:
            return
        self.halves.append((link, half))
        if not link.both:
            self.touched = True
            return
        start, end = half.from_document(self.span)
        if half.edits.touch(start, end):
            self.touched = True
        if link.capitals and link.capitals_in(half).touch(start - NEAR, end + NEAR):
            self.beside = True


def put_together(group: Sequence[Saying]) -> Saying:
    """One quotation of several that were parts of it."""
    if len(group) == 1:
        return group[0]
    whole = Saying(
        group[0].text,
        [part for saying in group for part in saying.parts],
        (group[0].around[0], group[-1].around[1]),
    )
    whole.halves = list(dict.fromkeys(half for saying in group for half in saying.halves))
    whole.touched = any(saying.touched for saying in group)
    whole.beside = any(saying.beside for saying in group)
    return whole


def find_sayings(
    side: Side, halves: Mapping[Place, tuple[ChangedLink, Half]], language: Language
) -> list[Saying]:
    """The quotations that stand in these sentences of a side, in order."""
    found: list[Saying] = []
    text, blocks = side.document.text, side.document.blocks
    for run in _runs(side, {place[0] for place in halves}):
        spans = [(blocks[block].start, blocks[block].end) for block in run]
        if side.whole_blocks:
            spans = [(spans[0][0], spans[-1][1])]
        quotations = quotations_in(text, spans)
        if not quotations:
            continue
        sentences = [
            (sentence.start, halves.get((block, k)))
            for block in run
            for k, sentence in enumerate(side.cut(block))
        ]
        starts = [start for start, _ in sentences]
        firsts = [start for start, _ in spans]
        for parts in interrupted(text, quotations, language):
            start, end = parts[0].start, parts[-1].end
            paragraphs = (
                spans[bisect_right(firsts, start) - 1][0],
                spans[bisect_left(firsts, end) - 1][1],
            )
            saying = Saying(text, parts, paragraphs)
            first = max(bisect_right(starts, start) - 1, 0)
            for _, half in sentences[first : bisect_left(starts, end)]:
                if half is not None:
                    saying.meet(*half)
            if saying.halves:
                found.append(saying)
    return found


def interrupted(
    text: str, quotations: Iterable[Quotation], language: Language
) -> Iterator[list[Quotation]]:
    """Quotations, each with what follows it after a "he said" in the middle of a sentence."""
    parts: list[Quotation] = []
    for quotation in quotations:
        if parts and not _goes_on(text[parts[-1].end : quotation.start], language):
            yield parts
            parts = []
        parts.append(quotation)
    if parts:
        yield parts


def _goes_on(between: str, language: Language) -> bool:
    """Whether what stands between two quotations only says who is speaking."""
    return (
        len(between) <= _LONGEST_INTERRUPTION
        and between.rstrip().endswith((",", "—", "–", "-"))
        and not language.speech.isdisjoint(plain_words(between.lower()))
    )


def _runs(side: Side, wanted: Iterable[int]) -> list[list[int]]:
    """The wanted blocks, and those around them through which a quotation may go on, in runs.

    Sentences given as such are all one paragraph.
    """
    blocks, text = side.document.blocks, side.document.text
    if side.whole_blocks:
        return [list(range(len(blocks)))] if wanted else []

    def goes_on(block: int) -> bool:
        return text[blocks[block].start : blocks[block].start + 1] in GO_ON

    kept: set[int] = set()
    for block in sorted(wanted):
        first = last = block
        while first > 0 and first - 1 not in kept and goes_on(first):
            first -= 1
        while last + 1 < len(blocks) and last + 1 not in kept and goes_on(last + 1):
            last += 1
        kept.update(range(first, last + 1))
    runs: list[list[int]] = []
    for block in sorted(kept):
        if blocks[block].is_furniture or blocks[block].start == blocks[block].end:
            continue
        if runs and runs[-1][-1] == block - 1:
            runs[-1].append(block)
        else:
            runs.append([block])
    return runs
