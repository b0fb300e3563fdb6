"""Articles: the list, the text of a version, and addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.main import create_app
from app.services.articles import create_article
from app.services.comparisons import uncompared_neighbours, versions_compared
from app.services.incoming import from_paste
from app.services.loading import load_paths
from app.settings import Settings
from app.storage.database import Database
from app.web.keys import COOKIE
from tests.conftest import CountQueries

from .reading import Submit, all_words, by_id, links, of_class, read, words

Shelve = Callable[..., str]


@pytest.fixture
def shelve(session: Session, settings: Settings) -> Shelve:
    """Store an article with so many versions."""

    def storing(title: str, versions: int = 2) -> str:
        texts = [f"{title}, take {n}." for n in range(1, versions + 1)]
        incoming = [from_paste(text, settings=settings) for text in texts]
        article = create_article(session, incoming, title=title)
        for pair in uncompared_neighbours(session, article.id):
            versions_compared(session, article, *pair)
        return article.slug

    return storing


@pytest.fixture
def samples(database: Database, settings: Settings, tmp_path: Path) -> None:
    """A sample, and an article that the keeper lets everyone read."""
    for name in ("sample", "notice"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.txt").write_text(f"The {name} for all.")
        with database.session() as keeper:
            load_paths(keeper, [folder], is_sample=name == "sample", settings=settings)


def few(settings: Settings, key: str) -> TestClient:
    """The same visitor where a page of a list has two articles."""
    app = create_app(settings.model_copy(update={"page_size": 2}))
    return TestClient(app, cookies={COOKIE: key})


def test_the_list_is_paged(settings: Settings, key: str, shelve: Shelve) -> None:
    for number in range(5):
        shelve(f"Story {number}")
    with few(settings, key) as client:
        first = read(client.get("/articles"))
        last = read(client.get("/articles?page=3"))
        sorted_page = read(client.get("/articles?sort=title&page=2"))
        beyond = client.get("/articles?page=4")

    assert all_words(first, "title") == ["Story 4", "Story 3"]
    assert "Page 1 of 3" in words(first)
    assert first.xpath("//a[@rel='next']/@href") == ["/articles?page=2"]
    assert all_words(last, "title") == ["Story 0"]
    assert last.xpath("//a[@rel='prev']/@href") == ["/articles?page=2"]
    assert all_words(sorted_page, "title") == ["Story 2", "Story 3"]
    assert sorted_page.xpath("//a[@rel='prev']/@href") == ["/articles?sort=title"]
    assert sorted_page.xpath("//a[@rel='next']/@href") == ["/articles?sort=title&page=3"]
    assert beyond.status_code == 404
    assert "the list has 3 pages" in words(read(beyond))


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30])
def test_a_page_number_that_is_none_gets_a_page_that_says_so(client: TestClient, page: str) -> None:
    response = client.get("/articles", params={"page": page})

    assert response.status_code == 422
    assert "page" in words(read(response).find(".//main"))


def test_the_list_can_be_sorted(client: TestClient, shelve: Shelve) -> None:
    for title, versions in (("Bells", 2), ("alms", 3), ("Crabs", 1)):
        shelve(title, versions)

    def order(sort: str) -> list[str]:
        page = read(client.get("/articles", params={"sort": sort}))
        assert page.xpath("//nav[@aria-label='Sorted by']//a[@aria-current]")
        return all_words(page, "title")

    assert order("changed") == order("added") == ["Crabs", "alms", "Bells"]
    assert order("title") == ["alms", "Bells", "Crabs"]
    assert order("versions") == ["alms", "Bells", "Crabs"]
    page = read(client.get("/articles"))
    (sorts,) = page.xpath("//nav[@aria-label='Sorted by']")
    assert links(sorts) == [
        "/articles",
        "/articles?sort=added",
        "/articles?sort=title",
        "/articles?sort=versions",
    ]


def test_an_order_that_is_none_is_told_and_the_list_still_shown(
    client: TestClient, shelve: Shelve
) -> None:
    shelve("Bells")
    response = client.get("/articles", params={"sort": "<b>colour", "whose": "theirs"})
    page = read(response)

    assert response.status_code == 200
    assert all_words(page, "problem") == [
        "A list is not sorted by “<b>colour”.",
        "There is no list of “theirs”.",
    ]
    assert all_words(page, "title") == ["Bells"]


def test_each_entry_tells_what_its_last_version_changed(client: TestClient, shelve: Shelve) -> None:
    slug = shelve("Bells", versions=3)
    (entry,) = read(client.get("/articles")).xpath("//ul[@class='shelf']/li")

    assert "3 versions" in words(entry)
    assert "one number changed" in words(entry)
    assert entry.xpath(".//svg/@aria-label")[0].startswith("Of version 3: ")
    assert f"/articles/{slug}" in links(entry)
    assert f"/articles/{slug}/compare/2..3" in links(entry)


def test_one_s_own_is_told_from_what_everyone_reads(
    client: TestClient, shelve: Shelve, samples: None
) -> None:
    shelve("Mine")
    page = read(client.get("/articles"))

    tags = {words(li.find_class("title")[0]): words(li) for li in page.xpath("//ul/li[div]")}
    assert "sample" in tags["The sample for all."]
    assert "everyone’s" in tags["The notice for all."]
    assert not of_class(page.xpath("//ul/li[div][.//a='Mine']")[0], "tag")
    assert all_words(read(client.get("/articles?whose=own")), "title") == ["Mine"]
    theirs = all_words(read(client.get("/articles?whose=shared")), "title")
    assert theirs == ["The notice for all.", "The sample for all."]


def test_an_empty_list_says_what_to_do(client: TestClient, samples: None) -> None:
    own = read(client.get("/articles?whose=own"))
    assert "You have stored nothing yet. Compare two texts" in words(own)


def test_an_empty_library_says_what_to_do(client: TestClient) -> None:
    assert "Nothing is here yet. Compare two texts" in words(read(client.get("/articles")))
    shared = words(read(client.get("/articles?whose=shared")))
    assert "There is nothing in the library that everyone reads." in shared


def test_a_stranger_has_no_choice_between_libraries(app: FastAPI, samples: None) -> None:
    with TestClient(app) as stranger:
        page = read(stranger.get("/articles"))

    assert len(all_words(page, "title")) == 2
    assert not page.xpath("//nav[@aria-label='Whose articles']")


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
    client: TestClient, shelve: Shelve, path: str
) -> None:
    shelve("A story")
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
    client: TestClient, app: FastAPI, shelve: Shelve, count_queries: CountQueries
) -> None:
    slugs = [shelve("Short", versions=2), shelve("Long", versions=60)]

    def cost(path: str) -> int:
        with count_queries(app.state.database) as queries:
            assert client.get(path).status_code == 200
        assert not any("payload" in query for query in queries)
        return len(queries)

    short, long = (cost(f"/articles/{slug}") for slug in slugs)
    assert short == long <= 6
    assert cost(f"/articles/{slugs[1]}?page=2&order=latest") == long
    assert cost("/articles") <= 6
    assert cost("/articles?sort=versions&whose=own") <= 6
    assert cost(f"/articles/{slugs[1]}/versions/9") <= 6


def test_how_it_works_explains_every_measure(client: TestClient) -> None:
    text = words(by_id(read(client.get("/how-it-works")), "main"))

    for measure in ("verbatim", "reworded", "moved", "new", "gone"):
        assert measure in text
