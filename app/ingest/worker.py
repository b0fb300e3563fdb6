"""The process that reads files apart from the server: ``python -m app.ingest.worker``.

See ``apart`` for the other side.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.engine.document_json import document_to_json
from app.ingest import archive, reading, series
from app.ingest.archive import Member
from app.ingest.hints import Hints, Tracked
from app.workers.answering import answer_all
from app.workers.messages import Facts

MOST = 128 * 1024 * 1024


def answer(request: Facts, data: bytes) -> tuple[Facts, bytes]:
    """What is wanted of a file. Raises RecensionError when there is no such thing in it."""
    if request["wanted"] == "members":
        found = archive.members(data)
        return {"answered": "members", "members": _listed(found)}, _joined(found)
    if request["wanted"] == "series":
        articles = series.read_series(data)
        listed = [[*each[:2], _listed(each.versions), *each[3:]] for each in articles]
        every = [version for each in articles for version in each.versions]
        return {"answered": "series", "articles": listed}, _joined(every)
    document = reading.read(data, request["name"], _hints(request))
    return {"answered": "document"}, document_to_json(document)


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
    answer_all(answer, MOST)
