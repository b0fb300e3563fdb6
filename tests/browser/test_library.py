"""The library: found as one types, two versions picked, changed, deleted and had back."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FERRY = "/articles/island-ferry-strike"
TAKES = [
    "The lamp on the mole is lit again\n\nThe lamp may be lit on Friday, the keeper said.",
    "The lamp on the mole is lit again\n\nThe lamp will be lit on Friday, the keeper said.",
    "The lamp on the mole is lit again\n\nThe lamp will be lit on Sunday, the keeper said.",
]


def _store(page: Page) -> str:
    """Three versions of an article of one's own; its address."""
    page.goto("/")
    page.fill("#text-a", TAKES[0])
    page.fill("#text-b", TAKES[1])
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")
    address = page.url.rpartition("/compare/")[0]
    page.goto(address)
    page.fill("#text-new", TAKES[2])
    page.click("#compare-button")
    page.wait_for_url("**/compare/2..3")
    return address


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_articles_are_found_as_one_types_and_the_address_keeps_up(page: Page) -> None:
    page.goto("/articles")
    every = page.locator(".shelf > li").count()
    page.locator("#q").press_sequentially("glacier")
    expect(page.locator(".shelf > li")).to_have_count(1)
    expect(page.locator(".shelf mark").first).to_have_text(re.compile("glacier", re.I))
    expect(page).to_have_url(re.compile(r"/articles\?q=glacier$"))
    expect(page.locator("#q")).to_be_focused()
    page.reload()
    expect(page.locator("#q")).to_have_value("glacier")
    expect(page.locator(".shelf > li")).to_have_count(1)
    page.fill("#q", "")
    expect(page.locator(".shelf > li")).to_have_count(every)
    expect(page).to_have_url(re.compile(r"/articles$"))
    page.fill("#q", "no such word anywhere")
    expect(page.locator("#listed [role=status]")).to_contain_text("No article has")


def test_a_list_is_sorted_by_a_link(page: Page) -> None:
    page.goto("/articles")
    page.get_by_role("navigation", name="Sorted by").get_by_role("link", name="title").click()
    titles = page.locator(".shelf .title").all_inner_texts()
    assert titles == sorted(titles, key=str.lower)
    assert len(titles) > 3


def test_any_two_versions_are_picked_and_compared(page: Page) -> None:
    page.goto(FERRY)
    page.get_by_label("Compare from version 1", exact=True).check()
    page.get_by_label("Compare to version 4", exact=True).check()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_url(f"**{FERRY}/compare/1..4")
    page.go_back()
    for number in (1, 3, 5):
        page.get_by_label(f"Version {number} side by side").check()
    page.get_by_role("button", name="Side by side").click()
    page.wait_for_url(f"**{FERRY}/collate/1,3,5")


def test_two_versions_are_picked_by_the_keyboard(page: Page) -> None:
    page.goto(FERRY)
    page.get_by_label("Compare from version 4", exact=True).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Compare from version 2", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{FERRY}/compare/2..5")


def test_what_cannot_be_compared_is_greyed(page: Page) -> None:
    page.goto(FERRY)
    page.get_by_label("Compare from version 2", exact=True).check()
    grey = page.locator("#version-2 label", has=page.locator("[name=b]"))
    other = page.locator("#version-3 label", has=page.locator("[name=b]"))
    opacity = "node => Number(getComputedStyle(node).opacity)"
    assert grey.evaluate(opacity) < other.evaluate(opacity) == 1


def test_ones_own_versions_are_set_as_others_are(page: Page) -> None:
    page.goto(_store(page))
    for part in (".told", ".change"):
        expect(page.locator(f".versions {part}").first).to_have_css("text-align", "start")


def test_a_version_is_deleted_and_had_back(page: Page) -> None:
    address = _store(page)
    page.goto(address)
    expect(page.locator(".versions > li")).to_have_count(3)
    page.get_by_role("link", name="Delete version 2").click()
    expect(page.locator("main")).to_contain_text("For 10 minutes you can undo this.")
    page.get_by_role("button", name="Delete version 2").click()
    expect(page.locator(".undo")).to_contain_text("Version 2 was deleted.")
    expect(page.locator(".versions .number")).to_have_text([re.compile("1"), re.compile("3")])
    page.locator(".undo").get_by_role("button", name="Undo").click()
    expect(page.locator(".versions > li")).to_have_count(3)
    expect(page.locator("#version-2")).to_be_in_viewport()


def test_an_article_is_deleted_and_had_back(page: Page) -> None:
    address = _store(page)
    page.goto(address)
    page.get_by_role("link", name="Delete the article").click()
    page.get_by_role("button", name="Delete the article").click()
    expect(page.locator(".undo")).to_contain_text("was deleted.")
    expect(page.locator("#listed")).not_to_contain_text("The lamp on the mole")
    page.locator(".undo").get_by_role("button", name="Undo").click()
    page.wait_for_url(address)
    expect(page.locator(".versions > li")).to_have_count(3)


def test_title_label_and_dates_are_changed(page: Page) -> None:
    address = _store(page)
    page.goto(address)
    page.get_by_role("link", name="Change the title").click()
    page.fill("#title", "The lamp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The lamp")
    assert page.url == address
    page.get_by_role("link", name="Edit what is said about version 2").click()
    page.fill("#label", "evening edition")
    page.fill("#published-day", "2026-05-04")
    page.fill("#published-time", "18:30")
    page.fill("#published-zone", "+02:00")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#version-2")).to_contain_text("evening edition")
    expect(page.locator("#version-2")).to_contain_text("published 4 May 2026, 18:30 UTC+2")


def test_the_library_works_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False, viewport=WIDE).new_page()
    address = _store(page)
    page.goto("/articles")
    page.fill("#q", "keeper lamp")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".shelf .title")).to_have_text(["The lamp on the mole is lit again"])
    page.goto(address)
    page.get_by_label("Compare from version 1", exact=True).check()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_url("**/compare/1..3")
    page.goto(f"{address}/versions/3/delete")
    page.get_by_role("button", name="Delete version 3").click()
    page.locator(".undo").get_by_role("button", name="Undo").click()
    expect(page.locator(".versions > li")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_of_it_stands_in_anybodys_way(
    new_context: NewContext, size: dict[str, int], scheme: str
) -> None:
    page = new_context(viewport=size, color_scheme=scheme).new_page()
    address = _store(page)
    page.goto(f"{address}/versions/2/delete")
    page.get_by_role("button", name="Delete version 2").click()
    for each in (
        page.url,
        f"{address}/edit",
        f"{address}/delete",
        f"{address}/versions/3/edit",
        "/articles?q=keeper+lamp",
        "/articles?q=nothing+of+that+kind",
    ):
        page.goto(each)
        found = Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        )
        assert found.violations_count == 0, (each, found.generate_report())
        assert _fits(page), each
