"""The one way in: any bytes give a document or a sentence that says why not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import BlockKind, Document
from app.errors import EmptyText, RecensionError, TooLarge, UnknownType, UnreadableText
from app.ingest import read
from app.ingest.reading import MAX_BYTES
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


def test_html_in_a_text_file_is_read_as_html() -> None:
    assert read(NEWS.encode(), "story.txt") == read(NEWS.encode(), "story.html")


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.txt", EmptyText),
        (b" \n\t\r\n ", "a.txt", EmptyText),
        (b"\xef\xbb\xbf", "a.txt", EmptyText),
        (b"<html><body><p> </p><script>1</script></body></html>", "a.html", EmptyText),
        (b"---\n---\n", "a.md", EmptyText),
        (b"%PDF-1.7 ...", "a.txt", UnknownType),
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


def check(document: Document) -> None:
    """What must hold of every document that was read."""
    assert document.blocks
    assert "\0" not in document.text
    assert "\r" not in document.text
    (document.text + document.title).encode("utf-8")  # raises on half of a surrogate pair
    for block in document.blocks:
        text = document.text_of(block)
        assert text
        assert text == text.strip()


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
    st.sampled_from([None, "a.txt", "a.md", "a.html"]),
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
