"""What tests of storage, services and web share: a database of their own, and counted queries."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.settings import Settings
from app.storage.database import Database
from app.storage.migrations import upgrade

# On a build machine every run tries the same examples: what was green stays green there, and
# new examples are looked for where somebody can look into what they find.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

CountQueries = Callable[[Database], AbstractContextManager[list[str]]]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file without a row, to be copied: migrating takes longer than a test."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("empty"))
    upgrade(settings)
    return settings.data_dir / "recension.sqlite3"


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """Settings for an empty, migrated database of the test's own."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(empty_database, folder)
    return Settings(data_dir=folder, load_samples=False)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """That database, open."""
    opened = Database(settings)
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session on it."""
    with database.session() as opened:
        yield opened


@pytest.fixture
def count_queries() -> CountQueries:
    """``with count_queries(database) as queries:`` lists every statement sent meanwhile."""

    @contextmanager
    def counting(database: Database) -> Iterator[list[str]]:
        queries: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
                queries.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield queries
        finally:
            event.remove(database.engine, "before_cursor_execute", note)

    return counting
