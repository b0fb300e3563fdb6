"""Workspaces and their keys, deletion that can be undone, dates as they were said.

What was stored before there were workspaces goes into the shared library, which everyone reads:
everyone could read it until now. Comparisons are a cache, and are made again.

Revision 0002, after 0001.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

HASH = sa.String(64)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    workspace = op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.Column("locked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
    )
    op.create_table(
        "workspace_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", HASH, nullable=False),
        sa.Column("may_write", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name="fk_workspace_key_workspace_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_workspace_key"),
        sa.UniqueConstraint("key_hash", name="uq_workspace_key_key_hash"),
    )
    op.create_index("ix_workspace_key_workspace_id", "workspace_key", ["workspace_id"])
    # The shared library is the first: the database itself gives it the id 1.
    moment = datetime.now(UTC)
    op.bulk_insert(workspace, [{"created_at": moment, "used_at": moment}])

    with op.batch_alter_table("article") as article:
        article.add_column(
            sa.Column("workspace_id", sa.Integer(), nullable=False, server_default="1")
        )
        article.add_column(
            sa.Column("last_number", sa.Integer(), nullable=False, server_default="0")
        )
        article.add_column(sa.Column("deleted_at", MOMENT, nullable=True))
        article.drop_constraint("uq_article_slug", type_="unique")
        article.create_unique_constraint("uq_article_workspace_id_slug", ["workspace_id", "slug"])
        article.create_foreign_key(
            "fk_article_workspace_id", "workspace", ["workspace_id"], ["id"], ondelete="CASCADE"
        )
        article.drop_index("ix_article_is_sample_updated_at")
        article.drop_index("ix_article_updated_at")
        article.create_index(
            "ix_article_workspace_id_is_sample_updated_at",
            ["workspace_id", "is_sample", "updated_at"],
        )
        article.create_index("ix_article_deleted_at", ["deleted_at"])
    op.execute(
        "UPDATE article SET last_number = (SELECT COALESCE(MAX(version.number), 0) FROM version "
        "WHERE version.article_id = article.id)"
    )
    with op.batch_alter_table("article") as article:
        article.alter_column("workspace_id", server_default=None)
        article.alter_column("last_number", server_default=None)

    with op.batch_alter_table("version") as version:
        version.add_column(sa.Column("published", sa.Text(), nullable=False, server_default=""))
        version.add_column(sa.Column("deleted_at", MOMENT, nullable=True))
        version.create_index("ix_version_deleted_at", ["deleted_at"])
    with op.batch_alter_table("version") as version:
        version.alter_column("published", server_default=None)
    _say_when_published()

    op.execute("DELETE FROM stored_comparison")
    with op.batch_alter_table("stored_comparison") as stored:
        for column in ("document_a", "document_b"):
            stored.add_column(sa.Column(column, HASH, nullable=False))
            stored.create_foreign_key(
                f"fk_stored_comparison_{column}",
                "content",
                [column],
                ["hash"],
                ondelete="CASCADE",
            )
            stored.create_index(f"ix_stored_comparison_{column}", [column])


def downgrade() -> None:
    op.execute("DELETE FROM stored_comparison")
    with op.batch_alter_table("stored_comparison") as stored:
        for column in ("document_a", "document_b"):
            stored.drop_index(f"ix_stored_comparison_{column}")
            stored.drop_constraint(f"fk_stored_comparison_{column}", type_="foreignkey")
            stored.drop_column(column)

    op.execute("DELETE FROM version WHERE deleted_at IS NOT NULL")
    with op.batch_alter_table("version") as version:
        version.drop_index("ix_version_deleted_at")
        version.drop_column("deleted_at")
        version.drop_column("published")

    # Before there were workspaces everyone read everything: what is somebody's own goes.
    op.execute(
        "DELETE FROM version WHERE article_id IN (SELECT id FROM article WHERE "
        "workspace_id <> 1 OR deleted_at IS NOT NULL)"
    )
    op.execute("DELETE FROM article WHERE workspace_id <> 1 OR deleted_at IS NOT NULL")
    with op.batch_alter_table("article") as article:
        article.drop_index("ix_article_deleted_at")
        article.drop_index("ix_article_workspace_id_is_sample_updated_at")
        article.drop_constraint("fk_article_workspace_id", type_="foreignkey")
        article.drop_constraint("uq_article_workspace_id_slug", type_="unique")
        article.create_unique_constraint("uq_article_slug", ["slug"])
        for column in ("workspace_id", "last_number", "deleted_at"):
            article.drop_column(column)
        article.create_index("ix_article_is_sample_updated_at", ["is_sample", "updated_at"])
        article.create_index("ix_article_updated_at", ["updated_at"])
    op.drop_table("workspace_key")
    op.drop_table("workspace")


def _say_when_published() -> None:
    """Moments as text. What was only a date had been stored as midnight."""
    version = sa.table(
        "version", sa.column("id"), sa.column("published"), sa.column("published_at", MOMENT)
    )
    dated = sa.select(version.c.id, version.c.published_at).where(
        version.c.published_at.is_not(None)
    )
    connection = op.get_bind()
    for number, moment in connection.execute(dated).all():
        # SQLite gives it without its zone, which is UTC.
        utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        is_date = (utc.hour, utc.minute, utc.second) == (0, 0, 0)
        said = utc.date().isoformat() if is_date else utc.isoformat(timespec="minutes")
        connection.execute(sa.update(version).where(version.c.id == number).values(published=said))
