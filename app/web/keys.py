"""The key that a browser or a program brings: where it stands in a request, and how it is kept."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from app.services.workspaces import Entry
from app.settings import Settings
from app.storage.viewing import STRANGER
from app.web.headers import is_by_tls

COOKIE = "recension"
SECURE_COOKIE = "__Host-recension"
"""The name behind TLS: no other host, and no page without TLS, can set a cookie of that name."""

MAX_AGE = 400 * 24 * 3600
"""As long as browsers keep a cookie at most, in seconds; every text stored begins it anew."""

_BEARER = "bearer "
_NOBODY = Entry(STRANGER)


def bearer(request: Request) -> str:
    """The key that a program sends with its request, or ""."""
    said = request.headers.get("authorization", "")
    return said[len(_BEARER) :].strip() if said.lower().startswith(_BEARER) else ""


def key_of(request: Request) -> str:
    """The key that comes with a request, a program's before a browser's; "" when there is none."""
    return bearer(request) or request.cookies.get(_name(request), "")


def remember(request: Request, response: Response, key: str) -> None:
    """Have the browser keep a key, where no script and no other site gets at it; "" does nothing.

    Whatever shows or sets a key is not for any cache. Where one library is shared there are no
    keys, and none is set.
    """
    if key and has_workspaces(request):
        response.set_cookie(
            _name(request),
            key,
            max_age=MAX_AGE,
            path="/",
            secure=is_secure(request),
            httponly=True,
            samesite="lax",
        )
        response.headers["Cache-Control"] = "private, no-store"


def forget(request: Request, response: Response) -> None:
    """Have the browser keep no key any more, nor the pages that it has seen by it."""
    response.delete_cookie(
        _name(request), path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Clear-Site-Data"] = '"cache"'


def has_workspaces(request: Request) -> bool:
    """Whether this site has workspaces at all, rather than one library for everyone."""
    settings: Settings = request.app.state.settings
    return settings.admission != "single"


def leads_to_workspace(request: Request) -> bool:
    """Whether pages lead to “Your workspace”: who brings a key has one, who is invited may."""
    settings: Settings = request.app.state.settings
    return settings.admission == "invite" or (has_workspaces(request) and bool(key_of(request)))


def why_not_stored(request: Request) -> str:
    """Why nothing that this visitor sends would be stored, and "" when it would be.

    "invited" when they need an invitation first, "reading" when their key only reads, "locked"
    when who runs the site has locked their workspace.
    """
    settings: Settings = request.app.state.settings
    entry: Entry = getattr(request.state, "entry", _NOBODY)
    if entry.is_locked:
        return "locked"
    if entry.viewer.workspace_id is None:
        return "invited" if settings.admission == "invite" else ""
    return "" if entry.viewer.may_write else "reading"


def _name(request: Request) -> str:
    return SECURE_COOKIE if is_secure(request) else COOKIE


def is_secure(request: Request) -> bool:
    """Whether visitors reach the site by TLS, here or at a proxy before it."""
    return is_by_tls(request.scope, request.app.state.settings.public_url)
