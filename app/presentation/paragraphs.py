"""Paragraphs as a reader counts them, and where one was divided or two were joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.engine import BlockKind, Comparison, Passage, Side
from app.presentation.telling import count_in_words

_PROSE = {BlockKind.PARAGRAPH, BlockKind.QUOTATION}


def paragraph_numbers(side: Side) -> list[int]:
    """For each block its number as a reader counts (from 1, furniture 0)."""
    numbers: list[int] = []
    count = 0
    for block in side.document.blocks:
        count += block.kind is not BlockKind.FURNITURE
        numbers.append(0 if block.is_furniture else count)
    return numbers


def divisions(
    comparison: Comparison, passage: Passage, numbers_a: Sequence[int], numbers_b: Sequence[int]
) -> list[str]:
    """What became of the borders of a passage's paragraphs, in words.

    Only where sentences that both sides have, and that stayed in place, follow each other with a
    paragraph's end between them on one side and none on the other.
    """
    split: Counter[int] = Counter()
    joined: Counter[int] = Counter()
    for (a, b), (next_a, next_b) in pairwise(_ends(comparison, passage)):
        if a == next_a and _follow(comparison.b, numbers_b, b, next_b):
            split[a] += 1
        elif b == next_b and _follow(comparison.a, numbers_a, a, next_a):
            joined[b] += 1
    notes = [f"paragraph split in {count_in_words(count + 1)}" for count in split.values()]
    notes += [f"{count_in_words(count + 1)} paragraphs joined" for count in joined.values()]
    return notes


def _ends(comparison: Comparison, passage: Passage) -> Iterator[tuple[int, int]]:
    """The blocks (of a, of b) in which each link begins and ends that stayed in place."""
    for number in passage.links:
        link = comparison.placed[number]
        if link.a and link.b and not link.moved:
            yield link.a[0][0], link.b[0][0]
            yield link.a[-1][0], link.b[-1][0]


def _follow(side: Side, numbers: Sequence[int], block: int, following: int) -> bool:
    """Whether one paragraph comes right after the other, furniture between them aside."""
    kinds = {side.document.blocks[index].kind for index in (block, following)}
    return numbers[following] == numbers[block] + 1 and kinds <= _PROSE
