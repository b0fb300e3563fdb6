"""Tokens: the smallest things that an edit may cover."""

from __future__ import annotations

import pytest

from app.engine.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("from -5 to +3", ["from", "-5", "to", "+3"]),
        ("pages 3-5", ["pages", "3-5"]),
        ("mid-90s COVID-19 G20", ["mid-90s", "COVID-19", "G20"]),
        ("12\u00a0500 crowns", ["12\u00a0500", "crowns"]),
        ("May 4, 2031, he", ["May 4, 2031", ",", "he"]),
        ("am 4. Mai", ["am", "4. Mai"]),
        ("2031年5月4日に", ["2031年5月4日", "に"]),
        ("น้ำใจ", ["น้ำ", "ใ", "จ"]),
        ("किताबें", ["किताबें"]),
        ("e\u0301t\u00e9", ["e\u0301t\u00e9"]),
        ("well—so", ["well", "—", "so"]),
        ("a\u200db 👍🏽", ["a\u200db", "👍🏽"]),
        ("", []),
        (" \n", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [text[t.start : t.stop] for t in tokenise(text)] == tokens


def test_a_stretch_is_cut_as_if_it_were_the_text() -> None:
    text = "He paid £1,200 on 4 May."
    found = tokenise(text, 8, 14)
    assert [(text[t.start : t.stop], t.end) for t in found] == [("£1,200", 14)]


def test_keys_are_equal_for_what_differs_in_typography_only() -> None:
    keys = [[t.key for t in tokenise(text)] for text in ("“It’s” – 4\u00a0May", '"It\'s" - 4 May')]
    assert keys[0] == keys[1]
