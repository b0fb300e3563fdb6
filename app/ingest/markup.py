"""HTML → the texts that a browser would show, in order, and where on the page each stands.

One pass over the parser's events; no tree is built, so that neither the depth nor the number
of elements or attributes can make it slow. What a text *is* (the article or the page
around it) is not judged here.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from app.engine import BlockKind
from app.ingest.places import BLOCKS, Attributes, Place, says_author

_CELLS = frozenset({"td", "th"})
_LINKED_DATA = "application/ld+json"
_LONGEST_DATA = 1_000_000
_LONGEST_TITLE = 1_000
_MOST_DEPTH = 200
"""Groups deeper than this count as the group that they are in."""
_MOST_SAID = 10_000
_LONGEST_AUTHOR = 200
_LONGEST_CELL = 400
_MOST_LINES_OF_A_CELL = 3
"""A table's cell with more lines than this, or longer, is a column of the page, not a fact."""

_WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
_NOTE_MARK = re.compile(r"\d{1,3}|[*†‡]")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")


class LinkRun(NamedTuple):
    """A span of a block's text inside a link, and the address as it stands there."""

    start: int
    end: int
    address: str


class PageBlock(NamedTuple):
    """A text of the page; ``linked`` is the share of its letters that are links (0 to 1)."""

    text: str
    place: Place
    linked: float = 0.0
    links: tuple[LinkRun, ...] = ()


class Group(NamedTuple):
    """An element that groups others: the group around it, its name and its first class."""

    parent: int
    tag: str
    depth: int
    name: str = ""


class Said(NamedTuple):
    """What an element said to machines: the element, its property or class, and the value."""

    tag: str
    name: str
    value: str


@dataclass
class Markup:
    """A page taken apart: its texts in order, what it says of itself, and its measures."""

    blocks: list[PageBlock] = field(default_factory=list)
    title: str = ""
    language: str = ""
    base: str = ""
    canonical: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    """The values of its ``<meta>`` elements by name, the first of each (``og:title``)."""
    linked_data: list[str] = field(default_factory=list)
    """Its JSON-LD scripts, as they stand."""
    said: list[Said] = field(default_factory=list)
    """Its ``<time>`` elements and ``itemprop`` contents, in order."""
    groups: dict[int, Group] = field(default_factory=lambda: {0: Group(0, "", 0)})
    """Its grouping elements by number."""
    authored: dict[int, int] = field(default_factory=dict)
    """The groups in which something directly says who wrote it, with the block it says it in."""
    authors: list[tuple[int, str]] = field(default_factory=list)
    """What it says there, with the number of the block."""
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


