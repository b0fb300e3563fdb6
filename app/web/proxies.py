"""Where a request comes from: what the proxies before this site say of it, and only those.

Any client can send X-Forwarded-For. It is read from the right, where the nearest proxy wrote, and
only as long as whoever wrote is one of those that the settings name; what they say of the host is
not believed at all, since links are made of the public address. Pure ASGI.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

Address = IPv4Address | IPv6Address

MOST_HOPS = 20
"""No more proxies than this stand one before the other."""

_WITH_PORT = re.compile(r"\[(?P<six>[^\[\]]+)\](?::\d{1,5})?|(?P<four>[\d.]+):\d{1,5}")


class Proxies:
    """The proxies that are believed; ``said`` names addresses and networks as the settings do."""

    def __init__(self, said: str) -> None:
        self._networks = [ip_network(part) for part in said.replace(",", " ").split()]

    def trusts(self, address: Address | None) -> bool:
        """Whether it is the address of one of them."""
        return address is not None and any(address in network for network in self._networks)

    def sent(self, scope: Scope) -> bool:
        """Whether a request comes straight from one of them."""
        return bool(self._networks and scope.get("client")) and self.trusts(
            address_of(scope["client"][0])
        )

    def visitor(self, scope: Scope) -> dict[str, object]:
        """What they say of a request that one of them sent: ``client`` and ``scheme``.

        What cannot be read ends the row: the request then comes from the last hop that can.
        """
        found, hops = address_of(scope["client"][0]), 0
        for said in reversed(_values(scope, b"x-forwarded-for")[-MOST_HOPS:]):
            address = address_of(said) if self.trusts(found) else None
            if address is None:
                break
            found, hops = address, hops + 1
        told: dict[str, object] = {"client": (str(found), 0)} if hops else {}
        # Each proxy may have added its own: the one that the visitor reached saw their scheme.
        schemes = _values(scope, b"x-forwarded-proto")
        scheme = schemes[-min(max(hops, 1), len(schemes))].lower() if schemes else ""
        if scheme in ("http", "https"):
            told["scheme"] = scheme
        return told


class TrustedProxies:
    """Puts the visitor's address and scheme where the connection's stand, when a proxy tells them.

    They are changed in place, for those who log the request when it has been answered.
    """

    def __init__(self, app: ASGIApp, proxies: Proxies) -> None:
        self.app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and self._proxies.sent(scope):
            scope.update(self._proxies.visitor(scope))
        await self.app(scope, receive, send)


def address_of(said: str) -> Address | None:
    """The address that is written so, with a port or without; None when it is none.

    One of IPv4 that is written as one of IPv6 is that of IPv4.
    """
    if found := _WITH_PORT.fullmatch(said):
        said = found["six"] or found["four"]
    try:
        address = ip_address(said.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def network_of(scope: Scope) -> str:
    """Whose a request is, as far as its address tells: of IPv6 the part that one house has."""
    host: str = scope["client"][0] if scope.get("client") else ""
    address = address_of(host)
    if isinstance(address, IPv6Address):
        return address.exploded[:19]
    return str(address or host)


def _values(scope: Scope, name: bytes) -> Sequence[str]:
    """What stands in all headers of this name, parted at commas."""
    lines = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return [part.strip() for part in ",".join(lines).split(",")] if lines else []
