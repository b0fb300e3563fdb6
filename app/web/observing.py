"""Every request gets a number, is counted, and is told of in a line of the log. Pure ASGI."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from app.services.background import stopping
from app.web.errors import answer_error
from app.web.health import PATHS, Draining
from app.web.metrics import METHODS, Metrics

log = logging.getLogger(__name__)

HEADER = b"x-request-id"

GONE = 499
"""What is noted of a client that went before it was answered, as others note it."""

IsTrusted = Callable[[Scope], bool]

_NUMBER = re.compile(r"[A-Za-z0-9._~-]{1,64}")


class Observed:
    """Stands before everything else, so that it sees every answer, that to a fault included.

    The number comes from a proxy that is trusted (X-Request-ID), or is made here; it is in the
    answer, on the page that tells of a fault, and in all that is logged meanwhile.
    """

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        draining: Draining,
        is_trusted: IsTrusted,
    ) -> None:
        self.app = app
        self._metrics = metrics
        self._draining = draining
        self._is_trusted = is_trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            try:
                await self.app(scope, receive, send)
            except Exception as error:
                log.error("a fault as the site starts or ends", exc_info=error)
                raise
            return
        number = self._number(scope)
        scope.setdefault("state", {})["request_id"] = number
        answer = _Answer(number, send, self._draining)
        with bound_contextvars(request_id=number), self._metrics.answering():
            try:
                await self.app(scope, receive, answer.send)
            except Exception as error:
                log.error("a fault", exc_info=error)
                raise
            except asyncio.CancelledError:
                if answer.status != GONE or not self._draining.begun:
                    raise
                # The server is stopped, and this has taken longer than it waits.
                await answer_error(Request(scope), stopping())(scope, receive, answer.send)
            finally:
                self._note(scope, answer)

    def _number(self, scope: Scope) -> str:
        if self._is_trusted(scope):
            for name, value in scope["headers"]:
                if name == HEADER and _NUMBER.fullmatch(given := value.decode("latin-1")):
                    return str(given)
        return secrets.token_hex(8)

    def _note(self, scope: Scope, answer: _Answer) -> None:
        seconds = time.perf_counter() - answer.begun
        route = _template(scope)
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._metrics.answered(route, method, answer.status, seconds)
        level = logging.INFO
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            level = logging.WARNING
        if scope["path"] in PATHS:
            level = logging.DEBUG
        if log.isEnabledFor(level):
            entry = scope["state"].get("entry")
            noted = {
                "method": method,
                "route": route,
                "status": answer.status,
                "ms": round(seconds * 1000, 1),
                "bytes": answer.size,
                "workspace": entry.viewer.workspace_id if entry else None,
            }
            log.log(level, "request", extra=noted)


def _template(scope: Scope) -> str:
    """The path of the route that serves a request, with names for what varies; "" for none."""
    route = scope.get("route")
    if route is None and "endpoint" in scope:  # one of those that are no pages and no API
        serves = (
            each
            for each in scope["app"].routes
            if getattr(each, "endpoint", None) is scope["endpoint"]
        )
        route = next(serves, None)
    return getattr(route, "path", "")


class _Answer:
    """What is sent to a client, with the number in it, and noted meanwhile."""

    def __init__(self, number: str, send: Send, draining: Draining) -> None:
        self.begun = time.perf_counter()
        self.status = GONE
        self.size = 0
        self._number = number.encode()
        self._send = send
        self._draining = draining

    async def send(self, message: Message) -> None:
        """Pass a part on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message.get("headers", ()), (HEADER, self._number)]
            if self._draining.begun:
                headers.append((b"connection", b"close"))
            message = {**message, "headers": headers}
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)
