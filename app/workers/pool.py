"""Workers, started when they are needed, each used by one thread at a time.

A ``Stock`` has the workers that wait, and lasts as long as the process. A ``Pool`` asks them for
somebody: it bounds how many work at once and how many wait for that, counts, and is closed with
whoever made it. A worker that was broken, has answered often or has grown large is ended.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.workers.messages import Facts
from app.workers.process import Broken, Worker, WorkerFailed, start

T = TypeVar("T")
Understood = Callable[[Facts, bytes], T]

MIB = 1024 * 1024
RECYCLED_AFTER = 200
MOST_WAITING = 64

_LIGHT = 4 * MIB
_LARGE = 256 * MIB
"""A process gives memory back when it ends, and what was large took much."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use.

    ``memory`` in bytes; ``seconds`` of processor time; ``patience``: seconds by the clock, for a
    machine that is busy, and as many to wait for a worker; ``workers``: how many work at once;
    ``reply``: bytes of an answer; ``nice``: how far what others do comes first, up to 19.
    """

    memory: int = 1024 * MIB
    seconds: int = 20
    patience: float = 60
    workers: int = 2
    reply: int = 128 * MIB
    nice: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a pool has done so far, and what it is at.

    ``failed`` are those of its ``jobs`` that gave no answer, whatever the reason; ``refused``
    were turned away because too many waited. ``seconds`` by the clock that workers worked.
    """

    jobs: int = 0
    failed: int = 0
    refused: int = 0
    started: int = 0
    seconds: float = 0.0
    working: int = 0
    waiting: int = 0


class Crowded(WorkerFailed):
    """Too many wait, or one has waited too long."""


class Stopped(WorkerFailed):
    """The pool was closed."""


class Stock:
    """The workers of one command that wait to be asked. May be used by many threads at once."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = tuple(command)
        self._idle: list[Worker] = []
        self._lock = threading.Lock()

    def take(self, limits: Limits) -> Worker | None:
        """One with these limits, for oneself alone; None when there is none."""
        unfit: list[Worker] = []
        worker = None
        with self._lock:
            while worker is None and self._idle:
                last = self._idle.pop()
                if last.alive and last.fits(*_bounds(limits)):
                    worker = last
                else:
                    unfit.append(last)
        for other in unfit:
            other.end()
        return worker

    def start(self, limits: Limits) -> Worker:
        """A new one. Raises NotStarted."""
        return start(self.command, *_bounds(limits))

    def keep(self, worker: Worker, most: int) -> None:
        """Have it wait for the next who asks, unless so many do already."""
        with self._lock:
            if len(self._idle) < most:
                self._idle.append(worker)
                return
        worker.end()

    def fill(self, limits: Limits) -> None:
        """See that one waits, so that who comes next need not wait for it. Raises NotStarted."""
        with self._lock:
            if any(worker.fits(*_bounds(limits)) and worker.alive for worker in self._idle):
                return
        self.keep(self.start(limits), limits.workers)

    def close(self) -> None:
        """End all that wait; the next that is needed is started anew."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()


class Pool:
    """Who asks the workers of a stock, within bounds. May be used by many threads at once."""

    def __init__(self, stock: Stock) -> None:
        self._stock = stock
        self._working: set[Worker] = set()
        self._busy = self._waiting = 0
        self._jobs = self._failed = self._refused = self._started = 0
        self._seconds = 0.0
        self._closed = False
        self._changed = threading.Condition()

    @property
    def figures(self) -> Figures:
        """What it has done, and what it is at."""
        with self._changed:
            return Figures(
                self._jobs,
                self._failed,
                self._refused,
                self._started,
                self._seconds,
                self._busy,
                self._waiting,
            )

    def close(self) -> None:
        """Give up what is being worked at, and take nothing more."""
        with self._changed:
            self._closed = True
            working = list(self._working)
            self._changed.notify_all()
        for worker in working:
            worker.kill()

    def ask(self, request: Facts, data: bytes, limits: Limits, understood: Understood[T]) -> T:
        """A worker's answer as what it means; the worker is kept when it is as it should be.

        Raises WorkerFailed, and what ``understood`` raises; of that a KeyError, TypeError or
        ValueError says that the answer makes no sense, and becomes Broken.
        """
        self._wait_for_turn(limits)
        worker, kept, begun = None, False, time.monotonic()
        try:
            worker = self._taken(limits)
            facts, body = worker.ask(request, data, limits.patience, limits.reply)
            sound = facts.get("outcome") == "refused"
            try:
                answer = understood(facts, body)
                sound = True
            finally:
                kept = sound and _is_light(worker, data)
        except (KeyError, TypeError, ValueError) as error:
            raise self._failure(Broken(f"made no sense: {type(error).__name__}")) from error
        except WorkerFailed as failure:
            raise self._failure(failure) from failure.__cause__
        finally:
            self._done(worker, limits, time.monotonic() - begun, kept=kept)
        return answer

    def _wait_for_turn(self, limits: Limits) -> None:
        with self._changed:
            if self._busy >= limits.workers and self._waiting >= MOST_WAITING:
                self._refused += 1
                raise Crowded("too many wait")
            self._waiting += 1
            try:
                free = self._changed.wait_for(
                    lambda: self._closed or self._busy < limits.workers, limits.patience
                )
            finally:
                self._waiting -= 1
            if self._closed:
                raise Stopped("no more is taken")
            if not free:
                self._refused += 1
                raise Crowded("waited too long")
            self._busy += 1
            self._jobs += 1

    def _taken(self, limits: Limits) -> Worker:
        worker = self._stock.take(limits)
        is_new = worker is None
        worker = worker or self._stock.start(limits)
        with self._changed:
            self._started += is_new
            self._working.add(worker)
            closed = self._closed
        if closed:  # just now, and by one who did not see this worker
            worker.kill()
        return worker

    def _failure(self, failure: WorkerFailed) -> WorkerFailed:
        with self._changed:
            self._failed += 1
            return Stopped("given up") if self._closed else failure

    def _done(self, worker: Worker | None, limits: Limits, seconds: float, *, kept: bool) -> None:
        with self._changed:
            if worker is not None:
                self._working.discard(worker)
            kept = kept and not self._closed
        # Before another may take one, so that there are never more than there may be.
        if worker is not None:
            if kept:
                self._stock.keep(worker, limits.workers)
            else:
                worker.end()
        with self._changed:
            self._busy -= 1
            self._seconds += seconds
            self._changed.notify()


def _bounds(limits: Limits) -> tuple[int, int, int]:
    """What a worker is started with."""
    return limits.memory, limits.seconds, limits.nice


def _is_light(worker: Worker, data: bytes) -> bool:
    """Whether a worker has not grown, and not been asked so often that it may have."""
    return worker.asked < RECYCLED_AFTER and len(data) <= _LIGHT and worker.resident_bytes <= _LARGE
