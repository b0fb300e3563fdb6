"""The reader of plain text."""

from __future__ import annotations

from dataclasses import replace

from app.engine import Document, parse_text
from app.ingest.encoding import decode
from app.ingest.hints import Hints
from app.ingest.wrapping import unwrapped

_JOINED = "The lines of this text were wrapped; they were joined into paragraphs."


def read_text(data: bytes, hints: Hints) -> Document:
    """Paragraphs, headings and furniture as the engine finds them in any text."""
    return parse_lines(decode(data, hints.charset))


def parse_lines(text: str) -> Document:
    """The same of a text with plain newlines; a notice tells when its lines were joined."""
    whole = unwrapped(text)
    document = parse_text(whole)
    return document if whole is text else replace(document, notices=(_JOINED,))
