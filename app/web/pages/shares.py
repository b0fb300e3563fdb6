"""A comparison seen through a link that somebody was sent."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.services.computing import Pending, compared_soon
from app.services.shares import open_share
from app.web import urls
from app.web.dependencies import ComputingOf, SessionOf, TemplatesOf
from app.web.pages.comparisons import Reading
from app.web.progress import asks_again, progress

router = APIRouter(include_in_schema=False)

PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""What keeps the address, which is all that opens a share, from getting about by itself."""


@router.api_route("/s/{token}", methods=["GET", "HEAD"])
def share(
    request: Request,
    token: str,
    session: SessionOf,
    computing: ComputingOf,
    templates: TemplatesOf,
) -> Response:
    """The comparison that the token opens, to be read and nothing more."""
    found = open_share(session, token)
    result = compared_soon(
        session,
        found.article,
        found.version_a,
        found.version_b,
        computing=computing,
        again=asks_again(request),
    )
    base = urls.share(token)
    if isinstance(result, Pending):
        return progress(request, templates, result, base, PRIVATE, shared=True)
    reading = Reading(request, templates, result, base, headers=PRIVATE, alone=True)
    return reading.response("shares/share.html")
