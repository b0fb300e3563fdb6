"""What tests of storage, services and web share: a database of their own, and counted queries.

Tests of storage and of services run twice, on SQLite and on PostgreSQL; all others run on SQLite.
A test marked ``sqlite`` or ``postgresql`` runs on that one, wherever it is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.settings import Settings
from app.storage.database import Database
from app.storage.migrations import REVISION_OF, upgrade
from tests.storage.postgres import Server, running_server

# The name that the client of the tests asks for.
os.environ.setdefault("RECENSION_ALLOWED_HOSTS", "testserver")
# However slow the machine is, a page of a short comparison is that page and not one that waits.
os.environ.setdefault("RECENSION_PATIENCE_SECONDS", "600")

# On a build machine every run tries the same examples: what was green stays green there, and
# new examples are looked for where somebody can look into what they find.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

# How transactions begin, and parts of them begin and end.
NO_QUERIES = ("BEGIN", "SET TRANSACTION", REVISION_OF, "SAVEPOINT", "RELEASE")

CountQueries = Callable[[Database], AbstractContextManager[list[str]]]


STORES = ("sqlite", "postgresql")
HERE = Path(__file__).parent
ON_EVERY_STORE = (HERE / "storage", HERE / "services")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what has a database on the stores that it is for."""
    if "store" in metafunc.fixturenames:
        metafunc.parametrize("store", _stores_of(metafunc.definition))


def _stores_of(test: pytest.Function) -> Sequence[str]:
    if marked := [store for store in STORES if test.get_closest_marker(store)]:
        return marked
    return STORES if test.path.parent in ON_EVERY_STORE else STORES[:1]


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file without a row, to be copied: migrating takes longer than a test."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("empty"))
    upgrade(settings)
    return settings.data_dir / "recension.sqlite3"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server that runs for as long as the tests do. Without one they fail."""
    with running_server() as started:
        yield started


@pytest.fixture(scope="session")
def empty_template(server: Server) -> Iterator[str]:
    """The same on that server."""
    with server.new_database() as name:
        upgrade(Settings(database_url=server.address(name)))
        yield name


@pytest.fixture
def new_settings(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings for a database of the test's own in which there is nothing, not even a table."""
    plain = Settings(data_dir=tmp_path / "data", load_samples=False)
    if store == "sqlite":
        yield plain
        return
    server: Server = request.getfixturevalue("server")
    with server.new_database() as name:
        yield plain.model_copy(update={"database_url": server.address(name)})


@pytest.fixture
def settings(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings for an empty, migrated database of the test's own."""
    plain = Settings(data_dir=tmp_path / "data", load_samples=False)
    if store == "sqlite":
        plain.data_dir.mkdir()
        shutil.copy(request.getfixturevalue("empty_file"), plain.data_dir)
        yield plain
        return
    server: Server = request.getfixturevalue("server")
    with server.new_database(request.getfixturevalue("empty_template")) as name:
        yield plain.model_copy(update={"database_url": server.address(name)})


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
            if not statement.startswith(NO_QUERIES):
                queries.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield queries
        finally:
            event.remove(database.engine, "before_cursor_execute", note)

    return counting
