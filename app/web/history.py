"""The page of an article: its versions, what each changed, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.presentation.measures import Portion, measures_view
from app.services.deleting import Deleted
from app.services.history import History, HistoryEntry
from app.services.incoming import ADDRESS, PASTE
from app.services.lines import in_bytes
from app.storage.schema import Article
from app.web import urls

LATEST = "latest"
"""What an address says for the latest version first."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a version changed against the one before, and where that is shown.

    Without ``portions`` they have not been compared yet.
    """

    before: int
    href: str
    headline: str = ""
    portions: tuple[Portion, ...] = ()
    in_words: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link and its words; ``told`` is what a listener is told of it."""

    words: str
    href: str
    told: str


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A version in the history of its article.

    ``title`` is "" where it is that of the version before. ``published`` is as the text says it.
    ``source`` says how it came; ``address`` is where it was fetched, else "". ``same_as`` is an
    earlier version that has the same text. ``compared_with`` leads to other comparisons.
    """

    number: int
    title: str
    label: str
    published: str
    captured_at: datetime
    source: str
    address: str
    size: str
    words: int
    same_as: int | None
    change: Change | None
    compared_with: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """What was deleted, and where it is had back until ``until``."""

    words: str
    title: str
    action: str
    until: datetime


@dataclass(frozen=True, slots=True)
class HistoryView:
    """A page of the versions of an article.

    ``picked`` are the two versions that are chosen to be compared, None where there is one only.
    ``turned`` leads to the same in the other order. ``rest`` says how many are not compared yet.
    """

    slug: str
    title: str
    is_sample: bool
    may_change: bool
    entries: tuple[VersionEntry, ...]
    picked: tuple[int, int] | None
    total: int
    first: int
    last: int
    page: int
    pages: int
    before: str
    after: str
    is_latest_first: bool
    turned: str
    uncompared: int


def history_view(
    article: Article, found: History, *, may_change: bool, latest_first: bool
) -> HistoryView:
    """What the page of an article shows of this part of its history."""
    titles = {v.number: v.title for v in article.versions}
    numbers = sorted(entry.version.number for entry in found.entries)
    slug = article.slug
    return HistoryView(
        slug=slug,
        title=article.title,
        is_sample=article.is_sample,
        may_change=may_change,
        entries=tuple(_entry(slug, each, titles, found) for each in found.entries),
        picked=(numbers[-2], numbers[-1]) if len(numbers) > 1 else None,
        total=found.total,
        first=found.first,
        last=found.last,
        page=found.page,
        pages=found.pages,
        before=history_address(slug, found.page - 1, latest_first) if found.page > 1 else "",
        after=history_address(slug, found.page + 1, latest_first)
        if found.page < found.pages
        else "",
        is_latest_first=latest_first,
        turned=history_address(slug, 1, not latest_first),
        uncompared=sum(e.before is not None and e.change is None for e in found.entries),
    )


def history_address(slug: str, page: int, latest_first: bool) -> str:
    """The address of a page of an article's history."""
    asked = [f"order={LATEST}"] * latest_first + [f"page={page}"] * (page > 1)
    return f"{urls.article(slug)}{'?' if asked else ''}{'&'.join(asked)}"


def undo(deleted: Deleted) -> Undo:
    """What was deleted, as a page offers to have it back."""
    if deleted.number is None:
        return Undo("", deleted.title, urls.restoring(deleted.slug), deleted.until)
    action = urls.restoring_version(deleted.slug, deleted.number)
    return Undo(f"Version {deleted.number}", deleted.title, action, deleted.until)


def deleted_now(deleted: Sequence[Deleted], gone: str) -> Undo | None:
    """What an address says was deleted just now, by an article's slug or a version's number."""
    return next((undo(d) for d in deleted if gone == str(d.number or d.slug)), None)


def _entry(slug: str, entry: HistoryEntry, titles: dict[int, str], found: History) -> VersionEntry:
    version, before = entry.version, entry.before
    is_new_title = before is None or titles[before] != version.title
    return VersionEntry(
        number=version.number,
        title=version.title if is_new_title else "",
        label=version.label if version.label != version.name else "",
        published=version.published,
        captured_at=version.captured_at,
        source=_source(version.source, version.name),
        address=version.name if version.source == ADDRESS else "",
        size=in_bytes(entry.size),
        words=version.words,
        same_as=entry.same_as,
        change=_change(slug, entry),
        compared_with=_compared_with(slug, version.number, before, found),
    )


def _source(source: str, name: str) -> str:
    if source == ADDRESS:
        return "fetched from"
    if source == PASTE:
        return "pasted"
    return f"file “{name}”" if name else "a file"


def _change(slug: str, entry: HistoryEntry) -> Change | None:
    if entry.before is None:
        return None
    number = entry.version.number
    href = urls.comparison(slug, entry.before, number)
    if entry.change is None:
        return Change(entry.before, href)
    view = measures_view(entry.change.measures, f"version {number}")
    return Change(entry.before, href, entry.change.headline, view.portions, view.in_words)


def _compared_with(slug: str, number: int, before: int | None, found: History) -> tuple[Link, ...]:
    """The ways to the comparisons that somebody wants most often, each earlier one first."""
    links = []
    if before is not None:
        links.append(("previous", before, number))
    if number != found.first:
        links.append(("first", found.first, number))
    if number != found.last:
        links.append(("latest", number, found.last))
    return tuple(
        Link(words, urls.comparison(slug, a, b), f"Compare version {number} with the {words}")
        for words, a, b in links
    )
