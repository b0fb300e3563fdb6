from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import BlockKind, Document
from app.storage.documents import document_from_json, document_to_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
BLOCKS = st.lists(st.tuples(st.sampled_from(BlockKind), TEXT, st.integers(0, 6)), max_size=8)


@given(BLOCKS, TEXT)
def test_a_document_comes_back_as_it_was(
    blocks: list[tuple[BlockKind, str, int]], title: str
) -> None:
    document = Document.of_blocks(blocks, title)
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
        {**GOOD, "text": 3},
        {**GOOD, "title": None},
    ],
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="document"):
        document_from_json(json.dumps(value).encode())


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        document_from_json(b"not json")
