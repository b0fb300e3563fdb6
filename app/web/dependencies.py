"""What a handler is given: the settings, a session, the templates, what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from app.services.computing import Computing
from app.services.fetched import RecentPages
from app.settings import Settings
from app.storage.database import Database
from app.web.layouts import Layouts
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


def _computing(request: Request) -> Computing:
    computing: Computing = request.app.state.computing
    return computing


def _pages(request: Request) -> RecentPages:
    pages: RecentPages = request.app.state.pages
    return pages


def _session(request: Request) -> Iterator[Session]:
    database: Database = request.app.state.database
    with database.session() as session:
        yield session


SettingsOf = Annotated[Settings, Depends(_settings)]
TemplatesOf = Annotated[Templates, Depends(templates_of)]
ComputingOf = Annotated[Computing, Depends(_computing)]
PagesOf = Annotated[RecentPages, Depends(_pages)]
SessionOf = Annotated[Session, Depends(_session)]
