from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.errors import RecensionError
from app.storage.contents import AT_ONCE, drop_orphans, fetch, keep, pack
from app.storage.database import writing
from app.storage.schema import SHARED_ID, Article, Content, Version, now

BYTES = b"Ferry crews may return to work this week." * 50


def stored(session: Session, data: bytes = BYTES) -> str:
    packed = pack(data)
    with writing(session):
        keep(session, packed)
    return packed.hash


@pytest.mark.parametrize("data", [b"", b"\0\xff", BYTES])
def test_bytes_come_back_to_the_last(session: Session, data: bytes) -> None:
    name = stored(session, data)
    assert name == hashlib.sha256(data).hexdigest()
    assert fetch(session, name) == data


def test_the_same_bytes_are_stored_once_and_small(session: Session) -> None:
    assert stored(session) == stored(session)
    rows = session.execute(select(Content.size, func.length(Content.data))).all()
    assert len(rows) == 1
    assert rows[0].size == len(BYTES)
    assert rows[0].length < len(BYTES) / 10


def test_somebody_storing_the_same_bytes_meanwhile_does_no_harm(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = stored(session)
    monkeypatch.setattr(session, "scalar", lambda *_: None)  # as if the look came too early
    stored(session)
    assert fetch(session, name) == BYTES


@pytest.mark.parametrize(
    "damage",
    [
        {"data": b"rubbish"},
        {"data": pack(b"another text").data},
        {"data": pack(BYTES + b"!").data},
        {"data": pack(BYTES).data[:-20]},
        {"size": 3},
    ],
)
def test_damage_is_told_and_never_passed_on(session: Session, damage: dict[str, object]) -> None:
    name = stored(session)
    with writing(session):
        session.execute(update(Content).values(**damage))
    with pytest.raises(RecensionError, match="damaged") as told:
        fetch(session, name)
    assert told.value.status == 500
    assert "backup" in told.value.advice


def test_bytes_that_are_gone_are_told(session: Session) -> None:
    with pytest.raises(RecensionError, match="damaged"):
        fetch(session, "0" * 64)


def test_contents_that_no_version_has_are_dropped_however_many(session: Session) -> None:
    names = {part: pack(part.encode()) for part in ("content", "document", "deleted")}
    many = [pack(f"{n}".encode()) for n in range(AT_ONCE + 2)]
    with writing(session):
        for packed in (*names.values(), *many):
            keep(session, packed)
        session.add(
            Article(
                workspace_id=SHARED_ID,
                slug="boats",
                title="Boats",
                versions=[
                    Version(
                        number=number,
                        title="Boats",
                        label="",
                        source="paste",
                        name="",
                        media_type="text/plain",
                        content_hash=names[content].hash,
                        document_hash=names["document"].hash,
                        words=1,
                        captured_at=now(),
                        deleted_at=now() if content == "deleted" else None,
                    )
                    for number, content in ((1, "content"), (2, "deleted"))
                ],
            )
        )
    with writing(session):
        drop_orphans(session, [packed.hash for packed in (*names.values(), *many[1:])])
    kept = set(session.scalars(select(Content.hash)))
    assert kept == {packed.hash for packed in (*names.values(), many[0])}
