"""E-books: the chapters in their order, what the book says of itself, and what locks it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import BlockKind, Document
from app.errors import EmptyText, RecensionError, TooLarge, UnreadableText
from app.ingest import read
from tests.ingest.packing import packed
from tests.ingest.pages import article_of, furniture_of, kinds_of

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""

METADATA = """<dc:title>Nine days without a boat</dc:title>
<dc:creator>Marta Lindqvist</dc:creator><dc:creator>Ole Brandt</dc:creator>
<dc:date>2026-05-04</dc:date><dc:language>en-GB</dc:language>
<dc:source>https://gazette.example/boats</dc:source>
<meta property="dcterms:modified">2026-05-06T08:00:00Z</meta>"""

COVER = '<body epub:type="cover"><p>The Harbour Gazette</p></body>'
CONTENTS = (
    '<body><nav epub:type="toc"><ol><li><a href="one.xhtml">The strike</a></li></ol></nav></body>'
)
ONE = """<body><h1>The strike</h1><p>No boat <i>left</i>
<a href="https://ellery.example/">Port Ellery</a>.<a epub:type="noteref"
href="#n1"><sup>1</sup></a></p>
<a id="p2"/><script src="x.js"/><ul><li>First sailing: 06:15</li></ul>
<figure><img src="m.jpg" alt=""/><figcaption>The Marigold at anchor.</figcaption></figure>
<aside epub:type="footnote"><p>1 By the harbour office’s count.</p></aside></body>"""
TWO = "<body><h1>The end</h1><p/><p>The boats sail again on Friday.</p></body>"


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html '
        'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title/></head>{body}</html>"
    )


PARTS = {"cover": COVER, "contents": CONTENTS, "one": ONE, "two": TWO}


def package(spine: str = "cover contents two one", metadata: str = METADATA) -> str:
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"'
        f"{' properties=' + chr(34) + 'nav' + chr(34) if name == 'contents' else ''}/>"
        for name in PARTS
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in spine.split())
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{order}</spine></package>"
    )


def book(**changes: str | bytes | None) -> bytes:
    """The file, with these of its parts instead (None: without it)."""
    files: dict[str, str | bytes | None] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": package(),
    }
    files |= {f"OEBPS/text/{name}.xhtml": page(body) for name, body in PARTS.items()}
    files |= changes
    return packed({name: content for name, content in files.items() if content is not None})


def with_part(name: str, content: str | bytes | None) -> bytes:
    return book(**{name: content})


def document(data: bytes) -> Document:
    return read(data, "boats.epub")


class TestBook:
    def test_chapters_come_in_reading_order_and_whole(self) -> None:
        assert article_of(document(book())) == [
            "The end",
            "The boats sail again on Friday.",
            "The strike",
            "No boat left Port Ellery.[1]",
            "First sailing: 06:15",
            "The Marigold at anchor.",
            "[1] By the harbour office’s count.",
        ]

    def test_the_cover_and_the_contents_are_furniture(self) -> None:
        assert furniture_of(document(book())) == ["The Harbour Gazette", "The strike"]

    def test_each_text_is_what_it_is_in_the_book(self) -> None:
        kinds = {text: (kind, level) for kind, level, text in kinds_of(document(book()))}
        assert kinds["The end"] == (BlockKind.HEADING, 1)
        assert kinds["First sailing: 06:15"] == (BlockKind.ITEM, 1)
        assert kinds["The Marigold at anchor."] == (BlockKind.CAPTION, 0)

    def test_what_the_book_says_of_itself(self) -> None:
        found = document(book())
        assert found.title == "Nine days without a boat"
        assert found.metadata.byline == "Marta Lindqvist, Ole Brandt"
        assert found.metadata.published == "2026-05-04"
        assert found.metadata.modified == "2026-05-06T08:00:00Z"
        assert found.metadata.language == "en-GB"
        assert found.metadata.address == "https://gazette.example/boats"

    def test_links_out_of_the_book_are_kept(self) -> None:
        found = document(book())
        links = [(found.text[link.start : link.end], link.address) for link in found.links]
        assert links == [("Port Ellery", "https://ellery.example/")]

    def test_without_a_title_the_first_heading_is_it(self) -> None:
        found = document(with_part("OEBPS/book.opf", package(metadata="<dc:date>soon</dc:date>")))
        assert found.title == "The end"
        assert found.metadata.published == ""

    def test_the_guide_of_an_older_book_names_the_cover(self) -> None:
        guide = '<guide><reference type="cover" href="text/two.xhtml#top"/></guide></package>'
        found = document(with_part("OEBPS/book.opf", package().replace("</package>", guide)))
        assert "The boats sail again on Friday." in furniture_of(found)

    def test_a_chapter_named_twice_is_read_once(self) -> None:
        found = document(with_part("OEBPS/book.opf", package("one two one two " * 50)))
        assert article_of(found).count("The end") == 1

    def test_a_chapter_that_is_missing_does_not_stop_the_others(self) -> None:
        found = document(with_part("OEBPS/text/one.xhtml", None))
        assert article_of(found) == ["The end", "The boats sail again on Friday."]

    def test_names_may_be_written_as_addresses_are(self) -> None:
        opf = package("one").replace("text/one.xhtml", "text/../text/%6Fne.xhtml")
        assert "The strike" in article_of(document(with_part("OEBPS/book.opf", opf)))

    def test_the_container_may_be_missing(self) -> None:
        assert "The end" in article_of(document(with_part("META-INF/container.xml", None)))


def encryption(algorithm: str, name: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
        f'<enc:CipherReference URI="{name}"/></enc:CipherData></enc:EncryptedData></encryption>'
    )


AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
FONT = "http://www.idpf.org/2008/embedding"
LOCK = "META-INF/encryption.xml"
MANY = " ".join(map(str, range(1_600_000)))
DEEP = "<html>" + "<div>" * 50_000 + "<p>The end"
ENTITIES = '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


class TestBadInput:
    def test_fonts_that_are_locked_do_no_harm(self) -> None:
        found = document(with_part(LOCK, encryption(FONT, "OEBPS/serif.otf")))
        assert "The end" in article_of(found)

    @pytest.mark.parametrize(
        ("data", "error", "said"),
        [
            (with_part(LOCK, encryption(AES, "OEBPS/text/one.xhtml")), UnreadableText, "locked"),
            (book()[:-700], UnreadableText, "damaged"),
            (with_part("OEBPS/book.opf", None), UnreadableText, "does not say"),
            (with_part("OEBPS/book.opf", "<package/>"), UnreadableText, "does not say"),
            (with_part("OEBPS/book.opf", b"\0\1 no XML"), UnreadableText, "damaged"),
            (with_part("OEBPS/book.opf", ENTITIES + package()), UnreadableText, "XML"),
            (with_part("OEBPS/book.opf", package("")), EmptyText, "no text"),
            (with_part("OEBPS/text/one.xhtml", " " * 60_000_000), TooLarge, "unpacks"),
            (with_part("OEBPS/text/one.xhtml", MANY), TooLarge, "too much text"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_it_is_told_what_is_wrong(
        self, data: bytes, error: type[RecensionError], said: str
    ) -> None:
        with pytest.raises(error) as caught:
            document(data)
        assert said in caught.value.sentence
        assert caught.value.sentence.endswith(".")
        assert caught.value.advice.endswith(".")

    def test_elements_in_elements_without_end_are_read(self) -> None:
        assert "The end" in article_of(document(with_part("OEBPS/text/one.xhtml", DEEP)))

    def test_notes_in_notes_without_end_are_read(self) -> None:
        notes = '<aside epub:type="footnote">' * 100_000 + "<p>No boat left"
        assert "No boat left" in article_of(document(with_part("OEBPS/text/one.xhtml", notes)))

    def test_a_chapter_never_closed_is_read(self) -> None:
        found = document(with_part("OEBPS/text/one.xhtml", "<p>No boat <b>left " + "<a " * 50_000))
        assert "No boat left" in article_of(found)


GOOD = book()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(60, len(GOOD) - 1), st.binary(min_size=1, max_size=8)),
        min_size=1,
        max_size=5,
    )
)
def test_a_damaged_file_is_read_or_refused(damages: list[tuple[int, bytes]]) -> None:
    data = GOOD
    for place, damage in damages:
        data = data[:place] + damage + data[place + len(damage) :]
    with suppress(RecensionError):
        assert document(data).blocks


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["META-INF/container.xml", "OEBPS/book.opf", "OEBPS/text/one.xhtml", LOCK]),
    st.text(alphabet="<>/\"'=& abepubitem:.%#\x00é", max_size=60),
    st.integers(0, 1_000),
)
def test_a_part_with_anything_in_it_is_read_or_refused(name: str, text: str, place: int) -> None:
    parts = {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": package(), LOCK: ""}
    whole = parts.get(name, page(ONE))
    with suppress(RecensionError):
        assert document(with_part(name, whole[:place] + text + whole[place:])).blocks
