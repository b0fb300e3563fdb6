"""Shares: whose they are, what they show and allow, how long, and how often they were opened.

Those that were made before are in nobody's list, do not expire, and show the comparison only.

Revision 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
FILLED = {
    "seed": (sa.String(40), ""),
    "query": (sa.Text(), ""),
    "change": (sa.Integer(), "0"),
    "allows": (sa.String(20), "comparison"),
    "shows_newer": (sa.Boolean(), sa.false()),
    "views": (sa.Integer(), "0"),
}
OPEN = {
    "workspace_id": sa.Integer(),
    "password_hash": sa.Text(),
    "expires_at": MOMENT,
    "revoked_at": MOMENT,
    "seen_at": MOMENT,
}
LIST = "ix_share_workspace_id_created_at"


def upgrade() -> None:
    with op.batch_alter_table("share") as share:
        for name, (kind, value) in FILLED.items():
            share.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        for name, kind in OPEN.items():
            share.add_column(sa.Column(name, kind, nullable=True))
        share.create_foreign_key(
            "fk_share_workspace_id", "workspace", ["workspace_id"], ["id"], ondelete="CASCADE"
        )
        share.create_index(LIST, ["workspace_id", "created_at"])
    with op.batch_alter_table("share") as share:
        for name in FILLED:
            share.alter_column(name, server_default=None)


def downgrade() -> None:
    # What was open to those who know a password, or for a time, is not to be open to all and ever.
    op.execute(
        "DELETE FROM share WHERE password_hash IS NOT NULL OR expires_at IS NOT NULL "
        "OR revoked_at IS NOT NULL OR change > 0"
    )
    with op.batch_alter_table("share") as share:
        share.drop_index(LIST)
        share.drop_constraint("fk_share_workspace_id", type_="foreignkey")
        for name in (*FILLED, *OPEN):
            share.drop_column(name)
