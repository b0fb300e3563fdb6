"""What machines ask: whether the server lives, whether it can be sent requests, and its figures.

None of the three takes part in a session or waits for a place among those that are answered: they
answer when everything else hangs.
"""

from __future__ import annotations

import asyncio
from hmac import compare_digest
from http import HTTPStatus
from ipaddress import ip_address

from fastapi import FastAPI, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

from app.services.computing import SHORT, Computing
from app.services.readiness import FINE, Checks, Readiness
from app.settings import LOOPBACK, Settings
from app.web.metrics import Metrics
from app.workers.pool import MOST_WAITING

ALIVE, READY, FIGURES = PATHS = ("/healthz", "/readyz", "/metrics")

PATIENCE = 2.0
"""Seconds that the database has to answer before it counts as one that does not."""

NOT_KEPT = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}

_BY_A_PROXY = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_NO_ANSWER: Checks = {"database": "does not answer"}


class Draining:
    """Whether the server is being stopped. Once it is, that is never taken back."""

    def __init__(self) -> None:
        self.begun = False

    def begin(self) -> None:
        """From here on nothing new should come."""
        self.begun = True


def install(app: FastAPI) -> None:
    """Let the app answer the three."""
    app.add_route(ALIVE, _alive, include_in_schema=False)
    app.add_route(READY, _ready, include_in_schema=False)
    app.add_route(FIGURES, _figures, include_in_schema=False)


async def _alive(_request: Request) -> Response:
    return JSONResponse({"status": "alive"}, headers=NOT_KEPT)


async def _ready(request: Request) -> Response:
    checks = {"server": FINE, **await _checked(request)}
    if request.app.state.draining.begun:
        checks["server"] = "is being stopped"
    if all(found == FINE for found in checks.values()):
        return JSONResponse({"status": "ready", "checks": checks}, headers=NOT_KEPT)
    headers = {**NOT_KEPT, "Retry-After": "1"}
    told = {"status": "not ready", "checks": checks}
    return JSONResponse(told, HTTPStatus.SERVICE_UNAVAILABLE, headers)


async def _checked(request: Request) -> Checks:
    readiness: Readiness | None = getattr(request.app.state, "readiness", None)
    if readiness is None:
        return {"server": "is being started"}
    answer = asyncio.wrap_future(readiness.asked())
    await asyncio.wait({answer}, timeout=PATIENCE)
    checks = answer.result() if answer.done() else _NO_ANSWER
    computing: Computing = request.app.state.computing
    is_full = computing.figures[SHORT].waiting >= MOST_WAITING
    return {**checks, "workers": "have too much to do" if is_full else FINE}


async def _figures(request: Request) -> Response:
    settings: Settings = request.app.state.settings
    metrics: Metrics = request.app.state.metrics
    if _may_read(request, settings):
        return Response(metrics.as_text(), headers=NOT_KEPT, media_type=CONTENT_TYPE_LATEST)
    if settings.metrics_for == "token":
        headers = {**NOT_KEPT, "WWW-Authenticate": "Bearer"}
        return Response("The token is missing, or another.\n", 401, headers, "text/plain")
    return Response("Not found.\n", HTTPStatus.NOT_FOUND, NOT_KEPT, "text/plain")


def _may_read(request: Request, settings: Settings) -> bool:
    match settings.metrics_for:
        case "token":
            kind, _, token = request.headers.get("authorization", "").partition(" ")
            is_it = compare_digest(token.strip().encode(), settings.metrics_token.encode())
            return kind.lower() == "bearer" and is_it
        case "loopback":
            return _is_from_here(request)
        case _:
            return False


def _is_from_here(request: Request) -> bool:
    """Whether a program of this machine asks, by this machine's name, and by no proxy's hand."""
    if any(name in request.headers for name in _BY_A_PROXY):
        return False
    by = request.client.host if request.client else ""
    return is_loopback(by) and is_loopback(request.url.hostname or "")


def is_loopback(name: str) -> bool:
    """Whether this is a name or an address of this machine that leads to itself."""
    if name in LOOPBACK:
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
