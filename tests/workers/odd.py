"""A worker that is ready and then does what its command says: ``python -m tests.workers.odd DEED``.

What is slow and what breaks wherever something is made apart.
"""

from __future__ import annotations

import os
import signal
import sys
import time

from app.workers.messages import Facts, receive, send

MOST = 256 * 1024 * 1024


def command(deed: str) -> tuple[str, ...]:
    """The command of a worker that does this."""
    return (sys.executable, "-m", "tests.workers.odd", deed)


BREAKS, SLEEPS, TALKS, ECHOES, SPENDS, FILLS = map(
    command, ("break", "sleep", "talk", "echo", "spend", "fill")
)
NEVER_READY = (sys.executable, "-c", "raise SystemExit(3)")


def _answer(facts: Facts, body: bytes) -> tuple[Facts, bytes]:
    match sys.argv[1]:
        case "break":
            os._exit(3)
        case "spend":
            signal.raise_signal(signal.SIGXCPU)
        case "fill":
            return {"outcome": "memory"}, b""
        case "sleep":
            time.sleep(600)
        case "talk":
            sys.stdout.buffer.write(b"nonsense" * 9)
            sys.stdout.buffer.flush()
            os._exit(0)
    told = {"environment": dict(os.environ), "pid": os.getpid(), "asked": facts}
    return {"outcome": "answer", **told}, body


if __name__ == "__main__":
    send(sys.stdout.buffer, {"outcome": "ready"})
    while (message := receive(sys.stdin.buffer, MOST)) is not None:
        send(sys.stdout.buffer, *_answer(*message))
