"""Which pairs of sentences are worth comparing at all, when there are too many to try each."""

from __future__ import annotations

import numpy as np

from app.engine.cells import Cells
from app.engine.features import Features, Floats, Indices, weights_of

_FULL_WINDOW = 10_000
"""Stretches of up to so many pairs between two unchanged passages are compared in full."""
_PER_SENTENCE = 8
"""How many pairs each sentence is tried in beyond those, the most promising first."""
_LARGE_TABLE = 4_000_000
"""Up to so many pairs sums are quicker kept for each of them than for those that occur."""
_LEAST_SHARE = 0.1
"""Pairs whose rare words in common weigh less than this share of them are not promising."""


def candidates(
    a: Features, b: Features, gaps_a: Indices, gaps_b: Indices, max_cells: int
) -> tuple[Cells, bool]:
    """The cells to compare, and whether some stretch was too large to compare in full.

    All cells when there are at most ``max_cells``; otherwise those of the stretches
    (sentences with equal gap numbers, which ascend) and, wherever they stand, those of sentences
    that share rare features. At most about ``max_cells`` are ever looked at.
    """
    n, m = a.count, b.count
    if n * m <= max_cells:
        return Cells.all_of(n, m), False
    windows, coarse = _window_keys(gaps_a, gaps_b, m, max_cells)
    promising = _promising_keys(a, b, max_cells)
    return Cells(np.union1d(windows, promising), n, m), coarse


def _window_keys(gaps_a: Indices, gaps_b: Indices, m: int, most: int) -> tuple[Indices, bool]:
    """The keys of all cells of the stretches that are small enough."""
    low = np.searchsorted(gaps_b, gaps_a, side="left")
    high = np.searchsorted(gaps_b, gaps_a, side="right")
    heights = np.bincount(gaps_a)[gaps_a]
    fits = (high - low) * heights <= min(_FULL_WINDOW, most)
    width = np.where(fits, high - low, 0)
    rows = np.repeat(np.arange(len(gaps_a)), width)
    columns = np.arange(width.sum()) + np.repeat(low - (np.cumsum(width) - width), width)
    return rows * m + columns, bool((~fits & (high > low)).any())


def _promising_keys(a: Features, b: Features, most: int) -> Indices:
    """The keys of the likeliest pairs of every sentence, judged by rare features alone."""
    weights = weights_of(a, b)
    count_a = np.bincount(a.features, minlength=a.size)
    count_b = np.bincount(b.features, minlength=a.size)
    pairs = count_a * count_b
    order = np.argsort(pairs, kind="stable")
    order = order[pairs[order] > 0]
    rare = order[np.cumsum(pairs[order]) <= most]
    keys, values = _postings(a, b, rare, count_b, weights)
    if not len(keys):
        return keys
    keys, shared = _summed(keys, values, a.count * b.count)
    rows, columns = np.divmod(keys, b.count)
    mass_a = np.bincount(a.sentences, weights[a.features], minlength=a.count)
    mass_b = np.bincount(b.sentences, weights[b.features], minlength=b.count)
    share = shared / np.sqrt(mass_a[rows] * mass_b[columns])
    promising = share >= _LEAST_SHARE
    keys, rows, columns, share = (of_pair[promising] for of_pair in (keys, rows, columns, share))
    found: Indices = keys[_among_first(rows, share) | _among_first(columns, share)]
    return found


def _summed(keys: Indices, values: Floats, size: int) -> tuple[Indices, Floats]:
    """The keys, ascending, each once, and the sum of the values of each, which are positive."""
    if size > _LARGE_TABLE:
        keys, place = np.unique(keys, return_inverse=True)
        return keys, np.asarray(np.bincount(place, values), dtype=np.float64)
    sums = np.asarray(np.bincount(keys, values), dtype=np.float64)
    keys = np.flatnonzero(sums)
    return keys, sums[keys]


def _postings(
    a: Features, b: Features, rare: Indices, count_b: Indices, weights: Floats
) -> tuple[Indices, Floats]:
    """Every pair of sentences that shares one of these features: its key, the feature's weight."""
    wanted = np.zeros(a.size, dtype=np.bool_)
    wanted[rare] = True
    in_a = wanted[a.features]
    by_feature = b.sentences[np.argsort(b.features, kind="stable")]
    first_b = np.cumsum(count_b) - count_b
    features = a.features[in_a]
    each = count_b[features]
    shift = np.repeat(first_b[features] - (np.cumsum(each) - each), each)
    columns = by_feature[np.arange(len(shift)) + shift]
    rows = np.repeat(a.sentences[in_a] * b.count, each)
    return rows + columns, np.repeat(weights[features], each)


def _among_first(lines: Indices, values: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each cell is among the few greatest of its line."""
    order = np.lexsort((-values, lines))
    starts = np.flatnonzero(np.diff(lines[order], prepend=-1))
    lengths = np.diff(starts, append=len(order))
    rank = np.arange(len(order)) - np.repeat(starts, lengths)
    chosen = np.empty(len(order), dtype=np.bool_)
    chosen[order] = rank < _PER_SENTENCE
    return chosen
