"""Articles in JSON: the documented form, the program's own, and what is wrong told by its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import Block, BlockKind, Document, Metadata, TextLink
from app.engine.document_json import document_to_json
from app.errors import EmptyText, TooLarge, UnreadableText
from app.ingest import read
from tests.ingest.files import check_any

ARTICLE: dict[str, Any] = {
    "title": "Ferry strike  ends",
    "byline": "Anna Berg",
    "published": "2026-05-04T07:40:00+01:00",
    "modified": "2026-05-05",
    "language": "en",
    "address": "https://ferry.example/strike",
    "section": "passed over",
    "blocks": [
        {"kind": "heading", "text": "Ferry strike ends", "level": 1},
        {"text": "The boats sail again.\r\nFares stay.", "level": 4, "id": 7},
        "A string alone is a paragraph.",
        {"kind": "heading", "text": "Fares"},
        {"kind": "item", "text": "Adults: 4 crowns"},
        {"kind": "caption", "text": "The Marigold at anchor."},
        {"kind": "furniture", "text": "Share this story"},
        {"kind": "quotation", "text": " “At last.” "},
    ],
}


def written(value: object) -> bytes:
    return json.dumps(value).encode()


def refused(value: object) -> UnreadableText:
    data = value if isinstance(value, bytes) else written(value)
    with pytest.raises(UnreadableText) as caught:
        read(data, "a.json")
    assert caught.value.advice
    return caught.value


def test_each_block_is_what_the_file_says() -> None:
    found = read(written(ARTICLE), "a.json")
    assert [(block.kind, block.level, found.text_of(block)) for block in found.blocks] == [
        (BlockKind.HEADING, 1, "Ferry strike ends"),
        (BlockKind.PARAGRAPH, 0, "The boats sail again.\nFares stay."),
        (BlockKind.PARAGRAPH, 0, "A string alone is a paragraph."),
        (BlockKind.HEADING, 2, "Fares"),
        (BlockKind.ITEM, 1, "Adults: 4 crowns"),
        (BlockKind.CAPTION, 0, "The Marigold at anchor."),
        (BlockKind.FURNITURE, 0, "Share this story"),
        (BlockKind.QUOTATION, 0, "“At last.”"),
    ]
    assert found.title == "Ferry strike ends"
    assert found.metadata == Metadata(
        "Anna Berg",
        "2026-05-04T07:40:00+01:00",
        "2026-05-05",
        "https://ferry.example/strike",
        "en",
    )
    assert not found.notices


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_as_plain_text_is(encoding: str) -> None:
    article = {"text": "Ferry strike ends\n\nDie Fähre fährt wieder, sagte der Kapitän gestern."}
    found = read(json.dumps(article, ensure_ascii=False).encode(encoding))
    assert found.title == "Ferry strike ends"
    assert found.text == article["text"]
    assert read(written({**article, "title": "Another"})).title == "Another"
    assert read(written({**article, "title": None})).title == "Ferry strike ends"


def test_the_programs_own_documents_come_back() -> None:
    text = "Ferry strike ends\n\nThe boats sail."
    blocks = (Block(BlockKind.HEADING, 0, 17, 1), Block(BlockKind.PARAGRAPH, 19, 34))
    links = (TextLink(23, 28, "https://ferry.example/"),)
    document = Document(text, blocks, "Ferry", Metadata("Anna Berg"), links)
    assert read(document_to_json(document)) == document


def test_the_programs_own_documents_are_not_believed() -> None:
    own: dict[str, Any] = {"format": "recension/document/1", "title": "", "text": "ab cd\r\n\0"}
    assert read(written({**own, "blocks": [["paragraph", 0, 2, 0]]})).text == "ab cd \n\ufffd"
    for blocks in ([["paragraph", 0, 99, 0]], [["poem", 0, 2, 0]], [[0, 2]], "ab", [1]):
        assert "recension/document/1" in refused({**own, "blocks": blocks}).sentence
    said = {"metadata": {"byline": "Anna\nBerg\0"}, "links": [[0, 2, ""], [1, 1, "a"], [0, 1, "b"]]}
    found = read(written({**own, "blocks": [["paragraph", 0, 2, 0]], **said}))
    assert (found.metadata.byline, found.links) == ("Anna Berg\ufffd", (TextLink(0, 1, "b"),))
    half = {"text": "ab \ud800", "blocks": [["paragraph", 0, 2, 0]], "format": own["format"]}
    assert "recension/document/1" in refused(half).sentence
    white = refused({**own, "blocks": [["paragraph", 0, 2, 0], ["paragraph", 2, 5, 0]]})
    assert white.sentence == "“blocks[1]” begins or ends with white space, or is empty."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (b'{"title": "Ferry",\n "text": oops}', "This JSON is broken in line 2, at character 10."),
        (b'{"text": "cut o', "This JSON is broken in line 1, at character 10."),
        ({"titel": "Ferry"}, "There is neither “text” nor “blocks” in this JSON."),
        (
            [{"text": "Ferry"}],
            "This JSON is a list, and an article is an object with “text” or “blocks”.",
        ),
        ({"text": ["Ferry"]}, "“text” is no string in this JSON."),
        ({"text": "Ferry", "byline": {"name": "Anna"}}, "“byline” is no string in this JSON."),
        ({"text": "Ferry", "title": 7}, "“title” is no string in this JSON."),
        ({"blocks": {"text": "Ferry"}}, "“blocks” is no list in this JSON."),
        ({"blocks": ["a", 7]}, "“blocks[1]” is neither an object nor a string."),
        ({"blocks": [{"kind": "heading"}]}, "There is no “text” in “blocks[0]”."),
        ({"blocks": [{"text": 7}]}, "“blocks[0].text” is no string in this JSON."),
        (
            {"blocks": [{"text": "a", "kind": "poem"}]},
            "The kind of “blocks[0]” is none of paragraph, heading, item, quotation, caption, "
            "furniture.",
        ),
        (
            {"blocks": [{"text": "a", "kind": ["item"]}]},
            "The kind of “blocks[0]” is none of paragraph, heading, item, quotation, caption, "
            "furniture.",
        ),
        (
            {"blocks": ["a", {"text": "a", "kind": "item", "level": True}]},
            "The level of “blocks[1]” is no number from 0 to 9.",
        ),
        (b'{"text": ' + b"[" * 100_000, "This JSON cannot be read: it is nested too deeply."),
        (b'{"a": ' + b"9" * 10_000 + b"}", "This JSON cannot be read: a number in it is too long."),
    ],
)
def test_what_is_wrong_is_told_by_its_place(value: object, sentence: str) -> None:
    assert refused(value).sentence == sentence


def test_what_no_text_may_hold_is_shown_and_told() -> None:
    found = read(b'{"text": "Noon \\ud800 \\u0000 \\ud83d\\ude00"}')
    assert found.text == "Noon \ufffd \ufffd 😀"
    assert "2 letters of this text were lost" in found.notices[0]


@pytest.mark.parametrize("value", [{"text": ""}, {"text": " \n"}, {"blocks": []}, {"blocks": [""]}])
def test_an_article_without_text_is_empty(value: object) -> None:
    with pytest.raises(EmptyText):
        read(written(value), "a.json")


def test_a_file_of_millions_of_values_is_too_large() -> None:
    with pytest.raises(TooLarge):
        read(b'{"blocks": [' + b'"a",' * 1_100_000 + b'"b"]}')


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=6), st.integers(0, len(written(ARTICLE))))
def test_a_file_with_a_damaged_place_is_read_or_refused(damage: bytes, place: int) -> None:
    data = written(ARTICLE)
    check_any(data[:place] + damage + data[place + len(damage) :])


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from([*ARTICLE, "text", "kind", "level", "format"]), inner),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([*ARTICLE, "text", "format"]), JSON, min_size=1))
def test_any_object_is_read_or_refused(value: dict[str, Any]) -> None:
    check_any(written(value))
