"""Inside a link: which words and marks of a became which of b.

First the words between white space are aligned by their cores, the marks that cling to
them left aside: so a comma that moved from one word to the next does not hold the
alignment. Then each stretch between two aligned words is looked into, token by token where it
has marks. White space is layout and in no edit, and no edit begins inside a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from app.engine.chains import Cell
from app.engine.function_words import FUNCTION_WORDS
from app.engine.matchkey import match_key
from app.engine.model import Edit, Kind, Span, op_of
from app.engine.phrases import with_moves
from app.engine.sequences import Work, common, equal_ends
from app.engine.sliding import slid
from app.engine.tokens import Token, tokenise
from app.engine.words import Words, cores

Hunk = tuple[int, int, int, int]
"""Where two texts, or two lists, differ: a[i:j] stands against b[k:l], as (i, j, k, l)."""

_WORD = regex.compile(r"[\p{L}\p{N}]")
_COMPOUND = re.compile(r"\w(?!['’.\-]\w)[^\w\s]+\w|\d")
"""A stretch with this may have several tokens in one word."""
_STOPS = frozenset(".,;:!?")


def diff_texts(a: str, b: str, work: Work | None = None) -> tuple[Edit, ...]:
    """The edits that lead from a to b, in order, their spans apart.

    ``work`` is what all the texts of one comparison may spend together on long stretches; it
    counts those that were too long to compare.
    """
    work = work or Work()
    words_a, words_b = Words(a), Words(b)
    if words_a.texts == words_b.texts:
        return ()
    aligned = _aligned(words_a.texts, words_b.texts, work)
    hunks: list[Hunk] = []
    for stretch in _stretches(words_a, words_b, aligned):
        hunks += _differences(a, b, stretch, work)
    edits = [_edit(hunk) for hunk in hunks]
    retouched = _typographic(a, b, hunks)
    if retouched:
        edits.extend(_edit(hunk, Kind.TYPOGRAPHY) for hunk in retouched)
        edits.sort(key=lambda edit: (edit.a, edit.b))
    if len(edits) > 1 and aligned.may_have_moved():
        edits = with_moves(a, b, edits)
    return tuple(edits)


def _edit(hunk: Hunk, kind: Kind = Kind.WORDING) -> Edit:
    i, j, k, l = hunk
    a, b = (i, j), (k, l)
    return Edit(op_of(a, b), a, b, kind)


class _Aligned(NamedTuple):
    """Two lists of words, aligned.

    ``gaps`` are where they differ; ``alike`` pairs the words in these gaps that differ in their
    marks only; ``left_a`` and ``left_b`` are the words left over, empty where one is not.
    """

    gaps: list[Hunk]
    alike: list[Cell]
    left_a: list[str]
    left_b: list[str]

    def may_have_moved(self) -> bool:
        """Whether a telling word is left over on both sides."""
        left = set(map(str.casefold, filter(None, self.left_a)))
        left.intersection_update(map(str.casefold, filter(None, self.left_b)))
        return not FUNCTION_WORDS.issuperset(left)


def _aligned(a: Sequence[str], b: Sequence[str], work: Work) -> _Aligned:
    head, tail = equal_ends(a, b)
    end_a, end_b = len(a) - tail, len(b) - tail
    cores_a, cores_b = cores(a[head:end_a]), cores(b[head:end_b])
    pairs = _same_words(cores_a, cores_b, work)
    gaps: list[Hunk] = []
    alike: list[Cell] = []
    i = k = head
    for x, y in pairs:
        cores_a[x] = cores_b[y] = ""
        p, q = x + head, y + head
        if a[p] != b[q]:
            alike.append((p, q))
            continue
        if i < p or k < q:
            gaps.append((i, p, k, q))
        i, k = p + 1, q + 1
    if i < end_a or k < end_b:
        gaps.append((i, end_a, k, end_b))
    return _Aligned(gaps, alike, cores_a, cores_b)


def _same_words(a: Sequence[str], b: Sequence[str], work: Work) -> list[Cell]:
    """Pairs of words with the same core, in order; what is only marks pairs with nothing."""
    if "" not in a and "" not in b:
        return common(a, b, work)
    words_a = [x for x, word in enumerate(a) if word]
    words_b = [y for y, word in enumerate(b) if word]
    pairs = common([a[x] for x in words_a], [b[y] for y in words_b], work)
    return [(words_a[x], words_b[y]) for x, y in pairs]


def _stretches(a: Words, b: Words, aligned: _Aligned) -> list[Hunk]:
    """What lies between words that are the same on both sides, white space and all."""
    a.locate()
    b.locate()
    found: list[Hunk] = []
    alike = aligned.alike
    done = 0
    for i, j, k, l in slid(a.texts, b.texts, aligned.gaps):
        start_a, start_b = a.ends[i], b.ends[k]
        while done < len(alike) and alike[done][0] < j:
            core_a, core_b = a.core_span(alike[done][0]), b.core_span(alike[done][1])
            found.append((start_a, core_a[0], start_b, core_b[0]))
            start_a, start_b = core_a[1], core_b[1]
            done += 1
        found.append((start_a, a.starts[j], start_b, b.starts[l]))
    return found


def _differences(a: str, b: str, stretch: Hunk, work: Work) -> list[Hunk]:
    """What differs in a stretch between two words that are the same: whole tokens."""
    (i, j), (k, l) = _inner(a, stretch[0], stretch[1]), _inner(b, stretch[2], stretch[3])
    if i == j or k == l:
        return _placed(i, j, k, l, stretch)
    if a[i:j].replace(" ", "").isalpha() and b[k:l].replace(" ", "").isalpha():
        return [(i, j, k, l)]
    if _COMPOUND.search(a, i, j) or _COMPOUND.search(b, k, l):
        return _by_token(a, b, stretch, work)
    if a[j - 1] == b[l - 1] and a[j - 1] in _STOPS and j - i > 1 and l - k > 1:
        (i, j), (k, l) = _inner(a, i, j - 1), _inner(b, k, l - 1)
        if "." in a[i:j] or "." in b[k:l]:
            return _by_token(a, b, stretch, work)
    if (a[i].isalnum() or b[k].isalnum()) and (a[j - 1].isalnum() or b[l - 1].isalnum()):
        return [(i, j, k, l)]
    return _by_token(a, b, stretch, work)


def _by_token(a: str, b: str, stretch: Hunk, work: Work) -> list[Hunk]:
    """The same, found token by token: words first, then the marks next to equal words."""
    i, j, k, l = stretch
    if match_key(a[i:j]) == match_key(b[k:l]):
        return []
    tokens_a, tokens_b = tokenise(a, i, j), tokenise(b, k, l)
    words_a = [x for x, token in enumerate(tokens_a) if _WORD.search(token.key)]
    words_b = [y for y, token in enumerate(tokens_b) if _WORD.search(token.key)]
    pairs = common([tokens_a[x].key for x in words_a], [tokens_b[y].key for y in words_b], work)
    found: list[Hunk] = []
    x = y = 0
    ends = [(words_a[p], words_b[q]) for p, q in pairs]
    for p, q in [*ends, (len(tokens_a), len(tokens_b))]:
        start_a, end_a, start_b, end_b = _trimmed(tokens_a, tokens_b, (x, p, y, q))
        if start_a < end_a or start_b < end_b:
            wide_a = _wide(tokens_a, start_a, end_a, (i, j))
            wide_b = _wide(tokens_b, start_b, end_b, (k, l))
            found += _placed(*_inner(a, *wide_a), *_inner(b, *wide_b), (*wide_a, *wide_b))
        x, y = p + 1, q + 1
    return found


def _trimmed(a: Sequence[Token], b: Sequence[Token], hunk: Hunk) -> Hunk:
    """A hunk without what is equal at its ends.

    Marks count as equal next to equal words only, so that a lone comma in common never cuts a
    change in two.
    """
    i, j, k, l = hunk
    while i < j and k < l and a[i].key == b[k].key:
        i, k = i + 1, k + 1
    while i < j and k < l and a[j - 1].key == b[l - 1].key:
        j, l = j - 1, l - 1
    return i, j, k, l


def _wide(tokens: Sequence[Token], start: int, end: int, within: Span) -> Span:
    """From the token before to the one after, white space and all."""
    return (
        tokens[start - 1].stop if start else within[0],
        tokens[end].start if end < len(tokens) else within[1],
    )


def _inner(text: str, start: int, end: int) -> Span:
    """A span without the white space at its ends; empty, at its end, if it has nothing else."""
    shown = text[start:end].lstrip()
    start = end - len(shown)
    return start, start + len(shown.rstrip())


def _placed(i: int, j: int, k: int, l: int, stretch: Hunk) -> list[Hunk]:
    """A hunk of a stretch; none when both sides are empty.

    An empty side is the place where what the other has would stand: right after the word
    before when that clings to its own, otherwise right before the one after.
    """
    if i == j and k == l:
        return []
    if i == j:
        i = j = stretch[0] if k == stretch[2] else stretch[1]
    elif k == l:
        k = l = stretch[2] if i == stretch[0] else stretch[3]
    return [(i, j, k, l)]


def _typographic(a: str, b: str, hunks: Sequence[Hunk]) -> list[Hunk]:
    """Equal tokens that look different: other quotation marks, dashes, composed letters."""
    found: list[Hunk] = []
    i = k = 0
    for j, next_i, l, next_k in [*hunks, (len(a), 0, len(b), 0)]:
        x, y = a[i:j], b[k:l]
        if x != y and x.split() != y.split():
            found.extend(_retouched(a, b, tokenise(a, i, j), tokenise(b, k, l)))
        i, k = next_i, next_k
    return found


def _retouched(a: str, b: str, tokens_a: list[Token], tokens_b: list[Token]) -> Iterator[Hunk]:
    """Which tokens look different where the keys, joined, are equal; touching ones as one."""
    last: Hunk | None = None
    for x, y in _facing(tokens_a, tokens_b):
        if [a[t.start : t.stop] for t in x] == [b[t.start : t.stop] for t in y]:
            continue
        here = x[0].start, x[-1].stop, y[0].start, y[-1].stop
        if last and (last[1], last[3]) == (here[0], here[2]):
            here = last[0], here[1], last[2], here[3]
        elif last:
            yield last
        last = here
    if last:
        yield last


def _facing(a: list[Token], b: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """The fewest tokens at a time whose keys, joined, are equal: … faces three full stops."""
    x = y = 0
    while x < len(a) and y < len(b):
        p, q = x + 1, y + 1
        key_a, key_b = a[x].key, b[y].key
        while key_a != key_b and (p < len(a) or q < len(b)):
            if q == len(b) or (p < len(a) and len(key_a) <= len(key_b)):
                key_a, p = key_a + a[p].key, p + 1
            else:
                key_b, q = key_b + b[q].key, q + 1
        while p < len(a) and not a[p].key:
            p += 1
        while q < len(b) and not b[q].key:
            q += 1
        yield a[x:p], b[y:q]
        x, y = p, q
