"""Which versions are collated, and what of it is made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.errors import BadInput, NotFound, TooLarge
from app.presentation.collation import CollationPage
from app.presentation.collation_look import CollationLook
from app.services import collation as collating
from app.services.articles import create_article
from app.services.collation import (
    Collated,
    CollationMemory,
    Source,
    check_sources,
    collated,
    collated_page,
    columns_of,
)
from app.services.comparisons import ComparisonMemory
from app.services.computing import Computing, Pending
from app.services.incoming import Incoming
from app.settings import Settings
from app.storage.comparisons import comparison_key
from app.storage.database import Database
from app.storage.schema import Article
from tests.conftest import CountQueries

Paste = Callable[..., Incoming]
Texts = Any


@pytest.fixture
def computing(settings: Settings, database: Database) -> Iterator[Computing]:
    made = Computing(settings, database, ComparisonMemory.of(settings))
    yield made
    made.close()


@pytest.fixture
def story(session: Session, paste: Paste, texts: Texts) -> Article:
    """A stored article with three versions."""
    return create_article(session, [paste(text) for text in texts], slug="story")


def sources(*numbers: int, slug: str = "story") -> list[Source]:
    return [Source(slug, number) for number in numbers]


def test_columns_come_in_the_order_asked_for(session: Session, story: Article) -> None:
    columns = columns_of(session, sources(3, 1, 2))

    assert [column.version.number for column in columns] == [3, 1, 2]
    assert {column.article.slug for column in columns} == {"story"}


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((), "No version is chosen"),
        ((1,), "nothing to collate"),
        ((1, 2, 1), "Version 1 is named twice"),
        (tuple(range(1, 10)), "At most 8 versions"),
        ((1,) * 20, "At most 8 versions"),
    ],
)
def test_too_few_too_many_and_the_same_twice_are_refused(
    numbers: tuple[int, ...], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        check_sources(sources(*numbers))


def test_a_version_that_is_not_there_is_named(session: Session, story: Article) -> None:
    with pytest.raises(NotFound, match="no version 9"):
        columns_of(session, sources(1, 2, 9))
    with pytest.raises(NotFound):
        columns_of(session, [*sources(1, 2), Source("nowhere", 1)])


def test_versions_are_collated_from_comparisons_that_are_kept(
    session: Session,
    database: Database,
    story: Article,
    computing: Computing,
) -> None:
    columns = columns_of(session, sources(1, 2, 3))

    made = collated(session, columns, computing=computing)

    assert isinstance(made, Collated)
    assert sorted(made.comparisons) == [(0, 1), (0, 2), (1, 2)]
    assert all(len(row.cells) == 3 for row in made.collation.rows)

    computing.memory = ComparisonMemory(0, 0)
    again = collated(session, columns, computing=computing)
    assert isinstance(again, Collated)
    assert again.collation.rows == made.collation.rows
    assert sum(figures.jobs for figures in computing.figures.values()) == 3


def test_articles_can_be_different_and_texts_the_same(
    session: Session, story: Article, paste: Paste, texts: Texts, computing: Computing
) -> None:
    create_article(session, [paste(texts.earlier)], slug="other")
    columns = columns_of(session, [Source("other", 1), *sources(1, 3)])

    made = collated(session, columns, 1, computing=computing)

    assert isinstance(made, Collated)
    assert made.collation.base == 1
    assert all(row.cells[0].form == row.cells[1].form for row in made.collation.rows)


def test_long_texts_are_compared_apart_and_waited_for(
    session: Session, story: Article, computing: Computing
) -> None:
    computing.long = 1
    columns = columns_of(session, sources(1, 2, 3))

    first = collated(session, columns, computing=computing)

    assert isinstance(first, Pending)
    assert not first.failure
    for _ in range(3):
        found = collated(session, columns, computing=computing)
        if isinstance(found, Collated):
            break
        for each in _keys(columns):
            computing.wait(each)
    else:
        pytest.fail("it was never ready")


def _keys(columns: tuple[collating.Column, ...]) -> list[str]:
    hashes = [column.version.document_hash for column in columns]
    return [comparison_key(hashes[a], hashes[b]) for a, b in ((0, 1), (0, 2), (1, 2))]


def test_too_much_text_is_refused_before_anything_is_compared(
    session: Session, story: Article, computing: Computing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collating, "MOST_BYTES", 1000)

    with pytest.raises(TooLarge, match="1000 bytes"):
        collated(session, columns_of(session, sources(1, 2, 3)), computing=computing)
    assert not len(computing.memory)


def test_a_page_is_built_once_and_costs_no_query_then(
    session: Session,
    database: Database,
    story: Article,
    computing: Computing,
    count_queries: CountQueries,
) -> None:
    memory, look = CollationMemory(), CollationLook()
    columns = columns_of(session, sources(1, 2, 3))
    first = collated_page(session, columns, look, computing=computing, memory=memory)
    assert isinstance(first, CollationPage)

    with count_queries(database) as queries:
        again = collated_page(session, columns, look, computing=computing, memory=memory)

    assert again is first
    assert not queries
    other = CollationLook(base=1)
    assert collated_page(session, columns, other, computing=computing, memory=memory) != first


def test_the_memory_lets_go_of_what_was_not_asked_for_the_longest() -> None:
    memory = CollationMemory(items=2)
    page = CollationPage((), 1, 1, 0, 0, 0, 0)
    for key in "ab":
        memory.put(key, page)
    assert memory.get("a")
    memory.put("c", page)

    assert len(memory) == 2
    assert memory.get("a")
    assert memory.get("b") is None
