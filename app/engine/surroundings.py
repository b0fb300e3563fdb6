"""What a chain of links says about the cells around it, and about its own links without them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.engine.cells import Cells, Flags
from app.engine.features import Floats, Indices


class Surroundings:
    """For every cell: does it cross no link of a chain, its hole, which links stand beside it.

    ``in_order``: no link of the chain lies before it in one text and after it in the other.
    ``hole``: the stretch between two links in which both its sentences are free, valued as
    1 / the larger count of free sentences there; 0 where there is none. ``gap``: where one sentence
    is free and the other is not, as the further parts of a sentence that was divided are, 1 / the
    count of free sentences in a row there; 0 elsewhere, and out of order. ``adjacent``: 1 where a
    link stands right beside it in its row or its column. ``diagonal``: how many of its two
    neighbours in order, (i - 1, j - 1) and (i + 1, j + 1), are links.

    A link of the chain is judged as though it were not there: its own hole is the one that it
    would leave. So a later pass can take back what an earlier one believed.
    """

    in_order: Flags
    hole: Floats
    gap: Floats
    adjacent: Floats
    diagonal: Floats

    def __init__(self, cells: Cells, chain: Indices) -> None:
        rows, columns = cells.rows[chain], cells.columns[chain]
        self.in_order = in_order(cells, rows, columns)
        free_a, free_b = _Free.of(rows, cells.n), _Free.of(columns, cells.m)
        self.hole = _holes(cells, chain, free_a, free_b)
        self.gap = _gaps(cells, chain, free_a, free_b) * self.in_order
        self.adjacent = np.zeros(len(cells))
        beside = cells.find(
            np.concatenate((rows - 1, rows + 1, rows, rows)),
            np.concatenate((columns, columns, columns - 1, columns + 1)),
        )
        self.adjacent[beside[beside >= 0]] = 1
        self.diagonal = np.zeros(len(cells))
        for step in (-1, 1):
            next_to = cells.find(rows + step, columns + step)
            self.diagonal[next_to[next_to >= 0]] += 1


def in_order(cells: Cells, rows: Indices, columns: Indices) -> Flags:
    """Whether each cell crosses no link of a chain.

    It then lies between the last link of an earlier row and the first of a later one.
    """
    before = np.searchsorted(rows, np.arange(cells.n), side="left")
    after = np.searchsorted(rows, np.arange(cells.n), side="right")
    low = np.append(0, columns)[before]
    high = np.append(columns, cells.m - 1)[after]
    found: Flags = (cells.columns >= low[cells.rows]) & (cells.columns <= high[cells.rows])
    return found


class _Free(NamedTuple):
    """The sentences of one side without a link: for each sentence the number of its stretch between
    links, or -1; how many are free in each stretch; and of each link whether its sentence has no
    other, and how many would be free in a row without it."""

    stretch: Indices
    counts: Indices
    alone: Flags
    left: Indices

    @classmethod
    def of(cls, linked: Indices, size: int) -> _Free:
        free = np.ones(size, dtype=np.bool_)
        free[linked] = False
        stretch = np.searchsorted(linked, np.arange(size), side="left")
        counts = np.bincount(stretch[free], minlength=len(linked) + 1)
        alone: Flags = np.bincount(linked, minlength=size)[linked] == 1
        return cls(np.where(free, stretch, -1), counts, alone, counts[:-1] + counts[1:] + 1)


def _holes(cells: Cells, chain: Indices, a: _Free, b: _Free) -> Floats:
    value = 1 / np.maximum(np.maximum(a.counts, b.counts), 1)
    hole = a.stretch[cells.rows]
    together = (hole >= 0) & (hole == b.stretch[cells.columns])
    found = np.where(together, value[hole], 0)
    found[chain] = np.where(a.alone & b.alone, 1 / np.maximum(a.left, b.left), 0)
    return found


def _gaps(cells: Cells, chain: Indices, a: _Free, b: _Free) -> Floats:
    of_a, of_b = a.stretch[cells.rows], b.stretch[cells.columns]
    free_a, free_b = of_a >= 0, of_b >= 0
    count = np.where(free_a, a.counts[of_a], b.counts[of_b])
    found = np.where(free_a != free_b, 1 / np.maximum(count, 1), 0)
    left = np.where(a.alone, a.left, b.left)
    found[chain] = np.where(a.alone != b.alone, 1 / left, 0)
    return found
