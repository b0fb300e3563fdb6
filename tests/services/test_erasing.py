"""A workspace is deleted in portions, so that nobody waits for all of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import Busy, Forbidden, NotFound
from app.services import deleting, erasing
from app.services.articles import create_article
from app.services.deleting import purge
from app.services.erasing import erase
from app.services.incoming import Incoming
from app.services.keys import add_key
from app.services.listing import list_articles
from app.services.missing import KEPT_FOR
from app.services.searching import search_articles
from app.services.workspaces import enter, found_workspace
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import Article, Content, Version, Workspace, now
from app.storage.viewing import DELETED_TOO, EVERYBODYS, Viewer, see_as, viewer_of

Paste = Callable[..., Incoming]
Texts = Any


def count(session: Session, table: type) -> int:
    session.commit()
    everything = {EVERYBODYS: True, DELETED_TOO: True}
    counted = select(func.count()).select_from(table).execution_options(**everything)
    return session.scalar(counted) or 0


@pytest.fixture
def full(session: Session, paste: Paste, texts: Texts) -> tuple[str, int]:
    """A workspace of five articles, by its key and number, each of which goes by itself."""
    key = found_workspace(session)
    for _ in range(5):
        create_article(session, [paste(texts.earlier), paste(texts.later)])
    return key, viewer_of(session).workspace_id or 0


def test_others_write_between_and_nothing_of_it_is_seen(
    database: Database,
    session: Session,
    settings: Settings,
    full: tuple[str, int],
    paste: Paste,
    texts: Texts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, workspace_id = full
    monkeypatch.setattr(deleting, "ARTICLES_AT_ONCE", 1)
    left: list[int] = []
    portion = deleting._purge_some

    def watched(*given: Any) -> int:
        purged = portion(*given)
        with database.session() as other:
            left.append(count(other, Article))
            assert not enter(other, key, settings).is_known
            see_as(other, Viewer(workspace_id))
            assert search_articles(other, "ferry").total == 0
        return purged

    def between(given: Session, *rest: Any) -> bool:
        with database.session() as other:
            found_workspace(other)  # waits for nobody
        return waits(given, *rest)

    waits = deleting._wait
    monkeypatch.setattr(deleting, "_purge_some", watched)
    monkeypatch.setattr(deleting, "_wait", between)
    erase(session, workspace_id)
    assert left == [5, 4, 3, 2, 1]
    assert count(session, Article) == count(session, Version) == count(session, Content) == 0


def test_what_is_cut_short_is_done_by_the_next_purge(
    database: Database,
    session: Session,
    settings: Settings,
    full: tuple[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, workspace_id = full

    def cut_short(*_: Any) -> int:
        raise Busy("The library is being written to by others.")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(deleting, "_purge_some", cut_short)
        erase(session, workspace_id)
    with database.session() as other:
        assert not enter(other, key, settings).is_known
        assert list_articles(other).total == 0
        with pytest.raises(NotFound):
            add_key(other, workspace_id, may_write=True)
    assert count(session, Article) == 5
    assert purge(session, now() - KEPT_FOR) == 10
    assert count(session, Article) == 0
    assert session.get(Workspace, workspace_id) is None


def test_who_stores_something_while_it_goes_is_told(
    database: Database,
    session: Session,
    settings: Settings,
    full: tuple[str, int],
    paste: Paste,
    texts: Texts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, workspace_id = full

    def meanwhile(*_: Any) -> int:
        with pytest.raises(Forbidden, match="was deleted a moment ago"):
            create_article(other, [paste(texts.latest)])
        raise Busy("That is all for now.")

    with database.session() as other:
        enter(other, key, settings)
        monkeypatch.setattr(deleting, "purge", meanwhile)
        monkeypatch.setattr(erasing, "purge", meanwhile)
        erase(session, workspace_id)
