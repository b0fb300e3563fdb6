"""Which requests are let in at all, whatever would handle them. Pure ASGI."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import BadInput, Forbidden, RecensionError, TooLarge, TooOften
from app.services.lines import in_bytes
from app.services.rates import Rates
from app.web.errors import answer_error
from app.web.proxies import network_of
from app.web.rates import SAFE_METHODS, doing_at, from_network

_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")


class SameSite:
    """Refuses what another site makes a visitor's browser send, and hosts that are no hosts.

    A browser says where an unsafe request comes from; a program that is no browser says nothing
    and has no rights of a visitor that could be abused.
    """

    def __init__(self, app: ASGIApp, public_url: str = "") -> None:
        self.app = app
        self.public_host = urlsplit(public_url).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and (error := self._objection(scope)):
            await _refuse(error, scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _objection(self, scope: Scope) -> RecensionError | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not _HOST.fullmatch(host):
            return BadInput("The request names no host that can exist.", "Look at the address.")
        if scope["method"] in SAFE_METHODS or self._from_here(headers, host):
            return None
        return Forbidden(
            "This request came from another site, and was not carried out.",
            "Open this site itself and do it there.",
        )

    def _from_here(self, headers: Headers, host: str) -> bool:
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site in ("same-origin", "none")
        if origin is not None:
            return _host_of(origin) in {host, self.public_host} - {""}
        return True


def _host_of(origin: str) -> str:
    """The host that an origin names, with its port; "" for none, and for what is no origin."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


class BodyLimit:
    """Counts the bytes of a request while they come in, and answers 413 past the limit.

    What comes after the limit is thrown away, up to four times as much, so that a browser has
    sent all of it and shows the answer rather than a broken connection.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        error = TooLarge(
            f"This is too much at once: up to {in_bytes(self.limit)} are taken.",
            "Send a shorter text or a smaller file.",
        )
        declared = Headers(scope=scope).get("content-length", "")
        seen, more, started = 0, True, False

        async def counted() -> Message:
            nonlocal seen, more
            message = await receive()
            seen += len(message.get("body", b""))
            more = message.get("more_body", False)
            if seen > self.limit:
                raise error
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            if seen > self.limit and not started:
                return
            started = True
            await send(message)

        if not (declared.isdecimal() and int(declared[:20]) > self.limit):
            try:
                await self.app(scope, counted, watched)
            except TooLarge as raised:
                if raised is not error:
                    raise
            if seen <= self.limit or started:
                return
        if more:
            await _drain(receive, 4 * self.limit)
        await _refuse(error, scope, receive, send)


class Paced:
    """Refuses what comes too often from one network, before anything of it is looked at.

    ``most`` bytes of it are thrown away, so that a browser shows the answer.
    """

    def __init__(self, app: ASGIApp, rates: Rates, most: int) -> None:
        self.app = app
        self._rates = rates
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and (doing := doing_at(scope["method"], scope["path"])):
            try:
                self._rates.count(doing, from_network(network_of(scope)))
            except TooOften as error:
                await _drain(receive, self._most)
                await _refuse(error, scope, receive, send)
                return
        await self.app(scope, receive, send)


async def _drain(receive: Receive, most: int) -> None:
    dropped = 0
    while dropped <= most:
        message = await receive()
        dropped += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


async def _refuse(error: RecensionError, scope: Scope, receive: Receive, send: Send) -> None:
    await answer_error(Request(scope), error)(scope, receive, send)
