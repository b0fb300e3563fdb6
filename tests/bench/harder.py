"""Labelled documents made harder: more rewritten, and with more that has no counterpart.

The labelled sets are each of one kind: nearly all sentences of a split set are split, hardly any
of a revised essay is new. Real versions are of all kinds at once. So each pair is given, by a fixed
seed, passages of other documents of its set on either side or both, and a share of the words of its
later text becomes words that occur nowhere else (each word the same wherever it stands, as when a
writer prefers another). The labels stay as they were.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase

from tests.bench.gold import Pair

SEED = 41_907
REWORDED = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
"""Which shares of the words are exchanged."""
ADDED = (0.0, 0.0, 0.3, 0.6, 1.0, 2.0)
"""How many foreign sentences a side is given, as shares of its own."""
LONGEST_RUN = 5
"""Foreign sentences come in passages of at most so many."""
_LEAST_LETTERS = 4
"""Shorter words are mostly those that any writer needs."""
_TRIES = 50
_WORD = re.compile(r"[^\W\d_]+")


def harder(pairs: Sequence[Pair], seed: int = SEED) -> list[Pair]:
    """The pairs of a set, each made harder in a way of its own."""
    dice = random.Random(seed)
    said = [{" ".join(text.casefold().split()) for text in (*pair.a, *pair.b)} for pair in pairs]
    found: list[Pair] = []
    for this, pair in enumerate(pairs):
        others = [pairs[other] for other in _unrelated(said, this, dice)]
        a, at_a = _interspersed(pair.a, [s for other in others[::2] for s in other.a], dice)
        b, at_b = _interspersed(pair.b, [s for other in others[1::2] for s in other.b], dice)
        found.append(
            replace(
                pair,
                a=a,
                b=_reworded(b, dice.choice(REWORDED), dice),
                links=frozenset((at_a[i], at_b[j]) for i, j in pair.links),
                moved=frozenset((at_a[i], at_b[j]) for i, j in pair.moved),
            )
        )
    return found


def _unrelated(said: Sequence[set[str]], this: int, dice: random.Random) -> list[int]:
    """Some documents that share no sentence with this one, nor with each other."""
    found: list[int] = []
    taken = set(said[this])
    for _ in range(_TRIES):
        other = dice.randrange(len(said))
        if other != this and taken.isdisjoint(said[other]):
            found.append(other)
            taken |= said[other]
    return found


def _interspersed(
    own: Sequence[str], foreign: Sequence[str], dice: random.Random
) -> tuple[tuple[str, ...], list[int]]:
    """The sentences with foreign passages among them, and where each of the own ones stands now."""
    count = min(int(len(own) * dice.choice(ADDED)), len(foreign))
    start = dice.randint(0, len(foreign) - count)
    added = list(foreign[start : start + count])
    mixed: list[tuple[str, int]] = [(text, number) for number, text in enumerate(own)]
    while added:
        run = dice.randint(1, LONGEST_RUN)
        at = dice.randint(0, len(mixed))
        mixed[at:at] = [(text, -1) for text in added[:run]]
        added = added[run:]
    places = {number: place for place, (_, number) in enumerate(mixed)}
    return tuple(text for text, _ in mixed), [places[number] for number in range(len(own))]


def _reworded(texts: Sequence[str], share: float, dice: random.Random) -> tuple[str, ...]:
    """The texts with a share of their words exchanged for words of as many letters."""
    instead: dict[str, str] = {}

    def other(word: re.Match[str]) -> str:
        was = word.group()
        key = was.casefold()
        if key not in instead:
            new = "".join(dice.choices(ascii_lowercase, k=len(key)))
            instead[key] = new if len(key) >= _LEAST_LETTERS and dice.random() < share else ""
        return (instead[key].capitalize() if was[0].isupper() else instead[key]) or was

    return tuple(_WORD.sub(other, text) for text in texts)
