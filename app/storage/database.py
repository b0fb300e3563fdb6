"""The database: its sessions, and what a transaction promises.

Reading begins with the first query and ends with the session. Writing happens only inside
``writing(session)``: when that block is left, all of it is stored, or none.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from app.settings import Settings
from app.storage.engines import WRITE_OPTION, open_engine
from app.storage.hold import Hold
from app.storage.migrations import check_release
from app.storage.sqlite import Changes, file_of
from app.storage.troubles import in_plain_words
from app.storage.turns import turns_of
from app.storage.viewing import narrow

_SETTINGS = "settings"


class Database:
    """An open database. Whoever makes one closes it.

    Whatever is asked of it raises Busy while the library is locked for too long, cannot be
    reached, takes nothing, or has no space left (NoSpace); and Damaged where its file is.
    """

    def __init__(self, settings: Settings) -> None:
        self.engine = open_engine(settings)
        file = file_of(settings)
        self._hold = Hold(file) if file is not None else None
        self._changes = Changes(file) if file is not None else None
        event.listen(self.engine, "handle_error", in_plain_words)
        self._sessions = sessionmaker(
            self.engine, expire_on_commit=False, info={_SETTINGS: settings}
        )
        narrow(self._sessions)

    def session(self) -> Session:
        """A new session, to be used in a ``with`` statement and by one thread."""
        return self._sessions()

    def state(self) -> Hashable | None:
        """What is the same as long as nothing is stored; None when that cannot be told.

        It waits for nobody, and what was read after it was asked for is what is there as long as
        it is the same. PostgreSQL has no such thing that costs less than to read again.
        """
        return self._changes.state() if self._changes is not None else None

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
        if self._changes is not None:
            self._changes.close()
        if self._hold is not None:
            self._hold.close()


def settings_of(session: Session) -> Settings:
    """The settings that the session's database was opened with."""
    settings: Settings = session.info[_SETTINGS]
    return settings


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """One transaction: all that is done in the block is stored when it is left, or nothing.

    What the session has read before stays usable; its reading transaction is ended first. Raises
    Busy when a newer release has taken the library over meanwhile.
    """
    session.commit()
    with turns_of(session.get_bind().engine).turn():
        try:
            check_release(session.connection(execution_options={WRITE_OPTION: True}))
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
