"""The page that is shown while a long comparison is being made, and in its place when it failed."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from app.services.computing import Pending
from app.web.templating import Templates, wants_block

AGAIN = "again"
TARGET = "progress"


def asks_again(request: Request) -> bool:
    """Whether what failed is to be tried once more."""
    return AGAIN in request.query_params


def refresh() -> Response:
    """Has htmx load the whole page that is on the screen, at its place."""
    return Response(headers={"HX-Refresh": "true", "Cache-Control": "private, no-store"})


def progress(
    request: Request,
    templates: Templates,
    pending: Pending,
    base: str,
    headers: Mapping[str, str] | None = None,
    *,
    shared: bool = False,
) -> Response:
    """How a comparison below ``base`` gets on: a page that goes on by itself.

    ``shared`` is for who sees this comparison and nothing else of the site.
    """
    address = _address(request, base)
    if asks_again(request) and not pending.failure:
        return RedirectResponse(address, status_code=303)
    context = {
        "pending": pending,
        "shared": shared,
        "address": address,
        "again": f"{address}{'&' if '?' in address else '?'}{AGAIN}=1",
    }
    template = "comparison/progress.html"
    no_store = {**(headers or {}), "Cache-Control": "private, no-store"}
    if not wants_block(request):
        status = 503 if pending.failure else 202
        return templates.page(request, template, context, status=status, headers=no_store)
    if request.headers.get("hx-target") != TARGET:
        # What was to be replaced belongs to a page that cannot be drawn now.
        return refresh()
    return templates.block(request, template, TARGET, context, headers=no_store)


def _address(request: Request, base: str) -> str:
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != AGAIN]
    return f"{base}?{urlencode(asked, safe=',')}" if asked else base
