"""The text index on SQLite: FTS5.

The terms are kept in an ordinary table, ``version_text``; triggers on it keep the index in step,
so that a version which goes, however it goes, takes its terms with it. The index itself
keeps no text: what a trigger takes out of it is, to the letter, what was put in.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, Float, Integer, Subquery, column, text

from app.engine.query import Phrase, Query
from app.storage.search.index import TITLE_WEIGHT, Entry, expression, qualified

MERGED_AT_ONCE = 500
"""So many pages of the index are merged while others wait, some hundredths of a second."""

_PUT = text(
    "INSERT INTO version_text (version_id, workspace_id, text_hash, title, body) "
    "VALUES (:version_id, :workspace_id, :text_hash, :title, :body)"
)
_RETITLE = text("UPDATE version_text SET title = :title WHERE version_id = :version_id")

# The query walks the index from its newest end and stops; what it finds is weighed then.
_FOUND = text(
    "SELECT rowid AS version_id, -bm25(version_text_index, :title_weight, 1.0) AS score "
    "FROM version_text_index WHERE version_text_index MATCH :query "
    "ORDER BY rowid DESC LIMIT :most"
)
_MERGE = text("INSERT INTO version_text_index (version_text_index, rank) VALUES ('merge', :pages)")
_CHANGES = text("SELECT total_changes()")
# A row for each version would be thousands for a text, at each of which the driver gives the
# interpreter up.
_HAVING = (
    "SELECT ?, json_group_array(rowid) FROM (SELECT rowid FROM version_text_index "
    "WHERE version_text_index MATCH ? ORDER BY rowid DESC LIMIT ?)"
)


class SqliteIndex:
    """``TextIndex`` on SQLite."""

    def put(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Index versions."""
        rows = [
            {
                "version_id": entry.version_id,
                "workspace_id": entry.workspace_id,
                "text_hash": entry.body.hash,
                "title": entry.title,
                "body": entry.body.terms,
            }
            for entry in entries
        ]
        if rows:
            connection.execute(_PUT, rows)

    def retitle(self, connection: Connection, titles: Mapping[int, str]) -> None:
        """Exchange the terms of titles."""
        rows = [{"version_id": each, "title": title} for each, title in titles.items()]
        if rows:
            connection.execute(_RETITLE, rows)

    def found(self, workspaces: Collection[int], query: Query, most: int) -> Subquery:
        """The versions that have all of the query."""
        written = expression(workspaces, query, _written, " AND ", " OR ")
        given = _FOUND.bindparams(query=written, title_weight=TITLE_WEIGHT, most=most)
        return given.columns(column("version_id", Integer), column("score", Float)).subquery()

    def having(
        self, connection: Connection, workspaces: Collection[int], terms: Sequence[str], most: int
    ) -> dict[str, list[int]]:
        """For each term the newest versions that have it."""
        if not terms:
            return {}
        given: list[object] = []
        for term in terms:
            written = expression(workspaces, (Phrase((term,)),), _written, " AND ", " OR ")
            given += [term, written, most]
        # One statement for all: each would take longer to be sent than to be answered.
        query = " UNION ALL ".join([_HAVING] * len(terms))
        rows = connection.exec_driver_sql(query, tuple(given)).all()
        return {term: json.loads(versions) for term, versions in rows}

    def clear(self, connection: Connection) -> None:
        """Forget all versions."""
        connection.execute(text("DELETE FROM version_text"))

    def settle(self, connection: Connection, *, begun: bool) -> bool:
        """Merge some of the index: only what is merged into one loses the words that are gone."""
        before = connection.scalar(_CHANGES)
        connection.execute(_MERGE, {"pages": MERGED_AT_ONCE if begun else -MERGED_AT_ONCE})
        # So FTS5 says that nothing was left to merge.
        return (connection.scalar(_CHANGES) or 0) - (before or 0) >= 2


def _written(workspace: int, phrase: Phrase) -> str:
    """A phrase in quotation marks, in which FTS5 knows no operators; terms have none in them."""
    row = " ".join(qualified(workspace, term) for term in phrase.terms)
    return f'"{row}" *' if phrase.prefix else f'"{row}"'
