from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.storage.database import writing
from app.storage.schema import SHARED_ID, Article, Content, Share, Version, Workspace, now
from app.storage.viewing import DELETED_TOO, EVERYBODYS, STRANGER, Viewer, see_as, viewer_of


def make(session: Session, slug: str, workspace: int) -> Article:
    article = Article(workspace_id=workspace, slug=slug, title=slug)
    article.versions = [
        Version(
            number=number,
            title=slug,
            label="",
            source="paste",
            name="",
            media_type="text/plain",
            content_hash="c",
            document_hash="c",
            words=1,
            captured_at=now(),
        )
        for number in (1, 2)
    ]
    session.add(article)
    return article


@pytest.fixture
def mine(session: Session) -> int:
    """One workspace of two; in each and in the shared library there is one article."""
    own, other = Workspace(), Workspace()
    with writing(session):
        session.add(Content(hash="c", data=b"", size=0))
        session.add_all([own, other])
        session.flush()
        for slug, workspace in (
            ("mine", own.id),
            ("theirs", other.id),
            ("everyones", SHARED_ID),
        ):
            made = make(session, slug, workspace)
            session.flush()
            session.add(Share(token_hash=slug, article_id=made.id, version_a=1, version_b=2))
    session.expunge_all()
    return own.id


Finder = Callable[[], Select[tuple[str]]]

FINDERS: list[Finder] = [
    lambda: select(Article.slug),
    lambda: select(Article.slug).join(Version).where(Version.number == 1),
    lambda: select(Article.slug).where(Article.id.in_(select(Version.article_id))),
    lambda: select(select(Article.slug.label("slug")).subquery().c.slug),
]


@pytest.mark.parametrize("finder", FINDERS)
def test_nobody_finds_what_is_somebody_elses(session: Session, mine: int, finder: Finder) -> None:
    see_as(session, Viewer(mine))
    assert set(session.scalars(finder())) == {"mine", "everyones"}
    see_as(session, STRANGER)
    assert set(session.scalars(finder())) == {"everyones"}
    everybodys = finder().execution_options(**{EVERYBODYS: True})
    assert set(session.scalars(everybodys)) == {"mine", "theirs", "everyones"}


def test_counting_and_relations_find_no_more(session: Session, mine: int) -> None:
    see_as(session, Viewer(mine))
    assert session.scalar(select(func.count(Article.id))) == 2
    shares = session.scalars(select(Share).options(joinedload(Share.article))).all()
    assert {share.article.slug for share in shares if share.article} <= {"mine", "everyones"}
    assert len(shares) <= 3


def test_what_was_deleted_is_found_only_when_it_is_asked_for(session: Session, mine: int) -> None:
    see_as(session, Viewer(mine))
    found = select(Article).where(Article.slug == "mine").options(selectinload(Article.versions))
    article = session.scalars(found).one()
    with writing(session):
        article.versions[0].deleted_at = now()
    session.expunge_all()
    assert [version.number for version in session.scalars(found).one().versions] == [2]
    session.expunge_all()
    deleted_too = found.execution_options(**{DELETED_TOO: True})
    assert [v.number for v in session.scalars(deleted_too).one().versions] == [1, 2]
    with writing(session):
        session.scalars(found).one().deleted_at = now()
    session.expunge_all()
    assert session.scalars(found).one_or_none() is None


def test_who_runs_the_site_looks_unless_somebody_else_is_named(session: Session) -> None:
    assert viewer_of(session).keeps_library
    assert viewer_of(session).readable == (SHARED_ID,)
    assert Viewer(7).readable == (7, SHARED_ID)
