"""Whether the library can be used just now, found out without anybody having to wait for it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from app.errors import RecensionError
from app.storage.database import Database
from app.storage.migrations import alembic_config

FINE = "ok"
FRESH = 1.0
"""Seconds that an answer stands for."""

Checks = dict[str, str]


class Readiness:
    """What the database says when asked whether it is there, and of this release.

    It is asked by a thread that nobody has to wait for, at most once a second and never twice at a
    time, so that neither many who ask nor a database that hangs cost anything.
    """

    def __init__(self, database: Database, *, fresh: float = FRESH) -> None:
        self._fresh = fresh
        self._ask = _asking(database)
        self._lock = threading.Lock()
        self._answer: Future[Checks] = Future()
        self._answer.set_result({})
        self._when = -math.inf

    def asked(self) -> Future[Checks]:
        """What is found out, by name: each FINE, or what is wrong with it in a few words."""
        with self._lock:
            if self._answer.done() and time.monotonic() - self._when >= self._fresh:
                self._answer, self._when = Future(), time.monotonic()
                threading.Thread(
                    target=_find_out, args=(self._answer, self._ask), name="readiness", daemon=True
                ).start()
            return self._answer


def _asking(database: Database) -> Callable[[], Checks]:
    heads = set(ScriptDirectory.from_config(alembic_config()).get_heads())

    def ask() -> Checks:
        try:
            with database.engine.connect() as connection:
                at = set(MigrationContext.configure(connection).get_current_heads())
        except RecensionError as error:
            return {"database": error.sentence}
        except SQLAlchemyError as error:
            return {"database": f"fails ({type(error).__name__})"}
        return {"database": FINE, "migrations": FINE if at == heads else "of another release"}

    return ask


def _find_out(answer: Future[Checks], ask: Callable[[], Checks]) -> None:
    try:
        answer.set_result(ask())
    except Exception as error:  # whoever waits is told, and no thread ends by it
        answer.set_result({"database": f"fails ({type(error).__name__})"})
