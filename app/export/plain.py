"""A text as plain lines: paragraphs parted by empty lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.engine import Document

_BREAK = re.compile(r"\r\n?")


def plain_text(document: Document) -> bytes:
    """The blocks of a document, furniture too, one below the other, in UTF-8.

    Lines end in a line feed, whatever they ended in before; a document without text is empty.
    """
    return encoded(document_lines(document))


def document_lines(document: Document) -> list[str]:
    """The lines of a document's plain text."""
    lines: list[str] = []
    for block in document.blocks:
        if lines:
            lines.append("")
        lines.extend(block_lines(document.text_of(block)))
    return lines


def block_lines(text: str) -> list[str]:
    """The lines of one block."""
    return _BREAK.sub("\n", text).replace("\0", "\ufffd").split("\n")


def encoded(lines: Iterable[str]) -> bytes:
    """Lines as bytes, each closed by a line feed."""
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
