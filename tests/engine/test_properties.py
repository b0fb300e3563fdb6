"""What must hold for any two texts."""

from __future__ import annotations

import json

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.engine import (
    Comparison,
    Op,
    Options,
    Relation,
    apply_to,
    compare_sentences,
    compare_texts,
    from_json,
    rebuild,
    to_json,
)
from app.engine.matchkey import match_key
from tests.engine.texts import anything, articles, pairs, sentences

thorough = settings(max_examples=2000, deadline=None)


def _covered_once(comparison: Comparison) -> None:
    assert sorted(i for link in comparison.links for i in link.a) == list(
        range(len(comparison.a.sentences))
    )
    assert sorted(j for link in comparison.links for j in link.b) == list(
        range(len(comparison.b.sentences))
    )


@thorough
@given(pairs)
@example(("", "a"))
@example(("A b.\n\nA b.", "A b."))
def test_links_cover_every_sentence_once(texts: tuple[str, str]) -> None:
    _covered_once(compare_texts(*texts))


@thorough
@given(pairs)
def test_both_texts_can_be_rebuilt_and_a_becomes_b(texts: tuple[str, str]) -> None:
    a, b = texts
    comparison = compare_texts(a, b)
    assert rebuild(comparison.a) == a
    assert rebuild(comparison.b) == b
    assert apply_to(a, comparison) == b


@thorough
@given(st.one_of(articles(), anything))
def test_a_text_compared_with_itself_is_only_same(text: str) -> None:
    comparison = compare_texts(text, text)
    assert {link.relation for link in comparison.links} <= {Relation.SAME}
    assert not any(link.moved or link.edits for link in comparison.links)
    assert comparison.equal


_SWAPPED = {
    Relation.SPLIT: Relation.MERGED,
    Relation.MERGED: Relation.SPLIT,
    Relation.REMOVED: Relation.ADDED,
    Relation.ADDED: Relation.REMOVED,
}
_SWAPPED_OP = {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT}


@thorough
@given(pairs)
def test_swapping_keeps_the_links_and_swaps_insert_and_delete(texts: tuple[str, str]) -> None:
    a, b = texts
    forth, back = compare_texts(a, b), compare_texts(b, a)
    expected = {
        (
            link.b,
            link.a,
            _SWAPPED.get(link.relation, link.relation),
            link.moved,
            tuple((_SWAPPED_OP.get(e.op, e.op), e.b, e.a, e.kind) for e in link.edits),
        )
        for link in forth.links
    }
    found = {
        (
            link.a,
            link.b,
            link.relation,
            link.moved,
            tuple((e.op, e.a, e.b, e.kind) for e in link.edits),
        )
        for link in back.links
    }
    assert found == expected


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


@thorough
@given(pairs)
def test_measures_add_up(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    m = comparison.measures
    assert all(0 <= share <= 1 for share in (m.verbatim, m.reworded, m.moved, m.new, m.gone))
    whole = 1 if comparison.b.sentences else 0
    assert m.verbatim + m.reworded + m.moved + m.new == pytest.approx(whole)


@thorough
@given(pairs)
def test_json_gives_the_comparison_back(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    data = json.loads(json.dumps(to_json(comparison)))
    again = from_json(data)
    assert to_json(again) == to_json(comparison)
    assert again.reading == comparison.reading
    assert again.changes == comparison.changes


@thorough
@given(pairs)
def test_every_block_is_read_once(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    seen_a: list[int] = []
    seen_b: list[int] = []
    for part in comparison.reading:
        if hasattr(part, "count"):
            seen_a.extend(range(part.a, part.a + part.count))
            seen_b.extend(range(part.b, part.b + part.count))
        else:
            seen_a.extend(part.a)
            seen_b.extend(part.b)
    assert seen_a == list(range(len(comparison.a.document.blocks)))
    assert seen_b == list(range(len(comparison.b.document.blocks)))


@thorough
@given(st.lists(sentences, max_size=12), st.lists(sentences, max_size=12))
def test_sentences_are_taken_as_given(a: list[str], b: list[str]) -> None:
    comparison = compare_sentences(a, b)
    assert [s.text for s in comparison.a.sentences] == a
    assert [s.text for s in comparison.b.sentences] == b
    _covered_once(comparison)


@thorough
@given(pairs)
def test_a_bound_on_work_changes_nothing_of_all_this(texts: tuple[str, str]) -> None:
    a, b = texts
    comparison = compare_texts(a, b, Options(max_cells=4))
    _covered_once(comparison)
    assert apply_to(a, comparison) == b
    again = compare_texts(b, a, Options(max_cells=4))
    assert {(link.b, link.a) for link in again.links} == {
        (link.a, link.b) for link in comparison.links
    }
