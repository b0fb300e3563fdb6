"""A text with ten thousand changes, and one with none: each has a page that says what there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from lxml import html
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

from .many import CHANGES, ten_thousand_changes
from .reading import all_words, by_id, links, of_class, read, ready, words

MOST_FIRST = 300_000


class Site(NamedTuple):
    """A site where the two texts have been compared."""

    client: TestClient
    address: str

    def page(self, query: str = "") -> html.HtmlElement:
        """The page, which is a page whatever is asked for."""
        response = self.client.get(f"{self.address}{query}")
        assert response.status_code == 200
        assert len(response.content) <= MOST_FIRST, query
        return read(response)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The comparison with ten thousand changes."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("many"), load_samples=False)
    with TestClient(create_app(settings), follow_redirects=False) as client:
        files = {f"{side}_file": ("", b"") for side in "ab"}
        texts = dict(zip(("a_text", "b_text"), ten_thousand_changes(), strict=True))
        response = client.post("/articles", data=texts, files=files)
        assert response.status_code == 303, response.text
        address = response.headers["location"]
        ready(client, address)
        yield Site(client, address)


def test_the_page_says_how_many_there_are(many: Site) -> None:
    page = many.page()
    assert words(by_id(page, "count")) == "10,000 changes"
    assert by_id(page, "where").get("data-wanted") == f"1-{CHANGES}"
    assert "other numbers changed" in all_words(page, "lead")[0]
    assert "10,000 altered" in words(by_id(page, "ledger-numbers").find("summary"))
    assert len(of_class(page, "row")) <= 60
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "query", ["?view=single", "?view=changes", "?only=numbers", "?only=names", "?view=b&find=boat"]
)
def test_every_look_at_it_is_as_light(many: Site, query: str) -> None:
    page = many.page(query)
    assert len(of_class(page, "row")) <= 61
    assert words(by_id(page, "sides-title"))


def test_each_of_them_has_an_address(many: Site) -> None:
    for number in (1, 5_000, CHANGES - 1, CHANGES):
        page = many.page(f"?part=of-change-{number}")
        passage = by_id(page, f"change-{number}")
        assert f"Boat number {number} " in words(passage)
        assert not page.xpath("//*[@id='unread']")
    missed = many.page(f"?part=of-change-{CHANGES + 1}")
    assert "near it is change 10,000" in words(by_id(missed, "unread"))


def test_the_ledger_lists_some_and_counts_all(many: Site) -> None:
    part = by_id(many.page(), "ledger-numbers")
    assert len(part.findall(".//li")) == 50
    assert words(by_id(part, "ledger-numbers-all")) == "Show the first 300 of 10,000"
    (address,) = by_id(part, "ledger-numbers-all").xpath("./@href")
    whole = by_id(many.page(address.removeprefix(many.address).partition("#")[0]), "ledger-numbers")
    assert len(whole.findall(".//li")) == 300
    assert words(by_id(whole, "ledger-numbers-all")).startswith("The first 300 of ")
    last = links(whole)[-1]
    shown = many.page(last.removeprefix(many.address).partition("#")[0])
    assert by_id(shown, last.partition("#")[2]) is not None


def test_the_map_has_no_more_bands_than_can_be_told_apart(many: Site) -> None:
    bands = by_id(many.page(), "map").findall(".//rect")
    assert 50 < len(bands) <= 401


def test_no_change_at_all_is_said_in_every_view(client: TestClient) -> None:
    text = "Boats\n\nThe boats left at noon.\n\nThe crews went home."
    files = {f"{side}_file": ("", b"") for side in "ab"}
    response = client.post("/articles", data={"a_text": text, "b_text": f"{text}\n"}, files=files)
    for query in ("", "?view=single", "?view=changes", "?view=a", "?only=numbers", "?open=all"):
        page = read(client.get(f"{response.headers['location']}{query}"))
        assert all_words(page, "lead") == ["Nothing changed."]
        assert words(by_id(page, "count")) == "0 changes"
        assert by_id(page, "where").get("data-wanted") == ""
        assert not page.xpath("//*[@id='first-change'] | //*[@id='filters'] | //del | //ins")
        assert of_class(page, "fold") or of_class(page, "row") or of_class(page, "clean")
