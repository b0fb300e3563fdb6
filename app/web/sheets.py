"""Sheets of a form: each takes a text, an address or files, and gives the versions on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from app.errors import BadInput, RecensionError
from app.ingest import Hints, Tracked
from app.ingest.archive import natural_order
from app.services.choices import Choices, is_address
from app.services.fetched import PagesAsked
from app.services.incoming import (
    Incoming,
    check_size,
    from_archive,
    from_fetched,
    from_file,
    from_html_paste,
    from_paste,
)
from app.settings import Settings

SIDES = ("a", "b")
NEW = "new"
LEGENDS = {"a": "Earlier version", "b": "Later version", NEW: "New version"}

_AS = {Tracked.ORIGINAL: "as it was", Tracked.ACCEPTED: "changes accepted"}

MOST_FILES = 60
# Each block that is shown has a field or two of its own, and a browser's extension may add some.
_MOST_FIELDS = 1_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; ``data`` is empty when ``size`` is past the limit and was not read."""

    name: str
    size: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was put on one side of the form.

    Files go before text. ``html`` is the text as it was pasted, with its markup. ``both_tracked``
    asks for the file's text without its tracked changes, and then with them. ``into`` is the slug
    of the article that was chosen for all that is on the form, "" for a new one. ``seen`` is the
    token of the page that was looked at, "" for none.
    """

    side: str
    text: str = ""
    html: str = ""
    title: str = ""
    files: tuple[Upload, ...] = ()
    mend: bool = False
    both_tracked: bool = False
    choices: Choices = field(default_factory=Choices)
    into: str = ""
    seen: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was put on it."""
        return not self.files and not self.text.strip()

    @property
    def is_address(self) -> bool:
        """Whether its text is the address of a page."""
        return not self.files and is_address(self.text)

    def versions(self, settings: Settings, pages: PagesAsked) -> list[Incoming]:
        """The versions on it, in order. Raises as services.incoming does."""
        if self.files:
            found = list(self._from_files(settings))
        else:
            found = [self._from_text(settings, pages)]
        if len(found) == 1:
            found = [self.choices.applied(found[0])]
        return found

    def _from_files(self, settings: Settings) -> Iterator[Incoming]:
        field = f"{self.side}_file"
        for file in self.files:
            check_size(file.size, file.name, settings, field)
        if len(self.files) == 1:
            yield from self._from_one_file(self.files[0], settings, field)
            return
        for file in sorted(self.files, key=lambda file: natural_order(file.name)):
            yield from from_archive(file.data, file.name, settings=settings, field=field)

    def _from_one_file(self, file: Upload, settings: Settings, field: str) -> Iterator[Incoming]:
        ways = (Tracked.ORIGINAL, Tracked.ACCEPTED) if self.both_tracked else (Tracked.ACCEPTED,)
        if not self.both_tracked:
            several = from_archive(file.data, file.name, settings=settings, field=field)
            if len(several) > 1:
                yield from several
                return
        for tracked in ways:
            hints = Hints(tracked=tracked, mend=self.mend)
            found = from_file(
                file.data, file.name, title=self.title, settings=settings, field=field, hints=hints
            )
            if self.both_tracked:
                found = replace(found, label=f"{found.label}, {_AS[tracked]}")
            yield found

    def _from_text(self, settings: Settings, pages: PagesAsked) -> Incoming:
        field = f"{self.side}_text"
        if self.is_address:
            found = pages.fetch(self.text.strip(), settings, field, token=self.seen)
            hints = Hints(mend=self.mend)
            return from_fetched(
                found, title=self.title, settings=settings, field=field, hints=hints
            )
        if self.html:
            return from_html_paste(
                self.html, self.text, title=self.title, settings=settings, field=field
            )
        return from_paste(
            self.text, title=self.title, settings=settings, field=field, mend=self.mend
        )


async def _read_both(request: Request) -> tuple[Sheet, Sheet]:
    a, b = await _read_sheets(request, SIDES)
    return a, b


async def _read_new(request: Request) -> Sheet:
    (sheet,) = await _read_sheets(request, (NEW,))
    return sheet


