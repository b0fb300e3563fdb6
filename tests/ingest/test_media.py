"""What a file is taken for, told by its bytes."""

from __future__ import annotations

import pytest

from app.errors import UnknownType
from app.ingest import media_type, read
from app.ingest.media import DOCM, DOCX, EPUB, JSON, MAIL, MHTML, NAMES, ODT, PDF, RTF, ZIP
from app.ingest.reading import READERS
from tests.ingest.files import zipped

PAGE = "<!doctype html><title>Ferry</title><p>The boat leaves at noon."
WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"The boat leaves at noon.", "a.txt", "text/plain"),
        (b"The boat leaves at noon.", None, "text/plain"),
        (b"The boat leaves at noon.", "a.html", "text/plain"),
        (b"# Ferry", "a.txt", "text/plain"),
        (b"# Ferry", "a.md", "text/markdown"),
        (b"# Ferry", "FERRY.MARKDOWN", "text/markdown"),
        (b"", "a.txt", "text/plain"),
    ],
)
def test_text_is_markdown_only_by_its_name(data: bytes, name: str | None, expected: str) -> None:
    assert media_type(data, name) == expected


@pytest.mark.parametrize(
    "html",
    [
        PAGE,
        "\ufeff" + PAGE,
        "  \n\n" + PAGE.upper(),
        "<!-- saved from the web -->\n" + PAGE,
        '<?xml version="1.0" encoding="utf-8"?>\n<html><body><p>x</p></body></html>',
        "Warning: a line from a server\n" + PAGE,
        "<p>The boat leaves at noon.</p>",
        '<div class="story"><h1>Ferry</h1></div>',
        "<article>\n<h1>Ferry</h1></article>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16"])
def test_html_is_known_whatever_its_name(html: str, encoding: str) -> None:
    assert media_type(html.encode(encoding), "a.txt") == "text/html"


def test_markdown_may_begin_with_a_tag_but_a_whole_page_is_html() -> None:
    assert media_type(b"<p align=center>Ferry</p>\n\n# More", "a.md") == "text/markdown"
    assert media_type(PAGE.encode(), "a.md") == "text/html"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", PDF),
        (b"\0\0HTTP junk\r\n%PDF-1.4\r\n1 0 obj\r\n<<>>\r\nendobj", PDF),
        (b"{\\rtf1\\ansi Ferry}", RTF),
        (b"\xef\xbb\xbf\n{\\rtf1 Ferry}", RTF),
        (zipped(WORD), DOCX),
        (zipped(WORD, packed=False), DOCX),
        (zipped({"[Content_Types].xml": "", "word/document2.xml": ""}), DOCX),
        (zipped({**WORD, "word/vbaProject.bin": b"\0"}), DOCM),
        (zipped({"mimetype": ODT, "content.xml": ""}, packed=False), ODT),
        (zipped({"mimetype": ODT + "-template", "content.xml": ""}, packed=False), ODT),
        (zipped({"content.xml": "", "META-INF/manifest.xml": ""}), ODT),
        (zipped({"mimetype": EPUB, "META-INF/container.xml": ""}, packed=False), EPUB),
        (zipped({"META-INF/container.xml": "<container/>"}), EPUB),
        (zipped({"story.txt": "x"}), ZIP),
        (zipped({}), ZIP),
        (zipped({"a/story.docx": zipped(WORD, packed=False)}, packed=False), ZIP),
        (zipped({"word/document.xml": "a folder of this name proves nothing"}), ZIP),
        (b"From: a@ferry.example\r\nMIME-Version: 1.0\r\n\r\nNoon.", MAIL),
        (b"Received: from a\n\tby b\nSubject: Ferry\n\nNoon.", MAIL),
        (b"From: Anna <a@ferry.example>\nSubject: Ferry\n\nNoon.", MAIL),
        (b"From a@ferry.example Mon May  4 07:40:00 2026\nMessage-ID: <1@b>\n\nNoon.", MAIL),
        (b"To: b@ferry.example\nContent-Type: multipart/related\nMIME-Version: 1.0\n\nx", MAIL),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=x\n\n--x", MHTML),
        (b"Content-Type: multipart/related\nSnapshot-Content-Location: https://f\n\nx", MHTML),
        (b'{"title": "Ferry", "text": "Noon."}', JSON),
        (b'\xef\xbb\xbf \n[ { "blocks" : [] } ]', JSON),
        (b"{}", JSON),
        ('{"title": "Fähre"}'.encode("utf-16"), JSON),
    ],
)
@pytest.mark.parametrize("name", [None, "a.txt", "a.png"])
def test_every_format_is_known_by_its_bytes(data: bytes, name: str | None, expected: str) -> None:
    assert media_type(data, name) == expected