class _Gathered:
    """A block in the making: its text as shown, and the links in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.place = Place()
        self._links: list[LinkRun] = []
        self._length = 0
        self._letters = self._linked = 0

    def add(self, text: str, place: Place) -> None:
        """Add a text that is white space nowhere but between its words."""
        if not self.pieces:
            if text.isspace():
                return
            self.place = place
        if not self.place.preformatted:
            text = self._fitting(text)
        if not text:
            return
        start = self._length
        self.pieces.append(text)
        self._length += len(text)
        self._letters += len(text)
        if place.linked:
            self._linked += len(text)
        if place.address:
            last = self._links[-1] if self._links else None
            if last and last.address == place.address and last.end >= start:
                start = self._links.pop().start
            self._links.append(LinkRun(start, self._length, place.address))

    def bracket(self, since: int) -> None:
        """Make the mark of a note, when that is all that was added after so many pieces: [1].

        A figure that a page only raises would run into the word before it; other formats get
        the same brackets.
        """
        if len(self.pieces) != since + 1 or not _NOTE_MARK.fullmatch(self.pieces[-1]):
            return
        mark = f"[{self.pieces[-1]}]" if since else f"[{self.pieces[-1]}] "
        grown = len(mark) - len(self.pieces[-1])
        self.pieces[-1] = mark
        self._length += grown
        self._letters += grown
        if self._links and self._links[-1].end == self._length - grown:
            last = self._links.pop()
            self._links.append(LinkRun(last.start, last.end + grown, last.address))

    def _fitting(self, text: str) -> str:
        """The text as it goes on: one space between words, none about the end of a line."""
        last = self.pieces[-1][-1] if self.pieces else "\n"
        if text[0] == " ":
            return text[1:] if last in " \n" else text
        if text[0] == "\n" and last == " ":
            self._length -= 1
            self.pieces[-1] = self.pieces[-1][:-1]
            if not self.pieces[-1]:
                self.pieces.pop()
        return text

    def blocks(self) -> list[PageBlock]:
        """The block, or the paragraphs that empty lines part it into."""
        text = "".join(self.pieces)
        linked = self._linked / self._letters
        found: list[PageBlock] = []
        starts = [0, *(gap.end() for gap in _EMPTY_LINES.finditer(text))]
        ends = [*(gap.start() for gap in _EMPTY_LINES.finditer(text)), len(text)]
        links = iter(self._links)
        link = next(links, None)
        for start, end in zip(starts, ends, strict=True):
            part = text[start:end]
            start += len(part) - len(part.lstrip())
            part = part.strip()
            end = start + len(part)
            inside: list[LinkRun] = []
            while link and link.start < end:
                if run := _cut(link, start, part):
                    inside.append(run)
                if link.end > end:
                    break
                link = next(links, None)
            if part:
                found.append(PageBlock(part, self.place, linked, tuple(inside)))
        return found


def _cut(link: LinkRun, start: int, part: str) -> LinkRun | None:
    """The link's share of a part of the text, without white space around it."""
    first, last = max(link.start - start, 0), min(link.end - start, len(part))
    words = part[first:last].strip()
    if not words:
        return None
    first += len(part[first:last]) - len(part[first:last].lstrip())
    return LinkRun(first, first + len(words), link.address)


@dataclass
class _Row:
    """A table's row: the numbers of the blocks that its cells begin with."""

    cells: list[int] = field(default_factory=list)
    nests: bool = False

    def join(self, blocks: list[PageBlock]) -> None:
        """Make the last blocks of the page, a text a cell, into one with its cells parted by tabs.

        When a cell holds more than a fact or two, the table is there for the layout of the page,
        and its texts stay apart.
        """
        if self.nests or len(self.cells) < 2:
            return
        bounds = [*self.cells, len(blocks)]
        parts = blocks[bounds[0] :]
        of_a_kind = len({(part.place.kind, part.place.apart) for part in parts}) == 1
        if len(parts) < 2 or not of_a_kind or parts[0].place.kind is BlockKind.HEADING:
            return
        if any(b - a > 1 for a, b in pairwise(bounds)) or not all(map(_is_fact, parts)):
            return
        links: list[LinkRun] = []
        start, linked = 0, 0.0
        for part in parts:
            links += [LinkRun(start + a, start + b, address) for a, b, address in part.links]
            linked += part.linked * len(part.text)
            start += len(part.text) + 1
        text = "\t".join(part.text for part in parts)
        blocks[bounds[0] :] = [PageBlock(text, parts[0].place, linked / len(text), tuple(links))]


def _is_fact(cell: PageBlock) -> bool:
    lines = cell.text.count("\n") + 1
    return len(cell.text) <= _LONGEST_CELL and lines <= _MOST_LINES_OF_A_CELL


