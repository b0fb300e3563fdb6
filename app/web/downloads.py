"""Comparisons as files over the web: what is told in them, and how they are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from app.export.about import About, VersionAbout, safe_stem
from app.export.formats import Format
from app.presentation.sides import language_shown
from app.services.comparisons import Compared
from app.services.exporting import Exporting, export_key
from app.storage.schema import Version
from app.web.attachments import attachment
from app.web.templating import said


def _exporting(request: Request) -> Exporting:
    exporting: Exporting = request.app.state.exporting
    return exporting


ExportingOf = Annotated[Exporting, Depends(_exporting)]


def about_of(compared: Compared, address: str = "") -> About:
    """What files tell of a comparison; ``address`` is the whole one that others reach it by."""
    a, b = compared.comparison.a.document, compared.comparison.b.document
    slug, numbers = compared.article.slug, (compared.version_a.number, compared.version_b.number)
    return About(
        title=compared.article.title,
        a=_version_about(compared.version_a, language_shown(a)),
        b=_version_about(compared.version_b, language_shown(b)),
        address=address,
        stem=safe_stem(slug, *numbers),
        stem_a=safe_stem(slug, numbers[0]),
        stem_b=safe_stem(slug, numbers[1]),
    )


def _version_about(version: Version, language: str) -> VersionAbout:
    return VersionAbout(
        name=f"Version {version.number}",
        label=version.label,
        captured=version.captured_at,
        published=said(version.published) if version.published else "",
        sha256=version.content_hash,
        language=language,
    )


def file_etag(compared: Compared, about: About, form: Format) -> str:
    """What changes when the file does; known before it is made."""
    return f'"{export_key(compared, about, form.name)[:32]}"'


def is_known(request: Request, etag: str) -> bool:
    """Whether who asks has the file as it is."""
    known = request.headers.get("if-none-match", "")
    return etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]


def file_response(
    request: Request,
    compared: Compared,
    about: About,
    form: Format,
    make: Callable[[], bytes | Response],
) -> Response:
    """The file to be saved, or word that who asks has it; it is made only where it has to be.

    ``make`` gives the file, or what is to be answered in its place.
    """
    etag = file_etag(compared, about, form)
    headers = {**attachment(form.file_name(about), form.media_type), "ETag": etag}
    if is_known(request, etag):
        return Response(
            status_code=304, headers={"ETag": etag, "Cache-Control": "private, no-cache"}
        )
    data = make()
    return data if isinstance(data, Response) else Response(data, headers=headers)
