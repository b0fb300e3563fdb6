"""What a handler is given: the settings, a session, the templates, what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from sqlalchemy.orm import Session

from app.errors import Unauthorised
from app.services.bulk import Uploads
from app.services.catching_up import CatchingUp
from app.services.collation import CollationMemory
from app.services.computing import Computing
from app.services.fetched import PagesAsked, RecentPages
from app.services.provenance import ProvenanceMemory
from app.services.workspaces import Entry, enter, founding_key
from app.settings import Settings
from app.storage.database import Database
from app.web.keys import bearer, key_of
from app.web.layouts import Layouts
from app.web.rates import Pace, guesses_of, pace_of, pace_within
from app.web.templating import Templates


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def templates_of(request: Request) -> Templates:
    """The site's templates."""
    templates: Templates = request.app.state.templates
    return templates


def layouts_of(request: Request) -> Layouts:
    """The long pages laid out last."""
    layouts: Layouts = request.app.state.layouts
    return layouts


def collations_of(request: Request) -> CollationMemory:
    """The tables of collations looked at last."""
    collations: CollationMemory = request.app.state.collations
    return collations


def _computing(request: Request) -> Computing:
    computing: Computing = request.app.state.computing
    return computing


def _catching_up(request: Request) -> CatchingUp:
    catching_up: CatchingUp = request.app.state.catching_up
    return catching_up


def _provenances(request: Request) -> ProvenanceMemory:
    provenances: ProvenanceMemory = request.app.state.provenances
    return provenances


def _uploads(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


def _session(request: Request) -> Iterator[Session]:
    database: Database = request.app.state.database
    key = key_of(request)
    guesses_of(request).check_key(request, key)
    with database.session() as session:
        let_in(request, key, enter(session, key, _settings(request)))
        # A request that waits for a thread holds no connection: those that run have to get one.
        session.commit()
        yield session


def let_in(request: Request, key: str, entry: Entry) -> None:
    """Note who sent a request, by a key that was looked up. Raises TooOften and Unauthorised."""
    request.state.entry = entry
    guesses_of(request).note_key(request, key, fits=entry.is_known)
    pace_within(request, entry)
    if bearer(request) and not entry.is_known:
        raise Unauthorised("This key opens no workspace.", "Look whether it was changed.")


session_for = contextmanager(_session)
"""The same session as a handler is given, for who is none."""


def _entry(request: Request, _session: SessionOf) -> Entry:
    entry: Entry = request.state.entry
    return entry


def _pace(request: Request, entry: EntryOf) -> Pace:
    return pace_of(request, entry)


def _pages(request: Request, pace: PaceOf) -> PagesAsked:
    pages: RecentPages = request.app.state.pages
    return pages.asking(pace.fetch)


def _founding(session: SessionOf, entry: EntryOf, settings: SettingsOf) -> str:
    return founding_key(session, entry, settings)


_scheme = HTTPBearer(
    auto_error=False,
    description="The key of a workspace. Without one, what everyone reads is found and no more.",
)

BY_KEY = (Depends(_scheme), Depends(_entry))
"""What programs ask for: the key is their bearer token, and one that opens nothing is refused."""

SettingsOf = Annotated[Settings, Depends(_settings)]
TemplatesOf = Annotated[Templates, Depends(templates_of)]
CatchingUpOf = Annotated[CatchingUp, Depends(_catching_up)]
ComputingOf = Annotated[Computing, Depends(_computing)]
PagesOf = Annotated[PagesAsked, Depends(_pages)]
ProvenancesOf = Annotated[ProvenanceMemory, Depends(_provenances)]
UploadsOf = Annotated[Uploads, Depends(_uploads)]
SessionOf = Annotated[Session, Depends(_session)]
"""A session that finds what the one who sent the request may see."""

EntryOf = Annotated[Entry, Depends(_entry)]
"""Who sent the request."""

PaceOf = Annotated[Pace, Depends(_pace)]
"""How often who sent the request may do what has a rate of its own."""

FoundingKeyOf = Annotated[str, Depends(_founding)]
"""The key of the workspace that is to be founded, or ""; who may store nothing is refused."""
