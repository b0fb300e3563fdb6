"""How often shares are opened, counted apart from the requests that open them."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.exc import SQLAlchemyError

from app.errors import RecensionError
from app.storage.database import Database, writing
from app.storage.schema import Share, now

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between one writing down and the next."""

MOST_WAITING = 10_000
"""So many shares wait to be written down at most; what more are opened meanwhile is not counted."""


class Sightings:
    """Views of shares that are not stored yet; whoever makes this closes it.

    A page that is shown costs a note in memory. What is noted is stored a moment later, that of
    many views in one transaction; a process that is killed loses that moment's.
    """

    def __init__(self, database: Database, *, every: float = EVERY) -> None:
        self._database = database
        self._every = every
        self._noted: dict[int, tuple[int, datetime]] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sightings")
        self._thread.start()

    def note(self, share_id: int) -> None:
        """Count one view of a share; returns at once."""
        with self._lock:
            if share_id in self._noted or len(self._noted) < MOST_WAITING:
                views, _ = self._noted.get(share_id, (0, None))
                self._noted[share_id] = views + 1, now()

    def close(self) -> None:
        """Store what is noted, and stop."""
        self._closed.set()
        self._thread.join()

    def store(self) -> None:
        """Store what is noted so far. What cannot be stored now is kept for the next time."""
        with self._lock:
            noted, self._noted = self._noted, {}
        if not noted:
            return
        rows = [
            {"share_id": share_id, "more": views, "moment": moment}
            for share_id, (views, moment) in sorted(noted.items())
        ]
        statement = (
            update(Share)
            .where(Share.id == bindparam("share_id"))
            .values(views=Share.views + bindparam("more"), seen_at=bindparam("moment"))
        )
        try:
            with self._database.session() as session, writing(session):
                session.connection().execute(statement, rows)
        except (RecensionError, SQLAlchemyError) as error:
            log.warning("%d views are not stored yet (%s)", len(rows), type(error).__name__)
            self._put_back(noted)

    def _put_back(self, noted: dict[int, tuple[int, datetime]]) -> None:
        with self._lock:
            for share_id, (views, moment) in noted.items():
                later, last = self._noted.get(share_id, (0, moment))
                self._noted[share_id] = views + later, max(moment, last)

    def _run(self) -> None:
        while not self._closed.wait(self._every):
            self.store()
        self.store()
