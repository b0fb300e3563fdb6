"""Comparisons, made apart from the server, and each of them once however many ask.

Workers make them, bounded in memory and in work (``comparer``). Who asks for a short one waits for
it a moment; whoever asks for a long one, or waited in vain, is told that it is on its way, may
leave, and finds it when he comes back.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.engine import Comparison, Document, Measures
from app.engine.document_json import document_to_json
from app.engine.packed import unpack
from app.errors import Busy, RecensionError, TooLarge
from app.services.articles import get_pair
from app.services.background import Jobs, stopping
from app.services.comparer import JSON, STORED
from app.services.comparisons import Compared, ComparisonMemory, keep_comparison
from app.settings import Settings
from app.storage.comparisons import comparison_key, stored_comparison
from app.storage.contents import digest, fetch
from app.storage.database import Database
from app.storage.schema import Article, Content, StoredComparison, Version
from app.workers.messages import Facts
from app.workers.pool import MIB, Crowded, Figures, Limits, Pool, Stock, Stopped
from app.workers.process import Late, NotStarted, OutOfMemory, Spent, WorkerFailed

log = logging.getLogger(__name__)

T = TypeVar("T")

COMMAND = (sys.executable, "-m", "app.services.comparer")
SHORT, LONG = "short", "long"
LEAST_LONG = 200_000
"""Two documents of so many bytes together are long."""
MOST_PATIENCE = 120.0
"""So many a program waits for any, by the clock."""
MOST_SHORT_SECONDS = 20
"""Short texts are given no more processor time than this: others who wait are many."""
_MOST_REPLY = 256 * MIB
_LONGEST_HEADLINE = 10_000
_STEP_ASIDE = 10

# They last as long as this process, so that one which is warm serves whoever comes next.
_STOCKS = {lane: Stock(COMMAND) for lane in (SHORT, LONG)}
for _stock in _STOCKS.values():
    atexit.register(_stock.close)


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
    """The comparisons that are being made for one app; whoever makes this closes it.

    ``command`` starts other workers than those that all apps of this process share; two documents
    of ``long`` bytes together are long.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        memory: ComparisonMemory,
        *,
        command: Sequence[str] | None = None,
        long: int = LEAST_LONG,
    ) -> None:
        lanes = {SHORT: settings.short_comparers, LONG: settings.comparers}
        super().__init__("comparing", lanes, busy=_crowded, broken=_broken)
        self.memory = memory
        self.long = long
        self.patience = settings.patience_seconds
        self._database = database
        self._limits = limits_of(settings)
        self._own = [] if command is None else [Stock(command) for _ in lanes]
        stocks = dict(zip(lanes, self._own, strict=True)) if self._own else _STOCKS
        self._pools = {lane: Pool(stocks[lane]) for lane in lanes}

    def warm(self) -> None:
        """Have a worker wait for the first who asks; returns at once."""
        self._threads[SHORT].submit(_STOCKS[SHORT].fill, self._limits[SHORT])

    def close(self) -> None:
        """Give up what is being made, and make no more."""
        for pool in self._pools.values():
            pool.close()
        super().close()
        for stock in self._own:
            stock.close()

    @property
    def figures(self) -> dict[str, Figures]:
        """What the workers have done and are at, for short comparisons and for long ones."""
        waiting = self.waiting()
        return {
            lane: replace(told, waiting=told.waiting + waiting[lane])
            for lane, told in ((lane, pool.figures) for lane, pool in self._pools.items())
        }

    def is_short(self, key: str) -> bool:
        """Whether what is being made will soon be there, so that it may be waited for."""
        return self.lane(key) == SHORT

    def start(self, key: str, a: bytes, b: bytes, lane: str = LONG) -> None:
        """Make a comparison of two documents, given as JSON. Raises Busy when too many wait."""
        self.begin(key, lambda: self._keep(self._row(key, a, b, lane), lane), lane)

    def compared_json(self, a: Document, b: Document) -> bytes:
        """The comparison of two documents as JSON; nothing is stored. Raises RecensionError."""
        parts = document_to_json(a), document_to_json(b)
        key = hashlib.sha256(b" ".join(digest(part).encode() for part in parts)).hexdigest()
        lane = LONG if sum(map(len, parts)) >= self.long else SHORT
        patience = min(self._limits[lane].patience, MOST_PATIENCE)
        limits = replace(self._limits[lane], patience=patience)
        return self.once(key, lambda: self._asked(JSON, *parts, lane, limits, lambda _, body: body))

    def _keep(self, row: StoredComparison, lane: str) -> None:
        with self._database.session() as session:
            key, payload = row.key, row.payload
            kept = keep_comparison(session, row)
        # Last, so that whoever is shown it here finds it stored for everybody. Nobody waits for a
        # long one: it is taken out again by who looks at it.
        if lane == SHORT or not kept:
            self.memory.put(key, unpack(payload))
        if not kept and self.memory.get(key) is None:
            raise Busy("The comparison was made, but could not be kept.", "Try again in a minute.")

    def _row(self, key: str, a: bytes, b: bytes, lane: str) -> StoredComparison:
        def understood(facts: Facts, payload: bytes) -> StoredComparison:
            return _row_of(key, a, b, facts, payload)

        return self._asked(STORED, a, b, lane, self._limits[lane], understood)

    def _asked(
        self,
        wanted: str,
        a: bytes,
        b: bytes,
        lane: str,
        limits: Limits,
        understood: Callable[[Facts, bytes], T],
    ) -> T:
        """What a worker gives of two documents. Raises RecensionError."""
        request = {"wanted": wanted, "border": len(a)}
        try:
            return self._pools[lane].ask(request, a + b, limits, understood)
        except WorkerFailed as failure:
            raise _told(failure, limits) from None


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
    if again:
        computing.forget(key)
    found = _found_or_begun(session, article, version_a, version_b, key, computing)
    if isinstance(found, Pending) and not found.failure and computing.is_short(key):
        computing.watch(key, computing.patience)
        found = _found_or_begun(session, article, version_a, version_b, key, computing)
    return found


