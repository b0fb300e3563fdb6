"""A text of several portions on paper: all of it, or word of where all of it is."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

PARAGRAPHS = 200


def printed(page: Page, folder: Path) -> tuple[str, int]:
    """What is on the paper without its white space (letters are placed), and on how many sheets."""
    file = folder / "printed.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(file)
    sheets = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    return close("".join(sheets)), len(sheets)


def close(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


@pytest.fixture
def compared(page: Page) -> Page:
    """The page of a text of several portions, each paragraph changed."""
    page.goto("/")
    for side, word in (("a", "forty"), ("b", "fifty")):
        text = "\n\n".join(f"Barge {n} carried {word} crates." for n in range(1, PARAGRAPHS + 1))
        file = {"name": f"{side}.txt", "mimeType": "text/plain", "buffer": text.encode()}
        page.locator(f"input[name={side}_file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_url("**/compare/1..2")
    expect(page.locator("#sides .portion").last).to_be_attached()
    return page


def test_paper_says_where_the_rest_is(compared: Page, tmp_path: Path) -> None:
    text, _ = printed(compared, tmp_path)
    assert close("Barge 1 carried") in text
    assert close(f"Barge {PARAGRAPHS} carried") not in text
    assert close("Go on reading") not in text
    assert close("All of it can be printed from") in text
    assert "part=all" in text


@pytest.mark.parametrize("view", ["side", "single", "b"])
def test_all_of_it_is_printed_in_order(compared: Page, tmp_path: Path, view: str) -> None:
    compared.locator(f"#view-{view}").click()
    expect(compared.locator("#reading")).to_have_attribute("data-view", view)
    compared.get_by_role("link", name="Print all").click()
    expect(compared.locator("#whole")).to_contain_text("ready to be printed")
    text, sheets = printed(compared, tmp_path)
    places = [text.find(close(f"Barge {n} carried")) for n in range(1, PARAGRAPHS + 1)]
    assert -1 not in places
    assert places == sorted(places)
    assert f"1/{sheets}" in text
    assert close("All of it can be printed from") not in text
    assert close("Read it part by part") not in text
    compared.get_by_role("link", name="Read it part by part").click()
    expect(compared.locator("#sides .portion").last).to_be_attached()
