"""Features and their weights, against a plain account of what they stand for."""

from __future__ import annotations

import math
from collections import Counter
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.features import features_of, weights_of
from tests.engine.texts import sentences, thorough

COUNTS = {3: 1.0, 5: 0.5, 8: 0.5, 0: 1.0}
"""What the beginnings of a word count for, by their length, and the whole word (0)."""
SENTENCES = st.lists(sentences, min_size=1, max_size=8)


def plainly(sentence: str) -> set[tuple[str, int]]:
    """The words of a sentence of plain letters, and their beginnings, each with its length."""
    words = set("".join(c if c.isalnum() else " " for c in sentence.lower()).split())
    beginnings = {(word[:n], n) for word in words for n in COUNTS if len(word) > n > 0}
    return beginnings | {(word, 0) for word in words}


def plain_masses(lists: list[list[str]]) -> list[list[float]]:
    """What each sentence weighs: the inverse document frequencies of its words and beginnings."""
    found = [[plainly(sentence) for sentence in side] for side in lists]
    frequency = Counter(chain.from_iterable(chain.from_iterable(found)))
    count = max(sum(map(len, lists)), 30)
    rarity = {
        (shown, length): COUNTS[length] * max(math.log((count + 1) / (n + 0.5)), 0.05)
        for (shown, length), n in frequency.items()
    }
    return [[sum(rarity[feature] for feature in of_one) for of_one in side] for side in found]


def masses(a: list[str], b: list[str]) -> list[list[float]]:
    of_a, of_b = features_of(a, b)
    weights = weights_of(of_a, of_b)
    return [
        np.bincount(side.sentences, weights[side.features], minlength=side.count).tolist()
        for side in (of_a, of_b)
    ]


@thorough
@given(SENTENCES, SENTENCES)
def test_a_sentence_weighs_what_its_words_and_their_beginnings_weigh(
    a: list[str], b: list[str]
) -> None:
    a, b = (
        [plain for s in side if (plain := s.encode("ascii", "ignore").decode()).strip(" .?!")]
        for side in (a, b)
    )
    a, b = a or ["the ferry"], b or ["a ferryman"]
    for ours, reference in zip(masses(a, b), plain_masses([a, b]), strict=True):
        assert ours == pytest.approx(reference)


def test_beginnings_that_the_same_words_have_are_one_feature() -> None:
    of_a, _ = features_of(["harbour"], ["ferry"])
    assert sorted(of_a.times.tolist()) == [2.0, 2.5]
    assert len(of_a.features) == 1


def test_a_beginning_that_more_words_have_counts_by_itself() -> None:
    of_a, of_b = features_of(["harbour"], ["harbours harvest"])
    shared = np.intersect1d(of_a.features, of_b.features)
    assert sorted(of_a.times[shared].tolist()) == [0.5, 1.0]
