"""The edits of a link as an editor would mark them: few, whole, and no confetti.

The engine's edits are the finest there are. For a reader, what stayed between two changes is
worth showing only if it is more than a word or two beside what changed around it; a
sentence with little left of it is one replacement; a phrase that merely changed places with
the words next to it is one replacement too, and one that moved further is marked as moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import NamedTuple

import regex

from app.engine import Edit, Kind, Op, Span
from app.engine.function_words import FUNCTION_WORDS
from app.engine.matchkey import visible

MOVED = "moved"
"""The kind of a mark on a phrase that is still there, in another place."""

_MANY = 8
"""From so many changed words on, little words between two changes are marked with them."""
_LITTLE = 0.3
"""What a word such as "of" weighs, or marks without a word, a telling word being 1."""
_LITTLE_ISLAND = 0.6
"""What stayed between two changes is little words, two at most, when it weighs no more."""
_ISLAND = 0.25
"""It is slight when it weighs no more than this share of the words of the smaller change."""
_SIGN = 0.4
"""What a character of a script without spaces weighs."""
_LEFT = 0.3
"""A passage of which less than this share stayed, on both sides, reads as one replacement."""
_TURNED = 3
"""A phrase that moved past no more words than these, and than its own, was turned round."""
_NEAR = 12
"""Edits so far apart in the list have more words between them."""
_TELLING = 2
"""A moved phrase of this weight is not short."""
_ROUNDS = 8
"""How often neighbours are joined again, each time being larger than before."""

_SHORT = 200
"""Letters of a stretch whose length is remembered."""

_UNIT = regex.compile(
    r"(?P<sign>[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])"
    r"|[\p{L}\p{N}](?:(?![\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])\S)*"
)
_MARK = regex.compile(r"[^\w\s]")
_FOLDABLE = (Kind.SPELLING.value, Kind.TYPOGRAPHY.value)
_WEIGHT_OF_KIND = {kind.value: place for place, kind in enumerate(Kind)}


class Group(NamedTuple):
    """Edits that are marked as one: where on each side, and why (a Kind, or ``MOVED``).

    The two groups of a phrase that moved have the same number: ``phrase``, from 1.
    """

    a: Span
    b: Span
    kind: str
    phrase: int = 0


def groups(a: str, b: str, edits: Sequence[Edit]) -> list[Group]:
    """What to mark on each side of a link, in order."""
    found = _first_groups(a, b, edits)
    if not found:
        return []
    if len(found) > 1:
        found = _gathered(a, b, found)
    return [_tight(a, b, group) for group in found]


def _gathered(a: str, b: str, found: list[Group]) -> list[Group]:
    """Neighbours as one where what stayed between them tells a reader nothing."""
    many = sum(_size(a, b, group) for group in found if group.kind != MOVED) >= _MANY
    for _ in range(_ROUNDS):
        joined = list(_joined(a, b, found, many=many))
        if len(joined) == len(found):
            break
        found = joined
    return [_one(found)] if _is_rewritten(a, b, found) else found


def _tight(a: str, b: str, group: Group) -> Group:
    """A group without the white space at its ends, which an empty end of one part can leave."""
    tight = _stripped(a, group.a), _stripped(b, group.b)
    return group if tight == (group.a, group.b) else group._replace(a=tight[0], b=tight[1])


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    if start == end or not (text[start].isspace() or text[end - 1].isspace()):
        return span
    shown = text[start:end].lstrip()
    return end - len(shown), end - len(shown) + len(shown.rstrip())


def _first_groups(a: str, b: str, edits: Sequence[Edit]) -> list[Group]:
    """Each edit that can be seen as a group, but what a phrase was turned round in as one."""
    if all(edit.partner is None for edit in edits):
        single = (Group(edit.a, edit.b, edit.kind.value) for edit in edits)
        return [group for group in single if _is_seen(a, b, group)]
    turned = _turned(a, edits)
    moved = _moved(a, b, edits, turned)
    found: list[Group] = []
    number = 0
    while number < len(edits):
        first = last = number
        while number <= last:
            last = max(last, turned.get(number, number))
            number += 1
        group = _one([Group(edit.a, edit.b, edit.kind.value) for edit in edits[first:number]])
        if _is_seen(a, b, group):
            phrase = moved.get(first, 0)
            found.append(Group(group.a, group.b, MOVED, phrase) if phrase else group)
    return found


def _is_seen(a: str, b: str, group: Group) -> bool:
    return visible(a[slice(*group.a)]) != visible(b[slice(*group.b)])


def _turned(a: str, edits: Sequence[Edit]) -> dict[int, int]:
    """The moves past a few words only: from the number of one edit to its partner's."""
    turned: dict[int, int] = {}
    for number, edit in enumerate(edits):
        partner = edit.partner
        if partner is not None and number < partner <= number + _NEAR:
            between = edits[number : partner + 1]
            passed = sum(_length(a[x.a[1] : y.a[0]]) for x, y in pairwise(between))
            phrase = edit if edit.op is Op.DELETE else edits[partner]
            if passed <= min(_TURNED, _length(a[slice(*phrase.a)])):
                turned[number] = partner
    return turned


