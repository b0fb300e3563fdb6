"""Reading in a process apart, so that a file can break a reader and nothing else.

A few worker processes wait for files, each limited in memory and in processor time, without the
right to write files; who needs one waits for it. A worker that was broken, or has read many files,
is ended, and the next file gets a new one. Plain text needs no parser and is read here.
"""

from __future__ import annotations

import atexit
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from app import errors
from app.engine import Document
from app.engine.document_json import document_from_json
from app.errors import Busy, RecensionError, TooLarge, UnreadableText
from app.ingest.archive import Member
from app.ingest.hints import Hints
from app.ingest.media import PLAIN, media_type
from app.ingest.messages import Facts, receive, send
from app.ingest.reading import MAX_BYTES, read
from app.ingest.series import Series

log = logging.getLogger(__name__)

T = TypeVar("T")

MIB = 1024 * 1024
COMMAND = (sys.executable, "-m", "app.ingest.worker")
RECYCLED_AFTER = 50

_SHORT = MIB
_LIGHT = 4 * MIB
_LARGEST_REPLY = 128 * MIB
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
_ROOT = Path(__file__).resolve().parents[2]
_NOTHING_KNOWN = Hints()

_AS_TEXT = "Save it as plain text, or copy the text and paste it."


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may use.

    ``memory`` in bytes; ``seconds`` of processor time; ``patience``: seconds by the clock, for a
    machine that is busy; ``workers``: how many files are read at once.
    """

    memory: int = 1024 * MIB
    seconds: int = 20
    patience: int = 60
    workers: int = 2


_USUAL = Limits()


def read_apart(
    data: bytes, name: str | None = None, hints: Hints = _NOTHING_KNOWN, limits: Limits = _USUAL
) -> Document:
    """What ``read`` gives, within limits. Raises what it raises, and Busy."""
    if is_read_here(data, name, hints):
        return read(data, name, hints)
    return _pool.read(data, name, hints, limits)


def is_read_here(data: bytes, name: str | None, hints: Hints = _NOTHING_KNOWN) -> bool:
    """Whether no worker is needed: a plain text that is short. Raises UnknownType."""
    return len(data) <= _SHORT and not hints.mend and media_type(data, name) == PLAIN


def members_apart(data: bytes, limits: Limits = _USUAL) -> list[Member]:
    """What ``archive.members`` gives, within limits. Raises what it raises, and Busy."""
    return _pool.members(data, limits)


def series_apart(data: bytes, limits: Limits = _USUAL) -> list[Series]:
    """What ``series.read_series`` gives, within limits. Raises what it raises, and Busy."""
    return _pool.series(data, limits)


def close_workers() -> None:
    """End the workers that wait; the next file that needs one starts it again."""
    _pool.close()


class Pool:
    """Workers, started when they are needed. May be used by many threads at once."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._idle: list[_Worker] = []
        self._busy = 0
        self._changed = threading.Condition()

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
        with self._changed:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def _answered(
        self, request: Facts, data: bytes, limits: Limits, understood: Callable[[Facts, bytes], T]
    ) -> T:
        """A worker's answer as what it means; the worker is kept when it is as it should be."""
        if len(data) > MAX_BYTES:
            raise TooLarge(
                "This file is too large: up to 64 MB are read.", "Keep the article only."
            )
        worker = self._taken(limits)
        sound = False
        try:
            facts, body = worker.ask(request, data)
            sound = facts.get("outcome") == "refused"
            answer = understood(_checked(facts, limits), body)
            sound = True
        except (KeyError, TypeError, ValueError) as error:
            log.warning("a worker's answer makes no sense: %.200s", error)
            raise _broken() from error
        finally:
            # A process gives memory back when it ends, and what a large file took is much.
            kept = sound and worker.asked < RECYCLED_AFTER and len(data) <= _LIGHT
            if not kept:
                worker.end()
            self._given_back(worker if kept else None)
        return answer

    def _taken(self, limits: Limits) -> _Worker:
        """A worker with these limits for oneself alone."""
        unfit: list[_Worker] = []
        worker = None
        with self._changed:
            free = self._changed.wait_for(lambda: self._busy < limits.workers, limits.patience)
            if not free:
                raise Busy("Many files are being read just now.", "Try again in a minute.")
            self._busy += 1
            while worker is None and self._idle:
                last = self._idle.pop()
                if last.limits == limits and last.alive:
                    worker = last
                else:
                    unfit.append(last)
        for other in unfit:
            other.end()
        try:
            return worker or _Worker(self._command, limits)
        except OSError as error:
            self._given_back(None)
            log.error("no worker can be started: %s", error)
            raise _nobody() from error

    def _given_back(self, worker: _Worker | None) -> None:
        with self._changed:
            self._busy -= 1
            if worker is not None:
                self._idle.append(worker)
            self._changed.notify()


