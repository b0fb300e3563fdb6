"""Which sentences of b come from which sentences of a.

Two passes over one likeness. The first finds a chain in order from what every cell says of
itself; from that chain the document is read (how closely do linked sentences of this
pair resemble each other, which holes are left, what continues a link); the second pass
judges the cells again in that light. What is then still free, and alike enough, has moved.
The weights were fitted on labelled pairs of several kinds, one setting for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.engine.chains import Cell, heaviest_chain, heaviest_increasing, move_weight
from app.engine.likeness import Likeness, Matrix, likeness

Flags = NDArray[np.bool_]
Cells = tuple[tuple[int, ...], tuple[int, ...]]
"""Rows and columns that are tied to each other."""

ENTRY = 1.0
"""How much a cell's first score must exceed to be worth a place in the first chain."""
WEAK = 0.6
"""A pair that scores less in the second pass is no link: removed and added instead."""
MOVE_AT_LEAST = 1.5
"""What a moved link must score, its neighbours' support included."""
TYPICAL, CLOSEST, LOOSEST = 0.6, 0.8, 0.4
"""How alike linked sentences are: expected, and the bounds of what a document can teach."""
EXPECTED_LINKS = 4
"""How many links' worth of evidence the expectation counts for."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences of a and of b, by index, that belong together."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    moved: bool
    similarity: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The groups found, in order of a. ``coarse`` says that a bound on work was met."""

    groups: list[Group]
    coarse: bool


def align(
    a: Sequence[str],
    b: Sequence[str],
    gaps_a: Sequence[int] = (),
    gaps_b: Sequence[int] = (),
    max_cells: int = 6_000_000,
) -> Alignment:
    """Link the sentences of a with those of b.

    ``gaps_a[i]`` numbers, ascending, the stretch between unchanged passages in which a_i lies:
    only sentences of one stretch can be linked in order, all others have moved. The groups
    are disjoint, with indices ascending; a sentence in no group has no counterpart. At most
    ``max_cells`` pairs are compared at once; beyond, the texts are aligned slab by slab.
    """
    if not a or not b:
        return Alignment([], False)
    place_a = np.array(gaps_a if len(gaps_a) else [0] * len(a), dtype=np.intp)
    place_b = np.array(gaps_b if len(gaps_b) else [0] * len(b), dtype=np.intp)
    if len(a) * len(b) <= max_cells:
        return Alignment(_align_whole(a, b, place_a, place_b), False)
    groups: list[Group] = []
    for (i, j), (k, l) in _slabs(len(a), len(b), max_cells):
        groups.extend(
            Group(
                tuple(x + i for x in group.a),
                tuple(y + k for y in group.b),
                group.moved,
                group.similarity,
            )
            for group in _align_whole(a[i:j], b[k:l], place_a[i:j], place_b[k:l])
        )
    return Alignment(groups, True)


