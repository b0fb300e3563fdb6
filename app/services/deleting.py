"""Deleting articles and versions: for ten minutes they can be had back, then they go for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    desc,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.errors import BadInput, Gone
from app.services.articles import get_article, get_version
from app.services.bounds import give_room_back
from app.services.missing import KEPT_FOR, nothing_here
from app.services.rights import check_may_change, may_change
from app.storage.contents import drop_orphans
from app.storage.database import writing
from app.storage.schema import SHARED_ID, Article, Version, Workspace, WorkspaceKey, now
from app.storage.viewing import DELETED_TOO, viewer_of

MOST_LISTED = 50

BEYOND_RECALL = datetime.fromtimestamp(0, UTC)
"""What was deleted at this moment is purged before everything else, and never had back."""

ARTICLES_AT_ONCE, VERSIONS_AT_ONCE, AT_ONCE = 20, 200, 500
"""How much goes in one transaction, while others wait; and how many rows one statement names."""

_AS_IT_IS = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted a short while ago: a version of an article, or (no ``number``) all of it.

    It can be had back until ``until``.
    """

    slug: str
    title: str
    number: int | None
    label: str
    until: datetime


def delete_article(session: Session, article: Article) -> None:
    """Delete an article with all its versions. Raises Forbidden unless the viewer may."""
    check_may_change(session, article)
    with writing(session):
        _locked(session, Article.id == article.id).deleted_at = now()


def delete_version(session: Session, article: Article, number: int) -> None:
    """Delete one version of an article; its number is not given again.

    Raises Forbidden, NotFound for a version that is not there, and BadInput for the only one.
    """
    check_may_change(session, article)
    with writing(session):
        stored = _locked(session, Article.id == article.id)
        version = get_version(session, stored, number)
        check_not_the_only_one(session, stored)
        version.deleted_at = now()


def check_not_the_only_one(session: Session, article: Article) -> None:
    """Raise BadInput when the article has one version only, which cannot go without it."""
    left = session.scalar(select(func.count(Version.id)).where(Version.article_id == article.id))
    if left == 1:
        raise BadInput(
            "This is the only version of its article, and an article has at least one.",
            "Delete the article instead.",
        )


def restore_article(session: Session, slug: str) -> Article:
    """Have a deleted article back, as it was; one that is there stays as it is.

    Raises NotFound when there is none any more, and Forbidden.
    """
    with writing(session):
        article = _locked(session, Article.slug == slug, deleted_too=True)
        if article.deleted_at is not None and not may_change(session, article):
            raise nothing_here()
        check_may_change(session, article)
        article.deleted_at = None
    return get_article(session, slug)


def restore_version(session: Session, article: Article, number: int) -> None:
    """Have a deleted version of an article back; one that is there stays as it is.

    Raises Gone when its time is over, NotFound when there never was one, and Forbidden.
    """
    check_may_change(session, article)
    with writing(session):
        version = session.scalar(
            select(Version)
            .where(Version.article_id == article.id, Version.number == number)
            .with_for_update()
            .execution_options(**{DELETED_TOO: True}, populate_existing=True)
        )
        if version is not None:
            version.deleted_at = None
        elif 0 < number <= article.last_number:
            raise Gone(
                f"Version {number} cannot be had back any more: it was deleted more than "
                f"{KEPT_FOR.seconds // 60} minutes ago.",
                "Add its text again; it then gets a new number.",
            )
        else:
            raise nothing_here()


def lately_deleted(session: Session, article: Article | None = None) -> list[Deleted]:
    """What the session's viewer can have back, the latest first: of one article, or of all."""
    viewer = viewer_of(session)
    if not viewer.may_write:
        return []
    after = now() - KEPT_FOR
    theirs = [Article.workspace_id == viewer.workspace_id]
    if not viewer.keeps_library:
        theirs.append(Article.is_sample.is_(False))
    versions = (
        select(Article.slug, Article.title, Version.number, Version.label, Version.deleted_at)
        .join(Article, Article.id == Version.article_id)
        .where(*theirs, Version.deleted_at > after, Article.deleted_at.is_(None))
    )
    articles = select(Article.slug, Article.title, null(), literal(""), Article.deleted_at).where(
        *theirs, Article.deleted_at > after
    )
    if article is not None:
        versions = versions.where(Article.id == article.id)
        articles = articles.where(false())
    rows: Iterable[Any] = session.execute(
        union_all(versions, articles).order_by(desc("deleted_at")).limit(MOST_LISTED),
        execution_options={DELETED_TOO: True},
    )
    return [
        Deleted(slug, title, number, label, deleted_at + KEPT_FOR)
        for slug, title, number, label, deleted_at in rows
    ]


def purge(session: Session, before: datetime) -> int:
    """Let everybody's articles and versions that were deleted by then go for good.

    Their texts, comparisons and shares go with them, where no other version has the same; so do the
    workspaces that nobody has a key of any more. It goes in portions, between which others write,
    and an article with all its versions in one. How many versions went.
    """
    purged = 0
    while _wait(session, before):
        with writing(session):
            purged += _purge_some(session, before)
        session.expunge_all()
    return purged


def _wait(session: Session, before: datetime) -> bool:
    """Whether anything waits to go."""
    articles, versions = Article.__table__, Version.__table__
    waiting = (
        select(articles.c.id).where(articles.c.deleted_at <= before).exists(),
        select(versions.c.id).where(versions.c.deleted_at <= before).exists(),
        _keyless().exists(),
    )
    return bool(session.scalar(select(or_(*waiting))))


def _purge_some(session: Session, before: datetime) -> int:
    """One portion. The caller holds the transaction."""
    articles, versions = Article.__table__, Version.__table__
    gone = session.scalars(
        select(articles.c.id)
        .where(articles.c.deleted_at <= before)
        .order_by(articles.c.id)
        .limit(ARTICLES_AT_ONCE)
    ).all()
    columns = select(versions.c.id, versions.c.content_hash, versions.c.document_hash)
    single = columns.where(versions.c.deleted_at <= before).limit(VERSIONS_AT_ONCE)
    rows = {
        *session.execute(columns.where(versions.c.article_id.in_(gone))),
        *session.execute(single),
    }
    ids = sorted(row[0] for row in rows)
    give_room_back(session, ids, gone)
    for start in range(0, len(ids), AT_ONCE):
        some = delete(Version).where(Version.id.in_(ids[start : start + AT_ONCE]))
        session.execute(some, execution_options=_AS_IT_IS)
    session.execute(delete(Article).where(Article.id.in_(gone)), execution_options=_AS_IT_IS)
    drop_orphans(session, {name for _, *hashes in rows for name in hashes})
    erased = delete(Workspace).where(Workspace.id.in_(_keyless()))
    session.execute(erased, execution_options=_AS_IT_IS)
    return len(rows)


def _keyless() -> Select[int]:
    """The workspaces that were erased and in which nothing is left."""
    articles, keys = Article.__table__, WorkspaceKey.__table__
    return select(Workspace.id).where(
        Workspace.id != SHARED_ID,
        ~select(keys.c.id).where(keys.c.workspace_id == Workspace.id).exists(),
        ~select(articles.c.id).where(articles.c.workspace_id == Workspace.id).exists(),
    )


def _locked(session: Session, where: ColumnElement[bool], *, deleted_too: bool = False) -> Article:
    """The article, which nobody else changes before the transaction ends. Raises NotFound."""
    article = session.scalar(
        select(Article)
        .where(where)
        .order_by(Article.workspace_id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True, **{DELETED_TOO: deleted_too})
    )
    if article is None:
        raise nothing_here()
    return article
