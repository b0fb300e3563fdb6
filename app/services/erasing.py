"""Deleting a workspace with all that is in it: at once, completely, and for good."""

from __future__ import annotations

import logging

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.errors import Busy, NotFound
from app.services.deleting import BEYOND_RECALL, purge
from app.services.holdings import check_is_own
from app.services.rights import own_workspace
from app.storage.database import writing
from app.storage.leavings import clear_leavings
from app.storage.schema import Article, Share, Workspace, WorkspaceKey, now
from app.storage.viewing import STRANGER, see_as

log = logging.getLogger(__name__)


def erase_own(session: Session) -> None:
    """Delete the viewer's workspace; the session has none afterwards. Raises Forbidden."""
    erase(session, own_workspace(session))
    see_as(session, STRANGER)


def erase(session: Session, workspace_id: int) -> None:
    """Delete a workspace: its keys, articles, versions, shares, and what searches find them by.

    Texts, and comparisons of them, go where no other workspace has them too. From one moment to the
    next nobody finds anything of it; then it goes in portions, between which others write, and
    what trouble leaves undone the next purge does. Raises NotFound, and BadInput for the library
    that everyone reads.
    """
    check_is_own(workspace_id, "deleted")
    _close(session, workspace_id)
    session.expunge_all()
    try:
        purge(session, BEYOND_RECALL)
        clear_leavings(session)
    except Busy:
        log.warning("what was in workspace %d goes later", workspace_id)


def _close(session: Session, workspace_id: int) -> None:
    """Let nobody into a workspace any more, and nobody find what is in it."""
    articles = Article.__table__  # those deleted lately as well
    theirs = select(articles.c.id).where(articles.c.workspace_id == workspace_id)
    hidden = update(Article).where(Article.workspace_id == workspace_id)
    closed = update(Workspace).where(Workspace.id == workspace_id)
    with writing(session):
        if session.scalar(closed.values(locked_at=now()).returning(Workspace.id)) is None:
            raise NotFound(f"There is no workspace {workspace_id}.", "It may be deleted already.")
        for done in (
            delete(WorkspaceKey).where(WorkspaceKey.workspace_id == workspace_id),
            delete(Share).where(
                or_(Share.workspace_id == workspace_id, Share.article_id.in_(theirs))
            ),
            hidden.values(deleted_at=BEYOND_RECALL),
        ):
            session.execute(done, execution_options={"synchronize_session": False})
