"""The versions of an article in their order, with what each changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services.articles import create_article, get_article
from app.services.catching_up import CatchingUp
from app.services.comparisons import (
    ComparisonMemory,
    compared,
    uncompared_neighbours,
    versions_compared,
)
from app.services.computing import Computing
from app.services.deleting import delete_version
from app.services.history import history
from app.services.incoming import Incoming
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import Article, StoredComparison

Paste = Callable[..., Incoming]
Texts = Any


@pytest.fixture
def four(session: Session, paste: Paste, texts: Texts) -> Article:
    """Four versions, the last of which has the text of the first again."""
    versions = [texts.earlier, texts.later, texts.latest, texts.earlier]
    return create_article(session, [paste(text) for text in versions])


def test_each_version_tells_what_it_changed_as_far_as_that_is_known(
    session: Session, four: Article, texts: Texts
) -> None:
    done = compared(session, four, 2, 3).comparison
    found = history(session, four)
    assert [(e.version.number, e.before) for e in found.entries] == [
        (1, None),
        (2, 1),
        (3, 2),
        (4, 3),
    ]
    changes = [entry.change for entry in found.entries]
    assert changes[0] is changes[1] is changes[3] is None
    assert changes[2] is not None
    assert (changes[2].changes, changes[2].measures) == (len(done.changes), done.measures)
    assert changes[2].headline
    assert [entry.size for entry in found.entries][:2] == [
        len(texts.earlier.encode()),
        len(texts.later.encode()),
    ]
    assert (found.first, found.last, found.total, found.pages) == (1, 4, 4, 1)


def test_a_text_that_returns_is_known_again(session: Session, four: Article) -> None:
    assert [entry.same_as for entry in history(session, four).entries] == [None, None, None, 1]
    delete_version(session, four, 1)
    again = get_article(session, four.slug)
    assert [entry.same_as for entry in history(session, again).entries] == [None, None, None]


def test_the_one_before_is_the_next_lower_number_that_is_there(
    session: Session, four: Article
) -> None:
    delete_version(session, four, 2)
    again = get_article(session, four.slug)
    assert [entry.before for entry in history(session, again).entries] == [None, 1, 3]


def test_a_long_history_has_pages_either_way_round(session: Session, four: Article) -> None:
    def numbers(page: int, *, latest_first: bool = False) -> list[int]:
        found = history(session, four, page=page, size=3, latest_first=latest_first)
        assert (found.pages, found.total) == (2, 4)
        return [entry.version.number for entry in found.entries]

    assert (numbers(1), numbers(2)) == ([1, 2, 3], [4])
    assert (numbers(1, latest_first=True), numbers(2, latest_first=True)) == ([4, 3, 2], [1])
    assert history(session, four, page=2, size=3).entries[0].before == 3
    for page in (0, 3, 10**20):
        with pytest.raises(NotFound, match="the list has 2 pages"):
            history(session, four, page=page, size=3)


def test_a_history_costs_two_queries_and_compares_nothing(
    database: Database, session: Session, four: Article, count_queries: Any
) -> None:
    compared(session, four, 1, 2)
    session.commit()
    with count_queries(database) as queries:
        history(session, four)
    assert len(queries) == 2
    assert not any("payload" in query for query in queries)


def comparisons(session: Session) -> int:
    session.commit()
    return session.scalar(select(func.count(StoredComparison.key))) or 0


def test_all_neighbours_are_compared_once(
    database: Database, session: Session, four: Article, count_queries: Any
) -> None:
    for pair in uncompared_neighbours(session, four.id):
        versions_compared(session, four, *pair)
    assert all(entry.change for entry in history(session, four).entries[1:])
    assert comparisons(session) == 3
    with count_queries(database) as queries:
        assert uncompared_neighbours(session, four.id) == []
    assert len(queries) == 2


def test_what_is_not_compared_is_made_up_for_in_the_background(
    database: Database, settings: Settings, session: Session, four: Article, ferry: Article
) -> None:
    compared(session, four, 2, 3)
    computing = Computing(settings, database, ComparisonMemory.of(settings), long=500)
    catching_up = CatchingUp(database, computing)
    try:
        for _ in range(3):
            catching_up.ask(four.id)
            catching_up.ask(10**6)  # it was deleted meanwhile
        catching_up.wait()
        session.commit()
        assert all(entry.change for entry in history(session, four).entries[1:])
        assert history(session, ferry).entries[1].change  # the same two texts
        assert comparisons(session) == 3
    finally:
        computing.close()
        catching_up.close()
    catching_up.ask(ferry.id)
    catching_up.wait()
