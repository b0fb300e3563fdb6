"""What has to hold for a library, whatever happened to the processes that wrote to it."""

from __future__ import annotations

import zlib
from hashlib import sha256

from sqlalchemy import Connection, text

from app.engine.document_json import document_from_json
from tests.reliability.load import Told

NONE_OF = {
    "a version without its article": "SELECT id FROM version "
    "WHERE article_id NOT IN (SELECT id FROM article)",
    "an article without a version": "SELECT id FROM article "
    "WHERE id NOT IN (SELECT article_id FROM version)",
    "an article without a workspace": "SELECT id FROM article "
    "WHERE workspace_id NOT IN (SELECT id FROM workspace)",
    "a workspace without a key": "SELECT id FROM workspace WHERE id <> 1 "
    "AND id NOT IN (SELECT workspace_id FROM workspace_key) "
    "AND id NOT IN (SELECT workspace_id FROM article)",
    "a version without its bytes": "SELECT id FROM version "
    "WHERE content_hash NOT IN (SELECT hash FROM content)",
    "a version without its document": "SELECT id FROM version "
    "WHERE document_hash NOT IN (SELECT hash FROM content)",
    "bytes without a version": "SELECT hash FROM content "
    "WHERE hash NOT IN (SELECT content_hash FROM version) "
    "AND hash NOT IN (SELECT document_hash FROM version)",
    "a version that is not indexed": "SELECT id FROM version "
    "WHERE id NOT IN (SELECT version_id FROM version_text)",
    "an index entry without its version": "SELECT version_id FROM version_text "
    "WHERE version_id NOT IN (SELECT id FROM version)",
    "a number beyond the last": "SELECT version.id FROM version "
    "JOIN article ON article.id = version.article_id WHERE number > last_number",
    "a comparison without its documents": "SELECT key FROM stored_comparison "
    "WHERE document_a NOT IN (SELECT hash FROM content) "
    "OR document_b NOT IN (SELECT hash FROM content)",
    "a share without its article": "SELECT id FROM share "
    "WHERE article_id NOT IN (SELECT id FROM article)",
    "a workspace whose articles are miscounted": "SELECT id FROM workspace WHERE kept_articles <> "
    "(SELECT count(*) FROM article WHERE workspace_id = workspace.id)",
    "a workspace whose versions are miscounted": "SELECT id FROM workspace WHERE kept_versions <> "
    "(SELECT count(*) FROM version JOIN article ON article.id = article_id "
    "WHERE workspace_id = workspace.id)",
}
SQLITE_TOO = {
    "an entry that the text index has not": "SELECT version_id FROM version_text "
    "WHERE version_id NOT IN (SELECT id FROM version_text_index_docsize)",
    "an entry that only the text index has": "SELECT id FROM version_text_index_docsize "
    "WHERE id NOT IN (SELECT version_id FROM version_text)",
    "a row that points nowhere": "PRAGMA foreign_key_check",
}

Seen = dict[str, str]


def check_whole(connection: Connection, seen: Seen) -> None:
    """Assert that the database is sound and nothing in it is half there.

    ``seen`` are contents verified before, by hash: what is stored of them may not change.
    """
    asked = dict(NONE_OF)
    if connection.dialect.name == "sqlite":
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        asked |= SQLITE_TOO
    for what, query in asked.items():
        found = connection.execute(text(query)).first()
        assert found is None, f"{what}: {found}"
    documents = set(connection.execute(text("SELECT document_hash FROM version")).scalars())
    for name, data, size in connection.execute(text("SELECT hash, data, size FROM content")):
        stored = sha256(bytes(data)).hexdigest()
        if name not in seen:
            content = zlib.decompress(bytes(data))
            assert (sha256(content).hexdigest(), len(content)) == (name, size)
            if name in documents:
                document_from_json(content)
            seen[name] = stored
        assert seen[name] == stored, "what was stored once was stored otherwise"


def check_index(connection: Connection) -> None:
    """Assert that SQLite finds its text index in order; that takes the right to write."""
    connection.execute(
        text("INSERT INTO version_text_index (version_text_index) VALUES ('integrity-check')")
    )


def check_told(connection: Connection, told: Told) -> None:
    """Assert that all is there that a client was told is stored, and nothing that it was told is
    deleted."""
    key = sha256(told.key.encode()).hexdigest()
    of_key = text("SELECT workspace_id FROM workspace_key WHERE key_hash = :key")
    workspace = connection.execute(of_key, {"key": key}).scalar()
    if told.erased:
        assert workspace is None, "a workspace that was deleted can be entered"
        return
    if workspace is None:
        # The deletion was asked for and not acknowledged; or nothing ever was.
        assert not told.versions, "the workspace of what was acknowledged is not there"
        return
    rows = connection.execute(
        text(
            "SELECT slug, number, content_hash, "
            "article.deleted_at IS NULL AND version.deleted_at IS NULL AS lives "
            "FROM version JOIN article ON article.id = article_id WHERE workspace_id = :workspace"
        ),
        {"workspace": workspace},
    ).all()
    there = {(row.slug, row.number): row.content_hash for row in rows if row.lives}
    for place, name in told.kept.items():
        assert there.get(place) == name, f"{place} was acknowledged, and is {there.get(place)}"
    lost = told.bulk - set(there.values())
    assert not lost, f"{len(lost)} files of a bulk upload were acknowledged and are not there"
    assert not told.gone & set(there), "what was deleted is there again"
    count = text("SELECT count(*) FROM share WHERE workspace_id = :workspace")
    shares = connection.execute(count, {"workspace": workspace}).scalar_one()
    assert told.gone or shares >= told.shares, "a link that was made is not there"
