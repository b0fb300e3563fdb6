"""Documents that have nothing to do with each other: every link between two of them is false.

Made from the labelled sets: the earlier text of one document against the later text of another
of the same set (so of one language and one kind), drawn at random with a fixed seed. Documents
that have a sentence in common, on either side, are not unrelated and are not paired.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.engine import compare_sentences
from tests.bench.gold import Pair

SEED = 20_260
ROUNDS = 2
"""How many strangers each document meets."""
_TRIES = 50


@dataclass(frozen=True, slots=True)
class FalseLinks:
    """How many links there are between unrelated documents; all of them are false.

    ``sentences`` is half of those of both sides, for a link takes one of each. ``by_relation``
    counts pairs of sentences by what the link that holds them says: edited, split, merged …
    """

    sentences: float
    by_relation: Counter[str]

    def __add__(self, other: FalseLinks) -> FalseLinks:
        return FalseLinks(self.sentences + other.sentences, self.by_relation + other.by_relation)

    @property
    def per_hundred(self) -> float:
        """False links for a hundred sentences."""
        return 100 * self.by_relation.total() / self.sentences if self.sentences else 0.0


def strangers(pairs: Sequence[Pair], seed: int = SEED) -> list[tuple[Pair, Pair]]:
    """Each document with others of the set that share no sentence with it, where there are any."""
    dice = random.Random(seed)
    said = [{" ".join(text.casefold().split()) for text in (*pair.a, *pair.b)} for pair in pairs]
    found: list[tuple[Pair, Pair]] = []
    for this, pair in enumerate(pairs):
        met: set[int] = {this}
        for _ in range(_TRIES):
            other = dice.randrange(len(pairs))
            if other not in met and said[this].isdisjoint(said[other]):
                met.add(other)
                found.append((pair, pairs[other]))
            if len(met) > ROUNDS:
                break
    return found


def false_links(drawn: Iterable[tuple[Pair, Pair]]) -> FalseLinks:
    """Compare unrelated documents, with the engine's default options, and count the links."""
    total = FalseLinks(0, Counter())
    for this, other in drawn:
        relations: Counter[str] = Counter()
        for link in compare_sentences(this.a, other.b).links:
            if link.a and link.b:
                relation = f"{'moved ' if link.moved else ''}{link.relation}"
                relations[relation] += len(link.a) * len(link.b)
        total += FalseLinks((len(this.a) + len(other.b)) / 2, relations)
    return total
