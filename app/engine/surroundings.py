"""What a chain of links says about the cells around it, and about its own links without them."""

from __future__ import annotations

import numpy as np

from app.engine.cells import Cells, Flags
from app.engine.features import Floats, Indices


class Surroundings:
    """For every cell: does it cross no link of a chain, its hole, which links stand beside it.

    ``in_order``: no link of the chain lies before it in one text and after it in the other.
    ``hole``: the stretch between two links in which both its sentences are free, valued as
    1 / the larger count of free sentences there; 0 where there is none. ``adjacent``: 1 where a
    link stands right beside it in its row or its column. ``diagonal``: how many of its two
    neighbours in order, (i - 1, j - 1) and (i + 1, j + 1), are links.

    A link of the chain is judged as though it were not there: its own hole is the one that it
    would leave. So a later pass can take back what an earlier one believed.
    """

    in_order: Flags
    hole: Floats
    adjacent: Floats
    diagonal: Floats

    def __init__(self, cells: Cells, chain: Indices) -> None:
        rows, columns = cells.rows[chain], cells.columns[chain]
        self.in_order = in_order(cells, rows, columns)
        self.hole = _holes(cells, chain)
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


def _holes(cells: Cells, chain: Indices) -> Floats:
    rows, columns = cells.rows[chain], cells.columns[chain]
    in_a, count_a, alone_a = _free(rows, cells.n)
    in_b, count_b, alone_b = _free(columns, cells.m)
    value = 1 / np.maximum(np.maximum(count_a, count_b), 1)
    hole = in_a[cells.rows]
    together = (hole >= 0) & (hole == in_b[cells.columns])
    found = np.where(together, value[hole], 0)
    left = np.maximum(count_a[:-1] + count_a[1:], count_b[:-1] + count_b[1:]) + 1
    found[chain] = np.where(alone_a & alone_b, 1 / left, 0)
    return found


def _free(linked: Indices, size: int) -> tuple[Indices, Indices, Flags]:
    """For each sentence of one side the number of its hole, or -1; how many are free in each hole;
    and for each link whether its sentence has no other."""
    free = np.ones(size, dtype=np.bool_)
    free[linked] = False
    hole = np.searchsorted(linked, np.arange(size), side="left")
    counts = np.bincount(hole[free], minlength=len(linked) + 1)
    alone: Flags = np.bincount(linked, minlength=size)[linked] == 1
    return np.where(free, hole, -1), counts, alone
