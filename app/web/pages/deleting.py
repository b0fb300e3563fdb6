"""Deleting articles and versions, asked twice, and having them back."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.errors import BadInput
from app.services.articles import get_article, get_version
from app.services.deleting import (
    check_not_the_only_one,
    delete_article,
    delete_version,
    restore_article,
    restore_version,
)
from app.services.missing import KEPT_FOR
from app.services.rights import check_may_change
from app.services.shares import count_shares
from app.web import urls
from app.web.dependencies import SessionOf, TemplatesOf

router = APIRouter(prefix=f"{urls.ARTICLES}/{{slug}}", include_in_schema=False)

TEMPLATE = "articles/delete.html"
MINUTES = KEPT_FOR.seconds // 60


@router.api_route("/delete", methods=["GET", "HEAD"])
def ask(request: Request, slug: str, session: SessionOf, templates: TemplatesOf) -> Response:
    """What goes with an article, and the button."""
    found = get_article(session, slug)
    check_may_change(session, found)
    context = {
        "slug": slug,
        "title": found.title,
        "version": None,
        "versions": len(found.versions),
        "shares": count_shares(session, found),
        "action": urls.deleting(slug),
        "minutes": MINUTES,
        "problem": None,
    }
    return templates.page(request, TEMPLATE, context)


@router.post("/delete")
def delete(slug: str, session: SessionOf) -> Response:
    """Delete the article, and go to the list, where it can be had back."""
    delete_article(session, get_article(session, slug))
    query = urlencode({"gone": slug})
    return RedirectResponse(f"{urls.ARTICLES}?{query}", status_code=303)


@router.post("/restore")
def restore(slug: str, session: SessionOf) -> Response:
    """Have the article back, and go to its page."""
    article = restore_article(session, slug)
    return RedirectResponse(urls.article(article.slug), status_code=303)


@router.api_route("/versions/{number}/delete", methods=["GET", "HEAD"])
def ask_version(
    request: Request, slug: str, number: str, session: SessionOf, templates: TemplatesOf
) -> Response:
    """What goes with a version, and the button; for the only one, why there is none."""
    found = get_article(session, slug)
    check_may_change(session, found)
    version = get_version(session, found, urls.read_number(number))
    problem = None
    try:
        check_not_the_only_one(session, found)
    except BadInput as error:
        problem = error
    context = {
        "slug": slug,
        "title": found.title,
        "version": version,
        "versions": 1,
        "shares": count_shares(session, found, version.number),
        "action": urls.deleting_version(slug, version.number),
        "minutes": MINUTES,
        "problem": problem,
    }
    return templates.page(request, TEMPLATE, context, status=problem.status if problem else 200)


@router.post("/versions/{number}/delete")
def delete_one(slug: str, number: str, session: SessionOf) -> Response:
    """Delete the version, and go to its article, where it can be had back."""
    found = get_article(session, slug)
    chosen = urls.read_number(number)
    delete_version(session, found, chosen)
    return RedirectResponse(f"{urls.article(slug)}?gone={chosen}", status_code=303)


@router.post("/versions/{number}/restore")
def restore_one(slug: str, number: str, session: SessionOf) -> Response:
    """Have the version back, and go to its place on the page."""
    found = get_article(session, slug)
    chosen = urls.read_number(number)
    restore_version(session, found, chosen)
    return RedirectResponse(f"{urls.article(slug)}#version-{chosen}", status_code=303)
