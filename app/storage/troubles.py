"""What a database's driver says, in words that a person can do something with."""

from __future__ import annotations

import sqlite3

from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError

from app.errors import Busy, Damaged, NoSpace, RecensionError


def _taken() -> Busy:
    """Others write for too long."""
    return Busy("The library is being written to by others.", "Try again in a moment.")


def _full() -> NoSpace:
    return NoSpace(
        "There is no space left to store this in.",
        "Nothing was stored, and what was stored before is safe. Whoever runs this site has to "
        "make room.",
    )


def _read_only() -> Busy:
    return Busy("The library cannot be written to.", "Nothing was stored. It can still be read.")


def _away() -> Busy:
    return Busy("The library cannot be reached just now.", "Try again in a moment.")


def _disk() -> Busy:
    return Busy(
        "The disk that the library is on failed just now.",
        "Nothing was stored. Try again; if it stays like this, tell whoever runs this site.",
    )


def _damaged() -> Damaged:
    return Damaged(
        "The library's file is damaged where this is kept.",
        "Tell whoever runs this site: a backup brings it back (recension restore).",
    )


_TROUBLES = {
    # what SQLite calls them
    sqlite3.SQLITE_BUSY: _taken,
    sqlite3.SQLITE_LOCKED: _taken,
    sqlite3.SQLITE_PROTOCOL: _taken,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_PERM: _read_only,
    sqlite3.SQLITE_CANTOPEN: _away,
    sqlite3.SQLITE_IOERR: _disk,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_NOTADB: _damaged,
    # and PostgreSQL, in the SQLSTATE
    "55P03": _taken,  # waited for too long
    "40P01": _taken,  # a deadlock
    "40001": _taken,  # another order of the same statements would have stored something else
    "53100": _full,
    "58030": _disk,
    "XX001": _damaged,  # a table
    "XX002": _damaged,  # an index
    "25006": _read_only,
    "53300": _away,  # too many connections
    "57P01": _away,  # the server is being stopped
    "57P02": _away,  # it broke down
    "57P03": _away,  # it is starting
    "25P03": _away,  # it gave a writer up that did nothing
    None: _away,  # the connection itself failed
}


def in_plain_words(context: ExceptionContext) -> RecensionError | None:
    """What a person is told instead of an error of the driver, or None: the error as it is."""
    cause = context.original_exception
    if context.is_pre_ping or context.sqlalchemy_exception is None:
        return None
    if isinstance(cause, sqlite3.Error):
        # The lowest byte says what, those above it say more about how.
        code: int | str | None = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    else:
        code = getattr(cause, "sqlstate", None)
        if code is None and not isinstance(context.sqlalchemy_exception, OperationalError):
            return None
    words = _TROUBLES.get(code)
    return words() if words else None
