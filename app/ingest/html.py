"""The reader of web pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from app.engine import BlockKind, Document, TextLink
from app.ingest.article import furniture_in
from app.ingest.encoding import decode
from app.ingest.hints import Hints
from app.ingest.markup import Markup, parse_markup
from app.ingest.metadata import metadata_of, whole_address
from app.ingest.titles import title_of

_CHARSET = re.compile(rb"<meta\s[^>]{0,200}?charset\s*+=\s*+(?:[\"']\s*+)?([\w:.-]+)", re.I)
_XML_ENCODING = re.compile(rb"\s*<\?xml\s[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]+)", re.I)
_HEAD = 4096


def read_html(data: bytes, hints: Hints) -> Document:
    """The page's texts in their order, those that are not of the article as furniture."""
    html = decode(data, hints.charset or _declared(data[:_HEAD]))
    page = parse_markup(html)
    furniture = furniture_in(page, html)
    article = [index for index in range(len(page.blocks)) if index not in furniture]
    document = Document.of_blocks(
        (
            (BlockKind.FURNITURE, block.text, 0)
            if index in furniture
            else (block.place.kind, block.text, block.place.level)
            for index, block in enumerate(page.blocks)
        ),
        title_of(page, article),
    )
    metadata = metadata_of(page, article, hints.address)
    base = whole_address(page.base, hints.address or metadata.address)
    links = _links(document, page, article, base or hints.address or metadata.address)
    return replace(document, metadata=metadata, links=tuple(links))


def _links(
    document: Document, page: Markup, article: Collection[int], base: str
) -> Iterator[TextLink]:
    """The links in the article that lead to other pages, as spans of the document's text."""
    for index in article:
        start = document.blocks[index].start
        for link in page.blocks[index].links:
            if link.address.startswith("#"):
                continue
            if address := whole_address(link.address, base):
                yield TextLink(start + link.start, start + link.end, address)


def _declared(head: bytes) -> str:
    """The encoding that the page says it is in, or ""."""
    found = _XML_ENCODING.match(head) or _CHARSET.search(head)
    return found[1].decode("ascii", "replace") if found else ""
