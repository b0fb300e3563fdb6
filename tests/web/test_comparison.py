"""The page where two versions face each other."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from httpx2 import Response
from lxml import html
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.services.articles import add_version, get_article
from app.services.incoming import from_paste
from app.settings import Settings
from tests.conftest import CountQueries

from .reading import EARLIER, LATER, Submit, all_words, by_id, links, of_class, read, words

HTMX = {"HX-Request": "true"}


def column(page: html.HtmlElement, side: str) -> list[str]:
    """What stands in one column, without the words that only listeners get."""
    texts = []
    for cell in of_class(page, "cell"):
        if side in cell.classes:
            blocks = cell.xpath(".//*[self::p or self::h3 or self::h4 or self::li]")
            texts += [words(b) for b in blocks if "notes" not in b.classes]
    return texts


def paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n")]


def test_the_columns_hold_both_texts_whole_and_in_order(
    client: TestClient, comparison: str
) -> None:
    page = read(client.get(f"{comparison}?open=all"))

    assert column(page, "a") == paragraphs(EARLIER)
    assert column(page, "b") == paragraphs(LATER)


def test_marks_are_real_and_of_whole_words(client: TestClient, comparison: str) -> None:
    page = read(client.get(comparison))

    deleted, inserted = ([words(e) for e in page.iter(tag)] for tag in ("del", "ins"))
    assert "1,200" in deleted
    assert "1,500" in inserted
    assert "Traders on the east bank fear for their summer." in deleted
    assert "A public meeting is called for Thursday in the sail loft." in inserted


def test_a_passage_on_one_side_only_faces_words_for_the_ear(
    client: TestClient, comparison: str
) -> None:
    page = read(client.get(comparison))

    (removed,) = of_class(page, "only-a")
    assert "Traders" in words(of_class(removed, "a")[0])
    assert words(of_class(removed, "b")[0]) == "nothing in version 2"
    (added,) = of_class(page, "only-b")
    assert words(of_class(added, "a")[0]) == "nothing in version 1"


def test_every_change_has_one_address_and_a_numbered_link_to_it(
    client: TestClient, comparison: str
) -> None:
    page = read(client.get(comparison))
    total = int(by_id(page, "where").get("data-changes"))

    numbers = [words(a) for mid in of_class(page, "mid") for a in mid.iter("a")]
    assert numbers == [str(n) for n in range(1, total + 1)]
    for number in numbers:
        anchor = by_id(page, f"change-{number}")
        assert anchor.get("data-change") == number
        assert anchor.xpath("ancestor::*[contains(@class, 'row')]")
    assert words(by_id(page, "count")) == f"{total} changes"
    assert by_id(page, "first-change").get("href") == "#change-1"


def test_a_phrase_that_moved_is_neither_struck_nor_new(client: TestClient, submit: Submit) -> None:
    response = submit(
        a_text="Aid\n\nThe minister on Wednesday promised aid to the coast.",
        b_text="Aid\n\nThe minister pledged aid to the coast on Wednesday.",
    )
    page = read(client.get(response.headers["location"]))

    went, came = of_class(page, "phrase")
    assert (went.tag, words(went)) == ("del", "moved to a later place: on Wednesday→")
    assert (came.tag, words(came)) == ("ins", "moved from an earlier place: →on Wednesday")
    assert went.get("title") == "moved to a later place"
    assert went.get("data-phrase") == came.get("data-phrase")
    others = [words(e) for tag in ("del", "ins") for e in page.iter(tag) if e not in (went, came)]
    assert others == ["promised", "pledged"]


def test_a_paragraph_that_was_split_is_told_beside_its_row(
    client: TestClient, submit: Submit
) -> None:
    text = "Boats{}\n\nThe boats left at noon.{}The crews went home."
    response = submit(a_text=text.format("", " "), b_text=text.format(" gone", "\n\n"))
    page = read(client.get(response.headers["location"]))

    assert all_words(page, "note") == ["paragraph split in two"]


def test_rows_say_in_words_what_happened(client: TestClient, comparison: str) -> None:
    page = read(client.get(comparison))

    (removed,) = of_class(page, "only-a")
    assert "removed" in words(removed)


def test_the_summary_and_the_measures_come_before_the_text(
    client: TestClient, comparison: str
) -> None:
    page = read(client.get(comparison))

    (lead,) = all_words(page, "lead")
    assert lead
    percents = [int(p) for p in re.findall(r"(\d+) %", " ".join(all_words(page, "key")))]
    assert sum(percents[:4]) == 100
    (bar,) = page.xpath("//svg[@role='img']")
    assert [float(x) for x in bar.xpath("./rect/@x")] == sorted(
        float(x) for x in bar.xpath("./rect/@x")
    )


def folds(page: html.HtmlElement) -> dict[str, html.HtmlElement]:
    return {fold.get("id"): fold for fold in of_class(page, "fold")}


def test_what_is_the_same_is_folded_with_its_count(client: TestClient, comparison: str) -> None:
    page = read(client.get(comparison))

    same, furniture = folds(page).values()
    assert re.match(r"\d paragraphs the same show", words(same))
    assert words(furniture) == "2 passages of the page, not of the article show"
    assert not of_class(same, "row")
    toggle = by_id(page, "fold-1-toggle")
    assert toggle.get("href") == f"{comparison}?open=1#fold-1"
    assert toggle.get("aria-expanded") == "false"


def test_a_fold_opens_by_its_address_and_leads_back(client: TestClient, comparison: str) -> None:
    page = read(client.get(f"{comparison}?open=1"))

    fold = folds(page)["fold-1"]
    assert of_class(fold, "same")
    toggle = by_id(page, "fold-1-toggle")
    assert toggle.get("aria-expanded") == "true"
    assert toggle.get("href") == f"{comparison}#fold-1"
    assert by_id(page, "fold-2-toggle").get("href") == f"{comparison}?open=1,2#fold-2"


def test_everything_opens_and_folds_by_one_link(client: TestClient, comparison: str) -> None:
    closed = read(client.get(comparison))
    assert not closed.xpath("//*[@id='fold-all']")
    opened = read(client.get(by_id(closed, "open-all").get("href")))

    assert all("open" in fold.classes for fold in of_class(opened, "fold"))
    assert not opened.xpath("//*[@id='open-all']")
    assert by_id(opened, "fold-1-toggle").get("href") == f"{comparison}?open=2#fold-1"
    assert by_id(opened, "fold-all").get("href") == f"{comparison}#sides"


@pytest.mark.parametrize("asked", ["99", "x", "1,,x,-3", "0", "9" * 400, "all,1"])
def test_an_address_that_asks_for_folds_that_are_none_shows_the_page(
    client: TestClient, comparison: str, asked: str
) -> None:
    response = client.get(comparison, params={"open": asked})

    assert response.status_code == 200
    assert of_class(read(response), "row")


def fetch_fold(client: TestClient, address: str, fold: str, on_screen: str) -> Response:
    headers = {**HTMX, "HX-Target": fold, "HX-Current-URL": f"http://testserver{on_screen}"}
    return client.get(address, headers=headers)


def test_htmx_gets_the_fold_alone_and_the_address_says_what_is_open(
    client: TestClient, comparison: str
) -> None:
    response = fetch_fold(client, f"{comparison}?open=1", "fold-1", comparison)
    page = read(response)

    assert response.headers["hx-replace-url"] == f"{comparison}?open=1"
    assert list(folds(page)) == ["fold-1"]
    assert of_class(page, "row")
    assert not page.xpath("//h1 | //main")


def test_the_fragment_is_what_the_page_has_at_its_place(
    client: TestClient, comparison: str
) -> None:
    whole = folds(read(client.get(f"{comparison}?open=1")))["fold-1"]
    alone = folds(read(fetch_fold(client, f"{comparison}?open=1", "fold-1", comparison)))["fold-1"]

    assert words(alone) == words(whole)
    assert len(list(alone.iter())) == len(list(whole.iter()))


def test_what_was_opened_before_stays_in_the_address(client: TestClient, comparison: str) -> None:
    # The link of the second fold is as old as the page, when the first was still closed.
    response = fetch_fold(client, f"{comparison}?open=2", "fold-2", f"{comparison}?open=1#change-3")

    assert response.headers["hx-replace-url"] == f"{comparison}?open=1,2#change-3"
    assert by_id(read(response), "fold-2-toggle").get("hx-get") == f"{comparison}?open=1"


def test_htmx_closes_a_fold_again(client: TestClient, comparison: str) -> None:
    response = fetch_fold(client, comparison, "fold-1", f"{comparison}?open=all")

    assert response.headers["hx-replace-url"] == f"{comparison}?open=2"
    assert not of_class(read(response), "row")


def test_a_fold_that_is_none_is_told_in_a_line(client: TestClient, comparison: str) -> None:
    response = fetch_fold(client, f"{comparison}?open=77", "fold-77", comparison)

    assert response.status_code == 404
    assert response.headers["hx-retarget"] == "#notice"
    assert "There is no such fold" in words(read(response))


@pytest.mark.parametrize("address", ["http://[", "", "::", "http://x/?open=%ff"])
def test_an_address_on_screen_that_is_none_does_no_harm(
    client: TestClient, comparison: str, address: str
) -> None:
    headers = {**HTMX, "HX-Target": "fold-1", "HX-Current-URL": address}

    assert client.get(f"{comparison}?open=1", headers=headers).status_code == 200


def test_going_back_gets_the_whole_page_though_htmx_asks(
    client: TestClient, comparison: str
) -> None:
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    response = client.get(comparison, headers=headers)

    assert read(response).xpath("//h1")


def test_caches_know_that_one_address_has_two_forms(client: TestClient, comparison: str) -> None:
    for headers in ({}, {**HTMX, "HX-Target": "fold-1"}):
        vary = client.get(comparison, headers=headers).headers["vary"]
        assert {"HX-Request", "HX-History-Restore-Request"} <= {v.strip() for v in vary.split(",")}


def test_the_page_leads_to_its_neighbours(
    client: TestClient, comparison: str, session: Session
) -> None:
    slug = comparison.split("/")[2]
    extra = from_paste(f"{LATER}\n\nOne more paragraph.", settings=Settings())
    add_version(session, get_article(session, slug), extra)
    (others,) = of_class(read(client.get(comparison)), "others")

    assert links(others) == [
        f"/articles/{slug}/compare/2..3",
        f"/articles/{slug}/compare/1..3",
        f"/articles/{slug}",
    ]


def test_a_pair_may_be_looked_at_the_other_way_round(client: TestClient, comparison: str) -> None:
    page = read(client.get(comparison.replace("1..2", "2..1")))

    assert column(page, "a")[0].startswith("Harbour bridge to close")


@pytest.mark.parametrize(
    ("pair", "status"),
    [
        ("1..1", 422),
        ("1..9", 404),
        ("0..1", 404),
        ("1-2", 404),
        ("1..99999999999999999999", 404),
        ("１..２", 404),
    ],
)
def test_a_pair_that_is_none_gets_a_page_that_says_so(
    client: TestClient, comparison: str, pair: str, status: int
) -> None:
    response = client.get(comparison.replace("1..2", pair))

    assert response.status_code == status
    assert read(response).xpath("//h1")


def test_equal_articles_say_that_nothing_changed(client: TestClient, submit: Submit) -> None:
    response = submit(a_text="One sentence.\n\nShare this article", b_text="One sentence.")
    page = read(client.get(response.headers["location"]))

    assert "Nothing changed." in words(by_id(page, "main"))
    assert words(by_id(page, "count")) == "0 changes"
    assert not page.xpath("//*[@id='first-change']")


def test_headings_items_and_quotations_have_their_elements(
    client: TestClient, submit: Submit
) -> None:
    text = (
        "# Title\n\nIntro words.\n\n- one thing\n- another thing\n\n"
        "> Said so.\n\n## Part\n\nEnd {}.\n"
    )
    response = submit(
        files={
            "a_file": ("a.md", text.format("now").encode()),
            "b_file": ("b.md", text.format("later").encode()),
        }
    )
    page = read(client.get(f"{response.headers['location']}?open=all"))
    side = [cell for cell in of_class(page, "cell") if "b" in cell.classes]

    def found(tag: str) -> list[str]:
        return [words(e) for cell in side for e in cell.iter(tag)]

    assert found("h3") == ["Title", "Part"]
    assert found("li") == ["one thing", "another thing"]
    assert found("blockquote") == ["Said so."]
    assert all(item.getparent().tag == "ul" for cell in side for item in cell.iter("li"))
    assert len(page.xpath("//h1")) == 1


def test_a_page_costs_few_queries_and_none_to_compare_again(
    client: TestClient, app: FastAPI, comparison: str, count_queries: CountQueries
) -> None:
    client.get(comparison)
    with count_queries(app.state.database) as queries:
        client.get(comparison)

    assert len(queries) <= 4
    assert not [q for q in queries if "content" in q.lower() and "data" in q.lower()]
