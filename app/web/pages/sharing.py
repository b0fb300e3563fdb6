"""Making links to comparisons, and the list of those that the visitor has made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from app.errors import BadInput, Full, RecensionError
from app.presentation.look import Look, read_look
from app.services.articles import get_article
from app.services.computing import Computing, Pending, compared_soon
from app.services.rights import reads_only
from app.services.shared_links import (
    Changes,
    SharedLink,
    State,
    change_link,
    get_link,
    revoke_link,
    shared_links,
)
from app.services.shares import Allows, Lasts, Terms, make_share, open_share
from app.services.workspaces import check_may_store
from app.storage.schema import Article
from app.storage.viewing import viewer_of
from app.web import urls
from app.web.dependencies import (
    ComputingOf,
    EntryOf,
    PaceOf,
    SessionOf,
    SettingsOf,
    TemplatesOf,
)
from app.web.embedding import snippet
from app.web.pages.comparisons import on_screen
from app.web.shared import PrivateRoute, look_to_keep, origin_of, share_path
from app.web.templating import Templates, wants_block

router = APIRouter(include_in_schema=False, route_class=PrivateRoute)

FORM, MADE = "shares/form.html", "shares/made.html"
LIST, CHANGE = "shares/list.html", "shares/change.html"

NO_STORE = {
    "Cache-Control": "private, no-store",
    # Not "no-referrer": browsers then say that a form comes from nowhere, and it is refused.
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

LASTS = {
    Lasts.EVER: "until you revoke it",
    Lasts.HOUR: "for an hour",
    Lasts.DAY: "for a day",
    Lasts.WEEK: "for a week",
    Lasts.MONTH: "for 30 days",
}
ALLOWS = {
    Allows.COMPARISON: "Only what changed, and the paragraphs beside it",
    Allows.TEXTS: "Both texts whole",
    Allows.DOWNLOADS: "Both texts whole, and files to download",
}
DONE = {"changed": "The link was changed.", "revoked": "The link was revoked: it opens nothing."}

_Choice = TypeVar("_Choice", Lasts, Allows)
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
Field = Annotated[str, Form()]


@router.api_route("/articles/{slug}/compare/{pair}/share", methods=["GET", "HEAD"])
def asking(
    request: Request,
    slug: str,
    pair: str,
    session: SessionOf,
    entry: EntryOf,
    settings: SettingsOf,
    computing: ComputingOf,
    templates: TemplatesOf,
) -> Response:
    """What a link to this comparison is to show, to whom, and for how long."""
    article = get_article(session, slug)
    viewer = viewer_of(session)
    if article.workspace_id == viewer.workspace_id and not viewer.may_write:
        raise reads_only()
    if viewer.workspace_id is None:
        check_may_store(entry, settings)
    a, b = urls.read_pair(pair)
    _, place = _shown(request)
    chosen = {"change": place.removeprefix("#change-").partition("-")[0]}
    return _form(request, templates, session, computing, article, (a, b), chosen, None)


@router.post("/articles/{slug}/compare/{pair}/shares")
def make(
    request: Request,
    slug: str,
    pair: str,
    session: SessionOf,
    entry: EntryOf,
    settings: SettingsOf,
    pace: PaceOf,
    computing: ComputingOf,
    templates: TemplatesOf,
    what: Field = "",
    change: Field = "",
    lasts: Field = Lasts.EVER.value,
    allows: Field = Allows.TEXTS.value,
    password: Field = "",
    shows_newer: Annotated[bool, Form()] = False,
) -> Response:
    """Make a link to this comparison and show it."""
    article = get_article(session, slug)
    a, b = urls.read_pair(pair)
    if entry.viewer.workspace_id is None:
        check_may_store(entry, settings)
    if entry.viewer.workspace_id is None or not entry.viewer.may_write:
        pace.found()  # it is in nobody's list, and no workspace has to hold it
    look, _ = _shown(request)
    try:
        terms = Terms(_one_of(Lasts, lasts), _one_of(Allows, allows), password, shows_newer)
        number = 0
        if what == "change":
            number = _checked(change, _count_changes(session, computing, article, a, b))
        kept = look_to_keep(look, Allows.COMPARISON if number else terms.allows)
        query = "" if number else kept.query
        key = entry.key
        token = make_share(session, article, a, b, terms, query=query, change=number, key=key)
    except (BadInput, Full) as error:
        said = {"what": what, "change": change, "lasts": lasts, "allows": allows}
        chosen = {**said, "shows_newer": shows_newer}
        return _form(request, templates, session, computing, article, (a, b), chosen, error)
    share = open_share(session, token)
    path = share_path(token, slug, query, has_password=bool(password))
    context = {
        "ways": ways(request, path, article.title, framed=not password),
        "is_listed": share.workspace_id is not None,
        "share_id": share.id,
        "has_password": bool(password),
        "change": number,
        "back": urls.looked(urls.comparison(slug, a, b), look),
    }
    if wants_block(request):
        return templates.block(request, MADE, "made", context, headers=NO_STORE)
    return templates.page(request, MADE, context, status=201, headers=NO_STORE)


@router.api_route(urls.SHARES, methods=["GET", "HEAD"])
def shares(
    request: Request,
    session: SessionOf,
    entry: EntryOf,
    settings: SettingsOf,
    templates: TemplatesOf,
    article: str = "",
    page: PageNumber = 1,
    done: str = "",
) -> Response:
    """The links that the visitor has made, the newest first: all, or those of one article."""
    of = get_article(session, article) if article else None
    found = shared_links(session, entry.key, article=of, page=page, size=settings.page_size)
    base = urls.shares(article)
    joint = "&" if "?" in base else "?"
    context = {
        "of": of,
        "entries": [(link, _ways(request, link)) for link in found.items],
        "found": found,
        "may_change": viewer_of(session).may_write,
        "before": f"{base}{joint}page={page - 1}" if page > 1 else "",
        "after": f"{base}{joint}page={page + 1}" if page < found.pages else "",
        "done": DONE.get(done, ""),
        "allows": ALLOWS,
    }
    return templates.page(request, LIST, context, headers=NO_STORE)


@router.api_route(f"{urls.SHARES}/{{share_id}}/change", methods=["GET", "HEAD"])
def changing(
    request: Request, share_id: str, session: SessionOf, entry: EntryOf, templates: TemplatesOf
) -> Response:
    """What a link shows, and to whom, to be changed."""
    link = get_link(session, entry.key, urls.read_number(share_id))
    return templates.page(request, CHANGE, _changing(request, link, {}), headers=NO_STORE)


@router.post(f"{urls.SHARES}/{{share_id}}/change")
def change(
    request: Request,
    share_id: str,
    session: SessionOf,
    entry: EntryOf,
    templates: TemplatesOf,
    lasts: Field = "",
    allows: Field = Allows.TEXTS.value,
    password: Field = "",
    no_password: Annotated[bool, Form()] = False,
    shows_newer: Annotated[bool, Form()] = False,
) -> Response:
    """Change what a link shows, and to whom."""
    link = get_link(session, entry.key, urls.read_number(share_id))
    try:
        changes = Changes(
            _one_of(Allows, allows),
            shows_newer,
            _one_of(Lasts, lasts) if lasts else None,
            "" if no_password else password or None,
        )
        change_link(session, entry.key, link.id, changes)
    except (BadInput, Full) as error:
        said = {"lasts": lasts, "allows": allows, "shows_newer": shows_newer, "problem": error}
        context = _changing(request, link, said)
        return templates.page(request, CHANGE, context, status=error.status, headers=NO_STORE)
    return RedirectResponse(f"{urls.SHARES}?done=changed", status_code=303, headers=NO_STORE)


@router.post(f"{urls.SHARES}/{{share_id}}/revoke")
def revoke(share_id: str, session: SessionOf, entry: EntryOf) -> Response:
    """Let a link open nothing any more."""
    revoke_link(session, entry.key, urls.read_number(share_id))
    return RedirectResponse(f"{urls.SHARES}?done=revoked", status_code=303, headers=NO_STORE)


def ways(request: Request, path: str, title: str, *, framed: bool) -> dict[str, str]:
    """A link to a share, what frames it ("" where a password is asked for), and its QR code."""
    origin = origin_of(request)
    base, _, query = path.partition("?")
    asked = f"?{query}" if query else ""
    return {
        "link": f"{origin}{path}",
        "snippet": snippet(origin, f"{urls.embedding(base)}{asked}", title) if framed else "",
        "qr": f"{urls.qr_code(base)}{asked}",
    }


def _ways(request: Request, link: SharedLink) -> dict[str, str]:
    """The same for a link in the list; nothing where its address cannot be shown again."""
    if not link.token or link.state is not State.OPEN:
        return {}
    path = share_path(link.token, link.slug, link.query, has_password=link.has_password)
    return ways(request, path, link.title, framed=not link.has_password)


def _form(
    request: Request,
    templates: Templates,
    session: Session,
    computing: Computing,
    article: Article,
    pair: tuple[int, int],
    chosen: Mapping[str, Any],
    problem: RecensionError | None,
) -> Response:
    """The form, as a page or as a block of the comparison's; with what is wrong, if anything."""
    a, b = pair
    look, _ = _shown(request)
    base = urls.comparison(article.slug, a, b)
    context = {
        "title": article.title,
        "pair": pair,
        "action": urls.looked(f"{base}/shares", look),
        "back": urls.looked(base, look),
        "changes": _count_changes(session, computing, article, a, b),
        "chosen": {
            "what": "",
            "change": "",
            "lasts": Lasts.EVER.value,
            "allows": Allows.TEXTS.value,
            "shows_newer": False,
            **chosen,
        },
        "lasts": LASTS,
        "allows": ALLOWS,
        "is_listed": viewer_of(session).may_write and viewer_of(session).workspace_id is not None,
        "problem": problem,
    }
    status = problem.status if problem else 200
    if wants_block(request):
        return templates.block(request, FORM, "form", context, status=status, headers=NO_STORE)
    return templates.page(request, FORM, context, status=status, headers=NO_STORE)


