"""Comparing two versions of an article, once."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Self

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.engine import Comparison, compare
from app.errors import Busy
from app.presentation.summary import headline
from app.services.articles import document_of, get_pair
from app.settings import Settings
from app.storage.comparisons import (
    comparison_key,
    packed_comparison,
    stored_comparison,
    summaries,
)
from app.storage.database import writing
from app.storage.schema import Article, StoredComparison, Version

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of an article and their comparison."""

    article: Article
    version_a: Version
    version_b: Version
    comparison: Comparison


class ComparisonMemory:
    """The comparisons looked at last, at hand for all threads of one process.

    Holds at most ``items`` of them, and of their texts at most ``chars`` characters in all.
    """

    def __init__(self, items: int, chars: int) -> None:
        self._items, self._chars = items, chars
        self._held: OrderedDict[str, Comparison] = OrderedDict()
        self._held_chars = 0
        self._lock = Lock()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """A memory with the bounds that the settings give."""
        return cls(settings.memory_comparisons, settings.memory_chars)

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: str) -> Comparison | None:
        """The comparison of this name, if it is at hand."""
        with self._lock:
            comparison = self._held.get(key)
            if comparison is not None:
                self._held.move_to_end(key)
            return comparison

    def put(self, key: str, comparison: Comparison) -> None:
        """Keep a comparison at hand, letting go of those not asked for the longest."""
        size = _chars(comparison)
        if size > self._chars or not self._items:
            return
        with self._lock:
            if key in self._held:
                self._held_chars -= _chars(self._held.pop(key))
            self._held[key] = comparison
            self._held_chars += size
            while len(self._held) > self._items or self._held_chars > self._chars:
                _, oldest = self._held.popitem(last=False)
                self._held_chars -= _chars(oldest)


def compared(
    session: Session,
    article: Article,
    a: int,
    b: int,
    *,
    memory: ComparisonMemory | None = None,
) -> Compared:
    """The comparison of version a with version b, made now or found where it is kept.

    Either may be the earlier one. Raises BadInput when they are the same version and NotFound
    when there is no such version. No transaction is open while texts are compared.
    """
    version_a, version_b = get_pair(session, article, a, b)
    key = comparison_key(version_a.document_hash, version_b.document_hash)
    comparison = memory.get(key) if memory is not None else None
    if comparison is None:
        comparison = stored_comparison(session, key) or _made(session, version_a, version_b, key)
        if memory is not None:
            memory.put(key, comparison)
    return Compared(article, version_a, version_b, comparison)


def compare_last_pair(session: Session, article: Article) -> None:
    """Have the last version compared with the one before, so that lists can tell what changed."""
    if len(article.versions) > 1:
        before, last = article.versions[-2:]
        key = comparison_key(before.document_hash, last.document_hash)
        if not summaries(session, [key]):
            compared(session, article, before.number, last.number)


def _made(session: Session, version_a: Version, version_b: Version, key: str) -> Comparison:
    document_a, document_b = document_of(session, version_a), document_of(session, version_b)
    session.commit()
    comparison = compare(document_a, document_b)
    keep_comparison(session, packed_comparison(key, comparison, headline(comparison)))
    return comparison


def keep_comparison(session: Session, row: StoredComparison) -> bool:
    """Store a comparison for the next who asks. Not being able to is no reason to fail."""
    key = row.key
    # A session of its own: should it fail, what the caller has loaded stays usable.
    with Session(session.get_bind()) as own:
        try:
            with writing(own):
                own.merge(row)
        except (Busy, SQLAlchemyError) as error:
            log.warning("comparison %s was not stored (%s)", key, type(error).__name__)
            return False
    return True


def _chars(comparison: Comparison) -> int:
    return len(comparison.a.document.text) + len(comparison.b.document.text)
