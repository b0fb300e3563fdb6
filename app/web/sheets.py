"""The form of the front page: two sheets, each with a text or a file and a title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from app.errors import BadInput, RecensionError
from app.services.incoming import Incoming, check_size, from_file, from_paste
from app.settings import Settings

SIDES = ("a", "b")
LEGENDS = {"a": "Earlier version", "b": "Later version"}

# A few more than the form has, so that an extension of a browser may add its own.
MAX_FIELDS, MAX_FILES = 16, 4


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; ``data`` is empty when ``size`` is past the limit and was not read."""

    name: str
    size: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was put on one side of the form."""

    side: str
    text: str = ""
    title: str = ""
    file: Upload | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing was put on it."""
        return self.file is None and not self.text.strip()

    def incoming(self, settings: Settings) -> Incoming:
        """The version that it holds; a file goes before text. Raises as services.incoming does."""
        if self.file is None:
            return from_paste(
                self.text, title=self.title, settings=settings, field=f"{self.side}_text"
            )
        field = f"{self.side}_file"
        check_size(self.file.size, self.file.name, settings, field)
        return from_file(
            self.file.data, self.file.name, title=self.title, settings=settings, field=field
        )


async def _read_sheets(request: Request) -> tuple[Sheet, Sheet]:
    settings: Settings = request.app.state.settings
    # The whole request is bounded already; a pasted text may be as large as that.
    async with request.form(
        max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=settings.max_request_bytes
    ) as form:
        a, b = [await _read_sheet(form, side, settings) for side in SIDES]
    return a, b


async def _read_sheet(form: FormData, side: str, settings: Settings) -> Sheet:
    file = form.get(f"{side}_file")
    upload = None
    # A file field that was left alone is sent as a file without a name.
    if isinstance(file, UploadFile) and file.filename:
        size = file.size or 0
        data = await file.read() if size <= settings.max_upload_bytes else b""
        upload = Upload(file.filename, size, data)
    return Sheet(side, _text(form, f"{side}_text"), _text(form, f"{side}_title"), upload)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


SheetsOf = Annotated[tuple[Sheet, Sheet], Depends(_read_sheets)]


def read_both(
    sheets: tuple[Sheet, Sheet], settings: Settings
) -> tuple[list[Incoming], dict[str, RecensionError]]:
    """The versions on both sheets, and by side what is wrong: all of it, not only the first."""
    versions: list[Incoming] = []
    problems: dict[str, RecensionError] = {}
    for sheet in sheets:
        try:
            versions.append(sheet.incoming(settings))
        except RecensionError as error:
            problems[sheet.side] = error
    if not problems and versions[0].document.text == versions[1].document.text:
        problems["b"] = BadInput(
            "This is the same text as the earlier version, to the letter.",
            "There is nothing to compare; if one of them was put here by mistake, replace it.",
            field="b_text",
        )
    return versions, problems
