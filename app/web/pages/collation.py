"""Several versions side by side, of one article or of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from app.errors import BadInput, NotFound
from app.presentation.collation_look import read_collation_look
from app.services.articles import get_article
from app.services.collation import MOST, Column, Source, check_sources, collated_page, columns_of
from app.services.computing import Computing, Pending
from app.storage.schema import Article
from app.web import urls
from app.web.collating import address_of, chooser, collation_view, keys_of
from app.web.dependencies import ComputingOf, SessionOf, TemplatesOf, collations_of
from app.web.progress import TARGET, asks_again, progress, refresh
from app.web.templating import Templates, wants_block

router = APIRouter(include_in_schema=False)

TEMPLATE = "articles/collation.html"
CHOICE = "articles/collation_choice.html"

_ARTICLE = re.compile(
    r"(?:.*/articles/)?(?P<slug>[^\s/@?#]+)(?:(?:/versions/|@)(?P<number>[1-9][0-9]{0,8}))?(?:[/?#].*)?"
)
"""An article as somebody writes it or copies its address; with a version, or without."""

Boxes = Annotated[list[str], Query()]


@router.api_route("/articles/{slug}/collate", methods=["GET", "HEAD"])
def chosen(
    request: Request,
    slug: str,
    session: SessionOf,
    templates: TemplatesOf,
    v: Boxes = [],  # noqa: B006  # FastAPI copies it
    other: Annotated[str, Query(alias="with")] = "",
) -> Response:
    """The way from the form that asks for versions to their collation; or the form alone."""
    article = get_article(session, slug)
    sources = [Source(slug, urls.read_number(number)) for number in v]
    return _led(request, session, templates, [article], sources, other)


@router.api_route("/articles/{slug}/collate/{numbers}", methods=["GET", "HEAD"])
def of_one(
    request: Request,
    slug: str,
    numbers: str,
    session: SessionOf,
    computing: ComputingOf,
    templates: TemplatesOf,
) -> Response:
    """Versions of one article side by side; two of them are compared instead."""
    article = get_article(session, slug)
    sources = [Source(slug, number) for number in urls.read_numbers(numbers)]
    try:
        columns = columns_of(session, sources)
    except BadInput as error:
        return _choice(request, templates, [article], sources, error)
    if len(columns) == 2:
        return _compared(columns)
    return _shown(request, session, computing, templates, columns)


@router.api_route("/collate", methods=["GET", "HEAD"])
def of_several(
    request: Request,
    session: SessionOf,
    computing: ComputingOf,
    templates: TemplatesOf,
    of: Boxes = [],  # noqa: B006  # FastAPI copies it
    other: Annotated[str, Query(alias="with")] = "",
) -> Response:
    """Versions of several articles side by side; or the form that asks for them."""
    sources = [Source(*each) for text in of for each in urls.read_sources(text)]
    slugs = dict.fromkeys(source.slug for source in sources)
    if len(slugs) > MOST:
        check_sources(sources)
    articles = [get_article(session, slug) for slug in slugs]
    if other.strip() or not sources or len(of) > 1:
        return _led(request, session, templates, articles, sources, other)
    try:
        columns = columns_of(session, sources)
    except BadInput as error:
        return _choice(request, templates, articles, sources, error)
    if len(articles) == 1:
        return RedirectResponse(address_of(sources), status_code=303)
    return _shown(request, session, computing, templates, columns)


def _led(
    request: Request,
    session: Session,
    templates: Templates,
    articles: Sequence[Article],
    sources: list[Source],
    other: str,
) -> Response:
    """To the collation of what a form asks for; back to the form where that is none."""
    try:
        if other.strip():
            article, number = _read_other(session, other.strip())
            articles = list({each.slug: each for each in (*articles, article)}.values())
            sources = [*sources, Source(article.slug, number)]
        elif not sources:
            return _choice(request, templates, articles, sources)
        check_sources(sources)
    except BadInput as error:
        return _choice(request, templates, articles, sources, error)
    return RedirectResponse(address_of(sources), status_code=303)


def _read_other(session: Session, text: str) -> tuple[Article, int]:
    """Another article as somebody names it, and which version, or its latest. Raises BadInput."""
    found = _ARTICLE.fullmatch(text)
    try:
        if found is None:
            raise NotFound("There is no such article.")
        article = get_article(session, found["slug"])
    except NotFound as error:
        raise BadInput(
            "There is no such article here.",
            "Copy the address of its page, or write its last part alone.",
            field="with",
        ) from error
    return article, int(found["number"] or article.versions[-1].number)


def _choice(
    request: Request,
    templates: Templates,
    articles: Sequence[Article],
    sources: Sequence[Source],
    problem: BadInput | None = None,
) -> Response:
    """The form that chooses versions, with what is wrong about those that were asked for."""
    context = {
        "title": articles[0].title if len(articles) == 1 else "",
        "slug": articles[0].slug if len(articles) == 1 else "",
        "chooser": chooser(articles, sources),
        "problem": problem,
    }
    return templates.page(request, CHOICE, context, status=problem.status if problem else 200)


def _compared(columns: Sequence[Column]) -> Response:
    """To the comparison of two versions of one article."""
    (slug, a), (_, b) = (column.source for column in columns)
    return RedirectResponse(urls.comparison(slug, a, b), status_code=303)


def _shown(
    request: Request,
    session: Session,
    computing: Computing,
    templates: Templates,
    columns: Sequence[Column],
) -> Response:
    """The collation, or the table of it that htmx asks for; or word that it is being made."""
    look, unread = read_collation_look(request.query_params, keys_of(columns))
    page = collated_page(
        session,
        columns,
        look,
        computing=computing,
        memory=collations_of(request),
        again=asks_again(request),
    )
    if isinstance(page, Pending):
        address, _, _ = address_of([column.source for column in columns]).partition("?")
        return progress(request, templates, page, address)
    context = {"view": collation_view(columns, page, look, unread)}
    if not wants_block(request):
        return templates.page(request, TEMPLATE, context)
    if request.headers.get("hx-target") == TARGET:
        return refresh()
    return templates.block(request, TEMPLATE, "table", context)
