"""What must hold of the edits between any two texts."""

from __future__ import annotations

import regex
from hypothesis import given

from app.engine import apply_to, compare_texts, rebuild
from app.engine.matchkey import match_key
from tests.engine.texts import pairs, thorough


@thorough
@given(pairs)
def test_both_texts_can_be_rebuilt_and_a_becomes_b(texts: tuple[str, str]) -> None:
    a, b = texts
    comparison = compare_texts(a, b)
    assert rebuild(comparison.a) == a
    assert rebuild(comparison.b) == b
    assert apply_to(a, comparison) == b


@thorough
@given(pairs)
def test_edits_are_in_order_and_whole_words(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    for link in comparison.links:
        sides = (
            comparison.a.joined([comparison.a.place(i) for i in link.a]),
            comparison.b.joined([comparison.b.place(j) for j in link.b]),
        )
        ends = [0, 0]
        for edit in link.edits:
            for side, (text, (start, end)) in enumerate(zip(sides, (edit.a, edit.b), strict=True)):
                assert ends[side] <= start <= end <= len(text)
                assert text[start:end] == text[start:end].strip()
                if start < end:
                    assert not _inside_a_word(text, start), (text, start)
                    assert not _inside_a_word(text, end), (text, end)
                ends[side] = end


_WORD_LETTER = regex.compile(r"[a-zA-Z0-9ß-ÿ]")


def _inside_a_word(text: str, place: int) -> bool:
    return (
        0 < place < len(text)
        and bool(_WORD_LETTER.match(text[place - 1]))
        and bool(_WORD_LETTER.match(text[place]))
    )


@thorough
@given(pairs)
def test_what_lies_between_edits_is_equal(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    for link in comparison.placed:
        if not (link.a and link.b):
            continue
        a, b = comparison.a.joined(link.a), comparison.b.joined(link.b)
        at_a = at_b = 0
        for edit in (*link.edits, None):
            stop_a, stop_b = (edit.a[0], edit.b[0]) if edit else (len(a), len(b))
            kept_a, kept_b = a[at_a:stop_a], b[at_b:stop_b]
            assert match_key(kept_a).replace(" ", "") == match_key(kept_b).replace(" ", "")
            if edit:
                at_a, at_b = edit.a[1], edit.b[1]
