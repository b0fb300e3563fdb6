"""Files to be saved: under which name, and that nothing in them acts on a page of ours."""

from __future__ import annotations

from urllib.parse import quote


def attachment(name: str, media_type: str) -> dict[str, str]:
    """The headers of a file of this type that is to be saved under this name, and never shown.

    The name is told in ASCII as well, for those who know no other.
    """
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return {
        "Content-Type": media_type,
        "Content-Disposition": (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        ),
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex",
    }
