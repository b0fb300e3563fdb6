"""The keys of a workspace: which there are, and how one is made, revoked or changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from app.errors import BadInput, NotFound
from app.services.rights import own_workspace
from app.services.workspaces import is_erased, key_hash, new_key
from app.storage.database import writing
from app.storage.schema import WorkspaceKey

MOST_KEYS = 50
"""So many keys a workspace has at most, so that the list of them stays one that is looked at."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What is known of a key that was made: not the key itself.

    ``is_this``: it is the one by which whoever asks came in.
    """

    id: int
    may_write: bool
    created_at: datetime
    is_this: bool


def keys_of(session: Session, key: str) -> list[KnownKey]:
    """The keys of the workspace of who came in by this one, the oldest first.

    Raises Forbidden when that one only reads, as everything here does.
    """
    rows = session.scalars(
        select(WorkspaceKey)
        .where(WorkspaceKey.workspace_id == own_workspace(session))
        .order_by(WorkspaceKey.id)
    )
    here = key_hash(key)
    return [KnownKey(row.id, row.may_write, row.created_at, row.key_hash == here) for row in rows]


def make_key(session: Session, *, may_write: bool) -> str:
    """One more key of the viewer's workspace, told only now: the database keeps its hash.

    Raises BadInput when there are too many.
    """
    return add_key(session, own_workspace(session), may_write=may_write)


def add_key(session: Session, workspace_id: int, *, may_write: bool) -> str:
    """One more key of a workspace. Raises BadInput when there are too many, and NotFound."""
    key = new_key()
    with writing(session):
        count = select(func.count(WorkspaceKey.id)).where(_are_of(workspace_id))
        if session.scalars(count).one() >= MOST_KEYS:
            raise BadInput(
                f"This workspace has {MOST_KEYS} keys already, and no more are made.",
                "Revoke one that nobody uses any more.",
            )
        _check_stays(session, workspace_id)
        session.add(
            WorkspaceKey(workspace_id=workspace_id, key_hash=key_hash(key), may_write=may_write)
        )
    return key


def revoke_key(session: Session, key_id: int, key: str) -> None:
    """Let a key of the viewer's workspace open it no more, but not the one they came in by.

    Raises NotFound when there is no such key (any more), BadInput for one's own.
    """
    workspace_id = own_workspace(session)
    with writing(session):
        row = session.scalars(
            select(WorkspaceKey).where(_are_of(workspace_id), WorkspaceKey.id == key_id)
        ).one_or_none()
        if row is None:
            raise NotFound("There is no such key.", "It may have been revoked before.")
        if row.key_hash == key_hash(key):
            raise BadInput(
                "This is the key that you came with.", "Change the key, or leave the workspace."
            )
        session.delete(row)


def change_key(session: Session, *, readers_too: bool = False) -> str:
    """A new key for the viewer's workspace; those that may write open it no more.

    ``readers_too``: neither do those that only read.
    """
    workspace_id = own_workspace(session)
    key = new_key()
    old = delete(WorkspaceKey).where(_are_of(workspace_id))
    if not readers_too:
        old = old.where(WorkspaceKey.may_write)
    with writing(session):
        _check_stays(session, workspace_id)
        session.execute(old)
        session.add(WorkspaceKey(workspace_id=workspace_id, key_hash=key_hash(key)))
    return key


def _check_stays(session: Session, workspace_id: int) -> None:
    """Raise NotFound when a workspace is being erased, so that no new key keeps it."""
    if is_erased(session, workspace_id):
        raise NotFound(f"There is no workspace {workspace_id}.", "It may be deleted already.")


def _are_of(workspace_id: int) -> ColumnElement[bool]:
    return WorkspaceKey.workspace_id == workspace_id
