"""Engines for SQLite and for PostgreSQL that promise the same.

On both, whoever reads sees one state of the library from the first query to the end of the
transaction, and whoever writes waits for the writers before: a transaction that writes is alone
in doing so, and sees all that was stored before it began.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from app.errors import RecensionError
from app.settings import Settings
from app.storage.sqlite import sqlite_engine

BUSY_MILLISECONDS = 10_000
"""How long a writer waits for another one before it gives up."""

MIGRATING_MILLISECONDS = 300_000
"""How long a program that starts waits for another one that brings the tables up to date."""

IDLE_MILLISECONDS = 60_000
"""After how long PostgreSQL ends a writer that does nothing: its machine may be gone."""

WRITE_OPTION = "recension_write"
"""The execution option of a connection whose transaction is going to write."""

WRITERS_QUEUE = int.from_bytes(b"recensio")
"""The advisory lock that whoever writes to PostgreSQL holds: its name in numbers."""

# A request holds one connection, and the server runs up to 40 handlers at once.
POOL_SIZE, POOL_OVERFLOW = 8, 40


def open_engine(settings: Settings, *, migrating: bool = False) -> Engine:
    """An engine for the database that the settings name; the folder of a SQLite file is made.

    Who is ``migrating`` waits longer for others, makes the SQLite file when there is none, and
    goes without foreign keys there: SQLite alters a table by copying and dropping it, and dropping
    it with the keys enforced would delete the rows that point at it. Raises RecensionError when
    the address names no database; whether the database answers is seen at the first connection.
    """
    patience = MIGRATING_MILLISECONDS if migrating else BUSY_MILLISECONDS
    try:
        url = make_url(settings.database)
        match url.get_backend_name():
            case "sqlite":
                return _sqlite_engine(url, patience=patience, migrating=migrating)
            case "postgresql" | "postgres":
                return _postgresql_engine(url, patience=patience)
            case other:
                raise ArgumentError(f"no tables are made for {other}")
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        # The address itself may hold a password and is not repeated.
        raise RecensionError(
            "RECENSION_DATABASE_URL names no database that this program can open.",
            "Give an address such as sqlite:////var/lib/recension/recension.sqlite3 or "
            "postgresql://name:password@host/database, or unset it.",
        ) from error


def _sqlite_engine(url: URL, *, patience: int, migrating: bool) -> Engine:
    engine = sqlite_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        patience=patience,
        migrating=migrating,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later can be refused at once, whatever the
        # time-out, when another has written in between. A writer therefore queues at the start.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")

    return engine


def _postgresql_engine(url: URL, *, patience: int) -> Engine:
    wished = {"connect_timeout": "10", "application_name": "recension", "client_encoding": "utf8"}
    url = url.set(drivername="postgresql+psycopg")
    url = url.update_query_dict({k: v for k, v in wished.items() if k not in url.query})
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_pre_ping=True,
        hide_parameters=True,  # they hold texts, and messages get into logs
        isolation_level="REPEATABLE READ",
    )
    # Writers take one lock, as on SQLite: their transactions are short, and none can deadlock,
    # be refused for what another did, or take the number that another gives. Each of a writer's
    # statements sees what is stored by then: with the readers' level it would see only what was
    # there before it began to wait.
    queue = (
        "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; "
        f"SET LOCAL lock_timeout = {patience}; "
        f"SET LOCAL idle_in_transaction_session_timeout = {max(patience, IDLE_MILLISECONDS)}; "
        f"SELECT pg_advisory_xact_lock({WRITERS_QUEUE})"
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if _writes(connection):
            connection.exec_driver_sql(queue)

    return engine


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(WRITE_OPTION))
