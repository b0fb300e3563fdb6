"""Long comparisons: pages in portions, and the page that is shown until there is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import pytest
from fastapi import FastAPI
from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient

from app.engine import Comparison, compare
from app.main import create_app
from app.presentation.look import read_look
from app.presentation.page import Page, Row
from app.presentation.rows import build_page
from app.services.articles import create_article, get_article
from app.services.comparisons import Compared
from app.services.computing import Computing, compared_soon
from app.services.incoming import from_paste
from app.settings import Settings
from app.web.layouts import Layouts
from tests.bench.cases import edited
from tests.workers.odd import BREAKS, SLEEPS

from .reading import by_id, links, of_class, read, ready, words

LONG = 2_000_000
MOST_FIRST = 300_000


class Site(NamedTuple):
    """A site with one long comparison, made and at hand."""

    app: FastAPI
    client: TestClient
    address: str
    comparison: Comparison

    @property
    def changes(self) -> int:
        """How many there are."""
        return len(self.comparison.changes)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """2 MB against 2 MB, a tenth of the sentences changed."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("long"), load_samples=False)
    case = edited(LONG, "long")
    app = create_app(settings)
    with TestClient(app, follow_redirects=False) as client:
        with app.state.database.session() as session:
            texts = [from_paste(text, settings=settings) for text in (case.a, case.b)]
            slug = create_article(session, texts, slug="long").slug
        address = f"/articles/{slug}/compare/1..2"
        assert client.get(address).status_code == 202
        ready(client, address)
        with app.state.database.session() as session:
            result = compared_soon(
                session, get_article(session, slug), 1, 2, computing=app.state.computing
            )
            assert isinstance(result, Compared)
        yield Site(app, client, address, result.comparison)


def rows_of(page: Page) -> Iterator[Row]:
    """The rows of a page, those in open folds among them."""
    for item in page.items:
        yield from [item] if isinstance(item, Row) else item.rows


def part_of(site: Site, address: str, number: int) -> html.HtmlElement:
    """A portion as htmx gets it."""
    headers = {"HX-Request": "true", "HX-Target": f"part-{number}"}
    response = site.client.get(address, headers=headers)
    assert response.status_code == 200
    return html.fragment_fromstring(response.text, create_parent="section")


def changes_in(element: html.HtmlElement) -> list[int]:
    """The numbers of the changes whose places are in it, in order."""
    found = (re.fullmatch(r"change-(\d+)", name) for name in element.xpath(".//@id"))
    return [int(match[1]) for match in found if match]


@pytest.mark.parametrize("query", ["", "?open=all", "?view=single", "?view=changes", "?view=b"])
def test_the_first_page_is_light(site: Site, query: str) -> None:
    response = site.client.get(site.address + query)
    assert len(response.content) <= MOST_FIRST
    page = read(response)
    assert len(of_class(page, "row")) <= 60
    assert of_class(page, "portion")


@pytest.mark.parametrize("query", ["", "open=all", "view=single"])
def test_all_portions_make_the_whole_in_order(site: Site, query: str) -> None:
    page = read(site.client.get(f"{site.address}?{query}"))
    seen = changes_in(page)
    anchors = page.xpath("//*[@id='sides']//@id")
    for place in of_class(page, "portion"):
        number = int(place.get("id").removeprefix("part-"))
        part = part_of(site, place.get("hx-get"), number)
        assert not of_class(part, "portion")
        seen.extend(changes_in(part))
        anchors.remove(place.get("id"))
        anchors.extend(part.xpath(".//@id"))
        first, last = map(int, place.get("data-changes", "0-0").split("-"))
        assert all(first <= change <= last for change in changes_in(part))
    assert sorted(seen) == list(range(1, site.changes + 1))
    whole = build_page(site.comparison, read_look(parse_qsl(query))[0])
    assert seen == [
        int(part.anchor.removeprefix("change-"))
        for row in rows_of(whole)
        for cell in ((row.flow,) if row.flow else (row.a, row.b))
        for block in cell.blocks
        for part in block.parts
        if re.fullmatch(r"change-\d+", part.anchor)
    ]
    assert len(set(anchors)) == len(anchors)


def test_without_scripts_each_part_leads_to_its_neighbours(site: Site) -> None:
    first = read(site.client.get(site.address))
    (onward,) = first.xpath("//a[@rel='next']")
    assert not first.xpath("//a[@rel='prev']")
    assert re.fullmatch(r"Go on reading \(part 2 of \d+\)", words(onward))
    second = read(site.client.get(onward.get("href")))
    assert by_id(second, "part-2").get("class") == "unseen"
    (back,) = second.xpath("//a[@rel='prev']")
    assert words(back).startswith("What comes before (part 1 of ")
    assert min(changes_in(second)) == max(changes_in(first)) + 1
    assert changes_in(read(site.client.get(back.get("href")))) == changes_in(first)


