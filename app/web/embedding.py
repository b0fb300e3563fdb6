"""How a comparison is framed by a page of another site."""

from __future__ import annotations

from html import escape

from app.web.headers import HEADERS

FRAMED = {
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""What is said otherwise of the one page that any other may frame. There is nothing to press on it
that would do anything."""

WIDTH, HEIGHT = 960, 640
"""How large a frame is before it is known how high what is in it will be."""


def frame(address: str, title: str, *, width: str = "100%", height: int = HEIGHT) -> str:
    """The element that shows a share in a page."""
    words = escape(f"What changed: {title}", quote=True)
    return (
        f'<iframe src="{escape(address, quote=True)}" title="{words}" width="{width}" '
        f'height="{height}" loading="lazy" style="border:0;max-width:100%"></iframe>'
    )


def snippet(origin: str, path: str, title: str) -> str:
    """What somebody pastes into a page of theirs: the frame, and what makes it as high as needed.

    The script believes only what comes from this site and from the frame itself.
    """
    return (
        f"{frame(origin + path, title)}\n"
        "<script>addEventListener('message',function(e){"
        f"if(e.origin==='{origin}'&&e.data&&e.data.recension>0)"
        "document.querySelectorAll('iframe').forEach(function(f){"
        "if(f.contentWindow===e.source)f.style.height=Math.min(e.data.recension,20000)+'px'})})"
        "</script>"
    )
