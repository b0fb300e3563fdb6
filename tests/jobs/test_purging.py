"""What was deleted goes by itself, and trouble with it stops nothing."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Busy
from app.jobs import purging
from app.jobs.purging import Purging
from app.services.articles import create_article
from app.services.deleting import delete_article
from app.services.incoming import from_paste
from app.services.missing import KEPT_FOR
from app.settings import Settings
from app.storage.database import Database, writing
from app.storage.schema import Article, now
from app.storage.viewing import DELETED_TOO


def delete_one(session: Session, settings: Settings) -> None:
    """Delete an article, as if that were ten minutes ago."""
    article = create_article(session, [from_paste("Words.", settings=settings)])
    delete_article(session, article)
    with writing(session):
        article.deleted_at = now() - KEPT_FOR


def stored(session: Session) -> int:
    session.commit()
    return len(session.scalars(select(Article.id).execution_options(**{DELETED_TOO: True})).all())


def waits(session: Session) -> None:
    deadline = time.monotonic() + 60
    while stored(session):
        assert time.monotonic() < deadline, "nothing was purged"
        time.sleep(0.01)


@pytest.fixture
def running(database: Database) -> Iterator[Purging]:
    job = Purging(database, every=0.01)
    yield job
    job.close()


def test_what_was_deleted_before_the_start_goes_at_once(
    database: Database, session: Session, settings: Settings
) -> None:
    delete_one(session, settings)
    assert stored(session) == 1
    Purging(database).close()
    assert stored(session) == 0


def test_what_is_deleted_later_goes_in_its_turn(
    running: Purging, session: Session, settings: Settings
) -> None:
    for _ in range(2):
        delete_one(session, settings)
        waits(session)


def test_trouble_is_noted_and_it_is_tried_again(
    database: Database,
    session: Session,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    troubles = [Busy("The library is being written to by others.")]
    purge = purging.purge

    def taken(*args: object) -> int:
        if troubles:
            raise troubles.pop()
        return purge(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(purging, "purge", taken)
    delete_one(session, settings)
    with caplog.at_level(logging.WARNING, logger="app.jobs.purging"):
        job = Purging(database, every=0.01)
        waits(session)
        job.close()
    assert "not purged yet (Busy)" in caplog.text


def test_nothing_of_it_is_left_in_the_files(
    database: Database, session: Session, settings: Settings
) -> None:
    word = b"quillfeather"
    article = create_article(session, [from_paste(word.decode(), settings=settings)])
    delete_article(session, article)
    with writing(session):
        article.deleted_at = now() - KEPT_FOR
    session.close()

    def files() -> list[str]:
        return [f.name for f in settings.data_dir.iterdir() if word[-6:] in f.read_bytes()]

    assert files()
    Purging(database).close()
    assert not files()
