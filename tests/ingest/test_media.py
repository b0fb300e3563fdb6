"""What a file is taken for, told by its bytes."""

from __future__ import annotations

import io
import zipfile

import pytest

from app.errors import UnknownType
from app.ingest import media_type

PAGE = "<!doctype html><title>Ferry</title><p>The boat leaves at noon."


def zipped(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return packed.getvalue()


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
    "text",
    [
        "5 < 6, and <p> is a tag.",
        "<pompous> is no tag that a page begins with",
        "<3 is a heart",
        "To: everyone\nWe sail at noon.",
        "MZ is how some files begin. So does this sentence.",
        "ID3 tags name a song.",
    ],
)
def test_text_that_only_looks_like_something_else_is_text(text: str) -> None:
    assert media_type(text.encode(), None) == "text/plain"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"{\\rtf1\\ansi Ferry}", "a rich text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "an old Office file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture (JPEG)"),
        (b"GIF89a\x01\0", "a picture (GIF)"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a picture (WebP)"),
        (b"\x1f\x8b\x08\0", "a packed file (gzip)"),
        (b"\0\0\0\x18ftypisom", "a film or a recording"),
        (b"SQLite format 3\0", "a database"),
        (b"\x7fELF\x02", "a program"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "a drawing"),
        (b"<?xml version='1.0'?><rss></rss>", "an XML file"),
        (b"From: a@ferry.example\r\nMIME-Version: 1.0\r\n\r\nNoon.", "a mail"),
        (
            zipped(word__document_xml="").replace(b"document_xml", b"document.xml"),
            "a Word document",
        ),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument text"),
        (zipped(mimetype="application/epub+zip"), "an e-book"),
        (zipped(story="x"), "an archive (zip)"),
    ],
)
def test_other_files_are_named_for_what_they_seem_to_be(data: bytes, said: str) -> None:
    with pytest.raises(UnknownType) as caught:
        media_type(data, "story.txt")
    assert said in caught.value.sentence
    assert "plain text, Markdown and HTML" in caught.value.sentence
    assert caught.value.advice
