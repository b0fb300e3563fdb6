"""Links that let whoever has one see one comparison."""

from __future__ import annotations

import re
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.services.articles import get_pair, nothing_here
from app.storage.contents import digest
from app.storage.database import writing
from app.storage.schema import Article, Share

TOKEN_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def make_share(session: Session, article: Article, a: int, b: int) -> str:
    """A new token that opens the comparison of these two versions, and nothing else.

    It is 128 random bits in 22 characters fit for an address, and is told only now: the database
    keeps its hash. Raises NotFound for a version that is not there, BadInput for a pair of one.
    """
    get_pair(session, article, a, b)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    share = Share(
        token_hash=digest(token.encode()), article_id=article.id, version_a=a, version_b=b
    )
    with writing(session):
        session.add(share)
    return token


def open_share(session: Session, token: str) -> Share:
    """The share that the token opens, with its article and versions. Raises NotFound."""
    share = None
    if _TOKEN.fullmatch(token):
        share = session.scalar(
            select(Share)
            .where(Share.token_hash == digest(token.encode()))
            .options(joinedload(Share.article).selectinload(Article.versions))
        )
    if share is None:
        raise nothing_here()
    return share
