"""The front page: two texts in, and what was compared before."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from app.errors import BadInput
from app.services.articles import create_article, recent_articles
from app.web import urls
from app.web.dependencies import PagesOf, SessionOf, SettingsOf, TemplatesOf
from app.web.forms import EMPTY_FORM, FormView, previewed, rejected
from app.web.sheets import LEGENDS, AskedSheetOf, SheetsOf, read_both
from app.web.templating import wants_block
from app.web.views import shelf

router = APIRouter(include_in_schema=False)

TEMPLATE = "home/home.html"
FORM = "sheets/form.html"
SHELF_SIZE = 8


@router.api_route("/", methods=["GET", "HEAD"])
def home(request: Request, session: SessionOf, templates: TemplatesOf) -> Response:
    """The form, the latest articles and the samples."""
    return templates.page(request, TEMPLATE, _context(session, EMPTY_FORM))


@router.post("/articles")
def compare(
    request: Request,
    sheets: SheetsOf,
    session: SessionOf,
    settings: SettingsOf,
    pages: PagesOf,
    templates: TemplatesOf,
) -> Response:
    """Store what is on both sheets as versions of a new article, and go to their comparison.

    Where there are more than two versions, go to the article.
    """
    versions, problems = read_both(sheets, settings, pages)
    in_place = wants_block(request)
    if problems:
        status = max(error.status for error in problems.values())
        form = rejected(EMPTY_FORM, sheets, problems, now=in_place)
        if in_place:
            return templates.block(request, FORM, "problems", {"form": form}, status=status)
        return templates.page(request, TEMPLATE, _context(session, form), status=status)
    article = create_article(session, versions)
    several = len(versions) > 2
    address = urls.article(article.slug) if several else urls.comparison(article.slug, 1, 2)
    if in_place:
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


@router.post("/preview")
def show_preview(
    request: Request,
    side: str,
    sheet: AskedSheetOf,
    settings: SettingsOf,
    pages: PagesOf,
    templates: TemplatesOf,
    look: bool = False,
) -> Response:
    """What is known of one sheet before it is stored."""
    if side not in LEGENDS:
        raise BadInput("There is no such sheet on the page.", "Load the page again.")
    view = previewed(sheet, settings, pages, look=look)
    return templates.page(request, "sheets/preview.html", {"side": side, "view": view})


def _context(session: Session, form: FormView) -> dict[str, Any]:
    lately = recent_articles(session, samples=False, size=SHELF_SIZE)
    samples = recent_articles(session, samples=True, size=SHELF_SIZE)
    return {
        "form": form,
        "lately": shelf(lately.items),
        "samples": shelf(samples.items),
        "total": lately.total + samples.total,
        "more": lately.pages > 1 or samples.pages > 1,
    }