def _moved(a: str, b: str, edits: Sequence[Edit], turned: dict[int, int]) -> dict[int, int]:
    """The edits that are told as moves: neither end is in something that was turned round.

    Each with the number of its phrase.

    A short phrase is told only where it stands alone on one side at least, not where it came
    out of one larger change and went into another.
    """
    inside = {place for first, last in turned.items() for place in range(first, last + 1)}
    touched_a = _touched(a, [edit.a for edit in edits])
    touched_b = _touched(b, [edit.b for edit in edits])
    told: dict[int, int] = {}
    for number, edit in enumerate(edits):
        partner = edit.partner
        if partner is None or edit.op is not Op.DELETE or inside & {number, partner}:
            continue
        amid = touched_a[number] and touched_b[partner]
        if not amid or _weight(a[slice(*edit.a)]) >= _TELLING:
            told[number] = told[partner] = len(told) // 2 + 1
    return told


def _touched(text: str, spans: Sequence[Span]) -> list[bool]:
    """For each span whether nothing but white space parts it from another that is not empty."""
    touched = [False] * len(spans)
    shown = [number for number, (start, end) in enumerate(spans) if start < end]
    for x, y in pairwise(shown):
        if not text[spans[x][1] : spans[y][0]].strip():
            touched[x] = touched[y] = True
    return touched


def _one(parts: Sequence[Group]) -> Group:
    """All that from the first to the last, for the weightiest reason."""
    kind = min((part.kind for part in parts), key=lambda kind: _WEIGHT_OF_KIND.get(kind, 99))
    return Group((parts[0].a[0], parts[-1].a[1]), (parts[0].b[0], parts[-1].b[1]), kind)


def _joined(a: str, b: str, found: Sequence[Group], *, many: bool) -> Iterator[Group]:
    """The groups, neighbours joined over what is not worth showing as unchanged."""
    last = found[0]
    for group in found[1:]:
        island = a[last.a[1] : group.a[0]]
        may_join = _may_join(last, group, island)
        if may_join and (_is_slight(a, b, last, group) if many else not island.strip()):
            last = _one([last, group])
        else:
            yield last
            last = group
    yield last


def _may_join(x: Group, y: Group, island: str) -> bool:
    """A move stays by itself, and so does what a reader may fold away, unless they touch."""
    if MOVED in (x.kind, y.kind):
        return False
    return (x.kind in _FOLDABLE) == (y.kind in _FOLDABLE) or not island.strip()


def _is_slight(a: str, b: str, x: Group, y: Group) -> bool:
    """Whether what two large changes leave between them is too little to stand alone."""
    most = max(_LITTLE_ISLAND, _ISLAND * min(_size(a, b, x), _size(a, b, y)))
    return _weight(a[x.a[1] : y.a[0]], most) <= most


def _weight(text: str, most: float = inf) -> float:
    """How much a stretch tells a reader who sees it unchanged: no further than ``most``."""
    weight = _LITTLE * bool(_MARK.search(text))
    for unit in _UNIT.finditer(text):
        weight += _SIGN if unit["sign"] else _LITTLE if _is_little(unit[0]) else 1
        if weight > most:
            break
    return weight


def _is_little(word: str) -> bool:
    word = word.rstrip(".,;:!?\"'”’)")
    return word.casefold() in FUNCTION_WORDS or (len(word) <= 2 and word.islower())


def _size(a: str, b: str, group: Group) -> float:
    """How much a group changes, in words of the larger side."""
    return max(_length(a[slice(*group.a)]), _length(b[slice(*group.b)]))


def _length(text: str) -> float:
    """In words; the same stretches are asked for again and again while neighbours are joined."""
    return _short_length(text) if len(text) <= _SHORT else _counted(text)


def _counted(text: str) -> float:
    signs = _UNIT.findall(text)
    words = signs.count("")
    return words + _SIGN * (len(signs) - words)


_short_length = lru_cache(maxsize=4096)(_counted)


def _is_rewritten(a: str, b: str, found: Sequence[Group]) -> bool:
    """Whether little stayed, or moved, or was only respelt, from the first change to the last."""
    changed = [group for group in found if group.kind not in (MOVED, *_FOLDABLE)]
    if len(changed) < 3:
        return False
    for text, spans in ((a, [g.a for g in changed]), (b, [g.b for g in changed])):
        whole = _length(text[spans[0][0] : spans[-1][1]])
        if whole - sum(_length(text[slice(*span)]) for span in spans) >= _LEFT * whole:
            return False
    return True
