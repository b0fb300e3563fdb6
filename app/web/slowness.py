"""How slowly the body of a request may come. Pure ASGI."""

from __future__ import annotations

import asyncio
import math

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import TooSlow
from app.web.errors import answer_error


class SteadyBody:
    """Answers 408 when the server has waited too long for what a client sends.

    For the next piece it waits ``seconds`` at most, and for all so far as long and a second more
    for every ``pace`` bytes that have come. Only the time counts in which the server does wait:
    not what it takes itself, nor what a client waits for the answer. A pace of 0 is none.
    """

    def __init__(self, app: ASGIApp, seconds: float, pace: int) -> None:
        self.app = app
        self._seconds = seconds
        self._pace = pace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not _has_body(scope):
            await self.app(scope, receive, send)
            return
        error = TooSlow(
            "What you sent came so slowly that it was not waited for, and nothing was stored.",
            "Try again where the connection is better, or send less at once.",
        )
        waited, seen = 0.0, 0
        more, late, started = True, False, False

        def patience() -> float:
            in_all = self._seconds + seen / self._pace if self._pace else math.inf
            return min(self._seconds, in_all - waited)

        async def timed() -> Message:
            nonlocal waited, seen, more, late
            if late:
                return {"type": "http.disconnect"}
            if not more:
                return await receive()
            begun = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(patience()):
                    message = await receive()
            except TimeoutError:
                late = True
                raise error from None
            waited += asyncio.get_running_loop().time() - begun
            seen += len(message.get("body", b""))
            more = bool(message.get("more_body", False))
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            if late and not started:
                return  # what the app makes of a body that broke off
            started = True
            await send(message)

        try:
            await self.app(scope, timed, watched)
        except TooSlow as raised:
            if raised is not error:
                raise
        if late and not started:
            response = answer_error(Request(scope), error)
            response.headers["Connection"] = "close"
            await response(scope, receive, send)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])
