from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.errors import BadInput, Busy, NotFound, RecensionError, TooLarge
from app.services import articles
from app.services.articles import (
    add_version,
    create_article,
    document_of,
    get_article,
    get_pair,
    get_version,
    identity_of,
)
from app.services.comparisons import compared
from app.services.incoming import Incoming, from_file
from app.services.originals import original_of
from app.settings import Settings
from app.storage.contents import Packed, keep, pack
from app.storage.database import Database, writing
from app.storage.schema import Article, Content, Version

Paste = Callable[..., Incoming]
Texts = Any


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


# Storing


def test_an_article_is_there_for_everyone_once_it_is_made(
    database: Database, session: Session, paste: Paste, texts: Texts
) -> None:
    made = create_article(session, [paste(texts.earlier), paste(texts.later)])
    assert not session.in_transaction()
    with database.session() as other:
        found = get_article(other, made.slug)
        assert found.title == "Ferry to resume after strike"
        assert found.slug == "ferry-to-resume-after-strike"
        assert [version.number for version in found.versions] == [1, 2]
        assert found.versions[0].title == "Ferry may resume, union says"
        assert [document_of(other, version).text for version in found.versions] == [
            texts.earlier,
            texts.later,
        ]


def test_a_version_keeps_its_bytes_and_where_it_came_from(
    session: Session, settings: Settings
) -> None:
    data = "Ferry\r\n\r\nCrews may return to work this week.".encode("utf-16")
    captured = datetime(2026, 5, 4, 7, 40, tzinfo=UTC)
    incoming = from_file(data, "wire.txt", settings=settings)
    made = create_article(
        session, [replace(incoming, label="wire copy", captured_at=captured)], title="Ferry"
    )
    version = get_version(session, get_article(session, made.slug), 1)
    assert original_of(session, version, made.slug).data == data
    assert (version.name, version.label, version.source) == ("wire.txt", "wire copy", "file")
    assert version.media_type == "text/plain"
    assert version.captured_at == captured
    assert version.published_at is None
    assert version.words == 8


def test_a_version_without_a_time_was_captured_now(ferry: Article) -> None:
    assert datetime.now(UTC) - ferry.versions[0].captured_at < timedelta(minutes=1)


def test_two_texts_that_are_the_same_are_two_versions_of_one_content(
    session: Session, paste: Paste, texts: Texts
) -> None:
    made = create_article(session, [paste(texts.earlier), paste(texts.earlier)])
    assert [version.number for version in made.versions] == [1, 2]
    assert count(session, Content) == 2  # the text and its document, each once
    assert compared(session, made, 1, 2).comparison.equal


def test_the_title_given_wins_over_those_of_the_versions(
    session: Session, paste: Paste, texts: Texts
) -> None:
    made = create_article(
        session, [paste(texts.earlier, title="A"), paste(texts.later, title="B")], title=" Mine\0 "
    )
    assert (made.title, made.slug) == ("Mine", "mine")


def test_without_one_the_latest_version_with_a_title_gives_its_own(
    session: Session, paste: Paste
) -> None:
    made = create_article(session, [paste("Some words.", title="Named"), paste("Other words.")])
    assert made.title == "Named"


def test_without_any_the_first_words_of_the_latest_do(session: Session, paste: Paste) -> None:
    made = create_article(session, [paste("Some words here."), paste("Other words here.")])
    assert made.title == "Other words here."


def test_articles_of_one_title_have_addresses_of_their_own(session: Session, paste: Paste) -> None:
    slugs = [create_article(session, [paste("Words.")], title="New").slug for _ in range(3)]
    assert slugs == ["new-2", "new-3", "new-4"]  # "new" is reserved
    slugs = [create_article(session, [paste("Words.")], title="Ferry").slug for _ in range(3)]
    assert slugs == ["ferry", "ferry-2", "ferry-3"]


def test_a_title_given_may_be_long_but_not_endless(session: Session, paste: Paste) -> None:
    with pytest.raises(TooLarge, match="titles of up to 500 are kept"):
        create_article(session, [paste("Words.")], title="t" * 501)
    assert count(session, Article) == 0


def test_an_article_needs_a_version(session: Session) -> None:
    with pytest.raises(BadInput, match="at least one version"):
        create_article(session, [])


def test_a_slug_that_cannot_be_one_stores_nothing(session: Session, paste: Paste) -> None:
    with pytest.raises(BadInput, match="cannot be an article's address"):
        create_article(session, [paste("Words.")], slug="Not A Slug")
    create_article(session, [paste("Words.")], slug="taken")
    with pytest.raises(BadInput, match="already an article"):
        create_article(session, [paste("Words.")], slug="taken")
    assert count(session, Article) == 1


