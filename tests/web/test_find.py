"""The box that finds text on either side, and the map."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from starlette.testclient import TestClient

from .reading import all_words, by_id, read, words

HTMX = {"HX-Request": "true", "HX-Target": "found"}


def _places(page: html.HtmlElement) -> list[str]:
    return [str(a) for a in page.xpath("//li/a[.//mark]/@href")]


def _anchor(address: str) -> str:
    return urlsplit(address).fragment


def test_what_is_found_is_listed_and_leads_to_its_paragraph(
    client: TestClient, comparison: str
) -> None:
    page = read(client.get(f"{comparison}?find=bridge"))

    assert by_id(page, "find").get("open") is not None
    assert by_id(page, "find-text").get("value") == "bridge"
    assert "places" in words(by_id(page, "found"))
    assert set(all_words(page, "at")) >= {"Version 1, ¶ 1", "Version 2, ¶ 1"}
    for address in _places(page):
        shown = page if address.startswith("#") else read(client.get(address))
        assert by_id(shown, _anchor(address)) is not None


def test_what_is_folded_away_is_found_and_opened(client: TestClient, comparison: str) -> None:
    page = read(client.get(f"{comparison}?find=Marlow"))

    (address,) = _places(page)
    asked = parse_qs(urlsplit(address).query)
    assert asked["find"] == ["Marlow"]
    assert "open" in asked
    opened = read(client.get(address))
    assert "Marlow" in words(by_id(opened, _anchor(address)))


@pytest.mark.parametrize("view", ["single", "changes", "a", "b"])
def test_it_finds_in_every_view(client: TestClient, comparison: str, view: str) -> None:
    page = read(client.get(f"{comparison}?view={view}&find=Traders"))

    (address,) = _places(page)
    shown = page if address.startswith("#") else read(client.get(address))
    assert "Traders" in words(by_id(shown, _anchor(address)))


def test_htmx_gets_the_list_alone(client: TestClient, comparison: str) -> None:
    here = {**HTMX, "HX-Current-URL": f"http://testserver{comparison}?view=single#change-1"}
    answer = client.get(f"{comparison}?view=single&find=ferry", headers=here)

    assert "<html" not in answer.text
    assert "<mark>ferry</mark>" in answer.text
    assert answer.headers["HX-Replace-Url"] == f"{comparison}?view=single&find=ferry#change-1"


def test_what_is_nowhere_is_said_to_be(client: TestClient, comparison: str) -> None:
    page = read(client.get(comparison, params={"find": "<zeppelin> " * 50}))
    assert "is in neither version" in words(by_id(page, "found"))
    assert not page.xpath("//zeppelin")


def test_every_band_of_the_map_leads_somewhere(client: TestClient, comparison: str) -> None:
    page = read(client.get(comparison))
    leading = page.xpath("//nav[@id='map']//a")
    assert leading
    for link in leading:
        address = link.get("href")
        shown = page if address.startswith("#") else read(client.get(address))
        assert by_id(shown, _anchor(address)) is not None
        assert link.findtext("title", "").startswith("¶ ")


def test_the_page_lists_the_changes_that_are_asked_for(client: TestClient, comparison: str) -> None:
    page = read(client.get(comparison))
    total = by_id(page, "where").get("data-changes")
    assert by_id(page, "where").get("data-wanted") == f"1-{total}"
    page = read(client.get(f"{comparison}?only=numbers"))
    assert by_id(page, "where").get("data-wanted") == "3,5"


def test_what_is_looked_for_stays_in_every_other_view(client: TestClient, comparison: str) -> None:
    page = read(client.get(f"{comparison}?find=harbour%20bridge&only=numbers"))

    for leading in ("view-single", "open-all", "fold-1-toggle", "unfiltered", "ledger-names-all"):
        address = str(by_id(page, leading).get("href"))
        assert parse_qs(urlsplit(address).query)["find"] == ["harbour bridge"], leading
    kept = by_id(page, "filter-form").xpath(".//input[@name='find']/@value")
    assert kept == ["harbour bridge"]
    single = read(client.get(str(by_id(page, "view-single").get("href"))))
    assert by_id(single, "find-text").get("value") == "harbour bridge"
    assert _places(single)


def test_a_view_keeps_what_is_looked_for_by_now(client: TestClient, comparison: str) -> None:
    def swapped(address: str, on_screen: str) -> str:
        here = {
            "HX-Request": "true",
            "HX-Target": "reading",
            "HX-Current-URL": f"http://testserver{on_screen}",
        }
        return str(client.get(address, headers=here).headers["HX-Push-Url"])

    # The links are as old as the page: something else is looked for since, or nothing any more.
    single = f"{comparison}?view=single"
    assert swapped(single, f"{comparison}?find=ferry") == f"{single}&find=ferry"
    assert swapped(f"{single}&find=ferry", comparison) == single


def test_a_closed_fold_says_which_paragraphs_of_either_version_it_holds(
    client: TestClient, comparison: str
) -> None:
    page = read(client.get(comparison))
    fold = by_id(page, "fold-1")
    assert (fold.get("data-holds-a"), fold.get("data-holds")) == ("5-6", "5-6")
    single = by_id(read(client.get(f"{comparison}?view=single")), "fold-1")
    assert (single.get("data-holds-a"), single.get("data-holds")) == ("", "5-6")
