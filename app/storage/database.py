"""The database: its engine, its sessions, and what a transaction promises.

Reading begins with the first query and ends with the session. Writing happens only inside
``writing(session)``: when that block is left, all of it is stored, or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app.errors import Busy, RecensionError
from app.settings import Settings

BUSY_MILLISECONDS = 10_000
"""How long a writer waits for another one before it gives up."""

WRITE_OPTION = "recension_write"
"""The execution option of a connection whose transaction is going to write."""

# A request holds one connection, and the server runs up to 40 handlers at once.
POOL_SIZE, POOL_OVERFLOW = 8, 40


class Database:
    """An open database. Whoever makes one closes it."""

    def __init__(self, settings: Settings) -> None:
        self.engine = open_engine(settings)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    def session(self) -> Session:
        """A new session, to be used in a ``with`` statement and by one thread."""
        return self._sessions()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_engine(settings: Settings, *, foreign_keys: bool = True) -> Engine:
    """An engine for the database that the settings name; the folder of a SQLite file is made.

    Migrations ask for ``foreign_keys=False``: SQLite alters a table by copying and dropping it,
    and dropping it with the keys enforced would delete the rows that point at it.
    """
    try:
        url = make_url(settings.database)
        if url.get_backend_name() == "sqlite":
            return _sqlite_engine(url, foreign_keys=foreign_keys)
        return create_engine(
            url, pool_size=POOL_SIZE, max_overflow=POOL_OVERFLOW, pool_pre_ping=True
        )
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        # The address itself may hold a password and is not repeated.
        raise RecensionError(
            "RECENSION_DATABASE_URL names no database that this program can open.",
            "Give an address such as sqlite:////var/lib/recension/recension.sqlite3, or unset it.",
        ) from error


def _sqlite_engine(url: URL, *, foreign_keys: bool) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise ArgumentError("a database in memory would be another one for each connection")
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecensionError(
            f"The data folder {folder} cannot be made: {error.strerror}.",
            "Set RECENSION_DATA_DIR to a folder that may be written to.",
        ) from error
    engine = create_engine(url, pool_size=POOL_SIZE, max_overflow=POOL_OVERFLOW)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own idea of when to begin is switched off, so that SELECT, SAVEPOINT and
        # CREATE TABLE take part in transactions.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "journal_mode = WAL",
            # A kill of the process never loses a commit in WAL mode. FULL also keeps it through
            # a loss of power, for one fsync a commit; commits are few, readers pay nothing.
            "synchronous = FULL",
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later can be refused at once, whatever the
        # time-out, when another has written in between. A writer therefore queues at the start.
        write = connection.get_execution_options().get(WRITE_OPTION)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """One transaction: all that is done in the block is stored when it is left, or nothing.

    What the session has read before stays usable; its reading transaction is ended first.
    Raises Busy when the database is locked for too long or the disk is full.
    """
    session.commit()
    try:
        session.connection(execution_options={WRITE_OPTION: True})
        yield
        session.commit()
    except OperationalError as error:
        session.rollback()
        raise _in_plain_words(error) from error
    except BaseException:
        session.rollback()
        raise


def _in_plain_words(error: OperationalError) -> Exception:
    reason = str(error.orig).lower()
    if "locked" in reason or "busy" in reason:
        return Busy("The library is being written to by others.", "Try again in a moment.")
    if "full" in reason:
        return Busy("There is no space left to store this in.", "Nothing was stored.")
    if "readonly" in reason or "read-only" in reason:
        return Busy("The library cannot be written to.", "Nothing was stored.")
    return error
