"""Phrases that moved inside their link: deleted in one place, inserted in another.

What went and what came is searched for equal words in a row (letter case aside: a phrase
may come to begin its sentence). A phrase that is part of a larger edit becomes an edit of
its own; the two edits of a move name each other as partners.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from app.engine.function_words import FUNCTION_WORDS
from app.engine.matchkey import match_key
from app.engine.model import Edit, Op, Span, op_of
from app.engine.words import cores, cut, parts

_DIGIT = re.compile(r"\d")
_LETTERS = 6
"""Fewer letters in common are noise."""
_LONG_WORD = 8
_LONG_NUMBER = 4
"""A word, or a number or date, of so many letters tells a move by itself."""
_FIRST_SIGN = "\u2e80"
"""From here on stand the scripts of East Asia, a sign of which is worth two letters."""

_Cut = list[tuple[Span, int | None]]
"""A span cut up: each piece with the number of the move that it is a side of."""


class _Changed:
    """The words of all that went, or of all that came: as they stand, their keys, their edits."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.text, self.spans = text, spans
        self.words: list[str] = []
        self.edits: list[int] = []
        for edit, (start, end) in enumerate(spans):
            if start < end:
                words = cut(text[start:end])
                self.words += words
                self.edits += [edit] * len(words)
        self.keys = list(map(str.casefold, cores(self.words)))

    def places(self, wanted: Container[str]) -> dict[str, int]:
        """Where each wanted word stands; -1 for one that stands in several places."""
        where: dict[str, int] = {}
        for number, key in enumerate(self.keys):
            if key in wanted:
                where[key] = -1 if key in where else number
        return where

    def cuts(self, runs: Sequence[Span]) -> dict[int, _Cut]:
        """By edit, the spans of runs of words in the text, each with the number of its run."""
        starts: list[int] = []
        at = 0
        for word, edit in zip(self.words, self.edits, strict=True):
            at = self.text.index(word, max(at, self.spans[edit][0]))
            starts.append(at)
            at += len(word)
        found: dict[int, _Cut] = {}
        for number, (first, end) in enumerate(runs):
            last = self.words[end - 1]
            start = starts[first] + len(parts(self.words[first])[0])
            stop = starts[end - 1] + len(last) - len(parts(last)[2])
            found.setdefault(self.edits[first], []).append(((start, stop), number))
        return {edit: sorted(cuts) for edit, cuts in found.items()}


def with_moves(a: str, b: str, edits: list[Edit]) -> list[Edit]:
    """The edits with every phrase that moved as a deletion and an insertion of its own."""
    gone = _Changed(a, [edit.a for edit in edits])
    come = _Changed(b, [edit.b for edit in edits])
    moves = _moves(gone, come)
    if not moves:
        return edits
    cuts_a, cuts_b = gone.cuts([x for x, _ in moves]), come.cuts([y for _, y in moves])
    pieces: list[tuple[Edit, int | None]] = []
    for number, edit in enumerate(edits):
        if number in cuts_a or number in cuts_b:
            pieces += _pieces(a, b, edit, cuts_a.get(number, []), cuts_b.get(number, []))
        else:
            pieces.append((edit, None))
    return _partnered(pieces)


def _moves(gone: _Changed, come: _Changed) -> list[tuple[Span, Span]]:
    """The runs of words that are equal on both sides, the longest first where they overlap.

    A run is grown from a telling word that went only once and came only once.
    """
    shared = set(gone.keys).intersection(come.keys).difference(FUNCTION_WORDS, ("",))
    where = come.places(shared)
    runs: set[tuple[Span, Span]] = set()
    for key, x in gone.places(shared).items():
        y = where[key]
        if min(x, y) >= 0 and come.edits[y] != gone.edits[x]:
            run = _grown(gone, come, x, y)
            if _tells(gone.keys[slice(*run[0])]):
                runs.add(run)
    taken: tuple[set[int], set[int]] = set(), set()
    chosen = []
    for run in sorted(runs, key=lambda run: (run[0][0] - run[0][1], run)):
        if taken[0].isdisjoint(range(*run[0])) and taken[1].isdisjoint(range(*run[1])):
            taken[0].update(range(*run[0]))
            taken[1].update(range(*run[1]))
            chosen.append(run)
    return sorted(chosen)


