"""How it works."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.presentation.measures import MEANINGS
from app.web.dependencies import TemplatesOf

router = APIRouter(include_in_schema=False)


@router.api_route("/how-it-works", methods=["GET", "HEAD"])
def how_it_works(request: Request, templates: TemplatesOf) -> Response:
    """What the program does and what it does not, in plain words."""
    return templates.page(request, "about/how_it_works.html", {"meanings": MEANINGS})
