"""Comparisons as data, in the format recension/comparison/1."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.engine import compare, to_json
from app.services.articles import get_article
from app.services.computing import compared_in_the_end
from app.services.incoming import from_paste
from app.web import urls
from app.web.dependencies import ComputingOf, SessionOf, SettingsOf

router = APIRouter(prefix="/api", tags=["comparisons"])


class GivenText(BaseModel):
    """A text to compare, as plain text."""

    text: str = Field(description="The article, paragraphs parted by empty lines.")
    title: str = Field(default="", description="Its title; found in the text when empty.")


class GivenPair(BaseModel):
    """Two texts to compare."""

    a: GivenText = Field(description="The earlier version.")
    b: GivenText = Field(description="The later version.")


@router.get("/articles/{slug}/compare/{pair}")
def stored(slug: str, pair: str, session: SessionOf, computing: ComputingOf) -> dict[str, Any]:
    """The comparison of two versions of a stored article; the address ends in "1..2"."""
    article = get_article(session, slug)
    result = compared_in_the_end(session, article, *urls.read_pair(pair), computing=computing)
    return to_json(result.comparison)


@router.post("/compare")
def given(pair: GivenPair, settings: SettingsOf) -> dict[str, Any]:
    """Compare two texts. Nothing is stored."""
    a, b = (
        from_paste(each.text, title=each.title, settings=settings, field=f"{name}.text").document
        for name, each in (("a", pair.a), ("b", pair.b))
    )
    return to_json(compare(a, b))
