"""Links found against links labelled: precision, recall and F1, summed over all links of a set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from app.engine import compare_sentences
from tests.bench.gold import Cell, Pair

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Count:
    """How many were found, how many of these are right, and how many there are to find."""

    found: int = 0
    right: int = 0
    wanted: int = 0

    @classmethod
    def of(cls, found: frozenset[T], wanted: frozenset[T]) -> Count:
        """Count what two sets have in common."""
        return cls(len(found), len(found & wanted), len(wanted))

    def __add__(self, other: Count) -> Count:
        return Count(self.found + other.found, self.right + other.right, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 1 when there is nothing."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 1 when there is nothing and nothing was found."""
        both = self.found + self.wanted
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """The links a method found between two lists of sentences, and which of them it calls moved.

    A link of several sentences is all its pairs: one sentence against two is two links.
    """

    links: frozenset[Cell]
    moved: frozenset[Cell] = frozenset()


Method = Callable[[tuple[str, ...], tuple[str, ...]], Found]


@dataclass(frozen=True, slots=True)
class Score:
    """One method on one set.

    ``every``: all links. ``edited``: those between sentences whose texts differ. ``moved``: of the
    links labelled moved, how many are links here, called moved or not (only its recall means
    anything). ``told``: links called moved against links labelled moved; of two passages that
    changed places either may be called the moved one, so this judges the label as much.
    """

    every: Count = field(default_factory=Count)
    edited: Count = field(default_factory=Count)
    moved: Count = field(default_factory=Count)
    told: Count = field(default_factory=Count)

    def __add__(self, other: Score) -> Score:
        return Score(
            self.every + other.every,
            self.edited + other.edited,
            self.moved + other.moved,
            self.told + other.told,
        )


def ours(a: tuple[str, ...], b: tuple[str, ...]) -> Found:
    """The links of the engine, by its public face and with its default options."""
    links: set[Cell] = set()
    moved: set[Cell] = set()
    for link in compare_sentences(a, b).links:
        cells = {(i, j) for i in link.a for j in link.b}
        links |= cells
        if link.moved:
            moved |= cells
    return Found(frozenset(links), frozenset(moved))


def score_pair(pair: Pair, found: Found, *, in_order: bool = False) -> Score:
    """Score the links found for one pair of documents.

    ``in_order``: for labels that have no link out of order by the way they were made; there what a
    method calls moved counts neither for it nor against it.
    """
    links = found.links - found.moved if in_order else found.links
    return Score(
        every=Count.of(links, pair.links),
        edited=Count.of(_edited(pair, links), _edited(pair, pair.links)),
        moved=Count.of(links & pair.moved, pair.moved),
        told=Count.of(found.moved, pair.moved),
    )


def score_set(pairs: Iterable[Pair], found: Iterable[Found], *, in_order: bool = False) -> Score:
    """The sum over a set: every link weighs the same, whichever document it is from."""
    scores = (
        score_pair(pair, links, in_order=in_order) for pair, links in zip(pairs, found, strict=True)
    )
    return sum(scores, Score())


def _edited(pair: Pair, links: frozenset[Cell]) -> frozenset[Cell]:
    return frozenset((i, j) for i, j in links if pair.a[i] != pair.b[j])
