"""What a comparison page shows, as values: folds, rows, cells, blocks, runs.

No HTML here: a template draws each of these once, and every export draws them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from unicodedata import bidirectional

from app.engine import BlockKind, Measures


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


@dataclass(frozen=True, slots=True)
class Run:
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


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of a block, or the white space between two.

    ``change`` is the number of the change that it belongs to (0: none). ``anchor`` is the
    element id, set on the first part of a change on the side where its address leads.
    """

    runs: tuple[Run, ...]
    change: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block to draw. The texts of its runs, joined, are its text to the letter.

    ``number`` counts the side's blocks from 1 (¶ 4), furniture left out (0)."""

    kind: BlockKind
    level: int
    number: int
    parts: tuple[Part, ...]

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


class RowKind(StrEnum):
    """What befell the passage that a row shows."""

    SAME = "same"
    CHANGED = "changed"
    ONLY_A = "only-a"
    ONLY_B = "only-b"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks of a facing blocks of b. ``changes`` are the numbers of the changes in it."""

    kind: RowKind
    a: Cell
    b: Cell
    changes: tuple[int, ...] = ()
    spoken: str = ""
    """What happened here, in words, for who does not see the marks."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows with nothing to see, folded away: ``number`` counts folds from 1.

    ``rows`` is empty as long as the fold is closed; ``label`` says what is in it
    ("9 paragraphs the same", "3 passages of the page, not of the article").
    """

    number: int
    label: str
    furniture: bool = False
    open: bool = False
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A whole comparison, ready to draw."""

    items: tuple[Row | Fold, ...]
    changes: int
    lead: str
    """One or two sentences on what changed, most telling first."""
    rest: str
    measures: Measures
    degraded: tuple[str, ...] = ()
    lang_a: str = ""
    lang_b: str = ""
