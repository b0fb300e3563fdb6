"""What a share's token in an address opens, for whom, and how its answers are kept private."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.errors import Forbidden, RecensionError
from app.presentation.look import Look, read_look
from app.presentation.sight import EVERYTHING, Sight
from app.services.missing import nothing_here
from app.services.shares import TOKEN_LENGTH, Allows, open_share
from app.services.sightings import Sightings
from app.settings import Settings
from app.storage.schema import Share
from app.storage.viewing import viewer_of
from app.web import urls
from app.web.dependencies import SessionOf
from app.web.errors import answer_error
from app.web.keys import is_secure

PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""What keeps the address, which is all that opens a share, from getting about by itself."""

COOKIE = "recension-share"
"""Kept for one share and until the browser is closed, by who knew its password."""

LONGEST_QUERY = 500
"""A look that takes more to say is kept without the folds that are open in it."""

_PATH = re.compile(r"/s/([^/]+)")

ApiHandler = Callable[[Request], Coroutine[Any, Any, Response]]


class PrivateRoute(APIRoute):
    """A route whose answers are kept private, refusals included."""

    def get_route_handler(self) -> ApiHandler:
        """What handles a request."""
        handle = super().get_route_handler()

        async def private(request: Request) -> Response:
            try:
                response = await handle(request)
            except RecensionError as error:
                response = answer_error(request, error)
                response.headers.update(PRIVATE)
            return response

        return private


@dataclass(frozen=True, slots=True)
class Opened:
    """A share that an address opens. ``base`` is that address.

    ``is_unlocked``: no password is asked for, or it was given; ``is_own``: the visitor's workspace
    made the share.
    """

    share: Share
    token: str
    base: str
    is_unlocked: bool
    is_own: bool

    @property
    def look(self) -> Look:
        """How whoever made it looked at the comparison."""
        return look_of(self.share.query)

    @property
    def sight(self) -> Sight:
        """How much of the comparison may be seen."""
        return sight_of(Allows(self.share.allows), self.look)

    @property
    def has_card(self) -> bool:
        """Whether what stands for it elsewhere tells what is in it: not behind a password."""
        return self.share.password_hash is None


def look_of(query: str) -> Look:
    """The look that was stored with a share."""
    return read_look(parse_qsl(query))[0]


def sight_of(allows: Allows, look: Look) -> Sight:
    """How much of a comparison may be seen by whom it was shown in this look."""
    return Sight.around_changes(look) if allows is Allows.COMPARISON else EVERYTHING


def look_to_keep(look: Look, allows: Allows) -> Look:
    """The look that a share begins with: no more than may be seen, and short enough to store."""
    kept = sight_of(allows, look).narrowed(look)
    return kept if len(kept.query) <= LONGEST_QUERY else kept.having(open=frozenset())


def share_path(token: str, slug: str, query: str, *, has_password: bool) -> str:
    """The path and query of the link to a share. What is behind a password is not named."""
    path = urls.share(token, "" if has_password else slug)
    return f"{path}?{query}" if query else path


def _opened(request: Request, token: str, session: SessionOf) -> Opened:
    words, separator, opens = token[:-TOKEN_LENGTH], "-", token[-TOKEN_LENGTH:]
    share = open_share(session, opens)
    if words and words != urls.share_words(share.article.slug) + separator:
        raise nothing_here()
    own = viewer_of(session).workspace_id
    return Opened(
        share,
        opens,
        f"/s/{token}",
        is_unlocked=share.password_hash is None or _brings_proof(request, opens, share),
        is_own=own is not None and share.workspace_id == own,
    )


def open_address(request: Request, session: Session, path: str) -> Opened:
    """The share that the path of an address leads to. Raises NotFound and Ended."""
    found = _PATH.fullmatch(path)
    if not found:
        raise nothing_here()
    return _opened(request, unquote(found[1]), session)


OpenedOf = Annotated[Opened, Depends(_opened)]
"""The share that the token in the address opens, locked or not. Raises NotFound and Ended."""


def _unlocked(opened: OpenedOf) -> Opened:
    if not opened.is_unlocked:
        raise Forbidden("This link asks for a password.", "Open the link itself, and enter it.")
    return opened


UnlockedOf = Annotated[Opened, Depends(_unlocked)]
"""The same, where no password is to be asked for any more. Raises Forbidden as well."""


def _sightings(request: Request) -> Sightings:
    sightings: Sightings = request.app.state.sightings
    return sightings


SightingsOf = Annotated[Sightings, Depends(_sightings)]


def unlock(request: Request, response: Response, opened: Opened) -> None:
    """Have the browser remember, for this share, that it knew the password."""
    response.set_cookie(
        COOKIE,
        _proof(opened.token, opened.share),
        path=opened.base,
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def _brings_proof(request: Request, token: str, share: Share) -> bool:
    brought = request.cookies.get(COOKIE, "")
    return hmac.compare_digest(brought.encode(), _proof(token, share).encode())


def _proof(token: str, share: Share) -> str:
    """What only who has the link and knew the password of this moment can bring.

    It is made of what is stored of the password, which nobody outside sees.
    """
    stored = share.password_hash or ""
    return hmac.digest(token.encode(), f"unlocked {stored}".encode(), "sha256").hex()


def origin_of(request: Request) -> str:
    """The address of the site as others reach it, without a slash at its end."""
    settings: Settings = request.app.state.settings
    return settings.public_url or str(request.base_url).rstrip("/")
