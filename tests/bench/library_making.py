"""A library of many articles, stored by the storage layer's own functions, hundreds at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from app.engine import BlockKind, Document
from app.engine.document_json import document_to_json
from app.storage.contents import pack
from app.storage.database import Database, writing
from app.storage.schema import SHARED_ID, Article, Content, Version, Workspace
from app.storage.search import index_of, indexed_text
from app.storage.search.index import Entry, title_terms
from tests.bench.library_texts import Text, article

AT_ONCE = 250
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)


def fill(database: Database, count: int) -> None:
    """Store so many made-up articles in the library that all read, and one in a workspace of its
    own."""
    with database.session() as session:
        for start in range(0, count, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, count))
            _store(session, [(number, article(number)) for number in numbers], SHARED_ID)
        with writing(session):
            workspace = Workspace()
            session.add(workspace)
            session.flush()
        _store(session, [(count, article(0, seed=2))], workspace.id)
        if database.engine.dialect.name == "postgresql":  # it does so itself, but a minute later
            session.execute(text("ANALYZE"))
            session.commit()


def document_of_text(text: Text) -> Document:
    """The document that such a text is read as."""
    paragraphs = str(text).split("\n\n")
    return Document.of_blocks(((BlockKind.PARAGRAPH, each) for each in paragraphs), text.title)


def _store(session: Session, batch: Sequence[tuple[int, list[Text]]], workspace: int) -> None:
    documents = [[document_of_text(text) for text in texts] for _, texts in batch]
    contents: dict[str, dict[str, Any]] = {}
    hashes = [[_content(contents, each) for each in versions] for versions in documents]
    indexed = [[indexed_text(each) for each in versions] for versions in documents]
    with writing(session):
        session.execute(insert(Content), list(contents.values()))
        ids = session.scalars(
            insert(Article).returning(Article.id, sort_by_parameter_order=True),
            [_article(number, texts, workspace) for number, texts in batch],
        ).all()
        rows = [
            _version(article_id, number, document, names)
            for article_id, versions, of_versions in zip(ids, documents, hashes, strict=True)
            for number, (document, names) in enumerate(
                zip(versions, of_versions, strict=True), start=1
            )
        ]
        version_ids = session.scalars(
            insert(Version).returning(Version.id, sort_by_parameter_order=True), rows
        ).all()
        each_text = (text for versions in indexed for text in versions)
        entries = [
            Entry(version_id, workspace, title_terms(row["title"], row["title"]), text)
            for version_id, row, text in zip(version_ids, rows, each_text, strict=True)
        ]
        index_of(session).put(session.connection(), entries)


def _content(contents: dict[str, dict[str, Any]], document: Document) -> tuple[str, str]:
    """Pack the bytes and the document; by which hashes they are kept."""
    packed = pack(document.text.encode()), pack(document_to_json(document))
    for each in packed:
        contents[each.hash] = {"hash": each.hash, "size": each.size, "data": each.data}
    return packed[0].hash, packed[1].hash


def _article(number: int, texts: Sequence[Text], workspace: int) -> dict[str, Any]:
    moment = FIRST_DAY + timedelta(minutes=10 * number)
    return {
        "slug": slug(number),
        "workspace_id": workspace,
        "title": texts[-1].title,
        "last_number": len(texts),
        "created_at": moment,
        "updated_at": moment,
        "is_sample": False,
    }


def slug(number: int) -> str:
    """The address of the article of that number, from 0."""
    return f"article-{number}"


def _version(
    article_id: int, number: int, document: Document, hashes: tuple[str, str]
) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "number": number,
        "title": document.title,
        "label": "",
        "source": "paste",
        "name": "",
        "media_type": "text/plain",
        "content_hash": hashes[0],
        "document_hash": hashes[1],
        "words": document.text.count(" "),
        "captured_at": FIRST_DAY,
        "published": "",
    }
