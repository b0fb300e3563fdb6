"""The bytes that a version was read from, for whoever wants to have or to check them."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from app.services.articles import get_article, get_version
from app.services.originals import original_of
from app.web import urls
from app.web.dependencies import SessionOf

router = APIRouter(prefix="/articles", include_in_schema=False)


@router.api_route("/{slug}/versions/{number}/original", methods=["GET", "HEAD"])
def original(slug: str, number: str, session: SessionOf) -> Response:
    """The bytes, to be saved and never shown: whatever they are, they act on no page of ours."""
    found = get_article(session, slug)
    wanted = original_of(session, get_version(session, found, urls.read_number(number)), found.slug)
    return Response(
        wanted.data,
        headers={
            "Content-Type": wanted.media_type,
            "Content-Disposition": _attachment(wanted.name),
            "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
            "Cache-Control": "private, no-cache",
            "X-Content-SHA256": wanted.sha256,
        },
    )


def _attachment(name: str) -> str:
    """To be saved under this name, which is told in ASCII as well for those who know no other."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
