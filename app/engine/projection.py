"""Where a stretch of one side of a link stands on the other: read off the link's edits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from app.engine.model import Span


class Stretches:
    """Spans of a text in order, apart."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def touch(self, start: int, end: int) -> bool:
        """Whether one reaches into a span, or lies within it."""
        last = bisect_left(self._starts, end) - 1
        return last >= 0 and self._ends[last] > start

    def near(self, start: int, end: int) -> bool:
        """Whether one touches a span or stands right beside it."""
        last = bisect_right(self._starts, end + 1) - 1
        return last >= 0 and self._ends[last] >= start - 1


class Projection:
    """Maps spans of one joined text of a link to the other.

    ``pairs`` are the edits' spans, (from, to), in order; between them the texts are equal up
    to white space, so that offsets there are mapped by the letters that are not white space.
    """

    def __init__(self, source: str, target: str, pairs: Sequence[tuple[Span, Span]]) -> None:
        self.source, self.target, self.pairs = source, target, pairs
        self._starts = [pair[0][0] for pair in pairs]

    def project(self, span: Span) -> Span:
        """The span of the target that stands for a span of the source, edits taken whole."""
        start, end = self._lower(span[0]), self._upper(span[1])
        return start, max(start, end)

    def _lower(self, place: int) -> int:
        """The place in the target for the beginning of a span: inside an edit, the edit's start."""
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return self._equal((0, 0), place)
        source, target = self.pairs[number]
        return target[0] if place < source[1] else self._equal((source[1], target[1]), place)

    def _upper(self, place: int) -> int:
        """The place in the target for the end of a span: inside an edit, the edit's end.

        What an edit puts in right there is not part of the span.
        """
        number = bisect_left(self._starts, place) - 1
        if number < 0:
            return self._equal((0, 0), place)
        source, target = self.pairs[number]
        return target[1] if place <= source[1] else self._equal((source[1], target[1]), place)

    def _equal(self, begin: tuple[int, int], place: int) -> int:
        """The same letter of an equal stretch, which begins at ``begin`` in source and target."""
        at = begin[1]
        stretch = self.source[begin[0] : place]
        if self.target.startswith(stretch, at):
            return at + len(stretch)
        letters = sum(map(len, stretch.split()))
        while letters and at < len(self.target):
            letters -= not self.target[at].isspace()
            at += 1
        if place < len(self.source) and not self.source[place].isspace():
            while at < len(self.target) and self.target[at].isspace():
                at += 1
        return at
