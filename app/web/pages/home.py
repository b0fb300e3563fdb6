"""The front page: two texts in, and what was compared before."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from app.errors import BadInput, RecensionError
from app.services.articles import create_article
from app.services.filing import Filed, file_versions, same_pair
from app.services.incoming import Incoming
from app.services.listing import list_articles
from app.web import urls
from app.web.dependencies import (
    FoundingKeyOf,
    PaceOf,
    PagesOf,
    SessionOf,
    SettingsOf,
    TemplatesOf,
)
from app.web.errors import waiting
from app.web.forms import EMPTY_FORM, FormView, asked, filing, is_unasked, previewed, rejected
from app.web.keys import key_of, remember
from app.web.rates import Pace
from app.web.sheets import LEGENDS, AskedSheetOf, SheetsOf, in_order, read_both
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
    founding_key: FoundingKeyOf,
    sheets: SheetsOf,
    session: SessionOf,
    settings: SettingsOf,
    pages: PagesOf,
    pace: PaceOf,
    templates: TemplatesOf,
) -> Response:
    """Store what is on both sheets as versions of an article, and go to their comparison.

    That is a new one, unless another was chosen; where the texts seem to be versions of one that is
    there, and nobody was asked, that is asked first. Nothing is stored that is there already. Where
    there are more than two versions, go to the article.
    """
    found, problems = read_both(sheets, settings, pages)
    in_place = wants_block(request)
    view = filing(session, sheets, found)
    to_ask = view if view is not None and is_unasked(sheets, view) else None
    filed: Filed | None = None
    if not problems:
        try:
            filed = _filed(session, sheets[0].into, in_order(found))
            if filed is None and to_ask is None:
                filed = _created(session, in_order(found), founding_key, pace)
        except RecensionError as error:
            problems[next(iter(found))] = error
    if filed is None:
        if problems or to_ask is None:
            form = rejected(EMPTY_FORM, sheets, problems, now=in_place, filing=view)
        else:
            form = asked(EMPTY_FORM, sheets, to_ask, now=in_place)
        status = max((error.status for error in problems.values()), default=409)
        headers = waiting(problems.values())
        if in_place:
            context = {"form": form}
            return templates.block(
                request, FORM, "problems", context, status=status, headers=headers
            )
        context = _context(session, form)
        return templates.page(request, TEMPLATE, context, status=status, headers=headers)
    several = filed.a == filed.b or len(in_order(found)) > 2
    slug = filed.article.slug
    address = urls.article(slug) if several else urls.comparison(slug, filed.a, filed.b)
    response: Response = RedirectResponse(address, status_code=303)
    if in_place:
        response = Response(status_code=204, headers={"HX-Redirect": address})
    remember(request, response, founding_key or key_of(request))
    return response


def _filed(session: Session, into: str, versions: list[Incoming]) -> Filed | None:
    """The texts added to the article that was chosen, or found where all of them are already."""
    return file_versions(session, into, versions) if into else same_pair(session, versions)


def _created(session: Session, versions: list[Incoming], founding_key: str, pace: Pace) -> Filed:
    if founding_key:
        pace.found()
    article = create_article(session, versions, founding_key=founding_key)
    return Filed(article, 1, len(versions))


@router.post("/preview")
def show_preview(
    request: Request,
    side: str,
    _may_store: FoundingKeyOf,
    sheet: AskedSheetOf,
    session: SessionOf,
    settings: SettingsOf,
    pages: PagesOf,
    templates: TemplatesOf,
    look: bool = False,
) -> Response:
    """What is known of one sheet before it is stored, for those who may store it."""
    if side not in LEGENDS:
        raise BadInput("There is no such sheet on the page.", "Load the page again.")
    view = previewed(session, sheet, settings, pages, look=look)
    return templates.page(request, "sheets/preview.html", {"side": side, "view": view})


def _context(session: Session, form: FormView) -> dict[str, Any]:
    lately = list_articles(session, samples=False, size=SHELF_SIZE)
    samples = list_articles(session, samples=True, size=SHELF_SIZE)
    return {
        "form": form,
        "lately": shelf(lately.items),
        "samples": shelf(samples.items),
        "total": lately.total + samples.total,
        "more": lately.pages > 1 or samples.pages > 1,
    }
