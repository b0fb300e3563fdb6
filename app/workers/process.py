"""One worker, as the process that started it sees it."""

from __future__ import annotations

import logging
import resource
import signal
import subprocess
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from app.workers.messages import Facts, receive, send

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_ENVIRONMENT = {
    # Nothing of the server's: there are passwords in it.
    "PYTHONPATH": str(_ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",  # a worker may start no threads
}

# On Linux a worker is ended with the thread that started it, so that is one which lasts.
_starter = ThreadPoolExecutor(1, thread_name_prefix="starting workers")


class WorkerFailed(Exception):
    """A piece of work has no answer."""


class NotStarted(WorkerFailed):
    """There is no worker to be had."""


class Late(WorkerFailed):
    """It was given up by the clock."""


class Spent(WorkerFailed):
    """It took more processor time than it may."""


class OutOfMemory(WorkerFailed):
    """It took more memory than it may."""


class Broken(WorkerFailed):
    """The worker ended, met a fault, or made no sense."""


def start(command: Sequence[str], memory: int, seconds: int, nice: int) -> Worker:
    """A new worker of this command. Raises NotStarted."""
    try:
        return _starter.submit(Worker, command, memory, seconds, nice).result()
    except (OSError, RuntimeError) as error:  # the latter when this process is about to end
        raise NotStarted(str(error)) from error


class Worker:
    """One process, used by one thread at a time."""

    def __init__(self, command: Sequence[str], memory: int, seconds: int, nice: int) -> None:
        self.asked = 0
        self._killed = False
        self._bounds = (memory, seconds, nice)
        self._process = subprocess.Popen(  # noqa: S603  # the command is our own
            [*command, *map(str, self._bounds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=_ENVIRONMENT,
            start_new_session=True,  # an interrupt in the terminal is for the server alone
        )

    @property
    def alive(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    @property
    def resident_bytes(self) -> int:
        """How much memory it fills; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()[1]
        except OSError:
            return 0
        return int(pages) * resource.getpagesize()

    def fits(self, memory: int, seconds: int, nice: int) -> bool:
        """Whether it was started with these bounds."""
        return self._bounds == (memory, seconds, nice)

    def ask(self, request: Facts, data: bytes, patience: float, most: int) -> tuple[Facts, bytes]:
        """Its answer of at most so many bytes, in so many seconds. Raises WorkerFailed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.asked += 1
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(patience, give_up)
        timer.daemon = True
        timer.start()
        reply = None
        try:
            if self.asked == 1 and receive(self._process.stdout, 0) is None:
                status = self.end()
                if not self._killed:
                    log.error("a worker does not start, status %s", status)
                raise NotStarted(f"ended with status {status}")
            send(self._process.stdin, request, data)
            reply = receive(self._process.stdout, most)
        except (OSError, ValueError) as error:
            log.warning("a worker could not be talked to: %s", error)
        finally:
            timer.cancel()
        if reply is None or late.is_set():
            raise self._end_told(late=late.is_set())
        outcome = reply[0].get("outcome")
        if outcome == "memory":
            raise OutOfMemory("more memory than it may take")
        if outcome == "broken":
            raise Broken(f"met a fault: {reply[0].get('error')!s:.100}")
        return reply

    def kill(self) -> None:
        """End the process from another thread; whoever asks it is told."""
        self._killed = True
        self._process.kill()

    def end(self) -> int:
        """End the process; how it ended."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was still to be written has nobody to read it
                if pipe is not None:
                    pipe.close()
        return self._process.wait()

    def _end_told(self, *, late: bool) -> WorkerFailed:
        # It has closed its pipe and is about to end by itself, which tells more than to kill it.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        status = self.end()
        if late:
            return Late("given up by the clock")
        if status == -signal.SIGXCPU:
            return Spent("more processor time than it may take")
        return Broken(f"ended with status {status}")
