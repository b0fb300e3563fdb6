"""What a chain of links says about the cells around it."""

from __future__ import annotations

import numpy as np

from app.engine.cells import Cells, Flags
from app.engine.features import Floats, Indices


class Surroundings:
    """For every cell: does it cross no link of a chain, its hole, does it continue a link.

    ``in_order``: no link of the chain lies before it in one text and after it in the other.
    ``hole``: the stretch between two links in which both its sentences are free, valued as
    1 / the larger count of free sentences there; 0 where there is none. ``adjacent``: 1 for
    cells outside the chain that stand right beside a link in its row or its column.
    ``between``: 1 for cells right between two links of their row or their column.
    """

    in_order: Flags
    hole: Floats
    adjacent: Floats
    between: Floats

    def __init__(self, cells: Cells, chain: Indices) -> None:
        rows, columns = cells.rows[chain], cells.columns[chain]
        self.in_order = in_order(cells, rows, columns)
        self.hole = _holes(cells, rows, columns)
        self.adjacent = np.zeros(len(cells))
        beside = cells.find(
            np.concatenate((rows - 1, rows + 1, rows, rows)),
            np.concatenate((columns, columns, columns - 1, columns + 1)),
        )
        self.adjacent[beside[beside >= 0]] = 1
        self.adjacent[chain] = 0
        self.between = np.zeros(len(cells))
        lower, further = np.diff(rows), np.diff(columns)
        for gap, step in (
            ((lower == 0) & (further == 2), (0, 1)),
            ((lower == 2) & (further == 0), (1, 0)),
        ):
            inner = cells.find(rows[:-1][gap] + step[0], columns[:-1][gap] + step[1])
            self.between[inner[inner >= 0]] = 1


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


def _holes(cells: Cells, rows: Indices, columns: Indices) -> Floats:
    hole_a = np.searchsorted(rows, np.arange(cells.n), side="left")
    hole_b = np.searchsorted(columns, np.arange(cells.m), side="left")
    free_a = np.ones(cells.n, dtype=np.bool_)
    free_b = np.ones(cells.m, dtype=np.bool_)
    free_a[rows] = free_b[columns] = False
    size = len(rows) + 1
    count_a = np.bincount(hole_a[free_a], minlength=size)
    count_b = np.bincount(hole_b[free_b], minlength=size)
    value = 1 / np.maximum(np.maximum(count_a, count_b), 1)
    in_a = hole_a[cells.rows]
    together = free_a[cells.rows] & free_b[cells.columns] & (in_a == hole_b[cells.columns])
    return np.where(together, value[in_a], 0)
