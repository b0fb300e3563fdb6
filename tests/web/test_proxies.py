"""Who sent a request is told by the connection, and by those proxies that are trusted."""

from __future__ import annotations

import asyncio

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from app.main import create_app
from app.settings import Settings
from app.web.keys import SECURE_COOKIE
from app.web.proxies import Proxies, TrustedProxies, address_of, network_of

from .reading import EARLIER, LATER

TRUSTED = "10.0.0.0/8, 192.0.2.7 fd00:1::/32"


def seen(
    client: str | None, *headers: tuple[str, str], trusted: str = TRUSTED
) -> tuple[str | None, str]:
    """The address and scheme that the app sees of a request with these headers."""
    scope: Scope = {
        "type": "http",
        "scheme": "http",
        "client": (client, 4321) if client is not None else None,
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
    }
    found: list[Scope] = []

    async def app(scope: Scope, receive: object, send: object) -> None:
        found.append(scope)

    async def nothing(*_: Message) -> Message:
        return {}

    asyncio.run(TrustedProxies(app, Proxies(trusted))(scope, nothing, nothing))
    assert found == [scope]
    return (scope["client"] and scope["client"][0]), scope["scheme"]


def forwarded(*hops: str) -> tuple[str, str]:
    return "X-Forwarded-For", ", ".join(hops)


BY_TLS = ("X-Forwarded-Proto", "https")


def test_by_default_nobody_is_believed() -> None:
    for client in ("203.0.113.9", "10.0.0.1", "127.0.0.1", "::1", "testclient", "", None):
        told = seen(client, forwarded("198.51.100.1"), BY_TLS, trusted="")
        assert told == (client, "http")


def test_who_is_no_proxy_is_not_believed() -> None:
    for client in ("203.0.113.9", "192.0.2.8", "fd00:2::1", "testclient", "", None):
        assert seen(client, forwarded("198.51.100.1"), BY_TLS) == (client, "http")


@pytest.mark.parametrize(
    ("hops", "visitor"),
    [
        (["198.51.100.1"], "198.51.100.1"),
        (["6.6.6.6", "198.51.100.1"], "198.51.100.1"),  # the first is what the visitor made up
        (["6.6.6.6", "198.51.100.1", "10.2.3.4"], "198.51.100.1"),
        (["10.9.9.9", "198.51.100.1", "192.0.2.7", "fd00:1::5"], "198.51.100.1"),
        (["10.9.9.9", "10.2.3.4"], "10.9.9.9"),  # one of the proxies asks for itself
        (["198.51.100.1:5678", "10.2.3.4:80"], "198.51.100.1"),
        (["[2001:db8::1]:443", "[fd00:1::5]"], "2001:db8::1"),
        (["2001:DB8:0::1"], "2001:db8::1"),
        (["::ffff:198.51.100.1"], "198.51.100.1"),
        (["::ffff:198.51.100.1", "::ffff:10.0.0.3"], "198.51.100.1"),
        (["fe80::1%eth0"], "fe80::1"),
    ],
    ids=str,
)
def test_the_visitor_is_the_last_hop_that_is_no_proxy(hops: list[str], visitor: str) -> None:
    assert seen("10.0.0.1", forwarded(*hops)) == (visitor, "http")
    assert seen("::ffff:10.0.0.1", forwarded(*hops)) == (visitor, "http")
    one_by_one = [forwarded(hop) for hop in hops]
    assert seen("10.0.0.1", *one_by_one) == (visitor, "http")


GARBAGE = (
    "",
    " ",
    "unknown",
    "_hidden",
    "<script>",
    "198.51.100.1 evil",
    "1.2.3",
    "::ffff:",
    "[::1",
)
NO_ADDRESS = (
    "%",
    "1.2.3.4:123456",
    "198.51.100.1/24",
    "0x7f.1",
    "2130706433",
    "3.1.1.1٣",
    "a" * 5000,
)


@pytest.mark.parametrize("garbage", [*GARBAGE, *NO_ADDRESS])
def test_what_cannot_be_read_ends_the_row(garbage: str) -> None:
    assert seen("10.0.0.1", forwarded(garbage))[0] == "10.0.0.1"
    assert seen("10.0.0.1", forwarded("198.51.100.1", garbage))[0] == "10.0.0.1"
    assert seen("10.0.0.1", forwarded("198.51.100.1", garbage, "10.0.0.2"))[0] == "10.0.0.2"
    assert seen("10.0.0.1", forwarded(garbage, "198.51.100.1"))[0] == "198.51.100.1"


def test_a_row_without_an_end_is_not_followed_to_it() -> None:
    hops = ["198.51.100.1", *["10.0.0.2"] * 10_000]
    assert seen("10.0.0.1", forwarded(*hops))[0] == "10.0.0.2"


@pytest.mark.parametrize(
    ("said", "hops", "scheme"),
    [
        (["https"], 1, "https"),
        (["HTTPS"], 1, "https"),
        (["http"], 1, "http"),
        (["https"], 0, "https"),
        (["https", "http"], 1, "http"),  # the first is what the visitor made up
        (["https", "http"], 2, "https"),  # what the outer proxy saw, and the inner
        (["http", "https", "http"], 2, "https"),
        (["ftp"], 1, "http"),
        (["javascript"], 1, "http"),
        ([""], 1, "http"),
    ],
    ids=str,
)
def test_the_scheme_is_what_the_proxy_saw_that_the_visitor_reached(
    said: list[str], hops: int, scheme: str
) -> None:
    row = ["198.51.100.1", "10.0.0.2"][:hops]
    headers = [forwarded(*row)] if row else []
    assert seen("10.0.0.1", *headers, ("X-Forwarded-Proto", ", ".join(said)))[1] == scheme


def test_a_network_is_an_address_or_what_one_house_has() -> None:
    def network(host: str) -> str:
        return network_of({"type": "http", "client": (host, 1)})

    assert network("198.51.100.1") == network("::ffff:198.51.100.1") == "198.51.100.1"
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9") == "2001:0db8:0001:0002"
    assert network("2001:db8:1:3::1") != network("2001:db8:1:2::1")
    assert network("testclient") == "testclient"
    assert network_of({"type": "http", "client": None}) == ""


def test_addresses_are_read_strictly() -> None:
    assert str(address_of("192.0.2.1")) == "192.0.2.1"
    for said in ("", "192.0.2.01", "192.0.2", "192.0.2.1.", "[192.0.2.1]x", "localhost"):
        assert address_of(said) is None


def cookie(settings: Settings, **headers: str) -> str:
    site = settings.model_copy(update={"trusted_proxies": "10.0.0.1"})
    with TestClient(create_app(site), follow_redirects=False, client=("10.0.0.1", 1)) as client:
        texts = {"a_text": EARLIER, "b_text": LATER}
        answer = client.post("/articles", data=texts, headers=headers)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["set-cookie"])


def test_behind_a_proxy_with_tls_the_cookie_goes_nowhere_else(settings: Settings) -> None:
    assert cookie(settings, **dict([BY_TLS])).startswith(f"{SECURE_COOKIE}=")
    assert not cookie(settings).startswith(f"{SECURE_COOKIE}=")


def test_a_host_that_is_forwarded_is_not_believed(settings: Settings) -> None:
    site = settings.model_copy(update={"trusted_proxies": "10.0.0.1"})
    with TestClient(create_app(site), client=("10.0.0.1", 1)) as client:
        page = client.get(
            "/", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
        )
    assert "evil.example" not in page.text
