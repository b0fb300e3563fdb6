"""Reading a comparison: keys, map, links, find, text, paper, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext

FERRY = "/articles/island-ferry-strike/compare/1..3"
CORRECTED = "/articles/thornmere-flood-wall/compare/1..2"
REWORDED = "/articles/kerrin-glacier-lake/compare/1..2"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.mark.parametrize(
    ("key", "view"), [("u", "single"), ("c", "changes"), ("s", "side")], ids=["u", "c", "s"]
)
def test_a_key_for_each_view(page: Page, key: str, view: str) -> None:
    page.goto(f"{FERRY}?view={'side' if view != 'side' else 'single'}")
    page.keyboard.press(key)
    expect(page.locator("#reading")).to_have_attribute("data-view", view)
    expect(page.locator(f"#view-{view}")).to_have_attribute("aria-current", "true")
    assert ("view=" not in page.url) if view == "side" else page.url.endswith(f"view={view}")
    page.keyboard.press("n")
    expect(page.locator("#count")).to_contain_text("1 of")


def test_another_view_shows_the_same_change(page: Page) -> None:
    page.goto(f"{FERRY}#change-9")
    page.keyboard.press("u")
    expect(page.locator("#reading")).to_have_attribute("data-view", "single")
    expect(page.locator("#change-9")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#reading")).to_have_attribute("data-view", "side")
    page.keyboard.press("p")
    expect(page.locator("#change-8")).to_be_in_viewport()


def test_n_and_p_follow_the_filter(page: Page) -> None:
    page.goto(f"{FERRY}?only=quotations")
    wanted = page.locator("#where").get_attribute("data-wanted") or ""
    numbers = [int(number) for number in wanted.replace("-", ",").split(",")]
    page.keyboard.press("n")
    expect(page.locator("#count")).to_contain_text("1 of")
    assert page.url.endswith(f"#change-{numbers[0]}")
    page.keyboard.press("n")
    expect(page.locator("#count")).to_contain_text("2 of")
    page.keyboard.press("p")
    assert page.url.endswith(f"#change-{numbers[0]}")


def test_f_goes_to_the_ledger_and_a_slash_finds(page: Page) -> None:
    page.goto(FERRY)
    page.keyboard.press("f")
    expect(page.locator("#ledger details").first).to_have_attribute("open", "")
    expect(page.locator("#ledger summary").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#find-text")).to_be_focused()
    page.keyboard.type("nuns")
    assert page.locator("#find-text").input_value() == "nuns"
    page.keyboard.press("Escape")
    expect(page.locator("#find-text")).not_to_be_visible()
    expect(page.locator("#find-summary")).to_be_focused()


def test_a_question_mark_tells_the_keys_and_they_can_be_turned_off(page: Page) -> None:
    page.goto(FERRY)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("n")
    assert "#" not in page.url
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("n")
    assert "#" not in page.url

    page.reload()
    page.keyboard.press("n")
    assert "#" not in page.url
    page.get_by_role("button", name="Keys").click()
    page.locator("#keys-on").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("n")
    expect(page.locator("#count")).to_contain_text("1 of")


def test_keys_that_are_held_with_others_are_left_alone(page: Page) -> None:
    page.goto(FERRY)
    for combined in ("Control+u", "Alt+n", "Meta+c"):
        page.keyboard.press(combined)
    assert page.url.endswith(FERRY)


def test_the_map_leads_to_a_passage_and_frames_what_is_seen(page: Page) -> None:
    page.goto(FERRY)
    frame = page.locator("#map-frame")
    before = float(frame.get_attribute("y") or 0)
    page.locator("#map a[href='#change-17']").click()
    expect(page.locator("#change-17")).to_be_in_viewport()
    expect(page.locator("#count")).to_contain_text("17 of")
    page.wait_for_function(f"+document.getElementById('map-frame').getAttribute('y') > {before}")
    assert float(frame.get_attribute("height") or 0) > 0


def test_a_link_into_a_fold_opens_it(page: Page) -> None:
    page.goto(f"{CORRECTED}#b-7")
    expect(page.locator("#b-7")).to_be_in_viewport()
    expect(page.locator("#fold-1-toggle")).to_have_attribute("aria-expanded", "true")
    assert "open=1" in page.url
    assert page.url.endswith("#b-7")


def test_a_change_that_is_no_more_leads_to_the_nearest(page: Page) -> None:
    page.goto(f"{CORRECTED}#change-99")
    expect(page.locator("#said")).to_contain_text("There is no change 99 here")
    expect(page.locator("#change-4")).to_be_in_viewport()


def test_the_number_of_a_change_copies_the_link_to_it(new_context: NewContext) -> None:
    context = new_context(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{FERRY}?view=changes")
    page.get_by_role("link", name="Change 5", exact=True).click()
    expect(page.locator("#said")).to_have_text("The link to change 5 is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{FERRY}?view=changes#change-5")


def test_what_is_selected_can_be_sent_as_a_link(new_context: NewContext) -> None:
    context = new_context(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(CORRECTED)
    expect(page.locator("#to-selection")).not_to_be_visible()
    page.locator("#b-3").evaluate("p => getSelection().selectAllChildren(p)")
    page.get_by_role("button", name="Copy link to selection").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "#b-3:~:text=" in copied

    other = context.new_page()
    other.goto(copied)
    expect(other.locator("#b-3")).to_be_in_viewport()


def test_the_text_is_set_as_it_was_chosen(page: Page) -> None:
    page.goto(FERRY)
    cell = page.locator(".cell.b").nth(1)
    before = cell.evaluate("c => getComputedStyle(c).fontSize")
    page.locator("#text-summary").click()
    page.locator("#size-largest").check()
    page.locator("#face-sans").check()
    after = cell.evaluate("c => getComputedStyle(c).fontSize")
    assert float(after.removesuffix("px")) > float(before.removesuffix("px"))

    page.goto(REWORDED)
    assert page.locator("html").get_attribute("data-size") == "largest"
    assert page.locator("html").get_attribute("data-face") == "sans"
    page.keyboard.press("u")
    expect(page.locator("#reading")).to_have_attribute("data-view", "single")
    expect(page.locator("#size-largest")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_find_goes_to_what_is_folded_away(page: Page) -> None:
    page.goto(CORRECTED)
    folded = page.locator("#fold-1").get_attribute("data-holds")
    assert folded == "6-7"
    page.locator("#find-summary").click()
    page.locator("#find-text").fill("neighbours")
    place = page.locator("#found a")
    expect(place).to_contain_text("send the water to the neighbours")
    assert "find=neighbours" in page.url
    place.click()
    expect(page.locator("#b-6")).to_be_in_viewport()
    expect(page.locator("#fold-1-toggle")).to_have_attribute("aria-expanded", "true")
    assert "find=neighbours" in page.url
    marked = page.evaluate("[...CSS.highlights.get('found')].map(String)")
    assert marked == ["neighbours"]
    panel, paragraph = (page.locator(s).bounding_box() for s in (".find .panel", "#b-6"))
    assert panel is not None
    assert paragraph is not None
    assert paragraph["y"] >= panel["y"] + panel["height"] - 1
    page.locator("#find-text").fill("zeppelin")
    expect(page.locator("#found")).to_contain_text("in neither version")


def test_find_works_without_scripts(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False, viewport=WIDE).new_page()
    page.goto(CORRECTED)
    page.locator("#find-summary").click()
    page.locator("#find-text").fill("wall")
    page.locator("#find-form button").click()
    assert "find=wall" in page.url
    page.locator("#found a").first.click()
    assert "#a-1" in page.url
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#map")).to_be_visible()


@pytest.mark.parametrize("view", ["side", "single"])
def test_paper_has_the_text_the_pages_and_the_address(
    new_context: NewContext, tmp_path: Path, view: str
) -> None:
    page = new_context(viewport=WIDE, color_scheme="dark").new_page()
    page.goto(f"{FERRY}?view={view}")
    written = tmp_path / "printed.pdf"
    page.pdf(path=written, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(written)
    pages = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    text = " ".join(" ".join(pages).split())
    assert "Delegates from each of the four boats" in text
    assert "Some 1,200" in text
    assert f"1 / {len(pages)}" in pages[0]
    assert page.url in text
    assert "Keys" not in text
    assert "Find" not in text


def test_a_phone_has_neither_map_nor_a_page_too_wide(new_context: NewContext) -> None:
    page = new_context(viewport=NARROW).new_page()
    page.goto(FERRY)
    expect(page.locator("#map")).not_to_be_visible()
    page.locator("#find-summary").click()
    page.locator("#find-text").fill("ferry")
    expect(page.locator("#found li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["side", "single", "changes", "a", "b"])
def test_no_view_stands_in_anybodys_way(new_context: NewContext, view: str, scheme: str) -> None:
    page = new_context(viewport=WIDE, color_scheme=scheme).new_page()
    page.goto(f"{FERRY}?view={view}&find=ferry&hide=typography")
    page.locator("#text-summary").click()
    _is_accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    _is_accessible(page)


def _is_accessible(page: Page) -> None:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": tags})
    assert found.violations_count == 0, found.generate_report()


def test_a_link_to_a_paragraph_of_the_earlier_version_opens_its_fold(page: Page) -> None:
    page.goto(f"{CORRECTED}#a-7")
    expect(page.locator("#a-7")).to_be_in_viewport()
    expect(page.locator("#fold-1-toggle")).to_have_attribute("aria-expanded", "true")
    assert page.url.endswith("#a-7")


def test_another_view_goes_on_looking_for_the_same(page: Page) -> None:
    page.goto(CORRECTED)
    page.locator("#find-summary").click()
    page.locator("#find-text").fill("water")
    expect(page.locator("#found li").first).to_be_visible()
    page.locator("#view-single").click()
    expect(page.locator("#reading")).to_have_attribute("data-view", "single")
    assert page.url.endswith("view=single&find=water")
    expect(page.locator("#find-text")).to_have_value("water")
    expect(page.locator("#found li").first).to_be_visible()
