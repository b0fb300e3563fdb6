"""What people do with Recension, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext

SEEDS = Path(__file__).parents[2] / "seeds"
FERRY = "/articles/island-ferry-strike/compare/1..3"
CORRECTED = "/articles/thornmere-flood-wall/compare/1..2"
REWORDED = "/articles/kerrin-glacier-lake/compare/1..2"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def _compare_files(page: Page) -> None:
    page.goto("/")
    page.set_input_files("#file-a", SEEDS / "kerrin-glacier-lake" / "1.txt")
    page.set_input_files("#file-b", SEEDS / "kerrin-glacier-lake" / "2.html")
    expect(page.locator("#preview-b")).to_contain_text("words")
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")


def test_two_files_become_a_comparison_that_a_stranger_can_open(
    page: Page, new_context: NewContext
) -> None:
    _compare_files(page)
    expect(page.locator(".row del").first).to_be_visible()
    expect(page.locator(".row ins").first).to_be_visible()

    page.click("#share")
    page.click("#make-share")
    link = page.locator("#share-link").input_value()
    assert "/s/" in link

    stranger = new_context(viewport=WIDE).new_page()
    stranger.goto(link)
    assert stranger.locator(".row").all_inner_texts() == page.locator(".row").all_inner_texts()
    assert stranger.locator("#share").count() == 0
    assert stranger.locator("a[href*='/articles/']").count() == 0
    assert stranger.locator("meta[name=robots]").get_attribute("content") == "noindex, nofollow"


def test_text_that_is_pasted_is_read_at_once(page: Page) -> None:
    page.goto("/")
    page.fill("#text-a", "Boats to sail\n\nThe boats sail on Friday, the clerk said.")
    expect(page.locator("#preview-a")).to_contain_text("11 words")
    expect(page.locator("#title-a")).to_have_attribute("placeholder", "Boats to sail")
    page.fill("#text-b", "Boats to sail\n\nThe boats sail on Sunday, the clerk said.")
    page.click("#compare-button")
    page.wait_for_url("**/articles/boats-to-sail/compare/1..2")
    assert page.locator(".row del").all_inner_texts() == ["Friday"]
    assert page.locator(".row ins").all_inner_texts() == ["Sunday"]


def test_what_is_missing_is_said_beside_the_sheet(page: Page, watch: object) -> None:
    watch.forgive("422")  # type: ignore[attr-defined]
    page.goto("/")
    page.fill("#text-a", "The boats sail on Friday.")
    page.click("#compare-button")
    expect(page.locator("#trouble-b")).to_contain_text("text")
    assert page.locator("#text-a").input_value() == "The boats sail on Friday."


def test_whole_words_face_their_counterparts(page: Page) -> None:
    page.goto(REWORDED)
    for row in page.locator(".row.changed").all()[:12]:
        assert row.locator(".cell.a").inner_text().strip()
        assert row.locator(".cell.b").inner_text().strip()
    for marked in page.locator(".row del, .row ins").all_inner_texts():
        assert marked == marked.strip()
    alone = page.locator(".row.only-a .cell.b p, .row.only-b .cell.a p")
    assert alone.count() == 0


def test_folds_open_and_close_and_the_address_says_so(page: Page) -> None:
    page.goto(CORRECTED)
    closed = page.locator(".row").count()
    page.click("#fold-1-toggle")
    expect(page.locator(".row")).not_to_have_count(closed)
    assert "open=1" in page.url
    page.reload()
    assert page.locator(".row").count() > closed
    page.click("#fold-1-toggle")
    expect(page.locator(".row")).to_have_count(closed)


def test_n_and_p_go_from_change_to_change(page: Page) -> None:
    page.goto(FERRY)
    page.keyboard.press("n")
    expect(page.locator("#count")).to_contain_text("1 of")
    page.keyboard.press("n")
    expect(page.locator("#count")).to_contain_text("2 of")
    assert page.url.endswith("#change-2")
    page.click("#next")
    expect(page.locator("#count")).to_contain_text("3 of")
    page.keyboard.press("p")
    expect(page.locator("#count")).to_contain_text("2 of")
    expect(page.locator("#change-2")).to_be_in_viewport()


def test_a_deep_link_shows_its_change(page: Page) -> None:
    page.goto(f"{REWORDED}#change-7")
    change = page.locator("#change-7")
    expect(change).to_be_in_viewport()
    top = change.bounding_box()
    bar = page.locator("#where").bounding_box()
    assert top is not None
    assert bar is not None
    assert top["y"] >= bar["y"] + bar["height"] - 1


def test_reading_works_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False, viewport=WIDE).new_page()
    page.goto(CORRECTED)
    expect(page.locator(".row ins").first).to_be_visible()
    page.click("#fold-1-toggle")
    assert "open=1" in page.url
    page.click("#share")
    page.click("#make-share")
    expect(page.locator("#share-link")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("address", ["/", FERRY, REWORDED, "/articles", "/nowhere"])
def test_nothing_stands_in_anybodys_way(
    new_context: NewContext, watch: object, address: str, size: dict[str, int], scheme: str
) -> None:
    watch.forgive("404")  # type: ignore[attr-defined]
    page = new_context(viewport=size, color_scheme=scheme).new_page()
    page.goto(address)
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    )
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_of_a_long_report_is_light(page: Page) -> None:
    answer = page.goto(REWORDED)
    assert answer is not None
    assert len(answer.body()) < 250_000
