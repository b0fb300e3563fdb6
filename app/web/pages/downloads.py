"""Comparisons and texts as files: short ones at once, long ones by way of a page that waits."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.responses import RedirectResponse, Response

from app.export.about import safe_stem
from app.export.formats import FORMATS, Format, unknown_format
from app.export.plain import plain_text
from app.services.articles import document_of, get_article, get_version
from app.services.comparisons import Compared
from app.services.computing import Computing, Pending, compared_soon
from app.services.exporting import exported_soon
from app.web import urls
from app.web.attachments import attachment
from app.web.dependencies import ComputingOf, SessionOf, TemplatesOf
from app.web.downloads import ExportingOf, about_of, file_response
from app.web.progress import asks_again
from app.web.shared import origin_of
from app.web.templating import Templates, wants_block


class _NumberConvertor(StringConvertor):
    """A number in an address, so that what stands after it is told from what stands between."""

    regex = "[1-9][0-9]{0,8}"


register_url_convertor("number", _NumberConvertor())

router = APIRouter(prefix="/articles/{slug}", include_in_schema=False)

TEMPLATE = "comparison/file.html"
TARGET = "making"
_PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


@router.api_route("/versions/{number:number}.txt", methods=["GET", "HEAD"])
def text(slug: str, number: str, session: SessionOf) -> Response:
    """A version as plain text: what patches are for."""
    article = get_article(session, slug)
    version = get_version(session, article, urls.read_number(number))
    name = f"{safe_stem(article.slug, version.number)}.txt"
    data = plain_text(document_of(session, version))
    return Response(data, headers=attachment(name, "text/plain; charset=utf-8"))


@router.api_route("/compare/{a:number}..{b:number}.{kind}", methods=["GET", "HEAD"])
def file(
    request: Request,
    slug: str,
    a: str,
    b: str,
    kind: str,
    session: SessionOf,
    computing: ComputingOf,
    exporting: ExportingOf,
) -> Response:
    """The comparison as a file of this kind; one that has to be waited for leads to a page."""
    form, numbers = _form(kind), (int(a), int(b))
    waiting = RedirectResponse(urls.making(slug, *numbers, kind), 303, _PRIVATE)
    compared = _compared(session, slug, numbers, computing)
    if isinstance(compared, Pending):
        return waiting
    about = about_of(compared, origin_of(request) + urls.comparison(slug, *numbers))

    def make() -> bytes | Response:
        found = exported_soon(session, compared, about, form, exporting=exporting)
        return waiting if isinstance(found, Pending) else found

    return file_response(request, compared, about, form, make)


@router.api_route("/compare/{pair}/files/{kind}", methods=["GET", "HEAD"])
def making(
    request: Request,
    slug: str,
    pair: str,
    kind: str,
    session: SessionOf,
    computing: ComputingOf,
    exporting: ExportingOf,
    templates: TemplatesOf,
) -> Response:
    """How a file gets on that takes its time, and a link to it once it is there."""
    form, numbers, again = _form(kind), urls.read_pair(pair), asks_again(request)
    address = urls.making(slug, *numbers, kind)
    compared = _compared(session, slug, numbers, computing, again=again)
    if isinstance(compared, Pending):
        found: Pending | bytes = compared
    else:
        about = about_of(compared, origin_of(request) + urls.comparison(slug, *numbers))
        found = exported_soon(session, compared, about, form, exporting=exporting, again=again)
    pending = found if isinstance(found, Pending) else None
    if again and not (pending and pending.failure):
        return RedirectResponse(address, 303, _PRIVATE)
    context = {
        "article": get_article(session, slug),
        "form": form,
        "numbers": numbers,
        "pending": pending,
        "comparing": compared is pending,
        "size": 0 if isinstance(found, Pending) else len(found),
        "address": address,
        "file": urls.file(urls.comparison(slug, *numbers), kind),
        "back": urls.comparison(slug, *numbers),
    }
    return _told(request, templates, context, pending)


def _told(
    request: Request, templates: Templates, context: dict[str, object], pending: Pending | None
) -> Response:
    if wants_block(request):
        return templates.block(request, TEMPLATE, TARGET, context, headers=_PRIVATE)
    status = 200 if pending is None else 503 if pending.failure else 202
    return templates.page(request, TEMPLATE, context, status=status, headers=_PRIVATE)


def _form(kind: str) -> Format:
    if kind not in FORMATS:
        raise unknown_format(kind)
    return FORMATS[kind]


def _compared(
    session: Session,
    slug: str,
    numbers: tuple[int, int],
    computing: Computing,
    *,
    again: bool = False,
) -> Compared | Pending:
    article = get_article(session, slug)
    return compared_soon(session, article, *numbers, computing=computing, again=again)
