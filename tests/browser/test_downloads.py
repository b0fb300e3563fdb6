"""The menu that gives a comparison as a file, and the page among these files, opened by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import NewContext

ADDRESS = "/articles/island-ferry-strike/compare/1..2"


@pytest.fixture
def kept(page: Page, tmp_path: Path) -> Path:
    """The page of a comparison, taken from the menu and saved."""
    page.goto(ADDRESS)
    page.click("#downloads-summary")
    with page.expect_download() as download:
        page.click("#download-html")
    assert download.value.suggested_filename == "island-ferry-strike-1-2.html"
    path = tmp_path / "kept.html"
    download.value.save_as(path)
    return path


def test_the_file_asks_for_nothing_and_has_all_views(kept: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    asked: list[str] = []
    told: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    context.on("request", note)
    page = context.new_page()
    page.on("console", lambda message: told.append(message.text))
    page.goto(kept.as_uri())
    expect(page.locator(".sides.side")).to_be_visible()
    for view in ("single", "a", "b", "side"):
        page.check(f"#view-{view}")
        for other in ("side", "single", "a", "b"):
            expect(page.locator(f".sides.{other}")).to_be_visible(visible=other == view)
    page.check("#view-changes")
    expect(page.locator(".sides.side .row.changed").first).to_be_visible()
    expect(page.locator(".sides.side .row.same:visible")).to_have_count(0)
    assert asked == [kept.as_uri()]
    assert told == []
    context.close()


def test_the_file_fits_a_phone(kept: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, offline=True)
    page = context.new_page()
    page.goto(kept.as_uri())
    for view in ("side", "single", "changes", "a", "b"):
        page.check(f"#view-{view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, view
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_menu_works_without_scripts_and_stays_on_the_screen(
    new_context: NewContext, width: int
) -> None:
    context = new_context(java_script_enabled=False, viewport={"width": width, "height": 740})
    page = context.new_page()
    page.goto(ADDRESS)
    expect(page.locator("#download-docx")).to_be_hidden()
    page.click("#downloads-summary")
    for box in (page.locator("#downloads .panel").bounding_box(),):
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    with page.expect_download() as download:
        page.click("#download-docx")
    assert download.value.suggested_filename == "island-ferry-strike-1-2.docx"


def test_the_menu_works_by_keyboard(page: Page) -> None:
    page.goto(ADDRESS)
    page.focus("#downloads-summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#download-html")).to_be_focused()
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "island-ferry-strike-1-2.pdf"
