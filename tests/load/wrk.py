"""Asking with wrk, and reading what it tells."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.load.plans import Load, in_lua

SCRIPT = Path(__file__).with_name("ask.lua")
CONNECTIONS = 64
TIMEOUT_SECONDS = 60

_runs = count(1)


@dataclass(frozen=True, slots=True)
class Asked:
    """How a load was answered. Times are in milliseconds.

    ``broken`` counts connections that failed and answers that did not come in a minute;
    ``unexpected`` are answers, by status, that are none of those that the load expects.
    """

    load: Load
    requests: int
    seconds: float
    median: float
    late: float
    most: float
    broken: int
    unexpected: dict[int, int]

    @property
    def rate(self) -> float:
        """How many were answered in a second."""
        return self.requests / self.seconds

    @property
    def errors(self) -> int:
        """How many were not answered as they should have been."""
        return self.broken + sum(self.unexpected.values())


@contextmanager
def asking(address: str, load: Load, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """wrk while it asks; ``answered`` reads what it tells when it ends."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("Asking needs the program wrk. As root: apt-get install wrk")
    with TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.lua"
        plan.write_text(in_lua(load))
        command = [program, "--threads", "1", "--connections", str(CONNECTIONS)]
        command += ["--duration", f"{seconds:.0f}s", "--timeout", f"{TIMEOUT_SECONDS}s"]
        command += ["--script", str(SCRIPT), address, "--", str(plan), str(next(_runs))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield process
            finally:
                process.kill()


def answered(process: subprocess.Popen[str], load: Load) -> Asked:
    """Wait for wrk to end, and read what it tells."""
    told, _ = process.communicate()
    figures: dict[str, list[int]] = {}
    statuses: dict[int, int] = {}
    for line in told.splitlines():
        name, *values = line.split() or [""]
        if name == "status":
            statuses[int(values[0])] = int(values[1])
        elif name in ("asked", "took", "broken"):
            figures[name] = [int(value) for value in values]
    if process.returncode or len(figures) != 3:
        raise RuntimeError(f"wrk failed: {told}")
    requests, microseconds = figures["asked"]
    median, late, most = (value / 1000 for value in figures["took"])
    return Asked(
        load,
        requests,
        microseconds / 1e6,
        median,
        late,
        most,
        figures["broken"][0],
        {status: number for status, number in statuses.items() if status not in load.expects},
    )


def ask(address: str, load: Load, seconds: float) -> Asked:
    """Ask for so long, and tell how it was answered."""
    with asking(address, load, seconds) as process:
        return answered(process, load)
