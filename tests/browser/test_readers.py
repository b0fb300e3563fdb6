"""Readers of every kind: on a phone, without scripts, from right to left, without spaces."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext

ARABIC = "/articles/tal-reem-school/compare/1..2"
MOVED = "/articles/kerrin-glacier-lake/compare/1..2"
VIEWS = ("side", "single", "changes", "a", "b")
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_shows_every_view_without_scrolling_sideways(
    new_context: NewContext, view: str
) -> None:
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{MOVED}?view={view}")
    expect(page.locator("#sides .text").first).to_be_visible()

    assert not page.evaluate(TOO_WIDE)


def test_a_phone_shows_either_text_alone(new_context: NewContext) -> None:
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(MOVED)
    row = page.locator(".row.changed").first
    expect(row.locator(".cell.a")).to_be_visible()
    page.locator("label[for=narrow-b], label:has(#narrow-b)").first.click()

    expect(row.locator(".cell.a")).to_be_hidden()
    expect(row.locator(".cell.b")).to_be_visible()


def test_arabic_faces_arabic_from_right_to_left(page: Page) -> None:
    page.goto(ARABIC)
    for cell in (".cell.a", ".cell.b"):
        text = page.locator(f".row.changed {cell} .text").first
        assert text.evaluate("element => getComputedStyle(element).direction") == "rtl"
    expect(page.locator("#sides del").first).to_be_visible()
    expect(page.locator("#sides ins").first).to_be_visible()


def test_japanese_is_marked_by_its_own_words(page: Page) -> None:
    page.goto("/")
    page.fill("#text-a", "港の食堂は月曜日に開く。席は四十ある。店主は森田さんだ。")
    page.fill("#text-b", "港の食堂は金曜日に開く。席は四十ある。店主は森田さんだ。")
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")

    assert page.locator("#sides del").all_inner_texts() in (["月"], ["月曜日"])
    assert page.locator("#sides ins").all_inner_texts() in (["金"], ["金曜日"])


def test_a_passage_that_moved_leads_to_its_other_place_and_back(page: Page) -> None:
    page.goto(f"{MOVED}?open=all")
    there = page.locator("#sides .cell.b a.note.move").first
    assert "moved from ¶" in there.inner_text()
    there.click()
    page.wait_for_url("**#change-*-from")
    came_from = page.locator("#" + page.url.split("#")[1])
    expect(came_from).to_be_in_viewport()

    page.go_back()
    expect(there).to_be_in_viewport()


def test_it_is_read_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(MOVED)
    page.click("#view-single")
    assert "view=single" in page.url
    expect(page.locator("#sides del").first).to_be_visible()
    page.click("#view-side")
    fold = page.locator(".fold-bar a").first
    fold.click()
    assert "open=1" in page.url
    expect(page.locator(".fold.open .row").first).to_be_visible()
    page.goto(f"{MOVED}?only=quotations")
    expect(page.locator("#only-quotations")).to_be_checked()
    page.locator("#ledger-quotations summary").click()
    expect(page.locator("#ledger-quotations del").first).to_be_visible()
