"""The visitor's workspace: what is in it, how to leave it, take it along, or delete it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response, StreamingResponse

from app.errors import BadInput, NotFound, RecensionError
from app.services.bounds import bounds_of
from app.services.erasing import erase_own
from app.services.holdings import holdings_of
from app.services.keys import keys_of
from app.services.rights import own_workspace
from app.services.workspace_export import write_export
from app.services.workspaces import Entry, found_workspace, is_invitation, key_in, locked
from app.settings import Settings
from app.storage.schema import now
from app.web import urls
from app.web.attachments import attachment
from app.web.dependencies import EntryOf, PaceOf, SessionOf, SettingsOf, TemplatesOf
from app.web.keys import forget, has_workspaces, key_of, remember
from app.web.rates import GuessesOf

TEMPLATE = "workspace/workspace.html"

PRIVATE = {
    "Cache-Control": "private, no-store",
    # Not "no-referrer": browsers then say that a form comes from nowhere, and it is refused.
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""What keeps a key that stands on a page, or in its address, from getting about by itself."""

DONE = {
    "changed": "The key was changed. Give the new link to whoever is to have it.",
    "revoked": "That key opens nothing any more.",
    "entered": "This browser uses this workspace from now on.",
    "left": "This browser has forgotten the key. What is in the workspace is still there.",
    "deleted": "Everything of yours was deleted.",
}
"""What a page that something led to says of it, by the word for it in the address."""

INVITATIONS = "invitations"
"""What is guessed at by who tries one invitation after the other."""

SURE = "delete"
"""What is typed by who means it."""

_CHUNK = 256 * 1024


def _check_there_are_any(request: Request) -> None:
    if not has_workspaces(request):
        raise NotFound(
            "There are no workspaces on this site: everyone who uses it shares one library.",
            "What is in it stands in the list of articles.",
        )


def inside(entry: EntryOf) -> Entry:
    """Who comes with a key that opens a workspace. Raises Forbidden or NotFound for others."""
    if entry.is_locked:
        raise locked()
    if entry.viewer.workspace_id is None:
        raise NotFound(
            "This browser has no workspace.", "Open one by its link, or store something first."
        )
    return entry


WITH_WORKSPACES = Depends(_check_there_are_any)
"""For routers of pages that there are only where each has a workspace of their own."""

InsideOf = Annotated[Entry, Depends(inside)]

router = APIRouter(prefix=urls.WORKSPACE, include_in_schema=False, dependencies=[WITH_WORKSPACES])


def origin_of(request: Request, settings: Settings) -> str:
    """The address of the site as others reach it, without a slash at its end."""
    return settings.public_url or str(request.base_url).rstrip("/")


def link_of(request: Request, settings: Settings, key: str) -> str:
    """The address that opens the key's workspace."""
    return origin_of(request, settings) + urls.workspace_link(key)


@router.api_route("", methods=["GET", "HEAD"])
def workspace(
    request: Request,
    session: SessionOf,
    entry: EntryOf,
    settings: SettingsOf,
    templates: TemplatesOf,
    done: str = "",
) -> Response:
    """What is in the workspace, its link and its keys; or how to come by a workspace."""
    context = _context(request, session, entry, settings)
    context["done"] = DONE.get(done, "")
    response = templates.page(request, TEMPLATE, context, headers=PRIVATE)
    if context["state"] in ("own", "reading") and key_of(request) == entry.key:
        remember(request, response, entry.key)  # for as long again
    return response


@router.post("/invitation")
def invited(
    request: Request,
    session: SessionOf,
    entry: EntryOf,
    settings: SettingsOf,
    templates: TemplatesOf,
    pace: PaceOf,
    guesses: GuessesOf,
    invitation: Annotated[str, Form()] = "",
) -> Response:
    """Found a workspace for who was invited."""
    if settings.admission != "invite" or entry.viewer.workspace_id is not None:
        return RedirectResponse(urls.WORKSPACE, status_code=303)
    guesses.start(request, INVITATIONS)
    if not is_invitation(invitation, settings):
        problem = BadInput(
            "This is none of the invitations to this site."
            if invitation.strip()
            else "Enter your invitation.",
            "Look whether it was copied whole, or ask whoever runs this site.",
            field="invitation",
        )
        context = _context(request, session, entry, settings, problem)
        return templates.page(request, TEMPLATE, context, status=problem.status, headers=PRIVATE)
    guesses.succeeded(request, INVITATIONS)
    pace.found()
    response = RedirectResponse("/", status_code=303)
    remember(request, response, found_workspace(session))
    return response


