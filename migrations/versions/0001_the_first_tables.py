"""The first tables: articles, their versions and contents, comparisons and shares.

Revision 0001, the first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HASH = sa.String(64)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "content",
        sa.Column("hash", HASH, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_content"),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("slug", name="uq_article_slug"),
    )
    op.create_index("ix_article_is_sample_updated_at", "article", ["is_sample", "updated_at"])
    op.create_index("ix_article_updated_at", "article", ["updated_at"])
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("content_hash", HASH, nullable=False),
        sa.Column("document_hash", HASH, nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("captured_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_version_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["content_hash"], ["content.hash"], name="fk_version_content_hash"),
        sa.ForeignKeyConstraint(
            ["document_hash"], ["content.hash"], name="fk_version_document_hash"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.UniqueConstraint("article_id", "number", name="uq_version_article_id_number"),
    )
    op.create_index("ix_version_content_hash", "version", ["content_hash"])
    op.create_index("ix_version_document_hash", "version", ["document_hash"])
    op.create_table(
        "stored_comparison",
        sa.Column("key", HASH, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_stored_comparison"),
    )
    op.create_table(
        "share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", HASH, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version_a", sa.Integer(), nullable=False),
        sa.Column("version_b", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_share_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id", "version_a"],
            ["version.article_id", "version.number"],
            name="fk_share_article_id_version_a",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id", "version_b"],
            ["version.article_id", "version.number"],
            name="fk_share_article_id_version_b",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share"),
        sa.UniqueConstraint("token_hash", name="uq_share_token_hash"),
    )
    op.create_index("ix_share_article_id", "share", ["article_id"])


def downgrade() -> None:
    for table in ("share", "stored_comparison", "version", "article", "content"):
        op.drop_table(table)
