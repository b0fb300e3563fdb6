"""One way in for every format: bytes → Document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import cast

from app.engine import Document
from app.errors import EmptyText, TooLarge, UnknownType
from app.ingest.enclosed import Enclosed
from app.ingest.hints import Hints
from app.ingest.media import (
    DOCM,
    DOCX,
    EPUB,
    HTML,
    JSON,
    MAIL,
    MARKDOWN,
    MHTML,
    ODT,
    PDF,
    PLAIN,
    RTF,
    ZIP,
    media_type,
    name_that_lies,
)
from app.ingest.mojibake import checked

Reader = Callable[[bytes, Hints], Document | Enclosed]

READERS: dict[str, tuple[str, str]] = {
    PLAIN: ("text", "read_text"),
    MARKDOWN: ("markdown", "read_markdown"),
    HTML: ("html", "read_html"),
    MHTML: ("mhtml", "read_mhtml"),
    MAIL: ("mail", "read_mail"),
    JSON: ("articles_json", "read_json"),
    PDF: ("pdf", "read_pdf"),
    RTF: ("rtf", "read_rtf"),
    EPUB: ("epub", "read_epub"),
    ZIP: ("archive", "read_zip"),
    DOCX: ("docx", "read_docx"),
    DOCM: ("docx", "read_docx"),
    ODT: ("odt", "read_odt"),
}
"""The module and the function that read each media type. A reader is pure; it gives a Document, or
the file inside that is to be read instead."""

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 2
"""A file in a file in a file is read; what lies deeper is not."""

_NOTHING_KNOWN = Hints()


def read(data: bytes, name: str | None = None, hints: Hints = _NOTHING_KNOWN) -> Document:
    """The document in a file; ``Document.title`` is the title found in it, or "".

    ``Document.notices`` tell what the person should know: a name that lies, say. Raises
    EmptyText when there is no text in it, UnknownType when it is of a kind that is not
    read, UnreadableText when its bytes are not what they should be, and TooLarge past 64 MB
    or another limit.
    """
    notices: list[str] = []
    for _ in range(1 + MAX_DEPTH):
        found = _opened(data, name, hints, notices)
        if isinstance(found, Document):
            found = replace(found, notices=(*notices, *found.notices))
            found = checked(found, mend=hints.mend)
            # Not before: of signs that cannot be seen nothing may be left when they are mended.
            if not found.blocks:
                raise EmptyText("There is no text in this file.", "Choose a file with text in it.")
            return found
        data, name = found.data, found.name
        hints = replace(hints, charset="")
        notices += found.notices
    raise UnknownType(
        "In this file lies a file with another one in it, and so on.",
        "Take the article out of them, and choose it.",
    )


def _opened(data: bytes, name: str | None, hints: Hints, notices: list[str]) -> Document | Enclosed:
    if len(data) > MAX_BYTES:
        raise TooLarge("This file is too large: up to 64 MB are read.", "Keep the article only.")
    if not data:
        raise EmptyText("This file is empty.", "Choose a file with text in it.")
    kind = media_type(data, name)
    if lie := name_that_lies(name, kind):
        notices.append(lie)
    return _reader(kind)(data, hints)


def _reader(kind: str) -> Reader:
    # Imported here: plain text must not wait for what the other formats need.
    module, function = READERS[kind]
    return cast(Reader, getattr(import_module(f"app.ingest.{module}"), function))
