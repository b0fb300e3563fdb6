"""What a person changed about a text before it was stored."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256

from app.engine import Document
from app.services.dates import said_date
from app.services.incoming import Incoming
from app.services.lines import one_line, shortened

MAX_BYLINE = 200
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choices:
    """What was ticked and typed in a preview.

    ``of`` is the ``mark`` of the text that was on the screen; the choices count for no other.
    Of the blocks ``shown`` (by index) those ``kept`` are the article's, the others furniture;
    blocks that were not shown stay what they are. ``byline`` and ``published`` are None when
    nobody was asked.
    """

    of: str = ""
    shown: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    byline: str | None = None
    published: str | None = None

    def applied(self, incoming: Incoming) -> Incoming:
        """The text with what was chosen; just as it is where nothing was, or for another text."""
        document = incoming.document
        if not self.of or self.of != mark(document):
            return incoming
        found = {index for index, block in enumerate(document.blocks) if block.is_furniture}
        wanted = (found - self.shown) | (self.shown - self.kept)
        if wanted != found and len(wanted) < len(document.blocks):
            document = document.with_furniture(wanted)
        metadata = document.metadata
        if self.byline is not None:
            metadata = replace(metadata, byline=shortened(one_line(self.byline), MAX_BYLINE))
        published = incoming.published
        if self.published is not None and self.published != metadata.published[:10]:
            published = said_date(self.published)
            metadata = replace(metadata, published=published)
        document = replace(document, metadata=metadata)
        return replace(incoming, document=document, published=published)


def mark(document: Document) -> str:
    """What tells one text from another in a form."""
    return sha256(document.text.encode("utf-8", "replace")).hexdigest()[:16]


def is_address(text: str) -> bool:
    """Whether a text is nothing but the address of a page."""
    return len(text) < 2_100 and bool(_ADDRESS.fullmatch(text.strip()))