async def _read_asked(request: Request) -> Sheet:
    """The sheet that the address names; its right to be there is the handler's to judge."""
    side = request.query_params.get("side", "")
    (sheet,) = await _read_sheets(request, (side,))
    return sheet


async def _read_sheets(request: Request, sides: Sequence[str]) -> list[Sheet]:
    settings: Settings = request.app.state.settings
    # The whole request is bounded already; a pasted text may be as large as that.
    async with request.form(
        max_files=MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=settings.max_request_bytes
    ) as form:
        return [await _read_sheet(form, side, settings) for side in sides]


async def _read_sheet(form: FormData, side: str, settings: Settings) -> Sheet:
    return Sheet(
        side,
        text=_text(form, f"{side}_text"),
        html=_text(form, f"{side}_html"),
        title=_text(form, f"{side}_title"),
        files=tuple(
            [
                await read_upload(file, settings)
                for file in form.getlist(f"{side}_file")
                # A file field that was left alone is sent as a file without a name.
                if isinstance(file, UploadFile) and file.filename
            ]
        ),
        mend=bool(_text(form, f"{side}_mend")),
        both_tracked=_text(form, "tracked") == side,
        choices=Choices(
            of=_text(form, f"{side}_of"),
            shown=_numbers(form, f"{side}_shown"),
            kept=_numbers(form, f"{side}_kept"),
            byline=_given(form, f"{side}_byline"),
            published=_given(form, f"{side}_published"),
        ),
        into=_chosen(form),
        seen=_text(form, f"{side}_seen"),
    )


async def read_upload(file: UploadFile, settings: Settings) -> Upload:
    """A file of a form; one that is past the limit is not read."""
    size = file.size or 0
    data = await file.read() if size <= settings.max_upload_bytes else b""
    return Upload(file.filename or "", size, data)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _chosen(form: FormData) -> str:
    """The article that was chosen; a button that was pressed counts more than "new" ticked."""
    given = [value for value in form.getlist("into") if isinstance(value, str)]
    return next((value for value in reversed(given) if value not in ("", NEW)), "")


def _given(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value if isinstance(value, str) else None


def _numbers(form: FormData, name: str) -> frozenset[int]:
    return frozenset(
        int(value)
        for value in form.getlist(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 9
    )


SheetsOf = Annotated[tuple[Sheet, Sheet], Depends(_read_both)]
NewSheetOf = Annotated[Sheet, Depends(_read_new)]
AskedSheetOf = Annotated[Sheet, Depends(_read_asked)]


def read_both(
    sheets: tuple[Sheet, Sheet], settings: Settings, pages: PagesAsked
) -> tuple[dict[str, list[Incoming]], dict[str, RecensionError]]:
    """By side the versions on the sheets, and what is wrong: all of it, not only the first.

    A sheet may stay blank when the other holds several versions, or one that goes to an article
    that is there.
    """
    versions: dict[str, list[Incoming]] = {}
    problems: dict[str, RecensionError] = {}
    for sheet in sheets:
        try:
            versions[sheet.side] = sheet.versions(settings, pages)
        except RecensionError as error:
            problems[sheet.side] = error
    blank = {sheet.side for sheet in sheets if sheet.blank}
    joins = any(sheet.into for sheet in sheets)
    if any(joins or len(found) > 1 for found in versions.values()):
        for side in blank & problems.keys():
            del problems[side]
    every = in_order(versions)
    if not problems and len(every) == 2 and _say_the_same(*every):
        problems["b"] = BadInput(
            "This is the same text as the earlier version, to the letter.",
            "There is nothing to compare; if one of them was put here by mistake, replace it.",
            field="b_text",
        )
    return versions, problems


def in_order(versions: Mapping[str, Sequence[Incoming]]) -> list[Incoming]:
    """The versions on both sheets, the earliest first."""
    return [each for side in SIDES for each in versions.get(side, ())]


def _say_the_same(a: Incoming, b: Incoming) -> bool:
    return a.document.text == b.document.text and a.document.blocks == b.document.blocks
