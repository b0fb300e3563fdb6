"""Links that let whoever has one see one comparison, on the terms of who made it.

The database keeps the hash of a link's token and not the token, so that nobody who reads the
database can open what was shared. Who made a link sees its address again nevertheless: the token
is made of the key of their workspace, which they bring with every request and which is not stored
either, and of a seed that is stored with the share. Neither alone is of any use. A share that was
made with another key, as all are once the key has been changed, goes on working and can be changed
and revoked, but its address cannot be shown again.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.errors import Ended
from app.services.articles import get_pair
from app.services.bounds import check_room_for_share
from app.services.missing import nothing_here
from app.services.passwords import hash_password
from app.services.rights import reads_only
from app.storage.contents import digest
from app.storage.database import writing
from app.storage.schema import Article, Share, now
from app.storage.viewing import EVERYBODYS, viewer_of

TOKEN_BYTES = 16
TOKEN_LENGTH = 22
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")


class Allows(StrEnum):
    """How much whoever has the link may see, each with what is before it."""

    COMPARISON = "comparison"
    """What changed, and a few paragraphs around it."""
    TEXTS = "texts"
    """Both texts whole."""
    DOWNLOADS = "downloads"
    """And files of the comparison."""


class Lasts(StrEnum):
    """How long a link works."""

    EVER = "ever"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def until(self, moment: datetime) -> datetime | None:
        """When a link that is made at this moment ends; None for never."""
        span = _SPANS.get(self)
        return moment + span if span else None


_SPANS = {
    Lasts.HOUR: timedelta(hours=1),
    Lasts.DAY: timedelta(days=1),
    Lasts.WEEK: timedelta(weeks=1),
    Lasts.MONTH: timedelta(days=30),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What whoever makes a link chooses. ``password`` is "" for none.

    ``shows_newer``: the page says when the article has got newer versions.
    """

    lasts: Lasts = Lasts.EVER
    allows: Allows = Allows.TEXTS
    password: str = ""
    shows_newer: bool = False


def make_share(
    session: Session,
    article: Article,
    a: int,
    b: int,
    terms: Terms = Terms(),  # it is frozen
    *,
    query: str = "",
    change: int = 0,
    key: str = "",
) -> str:
    """A new token that opens the comparison of these two versions, and nothing else.

    It is 128 random bits in 22 characters fit for an address. ``key`` is that by which the viewer
    came in, if any. ``query`` says how the comparison is looked at; with ``change`` only that one
    is shown, and no more is allowed than to see it. Raises NotFound for a version that is not
    there, BadInput for a pair of one or a password that is none, and Forbidden for who may only
    read the article's workspace, and Full where as many are open as may be. A share of who has no
    workspace is in nobody's list.
    """
    viewer = viewer_of(session)
    if article.workspace_id == viewer.workspace_id and not viewer.may_write:
        raise reads_only()
    get_pair(session, article, a, b)
    listed_in = viewer.workspace_id if viewer.may_write else None
    seed = secrets.token_urlsafe(TOKEN_BYTES) if listed_in is not None and key else ""
    token = token_of(key, seed) if seed else secrets.token_urlsafe(TOKEN_BYTES)
    share = Share(
        token_hash=digest(token.encode()),
        workspace_id=listed_in,
        seed=seed,
        article_id=article.id,
        version_a=a,
        version_b=b,
        query=query,
        change=change,
        allows=Allows.COMPARISON if change else terms.allows,
        shows_newer=terms.shows_newer,
        password_hash=hash_password(terms.password) if terms.password else None,
        expires_at=terms.lasts.until(now()),
    )
    with writing(session):
        if listed_in is not None:
            check_room_for_share(session, listed_in)
        session.add(share)
    return token


def token_of(key: str, seed: str) -> str:
    """The token that the bearer of this key made with this seed."""
    made = hmac.digest(key.encode(), f"share {seed}".encode(), "sha256")
    return urlsafe_b64encode(made[:TOKEN_BYTES]).decode().rstrip("=")


def open_share(session: Session, token: str) -> Share:
    """The share that the token opens, with its article and versions.

    Raises NotFound for a token that opens nothing, and Ended when what it opened is not shown any
    more. Whether a password is asked for is not looked at here.
    """
    share = None
    if _TOKEN.fullmatch(token):
        share = session.scalar(
            select(Share)
            .where(Share.token_hash == digest(token.encode()))
            .options(
                joinedload(Share.article).selectinload(Article.versions),
                joinedload(Share.article).joinedload(Article.workspace),
            )
            .execution_options(**{EVERYBODYS: True}, populate_existing=True)
        )
    if share is None:
        raise nothing_here()
    _check_is_shown(share)
    if share.article.workspace.locked_at is not None:
        raise nothing_here()
    return share


def _check_is_shown(share: Share) -> None:
    if share.revoked_at is not None:
        raise Ended(
            "This link was taken back by whoever made it.", "Ask them for another if you need it."
        )
    if share.expires_at is not None and share.expires_at <= now():
        ended = share.expires_at
        raise Ended(
            f"This link worked until {ended.day} {ended:%B %Y}, {ended:%H:%M} UTC.",
            "Ask whoever sent it to you for another.",
        )
    # An article that was deleted is not found, and may yet come back; so may its versions.
    there = {version.number for version in share.article.versions} if share.article else set()
    if not {share.version_a, share.version_b} <= there:
        raise Ended(
            "What this link showed was deleted.", "Ask whoever sent it to you what became of it."
        )


def count_shares(session: Session, article: Article, number: int | None = None) -> int:
    """How many links show comparisons of the article, or of one version of it."""
    of_it: list[ColumnElement[bool]] = [Share.article_id == article.id, still_open()]
    if number is not None:
        of_it.append(or_(Share.version_a == number, Share.version_b == number))
    return session.scalar(select(func.count(Share.id)).where(*of_it)) or 0


def still_open() -> ColumnElement[bool]:
    """That a share was not revoked, and has not expired."""
    lasts = or_(Share.expires_at.is_(None), Share.expires_at > now())
    return Share.revoked_at.is_(None) & lasts
