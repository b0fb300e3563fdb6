"""A worker whose reader does what the file tells it to: what a reader that was broken into may do.

Run as a worker is: ``python -m tests.ingest.bad_reader MEMORY SECONDS``.
"""

from __future__ import annotations

import ctypes
import os
import time
from contextlib import suppress
from pathlib import Path

from app.engine import Document, parse_text
from app.errors import EmptyText
from app.ingest import Hints, worker
from app.workers import answering


def _loop() -> None:
    while True:
        pass


def _work() -> None:
    start = time.process_time()
    while time.process_time() < start + 0.6:
        pass


def _eat() -> None:
    kept = []
    while True:
        kept.append(bytearray(16 * 1024 * 1024))


def _write() -> None:
    path = Path("written.txt")
    try:
        path.write_text("Written.")
    finally:
        path.unlink(missing_ok=True)


def _garble() -> None:
    worker.document_to_json = lambda document: b'{"text": 3}'


def _flood() -> None:
    worker.document_to_json = lambda document: bytes(8 * 1024 * 1024)


def _shout() -> None:
    for pipe in range(3, 16):
        with suppress(OSError):
            os.write(pipe, b"\xff" * 1000)


def _refuse() -> None:
    raise EmptyText("There is nothing in it.", "Take another.")


def _lie() -> None:
    lie = {"outcome": "refused", "kind": "SystemExit", "sentence": 3, "advice": ""}
    answering._answered = lambda *_: (lie, b"")


def _fault() -> None:
    raise ZeroDivisionError("of the text")


DEEDS = {
    "loop": _loop,
    "work": _work,
    "sleep": lambda: time.sleep(60),
    "eat": _eat,
    "crash": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "leave": lambda: os._exit(0),
    "write": _write,
    "print": lambda: print("Noise.", flush=True),
    "garble": _garble,
    "flood": _flood,
    "shout": _shout,
    "refuse": _refuse,
    "lie": _lie,
    "fault": _fault,
    "pause": lambda: time.sleep(0.3),
}


def read(data: bytes, name: str | None, hints: Hints) -> Document:
    """Do it, and tell by which process, and what it knows of the one that started it."""
    deed = DEEDS.get(data.decode())
    if deed:
        deed()
    return parse_text(f"{os.getpid()}\n\n{name} {hints.tracked}\n\n{sorted(os.environ)}")


if __name__ == "__main__":
    worker.reading.read = read
    answering.answer_all(worker.answer, worker.MOST)