def _grown(gone: _Changed, come: _Changed, x: int, y: int) -> tuple[Span, Span]:
    """The longest equal run around gone's x and come's y, in their edits, that ends with words."""
    before = after = 0
    while _go_on(gone, come, x - before - 1, y - before - 1):
        before += 1
    while _go_on(gone, come, x + after, y + after):
        after += 1
    while not gone.keys[x - before]:
        before -= 1
    while not gone.keys[x + after]:
        after -= 1
    return (x - before, x + after + 1), (y - before, y + after + 1)


def _go_on(gone: _Changed, come: _Changed, x: int, y: int) -> bool:
    """Whether the words at x and y, and those after them, and the marks between, are equal."""
    if min(x, y) < 0 or x + 1 >= len(gone.words) or y + 1 >= len(come.words):
        return False
    return (
        gone.edits[x] == gone.edits[x + 1]
        and come.edits[y] == come.edits[y + 1]
        and gone.keys[x] == come.keys[y]
        and gone.keys[x + 1] == come.keys[y + 1]
        and parts(gone.words[x])[2] == parts(come.words[y])[2]
        and parts(gone.words[x + 1])[0] == parts(come.words[y + 1])[0]
    )


def _tells(run: Sequence[str]) -> bool:
    """Whether so many words in common are no accident."""
    words = [key for key in run if key]
    letters = sum(len(word) * (2 if word >= _FIRST_SIGN else 1) for word in words)
    if len(words) == 1:
        return letters >= (_LONG_NUMBER if _DIGIT.search(words[0]) else _LONG_WORD)
    return letters >= _LETTERS


def _pieces(
    a: str, b: str, edit: Edit, moved_a: _Cut, moved_b: _Cut
) -> Iterator[tuple[Edit, int | None]]:
    """An edit with its moved phrases cut out; the longest rests of both sides face each other."""
    before_a, rest_a, after_a = _cut(a, edit.a, moved_a)
    before_b, rest_b, after_b = _cut(b, edit.b, moved_b)
    for span, move in before_a:
        yield Edit(Op.DELETE, span, (edit.b[0], edit.b[0]), edit.kind), move
    for span, move in before_b:
        yield Edit(Op.INSERT, (rest_a[0], rest_a[0]), span, edit.kind), move
    if match_key(a[slice(*rest_a)]) != match_key(b[slice(*rest_b)]):
        yield Edit(op_of(rest_a, rest_b), rest_a, rest_b, edit.kind), None
    for span, move in after_a:
        yield Edit(Op.DELETE, span, (rest_b[1], rest_b[1]), edit.kind), move
    for span, move in after_b:
        yield Edit(Op.INSERT, (edit.a[1], edit.a[1]), span, edit.kind), move


def _cut(text: str, span: Span, moved: _Cut) -> tuple[_Cut, Span, _Cut]:
    """The pieces of a span before its longest rest, that rest, and those after it."""
    pieces: _Cut = []
    at = span[0]
    for (start, end), move in [*moved, ((span[1], span[1]), None)]:
        rest = text[at:start]
        if rest.strip():
            first = start - len(rest.lstrip())
            pieces.append(((first, at + len(rest.rstrip())), None))
        if move is not None:
            pieces.append(((start, end), move))
        at = end
    rests = [n for n, (_, move) in enumerate(pieces) if move is None]
    if not rests:
        return pieces, (span[1], span[1]), []
    longest = max(rests, key=lambda n: pieces[n][0][1] - pieces[n][0][0])
    return pieces[:longest], pieces[longest][0], pieces[longest + 1 :]


def _partnered(pieces: Sequence[tuple[Edit, int | None]]) -> list[Edit]:
    """The edits, those of one move each with the other's number."""
    numbers: dict[int, list[int]] = {}
    for number, (_, move) in enumerate(pieces):
        if move is not None:
            numbers.setdefault(move, []).append(number)
    edits = [edit for edit, _ in pieces]
    for gone, come in numbers.values():
        edits[gone] = edits[gone]._replace(partner=come)
        edits[come] = edits[come]._replace(partner=gone)
    return edits
