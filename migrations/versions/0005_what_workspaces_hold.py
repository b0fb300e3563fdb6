"""How much each workspace holds, counted as it is stored, so that its bounds cost nothing to keep.

Revision 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_VERSIONS = (
    "FROM version JOIN article ON article.id = version.article_id "
    "WHERE article.workspace_id = workspace.id"
)
_SIZES = (
    "SELECT coalesce(sum(original.size + document.size), 0) FROM version "
    "JOIN article ON article.id = version.article_id "
    "JOIN content AS original ON original.hash = version.content_hash "
    "JOIN content AS document ON document.hash = version.document_hash "
    "WHERE article.workspace_id = workspace.id"
)
COUNTED = {
    "kept_articles": "SELECT count(*) FROM article WHERE article.workspace_id = workspace.id",
    "kept_versions": f"SELECT count(*) {_VERSIONS}",
    "kept_files": f"SELECT count(*) {_VERSIONS} AND version.source = 'file'",
    "kept_bytes": _SIZES,
}


def upgrade() -> None:
    for name in COUNTED:
        kind = sa.BigInteger() if name == "kept_bytes" else sa.Integer()
        op.add_column("workspace", sa.Column(name, kind, nullable=False, server_default="0"))
    counts = ", ".join(f"{name} = ({counted})" for name, counted in COUNTED.items())
    op.execute(f"UPDATE workspace SET {counts}")  # noqa: S608  # all of it stands above


def downgrade() -> None:
    for name in COUNTED:
        op.drop_column("workspace", name)
