"""Lists of articles: in some order, a page at a time, each with what its last version changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.engine import Measures
from app.errors import NotFound
from app.storage.comparisons import ComparisonSummary, comparison_key, summaries
from app.storage.schema import Article, Version
from app.storage.viewing import viewer_of

LARGEST_PAGE = 100


class Sort(StrEnum):
    """What a list is in the order of."""

    CHANGED = "changed"
    """When a version was last stored, the latest first."""
    ADDED = "added"
    """When the article was stored, the latest first."""
    TITLE = "title"
    """From A to Z."""
    VERSIONS = "versions"
    """How many versions there are, the most first."""


class Whose(StrEnum):
    """Whose articles a list has, of those that one may read."""

    ALL = "all"
    OWN = "own"
    """Those of the viewer's own workspace."""
    SHARED = "shared"
    """Those that everyone reads, the samples among them."""


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article as a list shows it.

    ``first`` is the lowest number of a version that is there. ``last_pair`` has the numbers of its
    last version and, first, of the one before: None when there is only one. ``measures``,
    ``changes`` and ``headline`` tell of that pair, and are None, None and "" as long as it has not
    been compared. ``last_change`` is when the last version was captured, ``last_published`` when
    it says it was published, or "". ``is_own``: it belongs to the viewer's workspace.
    """

    slug: str
    title: str
    versions: int
    first: int
    last_pair: tuple[int, int] | None
    last_change: datetime
    last_published: str
    is_sample: bool
    is_own: bool
    measures: Measures | None = None
    changes: int | None = None
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: ``page`` of ``pages``, both from 1, and how many there are in all."""

    items: list[ArticleSummary]
    page: int
    pages: int
    total: int


def list_articles(
    session: Session,
    *,
    samples: bool | None = None,
    whose: Whose = Whose.ALL,
    sort: Sort = Sort.CHANGED,
    page: int = 1,
    size: int = 20,
) -> Listing:
    """Articles in the order asked for: only samples, only others, or (None) both.

    Costs four queries however long the page. Raises NotFound for a page that is not there.
    """
    size = max(1, min(size, LARGEST_PAGE))
    chosen = _chosen(session, samples, whose)
    total = session.scalar(select(func.count(Article.id)).where(*chosen)) or 0
    pages = max(1, -(-total // size))
    if not 1 <= page <= pages:
        raise no_such_page(pages)
    # What is sorted are the ids, which come from an index, and not whole rows.
    ids = _sorted_ids(sort).where(*chosen)
    articles = session.scalars(
        select(Article)
        .where(Article.id.in_(ids.limit(size).offset((page - 1) * size)))
        .order_by(*_order(sort))
    ).all()
    return Listing(list(summarised(session, articles).values()), page, pages, total)


def no_such_page(pages: int) -> NotFound:
    """The answer to who asks for a page of a list that has only so many."""
    has = f"{pages} pages" if pages > 1 else "one page"
    return NotFound(f"There is no such page: the list has {has}.", "Go back to its first page.")


def summarised(session: Session, articles: Sequence[Article]) -> dict[int, ArticleSummary]:
    """What a list shows of each article, by its id and in the order given. Costs two queries."""
    own = viewer_of(session).workspace_id
    ends = _last_two(session, [article.id for article in articles])
    keys = {
        article_id: comparison_key(before.document_hash, last.document_hash)
        for article_id, (last, *rest) in ends.items()
        for before in rest
    }
    known = summaries(session, keys.values())
    return {
        article.id: _summary(article, own, ends[article.id], known.get(keys.get(article.id, "")))
        for article in articles
        if article.id in ends  # it may be deleted between two queries
    }


def _chosen(session: Session, samples: bool | None, whose: Whose) -> list[ColumnElement[bool]]:
    own = viewer_of(session).workspace_id
    chosen: list[ColumnElement[bool]] = []
    if samples is not None:
        chosen.append(Article.is_sample.is_(samples))
    if whose is Whose.OWN:
        chosen.append(Article.workspace_id == own)
    elif whose is Whose.SHARED:
        chosen.append(Article.workspace_id.is_distinct_from(own))
    return chosen


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    """What articles are sorted by; the last part makes every order one that stays."""
    newest = Article.id.desc()
    if sort is Sort.TITLE:
        return func.lower(Article.title), Article.id.asc()
    if sort is Sort.VERSIONS:
        return _count().desc(), newest
    return (Article.updated_at.desc(), newest) if sort is Sort.CHANGED else (newest,)


def _sorted_ids(sort: Sort) -> Select[int]:
    """The ids of articles in this order."""
    if sort is not Sort.VERSIONS:
        return select(Article.id).order_by(*_order(sort))
    # To count the versions of all articles at once is much less work than those of each.
    counted = (
        select(Version.article_id, func.count().label("versions"))
        .group_by(Version.article_id)
        .subquery()
    )
    return (
        select(Article.id)
        .join(counted, counted.c.article_id == Article.id)
        .order_by(counted.c.versions.desc(), Article.id.desc())
    )


def _count() -> ColumnElement[int]:
    """How many versions an article has."""
    return (
        select(func.count(Version.id))
        .where(Version.article_id == Article.id)
        .correlate(Article)
        .scalar_subquery()
    )


def _summary(
    article: Article, own: int | None, ends: Sequence[_End], compared: ComparisonSummary | None
) -> ArticleSummary:
    last = ends[0]
    return ArticleSummary(
        slug=article.slug,
        title=article.title,
        versions=last.count,
        first=last.first,
        last_pair=(ends[1].number, last.number) if len(ends) > 1 else None,
        last_change=last.captured_at,
        last_published=last.published,
        is_sample=article.is_sample,
        is_own=article.workspace_id == own,
        measures=compared.measures if compared else None,
        changes=compared.changes if compared else None,
        headline=compared.headline if compared else "",
    )


@dataclass(frozen=True, slots=True)
class _End:
    """One of the last two versions of an article that has ``count``, from number ``first`` on."""

    number: int
    document_hash: str
    captured_at: datetime
    published: str
    count: int
    first: int


def _last_two(session: Session, article_ids: Sequence[int]) -> dict[int, list[_End]]:
    """Of each article the last version and, where there is one, the one before it."""
    ranked = (
        select(
            Version.article_id,
            Version.number,
            Version.document_hash,
            Version.captured_at,
            Version.published,
            func.count().over(partition_by=Version.article_id).label("count"),
            func.min(Version.number).over(partition_by=Version.article_id).label("first"),
            func.row_number()
            .over(partition_by=Version.article_id, order_by=Version.number.desc())
            .label("place"),
        )
        .where(Version.article_id.in_(article_ids))
        .subquery()
    )
    rows = session.execute(
        select(*list(ranked.c)[:-1]).where(ranked.c.place <= 2).order_by(ranked.c.place)
    )
    found: dict[int, list[_End]] = {}
    for article_id, *end in rows:
        found.setdefault(article_id, []).append(_End(*end))
    return found
