"""What was deleted goes for good once it can no longer be had back."""

from __future__ import annotations

import logging
import threading
import time

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.errors import RecensionError
from app.services.deleting import purge
from app.services.missing import KEPT_FOR
from app.storage.database import Database
from app.storage.leavings import clear_leavings
from app.storage.schema import now

log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between one time and the next."""

SETTLED_EVERY = 3600.0
"""Seconds between one time that what is gone is written over and the next: it takes long."""


class Purging:
    """Purges the library at once, and then every minute until it is closed."""

    def __init__(self, database: Database, *, every: float = EVERY) -> None:
        self._database = database
        self._every = every
        self._closed = threading.Event()
        self._is_settled, self._settled = True, -SETTLED_EVERY
        self._once()
        self._thread = threading.Thread(target=self._run, name="purging")
        self._thread.start()

    def close(self) -> None:
        """Stop, after what is being done."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed.wait(self._every):
            self._once()

    def _once(self) -> None:
        try:
            with self._database.session() as session:
                purged = purge(session, now() - KEPT_FOR)
                self._settle(session, purged)
        except (RecensionError, SQLAlchemyError) as error:
            log.warning("what was deleted is not purged yet (%s)", type(error).__name__)
            return
        if purged:
            log.info("%d deleted versions purged", purged)

    def _settle(self, session: Session, purged: int) -> None:
        self._is_settled = self._is_settled and not purged
        if not self._is_settled and time.monotonic() - self._settled >= SETTLED_EVERY:
            self._is_settled = clear_leavings(session)
            self._settled = time.monotonic()
