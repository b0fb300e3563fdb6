"""What a form with sheets shows: the sheets, what came out of them, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import RecensionError
from app.services.choices import mark
from app.services.fetched import RecentPages
from app.services.incoming import Incoming, count_words
from app.services.previews import Preview, preview
from app.settings import Settings
from app.web.sheets import LEGENDS, SIDES, Sheet

ACCEPTED = (
    ".txt,.md,.markdown,.html,.htm,.mhtml,.mht,.docx,.docm,.odt,.rtf,.pdf,.epub,.eml,.json,.zip,"
    "text/plain,text/markdown,text/html"
)
"""The files that a browser offers first; what they are is told from their bytes."""
MOST_NAMED = 30


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet of a form as the page shows it."""

    side: str
    legend: str
    text: str = ""
    title: str = ""
    problem: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class FormView:
    """A form. ``in_place``: the page is there already, and only what is wrong is sent."""

    sheets: tuple[SheetView, ...]
    action: str = "/articles"
    button: str = "Compare"
    promise: str = "Both texts are kept in this library as two versions of one article."
    problem: str = ""
    in_place: bool = False
    accepted: str = ACCEPTED


EMPTY_FORM = FormView(tuple(SheetView(side, LEGENDS[side]) for side in SIDES))


@dataclass(frozen=True, slots=True)
class Named:
    """One of several versions on a sheet: what it is called, and how many words it has."""

    name: str
    words: int


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What is known of a sheet before it is stored; all empty for a blank one.

    ``waits``: its text is an address at which nobody has looked yet. ``several`` are its versions
    when there is more than one, of ``count`` in all.
    """

    problem: str = ""
    advice: str = ""
    waits: bool = False
    several: tuple[Named, ...] = ()
    count: int = 0
    preview: Preview | None = None
    name: str = ""
    is_shown: bool = False
    also_pasted: bool = False
    mark: str = ""
    can_mend: bool = False
    mends: bool = False


def previewed(
    sheet: Sheet, settings: Settings, pages: RecentPages, *, look: bool
) -> PreviewView | None:
    """What to show under a sheet; ``look`` lets a page be fetched. None for a blank sheet.

    What is wrong with it is told, not raised.
    """
    if sheet.blank:
        return None
    if sheet.is_address and not look and not pages.has(sheet.text.strip()):
        return PreviewView(waits=True)
    also_pasted = bool(sheet.files and sheet.text.strip())
    try:
        versions = sheet.versions(settings, pages)
    except RecensionError as error:
        return PreviewView(error.sentence, error.advice, also_pasted=also_pasted)
    if len(versions) > 1:
        named = tuple(
            Named(each.label or each.shown_title, count_words(each.document))
            for each in versions[:MOST_NAMED]
        )
        return PreviewView(several=named, count=len(versions), also_pasted=also_pasted)
    (incoming,) = versions
    return _of_one(sheet, incoming, also_pasted=also_pasted)


def _of_one(sheet: Sheet, incoming: Incoming, *, also_pasted: bool) -> PreviewView:
    garbled = any("wrong encoding" in notice for notice in incoming.document.notices)
    return PreviewView(
        preview=preview(incoming),
        name=incoming.label or incoming.name,
        is_shown=not sheet.files and not sheet.is_address,
        also_pasted=also_pasted,
        mark=mark(incoming.document),
        can_mend=garbled or sheet.mend,
        mends=sheet.mend,
    )


def rejected(
    form: FormView, sheets: tuple[Sheet, ...], problems: Mapping[str, RecensionError], *, now: bool
) -> FormView:
    """The form with what is wrong; ``now`` when the page with it is on the screen already."""
    where = " and ".join(f"the {LEGENDS[side].lower()}" for side in problems)
    return FormView(
        tuple(_rejected_sheet(sheet, problems.get(sheet.side), now) for sheet in sheets),
        form.action,
        form.button,
        form.promise,
        f"Nothing was stored. See what is said under {where}.",
        now,
    )


def _rejected_sheet(sheet: Sheet, problem: RecensionError | None, now: bool) -> SheetView:
    sentence, advice = (problem.sentence, problem.advice) if problem else ("", "")
    if problem is None and sheet.files and not now:
        names = " and ".join(f"“{file.name}”" for file in sheet.files[:2])
        sentence = f"Choose {names}{' and the others' * (len(sheet.files) > 2)} once more."
        advice = "A browser does not let a page keep a file that was chosen."
    return SheetView(sheet.side, LEGENDS[sheet.side], sheet.text, sheet.title, sentence, advice)
