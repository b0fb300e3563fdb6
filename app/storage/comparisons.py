"""Comparisons already made, found again by what they were made from."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.engine import FORMAT, Comparison, Measures, Options
from app.engine.packed import pack, unpack
from app.engine.pipeline import ENGINE_VERSION
from app.errors import Busy
from app.storage.schema import StoredComparison

log = logging.getLogger(__name__)

AT_ONCE = 500
"""How many comparisons one statement names."""


@dataclass(frozen=True, slots=True)
class ComparisonSummary:
    """What a list shows of a comparison."""

    changes: int
    measures: Measures
    headline: str


def comparison_key(document_a: str, document_b: str, options: Options | None = None) -> str:
    """The name of the comparison of two documents, given by their hashes.

    It changes with the options and with the engine, so that an old result is never shown.
    """
    made_from = [FORMAT, ENGINE_VERSION, document_a, document_b, asdict(options or Options())]
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def stored_comparison(session: Session, key: str) -> Comparison | None:
    """The comparison of this name, or None when there is none that can be read."""
    try:
        payload = session.scalar(
            select(StoredComparison.payload).where(StoredComparison.key == key)
        )
        return unpacked_comparison(payload) if payload is not None else None
    except Busy:
        raise
    except Exception as error:
        # Whatever is wrong with it, it can be made again. The text itself is never logged.
        log.warning("stored comparison %s cannot be read (%s)", key, type(error).__name__)
        return None


def unpacked_comparison(payload: bytes) -> Comparison:
    """The comparison in the payload of a row. Raises ValueError when it is damaged."""
    return unpack(payload)


def packed_comparison(
    document_a: str, document_b: str, comparison: Comparison, headline: str
) -> StoredComparison:
    """A row for the comparison of two documents, given by their hashes, not yet in any session."""
    return StoredComparison(
        key=comparison_key(document_a, document_b),
        document_a=document_a,
        document_b=document_b,
        payload=pack(comparison),
        changes=len(comparison.changes),
        measures=asdict(comparison.measures),
        headline=headline,
    )


def summaries(session: Session, keys: Iterable[str]) -> dict[str, ComparisonSummary]:
    """What lists show of the comparisons of these names, as far as they have been made."""
    rows = session.scalars(select(StoredComparison).where(StoredComparison.key.in_(set(keys))))
    return {
        row.key: ComparisonSummary(row.changes, Measures(**row.measures), row.headline)
        for row in rows
    }


def known_keys(session: Session, keys: Iterable[str]) -> set[str]:
    """Which of the comparisons of these names have been made."""
    asked = sorted(set(keys))
    return {
        key
        for start in range(0, len(asked), AT_ONCE)
        for key in session.scalars(
            select(StoredComparison.key).where(
                StoredComparison.key.in_(asked[start : start + AT_ONCE])
            )
        )
    }
