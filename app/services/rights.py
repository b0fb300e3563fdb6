"""Who may store and change what. Who may read what is seen to by the session itself."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.errors import Forbidden
from app.storage.schema import SHARED_ID, Article
from app.storage.viewing import viewer_of


def may_change(session: Session, article: Article) -> bool:
    """Whether the session's viewer may change this article, which they can read."""
    viewer = viewer_of(session)
    if article.is_sample and not viewer.keeps_library:
        return False
    return viewer.may_write and article.workspace_id == viewer.workspace_id


def check_may_change(session: Session, article: Article) -> None:
    """Raise Forbidden, with the reason, unless the session's viewer may change this article."""
    if may_change(session, article):
        return
    viewer = viewer_of(session)
    if article.is_sample:
        raise Forbidden(
            "A sample story is not changed.", "Compare its text with yours on the front page."
        )
    if article.workspace_id != viewer.workspace_id:
        raise Forbidden(
            "This article belongs to the library that everyone reads, and is not changed.",
            "Compare its text with yours on the front page.",
        )
    raise reads_only()


def own_workspace(session: Session) -> int:
    """The id of the workspace that the session's viewer may do as they like with.

    Raises Forbidden when they have none, may only read it, or it is everyone's.
    """
    viewer = viewer_of(session)
    if viewer.workspace_id is None:
        raise Forbidden("You have no workspace here.", "The first texts that you store make one.")
    if viewer.workspace_id == SHARED_ID:
        raise Forbidden("This library belongs to everyone.", "What you want is not done to it.")
    if not viewer.may_write:
        raise reads_only()
    return viewer.workspace_id


def reads_only() -> Forbidden:
    """The answer to who would store something with a key that only reads."""
    return Forbidden(
        "Your key only reads this workspace, so nothing was stored or changed.",
        "Ask whoever gave it to you for a key that may write, or leave the workspace.",
    )
