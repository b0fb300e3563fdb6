"""What the page of a collation shows around its table, and where its links lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.presentation.collation import CellView, CollationPage
from app.presentation.collation_look import CollationLook
from app.services.collation import Column, Source
from app.storage.schema import Article
from app.web import urls


@dataclass(frozen=True, slots=True)
class Box:
    """A version in the form that chooses them: a box, ticked or not."""

    value: str
    number: int
    label: str
    published: str
    captured_at: datetime
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """An article in that form, with its versions."""

    title: str
    href: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Chooser:
    """The form that chooses versions: where it leads, and the name of its boxes."""

    action: str
    name: str
    shelves: tuple[Shelf, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the table. ``title`` is that of its article, "" where all are of one.

    ``compared`` is the address of its comparison with the base, "" where there is none.
    """

    name: str
    title: str
    label: str
    published: str
    captured_at: datetime
    href: str
    compared: str


@dataclass(frozen=True)
class CollationView:
    """Versions side by side, below the address ``base``; ``keys`` are their names in a query.

    ``slug`` is that of the article, "" where there are several.
    """

    title: str
    slug: str
    base: str
    keys: tuple[str, ...]
    look: CollationLook
    page: CollationPage
    columns: tuple[ColumnView, ...]
    chooser: Chooser
    notices: tuple[str, ...] = ()

    def looked(self, **changes: Any) -> str:
        """The address of the same versions looked at in another way."""
        return looked(self.base, self.look.having(**changes), self.keys)

    @property
    def all_rows(self) -> str:
        """The address with every row."""
        return self.looked(contested=False)

    @property
    def contested_rows(self) -> str:
        """The address with only the rows in which the versions differ."""
        return self.looked(contested=True)

    @property
    def against_most(self) -> str:
        """The address with all marked against what most versions have."""
        return self.looked(usual=True)

    def part(self, number: int) -> str:
        """The address of one page of the table."""
        return self.looked(page=number)

    def is_base(self, column: int) -> bool:
        """Whether the others are marked against this one."""
        return column == self.look.base and not self.look.usual

    def as_base(self, column: int) -> str:
        """The address with all marked against this version."""
        return self.looked(base=column, usual=False)

    @property
    def against(self) -> str:
        """What the versions are marked against, in words."""
        if self.look.usual:
            return "what most of them have"
        column = self.columns[self.look.base]
        return f"{column.name.lower()} of “{column.title}”" if column.title else column.name.lower()

    def change(self, column: ColumnView, cell: CellView) -> str:
        """Where the comparison of the base with a version tells of a cell; "" for nowhere."""
        if not cell.change or not column.compared:
            return ""
        return f"{column.compared}#change-{cell.change}"


def looked(base: str, look: CollationLook, keys: Sequence[str]) -> str:
    """The address of a collation looked at in one way."""
    query = look.query(keys)
    return f"{base}{'&' if '?' in base else '?'}{query}" if query else base


def keys_of(columns: Sequence[Column]) -> tuple[str, ...]:
    """What each column is called in a query: its number, or its article's name with that."""
    if _is_one(columns):
        return tuple(str(column.version.number) for column in columns)
    return tuple(f"{slug}@{number}" for slug, number in (column.source for column in columns))


def address_of(sources: Sequence[Source]) -> str:
    """Where these versions stand side by side: below their article if they are all of one."""
    slugs = {source.slug for source in sources}
    if len(slugs) == 1:
        return urls.collation(slugs.pop(), [source.number for source in sources])
    return urls.collation_of(sources)


def collation_view(
    columns: Sequence[Column], page: CollationPage, look: CollationLook, notices: Sequence[str]
) -> CollationView:
    """A collation as its page draws it."""
    one, keys = _is_one(columns), keys_of(columns)
    base = address_of([column.source for column in columns])
    articles = list({column.article.slug: column.article for column in columns}.values())
    if look.page > page.pages:
        notices = (*notices, "There is no such page: this is the last one.")
        look = look.having(page=page.pages)
    return CollationView(
        title=columns[0].article.title if one else _told(articles),
        slug=columns[0].article.slug if one else "",
        base=base,
        keys=keys,
        look=look,
        page=page,
        columns=tuple(_column(column, columns[look.base], one=one) for column in columns),
        chooser=chooser(articles, [column.source for column in columns]),
        notices=tuple(notices),
    )


def chooser(articles: Sequence[Article], chosen: Sequence[Source]) -> Chooser:
    """The form with the versions of these articles, these ones ticked."""
    one = len(articles) == 1
    return Chooser(
        urls.collation_choice(articles[0].slug) if one else urls.COLLATION,
        "v" if one else "of",
        tuple(
            Shelf(
                article.title,
                urls.article(article.slug),
                tuple(
                    Box(
                        str(version.number) if one else f"{article.slug}@{version.number}",
                        version.number,
                        version.label,
                        version.published,
                        version.captured_at,
                        Source(article.slug, version.number) in chosen,
                    )
                    for version in article.versions
                ),
            )
            for article in articles
        ),
    )


def _is_one(columns: Sequence[Column]) -> bool:
    return len({column.article.slug for column in columns}) == 1


def _told(articles: Sequence[Article]) -> str:
    first, *others = articles
    return f"{first.title}, beside {len(others)} other article{'s' * (len(others) != 1)}"


def _column(column: Column, base: Column, *, one: bool) -> ColumnView:
    slug, number = column.source
    comparable = slug == base.article.slug and number != base.version.number
    return ColumnView(
        name=f"Version {number}",
        title="" if one else column.article.title,
        label=column.version.label,
        published=column.version.published,
        captured_at=column.version.captured_at,
        href=urls.version(slug, number),
        compared=urls.comparison(slug, base.version.number, number) if comparable else "",
    )
