"""The bytes that a version was read from: under what name and as what they are given back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from app.errors import RecensionError
from app.services.articles import create_article, get_article
from app.services.incoming import Incoming, from_file, from_paste
from app.services.originals import Original, original_of, original_size
from app.settings import Settings
from app.storage.contents import digest
from app.storage.schema import Content

TEXT = "Ferry crews may return to work this week, their union said on Monday."
PAGE = f"<!doctype html><title>Ferry</title><article><h1>Ferry</h1><p>{TEXT}</article>".encode()


def stored(session: Session, incoming: Incoming) -> Original:
    slug = create_article(session, [incoming], title="Ferry").slug
    version = get_article(session, slug).versions[0]
    found = original_of(session, version, slug)
    assert original_size(session, version) == len(found.data)
    return found


def test_a_file_comes_back_under_its_name_to_the_byte(session: Session, settings: Settings) -> None:
    data = TEXT.encode("utf-16")
    found = stored(session, from_file(data, "wire.txt", settings=settings))
    assert found == Original(data, "wire.txt", "text/plain", digest(data))


def test_a_paste_is_named_after_its_article(session: Session, settings: Settings) -> None:
    assert stored(session, from_paste(TEXT, settings=settings)).name == "ferry-1.txt"


def test_so_is_a_page_from_an_address(session: Session, settings: Settings) -> None:
    incoming = from_file(PAGE, "", settings=settings)
    fetched = replace(incoming, source="address", name="https://news.example/a/b?c=d")
    assert stored(session, fetched).name == "ferry-1.html"


def test_what_a_browser_might_run_is_bytes_and_nothing_more(
    session: Session, settings: Settings
) -> None:
    found = stored(session, from_file(PAGE, "ferry.html", settings=settings))
    assert (found.name, found.media_type) == ("ferry.html", "application/octet-stream")


def test_bytes_that_are_damaged_are_not_given_back(session: Session, settings: Settings) -> None:
    incoming = from_file(TEXT.encode(), "wire.txt", settings=settings)
    slug = create_article(session, [incoming]).slug
    version = get_article(session, slug).versions[0]
    content = session.get_one(Content, version.content_hash)
    content.data = content.data[:-9] + bytes(9)
    with pytest.raises(RecensionError, match="damaged"):
        original_of(session, version, slug)
