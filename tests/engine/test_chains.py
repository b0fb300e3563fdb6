"""Chains and anchors against slow, simple reference algorithms."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.anchors import anchor
from app.engine.chains import heaviest_chain, heaviest_increasing, longest_increasing

grids = st.integers(1, 6).flatmap(
    lambda m: st.lists(st.lists(st.integers(-3, 9), min_size=m, max_size=m), min_size=1, max_size=6)
)


def _reference_weight(grid: list[list[int]]) -> int:
    """The heaviest monotone path by plain dynamic programming."""
    n, m = len(grid), len(grid[0])
    best = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n):
        for j in range(m):
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j]) + max(grid[i][j], 0)
    return best[n][m]


@settings(max_examples=500, deadline=None)
@given(grids)
def test_heaviest_chain_is_as_heavy_as_the_reference(grid: list[list[int]]) -> None:
    weights = np.array(grid, dtype=np.float32)
    rows, columns = np.nonzero(weights > 0)
    chosen = heaviest_chain(columns, weights[rows, columns])
    chain = [(int(rows[k]), int(columns[k])) for k in chosen]
    assert sum(grid[i][j] for i, j in chain) == _reference_weight(grid)
    assert all(x[0] <= y[0] and x[1] <= y[1] and x != y for x, y in pairwise(chain))


@settings(max_examples=500, deadline=None)
@given(st.permutations(range(8)), st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_heaviest_increasing(values: list[int], weights: list[int]) -> None:
    kept = heaviest_increasing(values, weights)
    assert all(values[x] < values[y] for x, y in pairwise(kept))
    best = [0] * 8
    for i in range(8):
        best[i] = weights[i] + max((best[k] for k in range(i) if values[k] < values[i]), default=0)
    assert sum(weights[k] for k in kept) == max(best)


@settings(max_examples=500, deadline=None)
@given(st.permutations(range(9)))
def test_longest_increasing(values: list[int]) -> None:
    kept = longest_increasing(values)
    assert all(values[x] < values[y] for x, y in pairwise(kept))
    best = [1] * 9
    for i in range(9):
        best[i] = 1 + max((best[k] for k in range(i) if values[k] < values[i]), default=0)
    assert len(kept) == max(best)


letters = st.lists(st.sampled_from("abcdef"), max_size=14)


@settings(max_examples=1000, deadline=None)
@given(letters, letters)
def test_anchors_are_equal_and_in_order(a: list[str], b: list[str]) -> None:
    pairs = anchor(a, b)
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(x[0] < y[0] and x[1] < y[1] for x, y in pairwise(pairs))


@given(letters)
def test_equal_lists_are_anchored_whole(a: list[str]) -> None:
    assert anchor(a, list(a)) == [(i, i) for i in range(len(a))]


def test_repeated_neighbours_of_an_anchor_are_followed() -> None:
    assert anchor(list("xabax"), list("yabaz")) == [(1, 1), (2, 2), (3, 3)]


def test_of_crossing_anchors_the_longer_text_stays() -> None:
    a = ["short", "a much longer passage", "end"]
    b = ["a much longer passage", "short", "end"]
    assert anchor(a, b) == [(1, 0), (2, 2)]
