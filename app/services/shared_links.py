"""The links that somebody has shared: their list, and what can be changed about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.errors import BadInput
from app.services.bounds import check_room_for_share
from app.services.listing import no_such_page
from app.services.missing import LARGEST_NUMBER, nothing_here
from app.services.passwords import hash_password
from app.services.rights import reads_only
from app.services.shares import Allows, Lasts, token_of
from app.storage.contents import digest
from app.storage.database import writing
from app.storage.schema import Article, Share, Version, now
from app.storage.viewing import viewer_of


class State(StrEnum):
    """Whether a link still shows something, and if not, why."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A link as who made it sees it.

    ``token`` is "" where its address cannot be shown again. ``change`` is 0 for all changes.
    """

    id: int
    token: str
    slug: str
    title: str
    version_a: int
    version_b: int
    query: str
    change: int
    allows: Allows
    shows_newer: bool
    has_password: bool
    created_at: datetime
    expires_at: datetime | None
    views: int
    seen_at: datetime | None
    state: State


@dataclass(frozen=True, slots=True)
class SharedLinks:
    """One page of a list of links: ``page`` of ``pages``, both from 1; ``total`` in all."""

    items: list[SharedLink]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What is changed about a link. None leaves a thing as it is; a ``password`` of "" is none."""

    allows: Allows
    shows_newer: bool
    lasts: Lasts | None = None
    password: str | None = None


def shared_links(
    session: Session, key: str, *, article: Article | None = None, page: int = 1, size: int = 20
) -> SharedLinks:
    """The links that the viewer's workspace has shared, the newest first: all, or of an article.

    ``key`` is that by which the viewer came in. Links to what was deleted a short while ago come
    back with it. Raises NotFound past the last page.
    """
    wanted = _links(session)
    counted = select(func.count(Share.id)).join(Article).where(_is_own(session))
    if article is not None:
        wanted = wanted.where(Share.article_id == article.id)
        counted = counted.where(Share.article_id == article.id)
    total = session.scalar(counted) or 0
    pages = max(1, -(-total // size))
    if not 1 <= page <= pages:
        raise no_such_page(pages)
    rows = session.execute(
        wanted.order_by(Share.created_at.desc(), Share.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    return SharedLinks([_link(row, key) for row in rows], page, pages, total)


def get_link(session: Session, key: str, share_id: int) -> SharedLink:
    """One of them. Raises NotFound for all others, and Forbidden for who may only read."""
    if not viewer_of(session).may_write and viewer_of(session).workspace_id is not None:
        raise reads_only()
    row = None
    if share_id <= LARGEST_NUMBER:
        row = session.execute(_links(session).where(Share.id == share_id)).one_or_none()
    if row is None:
        raise nothing_here()
    return _link(row, key)


def change_link(session: Session, key: str, share_id: int, changes: Changes) -> None:
    """Change what a link shows, and to whom; one that has expired can be given more time.

    Raises NotFound, Forbidden, BadInput for a link that was revoked or a password that is none, and
    Full when it would be open again and as many are as may be.
    """
    found = get_link(session, key, share_id)
    if found.state is State.REVOKED:
        raise BadInput("This link was revoked, and nothing about it is changed.", "Make another.")
    hashed = hash_password(changes.password) if changes.password else None
    with writing(session):
        share = session.get_one(Share, share_id, populate_existing=True)
        share.allows = Allows.COMPARISON if share.change else changes.allows
        share.shows_newer = changes.shows_newer
        if changes.lasts is not None:
            if _has_expired(share) and share.workspace_id is not None:
                check_room_for_share(session, share.workspace_id)
            share.expires_at = changes.lasts.until(now())
        if changes.password is not None:
            share.password_hash = hashed


def revoke_link(session: Session, key: str, share_id: int) -> None:
    """Let a link show nothing any more; that is final. Raises NotFound and Forbidden."""
    get_link(session, key, share_id)
    with writing(session):
        share = session.get_one(Share, share_id, populate_existing=True)
        share.revoked_at = share.revoked_at or now()


def _links(session: Session) -> Select[Share, str, str, int]:
    """The shares of the viewer's workspace, each with what its article and versions are now."""
    there = (
        select(func.count(Version.id))
        .where(
            Version.article_id == Share.article_id,
            or_(Version.number == Share.version_a, Version.number == Share.version_b),
        )
        .correlate(Share)
        .scalar_subquery()
    )
    return (
        select(Share, Article.slug, Article.title, there.label("there"))
        .join(Article, Article.id == Share.article_id)
        .where(_is_own(session))
        .execution_options(populate_existing=True)
    )


def _is_own(session: Session) -> ColumnElement[bool]:
    # There is no workspace 0. Compared with None, those that are in nobody's list would be found.
    return Share.workspace_id == (viewer_of(session).workspace_id or 0)


def _link(row: Any, key: str) -> SharedLink:
    share: Share = row.Share
    token = token_of(key, share.seed) if key and share.seed else ""
    if digest(token.encode()) != share.token_hash:
        token = ""
    return SharedLink(
        id=share.id,
        token=token,
        slug=row.slug,
        title=row.title,
        version_a=share.version_a,
        version_b=share.version_b,
        query=share.query,
        change=share.change,
        allows=Allows(share.allows),
        shows_newer=share.shows_newer,
        has_password=share.password_hash is not None,
        created_at=share.created_at,
        expires_at=share.expires_at,
        views=share.views,
        seen_at=share.seen_at,
        state=_state(share, is_there=row.there == 2),
    )


def _state(share: Share, *, is_there: bool) -> State:
    if share.revoked_at is not None:
        return State.REVOKED
    if _has_expired(share):
        return State.EXPIRED
    return State.OPEN if is_there else State.DELETED


def _has_expired(share: Share) -> bool:
    return share.expires_at is not None and share.expires_at <= now()
