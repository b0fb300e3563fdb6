"""The text of an OpenDocument text, in the order in which a reader meets it.

Inserted text stands in the running text, between two marks; deleted text stands apart, and a
mark shows where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.engine import BlockKind
from app.ingest.flow import Flow, Paragraph, note
from app.ingest.noticed import Nesting, Noticed
from app.ingest.odt_styles import OdtStyles
from app.ingest.trees import Tree, child_of, name_of, value_of

_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_NUMBER = re.compile("[0-9]{1,4}")
_DEEPEST = 9
_MOST_SPACES = 100

_ROW_GROUPS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_CONTENTS = frozenset(
    {"table-of-content", "illustration-index", "table-index", "object-index", "user-index"}
)
_OTHER_INDEXES = frozenset({"alphabetical-index", "bibliography"})
_DRAWINGS = frozenset(
    "frame a g custom-shape rect circle ellipse polygon polyline path line connector".split()
)
_SILENT = frozenset({"annotation-end", "script", "ruby-text", "note-citation", "title", "desc"})


@dataclass
class Reading:
    """What holds for all the stories of one document, and what was met in them."""

    styles: OdtStyles
    noticed: Noticed
    insertions: set[str] = field(default_factory=set)
    deletions: dict[str, Tree] = field(default_factory=dict)
    """Of each tracked deletion what it took out, until it has been read."""
    footnotes: list[Paragraph] = field(default_factory=list)
    endnotes: list[Paragraph] = field(default_factory=list)
    open_insertions: set[str] = field(default_factory=set)
    nesting: Nesting = field(default_factory=Nesting)

    def learn_changes(self, body: Tree) -> None:
        """Take in the list of tracked changes, which stands before the text."""
        changes = child_of(body, "tracked-changes")
        for region in () if changes is None else changes:
            region_id = value_of(region, "id")
            for change in region:
                if name_of(change) == "insertion":
                    self.insertions.add(region_id)
                elif name_of(change) == "deletion":
                    self.deletions[region_id] = change
                else:
                    continue
                self.noticed.changes.met(region_id)

    @property
    def is_unmade(self) -> bool:
        """Whether this place is in an insertion that counts as never made."""
        return self.noticed.changes.original and bool(self.open_insertions)


class Story:
    """One running text: the body, a cell, a note, a text box."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._flow = Flow()
        self._look = (BlockKind.PARAGRAPH, 0)
        self._after_space = True
        self._in_contents = False
        self._hidden = 0

    def read(self, container: Iterable[Tree]) -> list[Paragraph]:
        """The paragraphs in an element that holds paragraphs, lists and tables."""
        with self._reading.nesting:
            self._blocks(container)
        self._end()
        return self._flow.paragraphs

    def _blocks(self, container: Iterable[Tree], depth: int = 0) -> None:
        """``depth`` is how many lists this is in; 0 also for what is set apart in one."""
        for child in container:
            name = name_of(child)
            if name in ("p", "h"):
                self._paragraph(child, depth)
            elif name == "list":
                self._list(child, depth)
            elif name == "numbered-paragraph":
                self._blocks(child, _level(child, "level"))
            elif name == "table":
                self._end()
                for row in _rows(child):
                    cells = [cell for cell in row if name_of(cell) == "table-cell"]
                    self._flow.add_row([Story(self._reading).read(cell) for cell in cells])
            elif name == "section":
                self._section(child)
            elif name in _CONTENTS or name in _OTHER_INDEXES:
                self._index(child, name in _CONTENTS)
            elif name in _DRAWINGS:
                self._boxes_in(child)
                if self._flow.is_empty:
                    self._end()
            else:
                self._at_change(child, name)

    def _end(self) -> None:
        kind, level = (BlockKind.FURNITURE, 0) if self._in_contents else self._look
        self._flow.end(kind, level)
        self._after_space = True

    def _section(self, section: Tree) -> None:
        if value_of(section, "display") == "none" or value_of(section, "is-hidden") == "true":
            self._reading.noticed.hidden = True
        else:
            self._blocks(section)

    def _index(self, index: Tree, of_contents: bool) -> None:
        body = child_of(index, "index-body")
        if body is None:
            return
        self._end()
        self._in_contents = of_contents
        for part in body:
            self._blocks(part if name_of(part) == "index-title" else [part])
        self._end()
        self._in_contents = False

    def _list(self, items: Tree, depth: int) -> None:
        for item in items:
            if name_of(item) == "list-item":
                self._blocks(item, min(depth + 1, _DEEPEST))
            elif name_of(item) == "list-header":
                self._blocks(item)

    def _paragraph(self, paragraph: Tree, depth: int) -> None:
        """A paragraph; one that ends in an unmade insertion goes on in the next."""
        if self._flow.is_empty:
            self._look = self._look_of(paragraph, depth)
        self._inline(paragraph, hidden=self._hides(paragraph))
        if not self._reading.is_unmade:
            self._end()

    def _look_of(self, paragraph: Tree, depth: int = 0) -> tuple[BlockKind, int]:
        if name_of(paragraph) == "h":
            return BlockKind.HEADING, _level(paragraph, "outline-level")
        kind, level = self._reading.styles.kind_of(paragraph)
        if depth and kind is BlockKind.PARAGRAPH:
            return BlockKind.ITEM, depth
        return kind, level

    def _hides(self, paragraph: Tree) -> bool:
        return self._reading.styles.is_hidden(paragraph) or any(
            name_of(child) == "hidden-paragraph" and value_of(child, "is-hidden") == "true"
            for child in paragraph
        )

    def _inline(self, element: Tree, *, hidden: bool = False) -> None:
        """The text in an element, and after each of its children."""
        self._hidden += hidden
        self._add(element.text)
        for child in element:
            self._child(child, name_of(child))
            self._add(child.tail)
        self._hidden -= hidden

    def _child(self, child: Tree, name: str) -> None:
        if name == "s":
            self._sign(" " * min(_number(child, "c") or 1, _MOST_SPACES))
        elif name == "tab":
            self._sign("\t")
        elif name == "line-break":
            self._sign("\n")
        elif name == "span":
            self._inline(child, hidden=self._reading.styles.is_hidden(child, "text"))
        elif name == "a" and child_of(child, "frame") is None:
            before, self._flow.address = self._flow.address, value_of(child, "href")
            self._inline(child)
            self._flow.address = before
        elif name == "note":
            self._note(child)
        elif name == "annotation":
            self._reading.noticed.comments += 1
        elif name == "hidden-text":
            self._inline(child, hidden=value_of(child, "is-hidden") == "true")
        elif name in _DRAWINGS:
            self._boxes_in(child)
        elif name not in _SILENT and not self._at_change(child, name):
            self._inline(child)

    def _add(self, text: str | None) -> None:
        """Text, its white space collapsed across elements as the format has it."""
        if not text:
            return
        text = _WHITE_SPACE.sub(" ", text)
        if self._hidden:
            self._reading.noticed.hidden |= not text.isspace()
        elif not self._reading.is_unmade:
            if self._after_space:
                text = text.removeprefix(" ")
            self._after_space = text.endswith(" ") or (self._after_space and not text)
            self._flow.add(text)

    def _sign(self, text: str) -> None:
        """White space that an element stands for."""
        if not self._hidden and not self._reading.is_unmade:
            self._after_space = False
            self._flow.add(text)

    def _note(self, element: Tree) -> None:
        citation, body = child_of(element, "note-citation"), child_of(element, "note-body")
        if body is None or self._hidden or self._reading.is_unmade:
            return
        endnote = value_of(element, "note-class") == "endnote"
        notes = self._reading.endnotes if endnote else self._reading.footnotes
        mark = "" if citation is None else "".join(citation.itertext()).strip()
        self._flow.add(f"[{mark or '*'}]")
        self._after_space = False
        notes.extend(note(mark or "*", Story(self._reading).read(body)))

    def _boxes_in(self, drawing: Tree) -> None:
        if not self._hidden:
            for box in _boxes(drawing):
                self._flow.add_aside(Story(self._reading).read(box))

    def _at_change(self, mark: Tree, name: str) -> bool:
        """Heed the mark of a tracked change; tell whether it was one."""
        reading = self._reading
        change_id = value_of(mark, "change-id")
        if name == "change-start":
            reading.open_insertions |= {change_id} & reading.insertions
        elif name == "change-end":
            reading.open_insertions.discard(change_id)
        elif name != "change":
            return False
        elif reading.noticed.changes.original and not reading.is_unmade:
            self._undelete(reading.deletions.pop(change_id, ()))
        return True

    def _undelete(self, deletion: Iterable[Tree]) -> None:
        """Put back what was deleted here: its first paragraph began, and its last goes on, here."""
        blocks = [block for block in deletion if name_of(block) != "change-info"]
        whole = len(blocks) > 1
        for number, block in enumerate(blocks):
            if number:
                self._end()
            if name_of(block) not in ("p", "h"):
                self._end()
                self._blocks([block])
                continue
            if whole and self._flow.is_empty:
                self._look = self._look_of(block)
            self._after_space = True
            self._inline(block, hidden=self._hides(block))
            self._after_space = False


def _rows(table: Tree) -> Iterator[Tree]:
    for child in table:
        if name_of(child) == "table-row":
            yield child
        elif name_of(child) in _ROW_GROUPS:
            yield from _rows(child)


def _boxes(drawing: Tree) -> Iterator[Tree]:
    """What holds text in a drawing: text boxes, and shapes that are written in."""
    if any(name_of(child) in ("p", "h", "list") for child in drawing):
        yield drawing
        return
    for child in drawing:
        if name_of(child) == "text-box" or name_of(child) in _DRAWINGS:
            yield from _boxes(child)


def _level(element: Tree, name: str) -> int:
    return min(max(_number(element, name), 1), _DEEPEST)


def _number(element: Tree, name: str) -> int:
    value = value_of(element, name)
    return int(value) if _NUMBER.fullmatch(value) else 0
