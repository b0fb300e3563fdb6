"""Many files at once: sent, looked at before anything is stored, and stored."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from app.errors import RecensionError, TooLarge
from app.services.articles import get_article
from app.services.bulk import Stage
from app.services.lines import in_bytes
from app.services.proposals import MOST_FILES, SentFile, check_not_too_many
from app.services.rights import check_may_change
from app.services.workspaces import found_workspace
from app.settings import Settings
from app.storage.viewing import viewer_of
from app.web import urls
from app.web.dependencies import (
    FoundingKeyOf,
    PaceOf,
    SessionOf,
    SettingsOf,
    TemplatesOf,
    UploadsOf,
)
from app.web.forms import ACCEPTED
from app.web.keys import key_of, remember
from app.web.sheets import Upload, read_upload
from app.web.templating import Templates, wants_block
from app.web.uploads import (
    proposal_views,
    read_choices,
    results_view,
    suggestions,
    with_suggestions,
)

router = APIRouter(prefix=urls.UPLOAD, include_in_schema=False)

FORM = "uploads/form.html"
UPLOAD = "uploads/upload.html"
BLOCK = "upload"
PRIVATE = {"Cache-Control": "private, no-store"}

_MOST_FIELDS = 50


async def _read_files(request: Request) -> list[Upload]:
    settings: Settings = request.app.state.settings
    try:
        async with request.form(
            max_files=MOST_FILES + 2, max_fields=_MOST_FIELDS, max_part_size=1024
        ) as form:
            return [
                await read_upload(file, settings)
                for file in form.getlist("files")
                if isinstance(file, UploadFile) and file.filename
            ]
    except HTTPException as error:
        if "files" not in str(error.detail):
            raise
        raise TooLarge(
            f"These are more than {MOST_FILES:,} files, and so many are taken at once.",
            "Send them in parts, or in a zip archive.",
        ) from error


class Choices(NamedTuple):
    """What was chosen for each article; ``each_likely``: the rest goes to what it resembles."""

    chosen: dict[int, str]
    each_likely: bool


async def _read_choices(request: Request) -> Choices:
    async with request.form(max_files=0, max_fields=MOST_FILES + _MOST_FIELDS) as form:
        fields = [(k, v) for k, v in form.multi_items() if isinstance(v, str)]
        return Choices(read_choices(fields), "likely" in form)


FilesOf = Annotated[list[Upload], Depends(_read_files)]
ChoicesOf = Annotated[Choices, Depends(_read_choices)]


@router.api_route("", methods=["GET", "HEAD"])
def choose(
    request: Request,
    session: SessionOf,
    settings: SettingsOf,
    templates: TemplatesOf,
    to: str = "",
) -> Response:
    """Where many files are chosen; ``to`` is the article that all of them are versions of."""
    title = ""
    if to:
        article = get_article(session, to)
        check_may_change(session, article)
        title = article.title
    return _form(request, templates, settings, to, title)


@router.post("")
def send(
    request: Request,
    _may_store: FoundingKeyOf,
    files: FilesOf,
    session: SessionOf,
    settings: SettingsOf,
    templates: TemplatesOf,
    uploads: UploadsOf,
    to: str = "",
) -> Response:
    """Have the files read, and go to where it is shown what would become of them."""
    title = ""
    if to:
        article = get_article(session, to)
        check_may_change(session, article)
        title = article.title
    try:
        check_not_too_many(len(files))
    except RecensionError as error:
        return _form(request, templates, settings, to, title, error)
    sent = [
        SentFile(f.name, f.data if f.size <= settings.max_upload_bytes else None) for f in files
    ]
    upload_id = uploads.take(viewer_of(session), sent, to)
    return RedirectResponse(urls.upload(upload_id), status_code=303)


@router.api_route("/{upload_id}", methods=["GET", "HEAD"])
def look(
    request: Request,
    upload_id: str,
    session: SessionOf,
    templates: TemplatesOf,
    uploads: UploadsOf,
) -> Response:
    """How an upload gets on, what would become of its files, or what has."""
    upload = uploads.find(viewer_of(session), upload_id)
    is_proposed = upload.stage is Stage.PROPOSED
    context = {
        "upload": upload,
        "proposals": proposal_views(upload) if is_proposed else [],
        "suggested": len(suggestions(upload)) if is_proposed else 0,
        "results": results_view(upload),
        "address": urls.upload(upload_id),
    }
    if wants_block(request):
        return templates.block(request, UPLOAD, BLOCK, context, headers=PRIVATE)
    status = 202 if upload.is_working else 200
    return templates.page(request, UPLOAD, context, status=status, headers=PRIVATE)


@router.post("/{upload_id}")
def store(
    request: Request,
    upload_id: str,
    founding_key: FoundingKeyOf,
    choices: ChoicesOf,
    session: SessionOf,
    uploads: UploadsOf,
    pace: PaceOf,
) -> Response:
    """Store what was proposed, as chosen; it goes on by itself."""
    upload = uploads.find(viewer_of(session), upload_id)
    # Who has no workspace gets one now, so that there is somewhere to store it all.
    key = ""
    if founding_key and upload.stage is Stage.PROPOSED:
        pace.found()
        key = found_workspace(session)
    chosen = with_suggestions(choices.chosen, upload) if choices.each_likely else choices.chosen
    uploads.store(viewer_of(session), upload, chosen)
    response = RedirectResponse(urls.upload(upload_id), status_code=303)
    remember(request, response, key or key_of(request))
    return response


def _form(
    request: Request,
    templates: Templates,
    settings: Settings,
    to: str,
    title: str,
    error: RecensionError | None = None,
) -> Response:
    context = {
        "to": to,
        "title": title,
        "error": error,
        "accepted": f"{ACCEPTED},.jsonl,.ndjson,.toml",
        "most_files": MOST_FILES,
        "most_bytes": settings.max_request_bytes,
        "most": in_bytes(settings.max_request_bytes),
        "largest": in_bytes(settings.max_upload_bytes),
    }
    return templates.page(request, FORM, context, status=error.status if error else 200)
