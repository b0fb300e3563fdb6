"""The SQLite file: how it is opened, and how it is known to be still the one that was opened."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError

from app.errors import RecensionError
from app.settings import Settings

_PLACE = "recension_place"
"""Under this name a connection keeps which file it was opened on."""


def file_of(settings: Settings) -> Path | None:
    """The file of a library on SQLite; None for one that is elsewhere."""
    try:
        url = make_url(settings.database)
    except (ArgumentError, ValueError):
        return None
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database).absolute()


def beside(file: Path) -> tuple[Path, Path]:
    """Where SQLite keeps what was written last, and its map of that, while a file is open."""
    return file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")


def sqlite_engine(
    url: URL, *, pool_size: int, max_overflow: int, patience: int, migrating: bool
) -> Engine:
    """An engine for the file that an address names, with what every connection has to promise.

    Only who is ``migrating`` makes a file that is missing, and goes without foreign keys; its
    folder is made for everybody. ``patience`` is in milliseconds. Raises ArgumentError when the
    address names no file, and RecensionError when the folder cannot be made.
    """
    if not url.database or url.database == ":memory:":
        raise ArgumentError("a database in memory would be another one for each connection")
    file = Path(url.database).absolute()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecensionError(
            f"The data folder {file.parent} cannot be made: {error.strerror}.",
            "Set RECENSION_DATA_DIR to a folder that may be written to.",
        ) from error
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=max_overflow,
        hide_parameters=True,  # they hold texts, and messages get into logs
    )

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, _given: Any, more: dict[str, Any]) -> Any:
        if "uri" in more:
            return None  # the address says itself how the file is to be opened
        return sqlite3.connect(_opening(file, may_make=migrating), uri=True, **more)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        # The driver's own idea of when to begin is switched off, so that SELECT, SAVEPOINT and
        # CREATE TABLE take part in transactions.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {patience}",
            "journal_mode = WAL",
            # A kill of the process never loses a commit in WAL mode. FULL also keeps it through
            # a loss of power, for one fsync a commit; commits are few, readers pay nothing.
            "synchronous = FULL",
            # What is deleted is gone from the file too, however SQLite was built.
            "secure_delete = ON",
            f"foreign_keys = {'OFF' if migrating else 'ON'}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        record.info[_PLACE] = _place(file)

    @event.listens_for(engine, "checkout")
    def check(_connection: Any, record: Any, _proxy: Any) -> None:
        # What is written to a file that was removed or replaced is lost when it is closed, and
        # nothing says so. So such a connection is given up for one to the file that is there.
        if record.info.get(_PLACE) != _place(file):
            raise DisconnectionError("the file is another one now")

    return engine


class Changes:
    """Tells whether a file was written to, by this program or another, and reads nothing of it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._at: tuple[int, int] | None = None
        self._opened = 0

    def state(self) -> tuple[int, int] | None:
        """What is the same as long as nothing is stored; None when that cannot be told.

        It takes some microseconds and waits for nobody.
        """
        with self._lock:
            try:
                return self._state()
            except sqlite3.Error:
                self._let_go()
                return None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._let_go()

    def _state(self) -> tuple[int, int] | None:
        at = _place(self._file)
        if self._connection is None or at != self._at:
            self._let_go()
            if at is None:
                return None
            # Which file it is is asked before: of one that is exchanged in between, the next look
            # finds another in its place.
            how = _opening(self._file, may_make=False)
            self._connection = sqlite3.connect(how, uri=True, timeout=0, check_same_thread=False)
            self._at, self._opened = at, self._opened + 1
        # A count of what others have committed, and to this connection everybody is another.
        (row,) = self._connection.execute("PRAGMA data_version").fetchall()
        return self._opened, row[0]

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _opening(file: Path, *, may_make: bool) -> str:
    """How SQLite is told to open the file: one that vanished is not made anew, and empty."""
    mode = "mode=rwc" if may_make else "mode=rw"
    if _is_unchanging(file):
        mode = "mode=ro&immutable=1"
    return f"{file.as_uri()}?{mode}"


def _is_unchanging(file: Path) -> bool:
    """Whether the file lies where nobody writes, such as a disc: no locks can be kept there.

    With words in the log beside it, it cannot be read there.
    """
    try:
        is_read_only = bool(os.statvfs(file).f_flag & os.ST_RDONLY)
    except OSError:
        return False
    return is_read_only and not beside(file)[0].exists()


def _place(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
