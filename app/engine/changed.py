"""The links in which a fact may have changed, and what in them did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from app.engine.model import JOIN, Place, Side, Span
from app.engine.projection import Projection, Stretches

MARKS = " \t\n.,;:!?()[]“”„«»‘’\"'…–—-"
"""What may cling to the ends of a word."""


class Half:
    """One side of a changed link: its joined text, and the spans of the edits in it."""

    def __init__(self, side: Side, places: Sequence[Place], spans: Sequence[Span]) -> None:
        self.side, self.places, self.spans = side, places, spans
        self.text = side.joined(places)
        self._edits: Stretches | None = None

    @property
    def edits(self) -> Stretches:
        """Where the edits are."""
        if self._edits is None:
            self._edits = Stretches(self.spans)
        return self._edits

    def in_document(self, span: Span) -> Span:
        """A span of the text → the span of the document."""
        start, end = span
        if len(self.places) == 1:
            at = self.side.at(self.places[0]).start
            return start + at, end + at
        return self._place(start, upper=False), self._place(end, upper=True)

    def _place(self, at: int, *, upper: bool) -> int:
        for place in self.places:
            sentence = self.side.at(place)
            if at < len(sentence.text) or (at == len(sentence.text) and upper):
                return sentence.start + at
            at -= len(sentence.text) + len(JOIN)
        return self.side.at(self.places[-1]).end

    def in_one_sentence(self, span: Span) -> bool:
        """Whether a span of the text does not run from one sentence into another."""
        if len(self.places) == 1:
            return True
        start, end = self.in_document(span)
        return any(s.start <= start and end <= s.end for s in map(self.side.at, self.places))

    def from_document(self, span: Span) -> Span:
        """A span of the document → that of the text, as far as it lies in it."""
        return joined_span(self.side, self.places, span)


class ChangedLink:
    """A link with edits, or without counterpart.

    ``changes`` are what each edit takes out of a and what it puts into b, ``words`` the words of
    each in lower case, ``capitals`` the numbers of those with a capital letter: only they can
    change a name. ``said`` is all of the changes, ``all_words`` their words.
    """

    def __init__(self, number: int, a: Half, b: Half) -> None:
        self.number, self.a, self.b = number, a, b
        self.both = bool(a.places and b.places)
        self.changes = [
            (a.text[i:j], b.text[k:l]) for (i, j), (k, l) in zip(a.spans, b.spans, strict=True)
        ]
        parts = list(map(" ".join, self.changes))
        low = list(map(str.lower, parts))
        self.said = " ".join(low)
        self.words = list(map(plain_words, low))
        self.all_words = frozenset(chain.from_iterable(self.words))
        self.capitals = [n for n, part in enumerate(parts) if part != low[n]]
        self._ways: dict[int, Projection] = {}
        self._capitals: dict[int, Stretches] = {}

    def across(self, half: Half, span: Span) -> Span:
        """The span of the other half's text that stands for one of this half's."""
        way = self._ways.get(id(half))
        if way is None:
            other = self.other(half)
            pairs = list(zip(half.spans, other.spans, strict=True))
            way = self._ways[id(half)] = Projection(half.text, other.text, pairs)
        return way.project(span)

    def other(self, half: Half) -> Half:
        """The half that faces one."""
        return self.b if half is self.a else self.a

    def capitals_in(self, half: Half) -> Stretches:
        """Where the edits with a capital letter are in one half."""
        found = self._capitals.get(id(half))
        if found is None:
            found = Stretches([half.spans[number] for number in self.capitals])
            self._capitals[id(half)] = found
        return found


Linked = tuple[Sequence[Place], Sequence[Place], Sequence[tuple[Span, Span]]]
"""A link: its sentences in a and in b, and for each edit its spans."""


def changed_links(a: Side, b: Side, links: Iterable[Linked]) -> list[ChangedLink]:
    """The links in which a fact may have changed."""
    return [
        ChangedLink(
            number,
            Half(a, of_a, [span for span, _ in edits]),
            Half(b, of_b, [span for _, span in edits]),
        )
        for number, (of_a, of_b, edits) in enumerate(links)
        if edits or not of_a or not of_b
    ]


def plain_words(text: str) -> list[str]:
    """What stands between white space in a text in lower case, without marks at its ends."""
    return [word if word.isalnum() else word.strip(MARKS) for word in text.split()]


def joined_span(side: Side, places: Sequence[Place], span: Span) -> Span:
    """A span of a document → that of the joined text of these sentences, as far as it is there."""
    at, found = 0, (0, 0)
    for place in places:
        sentence = side.at(place)
        start, end = max(span[0], sentence.start), min(span[1], sentence.end)
        if start < end:
            shift = at - sentence.start
            found = (start + shift if found[1] == 0 else found[0]), end + shift
        at += sentence.end - sentence.start + len(JOIN)
    return found
