"""How alike sentences are: shared words, the rare ones weighing more than the common ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from app.engine.cells import Cells, Flags
from app.engine.features import Features, Floats, Indices, weights_of

_DENSE_CELLS = 1_500_000
"""Up to so many cells a matrix product is quicker than looking at cells one by one."""
_LARGE_TABLE = 50_000_000
"""Up to so many pairs of a sentence and a feature are looked up in a table of all there are."""
_AT_ONCE = 4_000_000
"""How many features of cells are looked up at once: bounds the memory."""


@dataclass(frozen=True)
class Likeness:
    """What the sentences a_i and b_j of every cell have in common.

    ``similarity`` is the shared mass over the geometric mean of both masses (0 to 1).
    ``gain_a`` is the share of a_i that b_j covers beyond what the best partner of a_i
    covers already (for the best itself: all that it covers); ``gain_b`` is its mirror, the
    share of b_j.
    """

    similarity: Floats
    gain_a: Floats
    gain_b: Floats


def likeness(a: Features, b: Features, cells: Cells) -> Likeness:
    """Compute the likeness of some sentences of a with some of b (at least one cell)."""
    weights = weights_of(a, b)
    mass_a = np.bincount(a.sentences, weights[a.features], minlength=a.count)[cells.rows]
    mass_b = np.bincount(b.sentences, weights[b.features], minlength=b.count)[cells.columns]
    compute = _by_products if len(cells) <= _DENSE_CELLS and cells.is_full else _by_look_up
    common, beyond_a, beyond_b = compute(a, b, cells, weights)
    return Likeness(common / np.sqrt(mass_a * mass_b), beyond_a / mass_a, beyond_b / mass_b)


def _by_products(
    a: Features, b: Features, cells: Cells, weights: Floats
) -> tuple[Floats, Floats, Floats]:
    """Shared mass and gains of all cells, by matrix products over the shared features."""
    on_both = np.zeros((2, a.size), dtype=np.bool_)
    on_both[0, a.features] = on_both[1, b.features] = True
    shared = np.flatnonzero(on_both.all(axis=0))
    column = np.full(a.size, -1, dtype=np.intp)
    column[shared] = np.arange(len(shared))
    has_a, has_b = _incidence(a, column, len(shared)), _incidence(b, column, len(shared))
    weighted = has_a * weights[shared].astype(np.float32)
    common = weighted @ has_b.T
    best_of_a, best_of_b = common.argmax(axis=1), common.argmax(axis=0)
    beyond_a = (weighted * (1 - has_b)[best_of_a]) @ has_b.T
    beyond_b = weighted @ (has_b * (1 - has_a)[best_of_b]).T
    rows, columns = np.arange(cells.n), np.arange(cells.m)
    beyond_a[rows, best_of_a] = common[rows, best_of_a]
    beyond_b[best_of_b, columns] = common[best_of_b, columns]
    return common.ravel(), beyond_a.ravel(), beyond_b.ravel()


def _incidence(side: Features, column: Indices, width: int) -> Floats:
    has = np.zeros((side.count, width), dtype=np.float32)
    columns = column[side.features]
    known = columns >= 0
    has[side.sentences[known], columns[known]] = 1
    return has


def _by_look_up(
    a: Features, b: Features, cells: Cells, weights: Floats
) -> tuple[Floats, Floats, Floats]:
    """The same for any cells: each feature of one sentence is looked up in the others."""
    in_a, in_b = _look_up(a), _look_up(b)
    common = _mass_within(a, cells.rows, [(in_b, cells.columns, True)], weights)
    best = cells.by_row.best(common)
    others = [(in_b, cells.columns, True), (in_b, cells.columns[best], False)]
    beyond_a = _mass_within(a, cells.rows, others, weights)
    here = np.arange(len(cells))
    beyond_a[best == here] = common[best == here]
    best = cells.by_column.best(common)
    others = [(in_a, cells.rows, True), (in_a, cells.rows[best], False)]
    beyond_b = _mass_within(b, cells.columns, others, weights)
    beyond_b[best == here] = common[best == here]
    return common, beyond_a, beyond_b


LookUp = Callable[[Indices], Flags]
"""Says of pairs, as sentence * the number of features + feature, whether the one has the other."""


def _look_up(side: Features) -> LookUp:
    """By a table where that is small, or else by searching."""
    known = side.sentences * side.size + side.features
    if side.count * side.size <= _LARGE_TABLE:
        table = np.zeros(side.count * side.size, dtype=np.bool_)
        table[known] = True
        return table.__getitem__

    def found(asked: Indices) -> Flags:
        has: Flags = known[np.minimum(np.searchsorted(known, asked), len(known) - 1)] == asked
        return has

    return found


def _mass_within(
    side: Features,
    sentences: Indices,
    others: Sequence[tuple[LookUp, Indices, bool]],
    weights: Floats,
) -> Floats:
    """For each cell the mass of its sentence's features that others have, or (False) have not."""
    starts = side.starts
    lengths = np.diff(starts)[sentences]
    mass = np.zeros(len(sentences))
    step = max(1, _AT_ONCE // max(int(lengths.mean()) if len(lengths) else 1, 1))
    for low in range(0, len(sentences), step):
        part = slice(low, low + step)
        each = lengths[part]
        cell = np.repeat(np.arange(len(each)), each)
        shift = np.repeat(starts[sentences[part]] - (np.cumsum(each) - each), each)
        features = side.features[np.arange(len(cell)) + shift]
        for has, partners, wanted in others:
            kept = has(partners[part][cell] * side.size + features) == wanted
            cell, features = cell[kept], features[kept]
        mass[part] = np.bincount(cell, weights[features], minlength=len(each))
    return mass
