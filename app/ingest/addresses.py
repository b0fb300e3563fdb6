"""Addresses on the web: read as a person types them, and kept from leading anywhere private.

A name can mean another machine at every look-up. So it is looked up once, all that it means is
judged, and what is then connected to is one of the very addresses that were judged.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Collection, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

from app.errors import BadInput, Unreachable

MAX_LENGTH = 2000
PORTS = frozenset({80, 443, 8080, 8443})

IpAddress = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Iterable[str]]
"""A host's name and a port → all of its addresses. Raises OSError when there are none."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_WITH_PORT = re.compile(r"[^/?#]*:\d+(?:[/?#]|$)")
_HOST = re.compile(r"(?=.{1,254}$)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?", re.I)

# Python knows what is not of the whole world; these are said by their owners to be so as well.
_NOT_OF_THE_WORLD = tuple(
    ip_network(network)
    for network in (
        "100.64.0.0/10",  # inside a provider's network
        "168.63.129.16/32",  # what a machine in one cloud asks about itself
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "fec0::/10",
        "3fff::/20",
        "5f00::/16",
    )
)
_OF_THE_WORLD = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_web_address(text: str) -> bool:
    """Whether this is an address rather than the name of a file."""
    return text.lower().startswith(("http://", "https://"))


def parse_address(text: str) -> httpx.URL:
    """The address that somebody typed, ``https://`` put before one without a scheme.

    Names in other scripts are in the form that goes over the wire; what leads to a place in the
    page is left out. Raises BadInput for what is none, or leads elsewhere than the web.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise BadInput(f"This address is longer than {MAX_LENGTH:,} characters.", "Shorten it.")
    if not text:
        raise _no_address()
    if not _SCHEME.match(text) or _WITH_PORT.match(text):
        text = f"https://{text}"
    try:
        url = httpx.URL(text)
        # In letters it may be none: a name can look like one that was written for the wire.
        host = url.raw_host.decode("ascii") if url.host else ""
    except (httpx.InvalidURL, ValueError):
        raise _no_address() from None
    if url.scheme not in ("http", "https"):
        raise BadInput(
            "Only addresses that begin with http:// or https:// are fetched.",
            "Save the page, and choose the file.",
        )
    if not (_HOST.fullmatch(host) or ":" in host) or not 0 < port_of(url) < 2**16:
        raise _no_address()
    if url.userinfo:
        raise BadInput(
            "There is a user name or a password in this address.",
            "Take it out. If the page needs it, save the page and choose the file.",
        )
    return url.copy_with(fragment=None)


def port_of(url: httpx.URL) -> int:
    """The port that the address names, or that of its scheme."""
    return url.port or (443 if url.scheme == "https" else 80)


def check_port(url: httpx.URL, ports: Collection[int] = PORTS) -> None:
    """Raise Unreachable for a port on which no web pages are served."""
    if port_of(url) not in ports:
        raise Unreachable(
            f"Pages are not fetched from port {port_of(url)}.",
            "Save the page, and choose the file.",
        )


def look_up(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def checked_addresses(found: Iterable[str]) -> list[str]:
    """The addresses, when they are all of the whole world.

    Raises Unreachable when one is not: a name that means both is made to be looked up twice.
    """
    addresses = list(dict.fromkeys(found))
    if not addresses or not all(is_public(address) for address in addresses):
        raise Unreachable(
            "This address leads into a private network, and nothing is fetched from there.",
            "Save the page, and choose the file.",
        )
    return addresses


def is_public(text: str) -> bool:
    """Whether this address is of the whole world, and so are all that it may stand for."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return "%" not in text and all(_is_public(each) for each in (address, *_inside(address)))


def _is_public(address: IpAddress) -> bool:
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or address in _NAT64):
        return True  # it is no machine itself; the one inside is judged
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and (isinstance(address, IPv4Address) or address in _OF_THE_WORLD)
        and not any(address in n for n in _NOT_OF_THE_WORLD if n.version == address.version)
    )


def _inside(address: IpAddress) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return []
    number = int(address)
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or (number >> 32) & 0xFFFFFFFF in _ISATAP:
        inside.append(IPv4Address(number & 0xFFFFFFFF))
    return [each for each in inside if each is not None]


def _no_address() -> BadInput:
    return BadInput(
        "This is no address of a web page.",
        "Copy it from the browser: https://example.org/story, for instance.",
    )
