"""Bytes that no browser sends, on the wire to a server as it is run: refused, and never a fault."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

JSON = b"Content-Type: application/json\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
TRUTH = b'{"a": {"text": "One."}, "b": {"text": "Two."}}'

AMBIGUOUS = {
    "both lengths": b"Content-Length: 4\r\n"
    + CHUNKED
    + b"\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
    "two lengths": b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
    "one length twice": b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "a list of lengths": b"Content-Length: 2, 2\r\n\r\n{}",
    "a length below nothing": b"Content-Length: -1\r\n\r\n{}",
    "a length with a sign": b"Content-Length: +2\r\n\r\n{}",
    "a length in hexadecimal": b"Content-Length: 0x2\r\n\r\n{}",
    "a length past all": b"Content-Length: 99999999999999999999999\r\n\r\n{}",
    "an odd coding": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a coding after chunked": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "two codings": CHUNKED + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "a folded coding": b"Transfer-Encoding:\r\n chunked\r\nX: y\r\n z\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a chunk below nothing": CHUNKED + b"\r\n-2\r\n{}\r\n0\r\n\r\n",
    "a chunk with a bare line end": CHUNKED + b"\r\n2;a\nb\r\n{}\r\n0\r\n\r\n",
    "a folded line": b"X-A: b\r\n c: d\r\nContent-Length: 0\r\n\r\n",
    "a bare return": b"X-A: a\rb\r\nContent-Length: 0\r\n\r\n",
    "a nothing in a line": b"X-A: a\0b\r\nContent-Length: 0\r\n\r\n",
    "two hosts": b"Host: evil.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
}
"""Requests of which two programs may think that they end at two places, or go to two."""

TARGETS = [
    b"http://evil.example/articles/", b"http://[", b"articles", b"*", b"//evil.example/", b"/%00",
    b"/articles/%00", b"/articles?q=%00", b"/articles/%c0%af%c0%ae%c0%ae", b"/%c0%80", b"/%zz%",
    b"/articles?q=%zz&%=%&&==", b"/articles/%ed%a0%80?q=%ed%a0%80", b"/articles/\xc3\xa9",
    b"/articles/\xff?x=\xff", b"/%2e%2e/%2e%2e/etc/passwd", b"/static/../../app/main.py",
    b"/static/%2e%2e/%2e%2e/app/main.py", b"/static/..%5c..%5capp/main.py", b"/static//etc/passwd",
    b"/w/%00", b"/s/%ff", b"/upload/%00", b"/articles/x/compare/1..%00", b"/oembed?url=http://[",
    b"/articles/x/compare/999999999999..1", b"/shares/%00/change", b"/collate?of=%00@1",
    b"/articles?page=%00", b"/articles?page=99999999999999999999", b"/s/" + b"a" * 9000,
    b"/?" + b"a" * 100_000, b"/articles?" + b"a=b&" * 100_000, b"/articles?" + b"q=" * 4000,
]  # fmt: skip

METHODS = [b"TRACE", b"CONNECT", b"PROPFIND", b"BREW", b"GeT", b"G\xc3\xa9T", b"OPTIONS", b"PATCH"]

LINES = [
    b"Cookie: recension=\xff\xfe\r\n", b"Cookie: " + b"a=b; " * 800 + b"\r\n", b"Cookie: ;;==;\r\n",
    b"Authorization: Bearer \xff\xfe\r\n", b"Authorization: Bearer\r\n", b"Range: bytes=-1-,x\r\n",
    b"If-None-Match: \xff, W/\r\n", b"If-Modified-Since: never\r\n", b"Accept: \xff;q=x\r\n",
    b"HX-Request: true\r\nHX-Current-URL: http://[\r\n", b"Accept-Encoding: \xff\r\n",
    b"HX-Request: \xff\r\nHX-Target: \xff\r\n", b"Accept-Language: \xff\r\n", b"X: a\r\n" * 60,
    b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQ\r\n",
]  # fmt: skip


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server that was started as everyone starts it."""
    environment = {
        **os.environ,
        "RECENSION_DATA_DIR": str(tmp_path_factory.mktemp("wire")),
        "RECENSION_LOAD_SAMPLES": "false",
    }
    root = Path(__file__).parents[3]
    with (
        open(tmp_path_factory.mktemp("log") / "log", "wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", "--port", "0"],
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as server,
    ):
        assert server.stdout
        try:
            said = next((line for line in server.stdout if "is at http://" in line), "")
            found = re.search(r":(\d+)", said.partition("http://")[2])
            assert found, "it did not start"
            yield int(found[1])
        finally:
            server.terminate()


def ask(port: int, request: bytes) -> list[int]:
    """The statuses of the answers to these bytes, until the server closes or has no more."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.settimeout(60)
        answer = b""
        try:
            line.sendall(request)
            while part := line.recv(65536):
                answer += part
        except ConnectionError:
            pass  # refused while there was more to come
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


def _to(port: int, method: bytes = b"GET", target: bytes = b"/", more: bytes = b"") -> bytes:
    host = b"Host: 127.0.0.1:%d\r\nConnection: close\r\n" % port
    return b"%s %s HTTP/1.1\r\n%s%s\r\n" % (method, target, host, more)


def _is_well(port: int) -> None:
    assert ask(port, _to(port, target=b"/how-it-works")) == [200]


@pytest.mark.parametrize("rest", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_what_may_end_in_two_places_is_refused(port: int, rest: bytes) -> None:
    host = b"Host: 127.0.0.1:%d\r\n" % port
    for start in (b"POST /api/compare HTTP/1.1\r\n", b"POST /articles HTTP/1.1\r\n"):
        assert ask(port, start + host + rest) == [400]
    _is_well(port)


def test_a_request_that_ends_in_one_place_is_not_refused(port: int) -> None:
    length = JSON + b"Content-Length: %d\r\n" % len(TRUTH)
    assert ask(port, _to(port, b"POST", b"/api/compare", length) + TRUTH) == [200]
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(TRUTH), TRUTH)
    assert ask(port, _to(port, b"POST", b"/api/compare", JSON + CHUNKED) + chunks) == [200]


def test_no_target_is_a_fault(port: int) -> None:
    for target in TARGETS:
        for status in ask(port, _to(port, target=target)):
            assert status < 500, target[:80]
    _is_well(port)


def test_no_method_but_those_of_a_page_is_taken(port: int) -> None:
    for method in METHODS:
        assert ask(port, _to(port, method))[:1] in ([400], [405]), method
    _is_well(port)


def test_no_line_is_a_fault(port: int) -> None:
    for more in LINES:
        for target in (b"/", b"/articles", b"/api/search?q=x"):
            (status,) = ask(port, _to(port, target=target, more=more))
            assert status < 500, more[:80]
    _is_well(port)


@pytest.mark.parametrize("name", [b"X", b"Cookie", b"Host"])
def test_a_head_without_an_end_is_cut_off(port: int, name: bytes) -> None:
    """The answer may be lost on the way where the rest was still being sent."""
    assert ask(port, b"GET / HTTP/1.1\r\n" + name + b": " + b"a" * 4_000_000) in ([431], [400], [])
    assert ask(port, b"GET / HTTP/1.1\r\n" + (name + b": a\r\n") * 200_000) in ([431], [400], [])
    _is_well(port)


def test_a_request_that_names_no_host_is_refused(port: int) -> None:
    for start in (b"GET / HTTP/1.0\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET /\r\n\r\n"):
        assert ask(port, start) in ([400], [422], []), start
    assert ask(port, b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n") == [421]
    assert ask(port, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") in ([400], [505])
    _is_well(port)
