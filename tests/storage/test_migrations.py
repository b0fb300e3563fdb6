from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from app.errors import RecensionError
from app.settings import Settings
from app.storage.database import Database, writing
from app.storage.engines import WRITE_OPTION, open_engine
from app.storage.migrations import ROOT, alembic_config, upgrade
from app.storage.schema import Base

SCRIPTS = ScriptDirectory.from_config(alembic_config())
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()][::-1]

FIRST_ROWS = (
    "INSERT INTO content (hash, data, size) VALUES ('c', '', 0)",
    "INSERT INTO article (id, slug, title, created_at, updated_at, is_sample) VALUES "
    "(1, 'ferry', 'Ferry', '2026-05-04 07:00:00', '2026-05-04 07:00:00', false)",
    *(
        "INSERT INTO version (article_id, number, title, label, source, name, media_type, "
        "content_hash, document_hash, words, captured_at) VALUES "
        f"(1, {number}, 'Ferry', '', 'paste', '', 'text/plain', 'c', 'c', 3, '2026-05-04 07:00:00')"
        for number in (1, 2)
    ),
    "INSERT INTO share (token_hash, article_id, version_a, version_b, created_at) VALUES "
    "('t', 1, 1, 2, '2026-05-04 07:00:00')",
)
KEPT = (
    "SELECT article.slug, article.title, version.number, share.token_hash FROM article "
    "JOIN version ON version.article_id = article.id JOIN share ON share.article_id = article.id "
    "ORDER BY version.number"
)


@pytest.fixture
def engine(new_settings: Settings) -> Iterator[Engine]:
    """An engine on a database in which there is nothing, as migrations have it."""
    opened = open_engine(new_settings, migrating=True)
    yield opened
    opened.dispose()


def migrate(engine: Engine, revision: str, *, down: bool = False) -> None:
    with engine.connect() as plain:
        connection = plain.execution_options(**{WRITE_OPTION: True})
        with connection.begin():
            (command.downgrade if down else command.upgrade)(alembic_config(connection), revision)


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def shape(engine: Engine) -> dict[str, Any]:
    """All that the database tells of its tables, in no order."""

    def told(entries: list[Any]) -> list[str]:
        return sorted(
            str(sorted((k, as_text(v)) for k, v in entry.items() if k != "comment"))
            for entry in entries
        )

    def as_text(value: Any) -> str:
        if isinstance(value, dict):  # of options, one of which is the condition of an index
            return str({key: str(option) for key, option in value.items()})
        return str(value)

    with engine.connect() as connection:
        eyes = inspect(connection)
        return {
            table: (
                told(eyes.get_columns(table)),
                told(eyes.get_indexes(table)),
                told(eyes.get_unique_constraints(table)),
                told(eyes.get_foreign_keys(table)),
                eyes.get_pk_constraint(table),
            )
            for table in tables(connection)
        }


def test_a_new_database_gets_all_tables_and_says_that_it_was_new(new_settings: Settings) -> None:
    assert upgrade(new_settings) is True
    database = Database(new_settings)
    with database.engine.connect() as connection:
        assert tables(connection) >= set(Base.metadata.tables)
    database.close()


def test_a_second_start_changes_nothing(new_settings: Settings) -> None:
    upgrade(new_settings)
    assert upgrade(new_settings) is False