def _changing(request: Request, link: SharedLink, said: Mapping[str, Any]) -> dict[str, Any]:
    chosen = {"lasts": "", "allows": link.allows.value, "shows_newer": link.shows_newer}
    return {
        "link": link,
        "ways": _ways(request, link),
        "chosen": {**chosen, **said},
        "problem": said.get("problem"),
        "lasts": LASTS,
        "allows": ALLOWS,
    }


def _shown(request: Request) -> tuple[Look, str]:
    """The look on the visitor's screen, and the place there that their address points at."""
    look, place = on_screen(request)
    return look or read_look(request.query_params.multi_items())[0], place


def _count_changes(session: Session, computing: Computing, article: Article, a: int, b: int) -> int:
    """How many changes there are to choose from; 0 while the comparison is being made."""
    found = compared_soon(session, article, a, b, computing=computing)
    return 0 if isinstance(found, Pending) else len(found.comparison.changes)


def _checked(said: str, changes: int) -> int:
    """The number of one of so many changes. Raises BadInput."""
    if not (said.strip().isascii() and said.strip().isdigit() and 1 <= int(said[:9]) <= changes):
        there = f"They are numbered from 1 to {changes}." if changes else "There is none yet."
        raise BadInput("This is the number of no change.", there, field="change")
    return int(said[:9])


def _one_of(kind: type[_Choice], said: str) -> _Choice:
    try:
        return kind(said)
    except ValueError:
        names = ", ".join(kind)
        raise BadInput(
            "The form was sent with a choice that it does not have.", f"It has: {names}."
        ) from None
