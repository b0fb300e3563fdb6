"""Where a version comes from, and the bytes it was read from."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.engine.document import Metadata
from app.services.articles import create_article
from app.services.incoming import Incoming, from_file
from app.settings import Settings

from .reading import links, of_class, read, words

TEXT = "Ferry crews may return to work this week, their union said on Monday."
DATA = TEXT.encode("utf-16")


@pytest.fixture
def incoming(settings: Settings) -> Incoming:
    return from_file(DATA, "wire.txt", settings=settings)


def page_of(session: Session, incoming: Incoming) -> str:
    """The address of the page of a version, stored just now."""
    return f"/articles/{create_article(session, [incoming], title='Ferry').slug}/versions/1"


def test_a_page_tells_where_its_version_comes_from(
    session: Session, client: TestClient, incoming: Incoming
) -> None:
    said = Metadata("Ann Other", "2026-05-04", "", "https://news.example/ferry", "en-GB")
    fetched = replace(
        incoming,
        document=replace(incoming.document, metadata=said, notices=("This page is old.",)),
        source="address",
        name="https://m.news.example/ferry?x=1&y=2",
        published="2026-05-04",
    )
    page = read(client.get(page_of(session, fetched)))
    (origin,) = of_class(page, "origin")
    told = {words(line.find("dt")): words(line.find("dd")) for line in origin}
    assert told == {
        "By": "Ann Other",
        "Published": "4 May 2026",
        "Fetched from": "https://m.news.example/ferry?x=1&y=2",
        "By its own account at": "https://news.example/ferry",
        "As it came": "Download the original · 140 bytes",
        "SHA-256": hashlib.sha256(DATA).hexdigest(),
        "On reading it": "This page is old.",
    }
    assert page.xpath("//article/@lang") == ["en-GB"]
    away = [link for link in origin.iter("a") if link.get("href", "").startswith("http")]
    assert len(away) == 2
    assert all("noreferrer" in link.get("rel", "") for link in away)


def test_what_is_not_known_is_not_told(
    session: Session, client: TestClient, incoming: Incoming
) -> None:
    address = page_of(session, incoming)
    page = read(client.get(address))
    (origin,) = of_class(page, "origin")
    assert links(origin) == [f"{address}/original"]
    assert [words(name) for name in origin.iter("dt")] == ["As it came", "SHA-256"]


def test_what_a_page_says_of_itself_leads_nowhere_but_the_web(
    session: Session, client: TestClient, incoming: Incoming
) -> None:
    said = Metadata("<b>Ann</b>", "", "", "javascript:alert(1)", 'en" onload="x')
    hostile = replace(incoming, document=replace(incoming.document, metadata=said))
    page = read(client.get(page_of(session, hostile)))
    assert "<b>Ann</b>" in words(of_class(page, "origin")[0])
    assert not [link for link in links(page) if "javascript" in link]
    assert not page.xpath("//article/@lang | //article/@onload")


def test_the_original_is_saved_to_the_byte(
    session: Session, client: TestClient, incoming: Incoming
) -> None:
    address = page_of(session, incoming)
    response = client.get(f"{address}/original")
    assert response.status_code == 200
    assert response.content == DATA
    assert response.headers["content-type"] == "text/plain"
    assert response.headers["content-disposition"].startswith(
        "attachment; filename=\"wire.txt\"; filename*=UTF-8''wire.txt"
    )
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-content-sha256"] == hashlib.sha256(DATA).hexdigest()
    assert "sandbox" in response.headers["content-security-policy"]
    assert client.head(f"{address}/original").content == b""


def test_a_page_with_scripts_is_saved_and_never_shown(
    session: Session, client: TestClient, settings: Settings
) -> None:
    data = f"<!doctype html><title>T</title><p>{TEXT}<script>alert(1)</script>".encode()
    address = page_of(session, from_file(data, "ferry.html", settings=settings))
    response = client.get(f"{address}/original")
    assert response.content == data
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("name", "plain", "encoded"),
    [
        ("Fähre (2).txt", "F_hre (2).txt", "F%C3%A4hre%20%282%29.txt"),
        ('a"b\\c;d%e.txt', "c;d_e.txt", "c%3Bd%25e.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie: x=1.txt", "a%20Set-Cookie%3A%20x%3D1.txt"),
    ],
)
def test_any_name_is_one_header(
    session: Session, client: TestClient, settings: Settings, name: str, plain: str, encoded: str
) -> None:
    address = page_of(session, from_file(DATA, name, settings=settings))
    headers = client.get(f"{address}/original").headers
    assert headers["content-disposition"] == (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
    )
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["ferry/versions/9/original", "ferry/versions/x/original",
                                  "none/versions/1/original"])  # fmt: skip
def test_what_is_not_there_gets_a_page_that_says_so(
    session: Session, client: TestClient, incoming: Incoming, path: str
) -> None:
    page_of(session, incoming)
    response = client.get(f"/articles/{path}")
    assert response.status_code == 404
    assert "content-disposition" not in response.headers
