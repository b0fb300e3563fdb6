"""The text index: what every version is searched and looked up by.

On SQLite an FTS5 table, which triggers keep in step with the terms beside it; on PostgreSQL
tsvectors. It is filled when the library is opened, since the terms are the program's.

Revision 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


OLD_LIST = "ix_article_workspace_id_is_sample_updated_at"
LIST = "ix_article_workspace_id_deleted_at_updated_at_is_sample"


def upgrade() -> None:
    # Has all that a list of articles is counted, chosen and sorted by.
    op.drop_index(OLD_LIST, "article")
    op.create_index(LIST, "article", ["workspace_id", "deleted_at", "updated_at", "is_sample"])
    deleted = sa.text("deleted_at IS NOT NULL")
    for table in ("article", "version"):
        op.drop_index(f"ix_{table}_deleted_at", table)
        op.create_index(
            f"ix_{table}_deleted_at",
            table,
            ["deleted_at"],
            sqlite_where=deleted,
            postgresql_where=deleted,
        )
    state = op.create_table(
        "text_index",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("terms_version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_text_index"),
    )
    op.bulk_insert(state, [{"id": 1, "terms_version": ""}])
    if op.get_bind().dialect.name == "sqlite":
        _upgrade_sqlite()
    else:
        _upgrade_postgresql()
    op.create_index("ix_version_text_text_hash", "version_text", ["text_hash"])


def _upgrade_sqlite() -> None:
    op.create_table(
        "version_text",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_version_text_version_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", name="pk_version_text"),
    )
    # What comes in is cut at spaces: the ascii tokeniser takes any other letter for a word's.
    op.execute(
        "CREATE VIRTUAL TABLE version_text_index "
        "USING fts5 (title, body, content='', tokenize='ascii')"
    )
    index = "INSERT INTO version_text_index"
    take_in = f"{index} (rowid, title, body) VALUES ({_terms('new')});"
    take_out = (
        f"{index} (version_text_index, rowid, title, body) VALUES ('delete', {_terms('old')});"
    )
    for event, actions in (
        ("INSERT", take_in),
        ("DELETE", take_out),
        ("UPDATE", take_out + " " + take_in),
    ):
        op.execute(
            f"CREATE TRIGGER version_text_{event.lower()} AFTER {event} ON version_text "
            f"BEGIN {actions} END"
        )

    _state_statistics()


def _state_statistics() -> None:
    """Tell SQLite's planner once and for all that a workspace has many articles, few deleted.

    It takes an index for a short way unless it knows better, and would know better only after an
    ANALYZE of a library that has grown; a plan that holds for a large library does for a small.
    """
    op.execute("ANALYZE sqlite_schema")
    statistics = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))
    op.bulk_insert(
        statistics,
        [
            {"tbl": "article", "idx": LIST, "stat": "100000 1000 1000 1 1"},
            {"tbl": "article", "idx": "sqlite_autoindex_article_1", "stat": "100000 1000 1"},
            {"tbl": "version", "idx": "sqlite_autoindex_version_1", "stat": "300000 3 1"},
            {"tbl": "article", "idx": "ix_article_deleted_at", "stat": "10 1"},
            {"tbl": "version", "idx": "ix_version_deleted_at", "stat": "10 1"},
        ],
    )
    op.execute("ANALYZE sqlite_schema")


def _terms(row: str) -> str:
    """The values of a row, its workspace put before every term."""
    columns = (
        f"replace(' ' || {row}.{name}, ' ', ' ' || {row}.workspace_id || '·')"
        for name in ("title", "body")
    )
    return f"{row}.version_id, {', '.join(columns)}"


def _upgrade_postgresql() -> None:
    op.create_table(
        "version_text",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("title", TSVECTOR(), nullable=False),
        sa.Column("body", TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_version_text_version_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "part", name="pk_version_text"),
    )
    op.execute("CREATE INDEX ix_version_text_terms ON version_text USING gin ((title || body))")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER version_text_{event}")
        op.execute("DROP TABLE version_text_index")
        op.execute("DELETE FROM sqlite_stat1")
    op.drop_table("version_text")
    op.drop_table("text_index")
    for table in ("article", "version"):
        op.drop_index(f"ix_{table}_deleted_at", table)
        op.create_index(f"ix_{table}_deleted_at", table, ["deleted_at"])
    op.drop_index(LIST, "article")
    op.create_index(OLD_LIST, "article", ["workspace_id", "is_sample", "updated_at"])
