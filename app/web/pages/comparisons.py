"""Two versions of an article side by side."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.errors import NotFound
from app.presentation.page import Fold
from app.presentation.rows import build_page
from app.services.articles import get_article
from app.services.comparisons import Compared, compared
from app.services.shares import make_share
from app.web import urls
from app.web.dependencies import MemoryOf, SessionOf, SettingsOf, TemplatesOf
from app.web.templating import Templates, wants_block
from app.web.views import comparison_view, toggle

router = APIRouter(prefix="/articles/{slug}/compare/{pair}", include_in_schema=False)

TEMPLATE = "comparison/comparison.html"


@router.api_route("", methods=["GET", "HEAD"])
def comparison(
    request: Request,
    slug: str,
    pair: str,
    session: SessionOf,
    memory: MemoryOf,
    templates: TemplatesOf,
    open: str = "",
) -> Response:
    """The comparison, or the one fold of it that htmx asks for."""
    article = get_article(session, slug)
    result = compared(session, article, *urls.read_pair(pair), memory=memory)
    base = urls.comparison(slug, result.version_a.number, result.version_b.number)
    return draw(request, templates, result, base, open, TEMPLATE)


@router.post("/shares")
def share(
    request: Request,
    slug: str,
    pair: str,
    session: SessionOf,
    settings: SettingsOf,
    templates: TemplatesOf,
) -> Response:
    """Make a link to this comparison and show it: the only time that it is shown."""
    article = get_article(session, slug)
    a, b = urls.read_pair(pair)
    token = make_share(session, article, a, b)
    origin = settings.public_url or str(request.base_url).rstrip("/")
    context = {"link": origin + urls.share(token), "back": urls.comparison(slug, a, b)}
    headers = {"Cache-Control": "private, no-store"}
    if wants_block(request):
        return templates.block(request, "shares/made.html", "made", context, headers=headers)
    return templates.page(request, "shares/made.html", context, status=201, headers=headers)


def draw(
    request: Request,
    templates: Templates,
    result: Compared,
    base: str,
    asked: str,
    template: str,
    headers: dict[str, str] | None = None,
) -> Response:
    """The page of a comparison below ``base``, or the fold of it that htmx asks for."""
    if wants_block(request):
        return _draw_fold(request, templates, result, base, asked, headers or {})
    opened = urls.read_open(asked)
    page = build_page(result.comparison, open_folds=opened)
    context = {"view": comparison_view(result, page, base, opened)}
    return templates.page(request, template, context, headers=headers)


def _draw_fold(
    request: Request,
    templates: Templates,
    result: Compared,
    base: str,
    asked: str,
    headers: dict[str, str],
) -> Response:
    """One fold, opened or closed, and in the address all that is open with it.

    What else is open on the screen stands in the address there, not in the link, which is as
    old as the page.
    """
    number = _fold_number(request)
    wanted = urls.read_open(asked)
    opens = wanted is None or number in wanted
    page = build_page(result.comparison, open_folds={number} if opens else ())
    folds = [item for item in page.items if isinstance(item, Fold)]
    fold = next((fold for fold in folds if fold.number == number), None)
    if fold is None:
        raise NotFound("There is no such fold on this page.", "Load the page again.")
    on_screen, place = _on_screen(request)
    if (on_screen is None or number in on_screen) != opens:
        on_screen = toggle(on_screen, number, folds)
    view = comparison_view(result, page, base, on_screen)
    return templates.block(
        request,
        TEMPLATE,
        "fold",
        {"view": view, "item": fold},
        headers={**headers, "HX-Replace-Url": urls.opened(base, on_screen) + place},
    )


def _fold_number(request: Request) -> int:
    name = request.headers.get("hx-target", "")
    return urls.read_number(name.removeprefix("fold-"))


def _on_screen(request: Request) -> tuple[frozenset[int] | None, str]:
    """What is open in the reader's address, and the change that it points at ("#change-7")."""
    try:
        address = urlsplit(request.headers.get("hx-current-url", ""))
    except ValueError:
        return frozenset(), ""
    opened = urls.read_open(parse_qs(address.query).get("open", [""])[0])
    return opened, f"#{address.fragment}" if urls.is_anchor(address.fragment) else ""
