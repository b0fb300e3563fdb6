"""The edits of a link as a person would mark them: whole words, and what clings to them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.engine import Kind, compare_sentences, from_json, to_json
from tests.engine.texts import pairs

CASES = [
    ("He left, tired.", "He left, cold.", [("tired.", "cold.")]),
    ("He waited then left.", "He waited, then left.", [("waited", "waited,")]),
    ("He came, saw and won.", "He came saw, and won.", [("came, saw", "came saw,")]),
    ("Boats sail.", "Boats sail again.", [("sail.", "sail again.")]),
    ("a 10-year-old boy", "a 12-year-old boy", [("10-year-old", "12-year-old")]),
    ("He said “no” twice.", 'He said "no" twice.', [("“no”", '"no"')]),
    ("One two three.", "One four three.", [("two", "four")]),
    ("“We the.", "We.", [("“We the.", "We.")]),
    ("“We the crew.", "We crew.", [("“We the", "We")]),
    ("東京で会議。", "大阪で会議。", [("東京", "大阪")]),
    (
        "The minister on Wednesday promised aid to the coast.",
        "The minister pledged aid to the coast on Wednesday.",
        [("on Wednesday promised", "pledged"), ("coast.", "coast on Wednesday.")],
    ),
]


@pytest.mark.parametrize(("a", "b", "marked"), CASES, ids=[case[0][:20] for case in CASES])
def test_whole_words_are_marked(a: str, b: str, marked: list[tuple[str, str]]) -> None:
    (link,) = compare_sentences([a], [b]).links
    assert [(a[slice(*e.a)], b[slice(*e.b)]) for e in link.edits] == marked
    (link,) = compare_sentences([b], [a]).links
    assert [(a[slice(*e.b)], b[slice(*e.a)]) for e in link.edits] == marked


def test_the_weightiest_of_its_parts_says_why_an_edit_matters() -> None:
    (link,) = compare_sentences(["He paid 300, they say."], ["He paid 400 they say."]).links
    assert [part.kind for part in link.parts][:1] == [Kind.NUMBER]
    assert [edit.kind for edit in link.edits] == [Kind.NUMBER]


@settings(max_examples=500, deadline=None)
@given(pairs)
def test_every_part_lies_in_an_edit_and_every_edit_has_a_part(texts: tuple[str, str]) -> None:
    comparison = compare_sentences([texts[0]], [texts[1]])
    for link in comparison.links:
        at_home: set[int] = set()
        for of_edits, of_parts in (
            ([e.a for e in link.edits], [p.a for p in link.parts]),
            ([e.b for e in link.edits], [p.b for p in link.parts]),
        ):
            for start, end in of_parts:
                if start < end:
                    homes = [n for n, (s, e) in enumerate(of_edits) if s <= start and end <= e]
                    assert len(homes) == 1
                    at_home.update(homes)
        assert at_home == set(range(len(link.edits)))
    again = from_json(to_json(comparison))
    assert [link.edits for link in again.placed] == [link.edits for link in comparison.placed]
