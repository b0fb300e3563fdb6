"""Deleting, having back, and letting go for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import BadInput, Forbidden, Gone, NotFound
from app.services.articles import (
    add_version,
    create_article,
    document_of,
    get_article,
    get_pair,
    get_version,
)
from app.services.comparisons import compared
from app.services.deleting import (
    delete_article,
    delete_version,
    lately_deleted,
    purge,
    restore_article,
    restore_version,
)
from app.services.incoming import Incoming
from app.services.missing import KEPT_FOR
from app.services.searching import search_articles
from app.services.shares import count_shares, make_share, open_share
from app.services.workspaces import new_key
from app.storage.database import writing
from app.storage.schema import Article, Content, Share, StoredComparison, Version, now
from app.storage.viewing import DELETED_TOO, STRANGER, Viewer, see_as

Paste = Callable[..., Incoming]
Texts = Any

SOON, LATER = timedelta(minutes=-1), timedelta(minutes=1)


@pytest.fixture
def three(session: Session, ferry: Article, paste: Paste, texts: Texts) -> Article:
    """An article with three versions."""
    add_version(session, ferry, paste(texts.latest))
    return get_article(session, ferry.slug)


def rows(session: Session, table: type) -> int:
    session.commit()
    query = select(func.count()).select_from(table)
    return session.scalar(query.execution_options(**{DELETED_TOO: True})) or 0


def numbers(session: Session, slug: str) -> list[int]:
    return [version.number for version in get_article(session, slug).versions]


# Versions


def test_a_deleted_version_is_gone_from_its_article_and_its_number_is_not_given_again(
    session: Session, three: Article, paste: Paste
) -> None:
    delete_version(session, three, 3)
    assert numbers(session, three.slug) == [1, 2]
    assert add_version(session, get_article(session, three.slug), paste("News.")).number == 4
    assert numbers(session, three.slug) == [1, 2, 4]


def test_who_asks_for_a_deleted_version_is_told_when_and_until_when_it_can_be_had_back(
    session: Session, three: Article
) -> None:
    delete_version(session, three, 2)
    deleted_at = session.scalar(
        select(Version.deleted_at)
        .where(Version.number == 2)
        .execution_options(**{DELETED_TOO: True})
    )
    assert deleted_at is not None
    with pytest.raises(Gone, match="Version 2 of this article was deleted on") as told:
        get_version(session, three, 2)
    assert told.value.sentence.endswith(f"{deleted_at:%Y} at {deleted_at:%H:%M} UTC.")
    assert f"until {deleted_at + KEPT_FOR:%H:%M} UTC" in told.value.advice
    with pytest.raises(Gone):
        get_pair(session, three, 1, 2)
    purge(session, now() + LATER)
    with pytest.raises(Gone, match=r"^Version 2 of this article was deleted\.$"):
        get_version(session, get_article(session, three.slug), 2)


def test_the_only_version_does_not_go_without_its_article(session: Session, three: Article) -> None:
    delete_version(session, three, 1)
    delete_version(session, three, 3)
    with pytest.raises(BadInput, match="the only version") as told:
        delete_version(session, three, 2)
    assert told.value.advice == "Delete the article instead."
    assert numbers(session, three.slug) == [2]


@pytest.mark.parametrize("number", [0, -1, 4, 10**30])
def test_a_version_that_is_not_there_is_not_deleted(
    session: Session, three: Article, number: int
) -> None:
    with pytest.raises(NotFound):
        delete_version(session, three, number)
    assert numbers(session, three.slug) == [1, 2, 3]


def test_a_version_comes_back_as_it_was(session: Session, three: Article, texts: Texts) -> None:
    delete_version(session, three, 2)
    restore_version(session, three, 2)
    assert numbers(session, three.slug) == [1, 2, 3]
    back = get_version(session, get_article(session, three.slug), 2)
    assert document_of(session, back).text == texts.later
    restore_version(session, three, 2)  # pressing the button twice does no harm
    assert numbers(session, three.slug) == [1, 2, 3]


def test_what_was_purged_does_not_come_back(session: Session, three: Article) -> None:
    delete_version(session, three, 3)
    purge(session, now() + LATER)
    with pytest.raises(Gone, match="Version 3 cannot be had back any more"):
        restore_version(session, three, 3)
    with pytest.raises(NotFound, match="nothing at this address"):
        restore_version(session, three, 9)


# Articles


def test_a_deleted_article_is_as_if_it_had_never_been_until_it_comes_back(
    session: Session, three: Article
) -> None:
    delete_article(session, three)
    with pytest.raises(NotFound, match="There is nothing at this address"):
        get_article(session, three.slug)
    assert search_articles(session, "ferry").total == 0
    assert restore_article(session, three.slug).versions[2].number == 3
    assert numbers(session, three.slug) == [1, 2, 3]
    assert search_articles(session, "ferry").total == 1
    assert restore_article(session, three.slug).slug == three.slug


def test_its_address_is_not_taken_while_it_can_come_back(session: Session, paste: Paste) -> None:
    delete_article(session, create_article(session, [paste("Words.")], title="Ferry"))
    assert create_article(session, [paste("Words.")], title="Ferry").slug == "ferry-2"
    assert restore_article(session, "ferry").title == "Ferry"


# What can be had back


def test_what_was_deleted_lately_is_listed_the_latest_first(
    session: Session, three: Article, paste: Paste
) -> None:
    other = create_article(session, [paste("Words.")], title="Other")
    delete_version(session, three, 2)
    delete_article(session, other)
    listed = lately_deleted(session)
    assert [(each.slug, each.number) for each in listed] == [("other", None), (three.slug, 2)]
    assert listed[1].until > now()
    assert [each.number for each in lately_deleted(session, three)] == [2]
    delete_article(session, three)  # a version comes back with its article, and not before it
    assert [(each.slug, each.number) for each in lately_deleted(session)] == [
        (three.slug, None),
        ("other", None),
    ]


def test_what_was_deleted_too_long_ago_is_listed_no_more(session: Session, three: Article) -> None:
    delete_version(session, three, 2)
    with writing(session):
        version = session.scalar(
            select(Version).where(Version.number == 2).execution_options(**{DELETED_TOO: True})
        )
        assert version is not None
        version.deleted_at = now() - KEPT_FOR
    assert lately_deleted(session) == lately_deleted(session, three) == []


# Who may


def test_only_who_may_change_an_article_deletes_and_has_back(
    session: Session, three: Article, paste: Paste
) -> None:
    see_as(session, STRANGER)
    mine = create_article(session, [paste("Mine."), paste("Mine too.")], founding_key=new_key())
    for refused in (
        lambda: delete_article(session, three),
        lambda: delete_version(session, three, 1),
        lambda: restore_version(session, three, 1),
        lambda: restore_article(session, three.slug),
    ):
        with pytest.raises(Forbidden):
            refused()
    see_as(session, Viewer(mine.workspace_id, may_write=False))
    with pytest.raises(Forbidden, match="only reads"):
        delete_article(session, mine)
    see_as(session, Viewer(mine.workspace_id))
    delete_article(session, mine)
    see_as(session, Viewer(mine.workspace_id, may_write=False))
    assert lately_deleted(session) == []
    for stranger in (STRANGER, Viewer(mine.workspace_id, may_write=False)):
        see_as(session, stranger)
        with pytest.raises(NotFound, match="nothing at this address"):
            restore_article(session, mine.slug)


def test_a_deleted_article_of_everyone_s_is_nothing_to_others(
    session: Session, three: Article
) -> None:
    delete_article(session, three)
    see_as(session, STRANGER)
    with pytest.raises(NotFound, match="nothing at this address"):
        restore_article(session, three.slug)


# Shares


def test_a_share_of_what_is_deleted_is_closed_and_opens_again(
    session: Session, three: Article
) -> None:
    token = make_share(session, three, 1, 2)
    assert count_shares(session, three) == count_shares(session, three, 2) == 1
    assert count_shares(session, three, 3) == 0
    delete_version(session, three, 2)
    with pytest.raises(Gone, match="What this link showed was deleted"):
        open_share(session, token)
    restore_version(session, three, 2)
    assert open_share(session, token).version_b == 2
    delete_article(session, three)
    with pytest.raises(Gone, match="What this link showed was deleted"):
        open_share(session, token)
    restore_article(session, three.slug)
    assert open_share(session, token).version_b == 2


# For good


def test_what_can_still_be_had_back_is_not_purged(session: Session, three: Article) -> None:
    delete_version(session, three, 3)
    assert purge(session, now() + SOON) == 0
    restore_version(session, three, 3)
    assert purge(session, now() + LATER) == 0
    assert numbers(session, three.slug) == [1, 2, 3]


def test_with_a_version_goes_what_only_it_had(
    session: Session, three: Article, paste: Paste, texts: Texts
) -> None:
    create_article(session, [paste(texts.later)], title="The same text elsewhere")
    compared(session, three, 1, 2)
    compared(session, three, 2, 3)
    make_share(session, three, 2, 3)
    kept = make_share(session, three, 1, 2)
    delete_version(session, three, 3)
    assert purge(session, now() + LATER) == 1
    assert rows(session, Version) == 3
    assert rows(session, StoredComparison) == 1
    assert rows(session, Share) == 1
    assert open_share(session, kept).version_b == 2
    assert rows(session, Content) == 4  # bytes and document of two texts
    assert search_articles(session, "noon").total == 0
    assert search_articles(session, "travellers").total == 2


def test_a_text_that_another_version_has_stays(
    session: Session, three: Article, paste: Paste, texts: Texts
) -> None:
    again = add_version(session, three, paste(texts.earlier))
    delete_version(session, get_article(session, three.slug), 1)
    assert purge(session, now() + LATER) == 1
    assert document_of(session, again).text == texts.earlier


def test_with_an_article_goes_all_of_it_and_nothing_of_others(
    session: Session, three: Article, paste: Paste
) -> None:
    compared(session, three, 1, 3)
    make_share(session, three, 1, 3)
    other = create_article(session, [paste("Words.")], title="Other")
    delete_version(session, three, 2)
    delete_article(session, three)
    assert purge(session, now() + LATER) == 3
    assert rows(session, Article) == rows(session, Version) == 1
    assert rows(session, StoredComparison) == rows(session, Share) == 0
    assert document_of(session, get_article(session, other.slug).versions[0]).text == "Words."
    assert rows(session, Content) == 2
