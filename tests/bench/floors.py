"""Simple ways to link sentences, to stand next to ours: the floor that each set gives for nothing.

*Exact LCS*: the longest run of equal sentences in order. *Mutual best*: sentences that are each
other's most alike by TF-IDF, from a threshold on. *Monotone DP*: the chain in order, 1:n and n:1
included, with the greatest sum of likeness above a threshold. Each threshold is the one that
suits the set best.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from tests.bench.gold import Cell, Pair
from tests.bench.scoring import Found, Score, score_set

Matrix = NDArray[np.float64]
THRESHOLDS = [step / 50 for step in range(45)]
"""0, .02, … .88"""

_WORD = re.compile(r"\w+")


def exact_lcs(pair: Pair) -> Found:
    """The longest common subsequence of equal sentences."""
    equal = np.array([[x == y for y in pair.b] for x in pair.a], dtype=float)
    return Found(frozenset(heaviest_path(equal.reshape(len(pair.a), len(pair.b)), diagonal=True)))


def likeness(a: Sequence[str], b: Sequence[str]) -> Matrix:
    """The cosines of TF-IDF vectors over words, each pair of documents by itself.

    Term frequencies are damped (1 + ln), document frequencies smoothed; a sentence without a
    word is a word.
    """
    counts = [Counter(_WORD.findall(text.casefold())) or Counter([text]) for text in (*a, *b)]
    frequency = Counter(word for words in counts for word in words)
    place = {word: column for column, word in enumerate(frequency)}
    vectors = np.zeros((len(counts), len(place)))
    for row, words in enumerate(counts):
        for word, count in words.items():
            rarity = np.log((1 + len(counts)) / (1 + frequency[word])) + 1
            vectors[row, place[word]] = (1 + np.log(count)) * rarity
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    product: Matrix = vectors[: len(a)] @ vectors[len(a) :].T
    return product


def mutual_best(alike: Matrix, threshold: float) -> Found:
    """The largest cells of both their row and their column; those out of order have moved."""
    if not alike.size:
        return Found(frozenset())
    best_a, best_b = alike.argmax(axis=1), alike.argmax(axis=0)
    links = [
        (i, int(j))
        for i, j in enumerate(best_a)
        if best_b[j] == i and alike[i, j] > 0 and alike[i, j] >= threshold
    ]
    return Found(frozenset(links), frozenset(links) - _longest_in_order(links))


def monotone_dp(alike: Matrix, threshold: float) -> Found:
    """The heaviest path over what exceeds the threshold."""
    return Found(frozenset(heaviest_path(np.maximum(alike - threshold, 0))))


def heaviest_path(weights: Matrix, *, diagonal: bool = False) -> list[Cell]:
    """The cells of positive weight on the best path from the upper left to the lower right.

    The path may go on along a row or a column, so that one sentence has several partners;
    with ``diagonal`` it may not.
    """
    n, m = weights.shape
    total = np.zeros((n + 1, m + 1))
    for step in range(2, n + m + 1):
        i = np.arange(max(1, step - m), min(n, step - 1) + 1)
        j = step - i
        skipped = np.maximum(total[i - 1, j], total[i, j - 1])
        here = weights[i - 1, j - 1]
        total[i, j] = (
            np.maximum(skipped, total[i - 1, j - 1] + here) if diagonal else skipped + here
        )
    path: list[Cell] = []
    i_, j_ = n, m
    while i_ and j_:
        above, before = total[i_ - 1, j_], total[i_, j_ - 1]
        if total[i_, j_] > max(above, before):
            path.append((i_ - 1, j_ - 1))
            if diagonal:
                i_, j_ = i_ - 1, j_ - 1
                continue
        if above >= before:
            i_ -= 1
        else:
            j_ -= 1
    return path[::-1]


def at_its_best(
    method: Callable[[Matrix, float], Found], pairs: Sequence[Pair], *, in_order: bool
) -> tuple[Score, float]:
    """The score of a method at the threshold that gives it the best F1 over all links."""
    alike = [likeness(pair.a, pair.b) for pair in pairs]
    scores = (
        (score_set(pairs, [method(m, t) for m in alike], in_order=in_order), t) for t in THRESHOLDS
    )
    return max(scores, key=lambda scored: scored[0].every.f1)


def _longest_in_order(links: Sequence[Cell]) -> set[Cell]:
    """The most links, given by ascending i, whose j ascend as well."""
    tails: list[int] = []
    at: list[int] = []
    for _, j in links:
        place = bisect_left(tails, j)
        tails[place : place + 1] = [j]
        at.append(place)
    kept: set[Cell] = set()
    wanted = len(tails) - 1
    for link, place in zip(reversed(links), reversed(at), strict=True):
        if place == wanted:
            kept.add(link)
            wanted -= 1
    return kept
