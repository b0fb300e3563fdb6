"""What a comparison page shows, as values: folds, rows, cells, blocks, runs.

No HTML here: a template draws each of these once, and every export draws them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from unicodedata import bidirectional

from app.engine import BlockKind, Measures
from app.presentation.categories import Sorted


class Mark(StrEnum):
    """How a run of text is marked."""

    PLAIN = ""
    DELETED = "del"
    INSERTED = "ins"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that moved inside its sentence: the same value at both of its places."""

    id: str
    """Unlike that of any other phrase on the page."""
    onward: bool
    """Whether it stands later in b than it did in a."""


class Run(NamedTuple):
    """A stretch of text with one mark.

    ``kind`` says why it is marked: an engine Kind, or "moved" for a phrase that is still there in
    another place of its sentence; ``phrase`` then says which one.
    """

    text: str
    mark: Mark = Mark.PLAIN
    kind: str = ""
    phrase: Phrase | None = None

    @property
    def moved(self) -> str:
        """Where the phrase went, or where it came from, in words; empty for any other run."""
        if self.phrase is None:
            return ""
        if self.mark is Mark.DELETED:
            return f"moved to {'a later' if self.phrase.onward else 'an earlier'} place"
        return f"moved from {'an earlier' if self.phrase.onward else 'a later'} place"

    @property
    def arrow(self) -> str:
        """The way the phrase went, as it is seen: some scripts run to the left."""
        if self.phrase is None:
            return ""
        leftward = any(bidirectional(letter) in ("R", "AL") for letter in self.text)
        return "←" if self.phrase.onward == leftward else "→"


class Part(NamedTuple):
    """A sentence of a block that changed, or what stands before, between or after such.

    ``change`` is the number of the change that it belongs to (0: none). ``anchor`` is the
    element id, set on the first part of a change on the side where its address leads. ``moved``:
    the sentence stands in another place than it did.
    """

    runs: tuple[Run, ...]
    change: int = 0
    anchor: str = ""
    moved: bool = False


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block to draw. The texts of its runs, joined, are its text to the letter.

    ``number`` counts the side's blocks from 1 (¶ 4), furniture left out (0)."""

    kind: BlockKind
    level: int
    number: int
    parts: tuple[Part, ...]
    anchor: str = ""
    """The paragraph's element id: "b-4"."""

    @property
    def text(self) -> str:
        """The block's text."""
        return "".join(run.text for part in self.parts for run in part.runs)


@dataclass(frozen=True, slots=True)
class Note:
    """A few words under a cell, leading somewhere: "moved up, from ¶ 9"."""

    kind: str
    """One of ``move``, ``claim``, ``split``, ``kind``: which colour it has."""
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a row."""

    blocks: tuple[BlockView, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        """The texts of its blocks, one below the other."""
        return "\n".join(block.text for block in self.blocks)


class RowKind(StrEnum):
    """What befell the passage that a row shows."""

    SAME = "same"
    CHANGED = "changed"
    ONLY_A = "only-a"
    ONLY_B = "only-b"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks of a facing blocks of b. ``changes`` are the numbers of the changes in it.

    Where both texts are drawn as one, ``flow`` has all that is drawn, and ``a`` and ``b`` nothing.
    """

    kind: RowKind
    a: Cell
    b: Cell
    changes: tuple[int, ...] = ()
    spoken: str = ""
    """What happened here, in words, for who does not see the marks."""
    away: tuple[int, ...] = ()
    """The numbers of the changes that went from here, and are counted where they went."""
    others: tuple[int, ...] = ()
    """Those of ``changes`` that are not of the kinds asked for."""
    flow: Cell | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows with nothing to see, folded away: ``number`` counts folds from 1.

    ``rows`` is empty as long as the fold is closed; ``label`` says what is in it
    ("9 paragraphs the same", "3 passages of the page, not of the article").
    ``holds_a`` and ``holds`` are the paragraphs of a and of b that are drawn in it, as a reader
    counts them, ``changes`` the changes.
    ``long`` is one of more rows than are sent at once; ``continued`` the rest of one that began in
    an earlier portion of the page.
    """

    number: int
    label: str
    furniture: bool = False
    open: bool = False
    rows: tuple[Row, ...] = ()
    holds_a: tuple[int, ...] = ()
    holds: tuple[int, ...] = ()
    changes: tuple[int, ...] = ()
    long: bool = False
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A whole comparison, ready to draw.

    ``clean`` has the blocks where one of the texts is shown with nothing marked; ``items`` is then
    empty. ``sorted`` says which changes are shown, and how many there are of each category.
    """

    items: tuple[Row | Fold, ...]
    clean: tuple[BlockView, ...]
    sorted: Sorted
    changes: int
    lead: str
    """One or two sentences on what changed, most telling first."""
    rest: str
    measures: Measures
    degraded: tuple[str, ...] = ()
