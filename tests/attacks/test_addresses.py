"""Addresses made to lead where nobody may look: nothing private is reached, and nothing is told.

A real site on this machine stands for the private network; what the world is taken to be is said by
a resolver of the test's own. Ordinary fetching is in tests/ingest/test_fetching.py, and the long
list of what is private in tests/ingest/test_addresses.py.
"""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app.errors import BadInput, RecensionError, Unreachable
from app.ingest import addresses
from app.ingest.addresses import parse_address
from app.ingest.fetching import Manners, agent_name, fetch
from app.ingest.hints import Hints
from app.ingest.html import read_html
from tests.ingest.site import STORY, Site, served

AGENT = agent_name("1.2")
STRICT = Manners(agent=AGENT, seconds=20)
PUBLIC = "93.184.215.14"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A site on this machine, which nobody from outside may see."""
    with served() as made:
        yield made


@pytest.fixture
def lenient(monkeypatch: pytest.MonkeyPatch) -> Manners:
    """Manners for a world in which 127.0.0.1 alone is public, and any port is."""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr("app.ingest.fetching.check_port", lambda url: None)
    return STRICT


def always(*found: str) -> Callable[[str, int], list[str]]:
    """A resolver to which every name means this."""
    return lambda host, port: list(found)


# The many ways to write an address of this machine

HOSTS = [
    *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1"),
    *("017700000001", "0x7f.1", "127.0.0.1.", "0", "0.0.0.0", "localhost", "localhost."),
    *("LOCALHOST", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]"),
    *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[::ffff:0:7f00:1]"),
    # Digits of other scripts, which a resolver takes for digits.
    *("①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "𝟏𝟐𝟕.𝟎.𝟎.𝟏"),
]  # fmt: skip
ELSEWHERE = [
    *("10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254"),
    *("169.254.169.254.", "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25eth0]", "100.64.0.1"),
    *("100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255"),
    *("[ff02::1]", "[fc00::1]", "[64:ff9b::a9fe:a9fe]", "[::ffff:169.254.169.254]"),
    *("2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[2002:a9fe:a9fe::1]"),
]  # fmt: skip


@pytest.mark.parametrize("host", [*HOSTS, *ELSEWHERE])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_private_place_is_reached_however_it_is_written(scheme: str, host: str) -> None:
    """Each goes to the system's own resolver, which reads more than one would think."""
    with pytest.raises((Unreachable, BadInput)) as told:
        fetch(f"{scheme}://{host}/latest/meta-data/", STRICT)
    assert told.value.advice


@pytest.mark.parametrize(
    "address",
    [
        "http://good.example@127.0.0.1/",
        "http://good.example:80@127.0.0.1/",
        "http://127.0.0.1@good.example/",
        "http://good.example%40127.0.0.1/",
        "http:\\\\127.0.0.1\\",
        "http://good.example\\@127.0.0.1/",
        "http://good.example\t@127.0.0.1/",
        "http://good.example\r\nHost: 127.0.0.1/",
        "http://127.0.0.1\n.good.example/",
        "http://good.example\0.127.0.0.1/",
        "http://good.example /",
        "http://[::1]@good.example/",
        "http://good.example:80:80/",
        "http://:80/",
        "http:///127.0.0.1/",
        "file:///etc/passwd",
        "file://127.0.0.1/etc/passwd",
        "gopher://127.0.0.1:6379/_INFO",
        "dict://127.0.0.1:11211/stats",
        "ftp://127.0.0.1/",
        "data:text/html,<p>Noon.",
        "javascript:alert(1)",
        "unix:///var/run/docker.sock",
        "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
        "jar:http://127.0.0.1!/",
        "view-source:http://127.0.0.1/",
    ],
)
def test_what_is_written_to_be_misread_is_refused_before_anybody_is_asked(address: str) -> None:
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC]

    with pytest.raises(BadInput):
        fetch(address, replace(STRICT, resolver=resolver))
    assert asked == []


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://127.0.0.1#@good.example/", "127.0.0.1"),
        ("http://127.0.0.1?@good.example/", "127.0.0.1"),
        ("http://127.0.0.1/@good.example", "127.0.0.1"),
        ("http://good.example#@127.0.0.1/", "good.example"),
        ("127.0.0.1:80/a", "127.0.0.1"),
        ("HTTP://127.0.0.1/", "127.0.0.1"),
    ],
)
def test_the_host_that_is_judged_is_the_one_that_a_browser_would_go_to(
    address: str, host: str
) -> None:
    assert parse_address(address).host == host


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 11211, 65_536])
def test_no_port_but_those_of_the_web(port: int) -> None:
    with pytest.raises((Unreachable, BadInput)):
        fetch(f"http://good.example:{port}/", replace(STRICT, resolver=always(PUBLIC)))


