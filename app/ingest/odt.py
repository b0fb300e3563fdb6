"""The reader of OpenDocument texts (.odt, and .fodt, which is the same in one XML file)."""

from __future__ import annotations

from app.engine import Document, Metadata
from app.errors import UnreadableText
from app.ingest.flow import document_of
from app.ingest.hints import Hints
from app.ingest.noticed import Changes, Noticed, date_in
from app.ingest.odt_body import Reading, Story
from app.ingest.odt_styles import OdtStyles
from app.ingest.packed import Packed, open_packed
from app.ingest.trees import Tree, child_of, name_of, parse_xml

_WHAT = "OpenDocument text"
_STYLE_LISTS = ("styles", "automatic-styles")
_MACROS = ("Basic/", "Scripts/")


def read_odt(data: bytes, hints: Hints) -> Document:
    """The text of a document: body, then footnotes, then endnotes; what a reader would see of it.

    Tracked changes count as accepted, or as never made when ``hints.tracked`` says so. Comments,
    hidden text, headers and footers are left out. Raises UnreadableText and TooLarge.
    """
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        roots, macros = [parse_xml(data, _WHAT)], False
    else:
        roots, macros = _unpacked(open_packed(data, _WHAT))
    body = _part(_part(roots[0], "body"), "text")
    if body is None:
        raise UnreadableText(
            "This is no OpenDocument text: it has no text body.",
            "Choose a document with text in it, such as an .odt file.",
        )
    lists = [part for root in roots for name in _STYLE_LISTS if _is(part := _part(root, name))]
    reading = Reading(OdtStyles(lists), Noticed(Changes(hints.tracked), macros=macros))
    reading.learn_changes(body)
    paragraphs = Story(reading).read(body)
    title, metadata = _properties(roots)
    return document_of(
        [*paragraphs, *reading.footnotes, *reading.endnotes],
        title,
        metadata,
        reading.noticed.notices(),
    )


def _unpacked(packed: Packed) -> tuple[list[Tree], bool]:
    """The parts that hold text, styles and properties; and whether there are macros."""
    manifest = "META-INF/manifest.xml"
    if manifest in packed and any(
        name_of(element) == "encryption-data"
        for element in parse_xml(packed.read(manifest), _WHAT).iter()
    ):
        raise UnreadableText(
            f"This {_WHAT} is locked with a password.",
            "Open it in the program that made it, take the password off, and save it.",
        )
    others = [name for name in ("styles.xml", "meta.xml") if name in packed]
    roots = [parse_xml(packed.read(name), _WHAT) for name in ("content.xml", *others)]
    return roots, any(name.startswith(_MACROS) for name in packed.names)


def _properties(roots: list[Tree]) -> tuple[str, Metadata]:
    """The title and the rest that the file says of itself."""
    metas: list[Tree] = [meta for root in roots if _is(meta := _part(root, "meta"))]
    said = {name_of(child): (child.text or "").strip() for meta in metas for child in meta}
    return said.get("title", ""), Metadata(
        byline=" ".join((said.get("initial-creator") or said.get("creator", "")).split()),
        published=date_in(said.get("creation-date", "")),
        modified=date_in(said.get("date", "")),
        language=said.get("language", ""),
    )


def _part(element: Tree | None, name: str) -> Tree | None:
    return None if element is None else child_of(element, name)


def _is(part: Tree | None) -> bool:
    """Whether it is there; lxml's own truth of an element is whether it has children."""
    return part is not None
