"""Whatever somebody writes is words on everybody's screen: three hundred ways to be more, tried.

Each is put in texts, titles, names of files, labels, searches and addresses, and must be read there
as it was written, while nothing runs, nothing is asked for from elsewhere, and no policy has to
stop anything.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.attacks.browser.conftest import Stage, is_one_name
from tests.attacks.browser.eyes import ONLY_STYLED, Trouble, look, said, words_of
from tests.attacks.browser.payloads import payloads
from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

Visitor = tuple[BrowserContext, Trouble]


class Eyes:
    """Looks at pages one after another."""

    def __init__(self, page: Page, trouble: Trouble, stage: Stage) -> None:
        self.page, self._trouble = page, trouble
        self._host = urlsplit(stage.site).netloc

    def at(self, address: str) -> str:
        """Open an address, look, and give the words that are there."""
        self.page.goto(address)
        return self.here()

    def here(self) -> str:
        """Look at the page as it is, and give its words."""
        look(self.page, self._trouble, self._host)
        return words_of(self.page)


@pytest.fixture
def eyes(victim: Page, trouble: Visitor, stage: Stage) -> Eyes:
    return Eyes(victim, trouble[1], stage)


def missing(shown: str, wanted: list[str]) -> list[str]:
    """Those that are not on the page as they were written."""
    return [text for text in wanted if said(text) not in shown]


def test_there_are_many_and_each_is_another() -> None:
    every = payloads()
    assert len(every) >= 300
    assert len({said(text) for text in every}) == len(every)


def test_in_texts(eyes: Eyes, stage: Stage) -> None:
    every = payloads()
    first = [text for number, text in enumerate(every) if number % 3 != 2]
    second = [text for number, text in enumerate(every) if number % 3 != 1]
    compared = f"{stage.texts}/compare/1..2"

    assert missing(eyes.at(f"{stage.texts}/versions/1"), first) == []
    assert missing(eyes.at(f"{stage.texts}/versions/2"), second) == []
    assert missing(eyes.at(f"{compared}?view=a&part=all"), first) == []
    assert missing(eyes.at(f"{compared}?view=b&part=all"), second) == []
    for view in ("side", "single", "changes"):
        shown = eyes.at(f"{compared}?view={view}&open=all&part=all&ledger=all")
        assert shown.count("pwn(") > len(every) / 3
    assert eyes.at(f"{stage.texts}/provenance/2").count("pwn(") > 50
    assert eyes.at(f"{stage.texts}/collate/1,2").count("pwn(") > 50


def test_in_titles(eyes: Eyes, stage: Stage) -> None:
    every = payloads()
    assert missing(eyes.at("/articles"), every) == []
    found = eyes.at("/articles?q=pwn")
    assert found.count("pwn(") > 100
    for article in stage.titled[::6]:
        for page in ("", "/edit", "/delete", "/versions/1", "/compare/1..2", "/provenance/2"):
            assert "pwn(" in eyes.at(article + page), page
        eyes.at(f"{article}/collate")
        eyes.at(f"{article}/versions/1/edit")
        eyes.at(f"{article}/compare/1..2/share")
    eyes.at(f"/upload?to={stage.titled[3].rpartition('/')[2]}")
    eyes.at("/")


def test_in_names_and_labels(eyes: Eyes, stage: Stage) -> None:
    shown = "".join(eyes.at(f"{stage.named}?page={page}") for page in (1, 2, 3))
    assert missing(shown, payloads()) == []
    for page in ("/versions/1", "/versions/80", "/compare/40..80", "/collate", "/collate/1,40,80"):
        eyes.at(stage.named + page)
    eyes.page.goto(stage.upload)
    expect(eyes.page.locator(".proposal").first).to_be_visible()
    # In a form a quotation mark within the name of a file is sent like this.
    names = [text.replace('"', "%22") for text in filter(is_one_name, payloads())]
    assert missing(eyes.here(), names) == []


FIELDS = (
    "q sort whose page gone view only hide open part find ledger of with v base to again change "
    "url done article a b version order life s kinds next return side format #"
).split()
"""What addresses of the site ask for, and a few things that they do not."""


def asking(texts: list[str]) -> str:
    """A query that has each of these in every field."""
    return "&".join(f"{quote(field)}={quote(text)}" for text in texts for field in FIELDS)


def test_in_addresses(eyes: Eyes, stage: Stage, watch: Watch) -> None:
    watch.forgive("the server responded with a status of 4")
    every = payloads()
    pages = (
        "/", "/articles", stage.texts, f"{stage.texts}/compare/1..2", "/shares", "/upload",
        f"{stage.texts}/provenance/2", f"{stage.texts}/collate/1,2", "/collate", "/workspace",
        f"{stage.texts}/compare", f"{stage.texts}/provenance", f"{stage.texts}/compare/1..2/share",
    )  # fmt: skip
    for number, page in enumerate(pages):
        eyes.at(f"{page}?{asking(every[number :: len(pages)][:6])}")
    for text in (every[0], every[42], every[90]):
        eyes.at(f"/nowhere/{quote(text, safe='')}")
        eyes.at(f"/articles/{quote(text, safe='')}")
        eyes.at(f"{stage.texts}/compare/{quote(text, safe='')}#{text}")
        assert text in eyes.at(f"/articles?q={quote(text)}")
        assert text in eyes.at(f"/articles?sort={quote(text)}&whose={quote(text)}")
        assert text in eyes.at(f"{stage.texts}/compare/1..2?find={quote(text)}#{text}")


def test_in_what_htmx_puts_in_place(eyes: Eyes, stage: Stage) -> None:
    every, page = payloads(), eyes.page
    compared = f"{stage.texts}/compare/1..2"
    page.goto(compared)
    page.click("[id^=fold-][id$=-toggle] >> nth=0")
    expect(page.locator(".fold.open")).not_to_have_count(0)
    page.click("#view-single")
    expect(page.locator("#sides.single")).to_be_visible()
    eyes.here()
    page.click("#find summary")
    page.fill("#find input[name=find]", every[0])
    expect(page.locator("#found mark").first).to_have_text(every[0])
    eyes.here()
    page.goto(f"{stage.texts}/provenance/2")
    page.click(".s >> nth=3")
    expect(page.locator("#life-close")).to_be_visible()
    eyes.here()
    page.goto("/articles")
    page.fill("#q", "pwn img")
    expect(page.locator("mark").first).to_be_visible()
    eyes.here()


def test_in_what_is_shown_before_it_is_stored(eyes: Eyes, watch: Watch, tmp_path: Path) -> None:
    watch.forgive("409")  # it asks whether the text belongs to the article that it resembles
    every, page = payloads(), eyes.page
    hostile = "<!doctype html><title>{0}</title><article><h1>{0}</h1><p>{1}</p></article>"
    told = every[1].replace("<", "&lt;")
    file = tmp_path / "<img src=x onerror=pwn(0)>.html"
    file.write_text(hostile.format(told, "\n".join(every)), encoding="utf-8")
    page.goto("/")
    page.fill("#text-a", "\n\n".join(every))
    expect(page.locator("#preview-a")).to_contain_text("word")
    page.set_input_files("#file-b", file)
    expect(page.locator("#preview-b")).to_contain_text("word")
    eyes.here()
    page.fill("#text-a", "javascript:pwn(1)")
    page.click("#compare-button")
    expect(page.locator(".problem, #problems *").first).to_be_visible()
    eyes.here()


@pytest.fixture
def shared(eyes: Eyes, stage: Stage) -> str:
    """A link to the comparison that is full of it, whose title is as well."""
    page = eyes.page
    page.goto(f"{stage.titled[0]}/compare/1..2?find=pwn")
    page.click("#share")
    page.check("#allows-downloads")
    page.click("#make-share")
    link = page.locator("#share-link").input_value()
    eyes.here()
    return link


def test_in_what_is_shared(eyes: Eyes, shared: str, watch: Watch) -> None:
    watch.forgive("status of 404")  # a browser looks for an icon beside a lone picture
    title = said(payloads()[0])
    assert title in eyes.at(shared)
    assert title in eyes.at(f"{shared}/embed")
    assert title in eyes.at("/shares")
    eyes.at("/shares/1/change")
    eyes.page.goto(f"{shared}/qr.svg")
    assert eyes.page.evaluate("document.documentElement.localName") == "svg"
    answer = eyes.page.request.get("/oembed", params={"url": shared})
    assert answer.headers["content-type"] == "application/json"
    # What it says is to be put into a page as it stands.
    framed = eyes.page.context.new_page()
    framed.set_content(answer.json()["html"].replace("<iframe src=", "<iframe data-src="))
    assert framed.locator("body *").count() == 1
    assert title in said(framed.locator("iframe").get_attribute("title") or "")


def test_in_a_page_that_was_downloaded(
    eyes: Eyes, stage: Stage, watch: Watch, tmp_path: Path, trouble: Visitor
) -> None:
    watch.forgive("request to another host: file://")
    for number, article in enumerate((stage.texts, stage.titled[2])):
        file = tmp_path / f"{number}.html"
        answer = eyes.page.request.get(f"{article}/compare/1..2.html")
        assert "attachment" in answer.headers["content-disposition"]
        assert "sandbox" in answer.headers["content-security-policy"]
        file.write_bytes(answer.body())
        eyes.page.goto(file.as_uri())
        assert eyes.page.evaluate(ONLY_STYLED) == []
        assert words_of(eyes.page).count("pwn(") > (100 if number == 0 else 1)
        assert trouble[1].ran == []
