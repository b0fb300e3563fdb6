"""Templates: one environment, whole pages, and the blocks of them that htmx asks for."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app.presentation.page import Fold
from app.presentation.ranges import ranges
from app.presentation.telling import capital
from app.services.dates import fields_of
from app.services.lines import in_bytes
from app.web import urls
from app.web.assets import Assets
from app.web.keys import has_workspaces, leads_to_workspace, why_not_stored

ROOT = Path(__file__).resolve().parents[2] / "templates"

AGAIN_EACH_TIME = "private, no-cache"
"""Kept by the browser of who asked and by nobody else, and not shown again before asking."""

HTMX_VARY = "HX-Request, HX-History-Restore-Request, HX-Target"
"""What a page that also answers with one of its blocks depends on, besides its address."""


class Templates:
    """Every template of the site, and how they are turned into responses."""

    def __init__(self, assets: Assets) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(ROOT),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.environment.globals.update(asset=assets.address, urls=urls)
        self.environment.globals.update(
            has_workspaces=has_workspaces,
            leads_to_workspace=leads_to_workspace,
            why_not_stored=why_not_stored,
        )
        self.environment.filters.update(
            moment=moment, day=day, counted=counted, isodate=isodate, said=said
        )
        self.environment.filters.update(said=said, clock=clock, capitalised=capital, ranges=ranges)
        self.environment.filters.update(in_bytes=in_bytes)
        self.environment.tests.update(fold=lambda item: isinstance(item, Fold))

    def page(
        self,
        request: Request,
        name: str,
        context: Mapping[str, Any],
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """A whole page."""
        text = self.environment.get_template(name).render(request=request, **context)
        return _response(text, status, headers)

    def block(
        self,
        request: Request,
        name: str,
        block: str,
        context: Mapping[str, Any],
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """One block of a page, for htmx to put in its place."""
        text = render_block(self.environment, name, block, request=request, **context)
        return _response(text, status, headers)


def wants_block(request: Request) -> bool:
    """Whether htmx asks for a part of the page that is on the screen.

    When the browser goes back to a page that htmx has changed, htmx asks for the whole of it.
    """
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def _response(text: str, status: int, headers: Mapping[str, str] | None) -> HTMLResponse:
    all_headers = {"Cache-Control": AGAIN_EACH_TIME, "Vary": HTMX_VARY, **(headers or {})}
    return HTMLResponse(text, status_code=status, headers=all_headers)


def moment(value: datetime) -> str:
    """A moment to the minute: "4 May 2026, 06:40 UTC"."""
    value = value.astimezone(UTC)
    return f"{day(value)}, {value:%H:%M} UTC"


def day(value: datetime) -> str:
    """The day of a moment: "4 May 2026"."""
    return f"{value.day} {value:%B %Y}"


def said(date: str) -> str:
    """A date no more precise than it was said: "May 2026", "4 May 2026, 07:40 UTC+1"."""
    written, time, zone = fields_of(date)
    year, month, rest = (*written.split("-"), "", "")[:3]
    name = f"{calendar.month_name[int(month)]} {year}" if month else year
    whole = f"{int(rest)} {name}" if rest else name
    if not time:
        return whole
    short = (
        zone if zone in ("", "UTC") else f"UTC{zone[0]}{zone[1:].lstrip('0').removesuffix(':00')}"
    )
    return f"{whole}, {time} {short or '(time zone not said)'}"


def clock(value: datetime) -> str:
    """The time of a moment: "06:40 UTC"."""
    return f"{value.astimezone(UTC):%H:%M} UTC"


def isodate(value: datetime) -> str:
    """A moment as machines read it."""
    return value.astimezone(UTC).isoformat(timespec="seconds")


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its word: "1 version", "3 versions"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
