"""A passage as one text: b, with what went from a where it would be read (tracked changes)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from app.engine import Block, Comparison, Passage, Place, PlacedLink
from app.presentation.page import BlockView, Mark, Part, Phrase, Run
from app.presentation.prose import weave_groups
from app.presentation.readable import MOVED
from app.presentation.runs import Marks, moved_phrases, paragraph_anchor, plain_view


@dataclass
class _Gone:
    """Sentences of one block of a that are not in these blocks of b."""

    block: int
    parts: list[Part]


@dataclass
class _Around:
    """What is read before and after a sentence of b."""

    before: list[_Gone] = field(default_factory=list)
    after: list[_Gone] = field(default_factory=list)
    apart: list[_Gone] = field(default_factory=list)
    """Blocks of their own, before the sentence's block."""


@dataclass(frozen=True)
class _Woven:
    """A passage taken apart: what is read at each sentence of its blocks of b."""

    links: dict[Place, int]
    runs: dict[int, dict[Place, list[Run]]]
    """For each link that both sides have, those of each of its sentences."""
    around: dict[Place, _Around]


class Flow:
    """Draws passages of one comparison as one text; no marks of the ``hidden`` kinds."""

    def __init__(
        self,
        comparison: Comparison,
        marks: Marks,
        numbers: tuple[Sequence[int], Sequence[int]],
        hidden: Collection[str],
    ) -> None:
        self._comparison = comparison
        self._marks = marks
        self._numbers_a, self._numbers_b = numbers
        self._hidden = hidden

    def blocks(self, passage: Passage) -> tuple[BlockView, ...]:
        """The blocks of b, and those of a that have no counterpart here, in reading order."""
        woven, last = self._taken_apart(passage)
        drawn: list[BlockView] = []
        for block in passage.b:
            places = [(block, k) for k in range(len(self._comparison.b.cut(block)))]
            for place in places:
                if place in woven.around:
                    drawn.extend(self._block_of_a(gone) for gone in woven.around[place].apart)
            drawn.append(self._block(block, places, woven))
        drawn.extend(self._block_of_a(gone) for gone in last)
        return tuple(drawn)

    def _taken_apart(self, passage: Passage) -> tuple[_Woven, list[_Gone]]:
        placed, here_b = self._comparison.placed, set(passage.b)
        links = {place: n for n in passage.links for place in placed[n].b if place[0] in here_b}
        runs = {n: self._runs(n) for n in dict.fromkeys(links.values()) if placed[n].a}
        around, last = self._around(passage)
        return _Woven(links, runs, around), last

    def _around(self, passage: Passage) -> tuple[dict[Place, _Around], list[_Gone]]:
        """Where what is only in a is read: by the sentence of b next to it, or after them all."""
        around: dict[Place, _Around] = {}
        waiting: list[_Gone] = []
        here_a, here_b = set(passage.a), set(passage.b)
        before: PlacedLink | None = None
        for n in passage.links:
            link = self._comparison.placed[n]
            places_b = [place for place in link.b if place[0] in here_b]
            if places_b:
                at = around.setdefault(places_b[0], _Around())
                for gone in waiting:
                    joins = link.a and not link.moved and gone.block == link.a[0][0]
                    (at.before if joins else at.apart).append(gone)
                waiting, before = [], link
                continue
            places_a = [place for place in link.a if place[0] in here_a]
            if not places_a:
                continue
            gone = self._gone(n, places_a, passage)
            if waiting and waiting[-1].block == gone.block:
                waiting[-1].parts.extend((_SPACE, *gone.parts))
            elif before and before.a and not before.moved and before.a[-1][0] == gone.block:
                around.setdefault(before.b[-1], _Around()).after.append(gone)
            else:
                waiting.append(gone)
        return around, waiting

    def _gone(self, number: int, places: Sequence[Place], passage: Passage) -> _Gone:
        link, phrase = self._comparison.placed[number], None
        if link.moved:
            phrase = Phrase(f"link-{number}", onward=link.b[0][0] > passage.b[-1])
        kind = MOVED if phrase else ""
        parts: list[Part] = []
        for place in places:
            marks = self._marks.a.get(place)
            run = Run(self._comparison.a.at(place).text, Mark.DELETED, kind, phrase)
            change, anchor = (marks.change, marks.anchor) if marks else (0, "")
            if parts:
                parts.append(_SPACE)
            parts.append(Part((run,), change, anchor))
        return _Gone(places[0][0], parts)

    def _block_of_a(self, gone: _Gone) -> BlockView:
        block = self._comparison.a.document.blocks[gone.block]
        number = self._numbers_a[gone.block]
        return BlockView(block.kind, block.level, number, tuple(gone.parts))

    def _runs(self, number: int) -> dict[Place, list[Run]]:
        """The runs of each sentence of b in a link that both sides have."""
        link = self._comparison.placed[number]
        side = self._comparison.b
        text_a, text_b = self._comparison.a.joined(link.a), side.joined(link.b)
        found = self._marks.found.get(number, [])
        phrases = moved_phrases(found, number)
        pending = [group for group in found if group.kind not in self._hidden]
        runs: dict[Place, list[Run]] = {}
        start = 0
        for place in link.b:
            end = start + len(side.at(place).text)
            here = []
            while pending and pending[0].b[0] <= end:
                group = pending.pop(0)
                first, last = max(group.b[0], start), min(group.b[1], end)
                here.append(group._replace(b=(first - start, max(first, last) - start)))
                if group.b[1] > end + 1:
                    rest = group._replace(a=(group.a[1], group.a[1]), b=(end + 1, group.b[1]))
                    pending.insert(0, rest)
            runs[place] = weave_groups(text_a, text_b[start:end], here, phrases)
            start = end + 1
        return runs

    def _block(self, index: int, places: Sequence[Place], woven: _Woven) -> BlockView:
        number = self._numbers_b[index]
        if not places:
            return plain_view(self._comparison.b, index, number, "b")
        block = self._comparison.b.document.blocks[index]
        parts = tuple(self._parts(block, places, woven))
        return BlockView(block.kind, block.level, number, parts, paragraph_anchor("b", number))

    def _parts(self, block: Block, places: Sequence[Place], woven: _Woven) -> Iterator[Part]:
        side, at = self._comparison.b, block.start
        for place in places:
            sentence, beside = side.at(place), woven.around.get(place, _NOTHING)
            if sentence.start > at:
                yield Part((Run(side.document.text[at : sentence.start]),))
            for gone in beside.before:
                yield from (*gone.parts, _SPACE)
            yield self._sentence(place, woven)
            for gone in beside.after:
                yield from (_SPACE, *gone.parts)
            at = sentence.end
        if block.end > at:
            yield Part((Run(side.document.text[at : block.end]),))

    def _sentence(self, place: Place, woven: _Woven) -> Part:
        text, marks = self._comparison.b.at(place).text, self._marks.b.get(place)
        if marks is None:
            return Part((Run(text),))
        link = woven.links[place]
        runs = tuple(woven.runs[link][place]) if link in woven.runs else _added(text)
        return Part(runs, marks.change, marks.anchor, marks.moved)


_SPACE = Part((Run(" "),))
_NOTHING = _Around()


def _added(text: str) -> tuple[Run, ...]:
    return (Run(text, Mark.INSERTED),)
