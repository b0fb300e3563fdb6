"""When a version is from, wherever it is named: as it says itself, or else when it was captured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.services.articles import create_article
from app.services.incoming import from_paste
from app.settings import Settings

from .reading import EARLIER, LATER, read, ready, words

Say = Callable[[str], None]

CAPTURED = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
PAGES = [
    "/",
    "/articles",
    "/articles?q=story",
    "/articles/a-story/compare/1..2",
    "/articles/a-story/provenance/3",
    "/articles/a-story/collate",
    "/articles/a-story/collate/1,2,3",
    "/articles/a-story/versions/3",
]


@pytest.fixture
def say(session: Session, settings: Settings) -> Say:
    """Store an article of which every version says that it was published then."""

    def storing(published: str) -> None:
        versions = [
            replace(from_paste(text, settings=settings), published=published, captured_at=CAPTURED)
            for text in (EARLIER, LATER, EARLIER)
        ]
        create_article(session, versions, title="A story")

    return storing


@pytest.mark.parametrize("path", PAGES)
def test_a_version_is_from_when_it_says_it_was_published(
    client: TestClient, say: Say, path: str
) -> None:
    say("2019-06-04T07:40+01:00")
    page = read(ready(client, path))
    told = words(page)
    assert "4 June 2019" in told
    assert "22 November 2026" not in told
    assert "2019-06-04T07:40+01:00" in page.xpath("//time/@datetime")


@pytest.mark.parametrize("path", PAGES)
def test_what_says_nothing_of_it_is_from_when_it_was_captured(
    client: TestClient, say: Say, path: str
) -> None:
    say("")
    page = read(ready(client, path))
    assert "22 November 2026" in words(page)
    assert CAPTURED.isoformat() in page.xpath("//time/@datetime")


@pytest.mark.parametrize("path", PAGES)
def test_a_date_is_no_more_precise_than_it_was_said(
    client: TestClient, say: Say, path: str
) -> None:
    say("2019-06")
    assert "June 2019" in words(read(ready(client, path)))
