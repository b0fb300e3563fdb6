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
EXPECTED_LINKS = 3.93
"""How many links' worth of evidence the expectation counts for."""
EXPECTED_SHARE = 0.4
"""The share of sentences with a strong link that is expected; it counts for one sentence, so that
of two texts of a sentence each nothing is concluded."""
IDENTICAL = 0.999
ANCHOR = 12.26
"""What two equal sentences score at first that resemble no others."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts for.

    Of a cell: the lesser and the greater of its two gains (``Likeness``) and of its two margins,
    which are how far it is ahead of its best rival in its row and in its column; its ``hole``,
    whether it is ``adjacent`` to a link, how many links are ``diagonal`` to it (``Surroundings``).
    Of the documents, as the chain shows them: ``closeness``, how alike linked sentences are;
    ``unlinked``, the share of the sentences without a strong link; ``divided``, the share of the
    links that divide a sentence among several; ``adjacent_divided``, that where a cell is adjacent.
    """

    lesser_gain: float
    greater_gain: float
    lesser_margin: float
    greater_margin: float
    hole: float
    adjacent: float
    diagonal: float
    closeness: float
    unlinked: float
    divided: float
    adjacent_divided: float
    constant: float


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
    lesser_gain=7.64,
    greater_gain=3.22,
    lesser_margin=0.0,
    greater_margin=7.35,
    hole=3.35,
    adjacent=1.31,
    diagonal=0.0,
    closeness=-11.47,
    unlinked=0.0,
    divided=0.0,
    adjacent_divided=0.0,
    constant=3.17,
)
"""Generous: what may be linked at all."""
THIRD = Weights(
    lesser_gain=10.16,
    greater_gain=1.36,
    lesser_margin=3.71,
    greater_margin=15.45,
    hole=2.78,
    adjacent=-0.98,
    diagonal=0.73,
    closeness=-18.64,
    unlinked=-4.41,
    divided=10.16,
    adjacent_divided=6.23,
    constant=5.31,
)
"""Strict: what is."""


def first_score(cells: Cells, found: Likeness, anchored: Indices) -> Floats:
    """What every cell says of itself; those of equal sentences that anchor the rest say enough."""
    row, column = _margins(cells, found.similarity, found.similarity)
    score: Floats = (
        2.25 * np.minimum(found.gain_a, found.gain_b)
        + 3.3 * np.maximum(found.gain_a, found.gain_b)
        + 8.5 * np.maximum(row, column)
        + 0.77 * np.minimum(row, column)
        - 2.56
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
        + weights.diagonal * around.diagonal
        + weights.closeness * _closeness(found.similarity[chain])
        + weights.unlinked * (1 - min(strong_share(cells, before[chain]), ENOUGH))
        + weights.divided * divided
        + weights.constant
    )
    return score


def strong_share(cells: Cells, scores: Floats) -> float:
    """How many strong links these scores are of, as a share of the shorter side's sentences."""
    strong = int(np.count_nonzero(scores >= STRONG))
    return (strong + EXPECTED_SHARE) / (min(cells.n, cells.m) + 1)


def _margins(cells: Cells, rivals: Floats, own: Floats) -> tuple[Floats, Floats]:
    """How far each cell is ahead of its best rival in its row, and in its column."""
    in_row, in_column = cells.best_others(rivals)
    return own - in_row, own - in_column


def _closeness(similarity: Floats) -> float:
    """How alike the linked sentences of this pair of documents are, the identical ones aside."""
    values = similarity[similarity < IDENTICAL]
    mean = (values.sum() + EXPECTED_LINKS * TYPICAL) / (len(values) + EXPECTED_LINKS)
    return float(min(max(mean, LOOSEST), CLOSEST))


def _divided(cells: Cells, chain: Indices) -> float:
    """The share of the links that a chain would not have were no sentence split or merged."""
    if not len(chain):
        return 0.0
    fewest = min(len(np.unique(lines[chain])) for lines in (cells.rows, cells.columns))
    return (len(chain) - fewest) / len(chain)
