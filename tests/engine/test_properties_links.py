"""What must hold of the links between any two texts."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from app.engine import Comparison, Options, apply_to, compare_sentences, compare_texts
from tests.engine.texts import pairs, sentences, thorough


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
