"""The library as data: searching it, and asking of what a text is a version."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.web.keys import COOKIE

from .reading import LATER


def test_a_search_gives_articles_with_sentences_and_marks(
    client: TestClient, comparison: str
) -> None:
    slug = comparison.split("/")[2]
    found = client.get("/api/search", params={"q": "engineer"}).json()
    (item,) = found["items"]
    assert (found["total"], found["page"], found["pages"]) == (1, 1, 1)
    assert found["is_complete"]
    assert (item["slug"], item["versions"]) == (slug, 2)
    passage = item["passage"]
    assert [passage["text"][start:end] for start, end in passage["marks"]] == ["engineer"]


@pytest.mark.parametrize("typed", ["", '"', "zeppelin", "'; DROP TABLE article; --", "\x00"])
def test_what_finds_nothing_is_no_error(client: TestClient, comparison: str, typed: str) -> None:
    response = client.get("/api/search", params={"q": typed})
    assert (response.status_code, response.json()["items"]) == (200, [])


def test_a_page_that_is_not_there_is_told(client: TestClient, comparison: str) -> None:
    response = client.get("/api/search", params={"q": "engineer", "page": 2})
    assert response.status_code == 404
    assert "one page" in response.json()["error"]["sentence"]


def test_a_text_is_known_as_a_version(client: TestClient, comparison: str) -> None:
    (same,) = client.post("/api/resembling", json={"text": LATER}).json()
    assert (same["version"], same["share"], same["is_same"]) == (2, 1.0, True)
    (alike,) = client.post("/api/resembling", json={"text": f"{LATER}\n\nMore to come."}).json()
    assert alike["version"] == 2
    assert 0.8 < alike["share"] < 1
    assert not alike["is_same"]


def test_a_text_that_is_none_is_told_with_its_field(client: TestClient) -> None:
    response = client.post("/api/resembling", json={"text": " "})
    assert response.status_code == 422
    assert response.json()["error"]["field"] == "text"


def test_who_has_no_key_finds_nothing(client: TestClient, comparison: str) -> None:
    client.cookies.delete(COOKIE)
    assert client.get("/api/search", params={"q": "engineer"}).json()["total"] == 0
    assert client.post("/api/resembling", json={"text": LATER}).json() == []
