"""Searching the articles that somebody may read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.engine import Span
from app.engine.query import Query, read_query
from app.errors import RecensionError
from app.presentation.passages import Passage, marks_in, matching_passage
from app.services.articles import document_of
from app.services.listing import LARGEST_PAGE, ArticleSummary, no_such_page, summarised
from app.storage.schema import Article, Version
from app.storage.search import Match, search


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found.

    ``title_marks`` are the spans of ``article.title`` that were looked for. ``version`` is the
    number of the version that fits best, and ``passage`` a sentence of it with the spans
    that were looked for: None when its text cannot be read or has no sentence.
    """

    article: ArticleSummary
    title_marks: tuple[Span, ...]
    version: int
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Findings:
    """One page of what a search found: ``page`` of ``pages``, both from 1.

    ``total`` counts articles. ``is_complete`` is False when so many versions have what was looked
    for that only the newest of them were weighed and counted. ``is_query``: there was something
    to look for in what was typed, a letter or a digit.
    """

    items: list[Hit]
    page: int
    pages: int
    total: int
    is_complete: bool = True
    is_query: bool = True


def search_articles(session: Session, typed: str, *, page: int = 1, size: int = 20) -> Findings:
    """The articles of which some version has all that somebody typed, in its title or its text.

    Those that fit best come first. What is in quotation marks is looked for as it stands; the
    last word may be only begun. Nothing that is typed is an error. Raises NotFound for a
    page that is not there.
    """
    query = read_query(typed)
    found = search(session, query)
    if not found.matches and len(query) > 1 and query[-1].begun:
        # Too little of the last word is typed, and no text has a word that is just that.
        query = query[:-1]
        found = search(session, query)
    size = max(1, min(size, LARGEST_PAGE))
    pages = max(1, -(-len(found.matches) // size))
    if not 1 <= page <= pages:
        raise no_such_page(pages)
    return Findings(
        items=_hits(session, found.matches[(page - 1) * size : page * size], query),
        page=page,
        pages=pages,
        total=len(found.matches),
        is_complete=found.is_complete,
        is_query=bool(query),
    )


def _hits(session: Session, matches: list[Match], query: Query) -> list[Hit]:
    articles = session.scalars(
        select(Article).where(Article.id.in_([match.article_id for match in matches]))
    )
    by_id = {article.id: article for article in articles}
    summaries = summarised(session, list(by_id.values()))
    versions = session.scalars(
        select(Version).where(Version.id.in_([match.version_id for match in matches]))
    )
    version_by_id = {version.id: version for version in versions}
    return [
        Hit(
            summaries[match.article_id],
            marks_in(summaries[match.article_id].title, query),
            version_by_id[match.version_id].number,
            _passage(session, version_by_id[match.version_id], query),
        )
        for match in matches
        if match.article_id in summaries and match.version_id in version_by_id
    ]


def _passage(session: Session, version: Version, query: Query) -> Passage | None:
    try:
        return matching_passage(document_of(session, version), query)
    except RecensionError:  # a damaged text takes nothing from the others; its own page tells
        return None
