"""Pairs of sentences under consideration, and what can be asked of them row by row.

A cell is a pair (row, column) of a sparse matrix: sentence row of a with sentence column of b.
Values of cells are arrays in the cells' order, by row and then by column.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.engine.features import Floats, Indices

Flags = NDArray[np.bool_]


class Cells:
    """Some cells of a matrix of ``n`` rows and ``m`` columns."""

    def __init__(self, keys: Indices, n: int, m: int) -> None:
        """``keys`` are row * m + column, ascending, each once."""
        self.keys, self.n, self.m = keys, n, m
        self.rows, self.columns = np.divmod(keys, m)

    @classmethod
    def all_of(cls, n: int, m: int) -> Cells:
        """Every cell."""
        return cls(np.arange(n * m), n, m)

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def is_full(self) -> bool:
        """Whether every cell of the matrix is one of these."""
        return len(self) == self.n * self.m

    @cached_property
    def by_row(self) -> Lines:
        """The cells as lines of equal row."""
        return Lines(self.rows, np.arange(len(self)))

    @cached_property
    def by_column(self) -> Lines:
        """The cells as lines of equal column."""
        return Lines(self.columns, np.argsort(self.columns, kind="stable"))

    def find(self, rows: Indices, columns: Indices) -> Indices:
        """The positions of cells by row and column, -1 where there is no such cell."""
        inside = (rows >= 0) & (rows < self.n) & (columns >= 0) & (columns < self.m)
        wanted = np.where(inside, rows * self.m + columns, 0)
        if self.is_full:
            return np.where(inside, wanted, -1)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(inside & (self.keys[at] == wanted), at, -1)

    def best_others(self, values: Floats) -> tuple[Floats, Floats]:
        """For each cell the largest value among the others of its row, and of its column; or 0."""
        if self.is_full and self.n > 1 and self.m > 1:
            matrix = values.reshape(self.n, self.m)
            return _best_others(matrix).ravel(), _best_others(matrix.T).T.ravel()
        return self.by_row.best_other(values), self.by_column.best_other(values)


def _best_others(matrix: Floats) -> Floats:
    """For each place the largest value among the others of its row, at least 0."""
    second, top = np.partition(matrix, -2, axis=1)[:, -2:].T[:, :, np.newaxis]
    found: Floats = np.maximum(np.where(matrix == top, second, top), 0)
    return found


class Lines:
    """Cells grouped into lines: all of one row, or all of one column."""

    def __init__(self, line_of: Indices, order: Indices) -> None:
        self._order = order
        sorted_lines = line_of[order]
        self._starts = np.flatnonzero(np.diff(sorted_lines, prepend=-1))
        lengths = np.diff(self._starts, append=len(order))
        self._group = np.repeat(np.arange(len(self._starts)), lengths)

    def best_other(self, values: Floats) -> Floats:
        """For each cell the largest value among the others of its line; at least 0."""
        here = values[self._order]
        top = np.maximum.reduceat(here, self._starts)[self._group]
        is_top = here == top
        tops = np.add.reduceat(is_top.astype(np.intp), self._starts)[self._group]
        second = np.maximum.reduceat(np.where(is_top, 0, here), self._starts)[self._group]
        found = np.empty_like(values)
        found[self._order] = np.maximum(np.where(is_top & (tops == 1), second, top), 0)
        return found

    def best(self, values: Floats) -> Indices:
        """For each cell the position of the first cell of its line with the largest value."""
        here = values[self._order]
        top = np.maximum.reduceat(here, self._starts)[self._group]
        tops = np.flatnonzero(here == top)
        _, first = np.unique(self._group[tops], return_index=True)
        found = np.empty(len(values), dtype=np.intp)
        found[self._order] = self._order[tops[first]][self._group]
        return found
