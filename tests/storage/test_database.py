from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError, InvalidRequestError, StatementError
from sqlalchemy.orm import Session

from app.errors import Busy
from app.settings import Settings
from app.storage.database import Database, writing
from app.storage.migrations import ROOT
from app.storage.schema import SHARED_ID, Article, Content, Share, Version


def article(slug: str = "ferry", **more: object) -> Article:
    return Article(workspace_id=SHARED_ID, slug=slug, title="Ferry", **more)


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


def test_two_who_add_at_the_same_time_both_get_what_is_free(database: Database) -> None:
    with database.session() as session:
        article_id = with_two_versions(session).id
    met = threading.Barrier(2)

    def add() -> None:
        with database.session() as session:
            last = select(func.max(Version.number))
            assert session.scalar(last) == 2
            met.wait(timeout=60)  # both have looked before either writes
            with writing(session):
                session.add(version((session.scalar(last) or 0) + 1, article_id=article_id))

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session() as session:
        numbers = session.scalars(select(Version.number).order_by(Version.number)).all()
    assert numbers == [1, 2, 3, 4]


def test_a_database_locked_for_too_long_is_busy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.engines.BUSY_MILLISECONDS", 50)
    database = Database(settings)

    def write_beside_a_writer() -> None:
        with database.session() as one, writing(one), database.session() as two, writing(two):
            two.add(article())

    with pytest.raises(Busy, match="written to by others") as told:
        write_beside_a_writer()
    assert told.value.status == 503
    database.close()


def test_after_waiting_in_vain_one_can_write(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.engines.BUSY_MILLISECONDS", 50)
    database = Database(settings)

    def write(session: Session) -> None:
        with writing(session):
            session.add(article())

    with database.session() as patient:
        with database.session() as other, writing(other), pytest.raises(Busy):
            write(patient)
        write(patient)
        assert count(patient, Article) == 1
    database.close()


@pytest.mark.sqlite
def test_a_full_disk_is_told(session: Session) -> None:
    def write() -> None:
        with writing(session):
            pages = session.scalar(text("PRAGMA page_count"))
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            session.add(Content(hash="c", data=b"x" * 100_000, size=100_000))

    with pytest.raises(Busy, match="no space left") as told:
        write()
    assert told.value.status == 507
    assert "Nothing was stored" in told.value.advice
    assert count(session, Content) == 0


def test_a_database_that_takes_nothing_is_told(store: str, session: Session) -> None:
    forbid = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}

    def write() -> None:
        with writing(session):
            session.execute(text(forbid[store]))
            session.add(article())

    with pytest.raises(Busy, match="cannot be written to"):
        write()


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("state", "sentence"),
    [("53100", "no space left"), ("40P01", "written to by others"), ("57P03", "be reached")],
)
def test_what_the_server_says_is_told(session: Session, state: str, sentence: str) -> None:
    def write() -> None:
        with writing(session):
            session.execute(text(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$"))

    with pytest.raises(Busy, match=sentence):
        write()


@pytest.mark.postgresql
def test_a_lost_connection_is_told_and_made_anew(database: Database, session: Session) -> None:
    own = session.scalar(text("SELECT pg_backend_pid()"))
    with database.session() as other:
        other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
    with pytest.raises(Busy, match="cannot be reached"):
        session.scalar(select(Article.id))
    session.rollback()
    with writing(session):
        session.add(article())
    assert count(session, Article) == 1


@pytest.mark.postgresql
def test_a_writer_that_does_nothing_is_not_waited_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its machine may be gone, and nobody has told the server."""
    monkeypatch.setattr("app.storage.engines.IDLE_MILLISECONDS", 50)
    monkeypatch.setattr("app.storage.engines.BUSY_MILLISECONDS", 50)
    idle = Database(settings)
    monkeypatch.undo()
    database = Database(settings)

    def write_while_idle() -> None:
        with idle.session() as gone, writing(gone):
            with database.session() as session, writing(session):
                session.add(article("kept"))
            gone.add(article("lost"))

    with pytest.raises(Busy, match="cannot be reached"):
        write_while_idle()
    with database.session() as session:
        assert session.scalars(select(Article.slug)).all() == ["kept"]
    idle.close()
    database.close()


def test_other_trouble_is_not_hidden(session: Session) -> None:
    def write() -> None:
        with writing(session):
            session.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(DatabaseError, match="nowhere"):
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

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        write()


def test_two_versions_cannot_have_one_number(session: Session) -> None:
    stored = with_two_versions(session)

    def write() -> None:
        with writing(session):
            session.add(version(2, article_id=stored.id))

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
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

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        write()


def test_nothing_is_loaded_behind_ones_back(session: Session) -> None:
    with_two_versions(session)
    session.expunge_all()
    found = session.scalar(select(Article))
    assert found is not None
    with pytest.raises(InvalidRequestError, match="raise"):
        _ = found.versions


def test_what_was_acknowledged_survives_a_kill_and_what_was_not_is_not_half_there(
    store: str, settings: Settings, database: Database
) -> None:
    victim = (
        "import os, signal, sys\n"
        "from app.settings import Settings\n"
        "from app.storage.database import Database, writing\n"
        "from app.storage.schema import Article\n"
        "with Database(Settings(database_url=sys.argv[1])).session() as session:\n"
        "    with writing(session):\n"
        "        session.add(Article(workspace_id=1, slug='kept', title='Kept'))\n"
        "    with writing(session):\n"
        "        session.add(Article(workspace_id=1, slug='lost', title='Lost'))\n"
        "        session.flush()\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", victim, settings.database],
        cwd=ROOT,
        env=os.environ,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    with database.session() as session:
        assert session.scalars(select(Article.slug)).all() == ["kept"]
        if store == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
