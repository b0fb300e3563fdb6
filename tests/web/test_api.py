"""Comparisons as data."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.services.listing import list_articles

from .reading import EARLIER, LATER


def test_two_texts_are_compared_and_nothing_is_stored(client: TestClient, session: Session) -> None:
    response = client.post("/api/compare", json={"a": {"text": EARLIER}, "b": {"text": LATER}})
    result = response.json()

    assert response.status_code == 200
    assert result["format"] == "recension/comparison/1"
    assert len(result["changes"]) >= 4
    assert sum(result["measures"][k] for k in ("verbatim", "reworded", "moved", "new")) == (
        pytest.approx(1)
    )
    assert list_articles(session).total == 0


def test_a_stored_comparison_is_the_same_as_data(client: TestClient, comparison: str) -> None:
    stored = client.get(f"/api{comparison}").json()
    given = client.post("/api/compare", json={"a": {"text": EARLIER}, "b": {"text": LATER}}).json()

    assert stored["links"] == given["links"]
    assert stored["changes"] == given["changes"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"a": {"text": ""}, "b": {"text": "x"}}, "a.text"),
        ({"a": {"text": "x"}, "b": {"text": " \n"}}, "b.text"),
        ({"a": {"text": "x\0y"}, "b": {"text": "x"}}, "a.text"),
        ({"a": {"text": "\ud800"}, "b": {"text": "x"}}, "a.text"),
        ({"a": {"text": "x"}}, "b"),
        ({"a": {"text": 5}, "b": {"text": "x"}}, "a.text"),
        ({"a": {}, "b": {"text": "x"}}, "a.text"),
    ],
)
def test_what_cannot_be_compared_is_told_with_its_field(
    client: TestClient, body: object, field: str
) -> None:
    kind = {"Content-Type": "application/json"}
    response = client.post("/api/compare", content=json.dumps(body), headers=kind)
    error = response.json()["error"]

    assert response.status_code == 422
    assert error["field"] == field
    assert error["sentence"]


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"null"])
def test_what_is_no_json_is_told_so(client: TestClient, body: bytes) -> None:
    kind = {"Content-Type": "application/json"}
    response = client.post("/api/compare", content=body, headers=kind)

    assert response.status_code in (400, 422)
    assert response.json()["error"]["sentence"]


@pytest.mark.parametrize("path", ["none/compare/1..2", "none/compare/x"])
def test_what_is_not_there_is_told_as_json(client: TestClient, path: str) -> None:
    response = client.get(f"/api/articles/{path}")

    assert response.status_code == 404
    assert response.json()["error"]["advice"]


def test_the_api_describes_itself(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()

    assert set(described["paths"]) == {
        "/api/articles/{slug}/compare/{pair}",
        "/api/compare",
        "/api/resembling",
        "/api/search",
    }