def test_when_a_version_cannot_be_stored_nothing_of_the_article_is(
    session: Session, paste: Paste, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[object] = []

    def breaks(session: Session, packed: Packed) -> None:
        kept.append(packed)
        if len(kept) == 4:
            raise RuntimeError("the power is gone")
        keep(session, packed)

    monkeypatch.setattr(articles, "keep", breaks)
    with pytest.raises(RuntimeError):
        create_article(session, [paste(texts.earlier), paste(texts.later)])
    assert [count(session, table) for table in (Article, Version, Content)] == [0, 0, 0]


def test_a_slug_that_somebody_takes_at_the_last_moment_is_numbered(
    session: Session, paste: Paste, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_article(session, [paste("Words.")], title="Ferry")
    answers = iter(["ferry", "ferry-2"])  # the first look comes too early
    monkeypatch.setattr(articles, "free_slug", lambda *_, **__: next(answers))
    made = create_article(session, [paste("Words."), paste("More words.")], title="Ferry")
    assert made.slug == "ferry-2"
    assert [version.number for version in get_article(session, "ferry-2").versions] == [1, 2]
    assert count(session, Version) == 3


def test_one_who_always_comes_too_late_is_told(
    session: Session, paste: Paste, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_article(session, [paste("Words.")], title="Ferry")
    monkeypatch.setattr(articles, "free_slug", lambda *_, **__: "ferry")
    with pytest.raises(Busy, match="storing articles at this very moment"):
        create_article(session, [paste("Words.")], title="Ferry")
    assert count(session, Article) == 1


# Adding a version


def test_a_further_version_gets_the_next_number(
    database: Database, session: Session, ferry: Article, paste: Paste, texts: Texts
) -> None:
    before = ferry.updated_at
    added = add_version(session, ferry, paste(texts.latest))
    assert added.number == 3
    assert [version.number for version in ferry.versions] == [1, 2, 3]
    with database.session() as other:
        found = get_article(other, ferry.slug)
        assert document_of(other, found.versions[-1]).text == texts.latest
        assert found.updated_at > before
        assert found.title == ferry.title


def test_a_number_that_is_always_taken_by_somebody_else_is_told(
    session: Session, ferry: Article, paste: Paste
) -> None:
    with writing(session):
        ferry.last_number = 1
    with pytest.raises(Busy):
        add_version(session, ferry, paste("Words."))
    assert [version.number for version in get_article(session, ferry.slug).versions] == [1, 2]


def test_no_version_is_added_to_an_article_that_is_gone(
    database: Database, session: Session, ferry: Article, paste: Paste
) -> None:
    with database.session() as other, writing(other):
        other.delete(get_article(other, ferry.slug))
    with pytest.raises(NotFound):
        add_version(session, ferry, paste("Words."))


# Finding


@pytest.mark.parametrize("slug", ["", "nothing", "FERRY", "a" * 5000, "a\0b", "\ud800", "' OR 1=1"])
def test_what_is_not_there_is_not_found(session: Session, ferry: Article, slug: str) -> None:
    with pytest.raises(NotFound, match="There is nothing at this address"):
        get_article(session, slug)


@pytest.mark.parametrize("number", [0, -1, 3, 2**31, 10**40])
def test_a_version_that_is_not_there_names_those_that_are(
    session: Session, ferry: Article, number: int
) -> None:
    with pytest.raises(
        NotFound, match=r"There is no version .*; there are versions 1 and 2"
    ) as told:
        get_version(session, ferry, number)
    assert len(told.value.sentence) < 120


@pytest.mark.parametrize(
    ("deleted", "said"),
    [
        ([], "there are versions 1 to 5"),
        ([2], "there are versions 1, 3, 4 and 5"),
        ([2, 3, 4], "there are versions 1 and 5"),
        ([1, 2, 3, 4], "there is version 5"),
        ([1, 2, 3, 4, 5], "there are none"),
    ],
)
def test_versions_are_named_as_a_person_would(
    session: Session, paste: Paste, deleted: list[int], said: str
) -> None:
    made = create_article(session, [paste(f"Words {n}.") for n in range(5)])
    with writing(session):
        for version in made.versions:
            if version.number in deleted:
                session.delete(version)
    with pytest.raises(NotFound, match=rf"{said}\.$"):
        get_version(session, made, 9)


def test_a_pair_is_two_versions_in_the_order_asked_for(session: Session, ferry: Article) -> None:
    assert [version.number for version in get_pair(session, ferry, 2, 1)] == [2, 1]
    with pytest.raises(BadInput, match="cannot be compared with itself"):
        get_pair(session, ferry, 1, 1)
    with pytest.raises(NotFound, match="no version 7 of this article"):
        get_pair(session, ferry, 1, 7)


def test_a_damaged_text_is_told(session: Session, ferry: Article) -> None:
    version = ferry.versions[0]
    with writing(session):
        session.execute(
            update(Content)
            .where(Content.hash == version.document_hash)
            .values(data=pack(b"{}").data)
        )
    with pytest.raises(RecensionError, match="damaged"):
        document_of(session, version)


def test_a_text_written_by_another_release_is_told(session: Session, ferry: Article) -> None:
    strange = pack(b'{"format": "recension/document/99"}')
    with writing(session):
        session.add(Content(hash=strange.hash, size=strange.size, data=strange.data))
        session.flush()
        session.execute(update(Version).values(document_hash=strange.hash))
    session.refresh(ferry.versions[0])
    with pytest.raises(RecensionError, match="cannot be read") as told:
        document_of(session, ferry.versions[0])
    assert "another release" in told.value.advice


def test_what_a_version_is_known_by_is_what_is_stored_of_it(
    ferry: Article, paste: Paste, texts: Texts
) -> None:
    version = ferry.versions[0]
    assert identity_of(paste(texts.earlier)) == (version.content_hash, version.document_hash)


def test_an_article_and_its_versions_cost_two_queries(
    database: Database, ferry: Article, count_queries: Any
) -> None:
    with database.session() as other, count_queries(database) as queries:
        assert len(get_article(other, ferry.slug).versions) == 2
    assert len(queries) == 2
