"""The page of an article: its versions, what each changed, and which two to compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from lxml import html
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.services.articles import create_article
from app.services.comparisons import uncompared_neighbours, versions_compared
from app.services.deleting import delete_version
from app.services.incoming import Incoming, from_file, from_paste
from app.settings import Settings
from app.storage.schema import Article

from .reading import EARLIER, LATER, all_words, links, of_class, read, words

Store = Callable[..., Article]


@pytest.fixture
def stored(session: Session, settings: Settings) -> Store:
    """``stored(text, text, …)``: an article of the visitor's with these versions."""

    def storing(*texts: str | Incoming, title: str = "A story") -> Article:
        versions = [
            text if isinstance(text, Incoming) else from_paste(text, settings=settings)
            for text in texts
        ]
        return create_article(session, versions, title=title)

    return storing


def rows(page: html.HtmlElement) -> list[html.HtmlElement]:
    """The versions on the page."""
    (versions,) = of_class(page, "versions")
    return list(versions.xpath("./li"))


def test_versions_stand_in_order_each_with_what_it_changed(
    client: TestClient, session: Session, stored: Store
) -> None:
    article = stored(EARLIER, LATER, EARLIER)
    for pair in uncompared_neighbours(session, article.id):
        versions_compared(session, article, *pair)
    page = read(client.get("/articles/a-story"))
    first, second, third = rows(page)

    assert words(page.find(".//h1")) == "A story"
    assert all_words(page, "number") == ["Version 1", "Version 2", "Version 3"]
    assert "The first version" in words(first)
    assert second.xpath(".//svg/@aria-label")[0].startswith("Of version 2: ")
    assert all_words(second, "change") == ["One claim hardened, one number changed"]
    assert links(of_class(second, "change")[0]) == ["/articles/a-story/compare/1..2"]
    assert "The same text as version 1" in words(third)
    assert "being compared" not in words(page)
    assert words(page).count(" words · ") == 3


def test_where_a_version_is_from_is_told(
    client: TestClient, stored: Store, settings: Settings
) -> None:
    pasted = replace(from_paste(EARLIER, settings=settings), label="wire copy")
    file = from_file(LATER.encode(), "bridge_v2.txt", settings=settings)
    address = "https://news.example/bridge?a=1&b=<2>"
    fetched = replace(file, source="address", name=address, label="news.example")
    stored(pasted, file, fetched)
    first, second, third = rows(read(client.get("/articles/a-story")))

    assert "wire copy · captured" in words(first)
    assert "pasted · " in words(first)
    assert "file “bridge_v2.txt” · " in words(second)
    assert words(second).count("bridge_v2.txt") == 1
    assert f"fetched from {address} · " in words(third)
    (link,) = of_class(third, "address")
    assert link.get("href") == address
    assert set(link.get("rel").split()) == {"noreferrer", "nofollow", "noopener"}


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2026", "published 2026 ·"),
        ("2026-05", "published May 2026 ·"),
        ("2026-05-04", "published 4 May 2026 ·"),
        ("2026-05-04T07:40", "published 4 May 2026, 07:40 (time zone not said) ·"),
        ("2026-05-04T07:40+01:00", "published 4 May 2026, 07:40 UTC+1 ·"),
        ("2026-05-04T07:40-03:30", "published 4 May 2026, 07:40 UTC-3:30 ·"),
        ("2026-05-04T07:40+00:00", "published 4 May 2026, 07:40 UTC ·"),
    ],
)
def test_a_date_is_told_as_it_was_said_and_a_capture_in_utc(
    client: TestClient, stored: Store, settings: Settings, published: str, said: str
) -> None:
    captured = datetime(2026, 5, 5, 9, 30, tzinfo=UTC)
    incoming = from_paste(EARLIER, settings=settings)
    stored(replace(incoming, published=published, captured_at=captured))
    (row,) = rows(read(client.get("/articles/a-story")))

    assert f"{said} captured 5 May 2026, 09:30 UTC" in words(row)
    assert row.xpath(".//time/@datetime")[0] == published


