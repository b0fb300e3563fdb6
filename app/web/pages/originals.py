"""The bytes that a version was read from, for whoever wants to have or to check them."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.services.articles import get_article, get_version
from app.services.originals import original_of
from app.web import urls
from app.web.attachments import attachment
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
            **attachment(wanted.name, wanted.media_type),
            "X-Content-SHA256": wanted.sha256,
        },
    )
