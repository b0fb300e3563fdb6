"""The process that makes one file of a comparison: ``python -m app.services.exporter``.

It takes one message on standard input, the comparison as it is stored, and answers with the file.
What sets type is a large library that is given texts of strangers: it has no more than it needs.
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress

from app.export.about import About
from app.export.card import card
from app.export.formats import FORMATS, made
from app.ingest.messages import Facts, receive, send
from app.storage.comparisons import unpacked_comparison

MOST = 256 * 1024 * 1024
CARD = "card"
_MEMORY = 4 * 1024 * 1024 * 1024
_SECONDS = 600


def main() -> None:
    """Make the file that is asked for."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _confine()
    message = receive(requests, MOST)
    if message is None:
        return
    try:
        send(replies, {}, _file(*message))
    except Exception as error:  # told to the other side, which logs it; never with any text
        send(replies, {"error": type(error).__name__})


def _confine() -> None:
    """Give up for good the writing of files, and memory and work without end."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
    ):
        # Not every system knows every limit, and the others hold all the same.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _file(facts: Facts, payload: bytes) -> bytes:
    comparison, about = unpacked_comparison(payload), About.from_json(facts["about"])
    if facts["kind"] == CARD:
        return card(comparison, about, facts["change"])
    return made(comparison, about, FORMATS[facts["kind"]])


if __name__ == "__main__":
    main()
