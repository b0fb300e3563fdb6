"""The server: what it does when it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI
from starlette.types import Scope

from app.settings import Settings
from app.web.connections import Bounds
from app.web.health import Draining, is_loopback
from app.web.metrics import Metrics
from app.web.proxies import Proxies

log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Lets requests that are being answered come to their end when it is told to stop.

    First /readyz says so; then no new connection is taken and no idle one kept; when the last
    request is answered, or its time is over, all that works apart is ended. Told a second time it
    ends at once: all that was acknowledged is stored, and workers end by themselves.
    ``on_stopping`` is called once it has begun to stop.
    """

    def __init__(
        self, app: FastAPI, settings: Settings, on_stopping: Callable[[], None] = lambda: None
    ) -> None:
        proxies = Proxies(settings.trusted_proxies)
        metrics: Metrics = app.state.metrics

        def is_exempt(scope: Scope) -> bool:
            return proxies.sent(scope) or is_loopback(scope["client"][0] if scope["client"] else "")

        bounds = Bounds.of(settings, is_exempt, metrics.refused)
        config = uvicorn.Config(
            app,
            http=bounds.protocol(),
            ws="none",
            lifespan="on",
            log_config=None,
            log_level=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=settings.drain_seconds,  # type: ignore[arg-type]  # any number
        )
        super().__init__(config)
        self._draining: Draining = app.state.draining
        self._notice = settings.drain_notice_seconds
        self._on_stopping = on_stopping
        self._stops_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Note a signal; nothing else may be done in its midst."""
        if self._draining.begun:
            os._exit(128 + sig)
        self._draining.begin()

    async def on_tick(self, counter: int) -> bool:
        """Look, ten times a second, whether it is time to stop."""
        if self._draining.begun:
            now = asyncio.get_running_loop().time()
            if self._stops_at is None:
                self._stops_at = now + self._notice
                log.info("stopping", extra={"running": len(self.server_state.tasks)})
                self._on_stopping()
            self.should_exit = now >= self._stops_at
        return await super().on_tick(counter)
