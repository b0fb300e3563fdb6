"""Deleting a workspace with all that is in it: at once, completely, and for good."""

from __future__ import annotations

from sqlalchemy import delete, select, union
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services.holdings import check_is_own
from app.services.rights import own_workspace
from app.storage.contents import drop_orphans
from app.storage.database import writing
from app.storage.leavings import clear_leavings
from app.storage.schema import Article, Version, Workspace
from app.storage.viewing import STRANGER, see_as


def erase_own(session: Session) -> None:
    """Delete the viewer's workspace; the session has none afterwards. Raises Forbidden."""
    erase(session, own_workspace(session))
    see_as(session, STRANGER)


def erase(session: Session, workspace_id: int) -> None:
    """Delete a workspace: its keys, articles, versions, shares, and what searches find them by.

    Texts, and comparisons of them, go where no other workspace has them too. Raises NotFound, and
    BadInput for the library that everyone reads.
    """
    check_is_own(workspace_id, "deleted")
    articles, versions = Article.__table__, Version.__table__  # those deleted lately as well
    of_theirs = versions.join(articles, articles.c.id == versions.c.article_id)
    with writing(session):
        hashes = union(
            *(
                select(column).select_from(of_theirs).where(articles.c.workspace_id == workspace_id)
                for column in (versions.c.content_hash, versions.c.document_hash)
            )
        )
        names = list(session.execute(hashes).scalars())
        gone = delete(Workspace).where(Workspace.id == workspace_id).returning(Workspace.id)
        if session.scalar(gone) is None:
            raise NotFound(f"There is no workspace {workspace_id}.", "It may be deleted already.")
        drop_orphans(session, names)
    session.expunge_all()
    clear_leavings(session)
