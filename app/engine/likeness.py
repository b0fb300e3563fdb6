"""How alike sentences are: shared words, the rare ones weighing more than the common ones.

A sentence is the set of its features: its words and their beginnings (for inflection and
compounds), and for scripts written without spaces its characters and pairs of them.
A feature weighs its inverse document frequency over the sentences of both sides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

Matrix = NDArray[np.floating[Any]]
"""One row a sentence of a, one column a sentence of b."""

_PREFIXES = (3, 4, 5, 6, 8)
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_RUN = regex.compile(rf"[{_UNSPACED}]+|[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]+", regex.VERSION1)
_IS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")


class Vocabulary:
    """Numbers for features. A word's features are made once."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._of_run: dict[str, tuple[int, ...]] = {}

    def features(self, text: str) -> list[int]:
        """The features of a sentence, each once, ascending."""
        folded = text.casefold() if text.isascii() else _fold(text)
        found: set[int] = set()
        for run in _RUN.findall(folded):
            ids = self._of_run.get(run)
            if ids is None:
                ids = self._of_run[run] = tuple(self._id(name) for name in _names(run))
            found.update(ids)
        if not found:
            found.add(self._id(" ".join(folded.split())))
        return sorted(found)

    def _id(self, name: str) -> int:
        return self._ids.setdefault(name, len(self._ids))

    def __len__(self) -> int:
        return len(self._ids)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _names(run: str) -> list[str]:
    if _IS_UNSPACED.match(run):
        return [*run, *(run[i : i + 2] for i in range(len(run) - 1))]
    return [run, *(f"{run[:length]}-" for length in _PREFIXES if len(run) > length)]


@dataclass(frozen=True)
class Likeness:
    """What sentences a_i and b_j have in common, for all i and j.

    ``similarity`` is the shared mass over the geometric mean of both masses (0 to 1).
    ``gain_a[i, j]`` is the share of a_i that b_j covers beyond what the best partner of a_i
    covers already (for the best itself: all that it covers); ``gain_b`` is its mirror, the
    share of b_j.
    """

    similarity: Matrix
    gain_a: Matrix
    gain_b: Matrix


def likeness(a: Sequence[str], b: Sequence[str]) -> Likeness:
    """Compute the likeness of every sentence of a with every sentence of b (neither empty)."""
    vocabulary = Vocabulary()
    sets_a = [vocabulary.features(text) for text in a]
    sets_b = [vocabulary.features(text) for text in b]
    weights = _weights(sets_a, sets_b, len(vocabulary))
    mass_a, mass_b = _masses(sets_a, weights), _masses(sets_b, weights)
    everywhere_a = _incidence(sets_a, len(vocabulary))
    everywhere_b = _incidence(sets_b, len(vocabulary))
    shared = np.flatnonzero(everywhere_a.any(axis=0) & everywhere_b.any(axis=0))
    has_a: Matrix = everywhere_a[:, shared].astype(np.float32)
    has_b: Matrix = everywhere_b[:, shared].astype(np.float32)
    weighted_a, weighted_b = has_a * weights[shared], has_b * weights[shared]
    common = has_a @ weighted_b.T
    return Likeness(
        similarity=common / np.sqrt(mass_a[:, None] * mass_b),
        gain_a=_gain(common, has_a, has_b, weighted_b) / mass_a[:, None],
        gain_b=_gain(common.T, has_b, has_a, weighted_a).T / mass_b,
    )


def _weights(sets_a: list[list[int]], sets_b: list[list[int]], size: int) -> NDArray[np.float32]:
    """Inverse document frequency; the floors keep short texts from odd weights."""
    every = np.fromiter((f for s in (*sets_a, *sets_b) for f in s), dtype=np.int64)
    frequency = np.bincount(every, minlength=size)
    count = max(len(sets_a) + len(sets_b), 30)
    return np.maximum(np.log((count + 1) / (frequency + 0.5)), 0.05).astype(np.float32)


def _masses(sets: list[list[int]], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.array([weights[s].sum() for s in sets], dtype=np.float32)


def _incidence(sets: list[list[int]], size: int) -> NDArray[np.bool_]:
    has = np.zeros((len(sets), size), dtype=np.bool_)
    for row, features in enumerate(sets):
        has[row, features] = True
    return has


def _gain(common: Matrix, has: Matrix, other: Matrix, weighted_other: Matrix) -> Matrix:
    """The mass that each partner covers of a row beyond the row's best partner."""
    rows = np.arange(len(has))
    best = common.argmax(axis=1)
    gain: Matrix = (has * (1 - other[best])) @ weighted_other.T
    gain[rows, best] = common[rows, best]
    return gain
