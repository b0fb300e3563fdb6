"""Where every sentence came from, in a real browser: slider, lives, keyboard, no scripts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewContext

FERRY = "/articles/island-ferry-strike/provenance"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
CONTRASTS = """() => {
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const parts = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  return [...document.querySelectorAll(".s")].map((each) => {
    const style = getComputedStyle(each);
    const [x, y] = [style.color, style.backgroundColor].map((c) => light(parts(c)) + 0.05);
    return Math.max(x, y) / Math.min(x, y);
  });
}"""


def test_the_slider_goes_through_the_versions_in_place(page: Page) -> None:
    page.goto(f"{FERRY}/5")
    page.evaluate("window.stays = true")
    slider = page.locator("#version")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#shown")).to_have_text("4")
    page.wait_for_url(f"**{FERRY}/4")
    expect(slider).to_be_focused()
    expect(page.locator("#text")).to_have_attribute("aria-label", "Text of version 4")
    page.keyboard.press("Home")
    page.wait_for_url(f"**{FERRY}/1")
    expect(page.locator(".ages .lead")).to_contain_text("came in with version 1")
    assert page.evaluate("window.stays"), "the page was never loaded anew"

    page.go_back()
    expect(page.locator("#text")).to_have_attribute("aria-label", "Text of version 4")


def test_a_slider_that_moves_on_while_a_version_comes_is_followed(page: Page) -> None:
    def hold(route: Route) -> None:
        """Let the answer wait until the slider has moved on."""
        page.keyboard.press("ArrowLeft")
        route.continue_()

    page.goto(f"{FERRY}/5")
    page.route("**/provenance?version=4", hold)
    page.locator("#version").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{FERRY}/3")
    expect(page.locator("#text")).to_have_attribute("aria-label", "Text of version 3")
    expect(page.locator("#version")).to_have_value("3")


def test_a_key_that_comes_before_the_new_slider_listens_is_not_lost(page: Page) -> None:
    page.goto(f"{FERRY}/5")
    page.evaluate(
        """document.addEventListener("htmx:afterSwap", () => {
          document.getElementById("version").stepDown();
        }, { once: true })"""
    )
    page.locator("#version").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{FERRY}/3")
    expect(page.locator("#shown")).to_have_text("3")


def test_the_steps_beside_the_slider(page: Page) -> None:
    page.goto(f"{FERRY}/2")
    page.click("#later")
    page.wait_for_url(f"**{FERRY}/3")
    expect(page.locator("#version")).to_have_value("3")
    page.click("#earlier")
    page.wait_for_url(f"**{FERRY}/2")


def test_a_sentence_opens_its_life_beside_it_and_closes_again(page: Page) -> None:
    page.goto(f"{FERRY}/5")
    page.evaluate("window.stays = true")
    sentence = page.locator("#s-3")
    sentence.click()
    expect(page.locator("#life-title")).to_have_text("The life of sentence 3")
    expect(page.locator("#life li").first).to_contain_text("First seen in version 4")
    expect(page.locator("#life del")).to_have_text(["06:15"])
    expect(page.locator("#life ins")).to_have_text(["06:40"])
    expect(sentence).to_have_attribute("aria-current", "true")
    assert page.url.endswith("/5?sentence=3")

    page.locator("#s-2").click()
    expect(page.locator("#life-title")).to_have_text("The life of sentence 2")
    expect(page.locator(".s[aria-current]")).to_have_count(1)
    page.click("#life-close")
    expect(page.locator("#life")).to_contain_text("Choose a sentence")
    assert page.url.endswith("/5")
    assert page.evaluate("window.stays"), "the page was never loaded anew"


def test_a_life_is_opened_and_closed_by_the_keyboard(page: Page) -> None:
    page.goto(f"{FERRY}/5")
    page.locator("#s-3").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#life-title")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#life-close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#s-3")).to_be_focused()
    expect(page.locator("#life")).to_contain_text("Choose a sentence")


def test_the_life_of_what_did_not_survive(page: Page) -> None:
    page.goto(f"{FERRY}/5")
    page.locator("#gone summary").click()
    lost = page.locator("#gone .was", has_text="Lindqvist warned of a second strike")
    lost.click()
    expect(page.locator("#life-title")).to_have_text("The life of a sentence of version 2")
    expect(page.locator("#life li").last).to_contain_text("Removed in version 3")
    expect(lost).to_have_attribute("aria-current", "true")
    page.reload()
    expect(lost).to_be_visible()
    expect(lost).to_have_attribute("aria-current", "true")


def test_an_event_leads_to_the_sentence_as_it_was(page: Page) -> None:
    page.goto(f"{FERRY}/5?sentence=3")
    page.locator("#life li a", has_text="version 4").first.click()
    page.wait_for_url(f"**{FERRY}/4?sentence=*")
    expect(page.locator(".s[aria-current]")).to_contain_text("06:15")
    expect(page.locator(".s[aria-current]")).to_be_in_viewport()


def test_it_works_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{FERRY}/5")
    page.locator("#s-3").click()
    assert page.url.endswith("/5?sentence=3#s-3")
    expect(page.locator("#life li")).to_have_count(2)
    expect(page.locator("#life-title")).to_be_in_viewport()
    page.locator("#life-close").click()
    expect(page.locator("#life")).to_contain_text("Choose a sentence")
    page.locator("#version").focus()
    page.keyboard.press("Home")
    page.locator("#slider button").click()
    page.wait_for_url(f"**{FERRY}/1")
    expect(page.locator("#shown")).to_have_text("1")


def test_a_phone_shows_the_life_under_the_sentence(new_context: NewContext) -> None:
    page = new_context(viewport=NARROW).new_page()
    page.goto(f"{FERRY}/5")
    assert not page.evaluate(TOO_WIDE)
    expect(page.locator("#life")).to_be_hidden()
    page.locator("#s-3").click()
    expect(page.locator("#life-title")).to_be_in_viewport()
    expect(page.locator("#s-3")).to_be_in_viewport()
    assert not page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_it_is_accessible(new_context: NewContext, scheme: str, viewport: dict[str, int]) -> None:
    page = new_context(viewport=viewport, color_scheme=scheme).new_page()
    page.goto(f"{FERRY}/5?sentence=3&gone=1")
    expect(page.locator("#life-title")).to_be_visible()

    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert min(page.evaluate(CONTRASTS)) >= 4.5


def test_the_tints_go_one_way_in_lightness(new_context: NewContext) -> None:
    for scheme in ("light", "dark"):
        page = new_context(color_scheme=scheme).new_page()
        page.goto(f"{FERRY}/5")
        tints = dict(
            page.eval_on_selector_all(
                ".s", "all => all.map(s => [s.classList[1], getComputedStyle(s).backgroundColor])"
            )
        )
        lightness = [
            sum(float(part) for part in tints[name][4:-1].split(",")) for name in sorted(tints)
        ]
        assert len(set(lightness)) == len(lightness) == 5
        assert lightness == sorted(lightness, reverse=scheme == "light")
