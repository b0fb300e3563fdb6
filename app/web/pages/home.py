"""The front page: two texts in, and what was compared before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from app.errors import RecensionError
from app.services.articles import create_article, recent_articles
from app.services.incoming import preview
from app.web import urls
from app.web.dependencies import SessionOf, SettingsOf, TemplatesOf
from app.web.sheets import LEGENDS, SIDES, Sheet, SheetsOf, read_both
from app.web.templating import wants_block
from app.web.views import shelf

router = APIRouter(include_in_schema=False)

TEMPLATE = "home/home.html"
SHELF_SIZE = 8


@dataclass(frozen=True, slots=True)
class SheetView:
    """One side of the form as the page shows it."""

    side: str
    legend: str
    text: str = ""
    title: str = ""
    problem: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class FormView:
    """The form. ``in_place``: the page is there already, and only what is wrong is sent."""

    sheets: tuple[SheetView, ...]
    problem: str = ""
    in_place: bool = False


EMPTY_FORM = FormView(tuple(SheetView(side, LEGENDS[side]) for side in SIDES))


@router.api_route("/", methods=["GET", "HEAD"])
def home(request: Request, session: SessionOf, templates: TemplatesOf) -> Response:
    """The form, the latest articles and the samples."""
    return templates.page(request, TEMPLATE, _context(session, EMPTY_FORM))


@router.post("/articles")
def compare(
    request: Request,
    sheets: SheetsOf,
    session: SessionOf,
    settings: SettingsOf,
    templates: TemplatesOf,
) -> Response:
    """Store both sheets as versions 1 and 2 of a new article, and go to their comparison."""
    versions, problems = read_both(sheets, settings)
    in_place = wants_block(request)
    if problems:
        status = max(error.status for error in problems.values())
        form = _rejected(sheets, problems, in_place=in_place)
        if in_place:
            return templates.block(request, TEMPLATE, "problems", {"form": form}, status=status)
        return templates.page(request, TEMPLATE, _context(session, form), status=status)
    article = create_article(session, versions)
    address = urls.comparison(article.slug, 1, 2)
    if in_place:
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


@router.post("/preview")
def show_preview(
    request: Request,
    side: Literal["a", "b"],
    sheets: SheetsOf,
    settings: SettingsOf,
    templates: TemplatesOf,
) -> Response:
    """What is known of one sheet before it is stored. What is wrong with it is told, not raised."""
    sheet = sheets[SIDES.index(side)]
    context: dict[str, Any] = {
        "side": side,
        "preview": None,
        "problem": "",
        "advice": "",
        "file_name": "",
        "also_pasted": sheet.file is not None and bool(sheet.text.strip()),
    }
    if not sheet.blank:
        try:
            incoming = sheet.incoming(settings)
        except RecensionError as error:
            context |= {"problem": error.sentence, "advice": error.advice}
        else:
            context |= {"preview": preview(incoming), "file_name": incoming.name}
    return templates.page(request, "home/preview.html", context)


def _context(session: Session, form: FormView) -> dict[str, Any]:
    lately = recent_articles(session, samples=False, size=SHELF_SIZE)
    samples = recent_articles(session, samples=True, size=SHELF_SIZE)
    return {
        "form": form,
        "lately": shelf(lately.items),
        "samples": shelf(samples.items),
        "total": lately.total + samples.total,
        "more": lately.pages > 1 or samples.pages > 1,
    }


def _rejected(
    sheets: tuple[Sheet, Sheet], problems: Mapping[str, RecensionError], *, in_place: bool
) -> FormView:
    where = " and ".join(f"the {LEGENDS[side].lower()}" for side in problems)
    return FormView(
        tuple(_rejected_sheet(sheet, problems.get(sheet.side), in_place) for sheet in sheets),
        f"Nothing was stored. See what is said under {where}.",
        in_place,
    )


def _rejected_sheet(sheet: Sheet, problem: RecensionError | None, in_place: bool) -> SheetView:
    sentence, advice = (problem.sentence, problem.advice) if problem else ("", "")
    if problem is None and sheet.file and not in_place:
        sentence = f"Choose “{sheet.file.name}” once more."
        advice = "A browser does not let a page keep a file that was chosen."
    return SheetView(sheet.side, LEGENDS[sheet.side], sheet.text, sheet.title, sentence, advice)
