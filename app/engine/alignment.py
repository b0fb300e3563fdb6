"""Which sentences of b come from which sentences of a.

Three passes over one likeness. The first finds a chain in order from what every cell says of
itself; from that chain the documents are read (how closely do linked sentences of this pair
resemble each other, are many of them divided, which holes are left, what continues a link); the
second pass judges the cells again in that light, generously, and the third once more, strictly.
What is then still free, and alike enough, has moved. The weights were fitted on labelled pairs of
several kinds, one setting for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.engine.candidates import candidates
from app.engine.cells import Cells, Flags
from app.engine.chains import Cell, heaviest_chain
from app.engine.features import Features, Floats, Indices, features_of
from app.engine.likeness import likeness
from app.engine.scores import (
    ANCHOR,
    ENOUGH,
    IDENTICAL,
    SECOND,
    THIRD,
    TYPICAL,
    Matter,
    Weights,
    closeness,
    first_score,
    later_score,
    strong_share,
)
from app.engine.surroundings import in_order

Tied = tuple[tuple[int, ...], tuple[int, ...]]
"""Rows and columns that are tied to each other."""

PASSES = (SECOND, THIRD)
"""The passes after the first."""
ENTRY = 1.34
"""How much a cell's first score must exceed to be worth a place in the first chain."""
WEAK = 0.1
"""A pair that scores less in the last pass is no link: removed and added instead."""
STRANGERS, WEAK_AMONG_STRANGERS = 0.1, 4.9
"""Where fewer than this share of the sentences have a strong link the texts are strangers, and a
resemblance must be greater to be more than chance."""
MOVE_AT_LEAST, MOVE_AMONG_STRANGERS = 0.34, 2.85
"""What a moved link must score, and how much more where no sentence has a strong link."""
MOVE_CLOSENESS = 2.15
"""How much more where linked sentences resemble each other closely, and less where they do not."""
SUPPORT, CROSSED_SUPPORT = 2.93, 2.0
"""What the belief in each neighbour adds to that: in order, and in exchanged places."""
LEAST_FILL = 0.27
"""Sentences less alike than this are not put back between the links of the chain."""
FAR_AHEAD = 0.28
"""A link gives way when one of its sentences is so much more alike to one in another place."""
SHORTEST_MOVE = 15
"""Texts of fewer letters that seem to have moved are noise."""
CERTAIN = 1e4
"""What an anchor scores that holds: more than all that could stand against it."""
MOST_PEELS = 24
"""Moves are peeled off in chains, the heaviest first; past so many what is left is noise."""


class Group(NamedTuple):
    """Sentences of a and of b, by index, that belong together."""

    a: tuple[int, ...]
    b: tuple[int, ...]
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
    *,
    anchors: Sequence[Cell] = (),
    max_cells: int = 1_500_000,
) -> Alignment:
    """Link the sentences of a with those of b.

    ``gaps_a[i]`` numbers, ascending, the stretch between unchanged passages in which a_i lies:
    only sentences of one stretch can be linked in order, all others have moved. ``anchors`` are
    links of equal sentences, in order; they hold unless so much goes past them that it is they that
    have moved. The groups are disjoint, with indices ascending; a sentence in no group has no
    counterpart. When there are more than ``max_cells`` pairs only likely ones are compared (then
    there may be no anchors).
    """
    if not a or not b:
        return Alignment([], False)
    place_a = np.array(gaps_a if len(gaps_a) else [0] * len(a), dtype=np.intp)
    place_b = np.array(gaps_b if len(gaps_b) else [0] * len(b), dtype=np.intp)
    of_a, of_b = features_of(a, b)
    cells, coarse = candidates(of_a, of_b, place_a, place_b, max_cells)
    if not len(cells):
        return Alignment([], coarse)
    within = place_a[cells.rows] == place_b[cells.columns]
    matter = matter_of(of_a, of_b, cells, within, anchors)
    chain, score = believed(matter, PASSES)
    strong = strong_share(cells, score[chain])
    movable = np.array([len(text) >= SHORTEST_MOVE for text in a])
    chain = _without_overtaken(cells, chain, matter.found.similarity, movable)
    chain = _without_weak(cells, chain, score, strong)
    moves = _moves(matter, chain, strong, movable)
    return Alignment(_groups(cells, matter.found.similarity, chain, moves), coarse)


