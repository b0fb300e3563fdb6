"""What a sentence is to the aligner: the set of its words and their beginnings.

Beginnings of words stand for inflection and the first parts of compounds. For scripts
written without spaces a sentence is its characters and the pairs of them. Each feature weighs its
inverse document frequency over the sentences of both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

_PREFIXES = (3, 5, 8)
_COUNTS = (1.0, 0.5, 0.5, 1.0)
"""How much each of these beginnings counts, and the whole word."""
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_RUN = regex.compile(rf"[{_UNSPACED}]+|[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]+", regex.VERSION1)
_IS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_NOT_PLAIN = re.compile("[^\\u0000-\\u024f\\u2010-\\u203f]")
"""Outside Latin letters and common punctuation a text is normalised and cut with more care."""
_COMMON_MARKS = "“”‘’–—…"
_WORDS_OF_ASCII = str.maketrans(
    {char: char.lower() if char.isalnum() else " " for char in map(chr, range(128))}
)
"""Most texts are ASCII but for a few marks: without these, words are had by ``translate``, in a
third of the time that a regular expression takes."""

_RARELY = 30
"""Frequencies count as in a text of at least so many sentences, both sides together."""
_LEAST_WEIGHT = 0.05
_LARGE_TABLE = 2_000_000


@dataclass(frozen=True)
class Features:
    """The features of some sentences: pairs (sentence, feature), each once, by sentence.

    Both sides share the features' numbers, and ``times``: how much the beginnings of words that
    each stands for count. Those that the very same words have are one feature.
    """

    sentences: Indices
    features: Indices
    count: int
    times: Floats

    @property
    def size(self) -> int:
        """The number of features of both sides together."""
        return len(self.times)

    @property
    def starts(self) -> Indices:
        """Where each sentence's features begin, and the end."""
        return np.searchsorted(self.sentences, np.arange(self.count + 1))


def features_of(a: Sequence[str], b: Sequence[str]) -> tuple[Features, Features]:
    """Find the features of the sentences of both sides."""
    of_a, of_b = list(map(_words, a)), list(map(_words, b))
    words = sorted(set(chain.from_iterable(of_a)).union(chain.from_iterable(of_b)))
    number = dict(zip(words, range(len(words)), strict=True))
    numbers, kept, times = _numbered(words)
    size = len(times)

    def side(lists: list[list[str]]) -> Features:
        lengths = list(map(len, lists))
        flat = map(number.__getitem__, chain.from_iterable(lists))
        used = np.fromiter(flat, dtype=np.intp, count=sum(lengths))
        sentence = np.repeat(np.arange(len(lists)), lengths)
        keys = (sentence[:, np.newaxis] * size + numbers[used])[kept[used]]
        return Features(*np.divmod(_once(keys, len(lists) * size), size), len(lists), times)

    return side(of_a), side(of_b)


def _numbered(words: Sequence[str]) -> tuple[Indices, Flags, Floats]:
    """The numbers of each word's features (its beginnings and itself), which of these it has, and
    how much each feature counts.

    The words must be sorted: then those with a beginning in common stand together, and are found
    by comparing each word with the one before it, all at once and letter by letter.
    """
    longest, columns = max(_PREFIXES), len(_PREFIXES) + 1
    letters = np.array(words, dtype=f"U{longest}").view(np.uint32).reshape(-1, longest)
    parted = ~np.logical_and.accumulate(letters[1:] == letters[:-1], axis=1)
    starts = np.ones((len(words), columns), dtype=np.bool_)
    starts[1:, :-1] = parted[:, np.array(_PREFIXES) - 1]
    numbers = np.cumsum(starts.T).reshape(columns, -1).T - 1
    lengths = np.fromiter(map(len, words), dtype=np.intp, count=len(words))
    known = lengths[:, np.newaxis] > np.array((*_PREFIXES, -1))
    sharing = np.where(known, np.bincount(numbers[known])[numbers], 1)
    return _merged(numbers, known, sharing)


def _merged(numbers: Indices, known: Flags, sharing: Indices) -> tuple[Indices, Flags, Floats]:
    """Each run of beginnings of a word that are shared by as many words as one feature.

    A beginning is shared by those that share the next longer one, and perhaps by more: so as many
    are the same. Of a run the longest is kept.
    """
    same = sharing[:, 1:] == sharing[:, :-1]
    run = known * np.array(_COUNTS)
    for column in range(1, run.shape[1]):
        run[:, column] += np.where(same[:, column - 1], run[:, column - 1], 0)
    kept = known.copy()
    kept[:, :-1] &= ~same
    used = np.zeros(numbers.max(initial=-1) + 1)
    used[numbers[kept]] = run[kept]
    return (np.cumsum(used > 0) - 1)[numbers], kept, used[used > 0]


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
    return a.times * np.maximum(np.log((count + 1) / (frequency + 0.5)), _LEAST_WEIGHT)


def _words(text: str) -> list[str]:
    """The words of a sentence, folded; a sentence without any is one word.

    A run of a script without spaces is its characters and the pairs of them: too short
    to have beginnings, they are words like others.
    """
    return _latin_words(text) or _any_words(text) or [" ".join(text.split())]


def _latin_words(text: str) -> list[str]:
    """The words of a text in Latin letters and common punctuation; of any other, none."""
    if not text.isascii():
        if _NOT_PLAIN.search(text):
            return []
        for mark in _COMMON_MARKS:
            text = text.replace(mark, " ")
        if not text.isascii():
            return _PLAIN_WORD.findall(text.casefold())
    return text.translate(_WORDS_OF_ASCII).split()


def _any_words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", folded)):
        if _IS_UNSPACED.match(run):
            found += (*run, *map("".join, pairwise(run)))
        else:
            found.append(run)
    return found
