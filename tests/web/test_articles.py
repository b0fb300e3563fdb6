"""Articles: the list, one with its versions, the text of a version."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.main import create_app
from app.services.articles import create_article
from app.services.incoming import from_paste
from app.settings import Settings
from tests.conftest import CountQueries

from .reading import Submit, all_words, by_id, links, of_class, read, words

Store = Callable[..., str]


@pytest.fixture
def store(session: Session, settings: Settings) -> Store:
    """Store an article with so many versions."""

    def storing(title: str, versions: int = 2) -> str:
        texts = [f"{title}, take {n}." for n in range(1, versions + 1)]
        incoming = [from_paste(text, settings=settings) for text in texts]
        return create_article(session, incoming, title=title).slug

    return storing


def test_the_list_is_paged(settings: Settings, store: Store) -> None:
    for number in range(5):
        store(f"Story {number}")
    few = settings.model_copy(update={"page_size": 2})
    with TestClient(create_app(few)) as client:
        first = read(client.get("/articles"))
        last = read(client.get("/articles?page=3"))
        beyond = client.get("/articles?page=4")

    assert all_words(first, "title") == ["Story 4", "Story 3"]
    assert "Page 1 of 3" in words(first)
    assert first.xpath("//a[@rel='next']/@href") == ["/articles?page=2"]
    assert all_words(last, "title") == ["Story 0"]
    assert last.xpath("//a[@rel='prev']/@href") == ["/articles?page=2"]
    assert beyond.status_code == 404
    assert "the list has 3 pages" in words(read(beyond))


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30])
def test_a_page_number_that_is_none_gets_a_page_that_says_so(client: TestClient, page: str) -> None:
    response = client.get("/articles", params={"page": page})

    assert response.status_code == 422
    assert "page" in words(read(response).find(".//main"))


def test_an_empty_list_says_what_to_do(client: TestClient) -> None:
    assert "Nothing is here yet. Compare two texts" in words(read(client.get("/articles")))


def test_an_article_lists_its_versions_in_order(client: TestClient, store: Store) -> None:
    slug = store("A story", versions=3)
    page = read(client.get(f"/articles/{slug}"))

    assert words(page.find(".//h1")) == "A story"
    assert all_words(page, "number") == ["Version 1", "Version 2", "Version 3"]
    (versions,) = of_class(page, "versions")
    assert links(versions) == [
        f"/articles/{slug}/versions/1",
        f"/articles/{slug}/versions/2",
        f"/articles/{slug}/compare/1..2",
        f"/articles/{slug}/versions/3",
        f"/articles/{slug}/compare/2..3",
    ]
    assert f"/articles/{slug}/compare/1..3" in links(page)


def test_a_version_is_shown_clean_with_furniture_apart(client: TestClient, comparison: str) -> None:
    slug = comparison.removesuffix("/compare/1..2")
    page = read(client.get(f"{slug}/versions/2"))
    (text,) = of_class(page, "clean")

    assert "A public meeting is called for Thursday in the sail loft." in words(text)
    assert not page.xpath("//del | //ins")
    assert all_words(page, "furniture")[0] == "Leave a Reply"


@pytest.mark.parametrize(
    "path", ["none", "a-story/versions/9", "a-story/versions/x", "%00", "a/b/c"]
)
def test_what_is_not_there_gets_a_page_that_says_so(
    client: TestClient, store: Store, path: str
) -> None:
    store("A story")
    response = client.get(f"/articles/{path}")

    assert response.status_code == 404
    assert read(response).xpath("//h1")


def test_a_title_in_another_script_has_a_working_address(
    client: TestClient, submit: Submit
) -> None:
    response = submit(
        a_text="橋は五月に閉鎖されるかもしれない。",
        b_text="橋は五月に閉鎖される。",
        b_title="港の橋",
    )
    address = response.headers["location"]

    assert address.isascii()
    page = read(client.get(address))
    assert words(page.find(".//h1")) == "港の橋"
    assert client.get(links(of_class(page, "others")[0])[-1]).status_code == 200


def test_queries_do_not_grow_with_versions_or_articles(
    client: TestClient, app: FastAPI, store: Store, count_queries: CountQueries
) -> None:
    slugs = [store("Short", versions=2), store("Long", versions=9)]

    def cost(path: str) -> int:
        with count_queries(app.state.database) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    short, long = (cost(f"/articles/{slug}") for slug in slugs)
    assert short == long <= 2
    assert cost("/articles") <= 4
    assert cost(f"/articles/{slugs[1]}/versions/9") <= 5


def test_how_it_works_explains_every_measure(client: TestClient) -> None:
    text = words(by_id(read(client.get("/how-it-works")), "main"))

    for measure in ("verbatim", "reworded", "moved", "new", "gone"):
        assert measure in text
