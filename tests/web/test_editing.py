"""Changing titles, labels and dates; what is wrong is told, and nothing typed is lost."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.services.articles import create_article, get_article
from app.services.incoming import from_paste
from app.settings import Settings
from app.storage.database import Database
from app.storage.schema import Article

from .reading import EARLIER, LATER, all_words, by_id, read, words

BRIDGE = "/articles/bridge"
EDIT = f"{BRIDGE}/versions/2/edit"


@pytest.fixture
def bridge(session: Session, settings: Settings) -> Article:
    """The visitor's article with two versions."""
    versions = [from_paste(text, settings=settings) for text in (EARLIER, LATER)]
    return create_article(session, versions, title="Bridge")


def form(client: TestClient) -> dict[str, str]:
    """The fields of the form for version 2 as the page has them."""
    page = read(client.get(EDIT))
    (shown,) = page.xpath("//form[contains(@class, 'edit')]")
    return {field.get("name"): field.get("value") for field in shown.xpath(".//input")}


def test_a_title_is_changed_and_the_address_stays(client: TestClient, bridge: Article) -> None:
    page = read(client.get(f"{BRIDGE}/edit"))
    assert by_id(page, "title").get("value") == "Bridge"
    response = client.post(f"{BRIDGE}/edit", data={"title": "The <b>old</b> bridge"})

    assert response.headers["location"] == BRIDGE
    assert words(read(client.get(BRIDGE)).find(".//h1")) == "The <b>old</b> bridge"
    assert all_words(read(client.get("/articles?q=old")), "title") == ["The <b>old</b> bridge"]


@pytest.mark.parametrize(
    ("title", "status", "told"),
    [("  ", 422, "An article needs a title."), ("long " * 200, 413, "This title is too long")],
)
def test_a_title_that_is_none_is_told_beside_its_field(
    client: TestClient, bridge: Article, title: str, status: int, told: str
) -> None:
    response = client.post(f"{BRIDGE}/edit", data={"title": title})
    page = read(response)

    assert response.status_code == status
    assert told in words(by_id(page, "trouble"))
    assert by_id(page, "title").get("value") == title
    assert by_id(page, "title").get("aria-describedby") == "trouble"
    assert words(read(client.get(BRIDGE)).find(".//h1")) == "Bridge"


def test_label_and_dates_are_changed(client: TestClient, bridge: Article) -> None:
    fields = form(client) | {
        "label": "late edition",
        "published_day": "2026-05-04",
        "published_time": "07:40",
        "published_zone": "+1",
        "captured_day": "2026-05-05",
        "captured_time": "12:00",
        "captured_zone": "",
    }
    response = client.post(EDIT, data=fields)

    assert response.headers["location"] == f"{BRIDGE}#version-2"
    row = words(by_id(read(client.get(BRIDGE)), "version-2"))
    assert "late edition · published 4 May 2026, 07:40 UTC+1 · captured 5 May 2026, 12:00 UTC" in (
        row
    )
    again = form(client)
    assert (again["published_zone"], again["captured_zone"]) == ("+01:00", "UTC")
    assert (again["published_day"], again["published_time"]) == ("2026-05-04", "07:40")


def test_saving_what_is_there_changes_nothing(
    client: TestClient, session: Session, bridge: Article
) -> None:
    before = bridge.versions[1].captured_at
    assert client.post(EDIT, data=form(client)).status_code == 303
    version = get_article(session, "bridge").versions[1]
    assert (version.captured_at, version.label, version.published) == (before, "", "")


@pytest.mark.parametrize("published", ["2026", "2026-05"])
def test_a_date_without_a_day_stays_without_one(
    client: TestClient, session: Session, bridge: Article, published: str
) -> None:
    fields = form(client) | {"published_day": published}
    client.post(EDIT, data=fields)
    assert form(client)["published_day"] == published
    assert by_id(read(client.get(EDIT)), "published-day").get("type") == "text"
    assert client.post(EDIT, data=form(client)).status_code == 303
    assert get_article(session, "bridge").versions[1].published == published


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        ({"published_day": "2026-02-30"}, "There is no date “2026-02-30”."),
        ({"published_day": "yesterday"}, "There is no date “yesterday”."),
        ({"published_time": "07:40"}, "There is a time without a date."),
        ({"published_day": "2026-05-04", "published_zone": "UTC"}, "a time zone without a time"),
        (
            {"published_day": "2026-05-04", "published_time": "07:40", "published_zone": "Oslo"},
            "“Oslo” is not read as a time zone.",
        ),
        ({"captured_day": ""}, "There is a time without a date."),
        (
            {"captured_day": "", "captured_time": "", "captured_zone": ""},
            "It is not said when this version was captured.",
        ),
        ({"captured_day": "2999-01-01"}, "A version cannot have been captured in times to come."),
        ({"label": "a" * 201}, "This label is too long"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(
    client: TestClient, session: Session, bridge: Article, entered: dict[str, str], told: str
) -> None:
    response = client.post(EDIT, data=form(client) | {"label": "mine"} | entered)
    page = read(response)

    assert response.status_code in (413, 422)
    assert told in words(by_id(page, "trouble"))
    shown = {field.get("name"): field.get("value") for field in page.xpath("//form//input")}
    assert {name: shown[name] for name in entered} == entered
    assert page.xpath("//input[@aria-invalid='true']")
    assert get_article(session, "bridge").versions[1].label == ""


def test_only_what_exists_and_is_one_s_own_is_changed(
    client: TestClient, database: Database, settings: Settings, bridge: Article
) -> None:
    with database.session() as keeper:
        incoming = [from_paste(EARLIER, settings=settings)]
        create_article(keeper, incoming, title="For all")
    for address in ("/articles/for-all/edit", "/articles/for-all/versions/1/edit"):
        assert client.get(address).status_code == 403
        assert client.post(address, data={"title": "Mine"}).status_code == 403
    assert words(read(client.get("/articles/for-all")).find(".//h1")) == "For all"
    for address in (f"{BRIDGE}/versions/9/edit", f"{BRIDGE}/versions/x/edit", "/articles/no/edit"):
        assert client.get(address).status_code == 404
        assert client.post(address, data={"label": "x"}).status_code == 404
