"""The database: its sessions, what a transaction promises, and how its troubles are told.

Reading begins with the first query and ends with the session. Writing happens only inside
``writing(session)``: when that block is left, all of it is stored, or none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app.errors import Busy
from app.settings import Settings
from app.storage.engines import WRITE_OPTION, open_engine
from app.storage.viewing import narrow


class Database:
    """An open database. Whoever makes one closes it.

    Whatever is asked of it raises Busy while the library is locked for too long, cannot be
    reached, takes nothing, or has no space left.
    """

    def __init__(self, settings: Settings) -> None:
        self.engine = open_engine(settings)
        event.listen(self.engine, "handle_error", _in_plain_words)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        narrow(self._sessions)

    def session(self) -> Session:
        """A new session, to be used in a ``with`` statement and by one thread."""
        return self._sessions()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """One transaction: all that is done in the block is stored when it is left, or nothing.

    What the session has read before stays usable; its reading transaction is ended first.
    """
    session.commit()
    try:
        session.connection(execution_options={WRITE_OPTION: True})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


_TAKEN = ("The library is being written to by others.", "Try again in a moment.")
_FULL = ("There is no space left to store this in.", "Nothing was stored.")
_READ_ONLY = ("The library cannot be written to.", "Nothing was stored.")
_AWAY = ("The library cannot be reached just now.", "Try again in a moment.")

_TROUBLES: dict[int | str | None, tuple[str, str]] = {
    # what SQLite calls them
    sqlite3.SQLITE_BUSY: _TAKEN,
    sqlite3.SQLITE_LOCKED: _TAKEN,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    # and PostgreSQL, in the SQLSTATE
    "55P03": _TAKEN,  # waited for too long
    "40P01": _TAKEN,  # a deadlock
    "40001": _TAKEN,  # another order of the same statements would have stored something else
    "53100": _FULL,
    "25006": _READ_ONLY,
    "53300": _AWAY,  # too many connections
    "57P01": _AWAY,  # the server is being stopped
    "57P02": _AWAY,  # it broke down
    "57P03": _AWAY,  # it is starting
    "25P03": _AWAY,  # it gave a writer up that did nothing
    None: _AWAY,  # the connection itself failed
}


def _in_plain_words(context: ExceptionContext) -> Busy | None:
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
    return Busy(*words) if words else None
