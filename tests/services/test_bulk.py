"""Many files at once: what is kept of them, for whom, and what a kill leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import Busy, NotFound
from app.services import bulk
from app.services.bulk import LEAVE, Stage, Upload, Uploads
from app.services.catching_up import CatchingUp
from app.services.comparisons import ComparisonMemory
from app.services.computing import Computing
from app.services.proposals import SentFile
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import SHARED_ID, Article, Version
from app.storage.viewing import Viewer

ME, OTHER = Viewer(SHARED_ID), Viewer(7)
BELL = b"The bell of the tower rang twice on Sunday."


@pytest.fixture
def uploads(settings: Settings, database: Database) -> Iterator[Uploads]:
    """The uploads of a server."""
    computing = Computing(settings, database, ComparisonMemory.of(settings))
    catching_up = CatchingUp(database, computing)
    made = Uploads(settings, database, catching_up)
    yield made
    made.close()
    computing.close()
    catching_up.close()


def finished(uploads: Uploads, upload_id: str, viewer: Viewer = ME) -> Upload:
    """An upload as soon as nothing more comes by itself."""
    deadline = time.monotonic() + 60
    while (upload := uploads.find(viewer, upload_id)).is_working:
        assert time.monotonic() < deadline, "it is still at work"
        time.sleep(0.01)
    return upload


def test_each_article_is_stored_by_itself(
    uploads: Uploads, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [SentFile(f"bell {name}.txt", BELL + name.encode()) for name in ("a", "b", "c")]
    upload = finished(uploads, uploads.take(ME, files))
    assert (upload.stage, upload.done, upload.total) == (Stage.PROPOSED, 3, 3)
    real = bulk.create_article

    def failing(session: Session, versions: object, **more: str) -> Article:
        if versions[0].name == "bell b.txt":  # type: ignore[index]
            raise Busy("The library is being written to by others.", "Try again in a moment.")
        return real(session, versions, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(bulk, "create_article", failing)
    uploads.store(ME, upload, {})
    upload = finished(uploads, upload.id)
    assert upload.stage is Stage.DONE
    assert [(result.name, result.number) for result in upload.results] == [
        ("bell a.txt", 1),
        ("bell b.txt", 0),
        ("bell c.txt", 1),
    ]
    assert "written to by others" in upload.results[1].told
    assert session.scalar(select(func.count(Article.id))) == 2


def test_what_is_left_out_is_not_stored(uploads: Uploads, session: Session) -> None:
    upload = finished(uploads, uploads.take(ME, [SentFile("bell.txt", BELL)]))
    uploads.store(ME, upload, {0: LEAVE})
    upload = finished(uploads, upload.id)
    assert upload.results[0].told == "It was left out, as you chose."
    assert session.scalar(select(func.count(Version.id))) == 0


def test_others_do_not_find_it(uploads: Uploads) -> None:
    upload_id = uploads.take(ME, [SentFile("bell.txt", BELL)])
    finished(uploads, upload_id)
    for viewer in (OTHER, Viewer(None)):
        with pytest.raises(NotFound):
            uploads.find(viewer, upload_id)


def test_what_nobody_looks_at_is_let_go_for_what_comes(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_BYTES", 2 * len(BELL))
    first, second = (uploads.take(ME, [SentFile("bell.txt", BELL)]) for _ in range(2))
    finished(uploads, second)
    finished(uploads, first)
    third = uploads.take(ME, [SentFile("bell.txt", BELL)])
    with pytest.raises(NotFound):
        uploads.find(ME, second)
    assert finished(uploads, first).stage is Stage.PROPOSED
    assert finished(uploads, third).stage is Stage.PROPOSED


def test_when_there_is_no_room_that_is_told(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_BYTES", 10)
    with pytest.raises(Busy):
        uploads.take(ME, [SentFile("bell.txt", BELL)])


def test_a_fault_is_told_and_logged(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(bulk, "planned", fail)
    upload = finished(uploads, uploads.take(ME, [SentFile("bell.txt", BELL)]))
    assert upload.stage is Stage.FAILED
    assert "Something went wrong here" in upload.problem
    assert "ZeroDivisionError" in caplog.text


KILLED = """
import sys, time
from app.services.bulk import Uploads
from app.services.catching_up import CatchingUp
from app.services.comparisons import ComparisonMemory
from app.services.computing import Computing
from app.services.library import open_library
from app.services.proposals import SentFile
from app.settings import settings_from_environment
from app.storage.schema import SHARED_ID
from app.storage.viewing import Viewer

settings = settings_from_environment()
database = open_library(settings)
computing = Computing(settings, database, ComparisonMemory.of(settings))
uploads = Uploads(settings, database, CatchingUp(database, computing))
me = Viewer(SHARED_ID)
files = [
    SentFile(f"story {n:03} v{v}.txt", f"Story {n} of the bell.\\n\\nIt is take {v}.".encode())
    for n in range(300) for v in (1, 2)
]
upload = uploads.find(me, uploads.take(me, files))
while upload.is_working:
    time.sleep(0.01)
uploads.store(me, upload, {})
told = 0
while upload.is_working:
    for result in upload.results[told:]:
        print(result.slug, result.number, flush=True)
        told += 1
"""


@pytest.mark.sqlite
def test_a_kill_leaves_what_was_told_to_be_stored_and_nothing_half(
    settings: Settings, database: Database
) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "RECENSION_DATA_DIR": str(settings.data_dir),
        "RECENSION_LOAD_SAMPLES": "false",
    }
    told: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", KILLED],
        stdout=subprocess.PIPE,
        env=environment,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told.append(line.strip())
            if len(told) == 20:
                process.send_signal(signal.SIGKILL)
    assert len(told) >= 20
    with database.session() as session:
        rows = session.execute(
            select(Article.slug, Version.number).join(Version, Version.article_id == Article.id)
        ).all()
        there = {f"{slug} {number}" for slug, number in rows}
        assert set(told) <= there
        halves = session.scalars(
            select(Article.slug)
            .join(Version, Version.article_id == Article.id)
            .group_by(Article.slug)
            .having(func.count(Version.id) != 2)
        ).all()
        assert halves == []
    assert len(there) < 600
