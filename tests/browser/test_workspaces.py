"""A workspace in real browsers: stored, given to another device, changed, left, deleted."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NewContext, Watch

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def store(page: Page, name: str) -> str:
    """Two versions of a text, stored from the front page; the path of their comparison."""
    page.goto("/")
    page.fill("#text-a", f"{name}\n\nThe {name} sails on Friday, the clerk said.")
    page.fill("#text-b", f"{name}\n\nThe {name} sails on Sunday, the clerk said.")
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")
    return page.evaluate("location.pathname")


def link_of(page: Page) -> str:
    """The link that the page of the workspace shows when it is asked."""
    page.goto("/workspace")
    expect(page.locator("#workspace-link")).not_to_be_visible()
    page.click(".reveal summary")
    expect(page.locator("#workspace-link")).to_be_visible()
    return page.locator("#workspace-link").input_value()


def status(page: Page, path: str) -> int:
    """How the site answers to this browser."""
    answer = page.goto(path)
    assert answer is not None
    return answer.status


@pytest.fixture
def forgiving(watch: Watch) -> None:
    """Let pages be missing without that being a problem."""
    watch.forgive("404")


def test_the_link_opens_the_workspace_on_a_second_device_until_it_is_changed(
    page: Page, new_context: NewContext, forgiving: None
) -> None:
    comparison = store(page, "Lugger")
    link = link_of(page)

    stranger = new_context().new_page()
    assert status(stranger, comparison) == 404
    stranger.goto("/articles")
    assert "Lugger" not in stranger.locator("main").inner_text()

    second = new_context().new_page()
    second.goto(link)
    expect(second.locator("h1")).to_have_text("Use this workspace in this browser?")
    second.click("#enter")
    second.wait_for_url("**/workspace?done=entered")
    assert status(second, comparison) == 200

    page.click("text=Change the key")
    page.click("#change")
    page.wait_for_url("**/workspace?done=changed")
    assert link_of(page) != link
    assert status(page, comparison) == 200
    assert status(second, comparison) == 404
    second.goto("/workspace")
    assert "opens nothing any more" in second.locator("main").inner_text()
    assert status(stranger, link) == 404


def test_the_cookie_is_for_no_script(page: Page, context: BrowserContext) -> None:
    store(page, "Ketch")
    (cookie,) = context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert page.evaluate("document.cookie") == ""


def test_the_link_is_copied_with_one_click(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    store(page, "Sloop")
    link = link_of(page)
    page.click("button[data-copy=workspace-link]")
    expect(page.locator("[data-copied]").first).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == link


def test_a_link_that_only_reads_is_made_given_and_revoked(
    page: Page, new_context: NewContext, watch: Watch, forgiving: None
) -> None:
    watch.forgive("403")
    comparison = store(page, "Yawl")
    page.goto("/workspace")
    page.click("#make-reading")
    link = page.locator("#reading-link").input_value()

    reader = new_context().new_page()
    reader.goto(link)
    assert "only reads" in reader.locator("main").inner_text()
    reader.click("#enter")
    assert status(reader, comparison) == 200
    reader.goto("/")
    expect(reader.locator("#not-stored")).to_contain_text("only reads")

    page.goto("/workspace")
    page.click("text=Revoke")
    page.wait_for_url("**/workspace?done=revoked")
    assert status(reader, comparison) == 404


def test_who_leaves_can_come_back_by_the_link(page: Page, forgiving: None) -> None:
    comparison = store(page, "Brig")
    link = link_of(page)
    page.click("text=Leave on this device")
    expect(page.locator("#workspace-link")).to_have_value(link)
    page.click("#leave")
    page.wait_for_url("**/workspace?done=left")
    assert status(page, comparison) == 404
    page.goto("/workspace")
    page.fill("#link", link)
    page.click("text=Open it")
    page.click("#enter")
    assert status(page, comparison) == 200


def test_what_the_browser_has_now_is_offered_before_another_workspace_is_used(
    page: Page, new_context: NewContext
) -> None:
    store(page, "Barque")
    first = link_of(page)
    other = new_context().new_page()
    store(other, "Dinghy")
    mine = link_of(other)
    other.goto(first)
    expect(other.locator("#present-link")).to_have_value(mine)


def test_everything_can_be_taken_along_and_deleted(
    page: Page, watch: Watch, forgiving: None
) -> None:
    watch.forgive("422")
    comparison = store(page, "Schooner")
    page.goto("/workspace")
    with page.expect_download() as download:
        page.click("text=Export everything")
    assert download.value.suggested_filename.endswith(".zip")
    page.click("text=Delete everything of mine")
    page.fill("#sure", "no")
    page.click("#delete")
    expect(page.locator("#sure-trouble")).to_contain_text("Nothing was deleted")
    page.fill("#sure", "delete")
    page.keyboard.press("Enter")
    page.wait_for_url("**/workspace?done=deleted")
    expect(page.locator(".done")).to_have_text("Everything of yours was deleted.")
    assert page.context.cookies() == []
    assert status(page, comparison) == 404


def test_it_all_works_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False, viewport=WIDE).new_page()
    store_without_scripts(page)
    page.goto("/workspace")
    page.click(".reveal summary")
    link = page.locator("#workspace-link").input_value()
    other = new_context(java_script_enabled=False).new_page()
    other.goto(link)
    other.click("#enter")
    other.goto("/articles")
    assert "Cutter" in other.locator("main").inner_text()


def store_without_scripts(page: Page) -> None:
    page.goto("/")
    page.fill("#text-a", "Cutter\n\nThe cutter sails on Friday.")
    page.fill("#text-b", "Cutter\n\nThe cutter sails on Sunday.")
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_stands_in_anybodys_way(
    new_context: NewContext, size: dict[str, int], scheme: str
) -> None:
    page = new_context(viewport=size, color_scheme=scheme).new_page()

    def look() -> None:
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.goto("/workspace")
    look()
    store(page, "Trawler")
    other = link_of(page)
    look()
    page.click("#make-reading")
    look()
    for path in ("change", "leave", "delete"):
        page.goto(f"/workspace/{path}")
        look()
    page = new_context(viewport=size, color_scheme=scheme).new_page()
    store(page, "Coaster")
    page.goto(other)
    look()
