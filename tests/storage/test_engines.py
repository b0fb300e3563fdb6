from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.errors import RecensionError
from app.settings import Settings
from app.storage.database import Database
from app.storage.engines import BUSY_MILLISECONDS
from app.storage.migrations import upgrade
from tests.storage.postgres import STRANGER, Server


def told(url: str) -> str:
    """What a person who starts the program with this address reads."""
    with pytest.raises(RecensionError) as error:
        upgrade(Settings(database_url=url))
    return f"{error.value.sentence} {error.value.advice}"


@pytest.mark.sqlite
def test_the_file_is_written_ahead_synced_and_its_keys_hold(session: Session) -> None:
    assert session.scalar(text("PRAGMA journal_mode")) == "wal"
    assert session.scalar(text("PRAGMA synchronous")) == 2
    assert session.scalar(text("PRAGMA foreign_keys")) == 1
    assert session.scalar(text("PRAGMA busy_timeout")) == BUSY_MILLISECONDS


@pytest.mark.parametrize(
    "scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"]
)
def test_every_name_of_postgresql_means_it(server: Server, scheme: str) -> None:
    with server.new_database() as name:
        url = server.address(name).replace("postgresql", scheme, 1)
        settings = Settings(database_url=url)
        upgrade(settings)
        database = Database(settings)
        with database.session() as session:
            assert session.scalar(text("SELECT current_database()")) == name
            assert session.scalar(text("SHOW application_name")) == "recension"
        database.close()


def test_an_address_may_choose_otherwise(server: Server) -> None:
    with server.new_database() as name:
        url = f"{server.address(name)}&application_name=mine"
        database = Database(Settings(database_url=url))
        with database.session() as session:
            assert session.scalar(text("SHOW application_name")) == "mine"
        database.close()


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "nosuchdatabase://me:secret@host/x",
        "mysql://me:secret@host/x",
        "postgresql://me:secret@host:port/x",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_an_address_of_no_database_is_told_without_repeating_it(url: str) -> None:
    words = told(url)
    assert "RECENSION_DATABASE_URL names no database" in words
    assert "secret" not in words


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecensionError, match=r"data folder .* cannot be made"):
        upgrade(Settings(data_dir=tmp_path / "file" / "data"))


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    words = told(f"postgresql://me:secret@/x?host={tmp_path}")
    assert words.startswith("The database cannot be opened: ")
    assert "No such file or directory" in words
    assert "whether that server runs" in words
    assert "secret" not in words


def test_a_wrong_password_is_told_without_repeating_it(server: Server) -> None:
    words = told(server.address("postgres", STRANGER, "mistyped"))
    assert "password authentication failed" in words
    assert "takes this name and password" in words
    assert "mistyped" not in words


def test_a_database_that_is_not_there_is_told(server: Server) -> None:
    words = told(server.address("nowhere"))
    assert 'database "nowhere" does not exist' in words
    assert "the database in it exists" in words


def test_a_database_for_a_few_scripts_only_is_told(server: Server) -> None:
    with server.new_database(encoding="LATIN1") as name:
        words = told(server.address(name))
        assert "keeps its text in LATIN1" in words
        assert "createdb --encoding=UTF8" in words
