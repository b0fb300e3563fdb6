"""What must hold of the links between any two texts."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from app.engine import Comparison, Options, Relation, apply_to, compare_sentences, compare_texts
from app.engine.alignment import SHORTEST_MOVE
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
def test_nothing_is_both_removed_and_added(texts: tuple[str, str]) -> None:
    """What stands on both sides is told as moved; words so short that they recur are noise."""
    comparison = compare_texts(*texts)
    alone: dict[Relation, set[str]] = {Relation.REMOVED: set(), Relation.ADDED: set()}
    for link in comparison.links:
        if link.relation in alone:
            side, places = (comparison.a, link.a) if link.a else (comparison.b, link.b)
            alone[link.relation].update(side.sentences[place].text for place in places)
    both = alone[Relation.REMOVED] & alone[Relation.ADDED]
    assert not {text for text in both if len(text) >= SHORTEST_MOVE}


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
