"""What a site answers when a page of it is fetched: any bytes whatever, over a real connection."""

from __future__ import annotations

import atexit
import socket
import threading
from collections.abc import Sequence
from functools import cache

from app.ingest.fetching import Manners, fetch
from tests.fuzz.readers import told


class _Site:
    """A server on this machine that gives whatever it was told to, to whoever comes."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.answer = b""
        threading.Thread(target=self._serve, daemon=True).start()
        atexit.register(self._socket.close)

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            with visitor:
                try:
                    visitor.recv(65536)
                    visitor.sendall(self.answer)
                except OSError:
                    continue

    def resolver(self, _host: str, port: int) -> Sequence[str]:
        """Every name is here, and nothing but this site is."""
        if port != self.port:
            raise OSError("nobody is there")
        return ["127.0.0.1"]


@cache
def _site() -> _Site:
    return _Site()


def check_answers(data: bytes) -> None:
    """A page of bounded size, or a sentence."""
    site = _site()
    site.answer = data
    manners = Manners("Fuzz", max_bytes=100_000, redirects=2, private=True, resolver=site.resolver)
    with told():
        page = fetch(f"http://127.0.0.1:{site.port}/", manners)
        assert len(page.data) <= manners.max_bytes
        assert page.status in (200, 203)
