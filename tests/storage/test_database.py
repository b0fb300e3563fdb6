from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError, OperationalError, StatementError
from sqlalchemy.orm import Session

from app.errors import Busy
from app.settings import Settings
from app.storage import database as database_module
from app.storage.database import Database, writing
from app.storage.migrations import ROOT
from app.storage.schema import Article, Content, Share, Version


def article(slug: str = "ferry", **more: object) -> Article:
    return Article(slug=slug, title="Ferry", **more)


def version(number: int, **more: object) -> Version:
    given = {
        "title": "Ferry",
        "label": "",
        "source": "paste",
        "name": "",
        "media_type": "text/plain",
        "content_hash": "c",
        "document_hash": "c",
        "words": 3,
        "captured_at": datetime(2026, 5, 4, tzinfo=UTC),
    }
    return Version(number=number, **(given | more))


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def with_two_versions(session: Session) -> Article:
    stored = article()
    stored.versions = [version(1), version(2)]
    with writing(session):
        session.add(Content(hash="c", data=b"", size=0))
        session.flush()
        session.add(stored)
    return stored


def test_the_file_is_written_ahead_synced_and_its_keys_hold(session: Session) -> None:
    assert session.scalar(text("PRAGMA journal_mode")) == "wal"
    assert session.scalar(text("PRAGMA synchronous")) == 2
    assert session.scalar(text("PRAGMA foreign_keys")) == 1
    assert session.scalar(text("PRAGMA busy_timeout")) == database_module.BUSY_MILLISECONDS


def test_a_block_that_fails_stores_nothing(session: Session) -> None:
    def fails() -> None:
        with writing(session):
            session.add(article())
            session.flush()
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        fails()
    assert count(session, Article) == 0


def test_what_was_written_is_seen_by_others_and_stays_usable(
    database: Database, session: Session
) -> None:
    stored = article()
    with writing(session):
        session.add(stored)
    with database.session() as other:
        assert other.scalar(select(Article.slug)) == "ferry"
    assert not session.in_transaction()
    assert stored.title == "Ferry"


def test_a_reader_sees_one_state_while_others_write(database: Database, session: Session) -> None:
    assert count(session, Article) == 0
    with database.session() as other, writing(other):
        other.add(article())
    assert count(session, Article) == 0
    session.rollback()
    assert count(session, Article) == 1


def test_one_who_has_read_can_still_write_after_others_have(
    database: Database, session: Session
) -> None:
    assert count(session, Article) == 0
    with database.session() as other, writing(other):
        other.add(article("first"))
    with writing(session):
        session.add(article("second"))
    assert count(session, Article) == 2


def test_writers_queue(database: Database) -> None:
    def write(slug: str) -> None:
        with database.session() as session, writing(session):
            session.add(article(slug, created_at=datetime.now(UTC)))
            session.flush()

    threads = [threading.Thread(target=write, args=(f"a{n}",)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session() as session:
        assert count(session, Article) == 12


def test_a_database_locked_for_too_long_is_busy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_MILLISECONDS", 50)
    database = Database(settings)

    def write_beside_a_writer() -> None:
        with database.session() as one, writing(one), database.session() as two, writing(two):
            two.add(article())

    with pytest.raises(Busy, match="written to by others") as told:
        write_beside_a_writer()
    assert told.value.status == 503
    database.close()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("database or disk is full", "no space left"),
        ("attempt to write a readonly database", "cannot be written to"),
    ],
)
def test_a_disk_that_takes_nothing_is_told(session: Session, reason: str, sentence: str) -> None:
    def write() -> None:
        with writing(session):
            raise OperationalError("INSERT", {}, Exception(reason))

    with pytest.raises(Busy, match=sentence):
        write()


def test_other_trouble_is_not_hidden(session: Session) -> None:
    def write() -> None:
        with writing(session):
            session.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(OperationalError, match="no such table"):
        write()


def test_times_come_back_aware_and_in_utc(session: Session) -> None:
    berlin = timezone(timedelta(hours=2))
    with writing(session):
        session.add(article(created_at=datetime(2026, 5, 4, 9, 5, tzinfo=berlin)))
    session.expire_all()
    found = session.scalar(select(Article.created_at))
    assert found == datetime(2026, 5, 4, 7, 5, tzinfo=UTC)
    assert found is not None
    assert found.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    def write() -> None:
        with writing(session):
            session.add(article(created_at=datetime(2026, 5, 4)))

    with pytest.raises(StatementError, match="without a zone"):
        write()


def test_a_version_points_at_contents_that_are_there(session: Session) -> None:
    def write() -> None:
        with writing(session):
            lonely = article()
            lonely.versions = [version(1)]
            session.add(lonely)

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        write()


def test_two_versions_cannot_have_one_number(session: Session) -> None:
    stored = with_two_versions(session)

    def write() -> None:
        with writing(session):
            session.add(version(2, article_id=stored.id))

    with pytest.raises(IntegrityError, match="UNIQUE"):
        write()


@pytest.mark.parametrize(
    ("name", "value"), [("number", 7), ("words", 4), ("document_hash", "d"), ("content_hash", "d")]
)
def test_the_text_of_a_version_never_changes(session: Session, name: str, value: object) -> None:
    stored = with_two_versions(session)

    def rewrite() -> None:
        with writing(session):
            setattr(stored.versions[0], name, value)

    with pytest.raises(ValueError, match=f"the {name} of a stored version cannot change"):
        rewrite()


def test_the_label_of_a_version_may_change(session: Session) -> None:
    stored = with_two_versions(session)
    with writing(session):
        stored.versions[0].label = "wire copy"
    assert session.scalar(select(Version.label).where(Version.number == 1)) == "wire copy"


def test_deleting_an_article_takes_its_versions_and_shares_along(session: Session) -> None:
    stored = with_two_versions(session)
    with writing(session):
        session.add(Share(token_hash="t", article_id=stored.id, version_a=1, version_b=2))
    with writing(session):
        session.delete(stored)
    assert [count(session, table) for table in (Article, Version, Share)] == [0, 0, 0]


def test_a_share_points_at_versions_that_are_there(session: Session) -> None:
    stored = with_two_versions(session)

    def write() -> None:
        with writing(session):
            session.add(Share(token_hash="t", article_id=stored.id, version_a=1, version_b=9))

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        write()


def test_nothing_is_loaded_behind_ones_back(session: Session) -> None:
    with_two_versions(session)
    session.expunge_all()
    found = session.scalar(select(Article))
    assert found is not None
    with pytest.raises(InvalidRequestError, match="raise"):
        _ = found.versions


def test_what_was_acknowledged_survives_a_kill_and_what_was_not_is_not_half_there(
    settings: Settings, database: Database
) -> None:
    victim = (
        "import os, signal, sys\n"
        "from app.settings import Settings\n"
        "from app.storage.database import Database, writing\n"
        "from app.storage.schema import Article\n"
        "with Database(Settings(data_dir=sys.argv[1])).session() as session:\n"
        "    with writing(session):\n"
        "        session.add(Article(slug='kept', title='Kept'))\n"
        "    with writing(session):\n"
        "        session.add(Article(slug='lost', title='Lost'))\n"
        "        session.flush()\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", victim, str(settings.data_dir)],
        cwd=ROOT,
        env=os.environ,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    with database.session() as session:
        assert session.scalars(select(Article.slug)).all() == ["kept"]
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