@router.post("/open")
def open_other(
    request: Request,
    session: SessionOf,
    entry: EntryOf,
    settings: SettingsOf,
    templates: TemplatesOf,
    link: Annotated[str, Form()] = "",
) -> Response:
    """The way from a link or a key that somebody entered to the workspace that it opens."""
    key = key_in(link)
    if key:
        return RedirectResponse(urls.workspace_link(key), status_code=303, headers=PRIVATE)
    problem = BadInput(
        "This is no link of a workspace, and no key.",
        "A link ends in /w/ and 22 letters, digits, hyphens or underscores.",
        field="link",
    )
    context = _context(request, session, entry, settings, problem)
    return templates.page(request, TEMPLATE, context, status=problem.status, headers=PRIVATE)


@router.api_route("/leave", methods=["GET", "HEAD"])
def leaving(
    request: Request, entry: EntryOf, settings: SettingsOf, templates: TemplatesOf
) -> Response:
    """What it means to have this browser forget the key."""
    link = link_of(request, settings, entry.key) if entry.key else ""
    return templates.page(request, "workspace/leave.html", {"link": link}, headers=PRIVATE)


@router.post("/leave")
def leave(request: Request) -> Response:
    """Have this browser forget the key."""
    response = RedirectResponse(f"{urls.WORKSPACE}?done=left", status_code=303)
    forget(request, response)
    return response


@router.api_route("/export", methods=["GET"])
def export(session: SessionOf, _inside: InsideOf) -> Response:
    """Everything in the workspace, as a file that the command line takes back."""
    # On disk, since it may be large; and whole before it is sent, so that it is whole or an error.
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed when it has been sent
    try:
        write_export(session, file)
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    name = f"recension-{now():%Y-%m-%d}.zip"
    headers = {
        **attachment(name, "application/zip"),
        "Content-Length": str(size),
        "Content-Encoding": "identity",  # it is packed, and need not be packed again
        **PRIVATE,
    }
    return StreamingResponse(_chunks(file), headers=headers)


@router.api_route("/delete", methods=["GET", "HEAD"])
def deleting(
    request: Request, session: SessionOf, _inside: InsideOf, templates: TemplatesOf
) -> Response:
    """What goes when everything is deleted, and the question whether that is meant."""
    return templates.page(request, "workspace/delete.html", _at_stake(session, ""), headers=PRIVATE)


@router.post("/delete")
def delete(
    request: Request,
    session: SessionOf,
    _inside: InsideOf,
    templates: TemplatesOf,
    sure: Annotated[str, Form()] = "",
) -> Response:
    """Delete the workspace with all that is in it, once that is known to be meant."""
    if sure.strip().strip("“”\"'").lower() != SURE:
        told = f"Nothing was deleted. Type the word “{SURE}” if you mean it."
        context = _at_stake(session, told)
        return templates.page(
            request, "workspace/delete.html", context, status=422, headers=PRIVATE
        )
    erase_own(session)
    response = RedirectResponse(f"{urls.WORKSPACE}?done=deleted", status_code=303)
    forget(request, response)
    return response


def _at_stake(session: Session, problem: str) -> dict[str, Any]:
    own = own_workspace(session)
    return {"holdings": holdings_of(session, [own])[own], "sure": SURE, "problem": problem}


def _context(
    request: Request,
    session: Session,
    entry: Entry,
    settings: Settings,
    problem: RecensionError | None = None,
) -> dict[str, Any]:
    """What the page shows: ``state`` is "own", "reading", "locked", "unknown" or "none"."""
    context: dict[str, Any] = {
        "state": _state(entry),
        "invites": settings.admission == "invite",
        "problem": problem,
        "done": "",
        "bounds": [],
    }
    own = entry.viewer.workspace_id
    if own is not None:
        context["holdings"] = holdings_of(session, [own])[own]
        context["bounds"] = [bound for bound in bounds_of(session, own) if bound.most]
        context["link"] = link_of(request, settings, entry.key)
        context["origin"] = origin_of(request, settings)
    if context["state"] == "own":
        context["keys"] = keys_of(session, entry.key)
    return context


def _state(entry: Entry) -> str:
    if entry.is_locked:
        return "locked"
    if not entry.is_known:
        return "unknown"
    if entry.viewer.workspace_id is None:
        return "none"
    return "own" if entry.viewer.may_write else "reading"


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
