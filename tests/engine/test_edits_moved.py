"""A phrase that moved inside its sentence is told as one move."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.engine import apply_to, compare_sentences, from_json, to_json
from app.engine.edits import diff_texts
from app.engine.model import Op
from tests.engine.texts import pairs


def moved(a: str, b: str) -> list[tuple[str, str]]:
    """What moved, as it went and as it came."""
    edits = diff_texts(a, b)
    return [
        (a[slice(*edit.a)], b[slice(*edits[edit.partner].b)])
        for edit in edits
        if edit.partner is not None and edit.op is Op.DELETE
    ]


MOVES = [
    (
        "The minister on Wednesday promised aid to the coast.",
        "The minister promised aid to the coast on Wednesday.",
        ("on Wednesday", "on Wednesday"),
    ),
    (
        "The minister on Wednesday promised aid to the coast.",
        "The minister pledged aid to the coast on Wednesday.",
        ("on Wednesday", "on Wednesday"),
    ),
    (
        "The crews met for an hour in the hall at last.",
        "At last the crews met for an hour in the hall.",
        ("at last", "At last"),
    ),
    (
        "They owed 12,500 crowns to the fishermen of the coast.",
        "They owed the fishermen of the coast 12,500 crowns.",
        ("12,500 crowns", "12,500 crowns"),
    ),
    (
        "Yesterday the band played all the old songs.",
        "The band played all the old songs yesterday.",
        ("Yesterday", "yesterday"),
    ),
]


@pytest.mark.parametrize(("a", "b", "phrase"), MOVES)
def test_a_phrase_that_moved_is_told(a: str, b: str, phrase: tuple[str, str]) -> None:
    assert moved(a, b) == [phrase]
    assert moved(b, a) == [phrase[::-1]]


def test_a_phrase_within_a_larger_change_is_an_edit_of_its_own() -> None:
    a = "The minister on Wednesday promised aid to the coast."
    b = "The minister pledged aid to the coast on Wednesday."
    edits = diff_texts(a, b)
    told = [(e.op.value, a[slice(*e.a)], b[slice(*e.b)], e.partner) for e in edits]
    assert told == [
        ("delete", "on Wednesday", "", 2),
        ("replace", "promised", "pledged", None),
        ("insert", "", "on Wednesday", 0),
    ]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("He sat in a hut and rowed to the isle.", "He sat and rowed to the isle, a hut."),
        ("of it all the mayor knew nothing", "the mayor knew nothing of it all"),
        ("The red barn by the old mill is ours.", "The barn by the old mill is ours, red."),
    ],
)
def test_little_words_and_short_ones_are_no_move(a: str, b: str) -> None:
    assert moved(a, b) == []


def test_a_date_is_never_cut_by_a_move() -> None:
    a = "On 4 May 2031 the old bridge over the harbour was closed."
    b = "The old bridge over the harbour was closed on 5 May 2031."
    edits = diff_texts(a, b)
    marked = [part for e in edits for part in (a[slice(*e.a)], b[slice(*e.b)])]
    assert [part for part in marked if "May" in part] == [
        "On 4 May 2031 the",
        "on 5 May 2031",
    ]


def test_signs_move_too() -> None:
    a, b = "会議は五月四日の午後に東京で開かれた。", "会議は東京で五月四日の午後に開かれた。"
    assert moved(a, b) == [("東京で", "東京で")]


@settings(max_examples=500, deadline=None)
@given(pairs)
def test_partners_name_each_other_and_say_the_same(texts: tuple[str, str]) -> None:
    a, b = (" ".join(text.split()) for text in texts)
    edits = diff_texts(a, b)
    for number, edit in enumerate(edits):
        if edit.partner is None:
            continue
        other = edits[edit.partner]
        assert other.partner == number
        assert {edit.op, other.op} == {Op.DELETE, Op.INSERT}
        gone, come = (edit, other) if edit.op is Op.DELETE else (other, edit)
        assert a[slice(*gone.a)].casefold().split() == b[slice(*come.b)].casefold().split() or (
            not a.isascii()
        )


def test_moves_are_in_the_json_and_come_back() -> None:
    a = ["The minister on Wednesday promised aid to the coast."]
    b = ["The minister pledged aid to the coast on Wednesday."]
    comparison = compare_sentences(a, b)
    data = to_json(comparison)
    (link,) = data["links"]
    assert [part.get("partner") for part in link["parts"]] == [2, None, 0]
    assert "partner" not in link["parts"][1]
    assert from_json(data).links[0].parts == comparison.links[0].parts
    assert apply_to(a[0], comparison) == b[0]
