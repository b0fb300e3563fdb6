"""The reader of Markdown."""

from __future__ import annotations

import re

from app.engine import BlockKind, Document, parse_text
from app.engine.furniture import furniture_of
from app.ingest.encoding import decode
from app.ingest.hints import Hints
from app.ingest.markup import parse_markup

# A second's work. What is longer is no article, and is read as the plain text that it is, too.
_LONGEST = 1_000_000
# Each bracket may begin a link, and is looked at in up to as many ways as links can be nested.
_MOST_BRACKETS = 10_000
# Deeper than anybody writes; text below this depth is not read.
_DEEPEST = 100

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TITLE = re.compile(r"^title:(.+)$", re.M | re.I)


def read_markdown(data: bytes, hints: Hints) -> Document:
    """Headings, paragraphs, lists, quotations and tables; marks of emphasis and links go.

    What stands before the text for machines to read (front matter) is furniture; its title
    is the document's, or else the first heading is.
    """
    text = decode(data, hints.charset)
    if len(text) > _LONGEST or text.count("[") > _MOST_BRACKETS:
        return parse_text(text)
    front = _FRONT_MATTER.match(text)
    matter, body = (front[1], text[front.end() :]) if front else ("", text)
    blocks = _blocks(body)
    headings = (block[1] for block in blocks if block[0] is BlockKind.HEADING)
    title = _named(matter) or next(headings, "")
    return Document.of_blocks([(BlockKind.FURNITURE, matter, 0), *blocks], " ".join(title.split()))


def _named(matter: str) -> str:
    """The title that front matter gives, without the quotation marks around it, or ""."""
    found = _TITLE.search(matter)
    title = found[1].strip() if found else ""
    quoted = len(title) > 1 and title[0] == title[-1] and title[0] in "\"'"
    return title[1:-1] if quoted else title


def _blocks(text: str) -> list[tuple[BlockKind, str, int]]:
    """Markdown means the HTML that it stands for, and so it is read as that."""
    # Imported here: plain text is read without it.
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    found = parse_markup(markdown.render(text)).blocks
    furniture = set(furniture_of([block.text for block in found]))
    return [
        (BlockKind.FURNITURE, block.text, 0)
        if index in furniture
        else (block.place.kind, block.text, block.place.level)
        for index, block in enumerate(found)
    ]
