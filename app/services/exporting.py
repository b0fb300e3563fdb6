"""Files of comparisons, made when somebody asks, each of them once.

Workers make them (``exporter``), short ones while their readers wait, long ones while a page tells
how they get on. The files made last are kept at hand.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import logging
import sys
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.engine import Comparison
from app.errors import Busy, NotFound, RecensionError, TooLarge
from app.export.about import About
from app.export.formats import Format, made
from app.services.background import Jobs, stopping
from app.services.comparisons import Compared
from app.services.computing import LEAST_LONG, MOST_PATIENCE, Pending
from app.services.exporter import CARD
from app.settings import Settings
from app.storage.comparisons import comparison_key, packed_comparison
from app.storage.schema import StoredComparison
from app.workers.messages import Facts
from app.workers.pool import MIB, Crowded, Figures, Limits, Pool, Stock, Stopped
from app.workers.process import Late, NotStarted, OutOfMemory, Spent, WorkerFailed

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "app.services.exporter")
LONG = "long"
RELEASE = 1
"""Goes up when the same comparison gives other files."""
AT_ONCE = 2
"""So many files are made at a time while their readers wait, beside the long ones."""
SLIGHT = 20_000
"""Comparisons of texts of fewer letters are made into files here: it takes less than asking."""
PATIENCE = 60.0
"""Seconds that one waits for a file, and for its turn."""
MOST_KEPT = 64 * 1024 * 1024
_MEMORY = 3 * 1024 * MIB
_SECONDS = 600
_STEP_ASIDE = 5

_STOCK = Stock(COMMAND)  # lasts as long as this process
atexit.register(_STOCK.close)


class Exporting(Jobs):
    """The files that are being made for one app; whoever makes this closes it.

    ``command`` starts other workers than those that all apps of this process share. Comparisons of
    texts of ``long`` letters and more are long.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        command: Sequence[str] | None = None,
        long: int = LEAST_LONG,
    ) -> None:
        super().__init__("exporting", {LONG: settings.comparers}, busy=_crowded, broken=_broken)
        self.long = long
        self._own = [] if command is None else [Stock(command)]
        self._pool = Pool(self._own[0] if self._own else _STOCK)
        self._limits = _limits(settings)
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._kept_lock = Lock()

    def close(self) -> None:
        """Give up what is being made, and make no more."""
        self._pool.close()
        super().close()
        for stock in self._own:
            stock.close()

    @property
    def figures(self) -> Figures:
        """What the workers have done, and what they are at."""
        told = self._pool.figures
        return replace(told, waiting=told.waiting + self.waiting()[LONG])

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

    def by_worker(self, request: Facts, payload: bytes, *, is_long: bool = False) -> bytes:
        """A file as a worker makes it; of a short one somebody waits. Raises RecensionError."""
        limits = self._limits
        if not is_long:
            limits = replace(limits, patience=min(limits.patience, PATIENCE))
        try:
            return self._pool.ask(request, payload, limits, lambda _, data: data)
        except WorkerFailed as failure:
            raise _told(failure, limits) from None


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
            letters = _letters(compared.comparison)
            is_long = letters >= exporting.long
            if letters < min(SLIGHT, exporting.long) and not form.apart:
                return exporting.keep(key, made(compared.comparison, about, form))
            request = {"kind": form.name, "about": about.to_json()}
            work = _work(session, compared, request, exporting, is_long=is_long)
            if not is_long:
                with exporting.place():
                    return exporting.keep(key, work())
            exporting.begin(key, lambda: _kept(exporting, key, work), LONG)
            told = exporting.told(key) or (0, 0)
    article, a, b = compared.article, compared.version_a, compared.version_b
    if isinstance(told, RecensionError):
        return Pending(article, a, b, 0, failure=told.sentence, advice=told.advice)
    return Pending(article, a, b, *told)


def exported_in_the_end(
    session: Session, compared: Compared, about: About, form: Format, *, exporting: Exporting
) -> bytes:
    """The file, for a program that waits for it. Raises Busy as well.

    One that takes longer than anybody waits goes on, and is there for who asks again.
    """
    found = exported_soon(session, compared, about, form, exporting=exporting)
    if isinstance(found, Pending) and not found.failure:
        with exporting.place():
            exporting.wait(export_key(compared, about, form.name), MOST_PATIENCE)
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
        work = _work(session, compared, request, exporting, is_long=False)
        with exporting.place():
            return exporting.keep(key, work())


def _work(
    session: Session, compared: Compared, request: Facts, exporting: Exporting, *, is_long: bool
) -> Callable[[], bytes]:
    """What makes a file apart; no transaction is open meanwhile."""
    payload = session.scalar(
        select(StoredComparison.payload).where(StoredComparison.key == _comparison_key(compared))
    )
    session.commit()
    if payload is None:
        hashes = compared.version_a.document_hash, compared.version_b.document_hash
        payload = packed_comparison(*hashes, compared.comparison, "").payload
    given = payload
    return lambda: exporting.by_worker(request, given, is_long=is_long)


def _kept(exporting: Exporting, key: str, work: Callable[[], bytes]) -> None:
    exporting.keep(key, work())


def _comparison_key(compared: Compared) -> str:
    return comparison_key(compared.version_a.document_hash, compared.version_b.document_hash)


def _letters(comparison: Comparison) -> int:
    return len(comparison.a.document.text) + len(comparison.b.document.text)


def _limits(settings: Settings) -> Limits:
    return Limits(
        memory=_MEMORY,
        seconds=_SECONDS,
        patience=settings.comparer_seconds,
        workers=settings.comparers + AT_ONCE,
        reply=256 * MIB,
        nice=_STEP_ASIDE,
    )


def _told(failure: WorkerFailed, limits: Limits) -> RecensionError:
    """What a reader is told of a file that was not made."""
    match failure:
        case Crowded():
            return _crowded()
        case Stopped():
            return stopping()
        case NotStarted():
            return Busy("No file can be made just now.", "Try again in a minute.")
        case Late():
            seconds = f"{limits.patience:,g} second{'s' * (limits.patience != 1)}"
            return Busy(
                f"Making this file was given up after {seconds}.",
                "Try again when the server has less to do, or take a file of another kind.",
            )
        case Spent() | OutOfMemory():
            return TooLarge(
                "Making this file takes more work or memory than one may.",
                "Take a file of another kind, or one of shorter texts.",
            )
    log.error("a file was not made: the worker %s", failure)
    return _broken()


def _crowded() -> Busy:
    return Busy("Many files are being made just now.", "Try again in a few minutes.")


def _broken() -> RecensionError:
    return RecensionError(
        "This file could not be made: the fault is here, not with the texts.",
        "Take a file of another kind; if it stays like this, tell whoever runs this site.",
    )
