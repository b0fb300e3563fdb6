"""Comparisons of neighbouring versions that nobody has asked for yet, made in the background.

A page never waits for them: it tells what has been compared, asks here for the rest, and has it
when it is next looked at.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.errors import RecensionError
from app.services.comparisons import uncompared_neighbours
from app.services.computing import Computing, Pending, versions_compared_soon
from app.storage.comparisons import comparison_key
from app.storage.database import Database
from app.storage.schema import Article, Version
from app.storage.viewing import EVERYBODYS

log = logging.getLogger(__name__)

MOST_WAITING = 100
"""So many articles wait at most; who asks for one more may ask again."""


class CatchingUp:
    """What is being made up for in one process; whoever makes this closes it."""

    def __init__(self, database: Database, computing: Computing) -> None:
        self._database = database
        self._computing = computing
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="catching-up")
        self._waiting: dict[int, Future[None]] = {}
        self._lock = threading.Lock()
        self._closed = False

    def ask(self, article_id: int) -> None:
        """Have the neighbours among the versions of an article compared; returns at once."""
        with self._lock:
            if self._closed or article_id in self._waiting or len(self._waiting) >= MOST_WAITING:
                return
            self._waiting[article_id] = self._thread.submit(self._catch_up, article_id)

    def wait(self) -> None:
        """Return when all that was asked for is done."""
        with self._lock:
            waiting = list(self._waiting.values())
        for future in waiting:
            future.result()

    def close(self) -> None:
        """Leave off after the pair that is being compared."""
        with self._lock:
            self._closed = True
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _catch_up(self, article_id: int) -> None:
        try:
            with self._database.session() as session:
                article = session.scalar(
                    select(Article)
                    .where(Article.id == article_id)
                    .execution_options(**{EVERYBODYS: True})
                )
                if article is not None:
                    self._compare_neighbours(session, article)
        except (RecensionError, SQLAlchemyError) as error:
            log.warning("versions of article %d: %s", article_id, type(error).__name__)
        finally:
            with self._lock:
                self._waiting.pop(article_id, None)

    def _compare_neighbours(self, session: Session, article: Article) -> None:
        # What changed last is looked at first.
        for before, version in reversed(uncompared_neighbours(session, article.id)):
            if self._closed:
                return
            self._compare(session, article, before, version)

    def _compare(self, session: Session, article: Article, a: Version, b: Version) -> None:
        found = versions_compared_soon(session, article, a, b, computing=self._computing)
        if isinstance(found, Pending) and not found.failure:
            # One after the other, so that those whom somebody waits for get between them.
            self._computing.wait(comparison_key(a.document_hash, b.document_hash))