def test_a_second_start_does_not_wait_for_who_writes(
    new_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(new_settings)
    monkeypatch.setattr("app.storage.engines.MIGRATING_MILLISECONDS", 50)
    database = Database(new_settings)
    with database.session() as session, writing(session):
        assert upgrade(new_settings) is False
    database.close()


def test_the_migrations_make_exactly_the_tables_of_the_schema(database: Database) -> None:
    with database.engine.begin() as connection:
        command.check(alembic_config(connection))


def test_up_and_down_by_single_steps_and_up_again(engine: Engine) -> None:
    shapes = [shape(engine)]
    for revision in REVISIONS:
        migrate(engine, revision)
        shapes.append(shape(engine))
    assert shapes[0] == {}
    newest = shapes.pop()
    for revision in [*REVISIONS[-2::-1], "base"]:
        migrate(engine, revision, down=True)
        assert shape(engine) == shapes.pop(), f"down to {revision}"
    migrate(engine, "head")
    assert shape(engine) == newest


def test_a_moment_of_publishing_is_said_as_precisely_as_it_was_kept(engine: Engine) -> None:
    migrate(engine, "0001")
    moments = ["2026-05-04 00:00:00", "2026-05-04 07:40:00"]
    with engine.begin() as connection:
        for statement in FIRST_ROWS:
            connection.execute(text(statement))
        for number, moment in enumerate(moments, start=1):
            sign = "+00:00" if engine.dialect.name == "postgresql" else ""
            connection.execute(
                text(f"UPDATE version SET published_at = '{moment}{sign}' WHERE number = {number}")
            )
    migrate(engine, "0002")
    with engine.connect() as connection:
        said = connection.execute(text("SELECT published FROM version ORDER BY number")).scalars()
        assert list(said) == ["2026-05-04", "2026-05-04T07:40+00:00"]


def test_what_is_stored_goes_up_and_down_along(engine: Engine) -> None:
    migrate(engine, REVISIONS[0])
    with engine.begin() as connection:
        for statement in FIRST_ROWS:
            connection.execute(text(statement))
        before = connection.execute(text(KEPT)).all()
    assert len(before) == 2
    for revision in REVISIONS[1:]:
        migrate(engine, revision)
        with engine.connect() as connection:
            assert connection.execute(text(KEPT)).all() == before
    for revision in REVISIONS[-2::-1]:
        migrate(engine, revision, down=True)
        with engine.connect() as connection:
            assert connection.execute(text(KEPT)).all() == before


def test_alembic_by_itself_finds_the_database_of_the_settings(
    new_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECENSION_DATABASE_URL", new_settings.database)
    command.upgrade(alembic_config(), "head")
    assert upgrade(new_settings) is False


def test_several_processes_may_start_at_once_on_a_new_database(new_settings: Settings) -> None:
    start = (
        "import sys; from app.settings import Settings; from app.storage.migrations import upgrade;"
        "print(upgrade(Settings(database_url=sys.argv[1])))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", start, new_settings.database],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert sorted(said) == ["False", "False", "True"]


def test_a_database_of_a_newer_release_is_left_alone(
    settings: Settings, database: Database
) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = shape(database.engine)
    with pytest.raises(RecensionError, match="made by a newer release"):
        upgrade(settings)
    assert shape(database.engine) == before


def test_what_fails_half_way_leaves_nothing_behind(
    new_settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgraded = command.upgrade

    def fails(*given: Any) -> None:
        upgraded(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "upgrade", fails)
    with pytest.raises(KeyboardInterrupt):
        upgrade(new_settings)
    assert shape(engine) == {}


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "recension.sqlite3").write_text("Dear diary, " * 400)
    with pytest.raises(RecensionError, match=r"cannot be opened.*not a database") as told:
        upgrade(Settings(data_dir=tmp_path))
    assert "RECENSION_DATA_DIR" in told.value.advice


@pytest.mark.sqlite
def test_rows_that_point_nowhere_are_told(settings: Settings, monkeypatch: Any) -> None:
    """A database that somebody had in hand is not brought to this release."""
    with sqlite3.connect(settings.data_dir / "recension.sqlite3") as plain:
        plain.execute("UPDATE alembic_version SET version_num = ?", [REVISIONS[0]])
        plain.execute(
            "INSERT INTO share (token_hash, article_id, version_a, version_b, created_at, seed, "
            "query, change, allows, shows_newer, views) "
            "VALUES ('t', 77, 1, 2, '2026-05-04 07:00:00', '', '', 0, 'comparison', false, 0)"
        )
    plain.close()
    monkeypatch.setattr(command, "upgrade", lambda *_: None)
    with pytest.raises(RecensionError, match="point nowhere"):
        upgrade(settings)
