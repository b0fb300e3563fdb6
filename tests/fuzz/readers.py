"""What reads files: whatever the bytes are, a document that is fit to be stored, or a sentence."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from itertools import product

from app.engine import Comparison, Document, from_json
from app.engine.document_json import document_from_json, document_to_json
from app.errors import Busy, RecensionError
from app.ingest import Hints, Tracked, media_type, read
from app.ingest.archive import members
from app.ingest.enclosed import Enclosed
from app.ingest.media import NAMES
from app.ingest.reading import READERS
from app.ingest.series import read_series
from app.workers.messages import receive
from tests.ingest.files import check

Check = Callable[[bytes], None]

_HINTS = tuple(
    Hints(charset, address, tracked, mend)
    for (charset, address), tracked, mend in product(
        (("", ""), ("iso-8859-1", "https://a.example/b?c#d")), Tracked, (False, True)
    )
)


def check_reader(kind: str) -> Check:
    """The check of the reader of a media type: by itself, and then as one of all."""
    module, function = READERS[kind]
    reader = getattr(import_module(f"app.ingest.{module}"), function)

    def checked(data: bytes) -> None:
        hints = _HINTS[len(data) % len(_HINTS)]
        with told():
            found = reader(data, hints)
            if isinstance(found, Document) and found.blocks:
                check_document(found)
            assert isinstance(found, (Document, Enclosed))
        _check_read(data, _name_of(kind), hints)

    return checked


def check_any(data: bytes) -> None:
    """Bytes of no kind that anybody has named: they are told apart, and read as what they are."""
    for name in (None, "a.txt", "b.md", "c.docx", "\udc80/\n.PDF"):
        with told():
            assert media_type(data, name) in NAMES
    _check_read(data, None, _HINTS[0])


def _check_read(data: bytes, name: str | None, hints: Hints) -> None:
    if not data:
        return
    with told():
        check_document(read(data, name, hints))


def check_document(document: Document) -> None:
    """What must hold of whatever was read: clean text, spans in it, and a form to keep it in."""
    check(document)
    assert document_from_json(document_to_json(document)) == document
    for line in (document.title, *document.notices):
        assert "\n" not in line
        assert "\0" not in line
    for start, end, address in document.links:
        assert 0 <= start < end <= len(document.text)
        assert address


def check_archive(data: bytes) -> None:
    """A zip of several files: each has a name that stays where it is put, and its bytes."""
    with told():
        for name, content in members(data):
            assert name
            assert not name.startswith("/")
            assert name.isprintable() or not any(char < " " for char in name)
            assert isinstance(content, bytes)
    check_reader("application/zip")(data)


def check_series(data: bytes) -> None:
    """Articles with all their versions: each version is read as an article, or told."""
    with told():
        for article in read_series(data):
            assert bool(article.versions) != bool(article.fault)
            for version in article.versions:
                with told():
                    check_document(read(version.data, version.name))


def check_messages(data: bytes) -> None:
    """What a worker says: facts and bytes, the end, or nothing that is taken for a message."""
    pipe = io.BytesIO(data)
    with suppress(ValueError):
        while (message := receive(pipe, 1024)) is not None:
            facts, body = message
            assert isinstance(facts, dict)
            assert len(body) <= 1024


def check_kept(data: bytes) -> None:
    """A document as a worker, a database or an export has it: as it was written, or refused."""
    with suppress(ValueError):
        document = document_from_json(data)
        for block in document.blocks:
            document.text_of(block)
        with suppress(UnicodeEncodeError):
            assert document_from_json(document_to_json(document)) == document


def check_comparison(data: bytes) -> None:
    """A comparison as a cache or another process has it: put together again, or refused."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return
    with suppress(ValueError):
        assert isinstance(from_json(value), Comparison)


class told:
    """A refusal is well as long as a person can read it."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: object, _trace: object) -> bool:
        if not isinstance(error, RecensionError):
            return False
        assert error.sentence.endswith((".", "?")), error.sentence
        assert len(error.sentence) < 600
        assert "\0" not in error.sentence
        assert 400 <= error.status < 500 or isinstance(error, Busy)
        return True


def _name_of(kind: str) -> str | None:
    return "a.md" if kind == "text/markdown" else None
