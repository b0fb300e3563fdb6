"""The one way in: any bytes give a document or a sentence that says why not."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import BlockKind
from app.errors import EmptyText, RecensionError, TooLarge, UnknownType, UnreadableText
from app.ingest import Hints, read
from app.ingest.reading import MAX_BYTES, READERS
from tests.ingest.files import check, zipped
from tests.ingest.pages import NEWS, article_of

STORY = """Ferry strike ends

The boats sail again on Friday, the union said.

Leave a Reply
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_plain_text_is_the_same_in_any_encoding_and_with_any_line_end(
    encoding: str, line_end: str
) -> None:
    found = read(STORY.replace("\n", line_end).encode(encoding), "story.txt")
    assert found.title == "Ferry strike ends"
    assert found.text == STORY
    assert [block.kind for block in found.blocks] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.FURNITURE,
    ]


def test_html_in_a_text_file_is_read_as_html_and_that_is_told() -> None:
    lying, honest = (read(NEWS.encode(), name) for name in ("story.txt", "story.html"))
    assert lying.notices[0] == "This file is named .txt, but it is a web page (HTML)."
    assert replace(lying, notices=lying.notices[1:]) == honest


@pytest.mark.parametrize("kind", READERS)
def test_every_reader_is_where_it_is_said_to_be(kind: str) -> None:
    module, function = READERS[kind]
    assert callable(getattr(import_module(f"app.ingest.{module}"), function))


def test_plain_text_waits_for_no_other_reader() -> None:
    loaded = (
        "import sys; from app.ingest import read; read(b'The boats sail.', 'a.txt');"
        "print(*sorted(name for name in sys.modules if name.startswith('app.ingest.')));"
        "print(*{'email', 'ftfy', 'lxml', 'trafilatura', 'zipfile'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=60
    )
    ours, others = done.stdout.splitlines()
    assert {name.rpartition(".")[2] for name in ours.split()} == {
        "encoding", "enclosed", "hints", "media", "mojibake", "reading", "signatures", "text",
        "wrapping",
    }  # fmt: skip
    assert not others


def test_a_file_in_a_file_in_a_file_is_read_and_nothing_deeper() -> None:
    mail = b"MIME-Version: 1.0\nSubject: Ferry\n\nThe boats sail.\n"
    once = zipped({"a.eml": mail})
    assert article_of(read(once)) == ["The boats sail."]
    twice = read(zipped({"b.zip": once}), "c.zip")
    assert article_of(twice) == ["The boats sail."]
    assert twice.title == "Ferry"
    assert twice.notices == (
        "This is a zip archive; the article in it was read: “b.zip”.",
        "This is a zip archive; the article in it was read: “a.eml”.",
    )
    with pytest.raises(UnknownType, match="lies a file with another one in it") as caught:
        read(zipped({"c.zip": zipped({"b.zip": once})}))
    assert caught.value.advice


def test_the_charset_a_server_named_is_not_of_the_file_inside() -> None:
    packed = zipped({"a.txt": "Паром идёт.".encode("cp1251") * 9})
    assert "Паром идёт." in read(packed, None, Hints(charset="iso-8859-7")).text


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.txt", EmptyText),
        (b" \n\t\r\n ", "a.txt", EmptyText),
        (b"\xef\xbb\xbf", "a.txt", EmptyText),
        (b"<html><body><p> </p><script>1</script></body></html>", "a.html", EmptyText),
        (b"---\n---\n", "a.md", EmptyText),
        (b"\x89PNG\r\n\x1a\n", "a.txt", UnknownType),
        (b"The boat\0sails", "a.txt", UnreadableText),
        (b"<html><p>The boat\0sails", "a.txt", UnreadableText),
        (bytes(MAX_BYTES + 1), "a.txt", TooLarge),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, name: str, error: type[RecensionError]) -> None:
    with pytest.raises(error) as caught:
        read(data, name)
    assert caught.value.sentence.endswith(".")
    assert caught.value.advice


def test_ten_thousand_empty_lines_are_no_text() -> None:
    with pytest.raises(EmptyText):
        read(b"\n" * 10_000, "a.txt")


def test_a_long_line_without_a_space_is_one_block() -> None:
    assert article_of(read(b"x" * 200_000)) == ["x" * 200_000]


TAGS = """
<html> <!doctype/html> <p> </p> <div/class=share> </div> <b> </b> <br> <h1> </h1> <ul> <li> </ul>
<table> <tr> <td> </table> <nav> </nav> <article> </article> <script> </script> <q> </q> <pre>
</pre> <title> </title> <!-- --> <![CDATA[ ]]> <svg> </svg> <a/href=x> </a> &#xD800; &#0; &amp; &
< > " ' <p/hidden> <template> </template> <frameset> <select> <option> <meta/charset=x> # - | ```
* _ [a](b) [a]: ---
"""
MARKUP = st.lists(
    st.one_of(st.sampled_from([*TAGS.split(), "\n"]), st.text(max_size=8)), max_size=40
).map(" ".join)


@settings(max_examples=500, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        MARKUP.map(lambda text: text.encode("utf-8", "replace")),
        MARKUP.map(lambda text: ("<!doctype html>" + text).encode("utf-8", "replace")),
        st.text(max_size=200).map(lambda text: text.encode("utf-16", "surrogatepass")),
    ),
    st.sampled_from([None, "a.txt", "a.md", "a.html", "a.docx"]),
)
def test_any_bytes_give_a_document_or_an_error_of_ours(data: bytes, name: str | None) -> None:
    with suppress(RecensionError):
        check(read(data, name))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=30), st.integers(0, len(NEWS)))
def test_a_page_with_a_damaged_place_is_read_or_refused(damage: bytes, place: int) -> None:
    data = NEWS.encode()
    with suppress(RecensionError):
        check(read(data[:place] + damage + data[place + len(damage) :]))


BEGINNINGS = [
    b"%PDF-1.7\n", b"{\\rtf1 ", b"PK\x03\x04", b"MIME-Version: 1.0\n", b'{"text":', b"<html>",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"Content-Type: multipart/related\n",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=200))
def test_bytes_that_only_begin_like_a_format_are_read_or_refused(start: bytes, end: bytes) -> None:
    with suppress(RecensionError):
        check(read(start + end))
