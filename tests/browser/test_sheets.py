"""Getting texts onto the sheets, in a real browser."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext

STORY = "Barges to sail\n\nThe barges sail on {day}, the clerk said.\n\nLeave a Reply"

DROP = """([id, files]) => {
  const carried = new DataTransfer();
  for (const [name, text] of files) carried.items.add(new File([text], name));
  const options = { dataTransfer: carried, bubbles: true, cancelable: true };
  document.getElementById(id).dispatchEvent(new DragEvent("drop", options));
}"""
COPY = """([html, text]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], { type: "text/html" }),
  "text/plain": new Blob([text], { type: "text/plain" }),
})])"""


def test_two_files_chosen_at_once_go_on_both_sheets(page: Page, tmp_path: Path) -> None:
    for name, day in (("v10.txt", "Sunday"), ("v9.txt", "Friday")):
        (tmp_path / name).write_text(STORY.format(day=day), encoding="utf-8")
    page.goto("/")
    page.set_input_files("#file-a", [tmp_path / "v10.txt", tmp_path / "v9.txt"])

    expect(page.locator("#preview-a")).to_contain_text("v9.txt")
    expect(page.locator("#preview-b")).to_contain_text("v10.txt")
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")
    assert page.locator(".row del").all_inner_texts() == ["Friday"]


def test_pressing_twice_stores_once(page: Page) -> None:
    page.goto("/")
    page.fill("#text-a", STORY.format(day="Friday"))
    page.fill("#text-b", STORY.format(day="Sunday"))
    page.dblclick("#compare-button")
    page.wait_for_url("**/compare/1..2")

    page.goto("/articles")
    expect(page.get_by_role("link", name="Barges to sail")).to_have_count(1)


def test_files_dropped_together_are_versions_in_a_row(page: Page) -> None:
    page.goto("/")
    files = [[f"v{n}.txt", STORY.format(day=f"day {n}")] for n in (3, 1, 2)]
    page.evaluate(DROP, ["sheet-a", files])

    names = page.locator("#preview-a .several bdi")
    expect(names).to_have_text(["v1.txt", "v2.txt", "v3.txt"])
    page.click("#compare-button")
    page.wait_for_url("**/articles/barges-to-sail*")
    expect(page.locator(".standfirst")).to_contain_text("3 versions")


def test_what_is_left_out_is_put_back_with_a_click(page: Page) -> None:
    page.goto("/")
    page.fill("#text-b", STORY.format(day="Friday"))
    preview = page.locator("#preview-b")
    expect(preview).to_contain_text("1 passage left out")
    preview.get_by_label("Leave a Reply").check()

    expect(preview).to_contain_text("Nothing is left out")
    preview.locator("summary").click()
    expect(preview.get_by_label("Leave a Reply")).to_be_checked()
    page.fill("#text-b", "Another text.\n\nLeave a Reply")
    expect(preview).to_contain_text("1 passage left out")


def test_headings_come_along_with_a_paste(new_context: NewContext) -> None:
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/")
    page.evaluate(COPY, ["<h2>The slip</h2><p>It is closed.</p>", "The slip\nIt is closed."])
    page.click("#text-a")
    page.keyboard.press("Control+V")
    expect(page.locator("#preview-a .counts")).to_contain_text("1 paragraph")
    assert "<h2" in page.locator("#html-a").input_value()

    page.keyboard.type(" Or is it?")
    expect(page.locator("#html-a")).to_have_value("")


def test_an_address_that_cannot_be_reached_is_told_under_its_sheet(page: Page) -> None:
    page.goto("/")
    page.fill("#text-a", "http://127.0.0.1:9/story")
    page.click("#preview-a [data-look]")

    expect(page.locator("#preview-a .problem")).to_be_visible()


def test_a_version_is_added_where_the_versions_are(page: Page) -> None:
    page.goto("/")
    page.fill("#text-a", STORY.format(day="Friday"))
    page.fill("#text-b", STORY.format(day="Sunday"))
    page.fill("#title-a", "Boats")
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")
    page.goto(page.url.split("/compare/")[0])
    assert not Axe().run(page).response["violations"]
    page.fill("#text-new", STORY.format(day="Monday"))
    page.click("#compare-button")
    page.wait_for_url("**/compare/2..3")
    assert page.locator(".row ins").all_inner_texts() == ["Monday"]


def test_a_filled_form_is_accessible(page: Page) -> None:
    page.goto("/")
    page.fill("#text-a", STORY.format(day="Friday"))
    page.evaluate(DROP, ["sheet-b", [["later.txt", STORY.format(day="Sunday")]]])
    expect(page.locator("#preview-b .imprint")).to_be_visible()
    expect(page.locator("#preview-a .passages.others")).to_be_visible()

    violations = Axe().run(page).response["violations"]
    assert not [each["id"] for each in violations]


def test_a_folder_dropped_is_its_files_in_order(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    (folder / "later").mkdir(parents=True)
    for name in ("v10.txt", "v2.txt", "later/v11.txt", ".hidden.txt"):
        (folder / name).write_text(STORY.format(day=name), encoding="utf-8")
    page.goto("/")
    box = page.locator("#sheet-a").bounding_box()
    assert box is not None
    place = {"x": box["x"] + 50, "y": box["y"] + 150}
    carried = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for step in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": step, **place, "data": carried})

    names = page.locator("#preview-a .several bdi")
    expect(names).to_have_count(3)
    assert set(names.all_inner_texts()) == {"v2.txt", "v10.txt", "v11.txt"}
