"""Errors as pages, as lines and as JSON; never as a stack trace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.headers import HEADERS

from .reading import of_class, read, words

SECRET = "the password is swordfish"


@pytest.fixture
def broken(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A visitor of a site whose list of articles fails in a way that nobody foresaw."""

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("app.web.pages.articles.list_articles", fail)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def test_a_page_that_is_not_there_has_a_kind_page(client: TestClient) -> None:
    response = client.get("/nowhere")
    page = read(response)

    assert response.status_code == 404
    assert words(page.find(".//h1")) == "Nothing is here"
    assert "It may be mistyped" in words(page)
    assert page.xpath("//main//a/@href") == ["/"]


def test_where_an_article_has_no_such_version_its_page_is_a_click_away(
    client: TestClient, comparison: str
) -> None:
    article = comparison.partition("/compare")[0]
    for path in ("/versions/9", "/compare/1..9", "/provenance/9", "/collate/1,2,9"):
        response = client.get(article + path)
        assert response.status_code == 404
        assert article in read(response).xpath("//main//a/@href")
    assert read(client.get(f"{article}-/versions/9")).xpath("//main//a/@href") == ["/"]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("0", "“page” has to be 1 or more."),
        ("9999999999", "“page” has to be 1000000 or less."),
        ("next", "“page” has to be a whole number."),
        ("1.5", "“page” has to be a whole number."),
    ],
)
def test_an_address_that_cannot_be_is_told_in_words(
    client: TestClient, page: str, told: str
) -> None:
    response = client.get(f"/articles?page={page}")
    assert response.status_code == 422
    assert told in words(read(response))


def test_a_program_is_told_what_is_missing(client: TestClient) -> None:
    response = client.post("/api/compare", json={"a": {"text": "One."}})
    assert response.json()["error"]["sentence"] == "“b” is missing."


def test_a_method_that_is_not_taken(client: TestClient) -> None:
    response = client.post("/how-it-works")

    assert response.status_code == 405
    assert "GET" in response.headers["allow"]
    assert words(read(response).find(".//h1")) == "That cannot be done here"


def test_the_unforeseen_is_a_page_without_a_word_of_what_happened(broken: TestClient) -> None:
    response = broken.get("/articles")

    assert response.status_code == 500
    assert words(read(response).find(".//h1")) == "Something went wrong"
    assert SECRET not in response.text
    assert "Traceback" not in response.text
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_a_program_gets_json(client: TestClient, broken: TestClient) -> None:
    for visitor, path, status in ((client, "/nowhere", 404), (broken, "/articles", 500)):
        response = visitor.get(path, headers={"Accept": "application/json"})
        assert response.status_code == status
        assert set(response.json()["error"]) == {"sentence", "advice", "field"}
    assert client.get("/api/nowhere").json()["error"]["sentence"] == (
        "There is nothing at this address."
    )


def test_htmx_gets_a_line_for_the_top_of_the_page(client: TestClient, broken: TestClient) -> None:
    for visitor, path, status in ((client, "/nowhere", 404), (broken, "/articles", 500)):
        response = visitor.get(path, headers={"HX-Request": "true"})
        assert response.status_code == status
        assert response.headers["hx-retarget"] == "#notice"
        assert len(of_class(read(response), "problem")) == 1
        assert "<html" not in response.text


def test_every_page_has_the_place_for_that_line(client: TestClient, comparison: str) -> None:
    for path in ("/", comparison):
        assert read(client.get(path)).xpath("//*[@id='notice'][@aria-live]")


def test_head_is_answered_like_get_without_a_body(client: TestClient, comparison: str) -> None:
    for path in ("/", "/articles", "/how-it-works", comparison, "/robots.txt"):
        response = client.head(path)
        assert response.status_code == 200, path
