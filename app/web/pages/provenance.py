"""Where every sentence of a version came from, and the life of each."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.errors import NotFound
from app.services.articles import get_article
from app.services.provenance import Tracing, traced_soon
from app.web import urls
from app.web.dependencies import ComputingOf, ProvenancesOf, SessionOf, TemplatesOf
from app.web.progress import AGAIN, TARGET, asks_again, refresh
from app.web.provenance import Asked, provenance_view, read_asked
from app.web.templating import Templates, wants_block

router = APIRouter(prefix="/articles/{slug}/provenance", include_in_schema=False)

TEMPLATE = "articles/provenance.html"
REGIONS = ("traced", "life", "gone")
"""What htmx may ask for alone."""


@router.api_route("", methods=["GET", "HEAD"])
def chosen(slug: str, session: SessionOf, version: str = "") -> Response:
    """The way from the slider to the version, or the last one before where there is none."""
    numbers = [each.number for each in get_article(session, slug).versions]
    wanted = urls.read_number(version) if version else numbers[-1]
    nearest = max((number for number in numbers if number <= wanted), default=numbers[0])
    return RedirectResponse(urls.provenance(slug, nearest), status_code=303)


@router.api_route("/{number}", methods=["GET", "HEAD"])
def provenance(
    request: Request,
    slug: str,
    number: str,
    session: SessionOf,
    computing: ComputingOf,
    provenances: ProvenancesOf,
    templates: TemplatesOf,
) -> Response:
    """The text, or the part of the page that htmx asks for; or word of how far it is."""
    asked = read_asked(request.query_params)
    article = get_article(session, slug)
    found = traced_soon(
        session,
        article,
        urls.read_number(number),
        computing=computing,
        memory=provenances,
        again=asks_again(request),
    )
    if isinstance(found, Tracing):
        return _tracing(request, templates, found)
    if not wants_block(request):
        view = provenance_view(found, asked)
        return templates.page(request, TEMPLATE, {"view": view})
    target = request.headers.get("hx-target", "")
    if target == TARGET:
        return refresh()
    if target not in REGIONS:
        raise NotFound("There is no such place on this page.", "Load the page again.")
    view = provenance_view(found, _with_what_is_open(request, target, asked))
    says = "HX-Push-Url" if target == "traced" else "HX-Replace-Url"
    return templates.block(request, TEMPLATE, target, {"view": view}, headers={says: view.address})


def _with_what_is_open(request: Request, target: str, asked: Asked) -> Asked:
    """What is asked for, and what stays as it is on the screen.

    A link is as old as the page: what was opened since stands in the reader's address.
    """
    if target == "traced":
        return asked
    try:
        query = urlsplit(request.headers.get("hx-current-url", "")).query
        screen = read_asked(dict(parse_qsl(query)))
    except (ValueError, NotFound):
        return asked
    if target == "life":
        open_page = screen.gone or asked.gone
        return Asked(asked.sentence, asked.whole, open_page, screen.part or asked.part)
    return Asked(screen.sentence, screen.whole, asked.gone, screen.part or asked.part)


def _tracing(request: Request, templates: Templates, tracing: Tracing) -> Response:
    address = request.url.remove_query_params(AGAIN)
    shown = f"{address.path}?{address.query}" if address.query else address.path
    if asks_again(request) and not tracing.failure:
        return RedirectResponse(shown, status_code=303)
    context = {
        "tracing": tracing,
        "address": shown,
        "again": f"{shown}{'&' if address.query else '?'}{AGAIN}=1",
    }
    headers = {"Cache-Control": "private, no-store"}
    template = "articles/tracing.html"
    if not wants_block(request):
        status = 503 if tracing.failure else 202
        return templates.page(request, template, context, status=status, headers=headers)
    if request.headers.get("hx-target") != TARGET:
        return refresh()
    return templates.block(request, template, TARGET, context, headers=headers)
