"""What other sites show of a share: a frame with it, its card, and how programs come by both."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from app.errors import Busy, Unauthorised
from app.presentation.look import read_look
from app.services.computing import Pending, compared_soon
from app.services.exporting import card_of
from app.services.missing import nothing_here
from app.web import urls
from app.web.dependencies import ComputingOf, SessionOf, TemplatesOf, layouts_of
from app.web.downloads import ExportingOf, about_of
from app.web.embedding import FRAMED, HEIGHT, WIDTH, frame
from app.web.errors import answer
from app.web.progress import asks_again, progress
from app.web.shared import (
    PRIVATE,
    OpenedOf,
    PrivateRoute,
    SightingsOf,
    UnlockedOf,
    open_address,
    origin_of,
)
from app.web.shares import CARD_HEIGHT, CARD_WIDTH, change_asked, framed, only_change, shortened

router = APIRouter(include_in_schema=False, route_class=PrivateRoute)

HEADERS = {**PRIVATE, **FRAMED}


@router.api_route("/s/{token}/embed", methods=["GET", "HEAD"])
def embed(
    request: Request,
    opened: OpenedOf,
    session: SessionOf,
    computing: ComputingOf,
    templates: TemplatesOf,
    sightings: SightingsOf,
) -> Response:
    """The comparison for a frame in another page: without cookies, and with nothing to press."""
    share = opened.share
    context: dict[str, Any] = {
        "whole": urls.looked(opened.base, opened.look),
        "view": None,
        "one": None,
    }
    if share.password_hash is not None:
        # A frame keeps no cookies, so it could never be unlocked.
        return templates.page(request, "shares/embed.html", context, status=403, headers=HEADERS)
    result = compared_soon(
        session,
        share.article,
        share.version_a,
        share.version_b,
        computing=computing,
        again=asks_again(request),
    )
    if isinstance(result, Pending):
        base = urls.embedding(opened.base)
        return progress(request, templates, result, base, HEADERS, shared=True)
    if request.method == "GET":
        sightings.note(share.id)
    if share.change:
        context["one"] = only_change(opened, result, layouts_of(request))
    else:
        asked, _ = read_look(request.query_params.multi_items())
        context["view"] = framed(opened, result, layouts_of(request), asked)
    return templates.page(request, "shares/embed.html", context, headers=HEADERS)


@router.api_route("/s/{token}/card.png", methods=["GET", "HEAD"])
def card(
    request: Request,
    opened: UnlockedOf,
    session: SessionOf,
    computing: ComputingOf,
    exporting: ExportingOf,
) -> Response:
    """The picture that stands for a share in chats, or for one change of it."""
    share = opened.share
    result = compared_soon(
        session, share.article, share.version_a, share.version_b, computing=computing
    )
    if isinstance(result, Pending):
        raise Busy("These texts are still being compared.", "Try again in a minute.")
    number = change_asked(request, opened, result)
    drawn = card_of(session, result, about_of(result), number, exporting=exporting)
    shown_elsewhere = {"Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(drawn, media_type="image/png", headers={**PRIVATE, **shown_elsewhere})


@router.get("/oembed")
def oembed(
    request: Request,
    session: SessionOf,
    url: str = "",
    format: str = "json",
    maxwidth: Annotated[int, Query(ge=1)] = WIDTH,
    maxheight: Annotated[int, Query(ge=1)] = HEIGHT,
) -> Response:
    """How a program frames the share that an address leads to (oEmbed 1.0, as JSON)."""
    if format != "json":
        return answer(request, 501, "Not in this form", "oEmbed is answered as JSON.")
    origin = origin_of(request)
    if not url.startswith(f"{origin}/"):
        raise nothing_here()
    path = re.split(r"[?#]", url.removeprefix(origin), maxsplit=1)[0]
    opened = open_address(request, session, path)
    if not opened.has_card:
        raise Unauthorised("This link asks for a password.", "Open it in a browser.")
    share = opened.share
    title = shortened(share.article.title)
    width, height = min(maxwidth, WIDTH), min(maxheight, HEIGHT)
    asked = f"?{share.query}" if share.query else ""
    told = {
        "version": "1.0",
        "type": "rich",
        "title": f"What changed: {title}",
        "provider_name": "Recension",
        "provider_url": f"{origin}/",
        "html": frame(
            f"{origin}{urls.embedding(opened.base)}{asked}", title, width=str(width), height=height
        ),
        "width": width,
        "height": height,
        "thumbnail_url": f"{origin}{urls.card(opened.base)}",
        "thumbnail_width": CARD_WIDTH,
        "thumbnail_height": CARD_HEIGHT,
    }
    return JSONResponse(told, headers=PRIVATE)
