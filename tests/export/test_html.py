"""A comparison as one page that needs nothing else."""

from __future__ import annotations

from dataclasses import replace

from lxml import html as parser
from lxml.html import HtmlElement

from app.engine import compare_texts
from app.export.html import html

from .about import ABOUT, HASH_A, HASH_B

A = "Boats to sail\n\nThe boats sail on Friday, the clerk said.\n\nTea was flown in."
B = "Boats to sail\n\nThe boats sail on <b>Sunday</b>, the clerk said.\n\nTea was flown in."
VIEWS = ("side", "single", "a", "b")


def page_of(a: str = A, b: str = B) -> HtmlElement:
    return parser.document_fromstring(html(compare_texts(a, b), ABOUT))


def section(page: HtmlElement, view: str) -> HtmlElement:
    (found,) = page.xpath("//section[@class=$name]", name=f"sides {view}")
    return found


def test_a_phrase_that_moved_is_told_in_words() -> None:
    a = "Aid\n\nThe minister on Wednesday promised aid to the coast."
    b = "Aid\n\nThe minister pledged aid to the coast on Wednesday."
    went, came = section(page_of(a, b), "side").xpath(".//*[@data-phrase]")
    assert (went.tag, went.text_content()) == ("del", "moved to a later place: on Wednesday→")
    assert (came.tag, came.text_content()) == ("ins", "moved from an earlier place: →on Wednesday")
    assert went.get("data-phrase") == came.get("data-phrase")


def test_both_texts_are_in_the_file_marked_and_clean() -> None:
    page = page_of()
    for view in ("side", "single"):
        assert [e.text for e in section(page, view).iter("del")] == ["Friday"]
        assert [e.text for e in section(page, view).iter("ins")] == ["<b>Sunday</b>"]
    for view, text in (("a", A), ("b", B)):
        shown = section(page, view)
        assert not shown.xpath(".//del | .//ins")
        read = shown.xpath(".//*[contains(@class, 'cell')]//*[@id]")
        assert [paragraph.text_content() for paragraph in read] == text.split("\n\n")


def test_the_file_asks_for_nothing() -> None:
    page = page_of()
    assert not page.xpath("//script | //link | //img | //iframe | //@src | //@srcset | //@style")
    styles = page.findtext(".//style")
    assert "url(" not in styles
    assert "@import" not in styles
    assert all(href.startswith("#") for href in page.xpath("//@href"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_each_drawing_leads_to_its_own_places() -> None:
    page = page_of()
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(href[1:] in ids for href in page.xpath("//@href"))
    assert section(page, "single").xpath(".//@href")
    assert all(h.startswith("#single-") for h in section(page, "single").xpath(".//@href"))
    for view in VIEWS:
        assert section(page, view).get("aria-labelledby") in ids


def test_the_file_tells_what_was_compared() -> None:
    evidence = " ".join(page_of().xpath("//*[@class='evidence']")[0].text_content().split())
    for told in ("Version 1 wire · captured 4 May 2026, 06:40 UTC", HASH_A, HASH_B, ABOUT.address):
        assert told in evidence


def test_what_is_told_of_a_version_is_text_and_no_markup() -> None:
    hostile = replace(ABOUT, a=replace(ABOUT.a, label="<script>alert(1)</script>"), title="<img>")
    data = html(compare_texts(A, B), hostile)
    page = parser.document_fromstring(data)
    assert not page.xpath("//script | //img")
    assert page.findtext(".//h1") == "<img>"


def test_the_ledger_leads_to_places_in_the_file() -> None:
    page = page_of()
    (entry,) = page.xpath("//*[@id='ledger']//li")
    assert " ".join(entry.text_content().split()) == "altered Friday Sunday"
    assert entry.xpath(".//@href") == ["#change-1"]
    assert not page.xpath("//*[@id='ledger']//*[@hx-get]")
