"""The keys of a workspace: giving its link away, opening it elsewhere, changing who may come in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from app.services.holdings import holdings_of
from app.services.keys import change_key, keys_of, make_key, revoke_key
from app.services.missing import nothing_here
from app.services.workspaces import Entry, entry_by, locked
from app.settings import Settings
from app.web import urls
from app.web.attachments import attachment
from app.web.dependencies import EntryOf, SessionOf, SettingsOf, TemplatesOf
from app.web.keys import remember
from app.web.pages.workspace import (
    PRIVATE,
    WITH_WORKSPACES,
    InsideOf,
    link_of,
    origin_of,
)
from app.web.rates import guesses_of

router = APIRouter(include_in_schema=False, dependencies=[WITH_WORKSPACES])

_KEY_FILE = """\
This is the key of a workspace in Recension, at {origin}
{rights}

To use the workspace in a browser, open this link there:

    {link}

For programs the key is a bearer token:

    Authorization: Bearer {key}

Whoever has the link or the key can {can}. There is no password
besides, and nobody can find the workspace again without them: keep this file where
only those can read it who may. On the page “Your workspace” the key can be changed.
"""


@router.api_route(f"{urls.WORKSPACE}/key.txt", methods=["GET", "HEAD"])
def key_file(request: Request, entry: InsideOf, settings: SettingsOf) -> Response:
    """The key as a file that says what it is."""
    writes = entry.viewer.may_write
    text = _KEY_FILE.format(
        origin=origin_of(request, settings),
        link=link_of(request, settings, entry.key),
        key=entry.key,
        rights="It reads, stores, changes and deletes." if writes else "It only reads.",
        can="read, change and delete all that is in it" if writes else "read all that is in it",
    )
    saved = attachment("recension-key.txt", "text/plain; charset=utf-8")
    return PlainTextResponse(text, headers={**saved, **PRIVATE})


@router.post(f"{urls.WORKSPACE}/keys")
def make_reading_key(
    request: Request,
    session: SessionOf,
    _inside: InsideOf,
    settings: SettingsOf,
    templates: TemplatesOf,
) -> Response:
    """Make a link that only reads and show it: the only time that it is shown."""
    link = link_of(request, settings, make_key(session, may_write=False))
    return templates.page(
        request, "workspace/made.html", {"link": link}, status=201, headers=PRIVATE
    )


@router.post(f"{urls.WORKSPACE}/keys/{{key_id}}/revoke")
def revoke(key_id: str, session: SessionOf, entry: InsideOf) -> Response:
    """Let a key open nothing any more."""
    revoke_key(session, urls.read_number(key_id), entry.key)
    return RedirectResponse(f"{urls.WORKSPACE}?done=revoked", status_code=303)


@router.api_route(f"{urls.WORKSPACE}/change", methods=["GET", "HEAD"])
def changing(
    request: Request, session: SessionOf, entry: InsideOf, templates: TemplatesOf
) -> Response:
    """What it means to change the key."""
    readers = sum(not key.may_write for key in keys_of(session, entry.key))
    return templates.page(request, "workspace/change.html", {"readers": readers}, headers=PRIVATE)


@router.post(f"{urls.WORKSPACE}/change")
def change(
    request: Request,
    session: SessionOf,
    _inside: InsideOf,
    readers_too: Annotated[bool, Form()] = False,
) -> Response:
    """Change the key; this browser keeps the new one."""
    response = RedirectResponse(f"{urls.WORKSPACE}?done=changed", status_code=303)
    remember(request, response, change_key(session, readers_too=readers_too))
    return response


@router.api_route("/w/{key}", methods=["GET", "HEAD"])
def link(
    request: Request,
    key: str,
    session: SessionOf,
    entry: EntryOf,
    settings: SettingsOf,
    templates: TemplatesOf,
) -> Response:
    """The question whether this browser is to use the workspace that the link opens."""
    there = _opened(request, session, key, settings)
    here = entry.viewer.workspace_id
    ids = [id for id in (there.viewer.workspace_id, here) if id is not None]
    held = holdings_of(session, ids)
    context = {
        "holdings": held[ids[0]],
        "may_write": there.viewer.may_write,
        "is_here": entry.key == key,
        "is_same": here == ids[0],
        "present": held[here] if here not in (None, ids[0]) else None,
        "present_link": link_of(request, settings, entry.key) if entry.key else "",
    }
    return templates.page(request, "workspace/enter.html", context, headers=PRIVATE)


@router.post("/w/{key}")
def enter(request: Request, key: str, session: SessionOf, settings: SettingsOf) -> Response:
    """Have this browser use the workspace that the link opens."""
    _opened(request, session, key, settings)
    response = RedirectResponse(f"{urls.WORKSPACE}?done=entered", status_code=303)
    remember(request, response, key)
    return response


def _opened(request: Request, session: Session, key: str, settings: Settings) -> Entry:
    """What the key opens.

    Raises NotFound when that is nothing, Forbidden when it is locked, and TooOften.
    """
    guesses = guesses_of(request)
    guesses.check_key(request, key)
    found = entry_by(session, key, settings)
    guesses.note_key(request, key, fits=found.is_known)
    if found.is_locked:
        raise locked()
    if found.viewer.workspace_id is None:
        raise nothing_here()
    return found
