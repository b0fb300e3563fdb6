"""A comparison seen through a link that somebody was sent."""

from __future__ import annotations

from io import BytesIO
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from app.errors import BadInput, RecensionError, TooOften
from app.presentation.look import read_look
from app.services.computing import Pending, compared_soon
from app.services.passwords import is_password
from app.web import urls
from app.web.dependencies import ComputingOf, SessionOf, TemplatesOf, layouts_of
from app.web.errors import waiting
from app.web.pages.comparisons import Reading
from app.web.progress import asks_again, progress
from app.web.rates import GuessesOf
from app.web.shared import (
    PRIVATE,
    OpenedOf,
    PrivateRoute,
    SightingsOf,
    origin_of,
    unlock,
)
from app.web.shares import files, newer, only_change, tags
from app.web.templating import Templates, wants_block

router = APIRouter(include_in_schema=False, route_class=PrivateRoute)

LOCKED = "shares/locked.html"
ASKING = {
    **PRIVATE,
    # Not "no-referrer": browsers then say that the form comes from nowhere, and it is refused.
    "Referrer-Policy": "strict-origin",
}


@router.api_route("/s/{token}", methods=["GET", "HEAD"])
def share(
    request: Request,
    opened: OpenedOf,
    session: SessionOf,
    computing: ComputingOf,
    templates: TemplatesOf,
    sightings: SightingsOf,
) -> Response:
    """The comparison that the token opens, to be read and nothing more."""
    if not opened.is_unlocked:
        return _locked(request, templates)
    found = opened.share
    result = compared_soon(
        session,
        found.article,
        found.version_a,
        found.version_b,
        computing=computing,
        again=asks_again(request),
    )
    if isinstance(result, Pending):
        return progress(request, templates, result, opened.base, PRIVATE, shared=True)
    if request.method == "GET" and not wants_block(request) and not opened.is_own:
        sightings.note(found.id)
    more: dict[str, Any] = {
        "newer": newer(opened),
        "tags": tags(request, opened, result),
        "files": files(opened),
    }
    if found.change:
        view = only_change(opened, result, layouts_of(request))
        context = {"view": view, "number": found.change, **more}
        return templates.page(request, "shares/one.html", context, headers=PRIVATE)
    reading = Reading(
        request,
        templates,
        result,
        opened.base,
        headers=PRIVATE,
        alone=True,
        sight=opened.sight,
        more=more,
    )
    return reading.response("shares/share.html")


@router.post("/s/{token}")
def give_password(
    request: Request,
    opened: OpenedOf,
    templates: TemplatesOf,
    guesses: GuessesOf,
    password: Annotated[str, Form()] = "",
) -> Response:
    """Show the comparison to who knows its password."""
    asked = f"?{request.url.query}" if request.url.query else ""
    response = RedirectResponse(f"{request.url.path}{asked}", status_code=303, headers=ASKING)
    if opened.is_unlocked:
        return response
    lock = f"share {opened.share.id}"
    try:
        guesses.start(request, lock)
        if not is_password(password, opened.share.password_hash or ""):
            raise BadInput(
                "This is not the password of this link.",
                "Look at it again, capitals and spaces too, or ask whoever sent you the link.",
            )
    except (BadInput, TooOften) as error:
        return _locked(request, templates, error)
    guesses.succeeded(request, lock)
    unlock(request, response, opened)
    return response


@router.api_route("/s/{token}/qr.svg", methods=["GET", "HEAD"])
def qr_code(request: Request, opened: OpenedOf) -> Response:
    """The link as a picture that a camera reads."""
    look, _ = read_look(request.query_params.multi_items())
    code = segno.make_qr(f"{origin_of(request)}{urls.looked(opened.base, look)}", error="m")
    drawn = BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, scale=8, border=4, dark="#000", light="#fff")
    return Response(drawn.getvalue(), media_type="image/svg+xml", headers=PRIVATE)


def _locked(
    request: Request, templates: Templates, problem: RecensionError | None = None
) -> Response:
    """The question for the password, on a page that tells nothing of what is behind it."""
    status = 200
    headers = dict(ASKING)
    if problem is not None:
        status = problem.status if isinstance(problem, TooOften) else 403
        headers.update(waiting([problem]))
    if wants_block(request):
        # What was to be replaced belongs to a page that is not to be seen now.
        return Response(headers={"HX-Refresh": "true", **headers})
    context = {"problem": problem, "action": request.url.path, "query": request.url.query}
    return templates.page(request, LOCKED, context, status=status, headers=headers)
