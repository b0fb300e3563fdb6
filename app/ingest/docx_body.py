"""The text of a Word document, in the order in which a reader meets it.

Elements are known by their local names, which are the same in both dialects of the format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from app.engine import BlockKind
from app.ingest.docx_styles import Look, Styles
from app.ingest.fields import Fields
from app.ingest.flow import Flow, Paragraph, note
from app.ingest.noticed import Nesting, Noticed
from app.ingest.symbols import sign
from app.ingest.trees import Tree, child_of, name_of, value_of

_TAKEN = ("del", "moveFrom")
_SORTS = {"ins": "insertion", "del": "deletion", "moveTo": "move", "moveFrom": "move"}
_OF_CELLS = {"cellIns": "ins", "cellDel": "del"}

_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_AS_SPACES = str.maketrans("\t\r\n", "   ")
_CODE = re.compile("[0-9A-Fa-f]{1,6}")
_SILENT = frozenset({"pPr", "rPr", "rubyPr", "rt", "sdtPr", "sdtEndPr", "tblPr", "tblGrid"})


@dataclass
class Notes:
    """The footnotes, or the endnotes: what each holds by id, and its links' addresses by id."""

    bodies: Mapping[str, Tree] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    numbered: Callable[[int], str] = str
    marks: dict[str, str] = field(default_factory=dict)
    """The mark of each note that was referred to, in the order of the text."""
    _numbers: int = 0

    def mark_of(self, note_id: str, custom: str = "") -> str:
        """The mark of a note at the place that refers to it."""
        if note_id not in self.marks:
            self._numbers += not custom
            self.marks[note_id] = custom or self.numbered(self._numbers)
        return self.marks[note_id]


@dataclass
class Reading:
    """What holds for all the stories of one document, and what was met in them."""

    styles: Styles
    noticed: Noticed
    footnotes: Notes
    endnotes: Notes
    nesting: Nesting = field(default_factory=Nesting)

    def notes(self) -> Iterator[Paragraph]:
        """The notes that the text refers to, with their marks."""
        for notes in (self.footnotes, self.endnotes):
            for note_id, mark in list(notes.marks.items()):
                if (body := notes.bodies.get(note_id)) is not None:
                    yield from note(mark, Story(self, notes.addresses).read(body))


