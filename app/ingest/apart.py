"""Reading in a process apart, so that a file can break a reader and nothing else.

A few workers wait for files, each limited in memory and in processor time, without the right to
write files; who needs one waits for it. Short plain text needs no parser and is read here.
"""

from __future__ import annotations

import atexit
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, NoReturn, TypeVar

from app import errors
from app.engine import Document
from app.engine.document_json import document_from_json
from app.errors import Busy, TooLarge, UnreadableText
from app.ingest.archive import Member
from app.ingest.hints import Hints
from app.ingest.media import PLAIN, media_type
from app.ingest.reading import MAX_BYTES, read
from app.ingest.series import Series
from app.workers.messages import Facts
from app.workers.pool import MIB, Crowded, Figures, Limits, Pool, Stock, Stopped
from app.workers.process import Broken, Late, NotStarted, OutOfMemory, Spent, WorkerFailed

log = logging.getLogger(__name__)

T = TypeVar("T")

COMMAND = (sys.executable, "-m", "app.ingest.worker")

_SHORT = 256 * 1024
_LONGEST_SENTENCE = 1000
_REFUSALS = {
    kind.__name__: kind
    for kind in (
        errors.BadInput,
        errors.EmptyText,
        errors.UnknownType,
        errors.UnreadableText,
        errors.TooLarge,
    )
}
_NOTHING_KNOWN = Hints()
_USUAL = Limits()

_AS_TEXT = "Save it as plain text, or copy the text and paste it."


def read_apart(
    data: bytes, name: str | None = None, hints: Hints = _NOTHING_KNOWN, limits: Limits = _USUAL
) -> Document:
    """What ``read`` gives, within limits. Raises what it raises, and Busy."""
    if is_read_here(data, name, hints):
        return read(data, name, hints)
    return _readers.read(data, name, hints, limits)


def is_read_here(data: bytes, name: str | None, hints: Hints = _NOTHING_KNOWN) -> bool:
    """Whether no worker is needed: a plain text that is short. Raises UnknownType."""
    return len(data) <= _SHORT and not hints.mend and media_type(data, name) == PLAIN


def members_apart(data: bytes, limits: Limits = _USUAL) -> list[Member]:
    """What ``archive.members`` gives, within limits. Raises what it raises, and Busy."""
    return _readers.members(data, limits)


def series_apart(data: bytes, limits: Limits = _USUAL) -> list[Series]:
    """What ``series.read_series`` gives, within limits. Raises what it raises, and Busy."""
    return _readers.series(data, limits)


def close_workers() -> None:
    """End the workers that wait; the next file that needs one starts it again."""
    _readers.close()


def reading_figures() -> Figures:
    """What the readers of this process have done, and what they are at."""
    return _readers.figures


class Readers:
    """Workers that read, started when they are needed. May be used by many threads at once."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._stock = Stock(command)
        self._pool = Pool(self._stock)

    @property
    def figures(self) -> Figures:
        """What they have done, and what they are at."""
        return self._pool.figures

    def read(self, data: bytes, name: str | None, hints: Hints, limits: Limits) -> Document:
        """A file as a document."""
        request = {"wanted": "document", "name": name, **asdict(hints)}
        return self._answered(request, data, limits, _document)

    def members(self, data: bytes, limits: Limits) -> list[Member]:
        """The files in an archive."""
        return self._answered({"wanted": "members"}, data, limits, _members)

    def series(self, data: bytes, limits: Limits) -> list[Series]:
        """The articles with their versions in a file of JSON."""
        return self._answered({"wanted": "series"}, data, limits, _series)

    def close(self) -> None:
        """End the workers that wait."""
        self._stock.close()

    def _answered(
        self, request: Facts, data: bytes, limits: Limits, understood: Callable[[Facts, bytes], T]
    ) -> T:
        """A worker's answer as what it means. Raises what it has instead, and Busy."""
        if len(data) > MAX_BYTES:
            raise TooLarge(
                "This file is too large: up to 64 MB are read.", "Keep the article only."
            )
        try:
            return self._pool.ask(
                request, data, limits, lambda facts, body: understood(_checked(facts), body)
            )
        except WorkerFailed as failure:
            _tell(failure, limits)


def _tell(failure: WorkerFailed, limits: Limits) -> NoReturn:
    """Say of a file that was not read why not."""
    match failure:
        case Crowded():
            raise Busy("Many files are being read just now.", "Try again in a minute.")
        case NotStarted() | Stopped():
            log.error("no worker can be started: %s", failure)
            raise Busy("No file can be read just now.", "Try again in a minute.")
        case Late():
            raise Busy(
                f"Reading this file was given up after {_seconds(limits.patience)}.",
                f"Try again. If it is no better then: {_AS_TEXT[0].lower()}{_AS_TEXT[1:]}",
            )
        case Spent():
            raise TooLarge(
                f"Reading this file takes more than {_seconds(limits.seconds)} of work.", _AS_TEXT
            )
        case OutOfMemory():
            raise TooLarge(
                f"Reading this file takes more than {limits.memory // MIB:,} MB of memory.",
                _AS_TEXT,
            )
        case Broken():
            log.error("a reader failed on a file: it %s", failure)
    raise UnreadableText(
        "This file breaks what should read it: it is damaged, or made to do harm.", _AS_TEXT
    )


def _checked(facts: Facts) -> Facts:
    """What a worker told, when it has an answer. Raises what it has instead."""
    if facts["outcome"] != "refused":
        return facts
    kind = _REFUSALS.get(str(facts["kind"]), UnreadableText)
    told = (str(facts[part])[:_LONGEST_SENTENCE] for part in ("sentence", "advice"))
    raise kind(*told)


def _document(facts: Facts, body: bytes) -> Document:
    if facts["answered"] != "document":
        raise ValueError("no document")
    return document_from_json(body)


def _members(facts: Facts, body: bytes) -> list[Member]:
    found, _ = _taken_apart(facts["members"], body, 0)
    return found


def _series(facts: Facts, body: bytes) -> list[Series]:
    found: list[Series] = []
    place = 0
    for slug, title, listed, labels, fault in facts["articles"]:
        versions, place = _taken_apart(listed, body, place)
        if not all(isinstance(said, str) for said in (slug, title, fault, *labels)):
            raise ValueError("a series that says no text of itself")
        if len(labels) != len(versions):
            raise ValueError("labels that do not fit their versions")
        found.append(Series(slug, title, tuple(versions), tuple(labels), fault))
    return found


def _taken_apart(listed: Any, body: bytes, place: int) -> tuple[list[Member], int]:
    """The members that lie in the body from ``place`` on, and where they end."""
    found: list[Member] = []
    for name, size in listed:
        if not (isinstance(name, str) and type(size) is int and 0 <= size <= len(body) - place):
            raise ValueError("members that do not fit their bytes")
        found.append(Member(name, body[place : place + size]))
        place += size
    return found, place


def _seconds(number: float) -> str:
    return f"{number:g} second{'s' * (number != 1)}"


_readers = Readers()
atexit.register(close_workers)
