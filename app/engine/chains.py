"""The heaviest chain of cells in order, and the longest run of anchors."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Cell = tuple[int, int]
Ordered = TypeVar("Ordered", int, tuple[int, int])


def heaviest_chain(columns: NDArray[np.intp], weights: NDArray[np.floating[Any]]) -> list[int]:
    """The positions of the cells of the greatest weight whose rows and columns never go back.

    From a cell the chain goes on down and to the right, along the row (one sentence of
    a has several of b) or along the column. The cells must be given by row
    and then by column, weights be positive. A maximum over column prefixes is kept in a Fenwick
    tree: k cells over m columns take O(k log m).
    """
    if not len(columns):
        return []
    size = int(columns.max()) + 2
    tree_weight = [0.0] * size
    tree_cell = [-1] * size
    before = [-1] * len(columns)
    best_weight, best_cell = 0.0, -1
    cells = zip(columns.tolist(), weights.tolist(), strict=True)
    for number, (column, weight) in enumerate(cells):
        total, previous = 0.0, -1
        at = column + 1
        while at:
            if tree_weight[at] > total:
                total, previous = tree_weight[at], tree_cell[at]
            at &= at - 1
        total += weight
        before[number] = previous
        if total > best_weight:
            best_weight, best_cell = total, number
        at = column + 1
        while at < size:
            if total > tree_weight[at]:
                tree_weight[at], tree_cell[at] = total, number
            at += at & -at
    chain: list[int] = []
    while best_cell >= 0:
        chain.append(best_cell)
        best_cell = before[best_cell]
    return chain[::-1]


def move_weight(letters: int) -> int:
    """What it costs a reader to be told that so many letters moved: something each time, and
    their number."""
    return 60 + letters


def heaviest_increasing(values: Sequence[Ordered], weights: Sequence[int]) -> list[int]:
    """Indices of the strictly increasing subsequence of the greatest total weight.

    All values differ and all weights are positive.
    """
    rank = {value: place for place, value in enumerate(sorted(values))}
    if len(values) and all(w == weights[0] for w in weights):
        return longest_increasing(values)
    return heaviest_chain(
        np.array([rank[value] for value in values], dtype=np.intp),
        np.array(weights, dtype=np.float64),
    )


def longest_increasing(values: Sequence[Ordered]) -> list[int]:
    """Indices of a longest strictly increasing subsequence (patience sorting)."""
    tails: list[Ordered] = []
    tail_index: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(tail_index[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            tail_index.append(index)
        else:
            tails[at], tail_index[at] = value, index
    chain: list[int] = []
    index = tail_index[-1] if tail_index else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]
