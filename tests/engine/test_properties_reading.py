"""What must hold of how a comparison is read, and of its measures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Relation, compare_texts
from tests.engine.texts import anything, articles, pairs, thorough


@thorough
@given(st.one_of(articles(), anything))
def test_a_text_compared_with_itself_is_only_same(text: str) -> None:
    comparison = compare_texts(text, text)
    assert {link.relation for link in comparison.links} <= {Relation.SAME}
    assert not any(link.moved or link.edits for link in comparison.links)
    assert comparison.equal
    assert not comparison.facts


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
