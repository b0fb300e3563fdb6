"""How much of two texts is the same, at a glance: no alignment, a few passes over their words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.engine.document import Document
from app.engine.terms import article_text, words

LONGEST = 200_000
"""So many characters of a text are enough to tell what it is a version of."""


class Sample:
    """The words of a document and which of them stand side by side, to be compared with others."""

    def __init__(self, document: Document) -> None:
        self.words = words(article_text(document)[:LONGEST])
        self.pairs = frozenset(pairwise(self.words))


def resemblance(a: Sample, b: Sample) -> float:
    """The share of the words of both texts, from 0 to 1, that stand in the other one as well.

    A word counts when one of its neighbours is the same there; so the words that all texts of a
    language have in common hardly count. Equal texts give 1, and so do texts that differ only in
    letter case, accents, punctuation or the order of long stretches.
    """
    if a.words == b.words:
        return 1.0
    total = len(a.words) + len(b.words)
    common = a.pairs & b.pairs
    return (_shared(a.words, common) + _shared(b.words, common)) / total


def _shared(found: Sequence[str], common: frozenset[tuple[str, str]]) -> int:
    shared, before = 0, False
    for pair in pairwise(found):
        after = pair in common
        shared += before or after
        before = after
    return shared + before
