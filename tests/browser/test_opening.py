"""The site opens in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, Watch


def test_the_front_page_opens(page: Page) -> None:
    answer = page.goto("/")
    assert answer is not None
    assert answer.status == 200
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_role("button", name="Compare")).to_be_visible()


def test_what_goes_wrong_in_a_page_is_noticed(new_context: NewContext, watch: Watch) -> None:
    page = new_context().new_page()
    page.goto("/")
    page.evaluate("console.error('of its own')")
    page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    page.evaluate("new Image().src = 'http://elsewhere.example/x.png'")
    page.wait_for_timeout(200)
    found = "\n".join(watch.left())
    assert "console error: of its own" in found
    assert "page error: thrown" in found
    assert "elsewhere.example" in found
    watch.problems.clear()
