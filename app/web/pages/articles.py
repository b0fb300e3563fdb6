"""Articles: the list, one article with its versions, the clean text of a version."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from app.errors import Forbidden, RecensionError
from app.services.articles import (
    add_versions,
    document_of,
    get_article,
    get_version,
    recent_articles,
    refuse_the_same,
)
from app.services.originals import original_size
from app.storage.schema import Article
from app.web import urls
from app.web.dependencies import PagesOf, SessionOf, SettingsOf, TemplatesOf
from app.web.forms import FormView, SheetView, rejected
from app.web.sheets import LEGENDS, NEW, NewSheetOf
from app.web.templating import wants_block
from app.web.views import origin, shelf

router = APIRouter(prefix="/articles", include_in_schema=False)

TEMPLATE = "articles/article.html"
FORM = "sheets/form.html"
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
    return templates.page(request, TEMPLATE, _context(found, _form(found)))


@router.post("/{slug}/versions")
def add(
    request: Request,
    slug: str,
    sheet: NewSheetOf,
    session: SessionOf,
    settings: SettingsOf,
    pages: PagesOf,
    templates: TemplatesOf,
) -> Response:
    """Store what is on the sheet as the next version, and go to what it changed."""
    found = get_article(session, slug)
    if found.is_sample:
        raise Forbidden(
            "A sample story is not changed.", "Compare its text with yours on the front page."
        )
    in_place = wants_block(request)
    try:
        versions = sheet.versions(settings, pages)
        if len(versions) == 1:
            refuse_the_same(session, found, versions[0], f"{sheet.side}_text")
        added = add_versions(session, found, versions)
    except RecensionError as error:
        form = rejected(_form(found), (sheet,), {sheet.side: error}, now=in_place)
        if in_place:
            return templates.block(request, FORM, "problems", {"form": form}, status=error.status)
        context = _context(get_article(session, slug), form)
        return templates.page(request, TEMPLATE, context, status=error.status)
    last = added[-1].number
    address = urls.comparison(slug, last - 1, last) if len(added) == 1 else urls.article(slug)
    if in_place:
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def _form(found: Article) -> FormView:
    """The form for a further version."""
    return FormView(
        (SheetView(NEW, LEGENDS[NEW]),),
        urls.versions(found.slug),
        "Add and compare",
        "It is kept as the next version, and compared with the one before.",
    )


def _context(found: Article, form: FormView) -> dict[str, Any]:
    numbers = [version.number for version in found.versions]
    several = len(numbers) > 1
    return {
        "title": found.title,
        "form": None if found.is_sample else form,
        "slug": found.slug,
        "is_sample": found.is_sample,
        "versions": [
            {"version": version, "before": before}
            for before, version in zip([None, *numbers], found.versions, strict=False)
        ],
        "first_to_last": urls.comparison(found.slug, numbers[0], numbers[-1]) if several else "",
    }


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
        "origin": origin(chosen, document, original_size(session, chosen)),
        "furniture": [block for block in drawn if block["kind"] == "furniture"],
    }
    return templates.page(request, "articles/version.html", context)
