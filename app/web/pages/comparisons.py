"""Two versions of an article, compared: each way to look at them, and the parts htmx asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.errors import NotFound
from app.presentation.find import looked_for
from app.presentation.ledger import LedgerPart, ledger
from app.presentation.look import Look, read_look
from app.presentation.sight import EVERYTHING, Sight
from app.services.articles import get_article
from app.services.comparisons import Compared
from app.services.computing import Pending, compared_soon
from app.web import urls
from app.web.dependencies import ComputingOf, SessionOf, TemplatesOf, layouts_of
from app.web.kept import KeptPagesOf, KeptRoute
from app.web.layouts import Layout
from app.web.places import found_address
from app.web.progress import TARGET, asks_again, progress, refresh
from app.web.reading import ReadingView, reading_view
from app.web.templating import Templates, wants_block

router = APIRouter(
    prefix="/articles/{slug}/compare", include_in_schema=False, route_class=KeptRoute
)

TEMPLATE = "comparison/comparison.html"
FOUND = "comparison/found.html"


@router.api_route("", methods=["GET", "HEAD"])
def chosen(request: Request, slug: str, a: str = "", b: str = "") -> Response:
    """The way from the form that asks for two versions to their comparison."""
    base = urls.comparison(slug, urls.read_number(a), urls.read_number(b))
    look, _ = read_look(request.query_params.multi_items())
    return RedirectResponse(urls.looked(base, look), status_code=303)


@router.api_route("/{pair}", methods=["GET", "HEAD"])
def comparison(
    request: Request,
    slug: str,
    pair: str,
    session: SessionOf,
    computing: ComputingOf,
    templates: TemplatesOf,
    kept_pages: KeptPagesOf,
) -> Response:
    """The comparison, or the part of it that htmx asks for; or word that it is being made."""
    article = get_article(session, slug)
    kept_pages.note(request, session, slug)
    a, b = urls.read_pair(pair)
    result = compared_soon(session, article, a, b, computing=computing, again=asks_again(request))
    base = urls.comparison(slug, a, b)
    if isinstance(result, Pending):
        return progress(request, templates, result, base)
    return Reading(request, templates, result, base).response(TEMPLATE)


class Reading:
    """A comparison below ``base``, as one request wants to see it.

    ``alone`` is for who sees this comparison and no other of its article, ``sight`` how much of it
    they may see, ``more`` what its page shows besides.
    """

    def __init__(
        self,
        request: Request,
        templates: Templates,
        result: Compared,
        base: str,
        *,
        headers: dict[str, str] | None = None,
        alone: bool = False,
        sight: Sight = EVERYTHING,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        self._request, self._templates = request, templates
        self._result, self._base = result, base
        self._headers, self._alone = headers or {}, alone
        self._sight, self._more = sight, more or {}
        look, self._unread = read_look(request.query_params.multi_items())
        self._look = sight.narrowed(look)
        self._part = request.query_params.get("part", "")
        self._finding = self._looked_for(request.query_params.get("find", ""))
        self._layouts = layouts_of(request)

    def response(self, template: str) -> Response:
        """The whole page, or the block of it that htmx asks for."""
        if not wants_block(self._request):
            context = {"view": self._view(self._look), "swapped": False, **self._more}
            return self._templates.page(self._request, template, context, headers=self._headers)
        target = self._request.headers.get("hx-target", "")
        if target != "found" and self._on_screen()[0]:
            # What is looked for now stands in the address there: links are as old as the page.
            self._finding = self._looked_for(_said_on_screen(self._request, "find"))
        if target == TARGET:
            return refresh()
        if target == "reading":
            return self._region()
        if target.startswith("part-"):
            return self._block("part", self._view(self._look), {})
        if target == "ledger":
            return self._ledger()
        if target == "found":
            return self._found()
        return self._fold(urls.read_number(target.removeprefix("fold-")))

    def _region(self) -> Response:
        """The rows and what steers them. What was opened since the page was drawn stays open."""
        look, (screen, _) = self._look, self._on_screen()
        if screen and screen.folds_like(look):
            look = look.having(open=screen.open)
        view = self._view(look)
        address = found_address(self._base, view.look, self._finding, self._part)
        return self._block("reading", view, {"HX-Push-Url": address})

    def _ledger(self) -> Response:
        """The ledger, one part of it told in full."""
        screen, place = self._on_screen()
        look = (screen or self._look).having(ledger=self._look.ledger)
        self._part = _said_on_screen(self._request, "part")
        address = found_address(self._base, look, self._finding, self._part) + place
        return self._block("ledger", self._view(look), {"HX-Replace-Url": address})

    def _found(self) -> Response:
        """Where the text that is looked for stands; the address says what that is."""
        screen, place = self._on_screen()
        look = screen or self._look
        self._part = _said_on_screen(self._request, "part")
        view = self._view(look)
        address = found_address(self._base, look, self._finding, self._part) + place
        headers = {**self._headers, "HX-Replace-Url": address}
        return self._templates.page(self._request, FOUND, {"view": view}, headers=headers)

    def _fold(self, number: int) -> Response:
        """One fold, opened or closed, and in the address all that is open with it.

        What else is open on the screen stands in the address there, not in the link, which is as
        old as the page.
        """
        if not self._sight.whole_texts:
            raise NotFound("What is the same is not shown here.", "It was not shared.")
        asked = self._look
        opens = asked.open is None or number in asked.open
        drawn = asked.having(open=frozenset({number} if opens else ()))
        layout = self._layouts.of(self._result.comparison, drawn)
        on_page, place = self._on_screen()
        screen = on_page if on_page and on_page.folds_like(asked) else asked
        part = _said_on_screen(self._request, "part")
        view = self._laid_out(layout, screen, part)
        fold = next((fold for fold in view.folds if fold.number == number), None)
        if fold is None:
            raise NotFound("There is no such fold on this page.", "Load the page again.")
        if (screen.open is None or number in screen.open) != opens:
            screen = screen.toggled(number, [fold.number for fold in view.folds])
            view = self._laid_out(layout, screen, part)
        address = found_address(self._base, screen, self._finding, part) + place
        return self._block("fold", view, {"HX-Replace-Url": address}, item=fold)

    def _view(self, look: Look) -> ReadingView:
        comparison = self._result.comparison
        layout = self._layouts.of(comparison, look)
        return self._laid_out(
            layout, look, self._part, ledger(comparison, look.ledger), self._unread
        )

    def _laid_out(
        self,
        layout: Layout,
        look: Look,
        part: str,
        told: tuple[LedgerPart, ...] = (),
        notices: tuple[str, ...] = (),
    ) -> ReadingView:
        return reading_view(
            self._result,
            layout.page,
            self._base,
            look,
            cut=layout.cut,
            part=part,
            ledger=told,
            notices=notices,
            finding=self._finding,
            alone=self._alone,
            sight=self._sight,
        )

    def _looked_for(self, said: str) -> str:
        """What is to be found in the texts, by who may see them whole."""
        return looked_for(said) if self._sight.whole_texts else ""

    def _on_screen(self) -> tuple[Look | None, str]:
        look, place = on_screen(self._request)
        return look and self._sight.narrowed(look), place

    def _block(
        self, name: str, view: ReadingView, headers: dict[str, str], **more: object
    ) -> Response:
        context = {"view": view, "swapped": True, **more}
        return self._templates.block(
            self._request, TEMPLATE, name, context, headers={**self._headers, **headers}
        )


def on_screen(request: Request) -> tuple[Look | None, str]:
    """The look in the reader's address, and the change that it points at ("#change-7")."""
    try:
        address = urlsplit(request.headers.get("hx-current-url", ""))
    except ValueError:
        return None, ""
    if not address.path:
        return None, ""
    look, _ = read_look(parse_qsl(address.query))
    return look, f"#{address.fragment}" if urls.is_anchor(address.fragment) else ""


def _said_on_screen(request: Request, name: str) -> str:
    """What the reader's address says of this besides the look: "part", or "find"."""
    try:
        query = urlsplit(request.headers.get("hx-current-url", "")).query
    except ValueError:
        return ""
    return dict(parse_qsl(query)).get(name, "")
