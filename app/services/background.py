"""Work that goes on whether somebody waits for it or not: jobs by name, each done once."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.errors import Busy, RecensionError

log = logging.getLogger(__name__)

T = TypeVar("T")

MOST_WAITING = 64
MOST_FAILURES = 100
MOST_WATCHING = 24
"""So many requests at a time are held up by work that is being done: fewer than there are threads
to answer requests, so that others are answered meanwhile."""
REMEMBERED = 60.0
"""After so many seconds what failed may be tried again by whoever asks."""


def stopping() -> Busy:
    """What is told of work that the server's end cuts short."""
    return Busy("The server is being stopped.", "Try again in a minute.")


@dataclass(eq=False)
class _Job:
    lane: str
    started: float = field(default_factory=time.monotonic)
    running: bool = False
    result: Future[None] = field(default_factory=Future)


class Jobs:
    """Work by name, each piece of it done once however many ask; whoever makes this closes it.

    ``lanes`` says how many pieces are done at once of each sort of work; ``busy`` and ``broken``
    are what is told when too many wait, and of work that failed for a reason of its own.
    """

    def __init__(
        self,
        name: str,
        lanes: Mapping[str, int],
        *,
        busy: Callable[[], Busy],
        broken: Callable[[], RecensionError],
    ) -> None:
        self._threads = {
            lane: ThreadPoolExecutor(at_once, thread_name_prefix=f"{name} {lane}")
            for lane, at_once in lanes.items()
        }
        self._name, self._busy, self._broken = name, busy, broken
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._failures: OrderedDict[str, tuple[float, RecensionError]] = OrderedDict()
        self._turns: dict[str, tuple[threading.Lock, int]] = {}
        self._shared: dict[str, Future[Any]] = {}
        self._watching = threading.Semaphore(MOST_WATCHING)
        self._lock = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """Let what is being done end, and do no more."""
        with self._lock:
            self._closed = True
        for threads in self._threads.values():
            threads.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            undone, self._jobs = list(self._jobs.values()), OrderedDict()
        for job in undone:
            job.result.set_result(None)

    def waiting(self) -> dict[str, int]:
        """How many pieces of each sort of work wait for their turn."""
        with self._lock:
            found = dict.fromkeys(self._threads, 0)
            for job in self._jobs.values():
                found[job.lane] += not job.running
            return found

    @contextmanager
    def turn(self, key: str) -> Iterator[None]:
        """Alone with the work of this name; whoever comes meanwhile waits."""
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
        """How the work gets on: its seconds and how many come before it; or why it failed.

        None when nobody has asked for it, and when it is done.
        """
        with self._lock:
            failure = self._failure(key)
            if failure is not None:
                return failure
            job = self._jobs.get(key)
            if job is None:
                return None
            before = 0 if job.running else self._same_lane(job.lane).index(job)
            return int(time.monotonic() - job.started), before

    def lane(self, key: str) -> str | None:
        """What sort of work is being done under this name; None when none is."""
        with self._lock:
            job = self._jobs.get(key)
            return job.lane if job is not None else None

    def forget(self, key: str) -> None:
        """Let work that failed be tried again."""
        with self._lock:
            self._failures.pop(key, None)

    def begin(self, key: str, work: Callable[[], None], lane: str) -> None:
        """Have the work done, unless it is being done. Raises Busy when too much waits."""
        with self._lock:
            if key in self._jobs:
                return
            if self._closed or len(self._same_lane(lane)) >= MOST_WAITING:
                raise self._busy()
            job = self._jobs[key] = _Job(lane)
        asked_by = copy_context()  # what is logged of the work names the request that began it
        self._threads[lane].submit(asked_by.run, self._done, key, job, work)

    def wait(self, key: str, seconds: float | None = None) -> None:
        """Return when nobody is at this work any more, or after so many seconds."""
        with self._lock:
            job = self._jobs.get(key)
        if job is not None:
            with suppress(NotYet):
                job.result.result(seconds)

    def watch(self, key: str, seconds: float) -> None:
        """The same for a request, of which only so many are held up at a time: others return."""
        with suppress(Busy), self.place():
            self.wait(key, seconds)

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of the few at which requests may be held up. Raises Busy when all are taken."""
        if not self._watching.acquire(blocking=False):
            raise self._busy()
        try:
            yield
        finally:
            self._watching.release()

    def once(self, key: str, work: Callable[[], T]) -> T:
        """What the work gives, here and now; whoever asks for it meanwhile gets the same."""
        with self._lock:
            shared = self._shared.get(key)
            is_ours = shared is None
            if shared is None:
                shared = self._shared[key] = Future()
        if is_ours:
            try:
                shared.set_result(work())
            except BaseException as error:
                shared.set_exception(error)
            with self._lock:
                del self._shared[key]
        answer: T = shared.result()
        return answer

    def _same_lane(self, lane: str) -> list[_Job]:
        return [job for job in self._jobs.values() if job.lane == lane]

    def _failure(self, key: str) -> RecensionError | None:
        when, failure = self._failures.get(key, (0.0, None))
        if failure is not None and time.monotonic() - when > REMEMBERED:
            del self._failures[key]
            return None
        return failure

    def _done(self, key: str, job: _Job, work: Callable[[], None]) -> None:
        job.running = True
        failure: RecensionError | None = None
        try:
            work()
        except RecensionError as error:
            failure = error
        except Exception:
            log.exception("%s %s failed", self._name, key)
            failure = self._broken()
        with self._lock:
            if failure is not None:
                self._failures[key] = time.monotonic(), failure
                while len(self._failures) > MOST_FAILURES:
                    self._failures.popitem(last=False)
            del self._jobs[key]
        job.result.set_result(None)
