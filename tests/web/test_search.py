"""Searching the list: the address says what is looked for, the page where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.main import create_app
from app.services.articles import create_article
from app.services.incoming import from_paste
from app.settings import Settings
from app.storage.database import Database
from app.web.keys import COOKIE

from .reading import EARLIER, LATER, all_words, by_id, links, of_class, read, words

Shelve = Callable[..., str]
HTMX = {"HX-Request": "true", "HX-Target": "listed"}


@pytest.fixture
def shelve(session: Session, settings: Settings) -> Shelve:
    """``shelve(title, text, text, …)``: an article of the visitor's."""

    def storing(title: str, *texts: str) -> str:
        incoming = [from_paste(text, settings=settings) for text in texts]
        return create_article(session, incoming, title=title).slug

    return storing


@pytest.fixture
def library(shelve: Shelve) -> None:
    """Three articles."""
    shelve("Harbour bridge", EARLIER, LATER)
    shelve("Market hall", "The market hall opens on Thursday.\n\nA brass band plays at noon.")
    shelve("Brass", "Prices rise.\n\nCopper costs more than last week.")


def test_what_is_looked_for_is_found_in_titles_and_in_every_version(
    client: TestClient, library: None
) -> None:
    page = read(client.get("/articles", params={"q": "brass"}))

    assert all_words(page, "title") == ["Brass", "Market hall"]
    assert "2 articles with “brass”, the best match first." in words(page)
    (passage,) = of_class(of_class(page, "shelf")[0][1], "passage")
    assert words(passage) == "Version 1 A brass band plays at noon."
    assert [words(mark) for mark in page.xpath("//mark")] == ["Brass", "brass"]
    assert links(passage) == ["/articles/market-hall/versions/1"]
    assert by_id(page, "q").get("value") == "brass"
    earlier = read(client.get("/articles", params={"q": "traders"}))
    assert all_words(earlier, "passage") == [
        "Version 1 Traders on the east bank fear for their summer."
    ]


def test_words_in_quotation_marks_are_looked_for_as_they_stand(
    client: TestClient, library: None
) -> None:
    assert all_words(read(client.get("/articles", params={"q": '"plays at noon"'})), "title") == [
        "Market hall"
    ]
    assert not all_words(read(client.get("/articles", params={"q": '"noon at plays"'})), "title")


def test_htmx_gets_the_list_alone_and_the_address_that_says_what_it_is(
    client: TestClient, library: None
) -> None:
    whole = client.get("/articles?q=brass")
    block = client.get("/articles?q=brass&whose=own&sort=changed", headers=HTMX)

    assert block.text.strip().startswith('<div id="listed">')
    assert all_words(read(block), "title") == all_words(read(whole), "title")
    assert block.headers["HX-Replace-Url"] == "/articles?q=brass&whose=own"
    assert "HX-Request" in whole.headers["Vary"]
    emptied = client.get("/articles?q=", headers=HTMX)
    assert emptied.headers["HX-Replace-Url"] == "/articles"
    assert len(all_words(read(emptied), "title")) == 3


def test_the_form_works_by_itself(client: TestClient, library: None) -> None:
    page = read(client.get("/articles?sort=title"))
    (form,) = page.xpath("//form[@role='search']")

    assert (form.get("method"), form.get("action")) == ("get", "/articles")
    fields = {field.get("name") for field in form.xpath(".//input")}
    assert fields == {"q", "sort"}
    assert form.xpath(".//button[@type='submit']")
    assert page.xpath("//label[@for='q']")


def test_when_nothing_is_found_the_page_says_what_helps(client: TestClient, library: None) -> None:
    page = read(client.get("/articles", params={"q": "zeppelin"}))

    assert "No article has “zeppelin”." in words(page)
    assert "Fewer words find more" in words(page)
    assert not of_class(page, "shelf")
    marks = words(read(client.get("/articles", params={"q": "?!…"})))
    assert "There is no letter and no digit to look for in “?!…”." in marks


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '""',
        "*",
        "AND",
        "NEAR(",
        "title:bridge",
        "a' OR 1=1 --",
        "-bridge",
        "%",
        "\\",
        "<script>",
        "\u202e\u0000x",
        "(" * 150,
    ],
)
def test_nothing_that_is_typed_breaks_the_page(
    client: TestClient, library: None, typed: str
) -> None:
    response = client.get("/articles", params={"q": typed})

    assert response.status_code == 200
    assert "<script>" not in response.text.replace("<script src", "").replace("<script type", "")


def test_of_a_huge_text_the_beginning_is_looked_for(client: TestClient, library: None) -> None:
    response = client.get("/articles", params={"q": "brass " * 5_000})

    assert response.status_code == 200
    assert "Only the first 200 characters are looked for." in words(read(response))
    assert len(by_id(read(response), "q").get("value")) <= 200


def test_others_texts_are_not_found(
    client: TestClient, database: Database, settings: Settings, shelve: Shelve
) -> None:
    shelve("Mine", "A secret zeppelin.")
    with TestClient(client.app) as stranger:
        assert not all_words(read(stranger.get("/articles?q=zeppelin")), "title")
    with database.session() as keeper:
        create_article(keeper, [from_paste("A zeppelin for all.", settings=settings)])
    assert len(all_words(read(client.get("/articles?q=zeppelin")), "title")) == 2


def test_findings_are_paged(settings: Settings, key: str, shelve: Shelve) -> None:
    for number in range(5):
        shelve(f"Story {number}", f"Zeppelin number {number}.")
    few = create_app(settings.model_copy(update={"page_size": 2}))
    with TestClient(few, cookies={COOKIE: key}) as client:
        first = read(client.get("/articles?q=zeppelin"))
        last = read(client.get("/articles?q=zeppelin&page=3"))
        beyond = client.get("/articles?q=zeppelin&page=4")

    assert len(all_words(first, "title")) == 2
    assert len(all_words(last, "title")) == 1
    assert first.xpath("//a[@rel='next']/@href") == ["/articles?q=zeppelin&page=2"]
    assert beyond.status_code == 404
    assert "the list has 3 pages" in words(read(beyond))
