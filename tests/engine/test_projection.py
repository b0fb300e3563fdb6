"""Where a stretch of one side of a link stands on the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.projection import Projection, Stretches

SOURCE, TARGET = "The old ferry sails on Monday.", "The ferry sails  late on Friday."
PAIRS = [((4, 8), (4, 4)), ((20, 20), (17, 22)), ((23, 29), (25, 31))]


@pytest.mark.parametrize(
    ("words", "facing"),
    [
        ("The", "The"),
        ("old ", ""),
        ("ferry sails", "ferry sails"),
        ("Monday", "Friday"),
        ("on Monday.", "on Friday."),
        ("old ferry", "ferry"),
        ("sails on", "sails  late on"),
        (SOURCE, TARGET),
    ],
)
def test_words_are_found_on_the_other_side(words: str, facing: str) -> None:
    at = SOURCE.index(words)
    start, end = Projection(SOURCE, TARGET, PAIRS).project((at, at + len(words)))
    assert TARGET[start:end] == facing


def test_without_edits_white_space_may_differ() -> None:
    target = "one  two\n\nthree"
    start, end = Projection("one two three", target, []).project((4, 7))
    assert target[start:end].strip() == "two"


@given(st.lists(st.integers(0, 40), max_size=10), st.integers(0, 40), st.integers(0, 5))
def test_stretches_are_touched_where_they_are(marks: list[int], start: int, length: int) -> None:
    places = sorted(set(marks))
    spans = list(zip(places[::2], places[1::2], strict=False))
    stretches, end = Stretches(spans), start + length
    assert stretches.touch(start, end) == any(x < end and y > start for x, y in spans)
    assert stretches.near(start, end) == any(x <= end + 1 and y >= start - 1 for x, y in spans)
