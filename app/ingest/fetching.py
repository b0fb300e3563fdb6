"""One page from the web, as a person asks for it.

Bounded in bytes, in time and in redirects; nothing is sent but an honest name and the address, and
nothing private can be reached (see ``addresses``). What comes is handed on unread.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message

import httpx

from app.errors import BadInput, Busy, RecensionError, TooLarge, UnknownType, Unreachable
from app.ingest.addresses import (
    Resolver,
    check_port,
    checked_addresses,
    look_up,
    parse_address,
    port_of,
)

MIB = 1024 * 1024

_SAVE_IT = "Open the page in a browser, save it, and choose the file."
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_TRIED = 4
"""So many addresses of one host are tried when the first do not answer."""
_PIECE = 64 * 1024
_MOST_PIECES = 20_000
"""A page may come in so many pieces; a byte in each is work for us, and none for who sends it."""
_GZIP = 31
_NO_PAGES = {"image": "a picture", "audio": "a recording", "video": "a film", "font": "a font"}

_REFUSED = "The site does not give this page to programs ({status})."
_SAID: dict[int, tuple[str, str]] = {
    401: ("One has to log in to see this page ({status}).", _SAVE_IT),
    402: ("One has to pay to see this page ({status}).", _SAVE_IT),
    403: (_REFUSED, _SAVE_IT),
    404: (
        "There is no page at this address ({status}).",
        "It may be mistyped, or the page is gone.",
    ),
    406: (_REFUSED, _SAVE_IT),
    407: (_REFUSED, _SAVE_IT),
    410: ("The page at this address is gone ({status}).", "An archive of the web may have it."),
    429: ("The site asks not to be visited so often ({status}).", "Try again later."),
    451: ("The site may not show this page here ({status}).", _SAVE_IT),
}


@dataclass(frozen=True, slots=True)
class Manners:
    """How to go about fetching.

    ``agent`` is the name that is given; ``private``: whether private networks, and any port, may be
    reached; ``resolver`` looks up hosts.
    """

    agent: str
    max_bytes: int = 12 * MIB
    seconds: float = 20
    redirects: int = 5
    private: bool = False
    resolver: Resolver = look_up


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came.

    ``address`` is where it came from in the end, ``media_type`` and ``charset`` what the server
    says of it, ``etag`` and ``last_modified`` what to ask with the next time; "" when not said.
    """

    data: bytes
    address: str
    media_type: str
    charset: str
    etag: str
    last_modified: str
    status: int


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page at this address is still the one that was fetched before."""

    address: str


def agent_name(version: str, public_url: str = "") -> str:
    """The name that is given to sites: what this is, and where to ask about it."""
    about = f"+{public_url}" if public_url else "fetches one page when a person asks for it"
    return f"Recension/{version} ({about})"


def fetch(address: str, manners: Manners) -> Fetched:
    """The page at an address.

    Raises BadInput for what is no address, Unreachable when no page comes, or the address leads
    where nothing is fetched, UnknownType for pictures and the like, TooLarge, and Busy when it
    takes too long.
    """
    found = fetch_if_modified(address, manners)
    assert isinstance(found, Fetched), "nothing was asked that could be answered otherwise"
    return found


def fetch_if_modified(
    address: str, manners: Manners, *, etag: str = "", last_modified: str = ""
) -> Fetched | NotModified:
    """The page at an address, unless it is the one of which an earlier answer said this.

    Raises what ``fetch`` does.
    """
    url = parse_address(address)
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    conditions = {name: value for name, value in asked.items() if _is_plain(value)}
    try:
        return asyncio.run(_within_time(url, manners, conditions))
    except TimeoutError:
        raise Busy(
            f"The page did not come in time: {manners.seconds:g} s are given to it.",
            f"Try again later, or: {_SAVE_IT[0].lower()}{_SAVE_IT[1:]}",
        ) from None


def _is_plain(value: str) -> bool:
    return bool(value) and value.isascii() and value.isprintable()


async def _within_time(
    url: httpx.URL, manners: Manners, conditions: dict[str, str]
) -> Fetched | NotModified:
    # Each wait is bounded, and so are all of them together: a byte now and then ends as well.
    async with asyncio.timeout(manners.seconds):
        # A connection is for one host alone: another at the same address has its own certificate.
        alone = httpx.Limits(max_keepalive_connections=0)
        async with httpx.AsyncClient(trust_env=False, limits=alone) as client:
            for _ in range(manners.redirects + 1):
                found = await _step(client, url, manners, conditions)
                if not isinstance(found, httpx.URL):
                    return found
                url = found
    raise Unreachable(
        f"This address leads from one to the next, more than {manners.redirects} times.", _SAVE_IT
    )


async def _step(
    client: httpx.AsyncClient, url: httpx.URL, manners: Manners, conditions: dict[str, str]
) -> Fetched | NotModified | httpx.URL:
    """What is at an address: a page, or the address that it leads on to."""
    response = await _answer(client, url, manners, conditions)
    try:
        location = response.headers.get("location")
        if response.status_code in _REDIRECTS and location:
            return joined(url, location)
        if response.status_code == 304 and conditions:
            return NotModified(str(url))
        _check_status(response.status_code)
        return await _page(response, url, manners)
    except (httpx.HTTPError, zlib.error) as error:
        raise Unreachable("The site broke off in the middle of the page.", "Try again.") from error
    finally:
        await response.aclose()


async def _answer(
    client: httpx.AsyncClient, url: httpx.URL, manners: Manners, conditions: dict[str, str]
) -> httpx.Response:
    """The beginning of an answer, from the first of the host's addresses that gives one."""
    addresses = await _addresses(url, manners)
    host = url.netloc.decode("ascii")
    for number, address in enumerate(addresses[:_MOST_TRIED], start=1):
        request = httpx.Request(
            "GET",
            url.copy_with(host=address),
            headers={
                "Host": host,
                "User-Agent": manners.agent,
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
                "Accept-Encoding": "gzip",
                **conditions,
            },
            extensions={
                # The certificate must be the named host's, whichever of its addresses this is.
                "sni_hostname": url.raw_host.decode("ascii"),
                "timeout": httpx.Timeout(manners.seconds).as_dict(),
            },
        )
        try:
            return await client.send(request, stream=True)
        except httpx.ConnectError as error:
            if number == len(addresses[:_MOST_TRIED]):
                raise _no_connection(error) from error
        except httpx.TimeoutException as error:
            raise TimeoutError from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            # The client looks at where an answer leads on to before it hands the answer over.
            raise Unreachable(
                "The site gives no answer that can be understood.", _SAVE_IT
            ) from error
    raise AssertionError("a host without an address was let through")


