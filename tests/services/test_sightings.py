"""Views are counted apart from the requests, none twice and none lost for a busy database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from app.errors import Busy
from app.services import sightings as module
from app.services.shares import make_share, open_share
from app.services.sightings import Sightings
from app.storage.database import Database
from app.storage.schema import Article, Share
from tests.conftest import CountQueries


@pytest.fixture
def sightings(database: Database) -> Iterator[Sightings]:
    """A count that stores nothing by itself while a test runs."""
    opened = Sightings(database, every=3600)
    yield opened
    opened.close()


@pytest.fixture
def token(session: Session, ferry: Article) -> str:
    """The token of a share of two versions."""
    return make_share(session, ferry, 1, 2)


def looked_up(session: Session, token: str) -> Share:
    """The share as it is stored now."""
    session.commit()
    return open_share(session, token)


def test_a_view_costs_no_query_and_many_cost_one(
    database: Database,
    session: Session,
    token: str,
    sightings: Sightings,
    count_queries: CountQueries,
) -> None:
    share = open_share(session, token)
    with count_queries(database) as queries:
        for _ in range(50):
            sightings.note(share.id)
    assert queries == []
    with count_queries(database) as queries:
        sightings.store()
        sightings.store()
    assert len(queries) == 1

    share = looked_up(session, token)
    assert share.views == 50
    assert share.seen_at is not None
    assert share.seen_at >= share.created_at


def test_what_is_noted_is_stored_at_the_end(
    database: Database, session: Session, token: str
) -> None:
    closing = Sightings(database, every=3600)
    closing.note(open_share(session, token).id)
    closing.close()

    assert looked_up(session, token).views == 1


def test_what_cannot_be_stored_now_is_stored_later(
    session: Session, token: str, sightings: Sightings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_session: Session) -> None:
        raise Busy("The library is being written to by others.")

    share = open_share(session, token)
    sightings.note(share.id)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(module, "writing", locked)
        sightings.store()
    sightings.note(share.id)
    sightings.store()

    assert looked_up(session, token).views == 2


def test_a_share_that_is_gone_is_no_trouble(sightings: Sightings) -> None:
    sightings.note(98765)
    sightings.store()


def test_only_so_many_wait(sightings: Sightings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 10)
    for number in range(1000):
        sightings.note(10_000 + number)
    assert len(sightings._noted) == 10