def matter_of(
    a: Features, b: Features, cells: Cells, within: Flags, anchors: Sequence[Cell]
) -> Matter:
    """What the first pass makes of some cells (at least one); the anchors in its chain hold."""
    found = likeness(a, b, cells)
    rows, columns = np.array(anchors, dtype=np.intp).reshape(-1, 2).T
    anchored = cells.find(rows, columns)
    first = first_score(cells, found, anchored)
    chain = heaviest(cells, np.where(within, first - ENTRY, 0))
    certain = np.zeros(len(cells))
    certain[np.intersect1d(chain, anchored)] = CERTAIN
    return Matter(cells, found, within, first, chain, certain)


def believed(matter: Matter, passes: Sequence[Weights]) -> tuple[Indices, Floats]:
    """The chain that the passes after the first come to, and the last score of each cell."""
    chain, score = matter.chain, matter.first
    for weights in passes:
        score = matter.settled(later_score(matter, chain, score, weights))
        chain = heaviest(matter.cells, score)
    return chain, score


def heaviest(cells: Cells, weights: Floats) -> Indices:
    """The heaviest chain in order over the cells of positive weight, as positions of cells."""
    positive = np.flatnonzero(weights > 0)
    chosen = heaviest_chain(cells.columns[positive], weights[positive])
    found: Indices = positive[chosen]
    return found


def _without_weak(cells: Cells, chain: Indices, score: Floats, strong: float) -> Indices:
    """Drop what holds nothing: bridges, and pairs that merely face each other.

    A bridge ties two sentences of which each has another partner: what was split was not
    merged as well. A cell of a split or a merge is held by the others of its row or column.
    """
    in_row, in_column = _company(cells, chain)
    certain = score[chain] > CERTAIN / 2
    chain = chain[(in_row == 1) | (in_column == 1) | certain]
    chain = chain[~_beside_certain(cells, chain, score[chain] > CERTAIN / 2)]
    in_row, in_column = _company(cells, chain)
    held = ((in_row > 1) | (in_column > 1)) & (score[chain] > 0)
    if strong < STRANGERS:
        return chain[score[chain] >= WEAK_AMONG_STRANGERS]
    kept: Indices = chain[held | (score[chain] >= WEAK)]
    return kept


def _without_overtaken(cells: Cells, chain: Indices, similarity: Floats, movable: Flags) -> Indices:
    """Drop the links of two sentences that are far more alike than either and what it is linked to,
    or that are the same.

    Each fills a hole where the other belongs: their places were exchanged, which the passes, that
    compare what is in order, do not see. Or a near twin stands where the sentence stood.
    """
    linked_a, linked_b = np.zeros(cells.n), np.zeros(cells.m)
    np.maximum.at(linked_a, cells.rows[chain], similarity[chain])
    np.maximum.at(linked_b, cells.columns[chain], similarity[chain])
    ahead = similarity - np.maximum(linked_a[cells.rows], linked_b[cells.columns])
    same = (similarity >= IDENTICAL) & (ahead > 1 - IDENTICAL)
    overtaking = np.flatnonzero((same | (ahead >= FAR_AHEAD)) & movable[cells.rows])
    gone_a, gone_b = np.zeros(cells.n, dtype=np.bool_), np.zeros(cells.m, dtype=np.bool_)
    gone_a[cells.rows[overtaking]] = True
    gone_b[cells.columns[overtaking]] = True
    kept: Indices = chain[~(gone_a[cells.rows[chain]] | gone_b[cells.columns[chain]])]
    return kept


