"""What a chain says about cells, against a slow account of the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.cells import Cells
from app.engine.chains import Cell
from app.engine.surroundings import Surroundings


@st.composite
def chains(draw: st.DrawFn) -> tuple[int, int, list[Cell]]:
    """A matrix, and links in it whose rows and columns never go back."""
    n, m = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    chain: list[Cell] = []
    for cell in draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)), max_size=7)):
        if not chain or (cell > chain[-1] and cell[1] >= chain[-1][1]):
            chain.append(cell)
    return n, m, chain


def _around(n: int, m: int, chain: list[Cell]) -> Surroundings:
    return Surroundings(Cells.all_of(n, m), np.array([i * m + j for i, j in chain], dtype=np.intp))


def _hole(n: int, m: int, links: list[Cell], cell: Cell) -> float:
    """1 / the larger count of free sentences around a cell; 0 where it is in no hole."""
    rows, columns = [i for i, _ in links], [j for _, j in links]
    if cell[0] in rows or cell[1] in columns:
        return 0
    before = [link for link in links if link[0] < cell[0]]
    after = [link for link in links if link[0] > cell[0]]
    if any(j > cell[1] for _, j in before) or any(j < cell[1] for _, j in after):
        return 0
    low, high = max(before, default=(-1, -1)), min(after, default=(n, m))
    return 1 / max(high[0] - low[0] - 1, high[1] - low[1] - 1)


def _gap(n: int, m: int, links: list[Cell], cell: Cell) -> float:
    """1 / how many are free in a row around the one sentence of a cell that is; else 0."""
    sides = [(cell[0], {i for i, _ in links}, n), (cell[1], {j for _, j in links}, m)]
    free = [(at, linked, size) for at, linked, size in sides if at not in linked]
    if len(free) != 1:
        return 0
    at, linked, size = free[0]
    low = max((k for k in linked if k < at), default=-1)
    high = min((k for k in linked if k > at), default=size)
    return 1 / (high - low - 1)


@settings(max_examples=300, deadline=None)
@given(chains())
def test_each_cell_is_judged_as_though_it_were_no_link(drawn: tuple[int, int, list[Cell]]) -> None:
    n, m, chain = drawn
    around = _around(n, m, chain)
    for k, cell in enumerate((i, j) for i in range(n) for j in range(m)):
        others = [link for link in chain if link != cell]
        i, j = cell
        assert around.hole[k] == _hole(n, m, others, cell), cell
        assert around.diagonal[k] == ((i - 1, j - 1) in chain) + ((i + 1, j + 1) in chain)
        beside = [(i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)]
        assert around.adjacent[k] == any(link in chain for link in beside)
        crossed = any((x < i and y > j) or (x > i and y < j) for x, y in chain)
        assert around.in_order[k] == (not crossed)
        assert around.gap[k] == (0 if crossed else _gap(n, m, others, cell)), cell


def test_a_pair_alone_between_two_links_has_a_hole_of_its_own() -> None:
    around = _around(3, 3, [(0, 0), (2, 2)])
    assert around.hole.reshape(3, 3).tolist() == [[1 / 2, 0, 0], [0, 1, 0], [0, 0, 1 / 2]]


def test_a_free_sentence_between_two_links_may_be_part_of_either() -> None:
    around = _around(2, 5, [(0, 0), (1, 2)])
    assert around.gap.reshape(2, 5).tolist() == [[0, 1, 0, 0, 0], [0, 1, 0, 1 / 2, 1 / 2]]
