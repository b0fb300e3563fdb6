"""Two workspaces on one site: the first has one of everything, the second is after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.storage.database import Database
from app.storage.schema import Base
from tests.web.conftest import app, client, comparison, key, session, submit
from tests.web.test_privacy import Walk, others, reader, walk

__all__ = [
    "app",
    "client",
    "comparison",
    "key",
    "others",
    "reader",
    "session",
    "submit",
    "walk",
]

MADE = {"stored_comparison"}
"""What is made in the background of versions that are there, and may come at any moment."""

Rows = dict[str, set[str]]


@pytest.fixture
def rows(database: Database) -> Callable[[], Rows]:
    """All that is stored, row by row and byte for byte, by its table."""

    def read_all() -> Rows:
        with database.engine.connect() as connection:
            return {
                name: {
                    repr(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{name}"'))
                }
                for name in Base.metadata.tables
            }

    return read_all


@pytest.fixture
def untouched(walk: Walk, rows: Callable[[], Rows]) -> Callable[[], None]:
    """Fails when anything is different that was stored before anybody else came."""
    before = rows()

    def check() -> None:
        after = rows()
        for table, had in before.items():
            assert had <= after[table], f"something in {table} was changed"

    return check


@pytest.fixture
def unchanged(walk: Walk, rows: Callable[[], Rows]) -> Callable[[], None]:
    """Fails when anything is different, or new besides what is made of what was stored before."""
    before = rows()

    def check() -> None:
        after = rows()
        for table, had in before.items():
            assert had <= after[table], f"something in {table} was changed"
            assert table in MADE or had == after[table], f"something came into {table}"

    return check
