"""A comparison as one file."""

from __future__ import annotations

from lxml import html

from app.engine import compare_texts
from app.web.standalone import standalone_html

A = "Boats to sail\n\nThe boats sail on Friday, the clerk said.\n\nTea was flown in."
B = "Boats to sail\n\nThe boats sail on <b>Sunday</b>, the clerk said.\n\nTea was flown in."


def test_a_phrase_that_moved_is_told_in_words() -> None:
    a = "Aid\n\nThe minister on Wednesday promised aid to the coast."
    b = "Aid\n\nThe minister pledged aid to the coast on Wednesday."
    page = html.document_fromstring(standalone_html(compare_texts(a, b), "old", "new"))
    went, came = page.xpath("//section[@class='sides side']//*[@data-phrase]")
    assert (went.tag, went.text_content()) == ("del", "moved to a later place: on Wednesday→")
    assert (came.tag, came.text_content()) == ("ins", "moved from an earlier place: →on Wednesday")
    assert went.get("data-phrase") == came.get("data-phrase")


def test_everything_is_in_the_file() -> None:
    page = html.document_fromstring(standalone_html(compare_texts(A, B), "old.txt", "<new>"))
    assert page.findtext(".//h1") == "Boats to sail"
    for view in ("sides side", "sides single"):
        (section,) = page.xpath("//section[@class=$view]", view=view)
        assert [e.text for e in section.iter("del")] == ["Friday"]
        assert [e.text for e in section.iter("ins")] == ["<b>Sunday</b>"]
    assert "<new>" in page.text_content()
    assert not page.xpath("//script | //link | //img | //@src")
    assert "url(" not in page.findtext(".//style")
    assert all(href.startswith("#") for href in page.xpath("//@href"))


def test_both_drawings_are_in_the_file_and_each_leads_to_its_own_places() -> None:
    page = html.document_fromstring(standalone_html(compare_texts(A, B), "old", "new"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for view, start in (("side", "#change-"), ("single", "#one-change-")):
        hrefs = page.xpath("//section[@class=$name]//@href", name=f"sides {view}")
        assert hrefs
        assert all(href.startswith(start) and href[1:] in ids for href in hrefs)


def test_the_ledger_of_the_file_leads_to_places_in_it() -> None:
    page = html.document_fromstring(standalone_html(compare_texts(A, B), "old", "new"))
    (entry,) = page.xpath("//*[@id='ledger']//li")
    assert " ".join(entry.text_content().split()) == "altered Friday Sunday"
    assert entry.xpath(".//@href") == ["#change-1"]
    assert not page.xpath("//*[@id='ledger']//*[@hx-get]")
