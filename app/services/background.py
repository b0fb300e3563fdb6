"""Work that goes on while nobody waits for it: jobs by name, and processes for what is long."""

from __future__ import annotations

import io
import logging
import subprocess
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import Busy, RecensionError
from app.ingest.messages import Facts, receive, send

log = logging.getLogger(__name__)

MOST_WAITING = 64
MOST_FAILURES = 100

_ROOT = Path(__file__).resolve().parents[2]


def stopping() -> Busy:
    """What is told of work that the server's end cuts short."""
    return Busy("The server is being stopped.", "Try again in a minute.")


@dataclass(eq=False)
class _Job:
    started: float = field(default_factory=time.monotonic)
    running: bool = False
    result: Future[None] = field(default_factory=Future)


class Jobs:
    """Work by name, each piece of it done once however many ask; whoever makes this closes it.

    ``threads`` is how many are done at once; ``busy`` and ``broken`` are what is told when too
    many wait, and of work that failed for a reason of its own.
    """

    def __init__(
        self,
        threads: int,
        name: str,
        *,
        busy: Callable[[], Busy],
        broken: Callable[[], RecensionError],
    ) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._name, self._busy, self._broken = name, busy, broken
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._failures: OrderedDict[str, RecensionError] = OrderedDict()
        self._turns: dict[str, tuple[threading.Lock, int]] = {}
        self._lock = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """Let what is being done end, and do no more."""
        with self._lock:
            self._closed = True
        self._threads.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            undone, self._jobs = list(self._jobs.values()), OrderedDict()
        for job in undone:
            job.result.set_result(None)

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
            if key in self._failures:
                return self._failures[key]
            job = self._jobs.get(key)
            if job is None:
                return None
            before = 0 if job.running else list(self._jobs).index(key)
            return int(time.monotonic() - job.started), before

    def forget(self, key: str) -> None:
        """Let work that failed be tried again."""
        with self._lock:
            self._failures.pop(key, None)

    def begin(self, key: str, work: Callable[[], None]) -> None:
        """Have the work done, unless it is being done. Raises Busy when too much waits."""
        with self._lock:
            if key in self._jobs:
                return
            if self._closed or len(self._jobs) >= MOST_WAITING:
                raise self._busy()
            job = self._jobs[key] = _Job()
        self._threads.submit(self._done, key, job, work)

    def wait(self, key: str) -> None:
        """Return when nobody is at this work any more."""
        with self._lock:
            job = self._jobs.get(key)
        if job is not None:
            job.result.result()

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
                self._failures[key] = failure
                while len(self._failures) > MOST_FAILURES:
                    self._failures.popitem(last=False)
            del self._jobs[key]
        job.result.set_result(None)


class GivenUp(Exception):
    """A process took longer than it was given."""


class Unanswered(Exception):
    """A process ended without an answer; ``status`` is how."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"ended with status {status}")
        self.status = status


class Processes:
    """Processes that each answer one message and end; whoever makes this closes it."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """End those that run, and start no more."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for process in running:
            process.kill()

    def ask(
        self, command: Sequence[str], facts: Facts, body: bytes, *, patience: float, most: int
    ) -> tuple[Facts, bytes]:
        """What a process of this command answers, in at most so many bytes.

        ``patience`` is in seconds by the clock. Raises GivenUp, Unanswered, and Busy when the
        server is being stopped.
        """
        request = io.BytesIO()
        send(request, facts, body)
        process = self._started(command)
        try:
            reply, _ = process.communicate(request.getvalue(), timeout=patience)
        except subprocess.TimeoutExpired:
            raise GivenUp from None
        finally:
            with self._lock:
                self._running.discard(process)
            process.kill()
            with suppress(OSError), process:  # closes its pipes, and waits for its end
                pass
        answer = None
        with suppress(ValueError):
            answer = receive(io.BytesIO(reply), most)
        if answer is not None:
            return answer
        if self._closed:
            raise stopping()
        raise Unanswered(process.returncode)

    def _started(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise stopping()
            process = subprocess.Popen(  # noqa: S603  # the command is our own
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                # Nothing of the server's environment: there are passwords in it.
                env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"},
                start_new_session=True,  # an interrupt in the terminal is for the server alone
            )
            self._running.add(process)
            return process
