"""Inside a link: which tokens of a became which tokens of b.

diff-match-patch runs over whole tokens, each coded as one code point, never over
characters, so no edit starts inside a word. First over stretches between white space,
then, inside what differs, over words and their punctuation: so a comma that moved from one
word to the next does not hold the alignment of the words. White space is layout and
in no edit. Long texts are first cut at tokens that occur once on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex
from diff_match_patch import diff_match_patch

from app.engine.anchors import anchor
from app.engine.model import Edit, Kind, Op, Span
from app.engine.tokens import Token, tokenise

Hunk = tuple[int, int, int, int]
"""Where two sequences differ: a[i:j] stands against b[k:l], as (i, j, k, l)."""

_PLAIN = 60
"""Sequences up to this long, together, go to diff-match-patch as they are."""
_MOST_CELLS = 160_000
"""The largest stretch, |a| times |b|, that is compared token by token."""
_WORD = regex.compile(r"[\p{L}\p{N}]")
_FIRST_SURROGATE, _SURROGATES = 0xD800, 0x800

_dmp = diff_match_patch()
_dmp.Diff_Timeout = 0


@dataclass(frozen=True, slots=True)
class TokenDiff:
    """The edits between two texts. ``coarse`` says that a stretch was too long to compare."""

    edits: tuple[Edit, ...]
    coarse: bool


def diff_texts(a: str, b: str) -> TokenDiff:
    """The edits that lead from a to b, in order, their spans apart."""
    tokens_a, tokens_b = tokenise(a), tokenise(b)
    chunks_a, chunks_b = _chunks(tokens_a), _chunks(tokens_b)
    coarse_hunks, coarse = _diff(_keys(tokens_a, chunks_a), _keys(tokens_b, chunks_b))
    hunks: list[Hunk] = []
    for i, j, k, l in coarse_hunks:
        here = chunks_a[i], chunks_a[j], chunks_b[k], chunks_b[l]
        fine, too_long = _refine(tokens_a, tokens_b, here)
        hunks.extend(fine)
        coarse = coarse or too_long
    edits = [_edit(tokens_a, tokens_b, hunk) for hunk in hunks]
    edits.extend(_typographic(a, b, tokens_a, tokens_b, hunks))
    edits.sort(key=lambda edit: (edit.a, edit.b))
    return TokenDiff(tuple(_touching_joined(edits)), coarse)


def _chunks(tokens: list[Token]) -> list[int]:
    """Where each stretch between white space begins, and the end.

    A character of a script without spaces is a stretch of its own.
    """
    starts = [0] if tokens else []
    for index, (token, following) in enumerate(pairwise(tokens), start=1):
        if token.end > token.stop or _unspaced(token) or _unspaced(following):
            starts.append(index)
    return [*starts, len(tokens)]


def _unspaced(token: Token) -> bool:
    return len(token.key) == 1 and token.key > "\u0e00" and token.key.isalpha()


def _keys(tokens: list[Token], chunks: list[int]) -> list[str]:
    return ["\u0000".join(t.key for t in tokens[s:e]) for s, e in pairwise(chunks)]


def _diff(a: Sequence[str], b: Sequence[str]) -> tuple[list[Hunk], bool]:
    """Where two sequences of keys differ, and whether a stretch was too long to look into."""
    if len(a) + len(b) <= _PLAIN:
        return _myers(a, b, 0, 0), False
    hunks: list[Hunk] = []
    coarse = False
    cells = [(-1, -1), *anchor(a, b), (len(a), len(b))]
    for (i, k), (j, l) in pairwise(cells):
        i, k = i + 1, k + 1
        if i == j and k == l:
            continue
        if (j - i) * (l - k) > _MOST_CELLS:
            hunks.append((i, j, k, l))
            coarse = True
        else:
            hunks.extend(_myers(a[i:j], b[k:l], i, k))
    return hunks, coarse


def _myers(a: Sequence[str], b: Sequence[str], at_a: int, at_b: int) -> list[Hunk]:
    if not a or not b:
        return [(at_a, at_a + len(a), at_b, at_b + len(b))] if a or b else []
    codes: dict[str, str] = {}
    text_a = "".join(codes.setdefault(key, _code(len(codes))) for key in a)
    text_b = "".join(codes.setdefault(key, _code(len(codes))) for key in b)
    hunks: list[Hunk] = []
    i, k = at_a, at_b
    deleted = inserted = 0
    for op, text in [*_dmp.diff_main(text_a, text_b, False), (0, "")]:
        if op < 0:
            deleted += len(text)
        elif op > 0:
            inserted += len(text)
        else:
            if deleted or inserted:
                hunks.append((i, i + deleted, k, k + inserted))
            i, k = i + deleted + len(text), k + inserted + len(text)
            deleted = inserted = 0
    return hunks


def _code(number: int) -> str:
    """The code point for the n-th key; surrogates are no characters and are left out."""
    code = number + 1
    return chr(code if code < _FIRST_SURROGATE else code + _SURROGATES)


def _refine(a: list[Token], b: list[Token], hunk: Hunk) -> tuple[list[Hunk], bool]:
    """Compare a stretch again by words and marks.

    Words are aligned first; marks only count as equal next to equal words or at the
    ends of the stretch, so that a lone comma in common never cuts a change in two.
    """
    i, j, k, l = hunk
    words_a = [x for x in range(i, j) if _WORD.search(a[x].key)]
    words_b = [y for y in range(k, l) if _WORD.search(b[y].key)]
    differ, coarse = _diff([a[x].key for x in words_a], [b[y].key for y in words_b])
    found: list[Hunk] = []
    from_a, from_b = i, k
    for x, y in [*_equal(differ, words_a, words_b), (j, l)]:
        found.extend(_trimmed(a, b, (from_a, x, from_b, y)))
        from_a, from_b = x + 1, y + 1
    return found, coarse


def _equal(differ: list[Hunk], a: list[int], b: list[int]) -> Iterator[tuple[int, int]]:
    """The pairs outside the hunks: positions in a and in b."""
    i = k = 0
    for start_a, end_a, start_b, end_b in [*differ, (len(a), len(a), len(b), len(b))]:
        yield from zip(a[i:start_a], b[k:start_b], strict=True)
        i, k = end_a, end_b


def _trimmed(a: list[Token], b: list[Token], hunk: Hunk) -> list[Hunk]:
    """A hunk without what is equal at its ends; none when nothing else is left."""
    i, j, k, l = hunk
    while i < j and k < l and a[i].key == b[k].key:
        i, k = i + 1, k + 1
    while i < j and k < l and a[j - 1].key == b[l - 1].key:
        j, l = j - 1, l - 1
    return [(i, j, k, l)] if i < j or k < l else []


def _edit(a: list[Token], b: list[Token], hunk: Hunk) -> Edit:
    i, j, k, l = hunk
    if i == j:
        return Edit(Op.INSERT, _point(a, i), _span(b, k, l))
    if k == l:
        return Edit(Op.DELETE, _span(a, i, j), _point(b, k))
    return Edit(Op.REPLACE, _span(a, i, j), _span(b, k, l))


def _span(tokens: list[Token], start: int, end: int) -> Span:
    return tokens[start].start, tokens[end - 1].stop


def _point(tokens: list[Token], index: int) -> Span:
    """The empty span where something is missing: before a token, or after the last."""
    if index < len(tokens):
        return tokens[index].start, tokens[index].start
    end = tokens[-1].stop if tokens else 0
    return end, end


def _touching_joined(edits: list[Edit]) -> list[Edit]:
    """Typographic edits with nothing between them on either side are one: "It's → “It’s."""
    joined: list[Edit] = []
    for edit in edits:
        last = joined[-1] if joined else None
        if (
            last
            and last.kind is edit.kind is Kind.TYPOGRAPHY
            and (last.a[1], last.b[1]) == (edit.a[0], edit.b[0])
        ):
            spans = (last.a[0], edit.a[1]), (last.b[0], edit.b[1])
            joined[-1] = Edit(Op.REPLACE, *spans, Kind.TYPOGRAPHY)
        else:
            joined.append(edit)
    return joined


def _typographic(
    a: str, b: str, tokens_a: list[Token], tokens_b: list[Token], hunks: list[Hunk]
) -> list[Edit]:
    """Equal tokens that look different: other quotation marks, dashes, composed letters."""
    edits: list[Edit] = []
    ends = [(0, 0), *((j, l) for _, j, _, l in hunks)]
    starts = [*((i, k) for i, _, k, _ in hunks), (len(tokens_a), len(tokens_b))]
    for (i, k), (j, _) in zip(ends, starts, strict=True):
        for x, y in zip(tokens_a[i:j], tokens_b[k:], strict=False):
            if a[x.start : x.stop].strip() != b[y.start : y.stop].strip():
                spans = (x.start, x.stop), (y.start, y.stop)
                edits.append(Edit(Op.REPLACE, *spans, Kind.TYPOGRAPHY))
    return edits
