"""Several versions side by side, over HTTP."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.services.articles import create_article, get_article, get_version
from app.services.incoming import from_paste
from app.settings import Settings
from app.storage.database import Database, writing
from app.storage.schema import now

from .reading import all_words, by_id, links, of_class, read, words

FIRST = """Bridge to close

The council will close the bridge in May. Some 1,200 people cross it every day.

A ferry will carry walkers."""
SECOND = FIRST.replace("in May", "in June")
THIRD = FIRST.replace("A ferry will carry walkers.", "The work costs £340,000.")
RIVAL = """Ferry to replace bridge

A ferry will carry walkers. The council will close the bridge in July."""


@pytest.fixture
def library(app: FastAPI, client: TestClient, settings: Settings) -> list[str]:
    """An article in nine versions, the slugs of it and of a second one with one version."""
    database: Database = app.state.database
    with database.session() as session:
        texts = [FIRST, SECOND, THIRD, *(f"{FIRST} No {n}." for n in range(4, 10))]
        return [
            _stored(session, settings, "Bridge", texts),
            _stored(session, settings, "Ferry", [RIVAL]),
        ]


def _stored(session: Session, settings: Settings, title: str, texts: list[str]) -> str:
    incoming = [from_paste(text, settings=settings) for text in texts]
    return create_article(session, incoming, title=title).slug


def cells(response: Response) -> list[list[str]]:
    """What each cell of the table says, row by row."""
    return [[words(cell) for cell in row.iter("td")] for row in read(response).iter("tr")][1:]


def test_the_versions_stand_in_columns_in_the_order_asked_for(
    client: TestClient, library: list[str]
) -> None:
    response = client.get("/articles/bridge/collate/3,1,2")

    assert response.status_code == 200
    heads = [words(head) for head in read(response).xpath("//thead//th")]
    assert [head.split(" base")[0][:9] for head in heads[1:]] == [f"Version {n}" for n in (3, 1, 2)]
    assert "base" in heads[1]
    assert cells(response)[0] == ["Bridge to close"] * 3


def test_what_differs_is_marked_and_leads_to_its_comparison(
    client: TestClient, library: list[str]
) -> None:
    response = client.get("/articles/bridge/collate/1,2,3")

    (marked,) = read(response).xpath("//td//ins")
    assert words(marked) == "June"
    assert marked.get("title") == "version 1: May"
    found = links(marked.getparent().getparent())
    assert found == ["/articles/bridge/compare/1..2#change-1"]
    assert 'id="change-1"' in client.get(found[0].partition("#")[0]).text


def test_a_row_says_how_contested_it_is(client: TestClient, library: list[str]) -> None:
    page = read(client.get("/articles/bridge/collate/1,2,3"))

    title, may, daily, *_ = [words(head) for head in page.xpath("//tbody//th")]
    assert "Passage 1 0 % contested, all agree" in title
    assert "2 readings" in may
    assert "Passage 3 0 %" in daily
    ferry, cost = [words(head) for head in page.xpath("//tbody//th")][3:]
    assert "in 2 of 3" in ferry
    assert "100 % contested, in 1 of 3" in cost


def test_only_contested_rows_can_be_shown_and_another_base(
    client: TestClient, library: list[str]
) -> None:
    page = read(client.get("/articles/bridge/collate/1,2,3?show=contested&base=2"))

    assert len(page.xpath("//tbody/tr")) == 3
    assert words(by_id(page, "base-2")) == "2"
    assert by_id(page, "base-2").get("aria-current") == "true"
    assert {words(mark) for mark in page.xpath("//td//ins")} == {"May"}
    # Each choice keeps the other one.
    assert by_id(page, "show-all").get("href") == "/articles/bridge/collate/1,2,3?base=2"
    assert by_id(page, "base-3").get("href") == (
        "/articles/bridge/collate/1,2,3?base=3&show=contested"
    )


def test_all_can_be_marked_against_what_most_have(client: TestClient, library: list[str]) -> None:
    page = read(client.get("/articles/bridge/collate/2,1,3?base=most"))

    assert [words(mark) for mark in page.xpath("//td//ins")] == ["June"]
    assert by_id(page, "base-most").get("aria-current") == "true"


def test_what_is_not_understood_is_said_and_the_table_is_shown(
    client: TestClient, library: list[str]
) -> None:
    response = client.get("/articles/bridge/collate/1,2,3?base=7&show=some&page=3")

    assert response.status_code == 200
    unread = words(by_id(read(response), "unread"))
    assert "not among these" in unread
    assert "contested" in unread
    assert "this is the last one" in unread


def test_two_versions_are_compared_instead(client: TestClient, library: list[str]) -> None:
    response = client.get("/articles/bridge/collate/3,1")

    assert response.status_code == 303
    assert response.headers["location"] == "/articles/bridge/compare/3..1"


@pytest.mark.parametrize(
    ("numbers", "status", "says"),
    [
        ("1", 422, "nothing to collate one version with"),
        ("1,1", 422, "Version 1 is named twice"),
        ("1,2,1", 422, "Version 1 is named twice"),
        ("1,2,3,4,5,6,7,8,9", 422, "At most 8 versions"),
        ("1,2,77", 404, "There is no version 77"),
        ("1,2,999999999", 404, "There is no version 999999999"),
        ("abc", 404, "names no versions"),
        ("1,,2", 404, "names no versions"),
        ("0,1,2", 404, "names no versions"),
        ("1..3", 404, "names no versions"),
        ("1,2,²", 404, "names no versions"),
        (",".join(map(str, range(1, 500))), 422, "At most 8 versions"),
    ],
)
def test_bad_numbers_are_answered_in_words(
    client: TestClient, library: list[str], numbers: str, status: int, says: str
) -> None:
    response = client.get(f"/articles/bridge/collate/{numbers}")

    assert response.status_code == status
    assert says in words(read(response))


def test_a_deleted_version_is_not_there(
    client: TestClient, app: FastAPI, library: list[str]
) -> None:
    database: Database = app.state.database
    with database.session() as session, writing(session):
        version = get_version(session, get_article(session, "bridge"), 2)
        version.deleted_at = now()

    response = client.get("/articles/bridge/collate/1,2,3")
    assert response.status_code == 410
    assert "ersion 2" in words(read(response))
    boxes = read(client.get("/articles/bridge/collate")).xpath("//input[@type='checkbox']/@value")
    assert boxes == ["1", *map(str, range(3, 10))]


def test_what_was_wrong_is_said_above_the_form_with_the_boxes_ticked(
    client: TestClient, library: list[str]
) -> None:
    page = read(client.get("/articles/bridge/collate/2"))

    assert "Choose three versions" in " ".join(all_words(page, "problem"))
    assert page.xpath("//input[@type='checkbox'][@checked]/@value") == ["2"]
    assert len(page.xpath("//input[@type='checkbox']")) == 9


@pytest.mark.parametrize("path", ["/articles/nowhere/collate/1,2,3", "/articles/nowhere/collate"])
def test_what_does_not_exist_is_not_found(
    client: TestClient, library: list[str], path: str
) -> None:
    assert client.get(path).status_code == 404


def test_the_form_leads_to_the_collation(client: TestClient, library: list[str]) -> None:
    form = client.get("/articles/bridge/collate")
    assert form.status_code == 200
    assert not of_class(read(form), "problem")

    response = client.get("/articles/bridge/collate?v=1&v=3&v=5")
    assert response.status_code == 303
    assert response.headers["location"] == "/articles/bridge/collate/1,3,5"
    assert client.get("/articles/bridge/collate?v=1").status_code == 422
    assert client.get("/articles/bridge/collate?v=x&v=2").status_code == 404


@pytest.mark.parametrize(
    "other",
    [
        "ferry",
        "ferry@1",
        "/articles/ferry",
        "http://testserver/articles/ferry/versions/1",
        "https://desk.example/articles/ferry?view=a",
    ],
)
def test_another_article_is_added_by_its_address(
    client: TestClient, library: list[str], other: str
) -> None:
    response = client.get("/articles/bridge/collate", params={"v": ["1", "2"], "with": other})

    assert response.status_code == 303
    assert response.headers["location"] == "/collate?of=bridge@1,bridge@2,ferry@1"


def test_an_article_that_is_not_here_is_told_at_the_form(
    client: TestClient, library: list[str]
) -> None:
    for other in ("nowhere", "a b/ c", "/articles/"):
        response = client.get("/articles/bridge/collate", params={"v": "1", "with": other})
        assert response.status_code == 422
        assert "no such article here" in words(read(response))


def test_different_articles_stand_side_by_side(client: TestClient, library: list[str]) -> None:
    response = client.get("/collate?of=bridge@1,ferry@1")

    assert response.status_code == 200
    rows = cells(response)
    assert rows[0] == ["Bridge to close", "Ferry to replace bridge"]
    assert any("A ferry will carry walkers." in row[0] and "ferry" in row[1] for row in rows)
    heads = [words(head) for head in read(response).xpath("//thead//th")]
    assert "Bridge" in heads[1]
    assert "Ferry" in heads[2]
    # There is no page that compares versions of two articles.
    assert not [link for link in links(read(response)) if "/compare/" in link]


def test_versions_of_one_article_have_one_address(client: TestClient, library: list[str]) -> None:
    response = client.get("/collate?of=bridge@2,bridge@1,bridge@3")

    assert response.status_code == 303
    assert response.headers["location"] == "/articles/bridge/collate/2,1,3"


def test_the_form_of_several_articles_leads_to_one_address(
    client: TestClient, library: list[str]
) -> None:
    response = client.get("/collate?of=bridge@1&of=ferry@1")

    assert response.headers["location"] == "/collate?of=bridge@1,ferry@1"
    assert client.get("/collate").status_code == 200


@pytest.mark.parametrize(
    ("of", "status"),
    [
        ("bridge", 404),
        ("bridge@x,ferry@1", 404),
        ("@1,ferry@1", 404),
        ("bridge@1,nowhere@1", 404),
        ("bridge@1,ferry@2", 404),
        ("ferry@1", 422),
        ("ferry@1,ferry@1", 422),
        (",".join(f"bridge@{n}" for n in range(1, 10)), 422),
        (",".join(f"bridge{n}@{n}" for n in range(1, 300)), 422),
    ],
)
def test_bad_sources_are_answered_in_words(
    client: TestClient, library: list[str], of: str, status: int
) -> None:
    response = client.get("/collate", params={"of": of})

    assert response.status_code == status
    assert words(read(response))


def test_htmx_gets_the_table_alone(client: TestClient, library: list[str]) -> None:
    address = "/articles/bridge/collate/1,2,3?show=contested"
    headers = {"HX-Request": "true", "HX-Target": "collation"}
    part = client.get(address, headers=headers)

    assert part.text.lstrip().startswith('<div id="collation"')
    assert "<h1" not in part.text
    assert "HX-Request" in part.headers["vary"]
    assert part.text.strip() in client.get(address).text


def test_text_is_escaped(client: TestClient, app: FastAPI, settings: Settings) -> None:
    database: Database = app.state.database
    texts = [f"A <b>bold</b> & {word} claim." for word in ("first", "second", "<i>third</i>")]
    with database.session() as session:
        slug = _stored(session, settings, "<script>alert(1)</script>", texts)
    page = client.get(f"/articles/{slug}/collate/1,2,3").text

    assert "<b>bold" not in page
    assert "<i>third" not in page
    assert "<script>alert" not in page