def test_a_title_is_told_where_it_changes(
    client: TestClient, stored: Store, settings: Settings
) -> None:
    titles = ["Bridge may close", "Bridge may close", "Bridge to close"]
    stored(*(from_paste(f"Take {n}.", title=t, settings=settings) for n, t in enumerate(titles)))
    page = read(client.get("/articles/a-story"))

    assert [all_words(row, "title") for row in rows(page)] == [
        ["Bridge may close"],
        [],
        ["Bridge to close"],
    ]


def test_a_page_never_waits_for_comparisons_and_has_them_when_next_looked_at(
    client: TestClient, app: FastAPI, stored: Store
) -> None:
    stored(EARLIER, LATER, EARLIER)
    page = read(client.get("/articles/a-story"))

    assert "2 versions on this page are being compared" in words(page)
    assert all_words(page, "change")[1] == "Not compared yet · compare now"
    assert links(rows(page)[1].find_class("change")[0]) == ["/articles/a-story/compare/1..2"]
    app.state.catching_up.wait()
    again = read(client.get("/articles/a-story"))
    assert all_words(again, "change")[1] == "One claim hardened, one number changed"
    assert "being compared" not in words(again)


def test_any_two_can_be_picked_without_a_script(client: TestClient, stored: Store) -> None:
    stored(EARLIER, LATER, EARLIER + "More.")
    page = read(client.get("/articles/a-story"))
    (form,) = of_class(page, "history")

    assert form.xpath(".//input[@name='a']/@value") == ["1", "2", "3"]
    assert form.xpath(".//input[@name='b']/@value") == ["1", "2", "3"]
    assert form.xpath(".//input[@name='a'][@checked]/@value") == ["2"]
    assert form.xpath(".//input[@name='b'][@checked]/@value") == ["3"]
    assert len(set(form.xpath(".//input/@aria-label"))) == 9
    chosen = client.get(form.get("action"), params={"a": "3", "b": "1", "v": ["1", "2"]})
    assert chosen.status_code == 303
    assert chosen.headers["location"] == "/articles/a-story/compare/3..1"
    (beside,) = form.xpath(".//button[@formaction]/@formaction")
    several = client.get(beside, params={"a": "3", "b": "1", "v": ["1", "2", "3"]})
    assert several.headers["location"] == "/articles/a-story/collate/1,2,3"


def test_the_comparisons_wanted_most_are_a_link_away(client: TestClient, stored: Store) -> None:
    stored(EARLIER, LATER, EARLIER + "More.")
    page = read(client.get("/articles/a-story"))

    with_ = [row.find_class("with") for row in rows(page)]
    assert [{words(a): a.get("href")[-4:] for a in each[0].iter("a")} for each in with_] == [
        {"latest": "1..3"},
        {"previous": "1..2", "first": "1..2", "latest": "2..3"},
        {"previous": "2..3", "first": "1..3"},
    ]
    assert "/articles/a-story/compare/1..3" in links(of_class(page, "head")[0])
    assert "/articles/a-story/provenance/2" in links(rows(page)[1])
    for address in {link for row in rows(page) for link in links(row) if link.startswith("/")}:
        assert client.get(address).status_code == 200, address


def test_an_article_with_one_version_has_nothing_to_pick(client: TestClient, stored: Store) -> None:
    stored(EARLIER)
    page = read(client.get("/articles/a-story"))

    assert not page.xpath("//input[@type='radio']")
    assert "Compare with" not in words(rows(page)[0])
    assert "1 version" in words(of_class(page, "head")[0])


