"""Articles: the list, one article with its versions, the clean text of a version."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.services.articles import document_of, get_article, get_version, recent_articles
from app.web import urls
from app.web.dependencies import SessionOf, SettingsOf, TemplatesOf
from app.web.views import shelf

router = APIRouter(prefix="/articles", include_in_schema=False)

LARGEST_PAGE = 1_000_000

PageNumber = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


@router.api_route("", methods=["GET", "HEAD"])
def articles(
    request: Request,
    session: SessionOf,
    settings: SettingsOf,
    templates: TemplatesOf,
    page: PageNumber = 1,
) -> Response:
    """All articles, the latest change first, a page at a time."""
    listing = recent_articles(session, samples=None, page=page, size=settings.page_size)
    context = {"listing": listing, "entries": shelf(listing.items)}
    return templates.page(request, "articles/list.html", context)


@router.api_route("/{slug}", methods=["GET", "HEAD"])
def article(request: Request, slug: str, session: SessionOf, templates: TemplatesOf) -> Response:
    """An article and its versions in order."""
    found = get_article(session, slug)
    numbers = [version.number for version in found.versions]
    several = len(numbers) > 1
    context = {
        "title": found.title,
        "slug": found.slug,
        "is_sample": found.is_sample,
        "versions": [
            {"version": version, "before": before}
            for before, version in zip([None, *numbers], found.versions, strict=False)
        ],
        "first_to_last": urls.comparison(found.slug, numbers[0], numbers[-1]) if several else "",
    }
    return templates.page(request, "articles/article.html", context)


@router.api_route("/{slug}/versions/{number}", methods=["GET", "HEAD"])
def version(
    request: Request, slug: str, number: str, session: SessionOf, templates: TemplatesOf
) -> Response:
    """The text of one version, with nothing marked."""
    found = get_article(session, slug)
    chosen = get_version(session, found, urls.read_number(number))
    document = document_of(session, chosen)
    drawn = [
        {"kind": block.kind, "level": block.level, "text": document.text_of(block)}
        for block in document.blocks
    ]
    earlier = [v.number for v in found.versions if v.number < chosen.number]
    context = {
        "title": found.title,
        "slug": found.slug,
        "version": chosen,
        "before": earlier[-1] if earlier else None,
        "blocks": [block for block in drawn if block["kind"] != "furniture"],
        "furniture": [block for block in drawn if block["kind"] == "furniture"],
    }
    return templates.page(request, "articles/version.html", context)
