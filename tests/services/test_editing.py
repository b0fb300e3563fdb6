"""What is said about an article and its versions can change; their texts cannot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.errors import BadInput, Forbidden, NotFound, TooLarge
from app.services.articles import document_of, get_article
from app.services.editing import describe_version, rename_article
from app.services.searching import search_articles
from app.storage.schema import Article, now
from app.storage.viewing import STRANGER, see_as

Texts = Any
MORNING = datetime(2026, 5, 4, 6, 40, tzinfo=UTC)


def test_a_title_changes_and_the_address_stays(session: Session, ferry: Article) -> None:
    slug = ferry.slug
    rename_article(session, ferry, "  Harbour\n gossip ")
    session.expire_all()
    found = get_article(session, slug)
    assert (found.slug, found.title) == (slug, "Harbour gossip")
    assert [item.article.slug for item in search_articles(session, "gossip").items] == [slug]


@pytest.mark.parametrize(
    ("title", "error", "told"),
    [(" \n ", BadInput, "needs a title"), ("a" * 501, TooLarge, "title is too long")],
)
def test_a_title_that_is_none_changes_nothing(
    session: Session, ferry: Article, title: str, error: type[Exception], told: str
) -> None:
    before = ferry.title
    with pytest.raises(error, match=told):
        rename_article(session, ferry, title)
    session.expire_all()
    assert get_article(session, ferry.slug).title == before


def test_a_version_is_described_anew_and_its_text_stays(
    session: Session, ferry: Article, texts: Texts
) -> None:
    describe_version(
        session,
        ferry,
        2,
        label="late  edition",
        published="2026-05-04T07:40+01:00",
        captured_at=MORNING,
    )
    session.expire_all()
    first, second = get_article(session, ferry.slug).versions
    assert (second.label, second.published) == ("late edition", "2026-05-04T07:40+01:00")
    assert second.published_at == second.captured_at == MORNING
    assert document_of(session, second).text == texts.later
    assert (first.label, first.published, first.published_at) == ("", "", None)
    describe_version(session, ferry, 2, label="", published="", captured_at=MORNING)
    session.expire_all()
    second = get_article(session, ferry.slug).versions[1]
    assert (second.label, second.published, second.published_at) == ("", "", None)


def test_what_cannot_be_said_of_a_version_changes_nothing(session: Session, ferry: Article) -> None:
    tomorrow = now() + timedelta(days=1)
    with pytest.raises(TooLarge, match="label is too long") as told:
        describe_version(session, ferry, 1, label="a" * 201, published="", captured_at=MORNING)
    assert told.value.field == "label"
    with pytest.raises(BadInput, match="in times to come") as told_too:
        describe_version(session, ferry, 1, label="x", published="", captured_at=tomorrow)
    assert told_too.value.field == "captured"
    with pytest.raises(NotFound, match="There is no version 9"):
        describe_version(session, ferry, 9, label="x", published="", captured_at=MORNING)
    session.expire_all()
    assert [v.label for v in get_article(session, ferry.slug).versions] == ["", ""]


def test_only_who_may_change_an_article_changes_what_is_said_about_it(
    session: Session, ferry: Article
) -> None:
    see_as(session, STRANGER)
    with pytest.raises(Forbidden):
        rename_article(session, ferry, "Mine")
    with pytest.raises(Forbidden):
        describe_version(session, ferry, 1, label="mine", published="", captured_at=MORNING)
