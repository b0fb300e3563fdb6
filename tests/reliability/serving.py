"""A real server as a process, and what becomes of it and of the processes that it started."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.storage.migrations import ROOT

LONGEST = 120
"""Seconds after which something that has to happen is taken not to."""


@dataclass(frozen=True)
class Process:
    """A process known by its number and when it began, since numbers are given again."""

    number: int
    began: str

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        found = _stat(self.number)
        return found is not None and found[19] == self.began and found[0] not in "ZX"


class Served:
    """A running ``recension serve`` on any free port, over the library that ``env`` names."""

    def __init__(self, env: Mapping[str, str], errors: Path) -> None:
        self._errors = errors
        with errors.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "app.cli", "serve", "--port", "0"],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **env},
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        self.address = ""

    def ready(self) -> str:
        """The address, as soon as it is told. Raises AssertionError when the server ends first."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + LONGEST
        said = b""
        while b"\n" not in said:
            waits, _, _ = select.select([self.process.stdout], [], [], deadline - time.monotonic())
            more = os.read(self.process.stdout.fileno(), 4096) if waits else b""
            assert more, f"the server did not start: {self._errors.read_text()[-2000:]}"
            said += more
        self.address = said.decode().splitlines()[0].rpartition(" ")[2]
        return self.address

    def kill(self, *, alone: bool) -> list[Process]:
        """End it by SIGKILL, ``alone`` or with all its processes; these, when they were left."""
        os.kill(self.process.pid, signal.SIGSTOP)  # so that none comes while they are counted
        children = descendants(self.process.pid)
        for number in [self.process.pid] + [child.number for child in children if not alone]:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        return children


def wait_for_end(processes: list[Process]) -> float:
    """How many seconds it took until all had ended by themselves. Raises when they do not."""
    start = time.monotonic()
    while left := [process for process in processes if process.runs]:
        assert time.monotonic() - start < LONGEST, f"orphans: {left}"
        time.sleep(0.02)
    return time.monotonic() - start


def descendants(number: int) -> list[Process]:
    """The processes that a process started, and those that these did."""
    found: list[Process] = []
    by_parent: dict[int, list[Process]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdecimal() and (stat := _stat(int(entry))) is not None:
            by_parent.setdefault(int(stat[1]), []).append(Process(int(entry), stat[19]))
    waiting = [number]
    while waiting:
        for child in by_parent.get(waiting.pop(), []):
            found.append(child)
            waiting.append(child.number)
    return found


def _stat(number: int) -> list[str] | None:
    """The fields of a process from its state on; None when there is none."""
    try:
        said = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return None
    return said.rpartition(")")[2].split()
