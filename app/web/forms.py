"""What a form with sheets shows: the sheets, what came out of them, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.errors import RecensionError
from app.services.choices import mark
from app.services.fetched import PagesAsked, new_token
from app.services.filing import LIKELY, Likely, likely_articles
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
class FilingView:
    """The articles that what is on a form may belong to, for somebody to choose.

    ``same`` are versions with the very same text, each with the sheet that it stands on.
    ``chosen`` is a slug or "". ``marks`` has for each side what tells its text from others.
    """

    options: tuple[Likely, ...]
    same: tuple[tuple[str, Likely], ...]
    chosen: str
    marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """A form. ``in_place``: the page is there already, and only what is wrong is sent."""

    sheets: tuple[SheetView, ...]
    action: str = "/articles"
    button: str = "Compare"
    promise: str = "Both texts are kept as two versions of one article."
    problem: str = ""
    in_place: bool = False
    accepted: str = ACCEPTED
    filing: FilingView | None = None


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
    when there is more than one, of ``count`` in all. ``mark`` is that of the text that is shown,
    ``seen`` the token of the page that it was read from, "" where it is of none.
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
    seen: str = ""
    can_mend: bool = False
    mends: bool = False
    likely: tuple[Likely, ...] = ()


def previewed(
    session: Session, sheet: Sheet, settings: Settings, pages: PagesAsked, *, look: bool
) -> PreviewView | None:
    """What to show under a sheet; ``look`` lets a page be fetched. None for a blank sheet.

    What is wrong with it is told, not raised.
    """
    if sheet.blank:
        return None
    if sheet.is_address and not pages.has(sheet.seen, sheet.text.strip()):
        if not look:
            return PreviewView(waits=True)
        sheet = replace(sheet, seen=new_token())
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
    # A further version of an article goes to that one.
    likely = likely_articles(session, incoming.document) if sheet.side in SIDES else []
    return replace(_of_one(sheet, incoming, also_pasted=also_pasted), likely=tuple(likely))


def _of_one(sheet: Sheet, incoming: Incoming, *, also_pasted: bool) -> PreviewView:
    garbled = any("wrong encoding" in notice for notice in incoming.document.notices)
    return PreviewView(
        preview=preview(incoming),
        name=incoming.label or incoming.name,
        is_shown=not sheet.files and not sheet.is_address,
        also_pasted=also_pasted,
        mark=mark(incoming.document),
        seen=sheet.seen if sheet.is_address else "",
        can_mend=garbled or sheet.mend,
        mends=sheet.mend,
    )


def filing(
    session: Session, sheets: Sequence[Sheet], found: Mapping[str, Sequence[Incoming]]
) -> FilingView | None:
    """Which articles what was found on the sheets may belong to; None when there are none."""
    options: dict[str, Likely] = {}
    same: list[tuple[str, Likely]] = []
    marks: list[tuple[str, str]] = []
    for sheet in sheets:
        if len(found.get(sheet.side, ())) != 1:
            continue
        document = found[sheet.side][0].document
        marks.append((sheet.side, mark(document)))
        for each in likely_articles(session, document):
            if each.is_same:
                same.append((LEGENDS[sheet.side], each))
            if each.may_add and each.share > getattr(options.get(each.slug), "share", 0):
                options[each.slug] = each
    if not options and not same:
        return None
    ordered = sorted(options.values(), key=lambda each: -each.share)
    return FilingView(tuple(ordered), tuple(same), sheets[0].into, tuple(marks))


def is_unasked(sheets: Sequence[Sheet], view: FilingView) -> bool:
    """Whether something is likely to belong to an article, and nobody was asked about it."""
    seen = {sheet.side for sheet in sheets if (sheet.side, sheet.choices.of) in view.marks}
    unseen = {side for side, _ in view.marks} - seen
    return bool(unseen) and any(each.share >= LIKELY for each in view.options)


def asked(form: FormView, sheets: tuple[Sheet, ...], view: FilingView, *, now: bool) -> FormView:
    """The form with the question to which article its texts belong."""
    return replace(
        form,
        sheets=tuple(_rejected_sheet(sheet, None, now) for sheet in sheets),
        problem="Nothing is stored yet. Say where this belongs, then compare.",
        in_place=now,
        filing=view,
    )


def rejected(
    form: FormView,
    sheets: tuple[Sheet, ...],
    problems: Mapping[str, RecensionError],
    *,
    now: bool,
    filing: FilingView | None = None,
) -> FormView:
    """The form with what is wrong; ``now`` when the page with it is on the screen already."""
    where = " and ".join(f"the {LEGENDS[side].lower()}" for side in problems)
    return replace(
        form,
        sheets=tuple(_rejected_sheet(sheet, problems.get(sheet.side), now) for sheet in sheets),
        problem=f"Nothing was stored. See what is said under {where}.",
        in_place=now,
        filing=filing,
    )


def _rejected_sheet(sheet: Sheet, problem: RecensionError | None, now: bool) -> SheetView:
    sentence, advice = (problem.sentence, problem.advice) if problem else ("", "")
    if problem is None and sheet.files and not now:
        names = " and ".join(f"“{file.name}”" for file in sheet.files[:2])
        sentence = f"Choose {names}{' and the others' * (len(sheet.files) > 2)} once more."
        advice = "A browser does not let a page keep a file that was chosen."
    return SheetView(sheet.side, LEGENDS[sheet.side], sheet.text, sheet.title, sentence, advice)
