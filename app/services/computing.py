"""Long comparisons, made apart from the request that asks for them, and each of them once.

A short one is made while its reader waits, by whoever asks first; others who ask meanwhile get the
same. A long one is made by a process of its own: who asks is told that it is on its way, may leave,
and finds it when he comes back.
"""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.engine import Comparison
from app.errors import Busy, RecensionError
from app.ingest.messages import receive, send
from app.services.articles import get_pair
from app.services.comparer import MOST
from app.services.comparisons import Compared, ComparisonMemory, compared, keep_comparison
from app.settings import Settings
from app.storage.comparisons import comparison_key, stored_comparison, unpacked_comparison
from app.storage.contents import fetch
from app.storage.database import Database
from app.storage.schema import Article, Content, StoredComparison, Version

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "app.services.comparer")
LONG = 200_000
"""Two documents of so many bytes together are compared apart from the request."""
MOST_WAITING = 64
MOST_FAILURES = 100

_ROOT = Path(__file__).resolve().parents[2]


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


@dataclass(eq=False)
class _Job:
    started: float = field(default_factory=time.monotonic)
    running: bool = False
    result: Future[None] = field(default_factory=Future)


class Computing:
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
        self.memory = memory
        self._database = database
        self.long = long
        self._command = command
        self._patience = settings.comparer_seconds
        self._threads = ThreadPoolExecutor(settings.comparers, thread_name_prefix="comparing")
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._failures: OrderedDict[str, RecensionError] = OrderedDict()
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._turns: dict[str, tuple[threading.Lock, int]] = {}
        self._closed = False

    def close(self) -> None:
        """Give up what is being made, and make no more."""
        with self._lock:
            self._closed = True
            processes = list(self._processes)
        for process in processes:
            process.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            unmade, self._jobs = list(self._jobs.values()), OrderedDict()
        for job in unmade:
            job.result.set_result(None)

    @contextmanager
    def turn(self, key: str) -> Iterator[None]:
        """Alone with the comparison of this name; whoever comes meanwhile waits."""
        with self._lock:
            lock, users = self._turns.get(key, (threading.Lock(), 0))
            self._turns[key] = (lock, users + 1)
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, users = self._turns[key]
                if users > 1:
                    self._turns[key] = (lock, users - 1)
                else:
                    del self._turns[key]

    def told(self, key: str) -> tuple[int, int] | RecensionError | None:
        """How a comparison gets on: its seconds and how many come before it; or why it failed.

        None when nobody has asked for it, and when it is ready.
        """
        with self._lock:
            if key in self._failures:
                return self._failures[key]
            job = self._jobs.get(key)
            if job is None:
                return None
            before = 0 if job.running else list(self._jobs).index(key)
            return int(time.monotonic() - job.started), before

    def forget(self, key: str) -> None:
        """Let a comparison that failed be tried again."""
        with self._lock:
            self._failures.pop(key, None)

    def start(self, key: str, a: bytes, b: bytes) -> None:
        """Make a comparison of two documents, given as JSON. Raises Busy when too many wait."""
        with self._lock:
            if key in self._jobs:
                return
            if self._closed or len(self._jobs) >= MOST_WAITING:
                raise Busy(
                    "Many long texts are being compared just now.", "Try again in a few minutes."
                )
            job = self._jobs[key] = _Job()
        self._threads.submit(self._made, key, job, a, b)

    def wait(self, key: str) -> None:
        """Return when nobody is at work on this comparison any more."""
        with self._lock:
            job = self._jobs.get(key)
        if job is not None:
            job.result.result()

    def _made(self, key: str, job: _Job, a: bytes, b: bytes) -> None:
        job.running = True
        failure: RecensionError | None = None
        try:
            row = self._by_process(key, a, b)
            self._keep(row)
        except RecensionError as error:
            failure = error
        except Exception:
            log.exception("comparison %s was not made", key)
            failure = _broken()
        with self._lock:
            if failure is not None:
                self._failures[key] = failure
                while len(self._failures) > MOST_FAILURES:
                    self._failures.popitem(last=False)
            del self._jobs[key]
        job.result.set_result(None)

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
        request = io.BytesIO()
        send(request, {"border": len(a)}, a + b)
        process = self._process()
        try:
            reply, _ = process.communicate(request.getvalue(), timeout=self._patience)
        except subprocess.TimeoutExpired:
            seconds = f"{self._patience:,} second{'s' * (self._patience != 1)}"
            raise Busy(
                f"Comparing these texts was given up after {seconds}.",
                "Try again when the server has less to do, or compare shorter texts.",
            ) from None
        finally:
            with self._lock:
                self._processes.discard(process)
            process.kill()
            with suppress(OSError), process:  # closes its pipes, and waits for its end
                pass
        answer = None
        with suppress(ValueError):
            answer = receive(io.BytesIO(reply), MOST)
        if answer is None and self._closed:
            raise _stopping()
        if answer is None:
            log.error("comparison %s: its process ended with status %s", key, process.returncode)
            raise _broken()
        facts, payload = answer
        if "error" in facts:
            log.error("comparison %s was not made: %.100s", key, facts["error"])
            raise _broken()
        return StoredComparison(
            key=key,
            payload=payload,
            changes=facts["changes"],
            measures=facts["measures"],
            headline=facts["headline"],
        )

    def _process(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise _stopping()
            process = subprocess.Popen(  # noqa: S603  # the command is our own
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                # Nothing of the server's environment: there are passwords in it.
                env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
                start_new_session=True,  # an interrupt in the terminal is for the server alone
            )
            self._processes.add(process)
            return process


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
                return compared(session, article, a, b, memory=computing.memory)
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


def _stopping() -> Busy:
    return Busy("The server is being stopped.", "Try again in a minute.")


def _broken() -> RecensionError:
    return RecensionError(
        "These two texts could not be compared: the fault is here, not with them.",
        "Try again; if it stays like this, tell whoever runs this site.",
    )
