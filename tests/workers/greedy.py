"""A worker that tries what none may do: ``python -m tests.workers.greedy``.

It is confined as every worker is, does the deed that the message names, and tells how that went.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path

from app.errors import EmptyText
from app.workers.answering import answer_all
from app.workers.messages import Facts


def answer(request: Facts, data: bytes) -> tuple[Facts, bytes]:
    """What came of it; an error is told by its name."""
    try:
        return {"told": _do(request["deed"], request.get("path", ""))}, data
    except OSError as error:
        return {"told": type(error).__name__}, b""


def _do(deed: str, path: str) -> object:
    match deed:
        case "nothing":
            return os.getpid()
        case "read":
            return Path(path).read_text()
        case "list":
            return os.listdir(path)
        case "write":
            return Path(path).write_text("Written.")
        case "delete":
            return Path(path).unlink()
        case "connect":
            address, _, port = path.rpartition(":")
            socket.create_connection((address, int(port)), timeout=5).close()
        case "start":
            return subprocess.run([sys.executable, "-c", ""], check=True).returncode
        case "environment":
            return dict(os.environ)
        case "files":
            return sorted(n for n in range(64) if _is_open(n))
        case "core":
            return resource.getrlimit(resource.RLIMIT_CORE)[0]
        case "nice":
            return os.getpriority(os.PRIO_PROCESS, 0)
        case "parent":
            return os.getppid()
        case "eat":
            kept = []
            while True:
                kept.append(bytearray(16 * 1024 * 1024))
        case "loop":
            while True:
                pass
        case "crash":
            ctypes.string_at(0)
        case "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "refuse":
            raise EmptyText("There is nothing in it.")
        case "fault":
            raise ZeroDivisionError("of the text")
    return "done"


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    answer_all(answer, 1024 * 1024)
