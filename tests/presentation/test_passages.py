"""The sentence that a search shows, and what is marked in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import BlockKind, Document, parse_text
from app.engine.query import read_query
from app.presentation.passages import LONGEST_SHOWN, Passage, marks_in, matching_passage

TEXT = (
    "Ferry may resume\n\nFerry crews may return to work. Their café said 今日は良い天気です。"
    "そうですね。\n\nThe Łódź harbour board came late."
)


def passage(text: str, typed: str) -> Passage:
    found = matching_passage(parse_text(text), read_query(typed))
    assert found is not None
    return found


def marked(found: Passage) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


@pytest.mark.parametrize(
    ("typed", "sentence", "marks"),
    [
        ("crews", "Ferry crews may return to work.", ["crews"]),
        ("ferry crews", "Ferry crews may return to work.", ["Ferry", "crews"]),
        ('"return to work"', "Ferry crews may return to work.", ["return to work"]),
        ("resum", "Ferry may resume", ["resume"]),
        ("CAFE", "Their café said 今日は良い天気です。", ["café"]),
        ("天気", "Their café said 今日は良い天気です。", ["天気"]),
        ("気", "Their café said 今日は良い天気です。", ["気"]),
        ("lodz board", "The Łódź harbour board came late.", ["Łódź", "board"]),
        ("zeppelin", "Ferry may resume", []),
    ],
)
def test_the_sentence_and_its_marks(typed: str, sentence: str, marks: list[str]) -> None:
    found = passage(TEXT, typed)
    assert (found.text, marked(found)) == (sentence, marks)


def test_of_a_long_sentence_the_part_around_the_word_is_shown() -> None:
    text = f"It {'went on and ' * 60}reached the lighthouse {'and went on ' * 60}again."
    found = passage(text, "lighthouse")
    assert marked(found) == ["lighthouse"]
    assert len(found.text) <= LONGEST_SHOWN
    assert found.starts_late
    assert found.ends_early
    assert found.text.split()[0] in {"went", "on", "and"}
    assert not passage(text, "it").starts_late
    assert not passage(text, "again").ends_early
    assert len(passage(text, "again").text) > LONGEST_SHOWN / 2


def test_furniture_is_not_searched() -> None:
    document = Document.of_blocks(
        [(BlockKind.FURNITURE, "Share this ferry."), (BlockKind.PARAGRAPH, "A ferry sailed.")]
    )
    found = matching_passage(document, read_query("ferry"))
    assert found is not None
    assert found.text == "A ferry sailed."


def test_a_text_without_sentences_has_none() -> None:
    assert matching_passage(parse_text(""), read_query("ferry")) is None


@given(st.text("ab 日本é.", max_size=60), st.text('ab 日本é"', max_size=12))
def test_marks_are_in_order_and_inside(text: str, typed: str) -> None:
    query = read_query(typed)
    for shown, marks in [(text, marks_in(text, query))] + [
        (found.text, found.marks)
        for found in [matching_passage(parse_text(text), query)]
        if found is not None
    ]:
        places = [place for mark in marks for place in mark]
        assert places == sorted(places)
        assert all(start < end <= len(shown) for start, end in marks)
