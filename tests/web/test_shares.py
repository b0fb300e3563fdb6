"""A comparison behind a link that somebody was sent."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.keys import SECURE_COOKIE
from tests.conftest import CountQueries

from .reading import all_words, by_id, links, of_class, read, words

HTMX = {"HX-Request": "true"}


@pytest.fixture
def link(client: TestClient, comparison: str) -> str:
    """The path of a share of the comparison."""
    page = read(client.post(f"{comparison}/shares"))
    return str(by_id(page, "share-link").value).removeprefix("http://testserver")


def test_without_javascript_the_button_leads_to_a_form_and_that_to_the_link(
    client: TestClient, comparison: str
) -> None:
    button = by_id(read(client.get(f"{comparison}?view=single")), "share")
    (form,) = read(client.get(button.get("href"))).xpath("//form[@id='share-form']")
    response = client.post(form.get("action"), data=dict(form.form_values()))
    page = read(response)

    assert form.get("method") == "post"
    assert response.status_code == 201
    link = by_id(page, "share-link").value
    assert link.startswith("http://testserver/s/")
    assert link.endswith("?view=single")
    assert f"{comparison}?view=single" in links(page)
    assert response.headers["cache-control"] == "private, no-store"


def test_htmx_gets_a_panel_with_the_link(client: TestClient, comparison: str) -> None:
    page = read(client.post(f"{comparison}/shares", headers=HTMX))

    assert not page.xpath("//h1")
    assert by_id(page, "share-link").get("readonly") is not None
    assert page.xpath("//button[@data-copy='share-link']")


def test_the_link_has_the_public_address_when_there_is_one(
    settings: Settings, comparison: str, key: str
) -> None:
    names = {"public_url": "https://recension.example", "allowed_hosts": "*"}
    public = settings.model_copy(update=names)
    with TestClient(create_app(public), cookies={SECURE_COOKIE: key}) as client:
        page = read(client.post(f"{comparison}/shares", headers={"Host": "attacker.example"}))

    assert by_id(page, "share-link").value.startswith("https://recension.example/s/")


def test_the_share_shows_the_same_comparison(
    client: TestClient, comparison: str, link: str
) -> None:
    ours, theirs = read(client.get(comparison)), read(client.get(link))

    assert all_words(theirs, "cell") == all_words(ours, "cell")
    assert words(theirs.find(".//h1")) == words(ours.find(".//h1"))


def test_the_share_leads_nowhere_into_the_library(client: TestClient, link: str) -> None:
    page = read(client.get(link))

    assert [a for a in links(page) if not re.match(rf"({re.escape(link)})?([?#]|$)", a)] == []
    assert set(page.xpath("//form/@action")) == {link}
    assert set(page.xpath("//form/@method")) == {"get"}
    assert "/articles" not in client.get(link).text


def test_the_share_is_kept_out_of_caches_indexes_and_referrers(
    client: TestClient, link: str
) -> None:
    response = client.get(link)

    assert response.headers["cache-control"] == "private, no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in response.headers["x-robots-tag"]
    assert read(response).xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]


def test_folds_open_in_a_share_too(client: TestClient, link: str) -> None:
    page = read(client.get(link))
    href = by_id(page, "fold-1-toggle").get("href")
    opened = read(client.get(href.partition("#")[0]))
    assert of_class(by_id(opened, "fold-1"), "row")

    headers = {**HTMX, "HX-Target": "fold-1", "HX-Current-URL": f"http://testserver{link}"}
    fragment = client.get(f"{link}?open=1", headers=headers)
    assert fragment.headers["hx-replace-url"] == f"{link}?open=1"
    assert fragment.headers["cache-control"] == "private, no-store"
    assert "/articles" not in fragment.text


def test_a_token_changed_by_one_letter_opens_nothing(client: TestClient, link: str) -> None:
    other = link[:-2] + ("A" if link[-2] != "A" else "B") + link[-1]

    for path in (other, "/s/x", f"{link}x", "/s/%00", f"/s/{'x' * 5000}"):
        assert client.get(path).status_code == 404, path


def test_two_shares_of_one_comparison_have_different_links(
    client: TestClient, comparison: str
) -> None:
    first, second = (
        by_id(read(client.post(f"{comparison}/shares")), "share-link").value for _ in range(2)
    )

    assert first != second


def test_what_is_not_there_cannot_be_shared(client: TestClient, comparison: str) -> None:
    assert client.post(comparison.replace("1..2", "1..7") + "/shares").status_code == 404
    assert client.post("/articles/none/compare/1..2/shares").status_code == 404
    assert client.get(f"{comparison}/shares").status_code == 405


def test_a_share_costs_few_queries(
    client: TestClient, app: FastAPI, link: str, count_queries: CountQueries
) -> None:
    client.get(link)
    with count_queries(app.state.database) as queries:
        client.get(link)

    assert len(queries) <= 4
