"""What a person would mark: the finest edits widened to whole words, marks and all.

People who mark what changed mark what stands between white space: in two sets of texts
annotated by hand (SALSA and ArgRewrite) all but three of 1,800 ends of spans lie there. So
an edit takes the whole of a word of which something changed, its comma and all, and
edits with nothing but white space between them are one.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from app.engine.tokens import UNSPACED

Span = tuple[int, int]
Pair = tuple[Span, Span]
"""A span of a and the one of b that stands for it."""
Places = tuple[int, int]
"""A place in a and the one in b that stands for it."""

_SOLID = rf"[[^\s\x1c-\x1f]--[{UNSPACED}]]"
_FIRST = regex.compile(rf"^{_SOLID}+", regex.VERSION1)
_LAST = regex.compile(rf"(?r){_SOLID}+$", regex.VERSION1)
_WITHIN = regex.compile(rf"(?<={_SOLID}){_SOLID}", regex.VERSION1)
"""Matches at a place inside a word, its marks counted with it."""


def widened(a: str, b: str, pairs: Sequence[Pair]) -> list[tuple[int, Pair]]:
    """The spans to mark, in order, each with the number of the first edit in it.

    ``pairs`` are the edits' spans, in order and apart; a span to mark has the edits up to the
    first of the next one.
    """
    starts: list[Places] = [(x[0], y[0]) for x, y in pairs]
    ends: list[Places] = [(x[1], y[1]) for x, y in pairs]
    firsts: list[int] = []
    for number in range(len(pairs) + 1):
        before = ends[number - 1] if number else (0, 0)
        after = starts[number] if number < len(pairs) else (len(a), len(b))
        start, end = _rest(a, b, before, after)
        if number:
            ends[number - 1] = start
        if number < len(pairs):
            starts[number] = end
            if not number or a[start[0] : end[0]].strip():
                firsts.append(number)
    lasts = [number - 1 for number in [*firsts[1:], len(pairs)]]
    return [
        (x, (_tight(a, starts[x][0], ends[y][0]), _tight(b, starts[x][1], ends[y][1])))
        for x, y in zip(firsts, lasts, strict=True)
    ]


def _tight(text: str, start: int, end: int) -> Span:
    """A span without the white space at its ends."""
    shown = text[start:end].lstrip()
    return end - len(shown), end - len(shown) + len(shown.rstrip())


def _rest(a: str, b: str, before: Places, after: Places) -> tuple[Places, Places]:
    """What an equal stretch from ``before`` to ``after`` keeps when words at its ends are given up.

    A word is given up on both sides when the stretch starts, or ends, inside it on either.
    """
    x, y = a[before[0] : after[0]], b[before[1] : after[1]]
    start, end = before, after
    if _inside(a, before[0]) or _inside(b, before[1]):
        bare_x, bare_y = x.lstrip(), y.lstrip()
        length = min(_length(_FIRST, bare_x), _length(_FIRST, bare_y))
        start = after[0] - len(bare_x) + length, after[1] - len(bare_y) + length
    if _inside(a, after[0]) or _inside(b, after[1]):
        bare_x, bare_y = x.rstrip(), y.rstrip()
        length = min(_length(_LAST, bare_x), _length(_LAST, bare_y))
        end = before[0] + len(bare_x) - length, before[1] + len(bare_y) - length
    return start, end


def _length(run: regex.Pattern[str], text: str) -> int:
    found = run.search(text)
    return len(found[0]) if found else 0


def _inside(text: str, place: int) -> bool:
    return _WITHIN.match(text, place) is not None
