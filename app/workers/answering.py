"""The side of a worker: it says that it is ready, and answers one message after the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, NamedTuple

from app.errors import RecensionError
from app.workers.confinement import allow, confine, end_with_parent
from app.workers.messages import Facts, receive, send

Answer = Callable[[Facts, bytes], tuple[Facts, bytes]]


class Asked(NamedTuple):
    """What a worker is started with: bytes of memory, seconds of work for each answer, niceness."""

    memory: int
    seconds: int
    nice: int

    @classmethod
    def of(cls, arguments: list[str]) -> Asked:
        """The last three arguments of its command."""
        return cls(*map(int, arguments[-3:]))


def answer_all(
    answer: Answer,
    most: int,
    *,
    warm: Callable[[], object] | None = None,
    threads: bool = False,
) -> None:
    """Answer every message of up to ``most`` bytes that comes on standard input, until none does.

    What a worker may use is bounded before the first. ``warm`` is done once, so that the first is
    not the slowest. ``threads``: what answers needs some.
    """
    asked = Asked.of(sys.argv)
    end_with_parent()
    requests, replies = _taken_over(0, "rb"), _taken_over(1, "wb")
    with suppress(OSError):
        os.nice(asked.nice)
    confine(asked.memory, threads=threads)
    if warm is not None:
        warm()
    send(replies, {"outcome": "ready"})
    while (message := receive(requests, most)) is not None:
        allow(asked.seconds)
        send(replies, *_answered(answer, *message))


def _answered(answer: Answer, request: Facts, data: bytes) -> tuple[Facts, bytes]:
    try:
        facts, body = answer(request, data)
    except RecensionError as error:
        kind = type(error).__name__
        told = {"kind": kind, "sentence": error.sentence, "advice": error.advice}
        return {"outcome": "refused", **told}, b""
    except MemoryError:
        return {"outcome": "memory"}, b""
    except Exception as error:  # told to the other side, which logs it; never with any text
        return {"outcome": "broken", "error": type(error).__name__}, b""
    return {"outcome": "answer", **facts}, body


def _taken_over(number: int, mode: str) -> IO[bytes]:
    """This standard stream for ourselves alone; a library that uses it meets an empty one."""
    own = os.dup(number)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, number)
    os.close(nothing)
    return os.fdopen(own, mode)
