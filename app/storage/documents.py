"""A Document as canonical JSON: the same document always gives the same bytes.

``{"blocks": [["paragraph", 0, 12, 0], …], "format": "recension/document/1", "text": "…",
"title": "…"}``: a block is its kind, start, end and level, spans counting code points.
"""

from __future__ import annotations

import json

from app.engine.document import Block, BlockKind, Document

FORMAT = "recension/document/1"


def document_to_json(document: Document) -> bytes:
    """The document as UTF-8 JSON. Raises UnicodeEncodeError for a lone surrogate."""
    value = {
        "format": FORMAT,
        "title": document.title,
        "text": document.text,
        "blocks": [[str(b.kind), b.start, b.end, b.level] for b in document.blocks],
    }
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def document_from_json(data: bytes) -> Document:
    """The document that ``document_to_json`` wrote. Raises ValueError for anything else."""
    value = json.loads(data)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise ValueError(f"not a document of the format {FORMAT}")
    text, title = value.get("text"), value.get("title")
    if not (isinstance(text, str) and isinstance(title, str)):
        raise ValueError("a document without its text or its title")
    try:
        blocks = tuple(
            Block(BlockKind(kind), start, end, level) for kind, start, end, level in value["blocks"]
        )
        return Document(text, blocks, title)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("a document whose blocks are wrong") from error