def _beside_certain(cells: Cells, chain: Indices, certain: Flags) -> Flags:
    """The links in the columns of certain links that have company in their rows as well."""
    in_row, _ = _company(cells, chain)
    columns = cells.columns[chain]
    taken = columns[certain & (in_row > 1)]
    found: Flags = np.isin(columns, taken) & ~certain
    return found


def _company(cells: Cells, chain: Indices) -> tuple[Indices, Indices]:
    """For each link of a chain how many links its row has, and its column."""
    rows, columns = cells.rows[chain], cells.columns[chain]
    return np.bincount(rows)[rows], np.bincount(columns)[columns]


def _moves(matter: Matter, chain: Indices, strong: float, movable: Flags) -> Indices:
    """Links among the sentences that the chain left free, peeled off as chains of their own.

    First what is the same, then what fits into the order after all (the last pass knew it and let
    it go: it must be alike enough by itself), then what crosses it. A cell is supported by the
    belief in the four cells diagonally next to it, for passages move as a whole, and some are
    turned round inside when they do; sentences of the same words need none.
    """
    cells, first, similarity = matter.cells, matter.first, matter.found.similarity
    free_a = movable.copy()
    free_b = np.ones(cells.m, dtype=np.bool_)
    free_a[cells.rows[chain]] = False
    free_b[cells.columns[chain]] = False
    fits = in_order(cells, cells.rows[chain], cells.columns[chain])
    allowed = ~fits | (similarity >= LEAST_FILL)
    free = free_a[cells.rows] & free_b[cells.columns] & allowed
    if not free.any():
        return np.empty(0, dtype=np.intp)
    belief = np.append(np.where(free, 1 / (1 + np.exp(-first)), 0), 0)
    score = (
        first
        + SUPPORT * _beside(cells, belief, 1)
        + CROSSED_SUPPORT * _beside(cells, belief, -1)
        - MOVE_AT_LEAST
        - MOVE_AMONG_STRANGERS * (1 - min(strong, ENOUGH))
        - MOVE_CLOSENESS * (closeness(similarity[chain]) - TYPICAL)
    )
    score = np.where(similarity >= IDENTICAL, ANCHOR, score)
    preferred = (similarity >= IDENTICAL, fits)
    moves: list[Indices] = []
    for peel in range(MOST_PEELS):
        eligible = free_a[cells.rows] & free_b[cells.columns] & allowed
        if peel < len(preferred):
            eligible &= preferred[peel]
        peeled = heaviest(cells, np.where(eligible, score, 0))
        if peel >= len(preferred) and not len(peeled):
            break
        moves.append(peeled)
        free_a[cells.rows[peeled]] = False
        free_b[cells.columns[peeled]] = False
    return np.concatenate(moves)


def _beside(cells: Cells, values: Floats, step: int) -> Floats:
    """For each cell the values of the two diagonally next to it, together; ``step`` is 1 along the
    order and -1 across it. ``values`` end with that of a cell that is not there."""
    before = cells.find(cells.rows - 1, cells.columns - step)
    after = cells.find(cells.rows + 1, cells.columns + step)
    found: Floats = values[before] + values[after]
    return found


def _groups(cells: Cells, similarity: Floats, chain: Indices, moves: Indices) -> list[Group]:
    """Join cells that share a sentence."""
    chosen = np.concatenate((chain, moves))
    each = (cells.rows, cells.columns, similarity)
    likest = {
        (i, j): alike for i, j, alike in zip(*(one[chosen].tolist() for one in each), strict=True)
    }
    pairs = list(likest)
    found = sorted(_joined(pairs[: len(chain)]) + _joined(pairs[len(chain) :]))
    return [
        Group(rows, columns, min(max(likest.get((i, j), 0.0) for i in rows for j in columns), 1.0))
        for rows, columns in found
    ]


def _joined(cells: Iterable[Cell]) -> list[Tied]:
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
