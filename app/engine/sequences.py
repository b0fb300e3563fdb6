"""What two sequences of keys have in common, in order.

Where few places match, the common subsequence of the greatest weight is found outright, a
key weighing as much as it has letters: so what is kept is as many letters as can be, and "of"
and "the" never hold a harbour apart. Longer stretches are first cut at what occurs once on both
sides; what is still long goes to diff-match-patch, each key one code point.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from diff_match_patch import diff_match_patch

from app.engine.chains import Cell

_FEW = 60
"""Up to this many matching places the best common subsequence is found outright."""
_MOST_CELLS = 160_000
"""The largest stretch, |a| times |b|, that is compared key by key."""
_RUN = 4
"""Long stretches are cut at runs of so many keys that occur once on both sides."""
_FIRST_SURROGATE, _SURROGATES = 0xD800, 0x800

_Chain = tuple[int, int, "_Chain"] | None
"""A chain of cells, the last first."""

_dmp = diff_match_patch()
_dmp.Diff_Timeout = 0


@dataclass(slots=True)
class Work:
    """What may still be spent on long stretches in one comparison, in cells of |a| times |b|.

    ``refused`` counts the stretches that were left uncompared because the bound was met.
    """

    cells: int = 4_000_000
    refused: int = 0

    def spend(self, cells: int) -> bool:
        """Take so many cells; False when there are not enough."""
        if cells > _MOST_CELLS or cells > self.cells:
            self.refused += 1
            return False
        self.cells -= cells
        return True


def common(a: Sequence[str], b: Sequence[str], work: Work) -> list[Cell]:
    """Pairs (i, j) with a[i] == b[j], ascending in both."""
    return _common(a, b, work, _RUN if len(a) * len(b) > _MOST_CELLS else 1)


def equal_ends(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many keys are equal at the start, and of the others at the end."""
    head = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        head += 1
    tail = 0
    most = min(len(a), len(b)) - head
    while tail < most and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    return head, tail


def _common(a: Sequence[str], b: Sequence[str], work: Work, run: int) -> list[Cell]:
    """The same; long stretches are cut at runs of so many keys first (0: at none)."""
    head, tail = equal_ends(a, b)
    end_a, end_b = len(a) - tail, len(b) - tail
    pairs = list(zip(range(head), range(head), strict=True))
    if head < end_a and head < end_b:
        inner = _inner(a[head:end_a], b[head:end_b], work, run)
        pairs += [(i + head, j + head) for i, j in inner] if head else inner
    pairs += zip(range(end_a, len(a)), range(end_b, len(b)), strict=True)
    return pairs


def _inner(a: Sequence[str], b: Sequence[str], work: Work, run: int) -> list[Cell]:
    places = _places(b, set(a))
    if not places:
        return []
    rows = [i for i, key in enumerate(a) if key in places]
    if len(rows) <= _FEW and sum([len(places[a[i]]) for i in rows]) <= _FEW:
        return _heaviest(a, rows, places)
    if not run:
        return _by_patch(a, b, work)
    pairs: list[Cell] = []
    for (i, j), (k, l) in pairwise([(-1, -1), *_anchors(a, b, run), (len(a), len(b))]):
        between = _common(a[i + 1 : k], b[j + 1 : l], work, run // _RUN)
        pairs.extend((x + i + 1, y + j + 1) for x, y in between)
        if k < len(a):
            pairs.append((k, l))
    return pairs


def _places(keys: Sequence[str], wanted: Container[str]) -> dict[str, list[int]]:
    """Where each wanted key stands, its last place first."""
    places: dict[str, list[int]] = {}
    place = len(keys)
    for key in reversed(keys):
        place -= 1
        if key in places:
            places[key].append(place)
        elif key in wanted:
            places[key] = [place]
    return places


def _heaviest(a: Sequence[str], rows: Iterable[int], places: dict[str, list[int]]) -> list[Cell]:
    """The heaviest common subsequence, after Hunt and Szymanski.

    ``rows`` are the places in a of keys that b has too; ``places`` gives for each of these where
    it stands in b, the last place first. The frontier holds, by place in b, the heaviest chains
    that end there or before; chains are linked backwards.
    """
    ends: list[int] = [-1]
    totals: list[int] = [0]
    chains: list[_Chain] = [None]
    for i in rows:
        key = a[i]
        weight = len(key)
        for j in places[key]:
            if j > ends[-1]:
                total = totals[-1] + weight
                ends.append(j)
                totals.append(total)
                chains.append((i, j, chains[-1]))
                continue
            at = bisect_left(ends, j)
            total = totals[at - 1] + weight
            past = at
            while past < len(ends) and totals[past] <= total:
                past += 1
            if past > at or ends[at] != j:
                ends[at:past], totals[at:past] = [j], [total]
                chains[at:past] = [(i, j, chains[at - 1])]
    pairs: list[Cell] = []
    chain = chains[-1]
    while chain is not None:
        pairs.append(chain[:2])
        chain = chain[2]
    return pairs[::-1]


def _anchors(a: Sequence[str], b: Sequence[str], run: int) -> list[Cell]:
    """Pairs in order where runs of so many keys begin that occur once on both sides."""
    if run > 1:
        a = ["\0".join(a[i : i + run]) for i in range(len(a) - run + 1)]
        b = ["\0".join(b[j : j + run]) for j in range(len(b) - run + 1)]
    count_a, count_b = Counter(a), Counter(b)
    once = {key for key, count in count_a.items() if count == 1 and count_b[key] == 1}
    return _heaviest(a, [i for i, key in enumerate(a) if key in once], _places(b, once))


def _by_patch(a: Sequence[str], b: Sequence[str], work: Work) -> list[Cell]:
    """What diff-match-patch holds for common; nothing where that would be too much work."""
    if not work.spend(len(a) * len(b)):
        return []
    codes: dict[str, str] = {}
    text_a = "".join(codes.setdefault(key, _code(len(codes))) for key in a)
    text_b = "".join(codes.setdefault(key, _code(len(codes))) for key in b)
    pairs: list[Cell] = []
    i = j = 0
    for op, text in _dmp.diff_main(text_a, text_b, False):
        if op == 0:
            pairs.extend((i + k, j + k) for k in range(len(text)))
        i, j = i + len(text) * (op <= 0), j + len(text) * (op >= 0)
    return pairs


def _code(number: int) -> str:
    """The code point for the n-th key; surrogates are no characters and are left out."""
    code = number + 1
    return chr(code if code < _FIRST_SURROGATE else code + _SURROGATES)
