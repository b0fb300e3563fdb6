"""Files of comparisons, made when somebody asks, each of them once.

A short one is made while its reader waits, a long one by a process of its own while a page tells
how it gets on. What sets type always works in such a process. The files made last are kept at hand.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock, Semaphore

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.engine import Comparison
from app.errors import Busy, NotFound, RecensionError
from app.export.about import About
from app.export.formats import Format, made
from app.services.background import GivenUp, Jobs, Processes, Unanswered
from app.services.comparisons import Compared
from app.services.computing import LONG, Pending
from app.services.exporter import CARD, MOST
from app.settings import Settings
from app.storage.comparisons import comparison_key, packed_comparison
from app.storage.schema import StoredComparison

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "app.services.exporter")
RELEASE = 1
"""Goes up when the same comparison gives other files."""
AT_ONCE = 2
"""So many files are made by processes at a time while their readers wait."""
PATIENCE = 30
"""Seconds that one waits for its turn."""
MOST_KEPT = 64 * 1024 * 1024


class Exporting(Jobs):
    """The files that are being made in one process; whoever makes this closes it.

    Comparisons of texts of ``long`` letters and more are long.
    """

    def __init__(
        self, settings: Settings, *, command: Sequence[str] = COMMAND, long: int = LONG
    ) -> None:
        super().__init__(settings.comparers, "exporting", busy=_crowded, broken=_broken)
        self.long = long
        self._command = command
        self._patience = settings.comparer_seconds
        self._processes = Processes()
        self._places = Semaphore(AT_ONCE)
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._kept_lock = Lock()

    def close(self) -> None:
        """Give up what is being made, and make no more."""
        self._processes.close()
        super().close()

    def kept(self, key: str) -> bytes | None:
        """The file of this name, if it is at hand."""
        with self._kept_lock:
            data = self._kept.get(key)
            if data is not None:
                self._kept.move_to_end(key)
            return data

    def keep(self, key: str, data: bytes) -> bytes:
        """Keep a file at hand, letting go of those not asked for the longest; the file."""
        with self._kept_lock:
            self._kept[key] = data
            self._kept.move_to_end(key)
            size = sum(map(len, self._kept.values()))
            while size > MOST_KEPT and len(self._kept) > 1:
                _, oldest = self._kept.popitem(last=False)
                size -= len(oldest)
        return data

    def by_process(self, request: dict[str, object], payload: bytes) -> bytes:
        """A file as a process makes it. Raises RecensionError."""
        try:
            facts, data = self._processes.ask(
                self._command, request, payload, patience=self._patience, most=MOST
            )
        except GivenUp:
            seconds = f"{self._patience:,} second{'s' * (self._patience != 1)}"
            raise Busy(
                f"Making this file was given up after {seconds}.",
                "Try again when the server has less to do, or take a file of another kind.",
            ) from None
        except Unanswered as ended:
            log.error("a file of the kind %s: its process %s", request["kind"], ended)
            raise _broken() from None
        if "error" in facts:
            log.error("a file of the kind %s was not made: %.100s", request["kind"], facts["error"])
            raise _broken()
        return data

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of few to make a file while somebody waits. Raises Busy when there is none."""
        if not self._places.acquire(timeout=PATIENCE):
            raise _crowded()
        try:
            yield
        finally:
            self._places.release()


def export_key(compared: Compared, about: About, kind: str) -> str:
    """The name of a file: it changes with all that the file is made of."""
    made_from = [RELEASE, _comparison_key(compared), about.to_json(), kind]
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def exported_soon(
    session: Session,
    compared: Compared,
    about: About,
    form: Format,
    *,
    exporting: Exporting,
    again: bool = False,
) -> bytes | Pending:
    """The file, or word that it is being made.

    ``again`` has one that failed tried once more. Raises RecensionError when it cannot be made.
    """
    key = export_key(compared, about, form.name)
    if again:
        exporting.forget(key)
    with exporting.turn(key):
        kept = exporting.kept(key)
        if kept is not None:
            return kept
        told = exporting.told(key)
        if told is None:
            is_long = _letters(compared.comparison) >= exporting.long
            if not (is_long or form.apart):
                return exporting.keep(key, made(compared.comparison, about, form))
            work = _work(
                session, compared, {"kind": form.name, "about": about.to_json()}, exporting
            )
            if not is_long:
                with exporting.place():
                    return exporting.keep(key, work())
            exporting.begin(key, lambda: _kept(exporting, key, work))
            told = exporting.told(key) or (0, 0)
    article, a, b = compared.article, compared.version_a, compared.version_b
    if isinstance(told, RecensionError):
        return Pending(article, a, b, 0, failure=told.sentence, advice=told.advice)
    return Pending(article, a, b, *told)


def exported_in_the_end(
    session: Session, compared: Compared, about: About, form: Format, *, exporting: Exporting
) -> bytes:
    """The file, however long it takes. Raises also what it failed of."""
    found = exported_soon(session, compared, about, form, exporting=exporting)
    if isinstance(found, Pending) and not found.failure:
        exporting.wait(export_key(compared, about, form.name))
        found = exported_soon(session, compared, about, form, exporting=exporting)
    if isinstance(found, Pending):
        sentence = found.failure or "The file is not ready yet."
        raise Busy(sentence, found.advice or "Try again in a minute.")
    return found


def card_of(
    session: Session,
    compared: Compared,
    about: About,
    change: int = 0,
    *,
    exporting: Exporting,
) -> bytes:
    """A picture of the comparison, or of the change with this number: a PNG of 1200 × 630.

    Raises NotFound when there is no such change, and RecensionError.
    """
    if change and change not in {each.number for each in compared.comparison.changes}:
        raise NotFound("There is no such change.", "Its number may be mistyped.")
    key = export_key(compared, about, f"{CARD} {change}")
    with exporting.turn(key):
        kept = exporting.kept(key)
        if kept is not None:
            return kept
        request = {"kind": CARD, "change": change, "about": about.to_json()}
        work = _work(session, compared, request, exporting)
        with exporting.place():
            return exporting.keep(key, work())


def _work(
    session: Session, compared: Compared, request: dict[str, object], exporting: Exporting
) -> Callable[[], bytes]:
    """What makes a file in a process; no transaction is open meanwhile."""
    payload = session.scalar(
        select(StoredComparison.payload).where(StoredComparison.key == _comparison_key(compared))
    )
    session.commit()
    if payload is None:
        hashes = compared.version_a.document_hash, compared.version_b.document_hash
        payload = packed_comparison(*hashes, compared.comparison, "").payload
    given = payload
    return lambda: exporting.by_process(request, given)


def _kept(exporting: Exporting, key: str, work: Callable[[], bytes]) -> None:
    exporting.keep(key, work())


def _comparison_key(compared: Compared) -> str:
    return comparison_key(compared.version_a.document_hash, compared.version_b.document_hash)


def _letters(comparison: Comparison) -> int:
    return len(comparison.a.document.text) + len(comparison.b.document.text)


def _crowded() -> Busy:
    return Busy("Many files are being made just now.", "Try again in a few minutes.")


def _broken() -> RecensionError:
    return RecensionError(
        "This file could not be made: the fault is here, not with the texts.",
        "Take a file of another kind; if it stays like this, tell whoever runs this site.",
    )
