"""By which names the site may be asked for. Pure ASGI.

A page of a stranger can have its own name lead to this machine (DNS rebinding) and then read what
only this machine was to read; a name in a request that nobody checks gets into links. So a site
that only this machine reaches answers to this machine's own names, and one that knows the address
others reach it by answers to that. Nobody can rebind a bare address, so those do no harm elsewhere.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.settings import LOOPBACK, Settings
from app.web.errors import answer

ANY = "*"
"""What lets in every name, for those whose proxy judges them."""

_ADVICE = (
    "Open it by the address that you were given. Whoever runs it lets in further names with "
    "RECENSION_PUBLIC_URL or RECENSION_ALLOWED_HOSTS."
)


class KnownHosts:
    """Refuses requests for a name that the site does not go by, and those for two names."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._is_local = settings.host in LOOPBACK
        self._names = names_of(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and (objection := self._objection(scope)):
            response = answer(Request(scope), *objection, _ADVICE)
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _objection(self, scope: Scope) -> tuple[int, str, str] | None:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            return 400, "That was not understood", "The request does not name one host."
        if not self.knows(hosts[0]):
            sentence = "This site does not answer to the name in this address."
            return 421, "That is not the name of this site", sentence
        return None

    def knows(self, host: str) -> bool:
        """Whether the site goes by this host, as a request names it, with a port or without."""
        name = _without_port(host)
        if name in LOOPBACK or self._names is None or name in self._names:
            return True
        try:
            address = ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not self._is_local


def names_of(settings: Settings) -> frozenset[str] | None:
    """The names that the site goes by besides this machine's own; None for any."""
    given = {name.lower().rstrip(".") for name in settings.allowed_hosts.split()}
    if ANY in given:
        return None
    if public := urlsplit(settings.public_url).hostname:
        given.add(public.rstrip("."))
    return frozenset(given) if given or settings.host in LOOPBACK else None


def _without_port(host: str) -> str:
    name, bracket, _ = host.lower().removeprefix("[").partition("]")
    return name if bracket else name.partition(":")[0].rstrip(".")
