"""Who looks through a session, and so what its queries find.

Every SELECT of articles is narrowed to the workspaces that the session's viewer may read, and what
was deleted is left out, here and nowhere else: a query that forgets to ask whose an article is
still finds nobody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from sqlalchemy import ColumnElement, event
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from app.storage.schema import SHARED_ID, Article, Version

EVERYBODYS = "recension_everybodys"
"""The execution option of a query that finds articles of every workspace."""

DELETED_TOO = "recension_deleted_too"
"""The execution option of a query that finds what was deleted, too."""

_VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the workspace they are in, if any, and what they may do there.

    Everyone reads the shared library too. ``keeps_library``: this is who runs the site, at its
    command line; only they change the samples.
    """

    workspace_id: int | None
    may_write: bool = True
    keeps_library: bool = False

    @property
    def readable(self) -> tuple[int, ...]:
        """The ids of the workspaces whose articles they may read, their own first."""
        own = self.workspace_id
        return (SHARED_ID,) if own is None or own == SHARED_ID else (own, SHARED_ID)


KEEPER = Viewer(SHARED_ID, keeps_library=True)
"""Who runs the site, in the shared library."""

STRANGER = Viewer(None, may_write=False)
"""Somebody who has no workspace."""


def see_as(session: Session, viewer: Viewer) -> None:
    """Let the session's queries find from now on what this viewer may see."""
    session.info[_VIEWER] = viewer


def viewer_of(session: Session) -> Viewer:
    """Who looks through the session: who runs the site, unless somebody else was named."""
    viewer: Viewer = session.info.get(_VIEWER, KEEPER)
    return viewer


def narrow(sessions: sessionmaker[Session]) -> None:
    """Make every session of this maker find only what its viewer may see."""
    event.listen(sessions, "do_orm_execute", _narrow)


def _narrow(state: ORMExecuteState) -> None:
    # What is loaded along a relation was narrowed with the query that it began at.
    if not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    asked = state.execution_options
    if not asked.get(EVERYBODYS):
        state.statement = state.statement.options(_whose(viewer_of(state.session).readable))
    if not asked.get(DELETED_TOO):
        state.statement = state.statement.options(*_not_deleted())


# Making these takes longer than running most queries, so they are made once for each viewer.


@lru_cache(maxsize=1024)
def _whose(workspaces: tuple[int, ...]) -> ExecutableOption:
    return with_loader_criteria(Article, _of(workspaces), include_aliases=True)


@cache
def _not_deleted() -> tuple[ExecutableOption, ...]:
    return (
        with_loader_criteria(Article, Article.deleted_at.is_(None), include_aliases=True),
        with_loader_criteria(Version, Version.deleted_at.is_(None), include_aliases=True),
    )


def readable(session: Session) -> ColumnElement[bool]:
    """That an article is one which the session's viewer may read."""
    return _of(viewer_of(session).readable)


def _of(workspaces: tuple[int, ...]) -> ColumnElement[bool]:
    return Article.workspace_id.in_(workspaces)