def test_a_pair_turned_round_is_compared_that_way_and_one_of_one_is_refused(
    client: TestClient, stored: Store
) -> None:
    stored(EARLIER, LATER)
    turned = client.get("/articles/a-story/compare/2..1")
    same = client.get("/articles/a-story/compare", params={"a": "1", "b": "1"})

    assert turned.status_code == 200
    assert "Version 2" in words(of_class(read(turned), "of-a")[0])
    assert "This compares the other way round: from version 2, which is the later one" in words(
        of_class(read(turned), "head")[0]
    )
    assert "the other way round" not in client.get("/articles/a-story/compare/1..2").text
    refused = client.get(same.headers["location"])
    assert refused.status_code == 422
    assert "A version cannot be compared with itself." in words(read(refused))
    assert client.get("/articles/a-story/compare", params={"a": "x"}).status_code == 404


def test_a_long_history_has_pages_either_way_round(client: TestClient, stored: Store) -> None:
    stored(*(f"Take {n} of many." for n in range(1, 121)))
    first = read(client.get("/articles/a-story"))
    latest = read(client.get("/articles/a-story?order=latest"))
    last = read(client.get("/articles/a-story?page=3"))

    assert (len(rows(first)), len(rows(last))) == (50, 20)
    assert all_words(latest, "number")[0] == "Version 120"
    assert first.xpath("//a[@rel='next']/@href") == ["/articles/a-story?page=2"]
    assert latest.xpath("//a[@rel='next']/@href") == ["/articles/a-story?order=latest&page=2"]
    assert last.xpath("//a[@rel='prev']/@href") == ["/articles/a-story?page=2"]
    assert first.xpath("//a[@class='turn']/@href") == ["/articles/a-story?order=latest"]
    assert latest.xpath("//a[@class='turn']/@href") == ["/articles/a-story"]
    assert last.xpath("//input[@name='b'][@checked]/@value") == ["120"]
    (by_number,) = of_class(last, "by-number")
    assert by_number.xpath(".//input/@value") == ["1", "120"]
    beyond = client.get("/articles/a-story?page=4")
    assert beyond.status_code == 404
    assert "the list has 3 pages" in words(read(beyond))
    assert client.get("/articles/a-story?page=x").status_code == 422
    assert client.get("/articles/a-story?order=sideways").status_code == 200


def test_previous_is_the_next_lower_number_that_is_there(
    client: TestClient, session: Session, stored: Store
) -> None:
    article = stored(EARLIER, LATER, LATER + "More.")
    delete_version(session, article, 2)
    page = read(client.get("/articles/a-story"))

    assert all_words(page, "number") == ["Version 1", "Version 3"]
    assert links(rows(page)[1].find_class("change")[0]) == ["/articles/a-story/compare/1..3"]


def test_a_version_added_is_compared_with_the_one_before_that_is_there(
    client: TestClient, session: Session, stored: Store
) -> None:
    article = stored(EARLIER, LATER)
    delete_version(session, article, 2)
    response = client.post(
        "/articles/a-story/versions", files={"new_text": (None, LATER + "\n\nMore.")}
    )

    assert response.headers["location"] == "/articles/a-story/compare/1..3"


def test_who_may_not_change_an_article_is_not_offered_to(
    app: FastAPI, client: TestClient, stored: Store, settings: Settings, session: Session
) -> None:
    article = stored(EARLIER, LATER)
    mine = read(client.get("/articles/a-story"))
    assert "Change the title" in words(mine)
    assert {"/articles/a-story/versions/1/edit", "/articles/a-story/versions/2/delete"} <= set(
        links(mine)
    )
    with app.state.database.session() as keeper:
        incoming = [from_paste(text, settings=settings) for text in (EARLIER, LATER)]
        create_article(keeper, incoming, title="For all", is_sample=True)
    theirs = read(client.get("/articles/for-all"))
    assert "a sample story" in words(theirs)
    assert not any(link.endswith(("/edit", "/delete")) for link in links(theirs))
    assert not theirs.xpath("//form[@method='post']")
    assert article.slug == "a-story"
