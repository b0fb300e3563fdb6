"""The database's own text index behind one face: full-text search, and what resembles what.

Whoever asks finds what the session's viewer may see. Indexing is part of the transaction in which
a version is stored; what is deleted leaves the index by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from math import log
from operator import itemgetter
from zlib import crc32

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from app.engine import Document
from app.engine.query import Query
from app.engine.terms import article_text, terms
from app.storage.schema import Article, Version
from app.storage.search.index import (
    Entry,
    IndexedText,
    TextIndex,
    indexed_text,
    text_hash,
    title_terms,
)
from app.storage.search.postgres import PostgresIndex
from app.storage.search.sqlite import SqliteIndex
from app.storage.viewing import DELETED_TOO, viewer_of

MOST_FOUND = 1_000
"""Of more versions than these only the newest are weighed: so a common word costs no more."""

RARE = 300
"""A term that more versions than these have says little about which one is meant."""

ENOUGH_RARE, MOST_TRIED, TRIED_AT_ONCE = 16, 96, 16
"""How many rare terms a text is looked up by, and how many of its terms are tried for that."""

LIKELY = 0.3
"""An article that has so small a share of the terms that the likeliest one has is not meant."""

LONGEST_LOOKED_UP = 200_000
"""So many characters of a text have terms enough to look it up by."""

__all__ = [
    "Found",
    "IndexedText",
    "Match",
    "index_of",
    "index_versions",
    "indexed_text",
    "retitle",
    "same_text",
    "search",
    "similar",
]

_INDEXES: dict[str, TextIndex] = {"sqlite": SqliteIndex(), "postgresql": PostgresIndex()}
_TEXTS = table("version_text", column("version_id"), column("workspace_id"), column("text_hash"))


@dataclass(frozen=True, slots=True)
class Match:
    """A version that fits, and its article; the higher the score the better."""

    article_id: int
    version_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that have what was looked for, the best first, each with its best version.

    ``is_complete`` is False when more versions have it than were weighed.
    """

    matches: list[Match]
    is_complete: bool = True


def index_of(session: Session) -> TextIndex:
    """The text index of the session's database."""
    return _INDEXES[session.get_bind().dialect.name]


def index_versions(
    session: Session, article: Article, versions: Iterable[tuple[Version, IndexedText]]
) -> None:
    """Index versions of an article, which the session is storing, with their ``indexed_text``.

    The caller holds the transaction in which they are stored.
    """
    session.flush()
    entries = [
        Entry(version.id, article.workspace_id, title_terms(article.title, version.title), body)
        for version, body in versions
    ]
    index_of(session).put(session.connection(), entries)


def retitle(session: Session, article: Article) -> None:
    """Let an article be found by the title that it was given just now, in the same transaction."""
    session.flush()
    rows = session.execute(
        select(Version.id, Version.title)
        .where(Version.article_id == article.id)
        .execution_options(**{DELETED_TOO: True})
    )
    titles = {row.id: title_terms(article.title, row.title) for row in rows}
    index_of(session).retitle(session.connection(), titles)


def search(session: Session, query: Query, *, most: int = MOST_FOUND) -> Found:
    """The articles of which a version has all that the query asks for.

    Words of the title count more than those of the text. Of more than ``most`` such versions the
    newest are weighed and the others left out. Costs one query.
    """
    if not query:
        return Found([])
    found = index_of(session).found(viewer_of(session).readable, query, most)
    rows = session.execute(
        select(Article.id, Version.id, found.c.score)
        .join(Version, Version.article_id == Article.id)
        .join(found, found.c.version_id == Version.id)
        .order_by(found.c.score.desc(), Article.updated_at.desc(), Version.id.desc())
    ).all()
    best: dict[int, Match] = {}
    for row in rows:
        best.setdefault(row[0], Match(*row))
    return Found(list(best.values()), is_complete=len(rows) < most)


def same_text(session: Session, document: Document) -> list[Match]:
    """The newest versions whose text, the page around it left out, is this one to the letter."""
    rows = session.execute(
        select(Version.article_id, Version.id)
        .join(Article, Article.id == Version.article_id)
        .join(_TEXTS, _TEXTS.c.version_id == Version.id)
        .where(
            _TEXTS.c.text_hash == text_hash(article_text(document)),
            _TEXTS.c.workspace_id.in_(viewer_of(session).readable),
        )
        .distinct()
        .order_by(Version.id.desc())
        .limit(RARE)
    )
    return [Match(article_id, version_id, 1.0) for article_id, version_id in rows]


def similar(session: Session, document: Document, *, most: int = 3, each: int = 2) -> list[Match]:
    """The versions that have the most of a text's rarest terms: a guess, to be verified.

    They are of up to ``most`` articles, the likeliest first, and up to ``each`` of one article.
    """
    votes: defaultdict[int, float] = defaultdict(float)
    for versions in _rarest(session, document):
        weight = 1 + log(max(1, RARE / len(versions)))
        for version_id in versions:
            votes[version_id] += weight
    by_article: dict[int, list[Match]] = {}
    matches = _matches(session, dict(nlargest(RARE, votes.items(), key=itemgetter(1))))
    for match in matches:
        if match.score >= LIKELY * matches[0].score:
            by_article.setdefault(match.article_id, []).append(match)
    return [match for matches in list(by_article.values())[:most] for match in matches[:each]]


def _matches(session: Session, scores: dict[int, float]) -> list[Match]:
    """Those of the versions that the viewer may see, the best first, of equal ones the latest."""
    if not scores:
        return []
    rows = session.execute(
        select(Version.article_id, Version.id)
        .join(Article, Article.id == Version.article_id)
        .where(Version.id.in_(scores))
    )
    matches = (Match(article_id, version_id, scores[version_id]) for article_id, version_id in rows)
    return sorted(matches, key=lambda match: (-match.score, -match.version_id))


def _rarest(session: Session, document: Document) -> list[list[int]]:
    """For some terms of the text that few versions have, these versions.

    Long words are tried first, since they are rare more often; among terms of one length, and in
    some scripts that is all of them, the order is that of a hash, so that they come from all over
    the text.
    """
    looked_at = article_text(document)[:LONGEST_LOOKED_UP]
    ordered = sorted(set(terms(looked_at)), key=lambda term: (-len(term), crc32(term.encode())))
    index, workspaces = index_of(session), viewer_of(session).readable
    connection = session.connection()
    found: list[list[int]] = []
    for start in range(0, min(len(ordered), MOST_TRIED), TRIED_AT_ONCE):
        tried = ordered[start : start + TRIED_AT_ONCE]
        having = index.having(connection, workspaces, tried, RARE + 1)
        found += filter(None, having.values())
        if sum(len(versions) <= RARE for versions in found) >= ENOUGH_RARE:
            break
    return sorted(found, key=len)[:ENOUGH_RARE]
