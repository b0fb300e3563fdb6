"""A Document as canonical JSON: the same document always gives the same bytes.

``{"blocks": [["paragraph", 0, 12, 0], …], "format": "recension/document/1", "text": "…",
"title": "…"}``: a block is its kind, start, end and level, spans counting code points. Where there
are any, also ``"links": [[3, 8, "https://…"], …]`` (start, end, address), ``"metadata":
{"byline": "…", …}`` with what is not empty of it, and ``"notices": ["…", …]``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from app.engine.document import Block, BlockKind, Document, Metadata, TextLink

FORMAT = "recension/document/1"

_METADATA = frozenset(field.name for field in fields(Metadata))


def document_to_json(document: Document) -> bytes:
    """The document as UTF-8 JSON. Raises UnicodeEncodeError for a lone surrogate."""
    # What is empty is left out, so that what says nothing of itself is known by the same bytes
    # whichever release wrote it.
    said = {
        "metadata": {name: value for name, value in asdict(document.metadata).items() if value},
        "links": [list(link) for link in document.links],
        "notices": list(document.notices),
    }
    value = {
        "format": FORMAT,
        "title": document.title,
        "text": document.text,
        "blocks": [[str(b.kind), b.start, b.end, b.level] for b in document.blocks],
        **{name: part for name, part in said.items() if part},
    }
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def document_from_json(data: bytes) -> Document:
    """The document that ``document_to_json`` wrote. Raises ValueError for anything else."""
    try:
        value = json.loads(data)
    except RecursionError:
        raise ValueError("not a document: nested too deeply") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise ValueError(f"not a document of the format {FORMAT}")
    text = _text(value.get("text"))
    try:
        return Document(
            text,
            tuple(_blocks(value["blocks"])),
            _text(value.get("title")),
            _metadata(value.get("metadata", {})),
            tuple(_links(value.get("links", []), len(text))),
            tuple(_text(notice) for notice in value.get("notices", [])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"a document that is not as it should be: {error}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a document without a text where one belongs")
    value.encode("utf-8")  # raises ValueError on half of a character
    return value


def _whole(*values: Any) -> None:
    # A truth value counts as an int, and a fraction compares with one; neither is a place.
    if any(type(value) is not int or value < 0 for value in values):
        raise ValueError("a place that is no whole number")


def _blocks(listed: Any) -> Iterator[Block]:
    for kind, start, end, level in listed:
        _whole(start, end, level)
        yield Block(BlockKind(kind), start, end, level)


def _metadata(said: Any) -> Metadata:
    if not (isinstance(said, dict) and said.keys() <= _METADATA):
        raise ValueError("metadata that means nothing here")
    return Metadata(**{name: _text(value) for name, value in said.items()})


def _links(listed: Any, length: int) -> Iterator[TextLink]:
    for start, end, address in listed:
        _whole(start, end)
        if not start <= end <= length:
            raise ValueError("a link that leaves the text")
        yield TextLink(start, end, _text(address))
