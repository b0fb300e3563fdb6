"""How much there is in a workspace, and which workspaces there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import BadInput, NotFound
from app.storage.database import writing
from app.storage.schema import SHARED_ID, Article, Content, Version, Workspace, WorkspaceKey, now
from app.storage.viewing import EVERYBODYS

_OF_ALL = {EVERYBODYS: True}


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is in a workspace; ``size``: the bytes that its versions came from, equal ones once."""

    articles: int = 0
    versions: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class WorkspaceEntry:
    """A workspace as whoever runs the site sees it: how much is in it, and never what."""

    id: int
    created_at: datetime
    used_at: datetime
    locked_at: datetime | None
    keys: int
    holdings: Holdings

    @property
    def is_shared(self) -> bool:
        """Whether it is the library that everyone reads."""
        return self.id == SHARED_ID


@dataclass(frozen=True, slots=True)
class Workspaces:
    """One page of the list of workspaces: ``page`` of ``pages``, both from 1; ``total`` in all."""

    items: list[WorkspaceEntry]
    page: int
    pages: int
    total: int


def holdings_of(session: Session, workspace_ids: Sequence[int]) -> dict[int, Holdings]:
    """How much there is in each of these workspaces, whoever asks; what was deleted is not."""
    found = dict.fromkeys(workspace_ids, Holdings())
    kept = (
        select(Article.workspace_id, Article.id, Version.content_hash)
        .join(Version, Version.article_id == Article.id)
        .where(Article.workspace_id.in_(workspace_ids))
        .subquery()
    )
    counts = session.execute(
        select(kept.c.workspace_id, func.count(kept.c.id.distinct()), func.count())
        .group_by(kept.c.workspace_id)
        .execution_options(**_OF_ALL)
    )
    once = select(kept.c.workspace_id, kept.c.content_hash).distinct().subquery()
    sizes = session.execute(
        select(once.c.workspace_id, func.sum(Content.size))
        .join(Content, Content.hash == once.c.content_hash)
        .group_by(once.c.workspace_id)
        .execution_options(**_OF_ALL)
    )
    bytes_of = {workspace_id: int(size) for workspace_id, size in sizes}
    for workspace_id, articles, versions in counts:
        found[workspace_id] = Holdings(articles, versions, bytes_of.get(workspace_id, 0))
    return found


def list_workspaces(session: Session, *, page: int = 1, size: int = 50) -> Workspaces:
    """A page of all workspaces, those used last first. Raises NotFound past the last page."""
    total = session.scalars(select(func.count(Workspace.id))).one()
    pages = max(1, -(-total // size))
    if not 1 <= page <= pages:
        raise NotFound(f"There is no page {page} of this list.", f"Its last one is {pages}.")
    rows = session.scalars(
        select(Workspace)
        .order_by(Workspace.used_at.desc(), Workspace.id)
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    return Workspaces(_entries(session, rows), page, pages, total)


def get_workspace(session: Session, workspace_id: int) -> WorkspaceEntry:
    """One workspace. Raises NotFound."""
    return _entries(session, [_row(session, workspace_id)])[0]


def set_locked(session: Session, workspace_id: int, *, locked: bool) -> bool:
    """Lock a workspace, or open it again; whether that changed anything.

    Raises NotFound, and BadInput for the library that everyone reads.
    """
    check_is_own(workspace_id, "locked")
    with writing(session):
        row = _row(session, workspace_id)
        changes = (row.locked_at is None) == locked
        if changes:
            row.locked_at = now() if locked else None
    return changes


def check_is_own(workspace_id: int, done: str) -> None:
    """Raise BadInput, naming what is to be ``done``, for the library that everyone reads."""
    if workspace_id == SHARED_ID:
        raise BadInput(
            f"Workspace {SHARED_ID} is the library that everyone reads; it is not {done}.",
            "Choose another one: recension workspaces list",
        )


def _row(session: Session, workspace_id: int) -> Workspace:
    row = session.get(Workspace, workspace_id, populate_existing=True)
    if row is None:
        raise NotFound(
            f"There is no workspace {workspace_id}.", "recension workspaces list names them."
        )
    return row


def _entries(session: Session, rows: Sequence[Workspace]) -> list[WorkspaceEntry]:
    ids = [row.id for row in rows]
    held = holdings_of(session, ids)
    keys = session.execute(
        select(WorkspaceKey.workspace_id, func.count().label("number"))
        .where(WorkspaceKey.workspace_id.in_(ids))
        .group_by(WorkspaceKey.workspace_id)
    )
    counts = {row.workspace_id: row.number for row in keys}
    return [
        WorkspaceEntry(
            row.id,
            row.created_at,
            row.used_at,
            row.locked_at,
            counts.get(row.id, 0),
            held[row.id],
        )
        for row in rows
    ]
