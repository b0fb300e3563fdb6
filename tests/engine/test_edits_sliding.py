"""An insertion or a deletion stands where a person would put it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.edits import diff_texts


def inserted(a: str, b: str) -> list[str]:
    edits = diff_texts(a, b)
    assert all(edit.a[0] == edit.a[1] for edit in edits)
    return [b[slice(*edit.b)] for edit in edits]


CASES = [
    ("He has a dog.", "He has a cat and a dog.", "a cat and"),
    ("We came and we won.", "We came and we saw and we won.", "and we saw"),
    ("It rained. He left.", "It rained. He came. He left.", "He came."),
    ("In May, he left.", "In May, after the vote, he left.", "after the vote,"),
    ("Rents rose, and he left.", "Rents rose, and wages fell, and he left.", "and wages fell,"),
    ("It is dry.", "It is dry. It is dry.", "It is dry."),
    (
        "The crews of the line met.",
        "The crews of the port and of the line met.",
        "of the port and",
    ),
    ("They spoke to the crew.", "They spoke to the mayor, to the crew.", "to the mayor,"),
    ("He said that it rained.", "He said (twice) that it rained.", "(twice)"),
    ("one two one two", "one two one two one two", "one two"),
]


@pytest.mark.parametrize(("a", "b", "phrase"), CASES, ids=[case[2] for case in CASES])
def test_a_whole_phrase_is_inserted_or_deleted(a: str, b: str, phrase: str) -> None:
    assert inserted(a, b) == [phrase]
    (edit,) = diff_texts(b, a)
    assert b[slice(*edit.a)] == phrase


def test_a_deletion_joins_the_change_that_it_can_touch() -> None:
    """ "Though I like it, I go" has an "I" to spare: no single word is left between changes."""
    edits = diff_texts("Though I like the plan, I go there.", "However I go there.")
    assert len(edits) == 1


words = st.sampled_from(["a", "of", "boat", "crew,", "left.", "and"])


@settings(max_examples=500, deadline=None)
@given(st.lists(words, max_size=12), st.lists(words, max_size=4), st.integers(0, 12))
def test_insertion_and_deletion_are_alike(text: list[str], phrase: list[str], at: int) -> None:
    longer = [*text[:at], *phrase, *text[at:]]
    a, b = " ".join(text), " ".join(longer)
    forth, back = diff_texts(a, b), diff_texts(b, a)
    assert [(edit.a, edit.b) for edit in forth] == [(edit.b, edit.a) for edit in back]
