"""Whether anything was stored is told at once, and never wrongly that nothing was."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.services.workspaces import found_workspace
from app.settings import Settings
from app.storage.database import Database

pytestmark = pytest.mark.sqlite

STORE = "UPDATE workspace SET kept_bytes = kept_bytes + 1"


@pytest.fixture
def file(settings: Settings) -> Path:
    """The file of the library."""
    return settings.data_dir / "recension.sqlite3"


def test_it_stays_what_it_is_while_people_only_read(database: Database, session: Session) -> None:
    before = database.state()
    session.connection().exec_driver_sql("SELECT * FROM article").all()
    session.rollback()

    assert before is not None
    assert database.state() == before


def test_it_is_another_once_something_is_stored(database: Database, session: Session) -> None:
    states = [database.state()]
    for _ in range(3):
        found_workspace(session)
        states.append(database.state())

    assert len(set(states)) == 4


def test_what_is_not_yet_stored_is_not_told(database: Database, session: Session) -> None:
    before = database.state()
    connection = session.connection(execution_options={"recension_write": True})
    connection.exec_driver_sql(STORE)

    assert database.state() == before
    session.rollback()
    assert database.state() == before


def test_what_another_program_stores_is_told(database: Database, file: Path) -> None:
    before = database.state()
    with sqlite3.connect(file) as other:
        other.execute(STORE)
    other.close()

    assert database.state() != before


def test_a_file_that_is_exchanged_is_another(database: Database, file: Path) -> None:
    before = database.state()
    copy = shutil.copy(file, file.with_name("copy"))
    os.replace(copy, file)
    after = database.state()

    assert None not in (before, after)
    assert after != before
    assert database.state() == after


def test_of_a_file_that_is_not_there_nothing_is_told(database: Database, file: Path) -> None:
    before = database.state()
    away = file.rename(file.with_name("away"))
    assert database.state() is None
    away.rename(file)

    assert database.state() not in (None, before), "nobody knows what was done meanwhile"


def test_of_a_file_that_is_none_nothing_is_told(database: Database, file: Path) -> None:
    file.with_name("garbage").write_bytes(b"no database" * 1000)
    os.replace(file.with_name("garbage"), file)

    assert database.state() is None


def test_while_another_writes_it_is_told_without_waiting(database: Database, file: Path) -> None:
    before = database.state()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    assert database.state() == before
    other.execute("ROLLBACK")
    other.close()
