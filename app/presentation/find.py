"""Where a text stands on either side, in what is folded away as well."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from app.engine import Comparison, KeptRun, Side
from app.presentation.paragraphs import paragraph_numbers

LONGEST = 200
"""No more letters than these are looked for."""
MOST_PLACES = 60
"""So many places are listed; all are counted."""
_AROUND = 48
"""About so many letters are shown on each side of what was found."""

_ALIKE = ("'‘’‚‛ʼ", '"“”„‟', "-‐‑‒–—")
"""Characters that nobody tells apart when typing."""
_CLASS_OF = {letter: f"[{regex.escape(alike)}]" for alike in _ALIKE for letter in alike}


@dataclass(frozen=True, slots=True)
class Found:
    """A place: ``before``, ``text`` and ``after`` are an excerpt, its white space single.

    ``side`` is "a" or "b", or "" where the paragraph is the same in both. ``paragraph`` counts
    on that side (on b for both) as a reader does; ``facing`` is a paragraph of b beside it, and
    ``change`` a change in its row (each 0 for none).
    """

    side: str
    paragraph: int
    before: str
    text: str
    after: str
    facing: int = 0
    change: int = 0


@dataclass(frozen=True, slots=True)
class Findings:
    """What was looked for, the first places of it in reading order, and how many there are."""

    wanted: str = ""
    places: tuple[Found, ...] = ()
    total: int = 0


def find(comparison: Comparison, wanted: str, most: int = MOST_PLACES) -> Findings:
    """The places of a text, large and small letters the same; accents count.

    White space of any length is the same, and so are curly and straight quotation marks and all
    dashes. Linear in both texts.
    """
    wanted = looked_for(wanted)
    if not wanted:
        return Findings()
    pattern = _pattern(wanted)
    places: list[Found] = []
    total = 0
    for place in _Places(comparison).all():
        for found in pattern.finditer(place.text):
            total += 1
            if len(places) < most:
                places.append(place.found(*found.span()))
    return Findings(wanted, tuple(places), total)


def looked_for(text: str) -> str:
    """What is looked for: no more than can be, white space single."""
    return " ".join(text[:LONGEST].split())


def _pattern(wanted: str) -> regex.Pattern[str]:
    """The text as a pattern, with its letters composed or not."""
    forms = dict.fromkeys(unicodedata.normalize(form, wanted) for form in ("NFC", "NFD"))
    written = "|".join(
        r"\s+".join(
            "".join(_CLASS_OF.get(letter) or regex.escape(letter) for letter in word)
            for word in form.split()
        )
        for form in forms
    )
    # "e" is not found in an "é" that is written as two characters.
    return regex.compile(rf"(?:{written})(?![\u0300-\u036f])", regex.IGNORECASE | regex.FULLCASE)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph to look in."""

    side: str
    number: int
    text: str
    facing: int = 0
    change: int = 0

    def found(self, start: int, end: int) -> Found:
        """The place from start to end, with some words around it."""
        before, after = self.text[:start], self.text[end:]
        if len(before) > _AROUND:
            cut, space, rest = before[-_AROUND:].partition(" ")
            before = f"… {rest if space else cut}"
        if len(after) > _AROUND:
            rest, space, cut = after[:_AROUND].rpartition(" ")
            after = f"{rest if space else cut} …"
        return Found(
            self.side,
            self.number,
            _single(before),
            _single(self.text[start:end]),
            _single(after),
            self.facing,
            self.change,
        )


class _Places:
    """The paragraphs of a comparison in reading order, those that are the same in both once."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._numbers_a = paragraph_numbers(comparison.a)
        self._numbers_b = paragraph_numbers(comparison.b)
        self._change_of = {n: c.number for c in comparison.changes for n in c.links}

    def all(self) -> Iterator[_Paragraph]:
        a, b = self._comparison.a, self._comparison.b
        for part in self._comparison.reading:
            if isinstance(part, KeptRun):
                kept = range(part.b, part.b + part.count)
                yield from self._of(b, self._numbers_b, kept, "")
                continue
            change = next((self._change_of[n] for n in part.links if n in self._change_of), 0)
            facing = next((self._numbers_b[j] for j in part.b if self._numbers_b[j]), 0)
            yield from self._of(a, self._numbers_a, part.a, "a", facing, change)
            yield from self._of(b, self._numbers_b, part.b, "b", facing, change)

    def _of(
        self,
        side: Side,
        numbers: Sequence[int],
        blocks: Sequence[int],
        letter: str,
        facing: int = 0,
        change: int = 0,
    ) -> Iterator[_Paragraph]:
        for index in blocks:
            if numbers[index]:
                text = side.block_text(index)
                yield _Paragraph(letter, numbers[index], text, facing, change)


def _single(text: str) -> str:
    """White space made single, kept at the ends: the words stand beside others."""
    return regex.sub(r"\s+", " ", text)
