"""What a client may do to a connection before there is a request, and after there is an answer.

The server that is used bounds neither how long a client takes for the head of a request, nor how
large that is, nor how long it takes for an answer, nor how many connections it holds. What it sends
as the body of a request is bounded in ``slowness``, where it is asked for.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from app.settings import Settings
from app.web.proxies import network_of

MOST_HEAD_BYTES = 64 * 1024

_LATE = "The request did not come in time."
_LONG = "The head of the request is too long."
_MANY = "Too many connections are open."


@dataclass
class Bounds:
    """What the clients of one server may do, and how many connections each network has.

    ``seconds`` to send a head, and to take the next part of an answer; after those, at least
    ``pace`` bytes a second. At most ``most`` connections, ``most_each`` for one network (0: any
    number) unless it is ``exempt``. ``refused`` is told why a connection is ended.
    """

    seconds: float
    pace: int
    most: int
    most_each: int
    exempt: Callable[[Scope], bool]
    refused: Callable[[str], None]
    open: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(
        cls, settings: Settings, exempt: Callable[[Scope], bool], refused: Callable[[str], None]
    ) -> Bounds:
        """The bounds that the settings name."""
        return cls(
            settings.client_seconds,
            settings.client_bytes_per_second,
            settings.connections,
            settings.connections_per_address,
            exempt,
            refused,
        )

    def protocol(self) -> type[BoundedProtocol]:
        """What a server makes one of for every connection."""
        return type("_Bounded", (BoundedProtocol,), {"bounds": self})


class BoundedProtocol(HttpToolsProtocol):
    """One connection, ended when its client goes past the bounds."""

    bounds: Bounds

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._network = ""
        self._in_head = False
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._taking_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has come; one too many is sent away."""
        super().connection_made(transport)
        bounds, scope = self.bounds, {"client": self.client}
        self._network = network_of(scope)
        bounds.open[self._network] += 1
        is_one_too_many = bounds.most_each < bounds.open[self._network] and bounds.most_each > 0
        if len(self.connections) > bounds.most or (is_one_too_many and not bounds.exempt(scope)):
            self._refuse("many", HTTPStatus.SERVICE_UNAVAILABLE, _MANY)
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has gone, or was sent away."""
        for timer in (self._head_timer, self._taking_timer):
            if timer is not None:
                timer.cancel()
        self._head_timer = self._taking_timer = None
        self.bounds.open[self._network] -= 1
        if not self.bounds.open[self._network]:
            del self.bounds.open[self._network]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """It has sent something."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                self._refuse("long", status, _LONG)
                return
        if self.cycle is None or self.cycle.response_complete:
            self._await_head()
        elif self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def on_message_begin(self) -> None:
        """The head of a request begins."""
        self._in_head, self._head_bytes = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """It has ended."""
        self._in_head = False
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """An answer was given; the client may not have taken all of it."""
        super().on_response_complete()
        self._await_taking()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing came after an answer."""
        super().timeout_keep_alive_handler()
        self._await_taking()

    def pause_writing(self) -> None:
        """It takes less than it is given."""
        super().pause_writing()
        self._await_taking()

    def resume_writing(self) -> None:
        """It has taken nearly all of it."""
        super().resume_writing()
        self._await_taking()

    def _await_head(self) -> None:
        """Give the client its time for the head of a request, of which no piece gives it more."""
        if self._head_timer is None and not self.transport.is_closing():
            self._head_timer = self.loop.call_later(self.bounds.seconds, self._no_head)

    def _no_head(self) -> None:
        self._head_timer = None
        if self._in_head:
            self._refuse("late", HTTPStatus.REQUEST_TIMEOUT, _LATE)
        elif not self.transport.is_closing():  # who has said nothing is told nothing
            self.bounds.refused("idle")
            self.transport.close()

    def _await_taking(self) -> None:
        """See, from now on, that what waits to be taken by the client becomes less."""
        if self._taking_timer is not None:
            self._taking_timer.cancel()
            self._taking_timer = None
        waits = self.transport.get_write_buffer_size()
        if waits:
            again = partial(self._look_after, waits)
            self._taking_timer = self.loop.call_later(self.bounds.seconds, again)

    def _look_after(self, waited: int) -> None:
        waits = self.transport.get_write_buffer_size()
        # When there is more than before, all that was there before may have been taken.
        if waits and 0 <= waited - waits < self.bounds.seconds * self.bounds.pace:
            self.bounds.refused("slow")
            self.transport.abort()
        else:
            self._await_taking()

    def _refuse(self, why: str, status: HTTPStatus, sentence: str) -> None:
        """Say so, if anybody listens, and end the connection."""
        if self.transport.is_closing():
            return
        self.bounds.refused(why)
        body = f"{sentence}\n".encode()
        self.transport.write(
            b"HTTP/1.1 %d %s\r\ncontent-type: text/plain; charset=utf-8\r\n"
            b"content-length: %d\r\nconnection: close\r\nretry-after: 1\r\n\r\n%s"
            % (status, status.phrase.encode(), len(body), body)
        )
        self.transport.close()
        self._await_taking()