class _Events:
    """What the parser calls, element by element."""

    def __init__(self) -> None:
        self.found = Markup()
        self._places = [Place()]
        self._gathered = _Gathered()
        self._collects = ""
        self._rows: list[_Row] = []
        self._author = ""
        self._author_depth = 0
        self._to_note = (0, self._gathered, 0)
        """A link within the page: its depth, the block it is in, and the pieces before it."""

    def start(self, tag: str, attributes: Attributes) -> None:
        found, outer = self.found, self._places[-1]
        found.elements += 1
        found.nesting += len(self._places)
        found.most_attributes = max(found.most_attributes, len(attributes))
        place = outer.inside(tag, attributes, found.elements)
        if tag in BLOCKS or tag in _CELLS or place.apart != outer.apart:
            self.flush()
        if tag == "tr":
            self._start_row()
        elif tag in _CELLS and self._rows:
            self._rows[-1].cells.append(len(found.blocks))
        if place.container != outer.container:
            place = self._grouped(tag, attributes, place, outer)
        self._places.append(place)
        if attributes:
            self._note(tag, attributes, place)
            if tag == "a" and attributes.get("href", "").startswith("#"):
                self._to_note = len(self._places), self._gathered, len(self._gathered.pieces)
        if tag == "br":
            self._add("\n")
        elif tag == "q":
            self._add("“")
        elif tag == "script":
            found.scripts += 1
            if attributes.get("type", "").strip().lower() == _LINKED_DATA:
                found.linked_data.append("")
                self._collects = "data"
        elif tag == "title" and not found.title and not place.unseen:
            self._collects = "title"

    def end(self, tag: str) -> None:
        if tag == "q":
            self._add("”")
        if len(self._places) == self._author_depth:
            self._end_author()
        depth, gathered, since = self._to_note
        if len(self._places) == depth and gathered is self._gathered:
            gathered.bracket(since)
        inner = self._places.pop()
        if tag in BLOCKS or tag in _CELLS or inner.apart != self._places[-1].apart:
            self.flush()
        if tag == "tr" and self._rows:
            self._rows.pop().join(self.found.blocks)
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
        _part_small_forms(self.found)

    def flush(self) -> None:
        """End the block that was being gathered."""
        if self._gathered.pieces:
            self.found.blocks.extend(self._gathered.blocks())
            self._gathered = _Gathered()

    def _end_author(self) -> None:
        """Take note of the text of an element that names who wrote something."""
        if self._author.strip():
            self.found.authors.append((len(self.found.blocks), self._author.strip()))
        self._author, self._author_depth = "", 0

    def _start_row(self) -> None:
        if self._rows:
            self._rows[-1].nests = True
        self._rows.append(_Row())

    def _grouped(self, tag: str, attributes: Attributes, place: Place, outer: Place) -> Place:
        """Take note of a group, unless it lies too deep to matter."""
        depth = self.found.groups[outer.container].depth + 1
        if depth > _MOST_DEPTH:
            return place._replace(container=outer.container)
        name = (attributes.get("class", "").split() or [""])[0]
        self.found.groups[place.container] = Group(outer.container, tag, depth, name)
        return place

    def _note(self, tag: str, attributes: Attributes, place: Place) -> None:
        """Take note of what the element says to machines."""
        found = self.found
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or ""
            name = name or attributes.get("http-equiv", "")
            found.properties.setdefault(name.lower(), attributes.get("content", ""))
        elif tag == "html":
            found.language = attributes.get("lang") or attributes.get("xml:lang") or ""
        elif tag == "base":
            found.base = found.base or attributes.get("href", "")
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            found.canonical = found.canonical or attributes.get("href", "")
        value = attributes.get("datetime" if tag == "time" else "content", "")
        if value and (tag == "time" or "itemprop" in attributes) and len(found.said) < _MOST_SAID:
            name = attributes.get("itemprop") or attributes.get("class", "")
            found.said.append(Said(tag, name, value))
        if says_author(tag, attributes):
            found.authored.setdefault(place.container, len(found.blocks))
            if not self._author_depth and len(found.authors) < _MOST_SAID:
                self._author_depth = len(self._places)

    def _add(self, text: str) -> None:
        place = self._places[-1]
        if text and not place.unseen:
            self._gathered.add(text, place)
            if self._author_depth and len(self._author) < _LONGEST_AUTHOR:
                self._author += text


def _part_small_forms(page: Markup) -> None:
    """Set apart what stands in forms, but not in one that some systems put about a whole page."""
    letters: Counter[int] = Counter()
    for block in page.blocks:
        letters[block.place.form] += len(block.text)
    for index, block in enumerate(page.blocks):
        form = block.place.form
        if form and letters[form] * 2 < letters.total():
            page.blocks[index] = block._replace(place=block.place._replace(apart=True))
