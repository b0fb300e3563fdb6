"""A web site on this machine, some of whose pages misbehave."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

STORY = (
    "<!doctype html><title>Fähre fährt wieder</title><article><h1>Fähre fährt wieder</h1><p>"
    + "Die Besatzungen kehren in dieser Woche zurück, wie sie am Montag sagten. " * 5
    + "</article>"
)
MIB = 1024 * 1024
LONG = 40
"""Seconds that a page takes which nobody waits for to the end."""


@dataclass
class Site:
    """Where the site is, and the headers of every request that came."""

    port: int
    seen: list[dict[str, str]] = field(default_factory=list)
    pages: dict[str, bytes] = field(default_factory=dict)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of one of its pages."""
        return f"http://{host}:{self.port}{path}"


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.site.seen.append({name.lower(): value for name, value in self.headers.items()})
        name = self.path.partition("?")[0].strip("/")
        if f"/{name}" in self.site.pages:
            self.answer(self.site.pages[f"/{name}"])
        elif name.isdigit():
            self.answer(b"<p>No.", int(name))
        else:
            getattr(self, name.replace("-", "_"))()

    def answer(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        given = {"content_type": "text/html; charset=utf-8", "content_length": str(len(data))}
        for name, value in {**given, **headers}.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def story(self) -> None:
        headers = {"etag": '"one"', "last_modified": "Mon, 04 May 2026 06:40:00 GMT"}
        if self.headers.get("If-None-Match") == '"one"':
            self.answer(b"", 304, **headers)
        else:
            self.answer(STORY.encode(), set_cookie="visitor=1", **headers)

    def latin(self) -> None:
        self.answer(STORY.encode("cp1252"), content_type="text/html; charset=ISO-8859-1")

    def packed(self) -> None:
        self.answer(gzip.compress(STORY.encode()), content_encoding="gzip")

    def packed_otherwise(self) -> None:
        self.answer(b"\x0b\x02\x80", content_encoding="br")

    def packed_badly(self) -> None:
        self.answer(b"This is no gzip.", content_encoding="gzip")

    def packed_and_cut(self) -> None:
        self.answer(gzip.compress(STORY.encode())[:-30], content_encoding="gzip")

    def bomb(self) -> None:
        packer = zlib.compressobj(9, wbits=31)
        data = b"".join(packer.compress(bytes(MIB)) for _ in range(500)) + packer.flush()
        self.answer(data, content_encoding="gzip")

    def large(self) -> None:
        self.answer(b"x" * (3 * MIB))

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        with self.quiet():
            while True:
                self.wfile.write(b"<p>And on." * 1000)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        with self.quiet():
            for _ in range(20 * LONG):
                self.wfile.write(b".")
                time.sleep(0.05)

    def drip_headers(self) -> None:
        with self.quiet():
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(20 * LONG):
                self.wfile.write(f"x-{number}: 1\r\n".encode())
                time.sleep(0.05)

    def silence(self) -> None:
        time.sleep(LONG)

    def nonsense(self) -> None:
        self.wfile.write(b"SSH-2.0-Server\r\n\r\n")

    def cut(self) -> None:
        self.answer(STORY.encode()[:100], content_length="5000")

    def picture(self) -> None:
        self.answer(b"\x89PNG\r\n\x1a\n", content_type="image/png")

    def untold(self) -> None:
        self.answer(STORY.encode(), content_type="")

    def loop(self) -> None:
        self.answer(b"", 302, location="/loop")

    def hops(self) -> None:
        left = int(self.path.partition("?")[2])
        self.answer(b"", 301, location=f"/hops?{left - 1}" if left > 1 else "story")

    def away(self) -> None:
        self.answer(b"", 302, location=self.path.partition("?")[2])

    def nowhere(self) -> None:
        self.answer(b"<p>On it goes.", 302)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """The visitor may leave at any time."""
        try:
            yield
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        """Somebody left in the middle of a page; that is what this site is for."""


@contextmanager
def served() -> Iterator[Site]:
    """The site, as long as it is needed."""
    server = _Server(("127.0.0.1", 0), _Handler)
    site = Site(server.server_address[1])
    server.RequestHandlerClass = type("_Handler", (_Handler,), {"site": site})
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
