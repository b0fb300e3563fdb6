"""A comparison seen through a link that somebody was sent."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.services.comparisons import compared
from app.services.shares import open_share
from app.web import urls
from app.web.dependencies import MemoryOf, SessionOf, TemplatesOf
from app.web.pages.comparisons import draw

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
    memory: MemoryOf,
    templates: TemplatesOf,
    open: str = "",
) -> Response:
    """The comparison that the token opens, to be read and nothing more."""
    found = open_share(session, token)
    result = compared(session, found.article, found.version_a, found.version_b, memory=memory)
    return draw(request, templates, result, urls.share(token), open, "shares/share.html", PRIVATE)
