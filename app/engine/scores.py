"""What a pair of sentences scores: how much speaks for their being linked.

The first score is what a cell says of itself. The later ones also know a chain of links: they judge
it by rivals that do not cross the chain, by what stands beside it, and by what kind of a pair of
documents this is. Each is a sum of signs, weighted: above 0 a link makes a chain heavier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.cells import Cells, Flags
from app.engine.features import Floats, Indices
from app.engine.likeness import Likeness
from app.engine.surroundings import Surroundings

STRONG = 4.12
"""A link of such a score is hardly ever wrong."""
ENOUGH = 0.8
"""Where more than this share of the sentences have a strong link, still more say nothing new."""
TYPICAL, CLOSEST, LOOSEST = 0.6, 0.8, 0.4
"""How alike linked sentences are: expected, and the bounds of what a document can teach."""
EXPECTED_LINKS = 4.4
"""How many links' worth of evidence the expectation counts for."""
EXPECTED_SHARE = 0.4
"""The share of sentences with a strong link that is expected; it counts for one sentence, so that
of two texts of a sentence each nothing is concluded."""
IDENTICAL = 0.999
ANCHOR = 12.26
"""What two equal sentences score at first that resemble no others."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts for; one that is not named counts nothing.

    Of a cell: the lesser and the greater of its two gains (``Likeness``) and of its two margins,
    which are how far it is ahead of its best rival in its row and in its column; its ``hole`` and
    ``gap``, whether it is ``adjacent`` to a link, how many links are ``diagonal`` to it
    (``Surroundings``); ``adjacent_gap``, the gap where it is adjacent.
    Of the documents, as the chain shows them: ``closeness``, how alike linked sentences are;
    ``unlinked``, the share of the sentences without a strong link; ``divided``, the share of the
    links that divide a sentence among several; ``adjacent_divided``, that where a cell is adjacent;
    ``linked_gap``, the gap times the share of the sentences that are linked, on the side where it
    is smaller: where much has no counterpart, what is free is less likely a part of something.
    """

    lesser_gain: float = 0.0
    greater_gain: float = 0.0
    lesser_margin: float = 0.0
    greater_margin: float = 0.0
    hole: float = 0.0
    adjacent: float = 0.0
    diagonal: float = 0.0
    closeness: float = 0.0
    unlinked: float = 0.0
    divided: float = 0.0
    adjacent_divided: float = 0.0
    gap: float = 0.0
    adjacent_gap: float = 0.0
    linked_gap: float = 0.0
    constant: float = 0.0


@dataclass(frozen=True, slots=True)
class Matter:
    """What the first pass leaves to those after it: cells, what their sentences have in common,
    their ``first`` score and the ``chain`` that it makes.

    Only cells ``within`` a stretch between unchanged passages can be links in order; ``certain``
    is what a cell scores for being a link that is not to be asked about again.
    """

    cells: Cells
    found: Likeness
    within: Flags
    first: Floats
    chain: Indices
    certain: Floats

    def settled(self, score: Floats) -> Floats:
        """The same score with what is certain."""
        settled: Floats = np.where(self.within, score, 0) + self.certain
        return settled


SECOND = Weights(
    lesser_gain=9.03,
    greater_gain=3.1,
    greater_margin=7.9,
    hole=2.97,
    adjacent=0.87,
    closeness=-11.47,
    constant=3.17,
)
"""Generous: what may be linked at all."""
THIRD = Weights(
    lesser_gain=18.61,
    greater_gain=6.26,
    lesser_margin=5.1,
    greater_margin=15.45,
    hole=7.49,
    adjacent=-2.09,
    diagonal=0.73,
    closeness=-29.72,
    unlinked=-0.3,
    divided=6.68,
    adjacent_divided=7.07,
    gap=3.57,
    adjacent_gap=-1.56,
    linked_gap=2.05,
    constant=6.04,
)
"""Strict: what is."""


def first_score(cells: Cells, found: Likeness, anchored: Indices) -> Floats:
    """What every cell says of itself; those of equal sentences that anchor the rest say enough."""
    row, column = _margins(cells, found.similarity, found.similarity)
    score: Floats = (
        2.08 * np.minimum(found.gain_a, found.gain_b)
        + 3.18 * np.maximum(found.gain_a, found.gain_b)
        + 9.52 * np.maximum(row, column)
        + 0.82 * np.minimum(row, column)
        - 2.37
    )
    score[anchored] = ANCHOR
    return score


def later_score(matter: Matter, chain: Indices, before: Floats, weights: Weights) -> Floats:
    """The score of every cell in the light of a chain, where cells scored so much ``before``.

    Only cells that do not cross the chain, and lie within a stretch, are rivals.
    """
    cells, found = matter.cells, matter.found
    around = Surroundings(cells, chain)
    rivals = np.where(around.in_order & matter.within, found.similarity, 0)
    row, column = _margins(cells, rivals, found.similarity)
    divided = _divided(cells, chain)
    score: Floats = (
        weights.lesser_gain * np.minimum(found.gain_a, found.gain_b)
        + weights.greater_gain * np.maximum(found.gain_a, found.gain_b)
        + weights.lesser_margin * np.minimum(row, column)
        + weights.greater_margin * np.maximum(row, column)
        + weights.hole * around.hole
        + (weights.adjacent + weights.adjacent_divided * divided) * around.adjacent
        + (weights.gap + weights.linked_gap * _linked_share(cells, chain, before)) * around.gap
        + weights.adjacent_gap * around.adjacent * around.gap
        + weights.diagonal * around.diagonal
        + weights.closeness * closeness(found.similarity[chain])
        + weights.unlinked * (1 - min(strong_share(cells, before[chain]), ENOUGH))
        + weights.divided * divided
        + weights.constant
    )
    return score


def strong_share(cells: Cells, scores: Floats) -> float:
    """How many strong links these scores are of, as a share of the shorter side's sentences."""
    strong = int(np.count_nonzero(scores >= STRONG))
    return (strong + EXPECTED_SHARE) / (min(cells.n, cells.m) + 1)


def closeness(similarity: Floats) -> float:
    """How alike the linked sentences of this pair of documents are, the identical ones aside."""
    values = similarity[similarity < IDENTICAL]
    mean = (values.sum() + EXPECTED_LINKS * TYPICAL) / (len(values) + EXPECTED_LINKS)
    return float(min(max(mean, LOOSEST), CLOSEST))


def _margins(cells: Cells, rivals: Floats, own: Floats) -> tuple[Floats, Floats]:
    """How far each cell is ahead of its best rival in its row, and in its column."""
    in_row, in_column = cells.best_others(rivals)
    return own - in_row, own - in_column


def _linked_share(cells: Cells, chain: Indices, scores: Floats) -> float:
    """The share of the sentences that have a strong link, on the side where it is smaller."""
    strong = chain[scores[chain] >= STRONG]
    sides = ((cells.rows, cells.n), (cells.columns, cells.m))
    return min((len(np.unique(line[strong])) + EXPECTED_SHARE) / (of + 1) for line, of in sides)


def _divided(cells: Cells, chain: Indices) -> float:
    """The share of the links that a chain would not have were no sentence split or merged."""
    if not len(chain):
        return 0.0
    fewest = min(len(np.unique(lines[chain])) for lines in (cells.rows, cells.columns))
    return (len(chain) - fewest) / len(chain)
