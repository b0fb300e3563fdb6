"""Keeping the text index true to the terms of this release."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, bindparam, select, text
from sqlalchemy.orm import Session

from app.engine.document_json import document_from_json
from app.engine.terms import TERMS_VERSION
from app.errors import RecensionError
from app.storage.contents import fetch
from app.storage.schema import Article, Version
from app.storage.search import index_of
from app.storage.search.index import Entry, indexed_text, title_terms
from app.storage.viewing import DELETED_TOO, EVERYBODYS

log = logging.getLogger(__name__)

AT_ONCE = 500

_LOOK = text("SELECT terms_version FROM text_index")
_AFTER = (
    select(
        Version.id,
        Version.document_hash,
        Version.title,
        Article.title.label("article_title"),
        Article.workspace_id,
    )
    .join(Article, Article.id == Version.article_id)
    .where(Version.id > bindparam("version_id"))
    .order_by(Version.id)
    .limit(AT_ONCE)
    .execution_options(**{EVERYBODYS: True, DELETED_TOO: True})
)
_NOTE = text("UPDATE text_index SET terms_version = :version")


def is_current(session: Session) -> bool:
    """Whether the index holds the terms that this release looks for."""
    return bool(session.scalar(_LOOK) == TERMS_VERSION)


def rebuild(session: Session) -> None:
    """Index every version anew. The caller holds the transaction, so that it is all or nothing.

    A version whose text is damaged is left out, and told in the log.
    """
    # Noted first: on PostgreSQL another process that would do the same now waits for this one.
    session.execute(_NOTE, {"version": TERMS_VERSION})
    index, connection = index_of(session), session.connection()
    index.clear(connection)
    after = 0
    while rows := session.execute(_AFTER, {"version_id": after}).all():
        index.put(connection, list(_entries(session, rows)))
        after = rows[-1].id


def _entries(session: Session, rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[Entry]:
    for row in rows:
        try:
            document = document_from_json(fetch(session, row.document_hash))
        except (RecensionError, ValueError) as error:
            log.warning("version %s cannot be indexed (%s)", row.id, type(error).__name__)
            continue
        title = title_terms(row.article_title, row.title)
        yield Entry(row.id, row.workspace_id, title, indexed_text(document))
