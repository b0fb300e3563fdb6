"""Ten thousand changes, and none, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import NewContext
from tests.browser.made import Made, context, made
from tests.web.many import CHANGES, ten_thousand_changes

__all__ = ["context", "made"]

MOST_WEIGHT = 300_000
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def compared(page: Page, a: str, b: str) -> str:
    """The address of the comparison of two texts, once it has been made."""
    page.goto("/")
    for side, text in (("a", a), ("b", b)):
        file = {"name": f"{side}.txt", "mimeType": "text/plain", "buffer": text.encode()}
        page.locator(f"input[name={side}_file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_url("**/compare/1..2", timeout=30_000)
    expect(page.locator("#sides")).to_be_visible(timeout=90_000)
    return page.url


@pytest.fixture
def address(page: Page, made: Made) -> str:
    """The comparison with ten thousand changes."""
    page.set_default_timeout(20_000)
    if not made.address:
        made.address = compared(page, *ten_thousand_changes())
        made.state = page.context.storage_state()
    return made.address


def test_the_page_is_light_and_says_what_there_is(page: Page, address: str) -> None:
    sizes: list[Request] = []
    page.goto("about:blank")
    page.on("requestfinished", lambda request: sizes.append(request))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert sum(request.sizes()["responseBodySize"] for request in sizes) <= MOST_WEIGHT
    expect(page.locator("#count")).to_contain_text("10000 changes")
    assert page.locator("#sides .row").count() < 200
    assert not page.evaluate(TOO_WIDE)


def test_the_last_but_one_is_reached_and_n_and_p_go_on_from_there(page: Page, address: str) -> None:
    page.goto("about:blank")
    page.goto(f"{address}#change-{CHANGES - 1}")
    expect(page.locator(f"#change-{CHANGES - 1}")).to_be_in_viewport()
    expect(page.locator("#count")).to_contain_text("9999 of 10000")
    page.keyboard.press("n")
    expect(page.locator(f"#change-{CHANGES}")).to_be_in_viewport()
    expect(page.locator("#next")).to_be_disabled()
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(page.locator("#count")).to_contain_text("9998 of 10000")
    assert page.url.endswith(f"#change-{CHANGES - 2}")


def test_n_goes_on_where_the_next_part_has_not_come_yet(page: Page, address: str) -> None:
    page.goto("about:blank")
    page.goto(address)
    last = page.locator("#sides .part[id^=change-]").last.get_attribute("id") or ""
    page.evaluate("id => { location.hash = id }", last)
    page.keyboard.press("n")
    following = f"change-{int(last.removeprefix('change-')) + 1}"
    expect(page.locator(f"#{following}")).to_be_in_viewport()
    assert page.url.endswith(f"#{following}")


@pytest.mark.parametrize("view", ["side", "single"])
def test_a_phone_shows_it_too(new_context: NewContext, made: Made, address: str, view: str) -> None:
    size = {"width": 390, "height": 844}
    page = new_context(viewport=size, storage_state=made.state).new_page()
    page.goto(f"{address}?view={view}")
    expect(page.locator("#sides .row").first).to_be_visible()
    assert not page.evaluate(TOO_WIDE)


def test_where_nothing_changed_the_keys_lead_nowhere(page: Page) -> None:
    text = "Boats at noon\n\nThe boats left at noon.\n\nThe crews went home."
    compared(page, text, f"{text}\n\n")
    expect(page.locator(".lead")).to_have_text("Nothing changed.")
    expect(page.locator("#count")).to_have_text("0 changes")
    before = page.url
    for key in ("n", "p"):
        page.keyboard.press(key)
    assert page.url == before
    page.keyboard.press("c")
    expect(page.locator("#reading")).to_have_attribute("data-view", "changes")
    assert not page.evaluate(TOO_WIDE)
