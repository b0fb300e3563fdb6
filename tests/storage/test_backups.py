"""Backups made while others write, and put back in the place of a library."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.errors import BadInput, Busy, RecensionError
from app.services.articles import create_article
from app.services.incoming import from_paste
from app.services.searching import search_articles
from app.settings import Settings
from app.storage import backups
from app.storage.backups import Backup, back_up, restore
from app.storage.database import Database
from app.storage.replacing import unfinished

pytestmark = pytest.mark.sqlite

NEVER = sqlite3.connect


@pytest.fixture
def library(settings: Settings) -> Path:
    return settings.data_dir / "recension.sqlite3"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "safe" / "monday.sqlite3"


@pytest.fixture(autouse=True)
def _shelf(target: Path) -> None:
    target.parent.mkdir()


def store(session: Session, settings: Settings, *texts: str) -> None:
    create_article(session, [from_paste(text, settings=settings) for text in texts])


def titles(settings: Settings) -> list[str]:
    database = Database(settings)
    with database.session() as session:
        found = [hit.article.title for hit in search_articles(session, "boats").items]
    database.close()
    return sorted(found)


def test_a_backup_is_one_file_that_its_owner_alone_reads(
    session: Session, settings: Settings, library: Path, target: Path
) -> None:
    store(session, settings, "The boats sail.", "The boats sail at noon.")
    found = back_up(library, target)
    assert found == Backup(articles=1, versions=2, size=target.stat().st_size)
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_it_opens_in_the_place_of_the_library(
    session: Session, settings: Settings, library: Path, target: Path, tmp_path: Path
) -> None:
    store(session, settings, "The boats sail.")
    back_up(library, target)
    (tmp_path / "other").mkdir()
    shutil.copy(target, tmp_path / "other" / "recension.sqlite3")
    assert titles(Settings(data_dir=tmp_path / "other")) == ["The boats sail."]


def test_what_is_stored_while_it_is_made_neither_waits_nor_gets_into_it(
    database: Database,
    settings: Settings,
    library: Path,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody stores an article at every step of a copy that takes a page at a time."""
    steps = 0

    class Slow(sqlite3.Connection):
        def backup(self, copy: sqlite3.Connection, **how: object) -> None:  # type: ignore[override]
            def step(*_: object) -> None:
                nonlocal steps
                if steps < 5:
                    with database.session() as session:
                        store(session, settings, f"The boats sail, part {steps}.")
                steps += 1

            super().backup(copy, pages=1, progress=step, sleep=0)

    def slowly(*given: object, **more: object) -> sqlite3.Connection:
        return NEVER(*given, **more, factory=Slow)  # type: ignore[arg-type]

    with database.session() as session:
        store(session, settings, "The boats sail.")
    monkeypatch.setattr(backups.sqlite3, "connect", slowly)
    found = back_up(library, target)
    monkeypatch.undo()
    assert steps > 5
    assert found.articles == 1
    assert len(titles(settings)) == 6


def test_a_file_that_is_there_is_replaced_only_when_that_is_said(
    session: Session, settings: Settings, library: Path, target: Path
) -> None:
    target.write_text("something else")
    with pytest.raises(BadInput, match="there already"):
        back_up(library, target)
    assert target.read_text() == "something else"
    store(session, settings, "The boats sail.")
    assert back_up(library, target, force=True).articles == 1


def test_a_backup_never_replaces_the_library_itself(
    database: Database, library: Path, target: Path
) -> None:
    for place in (library, library.parent / ".." / library.parent.name / library.name):
        with pytest.raises(BadInput, match="no place for a backup"):
            back_up(library, place, force=True)
    with pytest.raises(BadInput, match="no place for a backup"):
        back_up(library, target.parent, force=True)


def test_where_there_is_no_library_none_is_made(tmp_path: Path, target: Path) -> None:
    with pytest.raises(BadInput, match="no library"):
        back_up(tmp_path / "nowhere.sqlite3", target)
    assert not (tmp_path / "nowhere.sqlite3").exists()


def test_what_a_killed_one_left_is_written_over(
    database: Database, library: Path, target: Path
) -> None:
    target.with_name(f"{target.name}.part").write_bytes(b"half" * 5000)
    back_up(library, target)
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_two_at_once_do_not_write_one_file(database: Database, library: Path, target: Path) -> None:
    with unfinished(target), pytest.raises(Busy, match="Another program"):
        back_up(library, target)
    back_up(library, target)


