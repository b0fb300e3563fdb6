"""HTML → the texts that a browser would show, in order, and where on the page each stands.

One pass over the parser's events; no tree is built, so that neither the depth nor the number
of elements or attributes can make it slow. What a text *is* (the article or the page
around it) is not judged here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from app.ingest.places import BLOCKS, Attributes, Place

_CELLS = frozenset({"td", "th"})
_LINKED_DATA = "application/ld+json"
_LONGEST_DATA = 1_000_000
_LONGEST_TITLE = 1_000

_WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(r" {2,}")
_AROUND_LINE_END = re.compile(r" ?\n ?")
_AROUND_CELL_END = re.compile(r" ?\t[ \t]*")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")


class PageBlock(NamedTuple):
    """A text of the page; ``linked`` is the share of its letters that are links (0 to 1)."""

    text: str
    place: Place
    linked: float = 0.0


@dataclass
class Markup:
    """A page taken apart: its texts in order, what it says of itself, and its measures."""

    blocks: list[PageBlock] = field(default_factory=list)
    title: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    """The values of its ``<meta>`` elements by name, the first of each (``og:title``)."""
    linked_data: list[str] = field(default_factory=list)
    """Its JSON-LD scripts, as they stand."""
    scripts: int = 0
    elements: int = 0
    nesting: int = 0
    """The depths of all its elements added up."""
    most_attributes: int = 0


def parse_markup(html: str) -> Markup:
    """Take a page apart.

    White space is collapsed as a browser would, ``<br>`` is a newline, two of them part
    paragraphs, and the cells of a table's row are parted by tabs.
    """
    # Imported here: plain text is read without it.
    from lxml.etree import HTMLParser, ParserError, XMLSyntaxError

    events = _Events()
    parser = HTMLParser(target=events, huge_tree=True)
    try:
        parser.feed(html)
        parser.close()
    except (ParserError, XMLSyntaxError):  # no element in it at all
        events.close()
    return events.found


class _Events:
    """What the parser calls, element by element."""

    def __init__(self) -> None:
        self.found = Markup()
        self._places = [Place()]
        self._pieces: list[str] = []
        self._of_block = self._places[0]
        self._letters = self._linked_letters = 0
        self._collects = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        found = self.found
        found.elements += 1
        found.nesting += len(self._places)
        found.most_attributes = max(found.most_attributes, len(attributes))
        if tag in BLOCKS:
            self.flush()
        elif tag in _CELLS and self._pieces:
            self._pieces.append("\t")
        self._places.append(self._places[-1].inside(tag, attributes, found.elements))
        if tag == "br":
            self._add("\n")
        elif tag == "q":
            self._add("“")
        elif tag == "meta":
            name = attributes.get("property") or attributes.get("name") or ""
            found.properties.setdefault(name.lower(), attributes.get("content", ""))
        elif tag == "script":
            found.scripts += 1
            if attributes.get("type", "").strip().lower() == _LINKED_DATA:
                found.linked_data.append("")
                self._collects = "data"
        elif tag == "title" and not found.title and not self._places[-1].unseen:
            self._collects = "title"

    def end(self, tag: str) -> None:
        if tag == "q":
            self._add("”")
        elif tag in BLOCKS:
            self.flush()
        self._places.pop()
        self._collects = ""

    def data(self, text: str) -> None:
        found = self.found
        if self._collects == "title":
            found.title += text[: _LONGEST_TITLE - len(found.title)]
        elif self._collects == "data":
            found.linked_data[-1] += text[: _LONGEST_DATA - len(found.linked_data[-1])]
        else:
            self._add(text if self._places[-1].preformatted else _WHITE_SPACE.sub(" ", text))

    def close(self) -> None:
        self.flush()

    def flush(self) -> None:
        """End the block that was being gathered."""
        if not self._pieces:
            return
        text, place = "".join(self._pieces), self._of_block
        if not place.preformatted:
            text = _AROUND_CELL_END.sub("\t", _SPACES.sub(" ", text))
            text = _AROUND_LINE_END.sub("\n", text)
        linked = self._linked_letters / self._letters
        for part in _EMPTY_LINES.split(text):
            if part := part.strip():
                self.found.blocks.append(PageBlock(part, place, linked))
        self._pieces.clear()
        self._letters = self._linked_letters = 0

    def _add(self, text: str) -> None:
        place = self._places[-1]
        if place.unseen:
            return
        if not self._pieces:
            if text.isspace():
                return
            self._of_block = place
        self._pieces.append(text)
        self._letters += len(text)
        if place.linked:
            self._linked_letters += len(text)