def _found_or_begun(
    session: Session,
    article: Article,
    version_a: Version,
    version_b: Version,
    key: str,
    computing: Computing,
) -> Compared | Pending:
    known = computing.memory.get(key)
    if known is not None:
        return Compared(article, version_a, version_b, known)
    session.commit()
    with computing.turn(key):
        told = computing.told(key)
        if told is None:
            found = _found(session, key, computing)
            if found is not None:
                return Compared(article, version_a, version_b, found)
            lane = LONG if _is_long(session, version_a, version_b, computing.long) else SHORT
            a, b = (fetch(session, v.document_hash) for v in (version_a, version_b))
            session.commit()
            computing.start(key, a, b, lane)
            told = computing.told(key) or (0, 0)
    if isinstance(told, RecensionError):
        return Pending(article, version_a, version_b, 0, failure=told.sentence, advice=told.advice)
    return Pending(article, version_a, version_b, *told)


def compared_in_the_end(
    session: Session, article: Article, a: int, b: int, *, computing: Computing
) -> Compared:
    """The comparison of two versions, for a program that waits for it. Raises Busy as well.

    One that takes longer than anybody waits goes on, and is there for who asks again.
    """
    version_a, version_b = get_pair(session, article, a, b)
    key = comparison_key(version_a.document_hash, version_b.document_hash)
    found = versions_compared_soon(session, article, version_a, version_b, computing=computing)
    if isinstance(found, Pending) and not found.failure:
        with computing.place():
            computing.wait(key, MOST_PATIENCE)
        found = versions_compared_soon(session, article, version_a, version_b, computing=computing)
    if isinstance(found, Compared):
        return found
    failure = computing.told(key)
    if isinstance(failure, RecensionError):
        raise failure.with_traceback(None)
    raise Busy("The comparison is not ready yet.", "Try again in a minute.")


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


def _row_of(key: str, a: bytes, b: bytes, facts: Facts, payload: bytes) -> StoredComparison:
    """What a worker told, as it is stored. Raises what a Pool takes for nonsense."""
    changes, told = facts["changes"], str(facts["headline"])
    if type(changes) is not int or changes < 0:
        raise ValueError("changes that are no number")
    measures = Measures(**{name: float(share) for name, share in facts["measures"].items()})
    return StoredComparison(
        key=key,
        document_a=digest(a),
        document_b=digest(b),
        payload=payload,
        changes=changes,
        measures=asdict(measures),
        headline=told[:_LONGEST_HEADLINE],
    )


def limits_of(settings: Settings) -> dict[str, Limits]:
    """What the making of one comparison may use, by how long the texts are."""
    long = Limits(
        memory=settings.comparer_memory_bytes,
        seconds=settings.comparer_cpu_seconds,
        patience=settings.comparer_seconds,
        workers=settings.comparers,
        reply=_MOST_REPLY,
        # Pages come first where there are few processors.
        nice=_STEP_ASIDE,
    )
    short = replace(
        long,
        seconds=min(long.seconds, MOST_SHORT_SECONDS),
        patience=min(long.patience, 3 * MOST_SHORT_SECONDS),
        workers=settings.short_comparers,
        nice=0,
    )
    return {SHORT: short, LONG: long}


def _told(failure: WorkerFailed, limits: Limits) -> RecensionError:
    """What a reader is told of a comparison that was not made."""
    match failure:
        case Crowded():
            return _crowded()
        case Stopped():
            return stopping()
        case NotStarted():
            return Busy("Nothing can be compared just now.", "Try again in a minute.")
        case Late():
            return Busy(
                f"Comparing these texts was given up after {_seconds(limits.patience)}.",
                "Try again when the server has less to do, or compare shorter texts.",
            )
        case Spent():
            return TooLarge(
                f"Comparing these texts takes more than {_seconds(limits.seconds)} of work.",
                "Compare shorter texts, or one part after the other.",
            )
        case OutOfMemory():
            return TooLarge(
                f"Comparing these texts takes more than {limits.memory // MIB:,} MB of memory.",
                "Compare shorter texts, or one part after the other.",
            )
    log.error("a comparison was not made: the worker %s", failure)
    return _broken()


def _seconds(number: float) -> str:
    return f"{number:,g} second{'s' * (number != 1)}"


def _crowded() -> Busy:
    return Busy("Many texts are being compared just now.", "Try again in a minute.")


def _broken() -> RecensionError:
    return RecensionError(
        "These two texts could not be compared: the fault is here, not with them.",
        "Try again; if it stays like this, tell whoever runs this site.",
    )
