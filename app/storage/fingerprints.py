"""What is stored about an article, in a few letters: they change whenever any of it does."""

from __future__ import annotations

import hashlib

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.storage.schema import Article, Version
from app.storage.viewing import viewer_of

_articles, _versions = Article.__table__, Version.__table__

# Written for the tables rather than for the classes, since it is asked for every page that is
# looked at: so it has to say itself whose articles are found, and that nothing deleted is.
_STORED = (
    select(*_articles.c, *_versions.c)
    .join_from(_articles, _versions, _versions.c.article_id == _articles.c.id)
    .where(
        _articles.c.slug == bindparam("slug"),
        _articles.c.workspace_id.in_(bindparam("readable", expanding=True)),
        _articles.c.deleted_at.is_(None),
        _versions.c.deleted_at.is_(None),
    )
    .order_by(_articles.c.workspace_id.desc(), _versions.c.number)
)


def article_fingerprint(session: Session, slug: str) -> str | None:
    """A digest of every column of the article and of its versions, as the session's viewer sees it.

    It takes in all articles of that slug which they may read. None when there is none.
    """
    if not slug.isprintable():  # what some databases cannot even be asked for
        return None
    asked = {"slug": slug, "readable": viewer_of(session).readable}
    rows = session.connection().execute(_STORED, asked).all()
    if not rows:
        return None
    return hashlib.sha256("\n".join(map(repr, rows)).encode()).hexdigest()
