"""Where a stretch of a's text stands in b: read off a link's edits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from app.engine.model import Span


class Projection:
    """Maps spans of one joined text of a link to the other.

    ``pairs`` are the edits' spans, (from, to), in order; between them the texts are equal up
    to white space, so that offsets there are mapped by the letters that are not white space.
    """

    def __init__(self, source: str, target: str, pairs: Sequence[tuple[Span, Span]]) -> None:
        self.source, self.target, self.pairs = source, target, pairs
        self._starts = [pair[0][0] for pair in pairs]

    def touched(self, span: Span) -> list[int]:
        """The edits that change something inside a span; what is put in at its ends is outside."""
        start, end = span
        first = max(bisect_right(self._starts, start) - 1, 0)
        return [
            k
            for k in range(first, len(self.pairs))
            if self.pairs[k][0][0] < end and self.pairs[k][0][1] > start
        ]

    def project(self, span: Span) -> Span:
        """The span of the target that stands for a span of the source, edits taken whole."""
        return self._place(span[0], upper=False), self._place(span[1], upper=True)

    def _place(self, place: int, *, upper: bool) -> int:
        """The place in the target: inside an edit, its start or (upper) its end there."""
        before_source = before_target = 0
        for source, target in self.pairs:
            if source[0] > place or (source[0] == place and upper and source[0] != source[1]):
                break
            if place < source[1] or (place == source[1] and upper):
                return target[1] if upper else target[0]
            before_source, before_target = source[1], target[1]
        return self._equal(before_source, before_target, place)

    def _equal(self, source: int, target: int, place: int) -> int:
        """Count the visible letters of an equal stretch up to ``place`` and find them again."""
        letters = sum(not char.isspace() for char in self.source[source:place])
        at = target
        while letters and at < len(self.target):
            letters -= not self.target[at].isspace()
            at += 1
        while at < len(self.target) and self.target[at].isspace() and place < len(self.source):
            if self.source[place].isspace():
                break
            at += 1
        return at