def test_an_address_of_a_change_opens_on_its_part(site: Site) -> None:
    wanted = site.changes // 2
    page = read(site.client.get(f"{site.address}?part=of-change-{wanted}"))
    assert wanted in changes_in(page)
    assert not page.xpath("//*[@id='unread']")


def test_links_to_other_parts_are_addresses_that_hold(site: Site) -> None:
    page = read(site.client.get(site.address))
    ids = set(page.xpath("//@id"))
    here = [address for address in links(page) if address.startswith("#")]
    assert {address.removeprefix("#") for address in here} <= ids
    away = [address for address in links(by_id(page, "ledger")) if "part=of-" in address]
    assert away
    for address in (away[0], away[-1]):
        answer = read(site.client.get(address))
        assert by_id(answer, address.partition("#")[2]) is not None


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("9999", "There is no part 9,999: this is the last."),
        ("of-change-999999", "There is no change 999,999 here: near it is change"),
        ("of-nothing", "The part that this address asks for is not known"),
        ("%00", "is not known"),
    ],
)
def test_a_part_that_does_not_exist_is_told_in_one_line(site: Site, part: str, said: str) -> None:
    response = site.client.get(f"{site.address}?part={part}")
    assert response.status_code == 200
    page = read(response)
    assert said in words(by_id(page, "unread"))
    assert of_class(page, "row")


def test_a_portion_costs_little_beside_the_comparison(site: Site) -> None:
    def comparing() -> float:
        start = perf_counter()
        compare(site.comparison.a.document, site.comparison.b.document)
        return perf_counter() - start

    def shortest(address: str, **headers: str) -> float:
        seconds = []
        for _ in range(4):
            start = perf_counter()
            site.client.get(
                address, headers={name.replace("_", "-"): headers[name] for name in headers}
            )
            seconds.append(perf_counter() - start)
        return min(seconds)

    site.app.state.layouts = Layouts(0)
    fresh = shortest(site.address)
    site.app.state.layouts = Layouts()
    site.client.get(site.address)
    part = shortest(f"{site.address}?part=3", HX_Request="true", HX_Target="part-3")
    took = max(comparing(), comparing())
    assert fresh < took
    assert part < took / 10


def test_all_of_it_is_laid_out_where_it_is_to_be_printed(site: Site) -> None:
    page = read(site.client.get(f"{site.address}?view=single"))
    address = by_id(page, "print-all").get("href")
    assert address == f"{site.address}?view=single&part=all"
    (on_paper,) = of_class(page, "partial")
    assert words(on_paper).endswith(f"http://testserver{address}")
    whole = read(site.client.get(address))
    assert not of_class(whole, "portion")
    assert changes_in(whole) == list(range(1, site.changes + 1))
    assert by_id(whole, "whole").xpath("./a/@href") == [f"{site.address}?view=single"]
    here = [link for link in links(whole) if link.startswith("#")]
    assert {link.removeprefix("#") for link in here} <= set(whole.xpath("//@id"))
    other = by_id(whole, "view-side").get("href")
    assert other == f"{site.address}?part=all"


