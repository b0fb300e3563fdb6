"""Several versions side by side, of one article or of several: which ones, and their collation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.engine import Collation, Comparison, collate, collation_pairs
from app.errors import BadInput, TooLarge
from app.presentation.collation import CollationPage, build_collation
from app.presentation.collation_look import CollationLook
from app.services.articles import get_article, get_version
from app.services.computing import Computing, Pending, versions_compared_soon
from app.services.lines import in_bytes
from app.services.memory import Memory
from app.storage.schema import Article, Content, Version

FEWEST, MOST = 2, 8
"""So many versions can be collated."""

MOST_BYTES = 4_000_000
"""Documents of more bytes together are not: past it a page would take many seconds each time."""


class Source(NamedTuple):
    """A version by the name of its article and its number."""

    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class Column:
    """A version that is collated, and the article that it is of."""

    article: Article
    version: Version

    @property
    def source(self) -> Source:
        """The names of both."""
        return Source(self.article.slug, self.version.number)


class CollationMemory(Memory[CollationPage]):
    """The pages of collations looked at last; how much one holds is bounded where it is built."""

    def __init__(self, items: int = 24) -> None:
        super().__init__(items)


@dataclass(frozen=True, slots=True)
class Collated:
    """Versions side by side. ``comparisons`` are those of which it is made, by their columns."""

    columns: tuple[Column, ...]
    collation: Collation
    comparisons: Mapping[tuple[int, int], Comparison]


def check_sources(sources: Sequence[Source]) -> None:
    """Raise BadInput unless they are several, and not too many, and each is named once."""
    twice = next((each for each in sources if sources.count(each) > 1), None)
    if twice is not None and len(sources) <= MOST:
        raise BadInput(
            f"Version {twice.number} is named twice.", "Name each version once.", field="v"
        )
    if len(sources) < FEWEST:
        raise BadInput(
            "There is nothing to collate one version with." if sources else "No version is chosen.",
            f"Choose three versions or more, up to {MOST}.",
            field="v",
        )
    if len(sources) > MOST:
        raise BadInput(
            f"At most {MOST} versions are collated at once; these are {len(sources):,}.",
            f"Choose up to {MOST}, such as the first, the last and those between that matter.",
            field="v",
        )


def columns_of(session: Session, sources: Sequence[Source]) -> tuple[Column, ...]:
    """The versions in the order asked for. Raises NotFound, and what ``check_sources`` raises."""
    check_sources(sources)
    articles = {slug: get_article(session, slug) for slug, _ in dict.fromkeys(sources)}
    columns = []
    for slug, number in sources:
        article = articles[slug]
        known = {version.number: version for version in article.versions}
        version = known.get(number) or get_version(session, article, number)
        columns.append(Column(article, version))
    return tuple(columns)


def collated_page(
    session: Session,
    columns: Sequence[Column],
    look: CollationLook,
    *,
    computing: Computing,
    memory: CollationMemory,
    again: bool = False,
) -> CollationPage | Pending:
    """The table of these versions, looked at in one way; else the same as ``collated``."""
    key = tuple(column.version.document_hash for column in columns), look
    page = memory.get(key)
    if page is None:
        found = collated(session, columns, look.base, computing=computing, again=again)
        if isinstance(found, Pending):
            return found
        page = build_collation(found.collation, found.comparisons, look)
        memory.put(key, page)
    return page


def collated(
    session: Session,
    columns: Sequence[Column],
    base: int = 0,
    *,
    computing: Computing,
    again: bool = False,
) -> Collated | Pending:
    """The versions collated, rows in the order of the base, or word that they are being compared.

    Raises TooLarge for more text than ``MOST_BYTES``, and Busy. ``again`` has comparisons that
    failed tried once more.
    """
    _check_size(session, columns)
    made: dict[tuple[int, int], Comparison] = {}
    pending: list[Pending] = []
    for a, b in collation_pairs(len(columns), base):
        result = versions_compared_soon(
            session,
            columns[a].article,
            columns[a].version,
            columns[b].version,
            computing=computing,
            again=again,
        )
        if isinstance(result, Pending):
            pending.append(result)
        else:
            made[a, b] = result.comparison
    if pending:
        return next((each for each in pending if each.failure), pending[0])
    return Collated(tuple(columns), collate(made, base), made)


def _check_size(session: Session, columns: Sequence[Column]) -> None:
    hashes = [column.version.document_hash for column in columns]
    rows = session.execute(select(Content.hash, Content.size).where(Content.hash.in_(hashes)))
    sizes = {row.hash: row.size for row in rows}
    size = sum(sizes.get(each, 0) for each in hashes)
    if size > MOST_BYTES:
        raise TooLarge(
            f"These versions are too long to stand side by side: {in_bytes(size)} in all, where "
            f"{in_bytes(MOST_BYTES)} is the most.",
            "Choose fewer of them, or compare two.",
        )
