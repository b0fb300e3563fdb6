"""The terms by which texts are found: words folded, pairs of characters, and what a query is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import parse_text
from app.engine.query import MOST_PHRASES, Phrase, read_query
from app.engine.resemblance import Sample, resemblance
from app.engine.terms import LONGEST_TERM, fold, located, phrase_at, terms, words

TEXTS = st.text(
    st.sampled_from(
        "aZé É\u0301ßŁøİı'’-.,\"“ \n1２Яёй日本語のカﾀ々ภาษาไทยहिन्दी한국말ًعربي😀\u200d\u00ad·"
    )
) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ferry crews won't, U.S. 1,200.50", "ferry crews won t u s 1 200 50"),
        ("Łódź, naïve CAFÉ, Straße, İstanbul", "lodz naive cafe strasse istanbul"),
        ("Ёлка и ёж", "елка и еж"),
        ("الْعَرَبِيَّةُ إلى", "العربية الي"),
        ("हिन्दी में", "हिन्दी में"),
        ("ＡＩ１５ ﬁn", "ai15 fin"),
        ("日本語です。雨", "日本 本語 語で です す 雨"),
        ("日本のAI", "日本 本の の ai"),
        ("대통령이 말했다", "대통령이 말했다"),
        ("… — !", ""),
    ],
)
def test_the_terms_of_a_text(text: str, expected: str) -> None:
    assert " ".join(terms(text)) == expected


def test_accents_may_be_composed_or_not() -> None:
    assert terms("caf\u00e9") == terms("cafe\u0301") == ["cafe"]


def test_of_a_long_word_only_the_beginning_counts() -> None:
    assert terms("x" * 5_000) == ["x" * LONGEST_TERM]


@given(TEXTS)
def test_terms_are_fit_for_an_index(text: str) -> None:
    for term in terms(text):
        assert 0 < len(term) <= LONGEST_TERM
        assert all(char.isalnum() or not char.isascii() for char in term), term
        assert not any(char.isspace() or char == "·" for char in term)


@given(TEXTS)
def test_neither_folding_nor_marks_around_change_the_terms(text: str) -> None:
    assert terms(f"“{text}” …") == terms(text)
    assert terms(fold(text)) == terms(text)


@given(st.text("abcXYZ éÉłŁяЯ日本語 .,", max_size=40))
def test_each_term_is_found_where_it_stands(text: str) -> None:
    found = located(text)
    assert [each.term for each in found] == terms(text)
    for term, start, end in found:
        assert term == "".join(words(text[start:end]))


@given(st.text("ab日本語 ", max_size=20), st.data())
def test_every_stretch_of_a_text_is_found_in_it_as_a_phrase(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begins_a_word = start == 0 or " " in text[start - 1 : start] or text[start : start + 1] > "z"
    query = read_query(f'"{text[start:end]}"')
    ends_a_word = end == len(text) or text[end] == " " or text[end - 1 : end] > "z"
    if query and begins_a_word and ends_a_word:
        assert phrase_at(located(text), query[0].terms, prefix=query[0].prefix)


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("ferry strike", [Phrase(("ferry",)), Phrase(("strike",), prefix=True)]),
        ("ferry strike ", [Phrase(("ferry",)), Phrase(("strike",))]),
        ("ferry st", [Phrase(("ferry",)), Phrase(("st",), begun=True)]),
        ('"ferry strike" over', [Phrase(("ferry", "strike")), Phrase(("over",), prefix=True)]),
        ("“ferry strike", [Phrase(("ferry", "strike"))]),
        ("U.S. ", [Phrase(("u", "s"))]),
        ("日本語", [Phrase(("日本", "本語"))]),
        ("語", [Phrase(("語",), prefix=True)]),
        ("ferry ferry ", [Phrase(("ferry",))]),
        ("", []),
        ('" " ()*:^-!', []),
    ],
)
def test_what_is_typed_is_read_as_phrases(typed: str, phrases: list[Phrase]) -> None:
    assert list(read_query(typed)) == phrases


@given(st.text())
def test_whatever_is_typed_is_a_query_of_bounded_length(typed: str) -> None:
    query = read_query(typed)
    assert len(query) <= MOST_PHRASES
    assert all(phrase.terms for phrase in query)
    assert len(read_query(typed * 1_000)) <= MOST_PHRASES


EARLIER = "The ferry crews may return to work this week, their union said on Monday morning."
OTHER = "A museum in the old quarter shows maps that nobody has seen since the war."


def share(a: str, b: str) -> float:
    return resemblance(Sample(parse_text(a)), Sample(parse_text(b)))


def test_resemblance_goes_from_nothing_to_all() -> None:
    assert share(EARLIER, OTHER) == 0
    assert share(EARLIER, EARLIER.upper()) == 1
    assert 0.6 < share(EARLIER, EARLIER.replace("return to work", "sail again")) < 0.95
    assert share("", "") == 1
    assert share(EARLIER, "") == 0


def test_words_that_all_texts_have_do_not_count_by_themselves() -> None:
    assert share("the dog of the house in the sun", "the end of a day in june") < 0.2


@given(TEXTS, TEXTS)
def test_resemblance_is_a_share_and_the_same_both_ways(a: str, b: str) -> None:
    assert 0 <= share(a, b) <= 1
    assert share(a, b) == share(b, a)
