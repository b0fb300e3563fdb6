"""One way in for every format: bytes → Document."""

from __future__ import annotations

from collections.abc import Callable

from app.engine import Document
from app.errors import EmptyText, TooLarge
from app.ingest.hints import Hints
from app.ingest.html import read_html
from app.ingest.markdown import read_markdown
from app.ingest.media import HTML, MARKDOWN, PLAIN, media_type
from app.ingest.text import read_text

Reader = Callable[[bytes, Hints], Document]

READERS: dict[str, Reader] = {
    PLAIN: read_text,
    MARKDOWN: read_markdown,
    HTML: read_html,
}
"""The reader of each media type. Readers are pure, and take their libraries in when called."""

MAX_BYTES = 64 * 1024 * 1024

_NOTHING_KNOWN = Hints()


def read(data: bytes, name: str | None = None, hints: Hints = _NOTHING_KNOWN) -> Document:
    """The document in a file; ``Document.title`` is the title found in it, or "".

    Raises EmptyText when there is no text in it, UnknownType when it is of a kind that is not
    read, UnreadableText when its bytes are no text, and TooLarge past 64 MB.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge("This file is too large: up to 64 MB are read.", "Keep the article only.")
    if not data:
        raise EmptyText("This file is empty.", "Choose a file with text in it.")
    document = READERS[media_type(data, name)](data, hints)
    if not document.blocks:
        raise EmptyText("There is no text in this file.", "Choose a file with text in it.")
    return document
