"""The whole text at a glance: a band for each passage, as high as it is long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.engine import Comparison, KeptRun, Passage, Side
from app.presentation.categories import Sorted
from app.presentation.look import View
from app.presentation.paragraphs import paragraph_numbers
from app.presentation.runs import paragraph_anchor

MOST_BANDS = 400
"""More could not be told apart on a screen."""
_LEAST = 80
"""A passage takes as much room as so many letters, however short it is."""


class Fate(StrEnum):
    """What happened to a passage; the words are those of the measures."""

    VERBATIM = "verbatim"
    REWORDED = "reworded"
    MOVED = "moved"
    NEW = "new"
    GONE = "gone"
    FURNITURE = "furniture"


_IN_WORDS = {Fate.VERBATIM: "the same", Fate.FURNITURE: "of the page, not of the article"}


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the text: where it starts and how long it is, as shares of the whole.

    ``anchor`` is the element it leads to ("" for none), ``paragraph`` a paragraph of b in it and
    ``change`` the first change in it (each 0 for none). ``wanted`` is false where the changes
    are not of the kinds asked for.
    """

    start: float
    size: float
    fate: Fate
    anchor: str
    words: str
    paragraph: int = 0
    change: int = 0
    wanted: bool = True

    @property
    def top(self) -> str:
        """Where it starts on a map that is a thousand high."""
        return f"{1000 * self.start:.2f}"

    @property
    def height(self) -> str:
        """How high it is on that map."""
        return f"{1000 * self.size:.2f}"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some passages, one after the other, as one: ``first`` and ``last`` are paragraphs."""

    length: int
    fate: Fate
    anchor: str
    paragraph: int
    first: int
    last: int
    changes: tuple[int, ...] = ()
    wanted: bool = False


def bands(
    comparison: Comparison, found: Sorted, view: View = View.SIDE, most: int = MOST_BANDS
) -> tuple[Band, ...]:
    """The map of a comparison, from top to bottom: at most about ``most`` bands.

    A view that shows one of the texts has the map of that text.
    """
    if view.clean:
        stretches = list(_of_side(comparison.a if view is View.A else comparison.b, view))
    else:
        stretches = list(_Stretches(comparison, found).all())
    whole = sum(stretch.length for stretch in stretches)
    start = 0
    drawn = []
    for stretch in _merged(stretches, whole / most):
        drawn.append(_band(stretch, start, whole))
        start += stretch.length
    return tuple(drawn)


def _of_side(side: Side, view: View) -> Iterator[_Stretch]:
    for block, number in zip(side.document.blocks, paragraph_numbers(side), strict=True):
        if number:
            length = block.end - block.start + _LEAST
            anchor = paragraph_anchor(view.value, number)
            yield _Stretch(length, Fate.VERBATIM, anchor, number, number, number)


class _Stretches:
    """The passages of one comparison, each as a stretch of its map."""

    def __init__(self, comparison: Comparison, found: Sorted) -> None:
        self._comparison, self._found = comparison, found
        self._numbers_a = paragraph_numbers(comparison.a)
        self._numbers_b = paragraph_numbers(comparison.b)
        self._change_of = {n: c.number for c in comparison.changes for n in c.links}

    def all(self) -> Iterator[_Stretch]:
        for part in self._comparison.reading:
            if isinstance(part, KeptRun):
                for index in range(part.b, part.b + part.count):
                    yield self._kept(index)
            else:
                yield self._passage(part)

    def _kept(self, index: int) -> _Stretch:
        number = self._numbers_b[index]
        length = _length(self._comparison.b, (index,)) + _LEAST
        fate = Fate.VERBATIM if number else Fate.FURNITURE
        return _Stretch(length, fate, paragraph_anchor("b", number), number, number, number)

    def _passage(self, passage: Passage) -> _Stretch:
        a, b = self._comparison.a, self._comparison.b
        here, away = self._changes(passage)
        numbers_a = [self._numbers_a[i] for i in passage.a if self._numbers_a[i]]
        numbers_b = [self._numbers_b[j] for j in passage.b if self._numbers_b[j]]
        numbers = numbers_b or numbers_a or [0]
        changes = tuple(dict.fromkeys((*here, *away)))
        if here:
            anchor = f"change-{here[0]}"
        elif away:
            anchor = f"change-{away[0]}-from"
        else:
            anchor = paragraph_anchor("b" if numbers_b else "a", numbers[0])
        return _Stretch(
            max(_length(a, passage.a), _length(b, passage.b)) + _LEAST,
            self._fate(passage, changes),
            anchor,
            numbers_b[0] if numbers_b else 0,
            numbers[0],
            numbers[-1],
            changes,
            not self._found.wanted.isdisjoint(changes),
        )

    def _changes(self, passage: Passage) -> tuple[list[int], list[int]]:
        """The changes that are counted in a passage, and those that went from it."""
        here_b = set(passage.b)
        here: list[int] = []
        away: list[int] = []
        for n in passage.links:
            change, link = self._change_of.get(n), self._comparison.placed[n]
            if change is None or change in self._found.concealed:
                continue
            went = link.moved and link.b[0][0] not in here_b
            (away if went else here).append(change)
        return here, away

    def _fate(self, passage: Passage, changes: tuple[int, ...]) -> Fate:
        if not passage.links:
            return Fate.FURNITURE
        if not changes:
            return Fate.VERBATIM
        if passage.a and passage.b:
            return Fate.REWORDED
        if any(self._comparison.placed[n].moved for n in passage.links):
            return Fate.MOVED
        return Fate.NEW if passage.b else Fate.GONE


def _length(side: Side, blocks: Iterable[int]) -> int:
    return sum(side.document.blocks[i].end - side.document.blocks[i].start for i in blocks)


def _merged(stretches: Iterable[_Stretch], least: float) -> Iterator[_Stretch]:
    """Neighbours as one, until they are long enough to be seen."""
    waiting: list[_Stretch] = []
    length = 0
    for stretch in stretches:
        waiting.append(stretch)
        length += stretch.length
        if length >= least:
            yield _joined(waiting)
            waiting, length = [], 0
    if waiting:
        yield _joined(waiting)


def _joined(stretches: list[_Stretch]) -> _Stretch:
    """Several stretches as one: it leads to what changed most in them, and is drawn as that."""
    if len(stretches) == 1:
        return stretches[0]
    most = max(stretches, key=lambda s: (s.wanted, bool(s.changes), s.length))
    numbers = [number for s in stretches for number in (s.first, s.last) if number]
    changes = dict.fromkeys(change for s in stretches for change in s.changes)
    return _Stretch(
        sum(s.length for s in stretches),
        most.fate,
        most.anchor,
        most.paragraph,
        min(numbers, default=0),
        max(numbers, default=0),
        tuple(dict.fromkeys((*most.changes, *changes))),
        most.wanted,
    )


def _band(stretch: _Stretch, start: int, whole: int) -> Band:
    return Band(
        start / whole,
        stretch.length / whole,
        stretch.fate,
        stretch.anchor,
        _words(stretch),
        stretch.paragraph,
        stretch.changes[0] if stretch.changes else 0,
        stretch.wanted or not stretch.changes,
    )


def _words(stretch: _Stretch) -> str:
    """ "¶ 4: reworded, change 3" or "¶ 4-9: 3 changes"."""
    what = _IN_WORDS.get(stretch.fate, stretch.fate.value)
    if len(stretch.changes) > 1:
        what = f"{len(stretch.changes):,} changes"
    elif stretch.changes:
        what = f"{what}, change {stretch.changes[0]}"
    if not stretch.first:
        return what
    last = f"-{stretch.last}" if stretch.last != stretch.first else ""
    return f"¶ {stretch.first}{last}: {what}"
