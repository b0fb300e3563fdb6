"""Long comparisons, made apart from the request that asks for them, and each of them once.

A short one is made while its reader waits, by whoever asks first; others who ask meanwhile get the
same. A long one is made by a process of its own: who asks is told that it is on its way, may leave,
and finds it when he comes back.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.engine import Comparison
from app.errors import Busy, RecensionError
from app.services.articles import get_pair
from app.services.background import GivenUp, Jobs, Processes, Unanswered
from app.services.comparer import MOST
from app.services.comparisons import (
    Compared,
    ComparisonMemory,
    keep_comparison,
    versions_compared,
)
from app.settings import Settings
from app.storage.comparisons import comparison_key, stored_comparison, unpacked_comparison
from app.storage.contents import digest, fetch
from app.storage.database import Database
from app.storage.schema import Article, Content, StoredComparison, Version

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "app.services.comparer")
LONG = 200_000
"""Two documents of so many bytes together are compared apart from the request."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A comparison that is not there yet: being made, waiting for its turn, or given up.

    ``seconds`` since it was asked for; ``before`` others come first; ``failure`` says why there is
    none, and is empty while one is on its way.
    """

    article: Article
    version_a: Version
    version_b: Version
    seconds: int
    before: int = 0
    failure: str = ""
    advice: str = ""


class Computing(Jobs):
    """The comparisons that are being made in one process; whoever makes this closes it."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        memory: ComparisonMemory,
        *,
        command: Sequence[str] = COMMAND,
        long: int = LONG,
    ) -> None:
        super().__init__(settings.comparers, "comparing", busy=_crowded, broken=_broken)
        self.memory = memory
        self._database = database
        self.long = long
        self._command = command
        self._patience = settings.comparer_seconds
        self._processes = Processes()

    def close(self) -> None:
        """Give up what is being made, and make no more."""
        self._processes.close()
        super().close()

    def start(self, key: str, a: bytes, b: bytes) -> None:
        """Make a comparison of two documents, given as JSON. Raises Busy when too many wait."""
        self.begin(key, lambda: self._keep(self._by_process(key, a, b)))

    def _keep(self, row: StoredComparison) -> None:
        key, comparison = row.key, unpacked_comparison(row.payload)
        try:
            with self._database.session() as session:
                kept = keep_comparison(session, row)
        finally:
            # Last, so that whoever is shown it here finds it stored for everybody.
            self.memory.put(key, comparison)
        if not kept and self.memory.get(key) is None:
            raise Busy("The comparison was made, but could not be kept.", "Try again in a minute.")

    def _by_process(self, key: str, a: bytes, b: bytes) -> StoredComparison:
        try:
            facts, payload = self._processes.ask(
                self._command, {"border": len(a)}, a + b, patience=self._patience, most=MOST
            )
        except GivenUp:
            seconds = f"{self._patience:,} second{'s' * (self._patience != 1)}"
            raise Busy(
                f"Comparing these texts was given up after {seconds}.",
                "Try again when the server has less to do, or compare shorter texts.",
            ) from None
        except Unanswered as ended:
            log.error("comparison %s: its process %s", key, ended)
            raise _broken() from None
        if "error" in facts:
            log.error("comparison %s was not made: %.100s", key, facts["error"])
            raise _broken()
        return StoredComparison(
            key=key,
            document_a=digest(a),
            document_b=digest(b),
            payload=payload,
            changes=facts["changes"],
            measures=facts["measures"],
            headline=facts["headline"],
        )


def compared_soon(
    session: Session,
    article: Article,
    a: int,
    b: int,
    *,
    computing: Computing,
    again: bool = False,
) -> Compared | Pending:
    """The comparison of two versions, or word that it is being made.

    ``again`` has one that failed tried once more. Raises what ``compared`` raises, and Busy.
    """
    version_a, version_b = get_pair(session, article, a, b)
    return versions_compared_soon(
        session, article, version_a, version_b, computing=computing, again=again
    )


def versions_compared_soon(
    session: Session,
    article: Article,
    version_a: Version,
    version_b: Version,
    *,
    computing: Computing,
    again: bool = False,
) -> Compared | Pending:
    """The same for two versions at hand, which may be of two articles. Raises Busy."""
    key = comparison_key(version_a.document_hash, version_b.document_hash)
    known = computing.memory.get(key)
    if known is not None:
        return Compared(article, version_a, version_b, known)
    if again:
        computing.forget(key)
    session.commit()
    with computing.turn(key):
        told = computing.told(key)
        if told is None:
            found = _found(session, key, computing)
            if found is not None:
                return Compared(article, version_a, version_b, found)
            if not _is_long(session, version_a, version_b, computing.long):
                memory = computing.memory
                return versions_compared(session, article, version_a, version_b, memory=memory)
            documents = [fetch(session, v.document_hash) for v in (version_a, version_b)]
            computing.start(key, *documents)
            told = computing.told(key) or (0, 0)
    if isinstance(told, RecensionError):
        return Pending(article, version_a, version_b, 0, failure=told.sentence, advice=told.advice)
    return Pending(article, version_a, version_b, *told)


def compared_in_the_end(
    session: Session, article: Article, a: int, b: int, *, computing: Computing
) -> Compared:
    """The comparison of two versions, however long it takes. Raises also what it failed of."""
    pending = compared_soon(session, article, a, b, computing=computing)
    if isinstance(pending, Pending) and not pending.failure:
        computing.wait(
            comparison_key(pending.version_a.document_hash, pending.version_b.document_hash)
        )
        pending = compared_soon(session, article, a, b, computing=computing)
    if isinstance(pending, Pending):
        sentence = pending.failure or "The comparison is not ready yet."
        raise Busy(sentence, pending.advice or "Try again in a minute.")
    return pending


def _found(session: Session, key: str, computing: Computing) -> Comparison | None:
    comparison = computing.memory.get(key)
    if comparison is None:
        comparison = stored_comparison(session, key)
        if comparison is not None:
            computing.memory.put(key, comparison)
    return comparison


def _is_long(session: Session, a: Version, b: Version, long: int) -> bool:
    hashes = (a.document_hash, b.document_hash)
    return sum(session.scalars(select(Content.size).where(Content.hash.in_(hashes)))) >= long


def _crowded() -> Busy:
    return Busy("Many long texts are being compared just now.", "Try again in a few minutes.")


def _broken() -> RecensionError:
    return RecensionError(
        "These two texts could not be compared: the fault is here, not with them.",
        "Try again; if it stays like this, tell whoever runs this site.",
    )
