"""The reader of e-books (EPUB): web pages in a zip file, in an order of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.engine import BlockKind, Document, TextLink
from app.engine.furniture import furniture_of
from app.errors import EmptyText, TooLarge
from app.ingest.encoding import decode
from app.ingest.epub_package import Chapter, read_package
from app.ingest.hints import Hints
from app.ingest.markup import PageBlock, parse_markup
from app.ingest.packed import Packed, open_packed

_MOST_OF_A_CHAPTER = 16 * 1024 * 1024
_MOST_LETTERS = 10_000_000

_ENCODING = re.compile(rb"\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]+)", re.I)
_HEAD = 8192
_TYPE = re.compile(r"<(?:body|section)\b[^<>]{0,500}?\bepub:type\s*=\s*[\"']([^\"']{0,200})", re.I)
_APART = frozenset("cover toc landmarks page-list copyright-page loi lot".split())
# In a book these hold text that is the author's: notes, and boxes beside the text.
_OF_THE_TEXT = re.compile(r"<(/?)(?:aside|footer)(?=[\s>/])", re.I)
_CLOSED = re.compile(r"<([a-z][\w:.-]*)((?:\s[^<>]*?)?)/>", re.I)
_TAGS = r"(?:\s{0,20}<[^/<>][^<>]*>){0,8}\s{0,20}"
_TYPED = r"\b[^<>]*\bepub:type\s*=\s*[\"'][^\"'<>]*\b"
_NOTE_MARK = re.compile(rf"(<a{_TYPED}noteref\b[^<>]*>{_TAGS})\[?([\w*†‡]{{1,4}})\]?(?!\w)", re.I)
_NOTE = re.compile(
    rf"(<aside{_TYPED}(?:foot|end|rear)note\b[^<>]*>{_TAGS})\[?(\d{{1,3}}|[*†‡])\]?(?!\w)", re.I
)
_ADDRESS = re.compile(r"(?:https?|ftp|mailto):[^\s\x00]{1,2000}", re.I)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def read_epub(data: bytes, hints: Hints) -> Document:  # noqa: ARG001
    """The chapters' texts in reading order; covers and tables of contents are furniture.

    A book that is locked (DRM) raises UnreadableText, one that holds pictures only EmptyText.
    """
    packed = open_packed(data, "e-book")
    package = read_package(packed)
    blocks: list[PageBlock] = []
    letters = 0
    for chapter in package.chapters:
        found = _blocks(packed, chapter)
        letters += sum(len(block.text) for block in found)
        blocks += found
        if letters > _MOST_LETTERS:
            raise TooLarge("There is too much text in this e-book.", "Keep the article only.")
    if not blocks:
        raise EmptyText(
            "There is no text in this e-book: its pages may be pictures.",
            "Choose a book with text in it, or copy the article and paste it.",
        )
    headings = (block.text for block in blocks if block.place.kind is BlockKind.HEADING)
    title = package.title or " ".join(next(headings, "").split())
    document = Document.of_blocks(
        ((block.place.kind, block.text, block.place.level) for block in blocks), title
    )
    return replace(document, metadata=package.metadata, links=tuple(_links(document, blocks)))


def _links(document: Document, blocks: Sequence[PageBlock]) -> Iterator[TextLink]:
    """The links that lead out of the book."""
    for block, found in zip(document.blocks, blocks, strict=True):
        for start, end, address in found.links:
            if _ADDRESS.fullmatch(address.strip()):
                yield TextLink(block.start + start, block.start + end, address.strip())


def _blocks(packed: Packed, chapter: Chapter) -> list[PageBlock]:
    """The texts of a chapter, those that are not the author's as furniture."""
    data = packed.read(chapter.name, _MOST_OF_A_CHAPTER)
    if not data.strip():
        return []
    declared = _ENCODING.match(data)
    markup = decode(data, declared[1].decode("ascii") if declared else "utf-8")
    apart = chapter.apart or any(
        not _APART.isdisjoint(types.split()) for types in _TYPE.findall(markup[:_HEAD])[:2]
    )
    found = parse_markup(_as_html(markup)).blocks
    phrases = set(furniture_of([block.text for block in found]))
    return [
        block._replace(place=block.place._replace(kind=BlockKind.FURNITURE, level=0))
        if apart or block.place.apart or index in phrases
        else block
        for index, block in enumerate(found)
    ]


def _as_html(markup: str) -> str:
    """The chapter as HTML has it, the marks of notes in brackets.

    An element that closes itself is one without text.
    """

    def opened(element: re.Match[str]) -> str:
        name = element[1].lower()
        return element[0] if name in _VOID else f"<{element[1]}{element[2]}></{element[1]}>"

    markup = _CLOSED.sub(opened, markup)
    markup = _NOTE.sub(r"\1[\2] ", _NOTE_MARK.sub(r"\1[\2]", markup))
    return _OF_THE_TEXT.sub(r"<\1section", markup)
