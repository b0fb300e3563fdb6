"""The library as data: searching it, and asking of what a text is a version."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.presentation.passages import Passage
from app.services.incoming import from_paste
from app.services.lookup import Resembling, resembling
from app.services.searching import Hit, search_articles
from app.web.api.comparisons import GivenText
from app.web.api.refusals import REFUSALS
from app.web.dependencies import SessionOf, SettingsOf

router = APIRouter(prefix="/api", tags=["library"], responses=REFUSALS)

LARGEST_PAGE = 1_000_000

PageNumber = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


class FoundPassage(BaseModel):
    """A sentence, or a stretch of it, and the spans in it that were looked for."""

    text: str
    marks: list[tuple[int, int]]
    starts_late: bool = Field(description="The sentence begins before this stretch of it.")
    ends_early: bool = Field(description="The sentence goes on after it.")


class FoundArticle(BaseModel):
    """An article that a search found."""

    slug: str
    title: str
    title_marks: list[tuple[int, int]]
    version: int = Field(description="The number of the version that fits best.")
    versions: int = Field(description="How many versions it has.")
    passage: FoundPassage | None


class FoundArticles(BaseModel):
    """A page of what a search found."""

    page: int
    pages: int
    total: int
    is_complete: bool = Field(description="False when only the newest of too many were counted.")
    items: list[FoundArticle]


class ResemblingVersion(BaseModel):
    """A stored version that a text resembles."""

    slug: str
    title: str
    version: int
    share: float = Field(description="Of the words of both, how many stand in the other: 0 to 1.")
    is_same: bool = Field(description="It is the same text, to the letter.")


@router.get("/search")
def search(
    session: SessionOf,
    settings: SettingsOf,
    q: Annotated[str, Query(description="Words, and phrases in quotation marks.")] = "",
    page: PageNumber = 1,
) -> FoundArticles:
    """The articles of which some version has all that is looked for, the best first."""
    found = search_articles(session, q, page=page, size=settings.page_size)
    return FoundArticles(
        page=found.page,
        pages=found.pages,
        total=found.total,
        is_complete=found.is_complete,
        items=[_found(hit) for hit in found.items],
    )


@router.post("/resembling")
def resembled(
    given: GivenText, session: SessionOf, settings: SettingsOf
) -> list[ResemblingVersion]:
    """The articles of which a text seems to be a version, the likeliest first. Stores nothing."""
    incoming = from_paste(given.text, title=given.title, settings=settings, field="text")
    return [_resembling(each) for each in resembling(session, incoming.document)]


def _found(hit: Hit) -> FoundArticle:
    return FoundArticle(
        slug=hit.article.slug,
        title=hit.article.title,
        title_marks=list(hit.title_marks),
        version=hit.version,
        versions=hit.article.versions,
        passage=None if hit.passage is None else _passage(hit.passage),
    )


def _passage(shown: Passage) -> FoundPassage:
    return FoundPassage(
        text=shown.text,
        marks=list(shown.marks),
        starts_late=shown.starts_late,
        ends_early=shown.ends_early,
    )


def _resembling(found: Resembling) -> ResemblingVersion:
    return ResemblingVersion(
        slug=found.article.slug,
        title=found.article.title,
        version=found.version.number,
        share=round(found.share, 3),
        is_same=found.is_same,
    )
