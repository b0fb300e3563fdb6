"""The list of articles as an address asks for it: what to look for, whose, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlencode

from app.engine import Span
from app.services.lines import one_line
from app.services.listing import Listing, Sort, Whose
from app.services.searching import Findings, Hit
from app.web import urls
from app.web.views import ShelfEntry, shelf

LONGEST_QUERY = 200
"""So many characters of what was typed are looked for."""

_Way = TypeVar("_Way", Sort, Whose)

_SORTS = {
    Sort.CHANGED: "latest change",
    Sort.ADDED: "newest",
    Sort.TITLE: "title",
    Sort.VERSIONS: "most versions",
}
_WHOSE = {Whose.ALL: "All", Whose.OWN: "Yours", Whose.SHARED: "Everyone’s"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a list asks for; ``unread`` says what in it made no sense."""

    query: str = ""
    sort: Sort = Sort.CHANGED
    whose: Whose = Whose.ALL
    page: int = 1
    unread: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The shortest address that asks for this."""
        asked = {
            "q": self.query,
            "whose": "" if self.whose is Whose.ALL else self.whose.value,
            "sort": "" if self.sort is Sort.CHANGED else self.sort.value,
            "page": "" if self.page == 1 else str(self.page),
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{urls.ARTICLES}{f'?{query}' if query else ''}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to see the list."""

    words: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text; ``marked`` when it is what was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class FoundView:
    """Where a search found an article: the version, and a sentence of it in runs."""

    number: int
    href: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the list: what any shelf shows of it, and where it was found."""

    shelf: ShelfEntry
    title: tuple[Run, ...]
    found: FoundView | None


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of the list."""

    asked: Asked
    entries: tuple[Entry, ...]
    page: int
    pages: int
    total: int
    sorts: tuple[Choice, ...]
    whose: tuple[Choice, ...]
    earlier: str
    later: str
    is_query: bool = True
    is_complete: bool = True


def read_asked(query: str, sort: str, whose: str, page: int) -> Asked:
    """What an address asks for, read forgivingly."""
    unread = []
    typed = one_line(query)
    chosen_sort, chosen_whose = _chosen(Sort, sort), _chosen(Whose, whose)
    if len(typed) > LONGEST_QUERY:
        unread.append(f"Only the first {LONGEST_QUERY} characters are looked for.")
    if sort and not chosen_sort:
        unread.append(f"A list is not sorted by “{one_line(sort)[:40]}”.")
    if whose and not chosen_whose:
        unread.append(f"There is no list of “{one_line(whose)[:40]}”.")
    return Asked(
        typed[:LONGEST_QUERY].strip(),
        chosen_sort or Sort.CHANGED,
        chosen_whose or Whose.ALL,
        page,
        tuple(unread),
    )


def _chosen(kind: type[_Way], text: str) -> _Way | None:
    try:
        return kind(text)
    except ValueError:
        return None


def list_view(asked: Asked, listing: Listing, *, has_own: bool) -> ListView:
    """A list in some order; ``has_own``: who looks has a workspace, so that there is a choice."""
    sorts = tuple(
        Choice(words, replace(asked, sort=sort, page=1).address, sort is asked.sort)
        for sort, words in _SORTS.items()
    )
    whose = tuple(
        Choice(words, replace(asked, whose=each, page=1).address, each is asked.whose)
        for each, words in _WHOSE.items()
    )
    entries = tuple(
        Entry(entry, (Run(entry.title, marked=False),), None) for entry in shelf(listing.items)
    )
    several = listing.total > 1
    return ListView(
        asked,
        entries,
        listing.page,
        listing.pages,
        listing.total,
        sorts if several else (),
        whose if has_own else (),
        *_around(asked, listing.pages),
    )


def found_view(asked: Asked, findings: Findings) -> ListView:
    """What a search found, the best first."""
    return ListView(
        asked,
        tuple(map(_found, findings.items)),
        findings.page,
        findings.pages,
        findings.total,
        (),
        (),
        *_around(asked, findings.pages),
        is_query=findings.is_query,
        is_complete=findings.is_complete,
    )


def _around(asked: Asked, pages: int) -> tuple[str, str]:
    """The addresses of the page before and of the one after, "" for none."""
    before = replace(asked, page=asked.page - 1).address if asked.page > 1 else ""
    after = replace(asked, page=asked.page + 1).address if asked.page < pages else ""
    return before, after


def _found(hit: Hit) -> Entry:
    (entry,) = shelf([hit.article])
    title = runs_of(hit.article.title, hit.title_marks)
    passage = hit.passage
    if passage is None:
        return Entry(entry, title, None)
    before, after = "… " * passage.starts_late, " …" * passage.ends_early
    marks = [(start + len(before), end + len(before)) for start, end in passage.marks]
    runs = runs_of(f"{before}{passage.text}{after}", marks)
    href = urls.version(hit.article.slug, hit.version)
    return Entry(entry, title, FoundView(hit.version, href, runs))


def runs_of(text: str, marks: Sequence[Span]) -> tuple[Run, ...]:
    """A text cut where marks begin and end; the runs joined are the text."""
    runs: list[Run] = []
    done = 0
    for start, end in marks:
        runs += Run(text[done:start], marked=False), Run(text[start:end], marked=True)
        done = end
    runs.append(Run(text[done:], marked=False))
    return tuple(run for run in runs if run.text)
