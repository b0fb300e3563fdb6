"""Files made by code, for the tests of what reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from app.engine import Document
from app.errors import RecensionError
from app.ingest import Hints, read


def zipped(members: Mapping[str, str | bytes], *, packed: bool = True) -> bytes:
    """A zip archive of these files, by name."""
    file = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def check(document: Document) -> None:
    """What must hold of every document that was read."""
    assert document.blocks
    assert "\0" not in document.text
    assert "\r" not in document.text
    metadata = document.metadata
    said = [document.title, metadata.byline, metadata.address, *document.notices]
    for text in [document.text, *said]:
        text.encode("utf-8")  # raises on half of a surrogate pair
    for block in document.blocks:
        text = document.text_of(block)
        assert text
        assert text == text.strip()


def check_any(data: bytes, name: str | None = None, hints: Hints | None = None) -> None:
    """Any bytes end in a document or in an error with a sentence for a person."""
    try:
        document = read(data, name, hints or Hints())
    except RecensionError as refused:
        told = refused.sentence
    else:
        check(document)
        told = "."
    assert told.endswith(".")
