"""What a text resembles among the stored articles, and adding it there."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.errors import BadInput, Forbidden
from app.services.articles import add_version, create_article, get_article
from app.services.deleting import delete_article, delete_version
from app.services.filing import file_versions, lacks, likely_articles, same_pair
from app.services.workspaces import enter, found_workspace
from app.settings import Settings
from app.storage.schema import Article
from tests.services.conftest import Paste, Texts


@pytest.fixture
def own(session: Session) -> Session:
    """A session in a workspace of its own."""
    enter(session, found_workspace(session), Settings(access="open"))
    return session


def test_the_likeliest_is_named_with_the_version_that_it_resembles(
    own: Session, ferry: Article, paste: Paste, texts: Texts
) -> None:
    (likely,) = likely_articles(own, paste(texts.latest).document)
    assert (likely.slug, likely.number, likely.latest) == (ferry.slug, 2, 2)
    assert 60 <= likely.percent <= 99
    assert (likely.is_same, likely.is_latest, likely.may_add) == (False, False, True)


def test_the_same_text_is_the_version_that_it_equals(
    own: Session, ferry: Article, paste: Paste, texts: Texts
) -> None:
    (earlier,) = likely_articles(own, paste(texts.earlier).document)
    assert (earlier.number, earlier.percent, earlier.is_latest) == (1, 100, False)
    (later,) = likely_articles(own, paste(texts.later).document)
    assert (later.number, later.percent, later.is_latest) == (2, 100, True)


def test_what_was_deleted_is_not_resembled(
    own: Session, ferry: Article, paste: Paste, texts: Texts
) -> None:
    delete_version(own, ferry, 2)
    (likely,) = likely_articles(own, paste(texts.later).document)
    assert (likely.number, likely.latest, likely.is_same) == (1, 1, False)
    delete_article(own, ferry)
    assert likely_articles(own, paste(texts.later).document) == []


def test_to_the_shared_library_a_visitor_adds_nothing(
    session: Session, ferry: Article, paste: Paste, texts: Texts
) -> None:
    enter(session, found_workspace(session), Settings(access="open"))
    assert likely_articles(session, paste(texts.latest).document) == []
    (same,) = likely_articles(session, paste(texts.later).document)
    assert same.is_same
    assert not same.may_add
    with pytest.raises(Forbidden):
        file_versions(session, ferry.slug, [paste(texts.latest)])


def test_one_text_is_the_next_version_and_faces_the_latest(
    own: Session, ferry: Article, paste: Paste, texts: Texts
) -> None:
    filed = file_versions(own, ferry.slug, [paste(texts.latest)])
    assert (filed.article.slug, filed.a, filed.b) == (ferry.slug, 2, 3)
    back = file_versions(own, ferry.slug, [paste(texts.earlier)])
    assert (back.a, back.b) == (3, 4)
    with pytest.raises(BadInput, match="same text as version 4"):
        file_versions(own, ferry.slug, [paste(texts.earlier)])


def test_of_several_only_what_is_new_is_stored(
    own: Session, ferry: Article, paste: Paste, texts: Texts
) -> None:
    versions = [paste(texts.later), paste(texts.latest)]
    filed = file_versions(own, ferry.slug, versions)
    assert (filed.a, filed.b) == (2, 3)
    again = file_versions(own, ferry.slug, versions)
    assert (again.a, again.b) == (2, 3)
    assert len(get_article(own, ferry.slug).versions) == 3


def test_texts_that_are_all_stored_are_found(
    own: Session, ferry: Article, paste: Paste, texts: Texts
) -> None:
    found = same_pair(own, [paste(texts.later), paste(texts.earlier)])
    assert found is not None
    assert (found.article.id, found.a, found.b) == (ferry.id, 2, 1)
    assert same_pair(own, [paste(texts.later), paste(texts.latest)]) is None
    assert same_pair(own, []) is None


def test_an_article_lacks_what_it_returns_to_when_that_is_all(
    own: Session, ferry: Article, paste: Paste, texts: Texts
) -> None:
    earlier, later, latest = map(paste, texts)
    assert lacks(ferry, [earlier]) == [True]
    assert lacks(ferry, [later]) == [False]
    assert lacks(ferry, [earlier, latest, later]) == [False, True, False]


def test_of_two_articles_the_likelier_comes_first(
    own: Session, ferry: Article, paste: Paste, texts: Texts
) -> None:
    other = texts.latest.replace("noon", "one").replace("Monday", "Friday")
    create_article(own, [paste(other, title="Other")])
    add_version(own, ferry, paste(texts.latest))
    changed = texts.latest.replace("Ellery", "Ellen")
    assert [likely.title for likely in likely_articles(own, paste(changed).document)] == [
        ferry.title,
        "Other",
    ]