def test_a_damaged_library_is_told_and_its_last_backup_stays(
    session: Session, settings: Settings, library: Path, target: Path
) -> None:
    store(session, settings, *(f"The boats sail, part {n}. " * 400 for n in range(20)))
    session.close()
    back_up(library, target)
    before = target.read_bytes()
    data = bytearray(library.read_bytes())
    data[len(data) // 2 :] = b"\xa5" * (len(data) - len(data) // 2)
    library.write_bytes(data)
    with pytest.raises(RecensionError, match=r"damaged|malformed"):
        back_up(library, target, force=True)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_restoring_brings_back_what_was_and_keeps_what_is(
    settings: Settings, database: Database, library: Path, target: Path
) -> None:
    with database.session() as session:
        store(session, settings, "The boats sail.")
        back_up(library, target)
        store(session, settings, "The boats sank.")
    database.close()
    made = target.read_bytes()
    library.chmod(0o640)
    found, kept = restore(target, library)
    assert found.articles == 1
    assert titles(settings) == ["The boats sail."]
    assert stat.S_IMODE(library.stat().st_mode) == 0o640
    assert target.read_bytes() == made
    assert kept is not None
    beside = settings.model_copy(update={"database_url": f"sqlite:///{kept}"})
    assert titles(beside) == ["The boats sail.", "The boats sank."]


def test_nothing_is_restored_while_anybody_has_the_library_open(
    settings: Settings, database: Database, library: Path, target: Path
) -> None:
    back_up(library, target)
    before = library.read_bytes()
    with pytest.raises(Busy, match="open in another program"):
        restore(target, library)
    assert library.read_bytes() == before
    database.close()
    restore(target, library)


def test_nobody_opens_the_library_while_it_is_exchanged(
    settings: Settings,
    database: Database,
    library: Path,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    back_up(library, target)
    database.close()
    verified = backups._verified

    def meanwhile(part: Path) -> Backup:
        with pytest.raises(Busy, match="being put in the place"):
            Database(settings)
        return verified(part)

    monkeypatch.setattr(backups, "_verified", meanwhile)
    restore(target, library)
    Database(settings).close()


def test_a_library_that_is_lost_or_damaged_is_no_reason_to_refuse(
    settings: Settings, database: Database, library: Path, target: Path
) -> None:
    with database.session() as session:
        store(session, settings, "The boats sail.")
    back_up(library, target)
    database.close()
    for log in ("-wal", "-shm"):
        library.with_name(library.name + log).write_bytes(b"garbage" * 999)
    library.write_bytes(b"garbage" * 999)
    _, kept = restore(target, library)
    assert titles(settings) == ["The boats sail."]
    assert kept is not None
    assert kept.read_bytes() == b"garbage" * 999
    library.unlink()
    library.with_name(library.name + "-wal").write_bytes(b"garbage" * 999)
    assert restore(target, library)[1] is None
    assert titles(settings) == ["The boats sail."]


def test_the_copied_files_of_a_killed_library_are_restored_with_their_log(
    settings: Settings, database: Database, library: Path, target: Path
) -> None:
    with database.session() as session:
        store(session, settings, "The boats sail.")
    for end in ("", "-wal"):
        shutil.copy(library.with_name(library.name + end), target.with_name(target.name + end))
    database.close()
    restore(target, library)
    assert titles(settings) == ["The boats sail."]


@pytest.mark.parametrize("earlier", ["0001", "0002", "0003"])
def test_a_backup_of_an_earlier_release_is_brought_to_this_one(
    settings: Settings, library: Path, tmp_path: Path, earlier: str
) -> None:
    from alembic import command

    from app.storage.engines import WRITE_OPTION, open_engine
    from app.storage.migrations import alembic_config

    old = tmp_path / "old.sqlite3"
    engine = open_engine(Settings(database_url=f"sqlite:///{old}"), migrating=True)
    with engine.connect() as plain:
        connection = plain.execution_options(**{WRITE_OPTION: True})
        with connection.begin():
            command.upgrade(alembic_config(connection), earlier)
    engine.dispose()
    restore(old, library)
    assert titles(settings) == []


@pytest.mark.parametrize("what", ["newer", "foreign", "empty", "text", "cut", "missing"])
def test_what_is_no_backup_of_this_program_is_refused_and_changes_nothing(
    database: Database, library: Path, target: Path, what: str
) -> None:
    back_up(library, target)
    database.close()
    match what:
        case "newer":
            with closing(sqlite3.connect(target)) as copy, copy:
                copy.execute("UPDATE alembic_version SET version_num = '9999'")
        case "foreign":
            target.unlink()
            with closing(sqlite3.connect(target)) as copy, copy:
                copy.execute("CREATE TABLE article (id INTEGER)")
        case "empty":
            target.write_bytes(b"")
        case "text":
            target.write_text("Dear diary, " * 400)
        case "cut":
            os.truncate(target, target.stat().st_size // 2)
        case "missing":
            target.unlink()
    before = {path.name: path.read_bytes() for path in library.parent.iterdir()}
    expected = {
        "newer": "newer release",
        "foreign": "no library of Recension",
        "empty": "no library of Recension",
        "text": "not a database",
        "cut": r"malformed|damaged",
        "missing": "There is no file",
    }
    with pytest.raises(RecensionError, match=expected[what]):
        restore(target, library)
    assert {path.name: path.read_bytes() for path in library.parent.iterdir()} == before


def test_the_library_is_no_backup_of_itself(database: Database, library: Path) -> None:
    database.close()
    with pytest.raises(BadInput, match="the library itself"):
        restore(library, library)
