"""The text index on PostgreSQL: tsvector and GIN.

A tsvector holds a megabyte and 16,383 places, so a long text is several rows of ``version_text``;
what a query asks for must then stand in one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Connection, Float, Integer, Subquery, column, text

from app.engine.query import Phrase, Query
from app.storage.search.index import TITLE_WEIGHT, Entry, expression, qualified

TERMS_IN_A_ROW = 3_000
"""Even of the longest terms so many fit into a tsvector."""

_PUT = text(
    "INSERT INTO version_text (version_id, part, workspace_id, text_hash, title, body) "
    "VALUES (:version_id, :part, :workspace_id, :text_hash, "
    "CAST(:title AS tsvector), CAST(:body AS tsvector))"
)
_WORKSPACES = text(
    "SELECT DISTINCT version_id, workspace_id FROM version_text WHERE version_id = ANY(:versions)"
)
_RETITLE = text(
    "UPDATE version_text SET title = CAST(:title AS tsvector) WHERE version_id = :version_id"
)
_FOUND = text(
    "SELECT version_id, "
    "max(ts_rank(CAST(:weights AS real[]), terms, CAST(:query AS tsquery), 1)) AS score "
    "FROM (SELECT version_id, title || body AS terms FROM version_text "
    "WHERE (title || body) @@ CAST(:query AS tsquery) ORDER BY version_id DESC LIMIT :most) found "
    "GROUP BY version_id"
)
_HAVING = text(
    "SELECT asked.term, found.version_id "
    "FROM unnest(CAST(:terms AS text[]), CAST(:queries AS text[])) AS asked (term, query), "
    "LATERAL (SELECT version_id FROM version_text "
    "WHERE (title || body) @@ CAST(asked.query AS tsquery) "
    "ORDER BY version_id DESC LIMIT :most) AS found"
)
_WEIGHTS = [1 / TITLE_WEIGHT, 1 / TITLE_WEIGHT, 1 / TITLE_WEIGHT, 1.0]


class PostgresIndex:
    """``TextIndex`` on PostgreSQL."""

    def put(self, connection: Connection, entries: Sequence[Entry]) -> None:
        """Index versions."""
        rows = [row for entry in entries for row in _rows(entry)]
        if rows:
            connection.execute(_PUT, rows)

    def retitle(self, connection: Connection, titles: Mapping[int, str]) -> None:
        """Exchange the terms of titles."""
        rows = [
            {"version_id": version, "title": _vector(workspace, titles[version].split(), "A")}
            for version, workspace in connection.execute(_WORKSPACES, {"versions": [*titles]})
        ]
        if rows:
            connection.execute(_RETITLE, rows)

    def found(self, workspaces: Collection[int], query: Query, most: int) -> Subquery:
        """The versions that have all of the query."""
        written = expression(workspaces, query, _written, " & ", " | ")
        given = _FOUND.bindparams(query=written, weights=_WEIGHTS, most=most)
        return given.columns(column("version_id", Integer), column("score", Float)).subquery()

    def having(
        self, connection: Connection, workspaces: Collection[int], terms: Sequence[str], most: int
    ) -> dict[str, list[int]]:
        """For each term the newest versions that have it."""
        queries = [
            expression(workspaces, (Phrase((term,)),), _written, " & ", " | ") for term in terms
        ]
        found: dict[str, list[int]] = {term: [] for term in terms}
        given = {"terms": list(terms), "queries": queries, "most": most}
        for term, version in connection.execute(_HAVING, given):
            found[term].append(version)
        return {term: list(dict.fromkeys(versions)) for term, versions in found.items()}

    def clear(self, connection: Connection) -> None:
        """Forget all versions."""
        connection.execute(text("DELETE FROM version_text"))

    def settle(self, connection: Connection, *, begun: bool) -> bool:  # noqa: ARG002
        """Nothing: what is gone goes from the index when PostgreSQL vacuums the table."""
        return False


def _rows(entry: Entry) -> Iterator[dict[str, object]]:
    body = entry.body.terms.split()
    for part, start in enumerate(range(0, max(1, len(body)), TERMS_IN_A_ROW)):
        yield {
            "version_id": entry.version_id,
            "part": part,
            "workspace_id": entry.workspace_id,
            "text_hash": entry.body.hash,
            "title": _vector(entry.workspace_id, entry.title.split()[:TERMS_IN_A_ROW], "A"),
            "body": _vector(entry.workspace_id, body[start : start + TERMS_IN_A_ROW], "D"),
        }


def _vector(workspace: int, terms: Sequence[str], weight: str) -> str:
    """Terms and their places, as a tsvector is written; none has a letter that must be quoted."""
    return " ".join(
        f"{qualified(workspace, term)}:{place}{weight}" for place, term in enumerate(terms, start=1)
    )


def _written(workspace: int, phrase: Phrase) -> str:
    """The terms one after the other, each quoted: there are no operators in them."""
    row = " <-> ".join(f"'{qualified(workspace, term)}'" for term in phrase.terms)
    return f"{row}:*" if phrase.prefix else row
