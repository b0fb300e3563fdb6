"""A phrase that moved inside its sentence, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext

REWORDED = "/articles/kerrin-glacier-lake/compare/1..2"


def test_pointing_at_one_place_of_a_phrase_shows_the_other(page: Page) -> None:
    page.goto(REWORDED)
    went = page.locator("del.phrase").first
    phrase = went.get_attribute("data-phrase")
    went.locator(".way").hover()
    expect(page.locator(".phrase.shown")).to_have_count(2)
    expect(page.locator(f"ins.shown[data-phrase='{phrase}']")).to_be_visible()

    page.locator("h1").hover()
    expect(page.locator(".phrase.shown")).to_have_count(0)


def test_without_scripts_both_places_say_what_happened(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(REWORDED)
    for mark, words in (("del", "moved to a"), ("ins", "moved from a")):
        place = page.locator(f"{mark}.phrase").first
        assert (place.get_attribute("title") or "").startswith(words)
        assert (place.text_content() or "").startswith(words)


def test_a_row_with_many_changes_fits_a_phone(new_context: NewContext) -> None:
    page = new_context(viewport={"width": 360, "height": 800}).new_page()
    page.goto("/")
    sentences = [
        f"Boat {number} of Ellery left at {number} {{}} for the isles." for number in range(30)
    ]
    name = "Wolfeschlegelsteinhausenbergerdorff"
    page.fill("#text-a", "Boats\n\n" + " ".join(s.format("today") for s in sentences))
    page.fill("#text-b", "Boats\n\n" + " ".join(s.format(f"with {name}") for s in sentences))
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")
    assert page.locator(".mid a").count() == 30
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
