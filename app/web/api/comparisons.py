"""Comparisons as data, in the format recension/comparison/1."""

from __future__ import annotations

from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.engine import to_json
from app.errors import BadInput
from app.export.formats import FORMATS, unknown_format
from app.services.articles import get_article
from app.services.computing import compared_in_the_end
from app.services.exporting import exported_in_the_end
from app.services.incoming import from_paste
from app.web import urls
from app.web.api.refusals import REFUSALS
from app.web.dependencies import ComputingOf, SessionOf, SettingsOf
from app.web.downloads import ExportingOf, about_of, file_response
from app.web.shared import origin_of

COMPARED_AT_ONCE = 24
"""So many requests at a time have two texts compared that are stored nowhere; others queue."""

router = APIRouter(prefix="/api", tags=["comparisons"], responses=REFUSALS)


class GivenText(BaseModel):
    """A text to compare, as plain text."""

    text: str = Field(description="The article, paragraphs parted by empty lines.")
    title: str = Field(default="", description="Its title; found in the text when empty.")


class GivenPair(BaseModel):
    """Two texts to compare."""

    a: GivenText = Field(description="The earlier version.")
    b: GivenText = Field(description="The later version.")


@router.get(
    "/articles/{slug}/compare/{pair}",
    response_model=dict[str, Any],
    responses={200: {"content": {form.media_type: {} for form in FORMATS.values()}}},
)
def stored(
    request: Request,
    slug: str,
    pair: str,
    session: SessionOf,
    computing: ComputingOf,
    exporting: ExportingOf,
    format: Annotated[str, Query(description=f"The kind of file: {', '.join(FORMATS)}.")] = "json",
) -> dict[str, Any] | Response:
    """The comparison of two versions of a stored article, or a file of it.

    The address ends in "1..2". A file that takes its time is waited for.
    """
    if format not in FORMATS:
        raise unknown_format(format, BadInput, field="format")
    numbers = urls.read_pair(pair)
    article = get_article(session, slug)
    result = compared_in_the_end(session, article, *numbers, computing=computing)
    if format == "json":
        return to_json(result.comparison)
    about = about_of(result, origin_of(request) + urls.comparison(slug, *numbers))
    form = FORMATS[format]

    def make() -> bytes:
        return exported_in_the_end(session, result, about, form, exporting=exporting)

    return file_response(request, result, about, form, make)


@router.post("/compare", response_model=dict[str, Any])
async def given(
    request: Request, pair: GivenPair, settings: SettingsOf, computing: ComputingOf
) -> Response:
    """Compare two texts. Nothing is stored."""

    def compared() -> bytes:
        a, b = (
            from_paste(text.text, title=text.title, settings=settings, field=f"{side}.text")
            for side, text in (("a", pair.a), ("b", pair.b))
        )
        return computing.compared_json(a.document, b.document)

    # In threads of their own: those who wait here hold up nobody who waits for something else.
    turns: CapacityLimiter = request.app.state.turns_to_compare
    answer = await to_thread.run_sync(compared, limiter=turns)
    return Response(answer, media_type="application/json")
