"""The process that reads files apart from the server: ``python -m app.ingest.worker``.

It says that it is ready, takes requests on standard input and answers each on standard output, one
after the other, until there are no more. What it may use is limited before the first; see ``apart``
for the other side.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import IO

from app.engine.document_json import document_to_json
from app.errors import RecensionError
from app.ingest import archive, reading, series
from app.ingest.archive import Member
from app.ingest.hints import Hints, Tracked
from app.ingest.messages import Facts, receive, send

MOST = 128 * 1024 * 1024
_SHARED = 1024 * 1024 * 1024
"""Address space for what libraries map and never fill, on top of the memory that data may take."""


def main() -> None:
    """Serve until there are no more requests. Arguments: bytes of memory, seconds for each."""
    memory, seconds = map(int, sys.argv[1:3])
    requests, replies = _taken_over(0, "rb"), _taken_over(1, "wb")
    confine(memory)
    send(replies, {"outcome": "ready"})
    while (message := receive(requests, MOST)) is not None:
        _allow(seconds)
        send(replies, *_answer(*message))


def confine(memory: int) -> None:
    """Give up for good what no reader needs: files, processes, and memory without end."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_AS, memory + _SHARED),
    ):
        # Not every system knows every limit, and the others hold all the same.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _taken_over(number: int, mode: str) -> IO[bytes]:
    """This standard stream for ourselves alone; a library that uses it meets an empty one."""
    own = os.dup(number)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, number)
    os.close(nothing)
    return os.fdopen(own, mode)


def _allow(seconds: int) -> None:
    """So many seconds of processor time from here on; past them the system ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _answer(request: Facts, data: bytes) -> tuple[Facts, bytes]:
    try:
        if request["wanted"] == "members":
            found = archive.members(data)
            return {"outcome": "members", "members": _listed(found)}, _joined(found)
        if request["wanted"] == "series":
            articles = series.read_series(data)
            listed = [[*each[:2], _listed(each.versions), *each[3:]] for each in articles]
            every = [version for each in articles for version in each.versions]
            return {"outcome": "series", "articles": listed}, _joined(every)
        document = reading.read(data, request["name"], _hints(request))
        return {"outcome": "document"}, document_to_json(document)
    except RecensionError as error:
        kind = type(error).__name__
        told = {"kind": kind, "sentence": error.sentence, "advice": error.advice}
        return {"outcome": "refused", **told}, b""
    except MemoryError:
        return {"outcome": "memory"}, b""
    except Exception as error:  # a fault in a reader: told to the other side, which logs it
        return {"outcome": "broken", "error": type(error).__name__}, b""


def _listed(members: Iterable[Member]) -> list[tuple[str, int]]:
    """Their names, and how many of the bytes that follow are theirs."""
    return [(member.name, len(member.data)) for member in members]


def _joined(members: Iterable[Member]) -> bytes:
    return b"".join(member.data for member in members)


def _hints(request: Facts) -> Hints:
    return Hints(
        charset=request["charset"],
        address=request["address"],
        tracked=Tracked(request["tracked"]),
        mend=request["mend"],
    )


if __name__ == "__main__":
    main()
