"""What became of quotations: kept, altered, given to another speaker, removed, added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from app.engine.edits import diff_texts
from app.engine.matchkey import match_key
from app.engine.model import Kind, Place, PlacedLink, Side, Span
from app.engine.projection import Projection
from app.engine.quotations import quotations, speaker
from app.engine.record import Fact, Fate

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_PRONOUNS = frozenset("he she they it we i er sie es il elle ils elles él ella ellos the".split())
_ALIKE = 0.5
"""Quotations that share this much of their words are one, altered, wherever they stand."""
_LONG = 25
"""A passage this long that stands in the other text as well was hardly taken out of it."""
_MARKS = str.maketrans(dict.fromkeys("\"'"))
_CLOSING_COMMA = regex.compile(r"[,،]?(\s*[”“»«」』\"’‘'])$")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation on one side: what is shown, its words, its span in the document, its place."""

    shown: str
    words: str
    start: int
    end: int
    link: int
    speaker: str

    @property
    def key(self) -> str:
        """Equal for quotations that say the same, however they are set."""
        return match_key(self.words).casefold().translate(_MARKS)


def quoted_facts(a: Side, b: Side, placed: Sequence[PlacedLink]) -> Iterator[Fact]:
    """The quotations of the passages that changed, unless they were simply kept."""
    in_a, in_b = _quoted(a, placed, of_b=False), _quoted(b, placed, of_b=True)
    ways = _Ways(a, b, placed)
    pairs: list[tuple[Quoted, Quoted]] = []
    for quote in list(in_a):
        span = ways.in_b(quote)
        facing = [q for q in in_b if span and q.start < span[1] and q.end > span[0]]
        best = max(facing, key=lambda q: _share(quote, q), default=None)
        if best is not None and _share(quote, best) > 0:
            pairs.append((quote, best))
            in_a.remove(quote)
            in_b.remove(best)
    for quote in list(in_a):
        best = max(in_b, key=lambda q: _share(quote, q), default=None)
        if best is not None and _share(quote, best) >= _ALIKE:
            pairs.append((quote, best))
            in_a.remove(quote)
            in_b.remove(best)
    for x, y in pairs:
        yield from _paired(x, y)
    yield from (
        Fact(Kind.QUOTE, Fate.REMOVED, q.shown, "", q.link) for q in in_a if not _said_in(b, q)
    )
    yield from (
        Fact(Kind.QUOTE, Fate.ADDED, "", q.shown, q.link) for q in in_b if not _said_in(a, q)
    )


def _paired(x: Quoted, y: Quoted) -> Iterator[Fact]:
    if x.key != y.key:
        edits = diff_texts(x.shown, y.shown).edits
        yield Fact(Kind.QUOTE, Fate.ALTERED, x.shown, y.shown, y.link, edits)
    elif _other_speaker(x.speaker, y.speaker):
        yield Fact(Kind.QUOTE, Fate.MOVED, x.shown, y.shown, y.link, (), x.speaker, y.speaker)


def _other_speaker(x: str, y: str) -> bool:
    words_x, words_y = set(x.casefold().split()), set(y.casefold().split())
    if not words_x or not words_y or words_x & words_y:
        return False
    return not (words_x & _PRONOUNS or words_y & _PRONOUNS)


def _share(x: Quoted, y: Quoted) -> float:
    """How much of the words of two quotations is common to both (Dice)."""
    if x.key == y.key:
        return 1.0
    words_x, words_y = _units(x.key), _units(y.key)
    return 2 * len(words_x & words_y) / max(len(words_x) + len(words_y), 1)


def _units(text: str) -> set[str]:
    """Words; of a text without spaces, its characters."""
    words = set(_WORD.findall(text))
    return words if len(words) > 1 else set(text)


def _said_in(side: Side, quote: Quoted) -> bool:
    """Whether the other side has a longer quotation's very words somewhere."""
    return len(quote.words) > _LONG and quote.words in side.document.text


def _quoted(side: Side, placed: Sequence[PlacedLink], *, of_b: bool) -> list[Quoted]:
    """The quotations in the blocks of placed links."""
    link_of: dict[Place, int] = {}
    for number, link in enumerate(placed):
        link_of.update(dict.fromkeys(link.b if of_b else link.a, number))
    found: list[Quoted] = []
    for block in sorted({place[0] for place in link_of}):
        text, start = side.block_text(block), side.document.blocks[block].start
        for q in quotations(text):
            place = _place_of(side, block, start + q.first)
            shown = _CLOSING_COMMA.sub(r"\1", text[q.start : q.end])
            words = text[q.first : q.last]
            who = speaker(text, q)
            found.append(Quoted(shown, words, start + q.first, start + q.last, link_of[place], who))
    return found


def _place_of(side: Side, block: int, at: int) -> Place:
    sentences = side.cut(block)
    return block, next((k for k, s in enumerate(sentences) if at < s.end), len(sentences) - 1)


class _Ways:
    """From places in a to places in b, through the links."""

    def __init__(self, a: Side, b: Side, placed: Sequence[PlacedLink]) -> None:
        self.a, self.b, self.placed = a, b, placed
        self.link_of = {place: n for n, link in enumerate(placed) for place in link.a}
        self._projections: dict[int, Projection] = {}

    def in_b(self, quote: Quoted) -> Span | None:
        """Where the words of a quotation of a stand in b, as far as its links lead there."""
        block = self.a.document.blocks
        index = next(i for i, x in enumerate(block) if x.start <= quote.start < x.end)
        starts: list[int] = []
        ends: list[int] = []
        for k, sentence in enumerate(self.a.cut(index)):
            number = self.link_of.get((index, k))
            if number is None or sentence.end <= quote.start or sentence.start >= quote.end:
                continue
            span = max(quote.start, sentence.start), min(quote.end, sentence.end)
            projected = self._through(number, (index, k), span)
            if projected:
                starts.append(projected[0])
                ends.append(projected[1])
        return (min(starts), max(ends)) if starts else None

    def _through(self, number: int, place: Place, span: Span) -> Span | None:
        link = self.placed[number]
        if not link.b:
            return None
        if number not in self._projections:
            pairs = [(edit.a, edit.b) for edit in link.edits]
            self._projections[number] = Projection(
                self.a.joined(link.a), self.b.joined(link.b), pairs
            )
        shift = self._offset(self.a, link.a, place) - self.a.at(place).start
        joined = self._projections[number].project((span[0] + shift, span[1] + shift))
        return self._in_document(link.b, joined[0]), self._in_document(link.b, joined[1])

    def _offset(self, side: Side, places: Sequence[Place], place: Place) -> int:
        """Where a sentence begins in the joined text of its link's side."""
        offset = 0
        for other in places:
            if other == place:
                break
            offset += len(side.at(other).text) + 1
        return offset

    def _in_document(self, places: Sequence[Place], at: int) -> int:
        """A place in b's joined text → the place in b's document."""
        for place in places:
            sentence = self.b.at(place)
            if at <= len(sentence.text):
                return sentence.start + at
            at -= len(sentence.text) + 1
        return self.b.at(places[-1]).end