async def _addresses(url: httpx.URL, manners: Manners) -> list[str]:
    """The addresses of the host, looked up once, each of them fit to be connected to."""
    if not manners.private:
        check_port(url)
    host = url.raw_host.decode("ascii")
    try:
        found = await _looked_up(manners.resolver, host, port_of(url))
    except (OSError, UnicodeError) as error:
        raise Unreachable(
            "There is no site of this name, or it cannot be found just now.",
            "Look whether the address is mistyped.",
        ) from error
    return list(dict.fromkeys(found)) if manners.private else checked_addresses(found)


async def _looked_up(resolver: Resolver, host: str, port: int) -> list[str]:
    # In a thread of its own, which nobody waits for when time is over.
    thread = ThreadPoolExecutor(1)
    try:
        running = asyncio.get_running_loop()
        return await running.run_in_executor(thread, lambda: list(resolver(host, port)))
    finally:
        thread.shutdown(wait=False)


def joined(url: httpx.URL, location: str) -> httpx.URL:
    """Where an answer from an address leads on to. Raises Unreachable."""
    try:
        return parse_address(str(url.join(location)))
    except (httpx.InvalidURL, ValueError, BadInput) as error:
        raise Unreachable(
            "This address leads on to one that cannot be fetched.", _SAVE_IT
        ) from error


def _no_connection(error: httpx.ConnectError) -> RecensionError:
    if "certificate" in str(error).lower() or "ssl" in str(error).lower():
        return Unreachable("The site cannot show that it is the one it is called.", _SAVE_IT)
    return Unreachable("The site does not answer.", "Try again later.")


def _check_status(status: int) -> None:
    if status in (200, 203):
        return
    if status >= 500:
        said = ("The site has trouble of its own ({status}).", "Try again later.")
    else:
        said = _SAID.get(status, ("The site gives no page at this address ({status}).", _SAVE_IT))
    raise Unreachable(said[0].format(status=status), said[1])


async def _page(response: httpx.Response, url: httpx.URL, manners: Manners) -> Fetched:
    declared = Message()
    declared["content-type"] = response.headers.get("content-type", "")
    media_type = declared.get_content_type() if "content-type" in response.headers else ""
    kind = _NO_PAGES.get(media_type.partition("/")[0])
    if kind:
        raise UnknownType(f"At this address is {kind}, and no page.", "Give that of the article.")
    data = bytearray()
    async for piece in _unpacked(response):
        data += piece
        if len(data) > manners.max_bytes:
            raise TooLarge(
                f"This page is too large: up to {manners.max_bytes / MIB:.3g} MB are fetched.",
                "Save the article only, and choose the file.",
            )
    return Fetched(
        bytes(data),
        str(url),
        media_type,
        declared.get_content_charset() or "",
        response.headers.get("etag", ""),
        response.headers.get("last-modified", ""),
        response.status_code,
    )


async def _unpacked(response: httpx.Response) -> AsyncIterator[bytes]:
    """What was sent, in pieces of bounded size however tightly it was packed."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("identity", ""):
        async for raw in _pieces(response):
            yield raw
        return
    if packing not in ("gzip", "x-gzip"):
        raise Unreachable("The site sends its page packed in a way that is not read.", _SAVE_IT)
    inflater = zlib.decompressobj(wbits=_GZIP)
    async for raw in _pieces(response):
        while piece := inflater.decompress(raw, _PIECE):
            yield piece
            raw = inflater.unconsumed_tail
    if not inflater.eof:
        raise zlib.error("cut off")


async def _pieces(response: httpx.Response) -> AsyncIterator[bytes]:
    """What was sent, piece by piece. Raises Unreachable when it comes in crumbs."""
    number = 0
    async for raw in response.aiter_raw():
        number += 1
        if number > _MOST_PIECES:
            raise Unreachable("The site sends its page in too many pieces.", _SAVE_IT)
        yield raw
