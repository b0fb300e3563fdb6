from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import BlockKind, Document
from app.engine.document import Metadata, TextLink
from app.engine.document_json import document_from_json, document_to_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
BLOCKS = st.lists(st.tuples(st.sampled_from(BlockKind), TEXT, st.integers(0, 6)), max_size=8)


@given(BLOCKS, TEXT, st.builds(Metadata, TEXT, TEXT, TEXT, TEXT, TEXT), st.lists(TEXT, max_size=3))
def test_a_document_comes_back_as_it_was(
    blocks: list[tuple[BlockKind, str, int]], title: str, metadata: Metadata, notices: list[str]
) -> None:
    plain = Document.of_blocks(blocks, title)
    links = tuple(TextLink(b.start, b.end, "https://example.org/ä") for b in plain.blocks)
    document = replace(plain, metadata=metadata, links=links, notices=tuple(notices))
    data = document_to_json(document)
    assert document_from_json(data) == document
    assert document_to_json(document_from_json(data)) == data


def test_the_json_is_the_documented_one() -> None:
    document = Document.of_blocks([(BlockKind.HEADING, "Fähre", 1), (BlockKind.ITEM, "Eins")], "T")
    expected = (
        '{"blocks":[["heading",0,5,1],["item",7,11,0]],"format":"recension/document/1",'
        '"text":"Fähre\\n\\nEins","title":"T"}'
    )
    assert document_to_json(document).decode() == expected


def test_what_a_document_says_of_itself_is_there_only_when_it_says_something() -> None:
    document = replace(
        Document.of_blocks([(BlockKind.PARAGRAPH, "One.")]),
        metadata=Metadata(byline="Ann Other", language="en"),
        links=(TextLink(0, 3, "https://example.org/"),),
        notices=("It has been mended.",),
    )
    value = json.loads(document_to_json(document))
    assert value["metadata"] == {"byline": "Ann Other", "language": "en"}
    assert value["links"] == [[0, 3, "https://example.org/"]]
    assert value["notices"] == ["It has been mended."]
    assert document_from_json(json.dumps(GOOD).encode()).metadata == Metadata()


GOOD = {"format": "recension/document/1", "text": "One.", "title": "", "blocks": []}


@pytest.mark.parametrize(
    "value",
    [
        [],
        {**GOOD, "format": "recension/document/99"},
        {k: v for k, v in GOOD.items() if k != "text"},
        {**GOOD, "blocks": 3},
        {**GOOD, "blocks": [["paragraph", 0]]},
        {**GOOD, "blocks": [["poem", 0, 4, 0]]},
        {**GOOD, "blocks": [["paragraph", 0, 400, 0]]},
        {**GOOD, "blocks": [["paragraph", "0", 4, 0]]},
        {**GOOD, "blocks": [["paragraph", 0.0, 4, 0]]},
        {**GOOD, "blocks": [["paragraph", False, 4, 0]]},
        {**GOOD, "blocks": [["paragraph", 0, 4, -1]]},
        {**GOOD, "text": 3},
        {**GOOD, "metadata": {"byline": 3}},
        {**GOOD, "metadata": {"colour": "red"}},
        {**GOOD, "metadata": ["byline"]},
        {**GOOD, "links": [[0, 40, "https://example.org/"]]},
        {**GOOD, "links": [[0, 4]]},
        {**GOOD, "links": [[0, 4, None]]},
        {**GOOD, "links": 3},
        {**GOOD, "notices": [3]},
        {**GOOD, "title": None},
    ],
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="document"):
        document_from_json(json.dumps(value).encode())


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        document_from_json(b"not json")


def test_what_is_nested_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="document"):
        document_from_json(b"[" * 100_000)
