"""Numbers and dates in a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.engine.figures import figures
from tests.engine.texts import anything


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 2,000 passengers from 14 ships", ["about 2,000", "14"]),
        ("£3.4 million, 61.2 per cent", ["£3.4 million", "61.2 per cent"]),
        ("on 4 May, Tuesday, at 22:40", ["4 May", "Tuesday", "22:40"]),
        ("two hours; one of them", ["two hours"]),
        ("He may go.", []),
        ("\U000116d0", []),
    ],
)
def test_figures(text: str, expected: list[str]) -> None:
    assert [text[f.start : f.end] for f in figures(text) if not f.weak] == expected


def test_one_value_however_it_is_written() -> None:
    assert figures("thirteen")[0].value == figures("13")[0].value
    assert figures("9 p.m.")[0].value == figures("21:00")[0].value


@settings(max_examples=500, deadline=None)
@given(anything)
def test_any_text_can_be_searched(text: str) -> None:
    for figure in figures(text):
        assert 0 <= figure.start < figure.end <= len(text)