def _slabs(n: int, m: int, max_cells: int) -> Iterator[tuple[Cell, Cell]]:
    """Cut two long texts at the same fractions, so that each slab is small enough."""
    count = 1
    while (n // count + 1) * (m // count + 1) > max_cells:
        count += 1
    for step in range(count):
        i, j = n * step // count, n * (step + 1) // count
        k, l = m * step // count, m * (step + 1) // count
        if i < j and k < l:
            yield (i, j), (k, l)


def _align_whole(
    a: Sequence[str], b: Sequence[str], gaps_a: NDArray[np.intp], gaps_b: NDArray[np.intp]
) -> list[Group]:
    found = likeness(a, b)
    within = gaps_a[:, None] == gaps_b
    first = _first_score(found)
    chain = _chain(np.where(within, first - ENTRY, 0))
    second = np.where(within, _second_score(found, chain, within), 0)
    chain = _without_weak(_chain(second), second)
    moves = _moves(first, chain)
    return _groups(a, chain, moves, found.similarity, within)


def _first_score(found: Likeness) -> Matrix:
    row, column = _margins(found.similarity)
    score: Matrix = (
        2.5 * np.minimum(found.gain_a, found.gain_b)
        + 3.3 * np.maximum(found.gain_a, found.gain_b)
        + 8.5 * np.maximum(row, column)
        + 2.7 * np.minimum(row, column)
        - 2.7
    )
    return score


def _margins(similarity: Matrix, rivals: Flags | None = None) -> tuple[Matrix, Matrix]:
    """How far each cell is ahead of its best rival in its row, and in its column.

    Only cells in ``rivals``, where given, count as rivals.
    """
    seen = similarity if rivals is None else np.where(rivals, similarity, np.float32(0))
    return similarity - _best_other(seen), similarity - _best_other(seen.T).T


def _best_other(values: Matrix) -> Matrix:
    """For each cell the largest other value of its row (0 where the row has one cell)."""
    if values.shape[1] < 2:
        return np.zeros_like(values)
    rows = np.arange(len(values))
    best = values.argmax(axis=1)
    top = values[rows, best]
    rest = values.copy()
    rest[rows, best] = -1
    others = np.repeat(top[:, None], values.shape[1], axis=1)
    others[rows, best] = rest.max(axis=1)
    return others


def _chain(weights: Matrix) -> list[Cell]:
    rows, columns = np.nonzero(weights > 0)
    return heaviest_chain(rows, columns, weights[rows, columns])


def _without_weak(chain: list[Cell], score: Matrix) -> list[Cell]:
    """Drop the links of one sentence with one that merely face each other.

    A cell of a split or a merge is held by the others of its row or column.
    """
    in_row = Counter(i for i, _ in chain)
    in_column = Counter(j for _, j in chain)
    return [(i, j) for i, j in chain if in_row[i] > 1 or in_column[j] > 1 or score[i, j] >= WEAK]


def _second_score(found: Likeness, chain: list[Cell], within: Flags) -> Matrix:
    in_order, hole, adjacent = _surroundings(found.similarity.shape, chain)
    row, column = _margins(found.similarity, in_order & within)
    score: Matrix = (
        7.5 * np.minimum(found.gain_a, found.gain_b)
        + 3.2 * np.maximum(found.gain_a, found.gain_b)
        + 7.0 * np.maximum(row, column)
        + 2.3 * hole
        + 0.5 * adjacent
        - 11.5 * _closeness(found.similarity, chain)
        + 3.2
    )
    return score


def _closeness(similarity: Matrix, chain: list[Cell]) -> float:
    """How alike the linked sentences of this pair of documents are, the identical ones aside."""
    values = [s for s in (float(similarity[cell]) for cell in chain) if s < 0.999]
    mean = (sum(values) + EXPECTED_LINKS * TYPICAL) / (len(values) + EXPECTED_LINKS)
    return min(max(mean, LOOSEST), CLOSEST)


def _surroundings(shape: tuple[int, int], chain: list[Cell]) -> tuple[Flags, Matrix, Matrix]:
    """Read off a chain, for every cell: does it cross no link; its hole; does it continue a link.

    The hole of a cell is the stretch between two links in which both its sentences are
    free, valued as 1 / the larger count of free sentences there; 0 where there is none.
    """
    n, m = shape
    adjacent = np.zeros(shape, dtype=np.float32)
    for i, j in chain:
        adjacent[max(i - 1, 0) : i + 2, j] = 1
        adjacent[i, max(j - 1, 0) : j + 2] = 1
    for cell in chain:
        adjacent[cell] = 0
    low_a, high_a = _bounds(n, m, chain)
    columns = np.arange(m)
    in_order = (columns >= low_a[:, None]) & (columns <= high_a[:, None])
    hole = np.zeros(shape, dtype=np.float32)
    corners = [(-1, -1), *chain, (n, m)]
    for (i, j), (k, l) in pairwise(corners):
        free_a, free_b = k - i - 1, l - j - 1
        if free_a > 0 and free_b > 0:
            hole[i + 1 : k, j + 1 : l] = 1 / max(free_a, free_b)
    return in_order, hole, adjacent


def _bounds(n: int, m: int, chain: list[Cell]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For every row the first and the last column that crosses no link of the chain."""
    low = np.zeros(n, dtype=np.intp)
    high = np.full(n, m - 1, dtype=np.intp)
    for i, j in chain:
        low[i + 1 :] = j
    for i, j in reversed(chain):
        high[:i] = j
    return low, high


def _moves(first: Matrix, chain: list[Cell]) -> list[Cell]:
    """Links among the sentences that the chain left free; chains peeled off one by one."""
    free_a = np.ones(first.shape[0], dtype=np.bool_)
    free_b = np.ones(first.shape[1], dtype=np.bool_)
    for i, j in chain:
        free_a[i] = free_b[j] = False
    if not free_a.any() or not free_b.any():
        return []
    free = free_a[:, None] & free_b
    belief = np.where(free, 1 / (1 + np.exp(-first)), np.float32(0))
    support = np.zeros_like(first)
    support[1:, 1:] += belief[:-1, :-1]
    support[:-1, :-1] += belief[1:, 1:]
    score = np.where(free, first + 2 * support - MOVE_AT_LEAST, np.float32(-1))
    moves: list[Cell] = []
    while True:
        peeled = _chain(score)
        if not peeled:
            return moves
        moves.extend(peeled)
        for i, j in peeled:
            score[i, :] = -1
            score[:, j] = -1


def _groups(
    a: Sequence[str], chain: list[Cell], moves: list[Cell], similarity: Matrix, within: Flags
) -> list[Group]:
    """Join cells that share a sentence, and call moved as little as explains the order."""
    found = sorted(_joined(chain) + _joined(moves))
    candidates = [k for k, (rows, columns) in enumerate(found) if within[rows[0], columns[0]]]
    weights = [sum(move_weight(a[i]) for i in found[k][0]) for k in candidates]
    kept = heaviest_increasing([found[k][1][0] for k in candidates], weights)
    in_place = {candidates[k] for k in kept}
    return [
        Group(
            rows,
            columns,
            k not in in_place,
            min(float(max(similarity[i, j] for i in rows for j in columns)), 1.0),
        )
        for k, (rows, columns) in enumerate(found)
    ]


def _joined(cells: Iterable[Cell]) -> list[Cells]:
    """Cells → connected sets of rows and columns."""
    of_row: dict[int, int] = {}
    of_column: dict[int, int] = {}
    sets: list[tuple[set[int], set[int]]] = []
    for i, j in cells:
        here, there = of_row.get(i), of_column.get(j)
        if here is None and there is None:
            here = len(sets)
            sets.append((set(), set()))
        elif here is None:
            here = there
        elif there is not None and there != here:
            sets[here][0].update(sets[there][0])
            sets[here][1].update(sets[there][1])
            of_row.update(dict.fromkeys(sets[there][0], here))
            of_column.update(dict.fromkeys(sets[there][1], here))
            sets[there] = (set(), set())
        assert here is not None
        sets[here][0].add(i)
        sets[here][1].add(j)
        of_row[i] = of_column[j] = here
    return [(tuple(sorted(rows)), tuple(sorted(columns))) for rows, columns in sets if rows]
