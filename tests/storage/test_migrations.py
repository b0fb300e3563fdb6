from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, inspect

from app.errors import RecensionError
from app.settings import Settings
from app.storage.database import Database
from app.storage.migrations import ROOT, alembic_config, upgrade
from app.storage.schema import Base

TABLES = {"article", "version", "content", "stored_comparison", "share"}


def fresh(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "made" / "on the way")


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_a_new_database_gets_all_tables_and_says_that_it_was_new(tmp_path: Path) -> None:
    settings = fresh(tmp_path)
    assert upgrade(settings) is True
    database = Database(settings)
    with database.engine.connect() as connection:
        assert tables(connection) == TABLES == set(Base.metadata.tables)
    database.close()


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    settings = fresh(tmp_path)
    upgrade(settings)
    assert upgrade(settings) is False


def test_the_migrations_make_exactly_the_tables_of_the_schema(database: Database) -> None:
    with database.engine.begin() as connection:
        command.check(alembic_config(connection))


def test_down_and_up_again(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
        assert tables(connection) == set()
        command.upgrade(alembic_config(connection), "head")
        assert tables(connection) == TABLES
        command.check(alembic_config(connection))


def test_alembic_by_itself_finds_the_database_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECENSION_DATA_DIR", str(tmp_path))
    command.upgrade(alembic_config(), "head")
    with sqlite3.connect(tmp_path / "recension.sqlite3") as plain:
        assert plain.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    plain.close()


def test_several_processes_may_start_at_once_on_a_new_database(tmp_path: Path) -> None:
    start = (
        "import sys; from app.settings import Settings; from app.storage.migrations import upgrade;"
        "print(upgrade(Settings(data_dir=sys.argv[1])))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", start, str(tmp_path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert sorted(said) == ["False", "False", "True"]


def test_a_database_of_a_newer_release_is_left_alone(settings: Settings) -> None:
    file = settings.data_dir / "recension.sqlite3"
    with sqlite3.connect(file) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
    plain.close()
    with pytest.raises(RecensionError, match="made by a newer release"):
        upgrade(settings)
    with sqlite3.connect(file) as plain:
        assert plain.execute("SELECT count(*) FROM article").fetchone() == (0,)
    plain.close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "recension.sqlite3").write_text("Dear diary, " * 400)
    with pytest.raises(RecensionError, match=r"cannot be opened.*not a database"):
        upgrade(Settings(data_dir=tmp_path))


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecensionError, match=r"data folder .* cannot be made"):
        upgrade(Settings(data_dir=tmp_path / "file" / "data"))


@pytest.mark.parametrize(
    "url", ["nonsense", "nosuchdatabase://secret@host/x", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_of_no_database_is_told_without_repeating_it(url: str) -> None:
    with pytest.raises(RecensionError, match="RECENSION_DATABASE_URL") as told:
        upgrade(Settings(database_url=url))
    assert "secret" not in told.value.sentence + told.value.advice
