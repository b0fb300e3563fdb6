"""What was deleted is not in the database's files either."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.services.articles import create_article
from app.services.deleting import delete_article, purge
from app.services.erasing import erase_own
from app.services.incoming import from_paste
from app.services.searching import search_articles
from app.services.workspaces import found_workspace
from app.settings import Settings
from app.storage.database import Database
from app.storage.leavings import clear_leavings
from app.storage.schema import Article, now

SECRET = "quillfeather"


def store(session: Session, settings: Settings, *texts: str) -> Article:
    return create_article(session, [from_paste(each, settings=settings) for each in texts])


def written(settings: Settings) -> list[str]:
    """The files in which the word stands. The index has words in pieces, this one's end whole."""
    files = Path(settings.data_dir).iterdir()
    return sorted(file.name for file in files if SECRET[4:].encode() in file.read_bytes())


@pytest.mark.sqlite
def test_a_workspace_that_is_erased_leaves_no_word_in_the_files(
    session: Session, settings: Settings
) -> None:
    store(session, settings, "Others keep their words.", "Others keep all their words.")
    found_workspace(session)
    store(session, settings, f"The {SECRET} flies.", f"The {SECRET} flies at noon.")
    assert written(settings)
    erase_own(session)
    assert not written(settings)


@pytest.mark.sqlite
def test_what_is_purged_leaves_none_once_it_is_settled(
    session: Session, settings: Settings
) -> None:
    store(session, settings, "Others keep their words.")
    gone = store(session, settings, f"The {SECRET} flies.", f"The {SECRET} flies at noon.")
    delete_article(session, gone)
    assert purge(session, now()) == 2
    assert clear_leavings(session)
    assert not written(settings)


def test_what_is_kept_is_found_as_before(session: Session, settings: Settings) -> None:
    kept = store(session, settings, f"The {SECRET} flies.", f"The {SECRET} flies at noon.")
    gone = store(session, settings, f"Another {SECRET} sleeps.")
    delete_article(session, gone)
    purge(session, now())
    assert clear_leavings(session)
    assert [hit.article.slug for hit in search_articles(session, SECRET).items] == [kept.slug]
    add = store(session, settings, f"One more {SECRET}.")
    found = {hit.article.slug for hit in search_articles(session, SECRET).items}
    assert found == {kept.slug, add.slug}


@pytest.mark.sqlite
def test_while_others_read_the_log_stays_for_later(
    database: Database, session: Session, settings: Settings
) -> None:
    with database.session() as reader:
        reader.execute(text("SELECT count(*) FROM article"))
        store(session, settings, f"The {SECRET} flies.")
        assert not clear_leavings(session)
    assert clear_leavings(session)
