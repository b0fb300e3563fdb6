"""What a handler is given: the settings, a session, the templates, what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from app.services.comparisons import ComparisonMemory
from app.services.fetched import RecentPages
from app.settings import Settings
from app.storage.database import Database
from app.web.templating import Templates


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def templates_of(request: Request) -> Templates:
    """The site's templates."""
    templates: Templates = request.app.state.templates
    return templates


def _memory(request: Request) -> ComparisonMemory:
    memory: ComparisonMemory = request.app.state.memory
    return memory


def _pages(request: Request) -> RecentPages:
    pages: RecentPages = request.app.state.pages
    return pages


def _session(request: Request) -> Iterator[Session]:
    database: Database = request.app.state.database
    with database.session() as session:
        yield session


SettingsOf = Annotated[Settings, Depends(_settings)]
TemplatesOf = Annotated[Templates, Depends(templates_of)]
MemoryOf = Annotated[ComparisonMemory, Depends(_memory)]
PagesOf = Annotated[RecentPages, Depends(_pages)]
SessionOf = Annotated[Session, Depends(_session)]
