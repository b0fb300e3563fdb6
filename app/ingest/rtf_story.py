"""One running text of a rich text file, and what holds at a place in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.engine import BlockKind
from app.ingest.fields import address_in
from app.ingest.flow import Flow, Paragraph
from app.ingest.rtf_words import CONTENTS_STYLE, HEADING_STYLE, STYLE_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

_BODY = 9
"""The outline level of what is no heading; those of headings are 0 to 8."""
_DEEPEST = 9
_DEEPEST_TABLE = 20
_LONGEST_CHAIN = 20
_LONGEST_INSTRUCTION = 4_000

Look = tuple[BlockKind, int]
PLAIN: Look = (BlockKind.PARAGRAPH, 0)


@dataclass
class Row:
    """A row of a table: its cells so far, and the text of the one that is open."""

    cells: list[list[Paragraph]] = field(default_factory=list)
    flow: Flow = field(default_factory=Flow)

    def end_cell(self, look: Look = PLAIN) -> None:
        """End the open cell."""
        self.flow.end(*look)
        self.cells.append(self.flow.paragraphs)
        self.flow = Flow()


class Story:
    """The body, a note or a text box: its paragraphs and, where it is in tables, their rows.

    ``depth`` is how many tables a place is in.
    """

    def __init__(self) -> None:
        self.in_row = False
        """Whether a row was begun, for writers that do not say so at each of its paragraphs."""
        self.refers = False
        """Whether the mark of a note was met, whose note comes next."""
        self.item = False
        """Whether a bullet or a number was drawn before this paragraph."""
        self._look: Look | None = None
        self._main = Flow()
        self._rows: list[Row] = []

    def flow(self, depth: int) -> Flow:
        """The flow that text goes into."""
        while len(self._rows) > depth:
            self._fold()
        while len(self._rows) < min(depth, _DEEPEST_TABLE):
            self._innermost().end()
            self._rows.append(Row())
        return self._innermost()

    def go_on(self, look: Look, depth: int) -> None:
        """Go on in the next paragraph: what was begun with text has the look."""
        if self._look is None and not self.flow(depth).is_empty:
            self._look = look

    def end(self, look: Look, depth: int) -> None:
        """End a paragraph."""
        look = self._look or look
        self.flow(depth).end(*(look if not self.item or look[1] else (BlockKind.ITEM, 1)))
        self.item, self._look = False, None

    def end_cell(self, look: Look, depth: int) -> None:
        """End a cell of the table at this depth (1 for the outermost)."""
        self.flow(depth)
        self._rows[-1].end_cell(look)
        self.item = False

    def end_row(self, depth: int) -> None:
        """End a row of the table at this depth."""
        while len(self._rows) >= depth:
            self._fold()

    def paragraphs(self, look: Look = PLAIN) -> list[Paragraph]:
        """All of them, once the story has been read."""
        self.end(look, len(self._rows))
        self.end_row(1)
        return self._main.paragraphs

    def _innermost(self) -> Flow:
        return self._rows[-1].flow if self._rows else self._main

    def _fold(self) -> None:
        row = self._rows.pop()
        row.end_cell()
        self._innermost().add_row(row.cells)


@dataclass
class Instruction:
    """A field's instruction, as it is being read."""

    text: str = ""

    def add(self, text: str) -> None:
        """More of it; past what an instruction can be, nothing."""
        if len(self.text) < _LONGEST_INSTRUCTION:
            self.text += text

    @property
    def address(self) -> str:
        """The address that the field leads to, or ""."""
        return address_in(self.text)


@dataclass
class State:
    """What holds at a place; a group takes it over from what is around it."""

    story: Story
    place: str = "body"
    """What text here is: of the body, an instruction, a style's name … or "" when it is skipped."""
    closing: Callable[[], None] | None = None
    """What to do when the group ends; not taken over."""
    instruction: Instruction | None = None
    address: str = ""
    endnote: bool = False
    # of the characters
    uc: int = 1
    f: int | None = None
    v: bool = False
    deleted: bool = False
    revised: bool = False
    revauth: int = 0
    revdttm: int = 0
    # of the paragraph
    s: int = 0
    outlinelevel: int | None = None
    ls: int = 0
    ilvl: int = 0
    intbl: bool = False
    itap: int = 0

    def inside(self) -> State:
        """The state that a group here begins with."""
        inner = object.__new__(State)
        inner.__dict__.update(self.__dict__)  # a tenth of the time of replace()
        inner.closing = None
        return inner

    def begin_paragraph(self) -> None:
        """Forget what the last paragraph was."""
        self.s = self.ls = self.ilvl = self.itap = 0
        self.outlinelevel = None
        self.intbl = False

    def begin_run(self, font: int | None) -> None:
        """Forget what the last characters were."""
        self.f = font
        self.v = self.deleted = self.revised = False

    def begin_story(self, place: str = "body") -> None:
        """Begin a story of its own."""
        self.story = Story()
        self.place = place
        self.begin_paragraph()

    @property
    def depth(self) -> int:
        """How many tables this is in."""
        return max(self.itap, 1) if self.intbl or self.story.in_row else 0

    def look(self, styles: Styles) -> Look:
        """What a paragraph that ends here is."""
        if self.outlinelevel is not None and 0 <= self.outlinelevel < _BODY:
            return BlockKind.HEADING, self.outlinelevel + 1
        kind, level = styles.look(self.s)
        if self.ls > 0 and kind is BlockKind.PARAGRAPH:
            return BlockKind.ITEM, min(max(self.ilvl, 0) + 1, _DEEPEST)
        return kind, level


@dataclass
class Style:
    """A paragraph style, as the file lists it."""

    number: int = 0
    name: str = ""
    based_on: int | None = None
    outline: int | None = None

    def look(self) -> Look | None:
        """What it makes of a paragraph by itself, if anything."""
        name = self.name.partition(";")[0].strip().lower()
        if heading := HEADING_STYLE.fullmatch(name):
            return BlockKind.HEADING, int(heading[1])
        if CONTENTS_STYLE.fullmatch(name):
            return BlockKind.FURNITURE, 0
        if name in STYLE_KINDS:
            return STYLE_KINDS[name]
        if self.outline is None:
            return None
        return (BlockKind.HEADING, self.outline + 1) if 0 <= self.outline < _BODY else PLAIN


class Styles:
    """The list of styles."""

    def __init__(self) -> None:
        self.listed: dict[int, Style] = {}
        self._looks: dict[int, Look] = {}

    def look(self, number: int) -> Look:
        """What a style, or one that it is based on, makes of a paragraph."""
        if number not in self._looks:
            self._looks[number] = self._resolved(number)
        return self._looks[number]

    def _resolved(self, number: int | None) -> Look:
        for _ in range(_LONGEST_CHAIN):
            style = None if number is None else self.listed.get(number)
            if style is None:
                break
            if look := style.look():
                return look
            number = style.based_on
        return PLAIN