# Names that mean another machine


@pytest.mark.parametrize(
    "found",
    [
        ["10.0.0.1"],
        [PUBLIC, "10.0.0.1"],
        ["10.0.0.1", PUBLIC],
        [PUBLIC, "::ffff:127.0.0.1"],
        [PUBLIC, "fe80::1%eth0"],
        [PUBLIC, "not an address"],
        [],
    ],
)
def test_a_name_is_refused_when_any_of_its_addresses_is_private(found: list[str]) -> None:
    with pytest.raises(Unreachable, match="private network"):
        fetch("http://good.example/", replace(STRICT, resolver=always(*found)))


def test_what_was_judged_is_what_is_connected_to(
    site: Site, lenient: Manners, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means something public now, and this machine a moment later."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    reached: list[object] = []
    connect = socket.socket.connect

    def noting(self: socket.socket, address: object) -> None:
        reached.append(address)
        connect(self, address)  # type: ignore[arg-type]

    def never(*_: object, **__: object) -> object:
        raise AssertionError("the name was looked up once more")

    monkeypatch.setattr(socket.socket, "connect", noting)
    before = len(site.seen)
    with monkeypatch.context() as patched:
        real = socket.getaddrinfo

        def known(host: object, *given: object, **named: object) -> object:
            # What is an address already may be taken apart; a name may not be asked for again.
            return real(host, *given, **named) if host == "127.0.0.1" else never()  # type: ignore[arg-type]

        patched.setattr(socket, "getaddrinfo", known)
        found = fetch(site.at("/story", "news.example"), replace(lenient, resolver=rebinding))
    assert found.data.decode() == STORY
    assert asked == ["news.example"]
    assert len(site.seen) == before + 1


# Redirects


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "//10.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://①②⑦.⓪.⓪.②/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_INFO",
        "data:text/html,<p>Noon.",
        "javascript:alert(1)",
        "ftp://127.0.0.1/",
        "http://me:secret@127.0.0.1/",
        "http://[",
        "http://127.0.0.1:99999/",
    ],
)
def test_a_redirect_is_judged_as_what_is_typed(site: Site, lenient: Manners, location: str) -> None:
    before = len(site.seen)
    with pytest.raises(Unreachable):
        fetch(site.at(f"/away?{location}"), lenient)
    assert len(site.seen) == before + 1


def test_a_later_redirect_is_judged_as_the_first(site: Site, lenient: Manners) -> None:
    inner = site.at("/away?http://10.0.0.1/")
    before = len(site.seen)
    with pytest.raises(Unreachable, match="private network"):
        fetch(site.at(f"/away?{inner}"), lenient)
    assert len(site.seen) == before + 2


def test_redirects_end(site: Site, lenient: Manners) -> None:
    before = len(site.seen)
    with pytest.raises(Unreachable, match="more than 3 times"):
        fetch(site.at("/loop"), replace(lenient, redirects=3))
    assert len(site.seen) == before + 4


# What is told to others


