"""Workspaces: found with the first thing stored in them, and known by keys of 128 random bits."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from hmac import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Forbidden
from app.services.rights import reads_only
from app.settings import Settings
from app.storage.contents import digest
from app.storage.database import writing
from app.storage.schema import SHARED_ID, Workspace, WorkspaceKey
from app.storage.viewing import STRANGER, Viewer, see_as, viewer_of

KEY_BYTES = 16
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who has come in: as whom they look, and by which key, "" when by none.

    ``is_locked``: the key fits, and who runs the site has locked the workspace. ``is_known``: it
    opens something; one that was changed or never was does not.
    """

    viewer: Viewer
    key: str = ""
    is_known: bool = True
    is_locked: bool = False


def enter(session: Session, key: str, settings: Settings) -> Entry:
    """Let the session see what the bearer of this key may see; "" is no key. Never raises.

    Where one library is shared, everyone is in it, whatever they bring.
    """
    entry = entry_by(session, key, settings)
    see_as(session, entry.viewer)
    return entry


def entry_by(session: Session, key: str, settings: Settings) -> Entry:
    """What this key would open, without going in."""
    if settings.admission == "single":
        return Entry(Viewer(SHARED_ID))
    if not key:
        return Entry(STRANGER)
    row = None
    if _KEY.fullmatch(key):
        row = session.execute(
            select(WorkspaceKey.workspace_id, WorkspaceKey.may_write, Workspace.locked_at)
            .join(Workspace, Workspace.id == WorkspaceKey.workspace_id)
            .where(WorkspaceKey.key_hash == key_hash(key))
        ).one_or_none()
    if row is None:
        return Entry(STRANGER, is_known=False)
    if row.locked_at is not None:
        return Entry(STRANGER, key, is_locked=True)
    return Entry(Viewer(row.workspace_id, may_write=row.may_write), key)


def founding_key(session: Session, entry: Entry, settings: Settings) -> str:
    """A key for the workspace that the first thing stored is to found; "" for who has one.

    Raises Forbidden when who came in may not store anything: their key only reads, their
    workspace is locked, or workspaces are given by invitation.
    """
    check_may_store(entry, settings)
    return new_key() if viewer_of(session).workspace_id is None else ""


def check_may_store(entry: Entry, settings: Settings) -> None:
    """Raise Forbidden, with the reason, when who came in may not store anything."""
    if entry.is_locked:
        raise locked()
    if entry.viewer.workspace_id is not None:
        if not entry.viewer.may_write:
            raise reads_only()
    elif settings.admission == "invite":
        raise Forbidden(
            "This site takes texts from those who were invited, and nothing was stored.",
            "Enter your invitation on the page “Your workspace”, then send the texts again.",
        )


def locked() -> Forbidden:
    """The answer to who comes with a key of a workspace that was locked."""
    return Forbidden(
        "This workspace is locked by whoever runs this site: nothing can be read or stored in it.",
        "Ask them, or leave the workspace.",
    )


def is_invitation(said: str, settings: Settings) -> bool:
    """Whether this is one of the invitations; how long that takes does not tell how nearly."""
    given, found = said.strip().encode(), False
    for invitation in settings.invitations.split():
        found |= compare_digest(given, invitation.encode())
    return found


def found_workspace(session: Session) -> str:
    """A new workspace in which there is nothing; gives its key, and the session is in it."""
    key = new_key()
    workspace = founded(key)
    with writing(session):
        session.add(workspace)
    see_as(session, Viewer(workspace.id))
    return key


def key_in(said: str) -> str:
    """The key in what somebody entered: itself, or a workspace's link; "" when it is neither."""
    last = said.strip().rstrip("/").rpartition("/")[2]
    return last if _KEY.fullmatch(last) else ""


def new_key() -> str:
    """128 random bits in 22 characters that are fit for an address, a cookie and a command line."""
    while (key := secrets.token_urlsafe(KEY_BYTES)).startswith("-"):  # there it would be an option
        pass
    return key


def key_hash(key: str) -> str:
    """What the database keeps of a key: enough to know it again, nothing to open with."""
    return digest(key.encode())


def is_erased(session: Session, workspace_id: int) -> bool:
    """Whether nobody has a key of a workspace any more: then it is going, or gone."""
    key = select(WorkspaceKey.id).where(WorkspaceKey.workspace_id == workspace_id).limit(1)
    return session.scalar(key) is None


def founded(key: str) -> Workspace:
    """A new workspace that this key opens, not yet stored."""
    nothing = {"kept_articles": 0, "kept_versions": 0, "kept_files": 0, "kept_bytes": 0}
    return Workspace(keys=[WorkspaceKey(key_hash=key_hash(key))], **nothing)
