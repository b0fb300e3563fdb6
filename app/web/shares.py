"""What the page of a share shows besides the comparison, and what stands for it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import Request

from app.export.formats import FORMATS
from app.presentation.look import Look, View
from app.presentation.page import Fold, Row
from app.presentation.sides import Sides
from app.services.comparisons import Compared
from app.services.missing import nothing_here
from app.services.shares import Allows
from app.storage.schema import Version
from app.web import urls
from app.web.layouts import Layouts
from app.web.reading import ReadingView, reading_view
from app.web.shared import Opened, origin_of
from app.web.templating import day

CARD_WIDTH, CARD_HEIGHT = 1200, 630
_MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Tags:
    """What a link to a share tells the pages and chats that show it.

    ``oembed`` is where programs are told how to frame it.
    """

    title: str
    description: str
    address: str
    card: str
    alternative: str
    oembed: str
    width: int = CARD_WIDTH
    height: int = CARD_HEIGHT


@dataclass(frozen=True, slots=True)
class OneChange:
    """One change of a comparison, with the rows it is in; ``changes`` is how many there are."""

    title: str
    a: str
    b: str
    changes: int
    rows: tuple[Row, ...]
    sides: Sides


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be downloaded."""

    words: str
    meaning: str
    href: str


def files(opened: Opened) -> tuple[File, ...]:
    """The files that may be had of the comparison; none where that was not allowed."""
    if Allows(opened.share.allows) is not Allows.DOWNLOADS:
        return ()
    return tuple(
        File(form.words, form.meaning, urls.shared_file(opened.base, form.name))
        for form in FORMATS.values()
    )


def newer(opened: Opened) -> Version | None:
    """The latest version of the article, where there is one after those shown and it is told."""
    share = opened.share
    if not share.shows_newer:
        return None
    latest = max(share.article.versions, key=lambda version: version.number)
    return latest if latest.number > max(share.version_a, share.version_b) else None


def tags(request: Request, opened: Opened, result: Compared) -> Tags | None:
    """What stands for the share elsewhere; None for one behind a password.

    An address that ends in ``?change=7`` stands for that change.
    """
    if not opened.has_card:
        return None
    number = change_asked(request, opened, result)
    share, origin = opened.share, origin_of(request)
    versions = f"version {share.version_a} and version {share.version_b}"
    total = len(result.comparison.changes)
    about = f"Change {number} of {total} between {versions}" if number else f"Between {versions}"
    look = f"?{share.query}" if share.query else ""
    named = f"{opened.base}?change={number}" if number and not share.change else opened.base + look
    return Tags(
        title=f"What changed: {shortened(result.article.title)}",
        description=f"{about}, compared sentence by sentence: what stayed, what was reworded, "
        "moved, removed or added.",
        address=f"{origin}{named}",
        card=f"{origin}{urls.card(opened.base, number)}",
        alternative=f"{about} of “{shortened(result.article.title)}”, "
        f"as of {day(result.version_b.captured_at)}",
        oembed=urls.oembed(f"{origin}{opened.base}{look}"),
    )


def change_asked(request: Request, opened: Opened, result: Compared) -> int:
    """The number of the change that the share, or the address, is of; 0 for all of them."""
    if opened.share.change:
        return opened.share.change
    said = request.query_params.get("change", "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        return 0
    return int(said) if int(said) <= len(result.comparison.changes) else 0


def shortened(title: str) -> str:
    """A title short enough for a place that was not made for long ones."""
    return title if len(title) <= _MOST_WORDS else f"{title[:_MOST_WORDS].rstrip()}…"


def only_change(opened: Opened, result: Compared, layouts: Layouts) -> OneChange:
    """The one change that a share is of. Raises NotFound when there is none of its number."""
    number = opened.share.change
    layout = layouts.of(result.comparison, Look(view=View.SIDE, open=None))
    rows = tuple(row for row in _rows(layout.page.items) if number in (*row.changes, *row.away))
    if not rows:
        raise nothing_here()
    view = reading_view(
        result, layout.page, opened.base, Look(), cut=layout.cut, alone=True, sight=opened.sight
    )
    return OneChange(view.title, view.a.name, view.b.name, layout.page.changes, rows, view.sides)


def framed(opened: Opened, result: Compared, layouts: Layouts, asked: Look) -> ReadingView:
    """The comparison as it is framed by other pages."""
    look = opened.sight.narrowed(asked)
    layout = layouts.of(result.comparison, look)
    return reading_view(
        result,
        layout.page,
        urls.embedding(opened.base),
        look,
        cut=layout.cut,
        alone=True,
        sight=opened.sight,
    )


def _rows(items: Sequence[Row | Fold]) -> Iterator[Row]:
    for item in items:
        if isinstance(item, Fold):
            yield from item.rows
        else:
            yield item
