"""Many files, and texts that belong to a stored article, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, Watch

STORY = """Barges to sail at {hour}

The barges of the eastern lock sail at {hour} on Sunday, the clerk of the harbour said.

Nobody had expected that the lock would be mended so soon, and few have bought tickets.
"""
LIGHT = "The lamp of the north light was lit again, after nine dark weeks, by its old keeper."

DROP = """(files) => {
  const carried = new DataTransfer();
  for (const [name, text] of files) carried.items.add(new File([text], name));
  const options = { dataTransfer: carried, bubbles: true, cancelable: true };
  document.querySelector(".drop").dispatchEvent(new DragEvent("drop", options));
}"""


def violations(page: Page) -> list[str]:
    return [each["id"] for each in Axe().run(page).response["violations"]]


def results(page: Page) -> dict[str, str]:
    """What became of each file."""
    lines = page.locator(".results li")
    expect(lines.first).to_be_visible()
    return {
        line.locator(".file").inner_text(): line.locator("> span").nth(1).inner_text()
        for line in lines.all()
    }


def test_files_are_dropped_shown_stored_and_told_of_one_by_one(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Many files").click()
    assert not violations(page)
    files = [
        ["barges_v2.txt", STORY.format(hour="one")],
        ["barges_v1.txt", STORY.format(hour="noon")],
        ["light.txt", LIGHT],
        ["empty.txt", ""],
    ]
    page.evaluate(DROP, files)
    expect(page.locator("#chosen")).to_contain_text("4 files")
    page.get_by_role("button", name="Look at them").click()

    proposals = page.locator(".proposal")
    expect(proposals).to_have_count(3)
    names = proposals.filter(has_text="Barges to sail").locator(".file")
    expect(names).to_have_text(["barges_v1.txt", "barges_v2.txt"])
    assert not violations(page)
    page.get_by_role("button", name="Store them").click()

    expect(page.locator(".standfirst")).to_have_text(
        "3 versions stored, 1 file could not be taken."
    )
    told = results(page)
    assert told["barges_v2.txt"] == "Version 2 of Barges to sail at one"
    assert "empty" in told["empty.txt"]
    assert not violations(page)
    page.reload()
    assert results(page) == told


def test_a_folder_is_dropped_with_its_paths(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    for name in ("north/light_v1.txt", "north/light_v2.txt", "south/light_v1.txt", ".hidden.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{LIGHT} It stands in {name}.", encoding="utf-8")
    page.goto("/upload")
    box = page.locator(".drop").bounding_box()
    assert box is not None
    place = {"x": box["x"] + 50, "y": box["y"] + 50}
    carried = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for step in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": step, **place, "data": carried})
    expect(page.locator("#chosen")).to_contain_text("3 files")
    page.get_by_role("button", name="Look at them").click()

    expect(page.locator(".pieces").first.locator(".file")).to_have_text(
        ["drafts/north/light_v1.txt", "drafts/north/light_v2.txt"]
    )
    expect(page.locator(".proposal")).to_have_count(2)


def test_a_folder_is_chosen_with_its_paths(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    (folder / "north").mkdir(parents=True)
    (folder / "north" / "light.txt").write_text(LIGHT, encoding="utf-8")
    page.goto("/upload")
    page.set_input_files("#folder", folder)
    expect(page.locator("#chosen")).to_contain_text("light.txt")
    page.get_by_role("button", name="Look at them").click()
    expect(page.locator(".file")).to_have_text("drafts/north/light.txt")


def test_what_is_too_much_is_told_before_it_is_sent(page: Page) -> None:
    page.goto("/upload")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.evaluate(DROP, [[f"{number}.txt", "x"] for number in range(1001)])
    problem = page.locator("#problems")
    expect(problem).to_contain_text("These are 1,001 files.")
    page.get_by_role("button", name="Look at them").click()
    page.evaluate(DROP, [["big.txt", "x" * 28_000_000]])
    expect(problem).to_contain_text("up to 26 MB are taken at once")
    assert "POST" not in sent
    page.evaluate(DROP, [["small.txt", LIGHT]])
    expect(problem).to_be_empty()


def test_progress_is_drawn_and_comes_to_its_end_by_itself(page: Page) -> None:
    page.goto("/upload")
    pages = "<!doctype html><title>Light {0}</title><main><p>{1} It is number {0}.</p></main>"
    page.evaluate(DROP, [[f"light {n}.html", pages.format(n, LIGHT)] for n in range(120)])
    page.get_by_role("button", name="Look at them").click()
    page.wait_for_url(re.compile("/upload/.+"))
    expect(page.get_by_role("progressbar").or_(page.locator(".proposals")).first).to_be_visible()
    expect(page.locator(".proposal")).to_have_count(120, timeout=60_000)


def test_it_is_done_with_the_keyboard_alone(page: Page, tmp_path: Path) -> None:
    (tmp_path / "light.txt").write_text(f"{LIGHT} By hand.", encoding="utf-8")
    # From here on, not only from the moment in which it is waited for, the browser tells of one:
    # on a busy machine that moment may come after the key.
    page.on("filechooser", lambda _: None)
    page.goto("/upload")
    page.locator("#files").focus()
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Enter")
    choosing.value.set_files(tmp_path / "light.txt")
    for wanted in ("#folder", "button.primary"):
        page.keyboard.press("Tab")
        expect(page.locator(wanted)).to_be_focused()
    page.keyboard.press("Enter")
    radio = page.get_by_role("radio", name="A new article")
    radio.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Leave it out")).to_be_checked()
    page.keyboard.press("Enter")
    assert results(page) == {"light.txt": "It was left out, as you chose."}


def test_without_scripts_it_works_as_well(new_context: NewContext, tmp_path: Path) -> None:
    (tmp_path / "light_v1.txt").write_text(LIGHT, encoding="utf-8")
    (tmp_path / "light_v2.txt").write_text(LIGHT.replace("lit", "put out"), encoding="utf-8")
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/upload")
    page.set_input_files("#files", [tmp_path / f"light_v{n}.txt" for n in (1, 2)])
    page.click("button.primary")
    # Without scripts the page loads itself again until there is something to see.
    expect(page.locator(".proposal")).to_have_count(1, timeout=20_000)
    page.click("button.primary")
    expect(page.locator(".standfirst")).to_have_text("2 versions stored.", timeout=20_000)
    page.click("text=Version 2")
    expect(page.locator("h1")).to_contain_text("The lamp")


def test_a_text_that_looks_like_a_version_is_added_with_one_click(page: Page) -> None:
    page.goto("/")
    page.fill("#text-a", STORY.format(hour="noon"))
    page.fill("#text-b", STORY.format(hour="one"))
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")

    page.goto("/")
    page.fill("#text-b", STORY.format(hour="dusk"))
    likely = page.locator("#preview-b .likely")
    expect(likely).to_contain_text("This looks like another version of Barges to sail at one")
    assert not violations(page)
    likely.get_by_role("button").click()
    page.wait_for_url("**/articles/barges-to-sail-at-one/compare/2..3")
    expect(page.locator(".row ins").first).to_have_text("dusk")


def test_who_compares_without_a_preview_is_asked(
    page: Page, new_context: NewContext, watch: Watch
) -> None:
    watch.forgive("409")  # how a browser notes that nothing was stored yet
    page.goto("/")
    page.fill("#text-a", STORY.format(hour="noon"))
    page.fill("#text-b", STORY.format(hour="one"))
    page.click("#compare-button")
    page.wait_for_url("**/compare/1..2")

    state = page.context.storage_state()
    plain = new_context(java_script_enabled=False, storage_state=state).new_page()
    plain.goto("/")
    plain.fill("#text-a", LIGHT)
    plain.fill("#text-b", STORY.format(hour="dusk"))
    plain.click("#compare-button")
    expect(plain.get_by_role("group", name="Where does this belong?")).to_be_visible()
    plain.get_by_role("radio", name="The next version of Barges").check()
    plain.click("#compare-button")
    plain.wait_for_url("**/articles/barges-to-sail-at-one/compare/3..4")