class Story:
    """One running text: the body, a cell, a note, a text box."""

    def __init__(self, reading: Reading, addresses: Mapping[str, str]) -> None:
        self._reading = reading
        self._addresses = addresses
        self._flow = Flow()
        self._fields = Fields()
        self._look = self._here = Look()
        self._linked = ""
        self._in_contents = False
        self._changed = 0

    def read(self, container: Tree) -> list[Paragraph]:
        """The paragraphs in an element that holds paragraphs and tables."""
        with self._reading.nesting:
            self._blocks(container)
        self._end()
        return self._flow.paragraphs

    def _blocks(self, container: Tree) -> None:
        for child in container:
            match name_of(child):
                case "p":
                    self._paragraph(child)
                case "tbl":
                    self._end()
                    for row in _rows(child):
                        self._row(row)
                case "sdt":
                    self._control(child, self._blocks)
                case "AlternateContent":
                    self._blocks(_chosen(child))
                case "altChunk":
                    self._reading.noticed.unread = True
                case "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo":
                    self._blocks(child)

    def _end(self) -> None:
        kind = BlockKind.FURNITURE if self._in_contents else self._look.kind
        self._flow.end(kind, self._look.level)

    def _paragraph(self, paragraph: Tree) -> None:
        """A paragraph; when its mark is gone it goes on in the next.

        The whole has the look of the part in which its text begins.
        """
        properties = child_of(paragraph, "pPr")
        mark = None if properties is None else child_of(properties, "rPr")
        self._here = self._reading.styles.look_of(self._as_read(properties))
        if self._flow.is_empty:
            self._look = self._here
        self._all_inline(paragraph)
        gone = mark is not None and self._is_gone(mark)
        if not gone and not self._reading.styles.is_hidden(mark, self._here):
            self._end()

    def _as_read(self, properties: Tree | None) -> Tree | None:
        """The properties of a paragraph, those before a change when the original is read."""
        if properties is None or not self._reading.noticed.changes.original:
            return properties
        change = child_of(properties, "pPrChange")
        earlier = None if change is None else child_of(change, "pPr")
        return properties if earlier is None else earlier

    def _is_gone(self, properties: Tree) -> bool:
        """Whether a tracked change takes away what has these properties."""
        gone = False
        for child in properties:
            name = name_of(child)
            if (name := _OF_CELLS.get(name, name)) in _SORTS:
                gone |= not self._stays(child, name)
        return gone

    def _stays(self, change: Tree, name: str) -> bool:
        """Count a change, and tell whether what it holds is to be read."""
        changes = self._reading.noticed.changes
        # Of a move, which is one change, the end is counted that is read.
        if name != ("moveTo" if changes.original else "moveFrom"):
            changes.met(_SORTS[name], value_of(change, "author"), value_of(change, "date"))
        return (name in _TAKEN) == changes.original

    def _row(self, row: Tree) -> None:
        properties = child_of(row, "trPr")
        if properties is not None and self._is_gone(properties):
            return
        cells: list[list[Paragraph]] = []
        for cell in _cells(row):
            properties = child_of(cell, "tcPr")
            if properties is None or not self._is_gone(properties):
                cells.append(Story(self._reading, self._addresses).read(cell))
        self._flow.add_row(cells)

    def _control(self, control: Tree, walk: Callable[[Tree], None]) -> None:
        """A content control: its content, unless that only says what to type there."""
        properties = child_of(control, "sdtPr")
        content = child_of(control, "sdtContent")
        if content is None or (
            properties is not None and child_of(properties, "showingPlcHdr") is not None
        ):
            return
        part = None if properties is None else child_of(properties, "docPartObj")
        gallery = None if part is None else child_of(part, "docPartGallery")
        if gallery is None or value_of(gallery, "val") != "Table of Contents":
            walk(content)
            return
        self._end()
        self._in_contents = True
        walk(content)
        self._end()
        self._in_contents = False

    def _inline(self, element: Tree) -> None:
        name = name_of(element)
        if name == "r":
            self._run(element)
        elif name in _SORTS:
            if len(element) and self._stays(element, name):
                self._changed += 1
                self._all_inline(element)
                self._changed -= 1
        elif name == "hyperlink":
            before, self._linked = self._linked, self._addresses.get(value_of(element, "id"), "")
            self._all_inline(element)
            self._linked = before
        elif name == "fldSimple":
            self._fields.begin()
            self._fields.instruct(value_of(element, "instr"))
            self._fields.separate()
            self._all_inline(element)
            self._fields.end()
        elif name == "sdt":
            self._control(element, self._all_inline)
        elif name == "AlternateContent":
            self._all_inline(_chosen(element))
        elif name not in _SILENT:
            self._all_inline(element)

    def _all_inline(self, container: Tree) -> None:
        for child in container:
            self._inline(child)

    def _run(self, run: Tree) -> None:
        hidden = self._reading.styles.is_hidden(child_of(run, "rPr"), self._here)
        self._parts(run, hidden)

    def _parts(self, run: Tree, hidden: bool) -> None:
        for child in run:
            name = name_of(child)
            if name == "fldChar":
                self._at_field(value_of(child, "fldCharType"))
            elif name in ("instrText", "delInstrText"):
                self._fields.instruct(child.text or "")
            elif name == "AlternateContent":
                self._parts(_chosen(child), hidden)
            elif not self._fields.shows:
                continue
            elif hidden:
                self._reading.noticed.hidden |= name in ("t", "delText")
            elif name in ("footnoteReference", "endnoteReference"):
                if self._refers(run, child, name):
                    return
            elif name == "ruby":
                self._all_inline(child)
            elif name in ("drawing", "pict", "object"):
                for box in _boxes(child):
                    self._flow.add_aside(Story(self._reading, self._addresses).read(box))
            elif name == "commentReference":
                self._reading.noticed.comments += 1
            else:
                self._add(_text_of(child, name))

    def _at_field(self, part: str) -> None:
        if part == "begin":
            self._fields.begin()
        elif part == "separate":
            self._fields.separate()
        elif part == "end":
            self._fields.end()

    def _refers(self, run: Tree, reference: Tree, name: str) -> bool:
        """Set the mark of a note; tell whether the rest of the run was that mark."""
        reading = self._reading
        notes = reading.footnotes if name == "footnoteReference" else reading.endnotes
        custom = ""
        if value_of(reference, "customMarkFollows") in ("1", "true", "on"):
            custom = "".join(_text_of(child, name_of(child)) for child in run).strip()
        self._add(f"[{notes.mark_of(value_of(reference, 'id'), custom)}]")
        return bool(custom)

    def _add(self, text: str) -> None:
        if not text:
            return
        if not self._changed:
            self._reading.noticed.changes.met_text()
        self._flow.address = self._linked or self._fields.address
        self._flow.add(text)


def _text_of(element: Tree, name: str) -> str:
    """The text that an element in a run stands for."""
    if name in ("t", "delText"):
        text = element.text or ""
        if value_of(element, "space") != "preserve":
            text = text.strip(" \t\r\n")
        return text.translate(_AS_SPACES)
    if name == "br":
        return "\n\n" if value_of(element, "type") in ("page", "column") else "\n"
    if name in ("sym", "symEx"):
        code = value_of(element, "char")
        return sign(int(code, 16)) if _CODE.fullmatch(code) else ""
    return _SIGNS.get(name, "")


def _rows(table: Tree) -> Iterator[Tree]:
    yield from _inside(table, "tr")


def _cells(row: Tree) -> Iterator[Tree]:
    yield from _inside(row, "tc")


def _inside(element: Tree, name: str) -> Iterator[Tree]:
    """The children of this name, also those in content controls and the like."""
    for child in element:
        if name_of(child) == name:
            yield child
        elif name_of(child) in ("sdt", "sdtContent", "customXml"):
            yield from _inside(child, name)


def _chosen(alternatives: Tree) -> Tree | tuple[()]:
    """Of the forms in which the same thing is given, the first that holds anything."""
    forms = (form for form in alternatives if name_of(form) in ("Choice", "Fallback"))
    return next((form for form in forms if len(form)), ())


def _boxes(element: Tree) -> Iterator[Tree]:
    """The text boxes in a drawing, each once."""
    for child in _chosen(element) if name_of(element) == "AlternateContent" else element:
        if name_of(child) == "txbxContent":
            yield child
        else:
            yield from _boxes(child)
