"""Versions side by side in a real browser: wide, on a phone, by keyboard, without scripts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewContext

FERRY = "/articles/island-ferry-strike/collate/1,2,3,4,5"
EIGHT = (
    "/collate?of=island-ferry-strike@1,island-ferry-strike@2,island-ferry-strike@3,"
    "island-ferry-strike@4,island-ferry-strike@5,kerrin-glacier-lake@1,kerrin-glacier-lake@2,"
    "thornmere-flood-wall@1"
)
PHONE = {"width": 390, "height": 844}
PAGE_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LEFT = "element => element.getBoundingClientRect().left"
TOP = "element => element.getBoundingClientRect().top"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [FERRY, EIGHT, "/articles/island-ferry-strike/collate"])
def test_everyone_can_read_it(new_context: NewContext, scheme: str, address: str) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address)
    for summary in page.locator("summary").all():
        summary.click()

    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def test_eight_columns_scroll_sideways_in_a_frame_of_their_own(page: Page) -> None:
    page.goto(EIGHT)
    frame = page.locator("#scroller")
    head, corner = page.locator("thead th").nth(1), page.locator("thead .corner")
    first = page.locator("tbody th").first
    assert page.locator("thead th").count() == 9
    assert not page.evaluate(PAGE_TOO_WIDE)
    at = first.evaluate(LEFT)

    frame.evaluate("frame => frame.scrollTo(900, 400)")

    assert head.evaluate(LEFT) < 0
    assert first.evaluate(LEFT) == pytest.approx(at, abs=1)
    assert corner.evaluate(TOP) == pytest.approx(frame.evaluate(TOP) + 1, abs=1)


def test_the_frame_is_scrolled_by_keyboard(page: Page) -> None:
    page.goto(EIGHT)
    frame = page.locator("#scroller")
    frame.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.getElementById('scroller').scrollLeft > 100")
    page.keyboard.press("End")
    page.wait_for_function("() => document.getElementById('scroller').scrollTop > 100")


def test_choices_change_the_table_and_the_address(page: Page) -> None:
    page.goto(FERRY)
    rows = page.locator("#collation tbody tr")
    every = rows.count()
    page.click("#show-contested")
    page.wait_for_url("**/collate/1,2,3,4,5?show=contested")
    expect(page.locator("#show-contested")).to_have_attribute("aria-current", "true")
    assert 0 < rows.count() < every

    page.click("#base-5")
    page.wait_for_url("**?base=5&show=contested")
    expect(page.locator("thead th.base")).to_contain_text("Version 5")

    held: list[Route] = []
    page.route("**/collate/1,2,3,4,5?show=contested", lambda route: held.append(route))
    page.go_back()
    with page.expect_event("requestfailed"):
        page.go_back()
    expect(rows).to_have_count(every)
    assert len(held) == 1, "the answer for the page between would have come later, and is let go"


def test_a_variant_leads_to_its_change(page: Page) -> None:
    page.goto(FERRY)
    link = page.locator("td.differs .notes a").first
    anchor = str(link.get_attribute("href")).partition("#")[2]
    link.click()
    page.wait_for_url(f"**/compare/1..*#{anchor}")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_a_bar_leads_to_its_passage(page: Page) -> None:
    page.goto(FERRY)
    bars = page.locator(".strip a")
    assert bars.count() == page.locator("tbody tr").count()
    last = str(bars.last.get_attribute("href"))
    bars.last.click()
    expect(page.locator(last)).to_be_in_viewport()


def test_a_phone_shows_a_column_at_a_time(new_context: NewContext) -> None:
    page = new_context(viewport=PHONE, has_touch=True).new_page()
    page.goto(EIGHT)
    assert not page.evaluate(PAGE_TOO_WIDE)
    width = page.locator("tbody td").first.evaluate("e => e.getBoundingClientRect().width")
    assert PHONE["width"] * 0.7 < width < PHONE["width"]

    page.locator("#scroller").evaluate("(frame, to) => frame.scrollTo(to, 0)", width * 1.1)

    # It comes to rest with the second column right beside the numbers of the rows.
    beside = page.locator("tbody th").first.evaluate("e => e.getBoundingClientRect().right")
    second = page.locator("tbody tr").first.locator("td").nth(1)
    assert second.evaluate(LEFT) == pytest.approx(beside, abs=3)


def test_it_works_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/articles/island-ferry-strike/collate")
    for number in (1, 3, 5):
        page.check(f"input[value='{number}']")
    page.click("text=Put side by side")
    assert page.url.endswith("/articles/island-ferry-strike/collate/1,3,5")
    page.click("#show-contested")
    assert page.url.endswith("?show=contested")
    expect(page.locator("td ins").first).to_be_visible()
    page.locator("#choosing summary").click()
    expect(page.locator("input[value='3']")).to_be_checked()
    page.fill("#with", "kerrin-glacier-lake")
    page.click("text=Put side by side")
    assert "of=island-ferry-strike@1,island-ferry-strike@3,island-ferry-strike@5," in page.url
    assert page.locator("thead th").count() == 5
