"""The headers that every answer has."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POWERS = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
"""What a page may ask a browser for, and none here does."""

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in _POWERS),
    "X-DNS-Prefetch-Control": "off",
}

_KEPT = {"Cache-Control": "private, no-cache"}
"""What does not say otherwise is one visitor's, and is asked for again each time."""

UNFRAMED = {"X-Frame-Options": "DENY"}
"""The same as the policy says, for browsers that do not know that part of it."""

BY_TLS = {"Strict-Transport-Security": "max-age=31536000"}
"""Not for the names below ours: they may be somebody else's."""


def add_headers(headers: MutableHeaders, *, secure: bool) -> None:
    """Add what every answer has and this one does not set itself.

    ``secure``: visitors reach the site by TLS, here or at a proxy before it.
    """
    added = HEADERS | _KEPT | (BY_TLS if secure else {})
    for name, value in added.items():
        headers.setdefault(name, value)
    if "frame-ancestors 'none'" in headers["Content-Security-Policy"]:
        headers.update(UNFRAMED)


def is_by_tls(scope: Scope, public_url: str) -> bool:
    """Whether visitors reach the site by TLS: as its public address says, else as they came."""
    return (public_url or str(scope.get("scheme", "http"))).startswith("https")


class SecurityHeaders:
    """Adds to every answer the headers that it does not set itself."""

    def __init__(self, app: ASGIApp, public_url: str = "") -> None:
        self.app = app
        self._public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure = is_by_tls(scope, self._public_url)
                add_headers(MutableHeaders(scope=message), secure=secure)
            await send(message)

        await self.app(scope, receive, send_with_headers)
