"""What a sentence is to the aligner: the set of its words and their beginnings.

Beginnings of words stand for inflection and the first parts of compounds. For scripts
written without spaces a sentence is its characters and the pairs of them. Each feature weighs its
inverse document frequency over the sentences of both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]

_PREFIXES = (3, 4, 5, 6, 8)
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_RUN = regex.compile(rf"[{_UNSPACED}]+|[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]+", regex.VERSION1)
_IS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_NOT_PLAIN = re.compile("[^\\u0000-\\u024f\\u2010-\\u203f]")
"""Outside Latin letters and common punctuation a text is normalised and cut with more care."""

_RARELY = 30
"""Frequencies count as in a text of at least so many sentences, both sides together."""
_LEAST_WEIGHT = 0.05
_LARGE_TABLE = 2_000_000


@dataclass(frozen=True)
class Features:
    """The features of some sentences: pairs (sentence, feature), each once, by sentence.

    ``size`` is the number of features of both sides together; both sides share their numbers.
    """

    sentences: Indices
    features: Indices
    count: int
    size: int

    @property
    def starts(self) -> Indices:
        """Where each sentence's features begin, and the end."""
        return np.searchsorted(self.sentences, np.arange(self.count + 1))


def features_of(a: Sequence[str], b: Sequence[str]) -> tuple[Features, Features]:
    """Find the features of the sentences of both sides."""
    words: defaultdict[str, int] = defaultdict()
    words.default_factory = words.__len__
    found = [[words[word] for word in _words(text)] for text in (*a, *b)]
    ids: defaultdict[str, int] = defaultdict()
    ids.default_factory = ids.__len__
    of_word = [[ids[name] for name in _names(word)] for word in words]
    lengths = np.array([len(names) for names in of_word], dtype=np.intp)
    flat = np.fromiter(chain.from_iterable(of_word), dtype=np.intp)
    starts = np.cumsum(lengths) - lengths

    def side(lists: list[list[int]]) -> Features:
        used = np.fromiter(chain.from_iterable(lists), dtype=np.intp)
        sentence = np.repeat(np.arange(len(lists)), [len(ws) for ws in lists])
        each = lengths[used]
        shift = np.repeat(starts[used] - (np.cumsum(each) - each), each)
        features = flat[np.arange(len(shift)) + shift]
        keys = _once(np.repeat(sentence, each) * len(ids) + features, len(lists) * len(ids))
        return Features(*np.divmod(keys, len(ids)), count=len(lists), size=len(ids))

    return side(found[: len(a)]), side(found[len(a) :])


def _once(keys: Indices, size: int) -> Indices:
    """The keys, ascending, each once: by a table where that is small, or else by sorting."""
    if size > _LARGE_TABLE:
        return np.unique(keys)
    seen = np.zeros(size, dtype=np.bool_)
    seen[keys] = True
    return np.flatnonzero(seen)


def weights_of(a: Features, b: Features) -> Floats:
    """Inverse document frequency of every feature; the floors keep short texts from odd weights."""
    frequency = np.bincount(a.features, minlength=a.size) + np.bincount(
        b.features, minlength=b.size
    )
    count = max(a.count + b.count, _RARELY)
    return np.maximum(np.log((count + 1) / (frequency + 0.5)), _LEAST_WEIGHT)


def _words(text: str) -> list[str]:
    if text.isascii() or not _NOT_PLAIN.search(text):
        found = _PLAIN_WORD.findall(text.casefold())
    else:
        folded = unicodedata.normalize("NFKC", text).casefold()
        found = _RUN.findall(unicodedata.normalize("NFKC", folded))
    return found or [" ".join(text.split())]


_known: dict[str, tuple[str, ...]] = {}
_MOST_KNOWN = 100_000


def _names(word: str) -> tuple[str, ...]:
    """A word's features. Remembered: languages repeat their words."""
    names = _known.get(word)
    if names is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        names = _known[word] = _made(word)
    return names


def _made(word: str) -> tuple[str, ...]:
    if _IS_UNSPACED.match(word):
        return (*word, *(word[i : i + 2] for i in range(len(word) - 1)))
    return (word, *(f"{word[:length]}-" for length in _PREFIXES if len(word) > length))
