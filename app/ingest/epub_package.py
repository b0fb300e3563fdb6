"""What an e-book says of itself: its parts in reading order, its title, and what is locked."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from app.engine import Metadata
from app.errors import TooLarge, UnreadableText
from app.ingest.packed import Packed
from app.ingest.trees import Tree, child_of, name_of, parse_xml, value_of

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_MOST_CHAPTERS = 5_000
_MARKUP = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "text/xml"})
_FONTS_ONLY = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Fonts are often made unreadable for other programs; no text is."""
_NO_TEXT_OF_ITS_OWN = frozenset("cover toc landmarks page-list copyright-page loi lot".split())
_DATE = re.compile(
    r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the book: its name in the file; ``apart``: a cover, a table of contents."""

    name: str
    apart: bool


@dataclass(frozen=True)
class Package:
    """The parts of a book in reading order, and what the book says of itself."""

    chapters: tuple[Chapter, ...]
    title: str
    metadata: Metadata


def read_package(packed: Packed) -> Package:
    """Find the package file and take it apart.

    Raises UnreadableText when it is missing, damaged or locked, and TooLarge when the book has
    too many parts.
    """
    name = _package_name(packed)
    root = parse_xml(packed.read(name), packed.what) if name else ()
    sections = {section: child_of(root, section) for section in ("manifest", "spine", "guide")}
    if sections["manifest"] is None or sections["spine"] is None:
        raise UnreadableText(
            "This e-book does not say of which parts it consists.",
            "Save it again with the program that made it, or copy its text and paste it.",
        )
    folder = posixpath.dirname(name)
    apart = {
        _place(folder, value_of(reference, "href"))
        for reference in (sections["guide"] if sections["guide"] is not None else ())
        if value_of(reference, "type").lower() in _NO_TEXT_OF_ITS_OWN
    }
    items = {value_of(item, "id"): item for item in sections["manifest"] if name_of(item) == "item"}
    chapters: dict[str, Chapter] = {}
    for reference in sections["spine"]:
        item = items.get(value_of(reference, "idref")) if name_of(reference) == "itemref" else None
        if item is None or value_of(item, "media-type").lower() not in _MARKUP:
            continue
        place = _place(folder, value_of(item, "href"))
        contents = "nav" in value_of(item, "properties").split() or place in apart
        if place in packed:
            chapters.setdefault(place, Chapter(place, contents))
    if len(chapters) > _MOST_CHAPTERS:
        raise TooLarge("This e-book has too many parts.", "Keep the article only.")
    _refuse_locked(packed, set(chapters))
    head = child_of(root, "metadata")
    title, metadata = _metadata(head) if head is not None else ("", Metadata())
    return Package(tuple(chapters.values()), title, metadata)


def _package_name(packed: Packed) -> str:
    """The name of the package file, as the container says it, or as its ending does."""
    if _CONTAINER in packed:
        for element in parse_xml(packed.read(_CONTAINER), packed.what).iter("{*}rootfile"):
            name = _place("", value_of(element, "full-path"))
            if name in packed:
                return name
    return next((name for name in packed.names if name.lower().endswith(".opf")), "")


def _place(folder: str, address: str) -> str:
    """The name in the file of what an address within the book leads to."""
    path = unquote(address.partition("#")[0])
    return posixpath.normpath(posixpath.join(folder, path)) if path else ""


def _refuse_locked(packed: Packed, chapters: set[str]) -> None:
    if _ENCRYPTION not in packed:
        return
    for locked in parse_xml(packed.read(_ENCRYPTION), packed.what).iter("{*}EncryptedData"):
        methods = {value_of(method, "Algorithm") for method in locked.iter("{*}EncryptionMethod")}
        if methods <= _FONTS_ONLY:
            continue
        names = {_place("", value_of(place, "URI")) for place in locked.iter("{*}CipherReference")}
        if names & chapters:
            raise UnreadableText(
                "This e-book is locked by its shop or library (DRM), so that only their programs "
                "can read it.",
                "Choose a copy without such a lock, or copy the article and paste it.",
            )


def _metadata(head: Tree) -> tuple[str, Metadata]:
    """The title, and what else is said: the first of each, and all authors."""
    said: dict[str, list[str]] = {}
    for name, text in _statements(head):
        said.setdefault(name, []).append(text)

    def first(name: str, pattern: re.Pattern[str]) -> str:
        return next((text for text in said.get(name, ()) if pattern.fullmatch(text)), "")

    metadata = Metadata(
        byline=", ".join(said.get("creator", ())[:20]),
        published=first("date", _DATE),
        modified=first("dcterms:modified", _DATE),
        address=first("source", re.compile(r"https?://\S{1,2000}")),
        language=first("language", _LANGUAGE),
    )
    return next(iter(said.get("title", ())), ""), metadata


def _statements(head: Tree) -> Iterator[tuple[str, str]]:
    for element in head.iter("{*}*"):
        name = name_of(element)
        if name == "meta":
            name = value_of(element, "property")
        text = " ".join("".join(element.itertext()).split())
        if text and len(text) <= 2_000:
            yield name, text
