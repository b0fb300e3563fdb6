"""What must hold of a comparison turned round, and of one written down and read back."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

from hypothesis import given

from app.engine import Fact, Op, Relation, compare_texts, from_json, to_json
from app.engine.facts import find_facts
from app.engine.record import mirrored
from tests.engine.texts import pairs, reports, thorough

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
def test_json_gives_the_comparison_back(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    data = json.loads(json.dumps(to_json(comparison)))
    again = from_json(data)
    assert to_json(again) == to_json(comparison)
    assert again.reading == comparison.reading
    assert again.changes == comparison.changes
    assert again.facts == comparison.facts


@thorough
@given(reports)
def test_swapping_the_texts_turns_every_fact_round(texts: tuple[str, str]) -> None:
    a, b = texts
    forth, back = (
        find_facts(c.a, c.b, c.placed) for c in (compare_texts(a, b), compare_texts(b, a))
    )
    assert Counter(map(_linkless, back)) == Counter(_linkless(mirrored(fact)) for fact in forth)


def _linkless(fact: Fact) -> Fact:
    """A fact without the number of its link: links are counted as b is read."""
    return replace(fact, link=0)