def test_nothing_is_told_that_was_not_typed(
    site: Site, lenient: Manners, monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory
) -> None:
    """No cookie that was set before, no login of this machine's, no page that led here."""
    netrc = tmp_path / "netrc"  # type: ignore[operator]
    netrc.write_text("machine 127.0.0.1 login me password secret\ndefault login me password s\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    before = len(site.seen)
    fetch(site.at("/story"), lenient)
    fetch(site.at("/hops?3"), lenient)
    sent = site.seen[before:]
    assert len(sent) == 5
    for headers in sent:
        assert set(headers) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert headers["user-agent"] == AGENT


# Answers made to do harm


@contextmanager
def answering(data: bytes, *, then: bytes = b"") -> Iterator[str]:
    """The address of a site that says just this, and then the same again until nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with socket.socket.accept(server)[0] as visitor:
                visitor.recv(65_536)
                try:
                    visitor.sendall(data)
                    while then:
                        visitor.sendall(then)
                except OSError:  # the visitor has had enough
                    return

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join(60)
        assert not thread.is_alive()


OK = b"HTTP/1.1 200 OK\r\n"
ANSWERS: dict[str, tuple[bytes, bytes]] = {
    "HTTP/0.9": (b"<p>The ferry sails again.", b""),
    "less than it said": (OK + b"Content-Length: 999999\r\n\r\n<p>The ferry", b""),
    "a length below nothing": (OK + b"Content-Length: -1\r\n\r\n<p>The ferry", b""),
    "two lengths": (OK + b"Content-Length: 3\r\nContent-Length: 9\r\n\r\n<p>The ferry", b""),
    "a length and chunks": (
        OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"",
    ),
    "chunks that are none": (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nferry", b""),
    "a chunk beyond any size": (
        OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nferry", b"",
    ),
    "headers without end": (OK, b"X-Ferry: " + b"a" * 1_000 + b"\r\n"),
    "a header without end": (OK + b"X-Ferry: ", b"a" * 10_000),
    "a status without end": (b"HTTP/1.1 200 ", b"a" * 10_000),
    "a body without end": (OK + b"\r\n", b"<p>And on. " * 1_000),
    "chunks without end": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 1_000),
    "a packed body without end": (
        OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(4_000_000)), b"",
    ),
    "packed by brotli": (OK + b"Content-Encoding: br\r\n\r\n\x0b\x02\x80", b""),
    "packed twice": (
        OK + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(gzip.compress(b"ferry")), b"",
    ),
    "a switch to something else": (b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", b""),
    "news first, without end": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"),
    "nothing": (b"", b""),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_made_to_do_harm_is_told(lenient: Manners, name: str) -> None:
    data, then = ANSWERS[name]
    with answering(data, then=then) as address, pytest.raises(RecensionError) as told:
        fetch(address, replace(lenient, max_bytes=1_000_000, seconds=3))
    assert told.value.advice


def test_crumbs_are_not_swept_up_for_ever(lenient: Manners) -> None:
    data, then = ANSWERS["chunks without end"]
    with (
        answering(data, then=then) as address,
        pytest.raises(Unreachable, match="in too many pieces"),
    ):
        fetch(address, replace(lenient, seconds=300))


def test_what_a_page_names_is_not_fetched(site: Site, lenient: Manners) -> None:
    """Neither pictures nor frames, and no address that the page gives for itself."""
    story = site.at("/story")
    text = "The ferry sails again, as they said on Monday. " * 5
    site.pages["/leading"] = (
        f"<!doctype html><title>Ferry</title><meta http-equiv=refresh content='0;{story}'>"
        f"<link rel=stylesheet href='{story}'><base href='http://10.0.0.1/'>"
        f"<article><h1>Ferry</h1><p>{text}<img src='{story}'><iframe src='{story}'></iframe>"
    ).encode()
    before = len(site.seen)
    found = fetch(site.at("/leading"), lenient)
    assert text.strip() in read_html(found.data, Hints(address=found.address)).text
    assert len(site.seen) == before + 1
