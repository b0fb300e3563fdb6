"""What stands in quotation marks, and what only looks as if it did."""

from __future__ import annotations

import pytest
from hypothesis import given

from app.engine.quotations import Quotation, quotations, quotations_in
from tests.engine.texts import anything, thorough


def _quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text)]


@pytest.mark.parametrize(
    "quotation",
    [
        "“We go.”",
        "‘We go.’",
        '"We go."',
        "'We go.'",
        "«Nous partons.»",
        "« Nous partons. »",
        "»Wir gehen.«",
        "„Wir gehen.“",
        "„Wir gehen.”",
        "‚Wir gehen.‘",
        "›Wir gehen.‹",
        "‹Nous partons.›",
        "”Vi går.”",
        "「行きます。」",
        "『行きます。』",
        "＂行きます。＂",
        "“We go. We stay. ‘We’ said ‘go’.”",
        "‘He said “go” to us.’",
        "「彼は『行く』と言った」",
        "«Он сказал: „Идём“»",
        "“It’s the crews’ turn,”",
        "\"It's the boys' turn,\"",
    ],
)
def test_every_pair_of_marks(quotation: str) -> None:
    assert _quoted(quotation) == [quotation]
    assert _quoted(f"Then: {quotation} And so on.") == [quotation]


@pytest.mark.parametrize(
    "text",
    [
        "the boys' bikes and the girls' hats",
        "rock 'n' roll in the '90s and ’80s",
        "It's Tom's, and 'tis O’Brien’s.",
        "5' 10\" tall",
        'a 12" pipe and a 6" pipe',
        "“”, “ ” and “…”",
        "nothing at all",
        "",
    ],
)
def test_what_is_no_quotation(text: str) -> None:
    assert _quoted(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One,” he said, “two.”", ["“One,”", "“two.”"]),
        ('He said "no" and "yes".', ['"no"', '"yes"']),
        ("O'Brien's 'big' deal", ["'big'"]),
        ("The ‘boats’ crews’ pay’ rose", ["‘boats’ crews’ pay’"]),
        ("A “first” and a “second one", ["“first”", "“second one"]),
    ],
)
def test_several(text: str, expected: list[str]) -> None:
    assert _quoted(text) == expected


def test_the_words_leave_out_marks_and_the_closing_comma() -> None:
    for text in ("“We go,” said Lind.", "« We go, » said Lind.", "« We go », said Lind."):
        (found,) = quotations(text)
        assert text[found.first : found.last] == "We go"


def test_one_that_is_never_closed_is_open() -> None:
    assert [q.open for q in quotations("“We go.” “We stay.")] == [False, True]


def _over(paragraphs: list[str]) -> list[str]:
    text, spans = "\n".join(paragraphs), []
    for paragraph in paragraphs:
        start = spans[-1][1] + 1 if spans else 0
        spans.append((start, start + len(paragraph)))
    return [text[q.start : q.end] for q in quotations_in(text, spans)]


@pytest.mark.parametrize("marks", ["“”", "«»", "„“", "「」", '""'])
def test_a_speech_over_paragraphs_is_one_quotation(marks: str) -> None:
    begin, end = marks
    speech = [f"{begin}One. ‘Not’ this.", f"{begin}Two, ‘as they say’, yes.", f"{begin}Three.{end}"]
    assert _over(["Lind spoke.", *speech, "Then he left."]) == ["\n".join(speech)]


def test_a_speech_ends_where_no_mark_goes_on() -> None:
    assert _over(["“One.", "He left.", "“Two.”"]) == ["“One.", "“Two.”"]
    assert _over(["“One.", "“Two.” said Lind. “Three.”"]) == ["“One.\n“Two.”", "“Three.”"]


@thorough
@given(anything)
def test_quotations_of_any_text_stand_apart_and_in_order(text: str) -> None:
    end = 0
    for found in quotations(text):
        assert isinstance(found, Quotation)
        assert end <= found.start < found.first < found.last <= found.end <= len(text)
        assert text[found.first : found.last].strip() == text[found.first : found.last]
        end = found.end
