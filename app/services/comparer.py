"""The process that makes one long comparison: ``python -m app.services.comparer``.

It takes one message on standard input, both documents as JSON one after the other, and answers with
what is stored of their comparison. The engine would otherwise keep every other request waiting.
"""

from __future__ import annotations

import os
import sys

from app.engine import compare
from app.engine.document_json import document_from_json
from app.ingest.messages import Facts, receive, send
from app.presentation.summary import headline
from app.storage.comparisons import packed_comparison
from app.storage.contents import digest

MOST = 256 * 1024 * 1024


def main() -> None:
    """Make the comparison that is asked for."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    message = receive(requests, MOST)
    if message is None:
        return
    try:
        send(replies, *_compared(*message))
    except Exception as error:  # told to the other side, which logs it; never with any text
        send(replies, {"error": type(error).__name__})


def _compared(facts: Facts, data: bytes) -> tuple[Facts, bytes]:
    border = facts["border"]
    a, b = data[:border], data[border:]
    comparison = compare(document_from_json(a), document_from_json(b))
    row = packed_comparison(digest(a), digest(b), comparison, headline(comparison))
    told = {"changes": row.changes, "measures": row.measures, "headline": row.headline}
    return told, row.payload


if __name__ == "__main__":
    main()
