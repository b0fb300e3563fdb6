"""Comparing two versions of an article, once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.engine import Comparison, compare
from app.errors import RecensionError
from app.presentation.summary import headline
from app.services.articles import document_of, get_pair
from app.services.memory import Memory
from app.settings import Settings
from app.storage.comparisons import (
    comparison_key,
    known_keys,
    packed_comparison,
    stored_comparison,
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


class ComparisonMemory(Memory[Comparison]):
    """The comparisons looked at last, of whose texts at most ``chars`` characters are held."""

    def __init__(self, items: int, chars: int) -> None:
        super().__init__(items, chars, _chars)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """A memory with the bounds that the settings give."""
        return cls(settings.memory_comparisons, settings.memory_chars)


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
    return versions_compared(session, article, version_a, version_b, memory=memory)


def versions_compared(
    session: Session,
    article: Article,
    version_a: Version,
    version_b: Version,
    *,
    memory: ComparisonMemory | None = None,
) -> Compared:
    """The same for two versions at hand, perhaps of two articles; it is told of ``article``."""
    key = comparison_key(version_a.document_hash, version_b.document_hash)
    comparison = memory.get(key) if memory is not None else None
    if comparison is None:
        comparison = stored_comparison(session, key) or _made(session, version_a, version_b)
        if memory is not None:
            memory.put(key, comparison)
    return Compared(article, version_a, version_b, comparison)


def uncompared_neighbours(session: Session, article_id: int) -> list[tuple[Version, Version]]:
    """The versions of an article that were never compared with the one before, and that one.

    In the order of their numbers.
    """
    versions = session.scalars(
        select(Version).where(Version.article_id == article_id).order_by(Version.number)
    )
    keys = {
        (before, version): comparison_key(before.document_hash, version.document_hash)
        for before, version in pairwise(versions)
    }
    known = known_keys(session, keys.values())
    return [pair for pair, key in keys.items() if key not in known]


def _made(session: Session, version_a: Version, version_b: Version) -> Comparison:
    document_a, document_b = document_of(session, version_a), document_of(session, version_b)
    session.commit()
    comparison = compare(document_a, document_b)
    hashes = version_a.document_hash, version_b.document_hash
    keep_comparison(session, packed_comparison(*hashes, comparison, headline(comparison)))
    return comparison


def keep_comparison(session: Session, row: StoredComparison) -> bool:
    """Store a comparison for the next who asks. Not being able to is no reason to fail."""
    key = row.key
    # A session of its own: should it fail, what the caller has loaded stays usable.
    with Session(session.get_bind()) as own:
        try:
            with writing(own):
                own.merge(row)
        except (RecensionError, SQLAlchemyError) as error:
            log.warning("comparison %s was not stored (%s)", key, type(error).__name__)
            return False
    return True


def _chars(comparison: Comparison) -> int:
    return len(comparison.a.document.text) + len(comparison.b.document.text)
