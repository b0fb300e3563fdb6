"""Articles: the list, one article with its versions, the clean text of a version."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from app.errors import RecensionError
from app.services.articles import (
    add_versions,
    document_of,
    get_article,
    get_version,
    refuse_the_same,
)
from app.services.deleting import lately_deleted
from app.services.history import history
from app.services.listing import list_articles
from app.services.originals import original_size
from app.services.rights import check_may_change, may_change
from app.services.searching import search_articles
from app.storage.schema import Article
from app.storage.viewing import viewer_of
from app.web import urls
from app.web.dependencies import CatchingUpOf, PagesOf, SessionOf, SettingsOf, TemplatesOf
from app.web.errors import waiting
from app.web.forms import FormView, SheetView, rejected
from app.web.history import LATEST, deleted_now, history_view, undo
from app.web.lists import found_view, list_view, read_asked
from app.web.sheets import LEGENDS, NEW, NewSheetOf
from app.web.templating import wants_block
from app.web.views import origin

router = APIRouter(prefix=urls.ARTICLES, include_in_schema=False)

LIST = "articles/list.html"
TEMPLATE = "articles/article.html"
FORM = "sheets/form.html"
LARGEST_PAGE = 1_000_000
VERSIONS_ON_A_PAGE = 50

PageNumber = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


@router.api_route("", methods=["GET", "HEAD"])
def articles(
    request: Request,
    session: SessionOf,
    settings: SettingsOf,
    templates: TemplatesOf,
    q: str = "",
    sort: str = "",
    whose: str = "",
    page: PageNumber = 1,
    gone: str = "",
) -> Response:
    """Articles, a page at a time: in the order asked for, or what was looked for."""
    asked = read_asked(q, sort, whose, page)
    size = settings.page_size
    if asked.query:
        view = found_view(asked, search_articles(session, asked.query, page=page, size=size))
    else:
        listing = list_articles(session, whose=asked.whose, sort=asked.sort, page=page, size=size)
        # Where one library is shared, nothing is anybody's own.
        view = list_view(asked, listing, has_own=len(viewer_of(session).readable) > 1)
    if wants_block(request):
        headers = {"HX-Replace-Url": asked.address}
        return templates.block(request, LIST, "listed", {"view": view}, headers=headers)
    deleted = lately_deleted(session)
    context = {
        "view": view,
        "just_now": deleted_now([d for d in deleted if d.number is None], gone),
        "deleted": [undo(each) for each in deleted],
    }
    return templates.page(request, LIST, context)


@router.api_route("/{slug}", methods=["GET", "HEAD"])
def article(
    request: Request,
    slug: str,
    session: SessionOf,
    templates: TemplatesOf,
    catching_up: CatchingUpOf,
    order: str = "",
    page: PageNumber = 1,
    gone: str = "",
) -> Response:
    """An article and its versions in order. What is not compared yet gets compared meanwhile."""
    found = get_article(session, slug)
    latest_first = order == LATEST
    context = _context(session, found, _form(found), latest_first, page, gone)
    if context["view"].uncompared:
        catching_up.ask(found.id)
    return templates.page(request, TEMPLATE, context)


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
    check_may_change(session, found)
    in_place = wants_block(request)
    before = found.versions[-1].number
    try:
        versions = sheet.versions(settings, pages)
        if len(versions) == 1:
            refuse_the_same(session, found, versions[0], f"{sheet.side}_text")
        added = add_versions(session, found, versions)
    except RecensionError as error:
        form = rejected(_form(found), (sheet,), {sheet.side: error}, now=in_place)
        status, headers = error.status, waiting([error])
        if in_place:
            context: dict[str, Any] = {"form": form}
            return templates.block(
                request, FORM, "problems", context, status=status, headers=headers
            )
        context = _context(session, get_article(session, slug), form)
        return templates.page(request, TEMPLATE, context, status=status, headers=headers)
    last = added[-1].number
    address = urls.comparison(slug, before, last) if len(added) == 1 else urls.article(slug)
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


def _context(
    session: Session,
    found: Article,
    form: FormView,
    latest_first: bool = False,
    page: int = 1,
    gone: str = "",
) -> dict[str, Any]:
    may = may_change(session, found)
    part = history(session, found, latest_first=latest_first, page=page, size=VERSIONS_ON_A_PAGE)
    deleted = lately_deleted(session, found) if may else []
    return {
        "view": history_view(found, part, may_change=may, latest_first=latest_first),
        "form": form if may else None,
        "just_now": deleted_now(deleted, gone),
        "deleted": [undo(each) for each in deleted],
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
