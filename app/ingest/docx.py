"""The reader of Word documents (.docx, .docm).

Our own, over the XML: the libraries for the format lose tracked insertions or read changes one
way only, and none tells paragraphs that a tracked change joins.
"""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from app.engine import Document, Metadata
from app.errors import UnreadableText
from app.ingest.docx_body import Notes, Reading, Story
from app.ingest.docx_styles import Styles
from app.ingest.flow import document_of, roman
from app.ingest.hints import Hints
from app.ingest.noticed import Changes, Noticed, date_in
from app.ingest.packed import Packed, open_packed
from app.ingest.trees import Tree, child_of, name_of, parse_xml, value_of

_WHAT = "Word document"
_MACROS = ("vbaProject.bin", "vbaData.xml")


def read_docx(data: bytes, hints: Hints) -> Document:
    """The text of a Word document: body, then notes; what Word would show of it.

    Tracked changes count as accepted, or as never made when ``hints.tracked`` says so. Comments,
    hidden text, headers and footers are left out, and macros are not looked at. Raises
    UnreadableText and TooLarge.
    """
    parts = _Parts(open_packed(data, _WHAT))
    main = parts.main()
    body = child_of(parts.tree(main), "body")
    if body is None:
        raise UnreadableText(
            "This is no Word document: it has no text body.", "Choose a document with text in it."
        )
    links = parts.links(main)
    styles = parts.linked(links, "styles")
    reading = Reading(
        styles=Styles(parts.tree(styles) if styles else None),
        noticed=Noticed(Changes(hints.tracked), macros=parts.has_macros()),
        footnotes=parts.notes(parts.linked(links, "footnotes")),
        endnotes=parts.notes(parts.linked(links, "endnotes")),
    )
    reading.endnotes.numbered = roman
    paragraphs = Story(reading, _addresses(links)).read(body)
    paragraphs.extend(reading.notes())
    title, metadata = parts.properties()
    return document_of(paragraphs, title, metadata, reading.noticed.notices())


class _Link(NamedTuple):
    """What a part of the file refers to: another part, or an address."""

    sort: str
    target: str
    external: bool


class _Parts:
    """The parts of the file and how they hang together."""

    def __init__(self, packed: Packed) -> None:
        self.packed = packed

    def tree(self, name: str) -> Tree:
        return parse_xml(self.packed.read(name), _WHAT)

    def links(self, part: str) -> dict[str, _Link]:
        """What a part ("" for the file itself) refers to, by id."""
        folder, name = posixpath.split(part)
        list_name = posixpath.join(folder, "_rels", f"{name}.rels")
        if list_name not in self.packed:
            return {}
        found = {}
        for link in self.tree(list_name):
            external = value_of(link, "TargetMode") == "External"
            target = value_of(link, "Target")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            sort = value_of(link, "Type").rpartition("/")[2]
            found[value_of(link, "Id")] = _Link(sort, target, external)
        return found

    def linked(self, links: dict[str, _Link], sort: str) -> str:
        """The part of this sort, or "" when there is none."""
        named = (link.target for link in links.values() if link.sort == sort and not link.external)
        return next((name for name in named if name in self.packed), "")

    def main(self) -> str:
        return self.linked(self.links(""), "officeDocument") or "word/document.xml"

    def has_macros(self) -> bool:
        return any(posixpath.basename(name) in _MACROS for name in self.packed.names)

    def notes(self, part: str) -> Notes:
        if not part:
            return Notes()
        bodies = {value_of(note, "id"): note for note in self.tree(part)}
        return Notes(bodies, _addresses(self.links(part)))

    def properties(self) -> tuple[str, Metadata]:
        """The title and the rest that the file says of itself."""
        part = self.linked(self.links(""), "core-properties") or "docProps/core.xml"
        if part not in self.packed:
            return "", Metadata()
        said = {name_of(child): (child.text or "").strip() for child in self.tree(part)}
        return said.get("title", ""), Metadata(
            byline=" ".join(said.get("creator", "").split()),
            published=date_in(said.get("created", "")),
            modified=date_in(said.get("modified", "")),
            language=said.get("language", ""),
        )


def _addresses(links: dict[str, _Link]) -> dict[str, str]:
    return {link_id: link.target for link_id, link in links.items() if link.external}
