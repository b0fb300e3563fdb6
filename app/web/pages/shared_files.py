"""Files of a shared comparison, for those who were allowed them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from app.export.about import About
from app.export.formats import FORMATS, Format, unknown_format
from app.services.comparisons import Compared
from app.services.computing import Pending, compared_soon
from app.services.exporting import exported_soon
from app.services.missing import nothing_here
from app.services.shares import Allows
from app.web import urls
from app.web.dependencies import ComputingOf, SessionOf, TemplatesOf
from app.web.downloads import ExportingOf, about_of, file_response
from app.web.progress import asks_again
from app.web.shared import PRIVATE, Opened, PrivateRoute, UnlockedOf, origin_of
from app.web.templating import wants_block

router = APIRouter(prefix="/s/{token}", include_in_schema=False, route_class=PrivateRoute)

TEMPLATE, TARGET = "shares/file.html", "making"
WAITING = "comparison/file.html"
"""The template that the block is of; what a template takes over has no blocks of its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A file that is asked for through a link, and what it is made of, if that is there."""

    opened: Opened
    form: Format
    found: tuple[Compared, About] | Pending


def _asked(
    request: Request, kind: str, opened: UnlockedOf, session: SessionOf, computing: ComputingOf
) -> Asked:
    share = opened.share
    if Allows(share.allows) is not Allows.DOWNLOADS:
        raise nothing_here()
    if kind not in FORMATS:
        raise unknown_format(kind)
    compared = compared_soon(
        session,
        share.article,
        share.version_a,
        share.version_b,
        computing=computing,
        again=asks_again(request),
    )
    if isinstance(compared, Pending):
        return Asked(opened, FORMATS[kind], compared)
    about = about_of(compared, origin_of(request) + opened.base)
    return Asked(opened, FORMATS[kind], (compared, about))


AskedOf = Annotated[Asked, Depends(_asked)]


@router.api_route("/file.{kind}", methods=["GET", "HEAD"])
def file(request: Request, asked: AskedOf, session: SessionOf, exporting: ExportingOf) -> Response:
    """The comparison as a file of this kind; one that has to be waited for leads to a page."""
    waiting = RedirectResponse(urls.shared_making(asked.opened.base, asked.form.name), 303, PRIVATE)
    if isinstance(asked.found, Pending):
        return waiting
    compared, about = asked.found

    def make() -> bytes | Response:
        found = exported_soon(session, compared, about, asked.form, exporting=exporting)
        return waiting if isinstance(found, Pending) else found

    response = file_response(request, compared, about, asked.form, make)
    response.headers.update(PRIVATE)
    return response


@router.api_route("/files/{kind}", methods=["GET", "HEAD"])
def making(
    request: Request,
    asked: AskedOf,
    session: SessionOf,
    exporting: ExportingOf,
    templates: TemplatesOf,
) -> Response:
    """How a file gets on that takes its time, and a link to it once it is there."""
    opened, found, again = asked.opened, asked.found, asks_again(request)
    made: bytes | Pending
    if isinstance(found, Pending):
        made = found
    else:
        made = exported_soon(session, *found, asked.form, exporting=exporting, again=again)
    pending = made if isinstance(made, Pending) else None
    address = urls.shared_making(opened.base, asked.form.name)
    if again and not (pending and pending.failure):
        return RedirectResponse(address, 303, PRIVATE)
    context = {
        "article": opened.share.article,
        "form": asked.form,
        "numbers": (opened.share.version_a, opened.share.version_b),
        "pending": pending,
        "comparing": pending is found,
        "size": 0 if isinstance(made, Pending) else len(made),
        "address": address,
        "file": urls.shared_file(opened.base, asked.form.name),
        "back": opened.base,
    }
    if wants_block(request):
        return templates.block(request, WAITING, TARGET, context, headers=PRIVATE)
    status = 200 if pending is None else 503 if pending.failure else 202
    return templates.page(request, TEMPLATE, context, status=status, headers=PRIVATE)
