"""The bench of the library, tried on a small one."""

from __future__ import annotations

from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.services.searching import search_articles
from app.storage.database import Database
from app.storage.schema import Article, Version
from tests.bench.library import LookedUp, looked_up
from tests.bench.library_making import fill, slug
from tests.bench.library_texts import SCRIPTS, article, edited, text, vocabulary

ARTICLES = 30


def test_a_library_is_made_and_copies_are_found_in_it(database: Database, session: Session) -> None:
    fill(database, ARTICLES)
    assert session.scalar(select(func.count(Article.id))) == ARTICLES
    assert session.scalar(select(func.count(Version.id))) == 3 * (ARTICLES + 1)
    random = Random("copies")
    copies = [
        looked_up(database, edited(article(number)[-1], random, 0.3), number)
        for number in range(ARTICLES)
    ]
    assert [each.first for each in copies] == [slug(number) for number in range(ARTICLES)]
    assert all(each.is_right and 0.4 < each.share < 0.95 for each in copies)
    stranger: LookedUp = looked_up(database, text(random, SCRIPTS[0]), None)
    assert stranger.is_right
    word = vocabulary(article(7)[2].script.name)[article(7)[2].sentences[0][3]]
    assert search_articles(session, f"{word} ").total >= 1


def test_texts_are_the_same_every_time_and_differ_as_they_should() -> None:
    assert [str(each) for each in article(3)] == [str(each) for each in article(3)]
    first, second, third = article(3)
    changed = sum(
        old != new
        for before, after in zip(first.sentences, second.sentences, strict=True)
        for old, new in zip(before, after, strict=True)
    )
    assert 0 < changed < 0.2 * sum(map(len, first.sentences))
    assert len(third.sentences) == len(second.sentences) + 2
