"""Lists of articles: their order, their pages, and what each tells of its last change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services.articles import add_version, create_article
from app.services.comparisons import compared
from app.services.deleting import delete_article, delete_version
from app.services.incoming import Incoming
from app.services.listing import Sort, Whose, list_articles
from app.services.workspaces import new_key
from app.storage.database import Database
from app.storage.schema import Article
from app.storage.viewing import STRANGER, see_as

Paste = Callable[..., Incoming]


def library(session: Session, paste: Paste, count: int, **more: Any) -> list[Article]:
    return [
        create_article(
            session, [paste(f"Words {n}."), paste(f"Words {n + 1}.")], title=f"T{n}", **more
        )
        for n in range(count)
    ]


def test_the_list_of_a_new_library_is_one_empty_page(session: Session) -> None:
    listing = list_articles(session, samples=None)
    assert (listing.items, listing.page, listing.pages, listing.total) == ([], 1, 1, 0)


def test_the_newest_come_first_page_by_page(session: Session, paste: Paste) -> None:
    library(session, paste, 5)
    first = list_articles(session, samples=None, page=1, size=2)
    assert [item.title for item in first.items] == ["T4", "T3"]
    assert (first.page, first.pages, first.total) == (1, 3, 5)
    last = list_articles(session, samples=None, page=3, size=2)
    assert [item.title for item in last.items] == ["T0"]


def test_an_article_comes_first_again_with_a_new_version(session: Session, paste: Paste) -> None:
    oldest, *_ = library(session, paste, 3)
    add_version(session, oldest, paste("News."))
    item = list_articles(session, samples=None).items[0]
    assert (item.title, item.versions, item.last_pair) == ("T0", 3, (2, 3))


@pytest.mark.parametrize("page", [0, -1, 4, 10**30])
def test_a_page_that_is_not_there_is_told(session: Session, paste: Paste, page: int) -> None:
    library(session, paste, 5)
    with pytest.raises(NotFound, match="There is no such page: the list has 3 pages"):
        list_articles(session, samples=None, page=page, size=2)
    with pytest.raises(NotFound, match="the list has one page"):
        list_articles(session, samples=None, page=7, size=20)


def test_samples_and_others_are_told_apart(session: Session, paste: Paste) -> None:
    library(session, paste, 2, is_sample=True)
    create_article(session, [paste("Words.")], title="Mine")

    def titles(samples: bool | None) -> list[str]:
        return [item.title for item in list_articles(session, samples=samples).items]

    assert titles(None) == ["Mine", "T1", "T0"]
    assert titles(True) == ["T1", "T0"]
    assert titles(False) == ["Mine"]
    assert list_articles(session, samples=False).total == 1


def test_an_item_tells_what_its_last_change_was(
    session: Session, ferry: Article, paste: Paste
) -> None:
    captured = datetime(2026, 5, 4, 7, 40, tzinfo=UTC)
    create_article(session, [replace(paste("Words."), captured_at=captured)], title="Alone")
    done = compared(session, ferry, 1, 2).comparison
    alone, two = list_articles(session, samples=None).items
    assert (two.slug, two.versions, two.last_pair) == (ferry.slug, 2, (1, 2))
    assert two.measures == done.measures
    assert two.changes == len(done.changes)
    assert two.headline
    assert (alone.versions, alone.last_pair, alone.last_change) == (1, None, captured)
    assert (alone.measures, alone.changes, alone.headline) == (None, None, "")


def test_an_item_not_yet_compared_tells_nothing_of_its_change(
    session: Session, ferry: Article
) -> None:
    item = list_articles(session, samples=None).items[0]
    assert (item.measures, item.changes, item.headline) == (None, None, "")


def test_a_list_costs_the_same_whatever_its_length(
    database: Database, session: Session, paste: Paste, count_queries: Any
) -> None:
    for article in library(session, paste, 12):
        compared(session, article, 1, 2)
    session.commit()
    with database.session() as other, count_queries(database) as queries:
        assert len(list_articles(other, samples=None, size=12).items) == 12
    assert len(queries) == 4
    assert not any("payload" in query for query in queries)


@pytest.fixture
def three(session: Session, paste: Paste) -> list[Article]:
    """Stored in this order: banana (1 version), Apple (3 versions, the last just now), cherry."""
    banana = create_article(session, [paste("Words.")], title="banana")
    apple = create_article(session, [paste("Words 1."), paste("Words 2.")], title="Apple")
    cherry = create_article(session, [paste("Words."), paste("More.")], title="cherry")
    add_version(session, apple, paste("Words 3."))
    return [banana, apple, cherry]


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        (Sort.CHANGED, ["Apple", "cherry", "banana"]),
        (Sort.ADDED, ["cherry", "Apple", "banana"]),
        (Sort.TITLE, ["Apple", "banana", "cherry"]),
        (Sort.VERSIONS, ["Apple", "cherry", "banana"]),
    ],
)
def test_a_list_has_the_order_asked_for(
    session: Session, three: list[Article], sort: Sort, titles: list[str]
) -> None:
    assert [item.title for item in list_articles(session, sort=sort).items] == titles
    pages = [list_articles(session, sort=sort, page=n, size=1).items[0].title for n in (1, 2, 3)]
    assert pages == titles


def test_deleted_versions_do_not_count(session: Session, three: list[Article]) -> None:
    apple = three[1]
    for number in (1, 2):
        delete_version(session, apple, number)
    assert [item.versions for item in list_articles(session, sort=Sort.VERSIONS).items] == [2, 1, 1]
    (item,) = (item for item in list_articles(session).items if item.title == "Apple")
    assert (item.versions, item.last_pair) == (1, None)
    delete_article(session, apple)
    assert [item.title for item in list_articles(session).items] == ["cherry", "banana"]


def test_the_pair_of_an_item_skips_what_was_deleted(session: Session, three: list[Article]) -> None:
    delete_version(session, three[1], 2)
    assert list_articles(session).items[0].last_pair == (1, 3)


def test_one_s_own_and_everyone_s_are_told_apart(
    session: Session, three: list[Article], paste: Paste
) -> None:
    see_as(session, STRANGER)
    create_article(session, [paste("Mine.")], title="Mine", founding_key=new_key())

    def titles(whose: Whose) -> set[str]:
        listing = list_articles(session, whose=whose)
        assert listing.total == len(listing.items)
        return {item.title for item in listing.items}

    assert titles(Whose.OWN) == {"Mine"}
    assert titles(Whose.SHARED) == {"Apple", "banana", "cherry"}
    assert titles(Whose.ALL) == {"Apple", "banana", "cherry", "Mine"}
    own = {item.title: item.is_own for item in list_articles(session).items}
    assert own == {"Mine": True, "Apple": False, "banana": False, "cherry": False}
    see_as(session, STRANGER)
    assert titles(Whose.OWN) == set()
    assert titles(Whose.SHARED) == {"Apple", "banana", "cherry"}
