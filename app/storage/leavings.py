"""What was deleted leaves the database's own files, too.

A row that is deleted is gone, and SQLite writes over its place (``secure_delete``). But its text
index only notes that words are gone and keeps them, with their places, until it happens to merge
what it wrote; and the log of what was written last, in which the text stood, is written over only
when it begins anew. PostgreSQL does the like in its own time, when it vacuums.
"""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.errors import Busy
from app.storage.database import writing
from app.storage.engines import BUSY_MILLISECONDS
from app.storage.search import index_of

_PATIENCE = 1_000
"""So many milliseconds those who read are waited for, since nobody else writes meanwhile."""


def clear_leavings(session: Session) -> bool:
    """Have what was deleted written over now; whether all of it was.

    Others write between its steps, each of which takes a small part of a second; how many there are
    goes with the size of the index. When others leave no time for one, the rest stays for later.
    """
    begun = more = False
    try:
        while more or not begun:
            with writing(session):
                more = index_of(session).settle(session.connection(), begun=begun)
            begun = True
        return _begin_log_anew(session)
    except Busy:
        return False


def _begin_log_anew(session: Session) -> bool:
    """On SQLite have all that is in the log stored where it belongs, and the log emptied."""
    engine = session.get_bind()
    assert isinstance(engine, Engine), "sessions are bound to one"
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()  # this is for no transaction
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        was_busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        cursor.close()
    finally:
        connection.close()
    return not was_busy
