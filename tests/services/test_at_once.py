"""Several people who store at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.articles import add_version, create_article, get_article
from app.storage.database import Database
from app.storage.schema import Article, Content
from tests.services.conftest import Paste, Texts

T = TypeVar("T")


def at_once(database: Database, deeds: list[Callable[[Session], T]]) -> list[T]:
    """What came of each deed, all of them begun at one moment by people who had looked around."""
    met = Barrier(len(deeds))

    def done(deed: Callable[[Session], T]) -> T:
        with database.session() as session:
            session.scalar(select(func.count(Article.id)))
            met.wait(timeout=60)
            return deed(session)

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(done, deeds))


def test_versions_added_at_once_get_a_number_each(
    database: Database, ferry: Article, paste: Paste
) -> None:
    def adding(text: str) -> Callable[[Session], int]:
        return lambda session: (
            add_version(session, get_article(session, ferry.slug), paste(text)).number
        )

    numbers = at_once(database, [adding(f"Words of person {n}.") for n in range(4)])
    assert sorted(numbers) == [3, 4, 5, 6]
    with database.session() as session:
        stored = get_article(session, ferry.slug).versions
        assert [version.number for version in stored] == [1, 2, 3, 4, 5, 6]


def test_articles_of_one_name_stored_at_once_get_an_address_each(
    database: Database, paste: Paste, texts: Texts
) -> None:
    def storing(session: Session) -> str:
        return create_article(session, [paste(texts.earlier), paste(texts.later)]).slug

    slugs = at_once(database, [storing] * 4)
    begin = min(slugs, key=len)
    assert sorted(slugs) == [begin, *(f"{begin}-{n}" for n in (2, 3, 4))]
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Content)) == 4  # each only once
