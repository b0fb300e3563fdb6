"""What stands unchanged on both sides, found by hash before anything is compared.

Texts that occur once on each side and are equal anchor the rest (patience); of those
that cross, the heaviest set in order wins; from an anchor, and from both ends, equality
is followed over neighbours that may occur more often. Cost: linear in the number of texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from app.engine.chains import Cell, heaviest_increasing, move_weight


def anchor(a: Sequence[str], b: Sequence[str]) -> list[Cell]:
    """Pairs (i, j) with a[i] == b[j], strictly ascending in both."""
    head = 0
    while head < len(a) and head < len(b) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    pairs = [(i, i) for i in range(head)]
    inner = _in_order(unique_pairs(a, b, head, tail), a)
    end = len(a) - tail, len(b) - tail
    pairs.extend(_backwards(a, b, pairs[-1] if pairs else (-1, -1), inner[0] if inner else end))
    for start, stop in pairwise([*inner, end]):
        pairs.append(start)
        pairs.extend(_forwards(a, b, start, stop))
        pairs.extend(_backwards(a, b, pairs[-1], stop))
    pairs.extend((len(a) - k, len(b) - k) for k in range(tail, 0, -1))
    return pairs


def unique_pairs(a: Sequence[str], b: Sequence[str], head: int = 0, tail: int = 0) -> list[Cell]:
    """Equal texts that occur once in each side, ``head`` and ``tail`` ends left out, by i."""
    once_a = _once(a, head, len(a) - tail)
    once_b = _once(b, head, len(b) - tail)
    return [(i, once_b[text]) for text, i in once_a.items() if text in once_b]


def _once(texts: Sequence[str], start: int, end: int) -> dict[str, int]:
    count = Counter(texts[start:end])
    return {texts[i]: i for i in range(start, end) if count[texts[i]] == 1}


def _in_order(pairs: list[Cell], a: Sequence[str]) -> list[Cell]:
    if all(x[1] < y[1] for x, y in pairwise(pairs)):
        return pairs
    weights = [move_weight(len(a[i])) for i, _ in pairs]
    return [pairs[k] for k in heaviest_increasing([j for _, j in pairs], weights)]


def _backwards(a: Sequence[str], b: Sequence[str], floor: Cell, end: Cell) -> list[Cell]:
    """Equal neighbours right before ``end``, down to ``floor``, neither included."""
    found: list[Cell] = []
    i, j = end[0] - 1, end[1] - 1
    while i > floor[0] and j > floor[1] and a[i] == b[j]:
        found.append((i, j))
        i, j = i - 1, j - 1
    return found[::-1]


def _forwards(a: Sequence[str], b: Sequence[str], start: Cell, stop: Cell) -> list[Cell]:
    """Equal neighbours right after ``start``, up to ``stop``, neither included."""
    found: list[Cell] = []
    i, j = start[0] + 1, start[1] + 1
    while i < stop[0] and j < stop[1] and a[i] == b[j]:
        found.append((i, j))
        i, j = i + 1, j + 1
    return found