def test_what_is_too_long_to_be_laid_out_at_once_is_told(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.presentation.portions.MOST_LETTERS_TOGETHER", 100_000)
    page = read(site.client.get(f"{site.address}?part=all"))
    assert re.match(
        r"These are the first \d of \d+ parts, as many as can be laid out at once\. "
        r"The others can be printed part by part\.",
        words(by_id(page, "unread")),
    )
    assert 0 < len(changes_in(page)) < site.changes


def test_the_queries_of_a_long_page_are_few(site: Site, count_queries: Any) -> None:
    database = site.app.state.database
    with count_queries(database) as queries:
        site.client.get(f"{site.address}?context=1")
    # the article, its versions, the two that are compared; and twice what the page would show
    assert len(queries) == 5
    with count_queries(database) as queries:
        site.client.get(f"{site.address}?context=1")
    assert len(queries) <= 1, "at most the look that nothing was stored"
    with count_queries(database) as queries:
        part_of(site, f"{site.address}?part=3", 3)
    assert len(queries) == 3


def test_a_long_fold_opens_on_a_page_of_its_own(client: TestClient, submit: Any) -> None:
    texts = [f"Paragraph {number} is about the number {number}." for number in range(200)]
    other = [*texts[:-1], "The last paragraph is another one."]
    address = submit(a_text="\n\n".join(texts), b_text="\n\n".join(other)).headers["location"]
    (toggle,) = read(client.get(address)).xpath("//*[@id='fold-1-toggle']")
    assert toggle.get("hx-get") is None
    opened = read(client.get(toggle.get("href")))
    assert len(of_class(opened, "row")) == 60
    assert by_id(opened, "fold-1-toggle").get("aria-expanded") == "true"
    (last,) = of_class(opened, "portion")[-1:]
    tail = read(client.get(last.xpath(".//a/@href")[0]))
    assert of_class(tail, "row changed") or of_class(tail, "only-b")


def test_a_short_comparison_knows_nothing_of_parts(client: TestClient, comparison: str) -> None:
    page = read(client.get(comparison))
    assert not of_class(page, "portion")
    assert not page.xpath("//*[starts-with(@id, 'part-')] | //a[@rel='next']")
    assert not page.xpath("//*[@id='print-all'] | //*[@class='partial']")
    assert not read(client.get(f"{comparison}?part=all")).xpath("//*[@id='unread' or @id='whole']")
    assert words(by_id(read(client.get(f"{comparison}?part=2")), "unread")) == (
        "All of the text is shown here: it has no further parts."
    )


# Until it is there

Ask = Callable[..., Response]


@pytest.fixture
def slowly(app: FastAPI, client: TestClient, settings: Settings) -> Iterator[Callable[..., None]]:
    """``slowly(command)``: everything is made by this command from here on."""
    made: list[Computing] = []
    usual = app.state.computing

    def replace(command: tuple[str, ...]) -> None:
        own = Computing(settings, app.state.database, app.state.memory, command=command, long=0)
        made.append(own)
        app.state.computing = own

    yield replace
    for own in made:
        own.close()
    app.state.computing = usual


def test_a_page_tells_that_it_is_being_made_and_goes_on_by_itself(
    client: TestClient, comparison: str, slowly: Callable[..., None], app: FastAPI
) -> None:
    slowly(SLEEPS)
    response = client.get(f"{comparison}?view=single&only=names,numbers")
    assert response.status_code == 202
    assert response.headers["cache-control"] == "private, no-store"
    page = read(response)
    assert words(page.find(".//h1")) == "Harbour bridge to close for repairs"
    assert "Version 1, 101 words, and version 2, 103 words." in words(by_id(page, "main"))
    told = by_id(page, "progress")
    assert "being compared: 0 seconds so far" in words(told)
    assert told.get("hx-get") == f"{comparison}?view=single&only=names,numbers"
    assert page.xpath("//noscript/meta[@http-equiv='refresh']")
    polled = client.get(told.get("hx-get"), headers={"HX-Request": "true", "HX-Target": "progress"})
    assert polled.status_code == 202 or polled.status_code == 200
    assert "<html" not in polled.text
    assert "so far" in polled.text


def test_when_it_is_there_the_page_is_loaded_again_in_its_place(
    client: TestClient, comparison: str
) -> None:
    client.get(comparison)
    headers = {"HX-Request": "true", "HX-Target": "progress"}
    assert client.get(comparison, headers=headers).headers["hx-refresh"] == "true"


def test_what_belongs_to_a_page_that_must_be_made_again_has_it_loaded(
    client: TestClient, comparison: str, slowly: Callable[..., None]
) -> None:
    slowly(SLEEPS)
    response = client.get(comparison, headers={"HX-Request": "true", "HX-Target": "fold-1"})
    assert response.headers["hx-refresh"] == "true"
    assert not response.text


def test_a_failure_is_told_and_can_be_tried_again(
    client: TestClient, comparison: str, slowly: Callable[..., None], app: FastAPI
) -> None:
    slowly(BREAKS)
    response = ready(client, f"{comparison}?view=a")
    assert response.status_code == 503
    page = read(response)
    assert words(page.find(".//*[@role='alert']")).startswith("These two texts could not be")
    assert not page.xpath("//*[@http-equiv='refresh']")
    assert by_id(page, "progress").get("hx-get") is None
    again = by_id(page, "again").get("href")
    assert again == f"{comparison}?view=a&again=1"
    slowly(SLEEPS)
    answer = client.get(again)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{comparison}?view=a")
    assert client.get(answer.headers["location"]).status_code == 202


def test_whoever_has_the_link_waits_as_well_and_sees_nothing_else(
    client: TestClient, comparison: str, slowly: Callable[..., None]
) -> None:
    shared = by_id(read(client.post(f"{comparison}/shares")), "share-link").value
    slowly(SLEEPS)
    response = client.get(shared)
    assert response.status_code == 202
    page = read(response)
    slug = comparison.removesuffix("/compare/1..2")
    assert not [address for address in links(page) if slug in address]
    assert response.headers["referrer-policy"] == "no-referrer"


def test_the_queries_of_the_progress_page_are_few(
    client: TestClient,
    app: FastAPI,
    comparison: str,
    slowly: Callable[..., None],
    count_queries: Any,
) -> None:
    slowly(SLEEPS)
    with count_queries(app.state.database) as queries:
        client.get(comparison)
    assert len(queries) <= 11
    with count_queries(app.state.database) as queries:
        client.get(comparison)
    assert len(queries) == 7
