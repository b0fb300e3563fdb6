"""The reader of plain text."""

from __future__ import annotations

from app.engine import Document, parse_text
from app.ingest.encoding import decode
from app.ingest.hints import Hints


def read_text(data: bytes, hints: Hints) -> Document:
    """Paragraphs, headings and furniture as the engine finds them in any text."""
    return parse_text(decode(data, hints.charset))
