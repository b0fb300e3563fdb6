"""What speaks for a link, sign by sign."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from app.engine.alignment import believed, matter_of
from app.engine.cells import Cells
from app.engine.features import Floats, features_of
from app.engine.scores import SECOND, Matter, Weights, later_score, strong_share

STORY = [
    "The ferry left Port Ellery at noon with forty people on board.",
    "Its captain had been warned of the storm by the harbour office.",
    "Nobody was hurt when it ran aground on the sandbank.",
]
RETOLD = [
    "With forty people on board, the ferry left Port Ellery at noon.",
    "The harbour office had warned its captain.",
    "It had told him of the storm twice.",
    "Nobody was hurt when it ran aground on the sandbank near Holm.",
]


def _matter(a: list[str], b: list[str], *fixed: tuple[int, int]) -> Matter:
    cells = Cells.all_of(len(a), len(b))
    return matter_of(*features_of(a, b), cells, np.ones(len(cells), dtype=np.bool_), fixed)


def _sign(matter: Matter, name: str, chain: list[tuple[int, int]]) -> Floats:
    """One sign of every cell, as a matrix, in the light of a chain."""
    cells = matter.cells
    weights = Weights(*(float(field.name == name) for field in fields(Weights)))
    at = np.array([i * cells.m + j for i, j in chain], dtype=np.intp)
    return later_score(matter, at, matter.first, weights).reshape(cells.n, cells.m)


def test_a_link_that_was_believed_is_judged_by_the_others() -> None:
    matter = _matter(STORY, RETOLD)
    chain = [(0, 0), (1, 1), (2, 3)]
    assert _sign(matter, "hole", chain)[1].tolist() == [0, 1 / 2, 0, 0]
    assert _sign(matter, "diagonal", chain)[1].tolist() == [0, 1, 1, 0]
    assert _sign(matter, "adjacent", chain)[1].tolist() == [1, 0, 1, 1]


def test_where_sentences_are_divided_their_neighbours_are_likelier_to_be() -> None:
    matter = _matter(STORY, RETOLD)
    whole = [(0, 0), (1, 1), (2, 3)]
    assert not _sign(matter, "divided", whole).any()
    assert not _sign(matter, "adjacent_divided", whole).any()
    divided = [(0, 0), (1, 1), (1, 2), (2, 3)]
    assert np.all(_sign(matter, "divided", divided) == 1 / 4)
    assert _sign(matter, "adjacent_divided", divided)[1].tolist() == [1 / 4, 1 / 4, 1 / 4, 1 / 4]


def test_what_is_free_is_likelier_a_part_where_nearly_all_is_linked() -> None:
    chain = [(0, 0), (1, 1), (2, 3)]
    alone = _matter(STORY, RETOLD)
    assert _sign(alone, "gap", chain).tolist() == [[0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]]
    assert _sign(alone, "adjacent_gap", chain).tolist() == _sign(alone, "gap", chain).tolist()
    among = _matter(STORY, [*RETOLD, "A band played.", "Cakes were sold.", "Rain fell at two."])
    assert 0 < _sign(among, "linked_gap", chain)[1, 2] < _sign(alone, "linked_gap", chain)[1, 2]


def test_rivals_across_the_chain_do_not_count() -> None:
    a = ["The boats sail at noon.", "It rained all day.", "The boats sail at dusk."]
    b = ["The boats sail at night.", "It rained the whole day."]
    matter = _matter(a, b)
    near, far = (_sign(matter, "lesser_margin", chain)[0, 0] for chain in ([(1, 1)], []))
    assert near > far


@pytest.mark.parametrize(("scores", "strong"), [([], 0), ([5.0, 1.0], 1), ([9.0, 9.0, 9.0], 3)])
def test_strong_links_are_counted_against_the_shorter_side(
    scores: list[float], strong: int
) -> None:
    cells = _matter(STORY, RETOLD).cells
    assert strong_share(cells, np.array(scores)) == pytest.approx((strong + 0.4) / 4)


def test_of_a_sentence_each_nothing_is_concluded() -> None:
    cells = _matter(STORY[:1], RETOLD[:1]).cells
    assert 0.2 <= strong_share(cells, np.array([])) < strong_share(cells, np.array([9.0])) <= 0.7


def test_what_is_certain_is_believed_whatever_it_scores() -> None:
    matter = _matter(["The boats sail.", "It rained."], ["Snow fell.", "He left."], (0, 1))
    chain, _ = believed(matter, [SECOND])
    assert chain.tolist() == [1]
