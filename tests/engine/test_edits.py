"""What changed between two texts, word by word, as a reader would put it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import apply_to, compare_sentences
from app.engine.edits import diff_texts
from app.engine.model import Edit, Kind, Op
from app.engine.sequences import Work
from app.engine.tokens import tokenise
from tests.engine.texts import anything, sentences


def shown(a: str, b: str) -> list[tuple[str, str]]:
    """The edits as (what went, what came)."""
    return [(a[slice(*e.a)], b[slice(*e.b)]) for e in diff_texts(a, b)]


WHOLE = [
    ("He pushed the plan.", "He pressed the plan.", [("pushed", "pressed")]),
    ("Il pousse le plan !", "Il porte le projet !", [("pousse", "porte"), ("plan", "projet")]),
    ("He left . Boats came.", "He stayed. Boats came.", [("left", "stayed")]),
    ("It costs £1,200.50 now.", "It costs £1,300.50 now.", [("£1,200.50", "£1,300.50")]),
    ("The price is -5 a day.", "The price is 5 a day.", [("-5", "5")]),
    ("On 4 May 2031 it rained.", "On 5 May 2031 it rained.", [("4 May 2031", "5 May 2031")]),
    ("On May 4, 2031, it rained.", "On May 4, 2032, it rained.", [("May 4, 2031", "May 4, 2032")]),
    ("会議は4 May 2031、", "会議は5 May 2031、", [("4 May 2031", "5 May 2031")]),
    ("at 07:40 on Monday", "at 08:40 on Monday", [("07:40", "08:40")]),
    ("the 1914–18 war", "the 1914–19 war", [("1914–18", "1914–19")]),
    ("1\u00a0200 boats", "1\u00a0300 boats", [("1\u00a0200", "1\u00a0300")]),
    (
        "See https://a.example/x?y=1, please.",
        "See https://a.example/x?y=2, please.",
        [("https://a.example/x?y=1", "https://a.example/x?y=2")],
    ),
    ("Mail a.b@c.example.", "Mail a.c@c.example.", [("a.b@c.example", "a.c@c.example")]),
    ("the U.S. army", "the U.K. army", [("U.S.", "U.K.")]),
    ("the U.S., he said", "the US, he said", [("U.S.", "US")]),
    ("a well-known man", "a known man", [("well-known", "known")]),
    ("They don't go.", "They do go.", [("don't", "do")]),
    ("Family 👩‍👩‍👧 here", "Family 👩‍👩‍👦 here", [("👩‍👩‍👧", "👩‍👩‍👦")]),
    ("la cafe\u0301 noir", "la café noire", [("cafe\u0301", "café"), ("noir", "noire")]),
]


@pytest.mark.parametrize(("a", "b", "edits"), WHOLE, ids=[case[0][:20] for case in WHOLE])
def test_no_edit_begins_inside_a_word_a_number_or_an_address(
    a: str, b: str, edits: list[tuple[str, str]]
) -> None:
    assert shown(a, b) == edits


FINE = [
    ("He waited, then left.", "He waited, then ran.", [("left", "ran")]),
    ("“It was fair,” she said.", "“It was just,” she said.", [("fair", "just")]),
    ("He came, saw and won.", "He came saw, and won.", [(",", ""), ("", ",")]),
    ("The tower was old.", "The tower, in ruins, was old.", [("", ", in ruins,")]),
    ("Prices rose, and rents.", "Prices rose and rents.", [(",", "")]),
    ("He is here", "He is (I think) here", [("", "(I think)")]),
    ("again—but late", "again—and late", [("but", "and")]),
    ("a 10-year-old boy", "a 12-year-old boy", [("10", "12")]),
    ("3.5% of all", "4.5% of all", [("3.5", "4.5")]),
    ("one two three", "four five six", [("one two three", "four five six")]),
    ("word", "word.", [("", ".")]),
    ("", "All of it.", [("", "All of it.")]),
    ("x  y", "x y", []),
]


@pytest.mark.parametrize(("a", "b", "edits"), FINE, ids=[case[0][:20] for case in FINE])
def test_edits_are_as_fine_as_they_can_be(a: str, b: str, edits: list[tuple[str, str]]) -> None:
    assert shown(a, b) == edits
    assert shown(b, a) == [(new, old) for old, new in edits]


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [
        ("東京で会議が開かれた。", "大阪で会議が開かれた。", [("東京", "大阪")]),
        ("会議は5月4日に開く。", "会議は5月14日に開く。", [("5月4日", "5月14日")]),
        ("他说完了。", "他说了。", [("完", "")]),
        ("น้ำมาก", "น้ำน้อย", [("มาก", "น้อย")]),
        ("हिन्दी भाषा है", "हिन्दी बोली है", [("भाषा", "बोली")]),
        ("قال الوزير نعم", "قال الوزير لا", [("نعم", "لا")]),
    ],
)
def test_every_script_has_its_own_words_or_signs(
    a: str, b: str, edits: list[tuple[str, str]]
) -> None:
    assert shown(a, b) == edits


def test_long_words_are_kept_rather_than_little_ones() -> None:
    """Either "of the" or "harbour" can stay in line; a reader wants the harbour."""
    a, b = "of the harbour", "harbour of the"
    assert shown(a, b) == [("of the", ""), ("", "of the")]


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [
        ("He said “no” twice.", 'He said "no" twice.', [("“", '"'), ("”", '"')]),
        ("He waited… and left.", "He waited... and left.", [("…", "...")]),
        ("It’s – so they say – late.", "It's — so they say — late.", None),
    ],
)
def test_typography_has_edits_of_its_kind(
    a: str, b: str, edits: list[tuple[str, str]] | None
) -> None:
    found = diff_texts(a, b)
    assert found
    assert {edit.kind for edit in found} == {Kind.TYPOGRAPHY}
    if edits is not None:
        assert shown(a, b) == edits


def test_an_insertion_in_a_text_of_one_word_has_its_place() -> None:
    (edit,) = diff_texts("Boats", "Boats sail")
    assert edit == Edit(Op.INSERT, (5, 5), (6, 10))


@settings(max_examples=1000, deadline=None)
@given(st.one_of(st.tuples(sentences, sentences), st.tuples(anything, anything)))
def test_no_edit_cuts_a_token(texts: tuple[str, str]) -> None:
    a, b = texts
    edits = diff_texts(a, b)
    for text, spans in ((a, [edit.a for edit in edits]), (b, [edit.b for edit in edits])):
        borders = {0, len(text)}
        borders.update(place for token in tokenise(text) for place in (token.start, token.stop))
        cut = [span for span in spans if span[0] < span[1] and not borders.issuperset(span)]
        assert not cut, [text[slice(*span)] for span in cut]


def test_a_stretch_too_long_to_compare_is_told_and_still_true() -> None:
    signs = "一二三四五六七八九十"
    a = "".join(signs[n * n % 10] for n in range(4000))
    b = "".join(signs[n * 7 % 10] for n in range(4000))
    work = Work()
    diff_texts(a, b, work)
    assert work.refused
    comparison = compare_sentences([a], [b])
    assert apply_to(a, comparison) == b
    if len(comparison.links) == 1:
        assert comparison.degraded


def test_what_one_pair_spends_the_next_has_not() -> None:
    a = " ".join(["to be", "or not"] * 60)
    b = " ".join(["or be", "not to"] * 60)
    alone, together, refused = Work(), Work(cells=100_000), []
    diff_texts(a, b, alone)
    for _ in range(3):
        diff_texts(a, b, together)
        refused.append(together.refused)
    assert alone.refused == refused[0] == 0
    assert refused[-1] > 0


def test_a_long_line_that_was_edited_here_and_there_is_compared_to_the_end() -> None:
    dice = random.Random(7)
    signs = [chr(0x4E00 + dice.randrange(300)) for _ in range(9000)]
    edited = list(signs)
    for place in range(100, 9000, 500):
        edited[place] = "々"
    work = Work()
    edits = diff_texts("".join(signs), "".join(edited), work)
    assert not work.refused
    assert [edit.op for edit in edits] == [Op.REPLACE] * 18