def test_an_archive_that_was_cut_off_is_still_known() -> None:
    whole = zipped({**WORD, "word/media/picture.bin": bytes(range(256)) * 40})
    assert media_type(whole[: len(whole) // 2]) == DOCX


def test_every_type_that_is_read_has_a_reader_and_a_name() -> None:
    assert set(READERS) == set(NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "5 < 6, and <p> is a tag.",
        "<pompous> is no tag that a page begins with",
        "<3 is a heart",
        "To: everyone\nWe sail at noon.",
        "From: the harbour\nSubject: boats\n\nWe sail at noon.",
        "Note: this is a story.\n\nWe sail at noon.",
        "MZ is how some files begin. So does this sentence.",
        "ID3 tags name a song.",
        "PK is short for Peter King.",
        "A file of this kind begins with %PDF-1.7\nand ends with its own mark.",
        "{rtf} is not a tag, and {\\rtf is one.",
        "{ the boat, the mole }",
        '"text": "without a bracket"',
        "[1] A note.",
    ],
)
def test_text_that_only_looks_like_something_else_is_text(text: str) -> None:
    assert media_type(text.encode(), None) == "text/plain"


@pytest.mark.parametrize(
    ("data", "said", "advised"),
    [
        (OLD_OFFICE, "an old Office file", "Save it as Word"),
        (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "of the old kind (.doc)", "as .docx"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "a password", "without the password"),
        (OLD_OFFICE + "__substg1.0_001A".encode("utf-16-le"), "(.msg)", "as .eml"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "a picture (PNG)", "recognised"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture (JPEG)", "recognised"),
        (b"GIF89a\x01\0", "a picture (GIF)", "recognised"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a picture (WebP)", "recognised"),
        (b"\x1f\x8b\x08\0", "a packed file (gzip)", "Unpack it"),
        (b"\0\0\0\x18ftypisom", "a film or a recording", "as text"),
        (b"SQLite format 3\0", "a database", "paste it"),
        (b"\x7fELF\x02", "a program", "paste it"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "a drawing", "paste it"),
        (b"<?xml version='1.0'?><rss></rss>", "an XML file", "paste it"),
        (bytes(60) + b"BOOKMOBI", "a Kindle e-book", "EPUB"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "a spreadsheet", "paste it"),
        (zipped({"[Content_Types].xml": "", "ppt/a.xml": ""}), "a presentation", "paste it"),
        (zipped({"Index/Document.iwa": "x"}), "an Apple iWork file", "Export it"),
        (zipped({"META-INF/MANIFEST.MF": "x"}), "a program (Java)", "paste it"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, packed=False),
            "without running text",
            "paste it",
        ),
    ],
)
def test_other_files_are_named_for_what_they_seem_to_be(
    data: bytes, said: str, advised: str
) -> None:
    with pytest.raises(UnknownType) as caught:
        media_type(data, "story")
    assert caught.value.sentence.startswith("This is ")
    assert said in caught.value.sentence
    assert caught.value.sentence.endswith(", which is not read.")
    assert advised in caught.value.advice
    assert "PDF, EPUB, web pages, mails" in caught.value.advice


def test_a_refused_file_whose_name_lies_is_told_both() -> None:
    with pytest.raises(UnknownType) as caught:
        media_type(b"\x89PNG\r\n\x1a\n", "Story.DOCX")
    assert (
        caught.value.sentence
        == "This file is named .docx, but it is a picture (PNG), which is not read."
    )
    with pytest.raises(UnknownType, match=r"^This is a picture \(PNG\), which is not read\.$"):
        media_type(b"\x89PNG\r\n\x1a\n", "story.png")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (PAGE, "a.txt", "This file is named .txt, but it is a web page (HTML)."),
        (PAGE, "a.DOCX", "This file is named .docx, but it is a web page (HTML)."),
        ("Noon.", "a.pdf", "This file is named .pdf, but it is plain text."),
        ("Noon.", "a.html", "This file is named .html, but it is plain text."),
        ("Noon.", "a.doc", "This file is named .doc, but it is plain text."),
        ('{"text": "Noon."}', "a.txt", "This file is named .txt, but it is JSON."),
        (PAGE, "a.html", ""),
        (PAGE, "a.htm", ""),
        ("Noon.", "a.txt", ""),
        ("Noon.", "a", ""),
        ("Noon.", "", ""),
        ("Noon.", None, ""),
        ("Noon.", "a.v2", ""),
        ("Noon.", "story.final", ""),
    ],
)
def test_a_name_that_lies_is_told_and_does_not_matter(
    data: str, name: str | None, said: str
) -> None:
    found = read(data.encode(), name)
    assert found.text == ("Noon." if "Noon" in data else "The boat leaves at noon.")
    assert found.notices == ((said,) if said else ())
