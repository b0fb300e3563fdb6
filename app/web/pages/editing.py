"""Changing what is said about an article and its versions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from app.errors import BadInput, RecensionError
from app.services.articles import get_article, get_version
from app.services.dates import fields_of, given_date, moment_of
from app.services.editing import describe_version, rename_article
from app.services.incoming import MAX_NAME, MAX_TITLE
from app.services.rights import check_may_change
from app.storage.schema import Article, Version
from app.web import urls
from app.web.dependencies import SessionOf, TemplatesOf

router = APIRouter(prefix=f"{urls.ARTICLES}/{{slug}}", include_in_schema=False)

ARTICLE = "articles/edit.html"
VERSION = "articles/edit_version.html"

Entered = Annotated[str, Form()]


@router.api_route("/edit", methods=["GET", "HEAD"])
def article(request: Request, slug: str, session: SessionOf, templates: TemplatesOf) -> Response:
    """The form for an article's title."""
    found = get_article(session, slug)
    check_may_change(session, found)
    return templates.page(request, ARTICLE, _of_article(found, found.title))


@router.post("/edit")
def rename(
    request: Request,
    slug: str,
    session: SessionOf,
    templates: TemplatesOf,
    title: Entered = "",
) -> Response:
    """Give the article another title, and go to its page."""
    found = get_article(session, slug)
    check_may_change(session, found)
    try:
        rename_article(session, found, title)
    except RecensionError as error:
        context = _of_article(found, title, error)
        return templates.page(request, ARTICLE, context, status=error.status)
    return RedirectResponse(urls.article(slug), status_code=303)


@router.api_route("/versions/{number}/edit", methods=["GET", "HEAD"])
def version(
    request: Request, slug: str, number: str, session: SessionOf, templates: TemplatesOf
) -> Response:
    """The form for a version's label and dates."""
    found = get_article(session, slug)
    check_may_change(session, found)
    chosen = get_version(session, found, urls.read_number(number))
    captured = chosen.captured_at.isoformat(timespec="minutes")
    entered = {
        "label": chosen.label,
        **_fields("published", *fields_of(chosen.published)),
        **_fields("captured", *fields_of(captured)),
    }
    return templates.page(request, VERSION, _of_version(found, chosen, entered))


@router.post("/versions/{number}/edit")
def describe(
    request: Request,
    slug: str,
    number: str,
    session: SessionOf,
    templates: TemplatesOf,
    label: Entered = "",
    published_day: Entered = "",
    published_time: Entered = "",
    published_zone: Entered = "",
    captured_day: Entered = "",
    captured_time: Entered = "",
    captured_zone: Entered = "",
) -> Response:
    """Give the version another label and other dates, and go to its place on the page."""
    found = get_article(session, slug)
    check_may_change(session, found)
    chosen = get_version(session, found, urls.read_number(number))
    published = published_day, published_time, published_zone
    captured = captured_day, captured_time, captured_zone
    try:
        describe_version(
            session,
            found,
            chosen.number,
            label=label,
            published=given_date(*published, field="published"),
            captured_at=_captured(*captured, chosen),
        )
    except RecensionError as error:
        entered = {
            "label": label,
            **_fields("published", *published),
            **_fields("captured", *captured),
        }
        context = _of_version(found, chosen, entered, error)
        return templates.page(request, VERSION, context, status=error.status)
    return RedirectResponse(f"{urls.article(slug)}#version-{chosen.number}", status_code=303)


def _captured(day: str, time: str, zone: str, version: Version) -> datetime:
    """The moment that was entered; that which is stored, where it is the same to the minute."""
    said = given_date(day, time, zone or "UTC" * bool(time.strip()), field="captured")
    moment = moment_of(said)
    if moment is None:
        raise BadInput(
            "It is not said when this version was captured.",
            "Enter a date; it may be that of the file.",
            field="captured",
        )
    stored = version.captured_at
    return stored if moment == stored.replace(second=0, microsecond=0) else moment


def _fields(name: str, day: str, time: str, zone: str) -> dict[str, str]:
    return {f"{name}_day": day, f"{name}_time": time, f"{name}_zone": zone}


def _of_article(
    found: Article, title: str, problem: RecensionError | None = None
) -> dict[str, Any]:
    return {
        "slug": found.slug,
        "title": found.title,
        "entered": title,
        "longest": MAX_TITLE,
        "problem": problem,
    }


def _of_version(
    found: Article,
    version: Version,
    entered: dict[str, str],
    problem: RecensionError | None = None,
) -> dict[str, Any]:
    return {
        "slug": found.slug,
        "title": found.title,
        "number": version.number,
        "entered": entered,
        "longest": MAX_NAME,
        "problem": problem,
    }