class _Worker:
    """One process, used by one thread at a time."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        self.limits = limits
        self.asked = 0
        self._process = subprocess.Popen(  # noqa: S603  # the command is our own
            [*command, str(limits.memory), str(limits.seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            # Nothing of the server's environment: there are passwords in it.
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
            start_new_session=True,  # an interrupt in the terminal is for the server alone
        )

    @property
    def alive(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def ask(self, request: Facts, data: bytes) -> tuple[Facts, bytes]:
        """Its answer. Raises what a process that gives none makes of the file."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.asked += 1
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(self.limits.patience, give_up)
        timer.daemon = True
        timer.start()
        reply = None
        try:
            if self.asked == 1 and receive(self._process.stdout, 0) is None:
                raise self._not_started(late=late.is_set())
            send(self._process.stdin, request, data)
            reply = receive(self._process.stdout, _LARGEST_REPLY)
        except (OSError, ValueError) as error:
            log.warning("a worker could not be talked to: %s", error)
        finally:
            timer.cancel()
        if reply is not None and not late.is_set():
            return reply
        raise self._end_told(late=late.is_set())

    def end(self) -> int:
        """End the process; how it ended."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was still to be written has nobody to read it
                if pipe is not None:
                    pipe.close()
        return self._process.wait()

    def _not_started(self, *, late: bool) -> Busy:
        log.error("a worker does not start%s, status %s", " in time" * late, self.end())
        return _nobody()

    def _end_told(self, *, late: bool) -> RecensionError:
        # It has closed its pipe and is about to end by itself, which tells more than to kill it.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        status = self.end()
        if late:
            return Busy(
                f"Reading this file was given up after {_seconds(self.limits.patience)}.",
                f"Try again. If it is no better then: {_AS_TEXT[0].lower()}{_AS_TEXT[1:]}",
            )
        if status == -signal.SIGXCPU:
            return TooLarge(
                f"Reading this file takes more than {_seconds(self.limits.seconds)} of work.",
                _AS_TEXT,
            )
        log.warning("a worker ended by itself, with status %s", status)
        return _broken()


def _checked(facts: Facts, limits: Limits) -> Facts:
    """What a worker told, when it has an answer. Raises what it has instead."""
    outcome = facts["outcome"]
    if outcome == "refused":
        kind = _REFUSALS.get(str(facts["kind"]), UnreadableText)
        told = (str(facts[part])[:_LONGEST_SENTENCE] for part in ("sentence", "advice"))
        raise kind(*told)
    if outcome == "memory":
        raise TooLarge(
            f"Reading this file takes more than {limits.memory // MIB:,} MB of memory.", _AS_TEXT
        )
    if outcome == "broken":
        log.error("a reader failed on a file: %.100s", facts.get("error"))
        raise _broken()
    return facts


def _document(facts: Facts, body: bytes) -> Document:
    if facts["outcome"] != "document":
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


def _seconds(number: int) -> str:
    return f"{number} second{'s' * (number != 1)}"


def _nobody() -> Busy:
    return Busy("No file can be read just now.", "Try again in a minute.")


def _broken() -> UnreadableText:
    return UnreadableText(
        "This file breaks what should read it: it is damaged, or made to do harm.", _AS_TEXT
    )


_pool = Pool()
atexit.register(close_workers)
