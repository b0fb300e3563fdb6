"""Edit spans are scored as the module says, on examples that were worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench.gold import EditedPair
from tests.bench.scoring import Count
from tests.bench.spans import (
    SpanEdit,
    difflib_chunks,
    difflib_words,
    labelled,
    ours,
    score_edited_pair,
)

A, B = "The old house.", "The new house again."
EDITS: list[dict[str, Any]] = [
    {"op": "substitute", "a": [4, 7], "b": [4, 7]},
    {"op": "substitute", "a": [8, 14], "b": [8, 20]},
]


def pair(a: str, b: str, *edits: dict[str, Any]) -> EditedPair:
    return EditedPair("example", a, b, edits)


def edit(a: tuple[int, int] | None, b: tuple[int, int] | None) -> SpanEdit:
    return SpanEdit((a,) if a else (), (b,) if b else ())


def test_chunks_and_words_cut_a_change_differently() -> None:
    assert list(difflib_chunks(A, B)) == [edit((4, 14), (4, 20))]
    assert list(difflib_words(A, B)) == [edit((4, 7), (4, 7)), edit(None, (14, 19))]


def test_the_core_leaves_out_what_hangs_on_a_word() -> None:
    score = score_edited_pair(pair(A, B, *EDITS), difflib_words)
    assert score.exact == Count(found=2, right=1, wanted=2)
    assert score.core == Count(found=2, right=2, wanted=2)
    assert score.characters == Count(found=3 + 3 + 5, right=11, wanted=3 + 3 + 6 + 11)


def test_white_space_at_the_ends_of_spans_counts_for_nothing() -> None:
    labels = {"op": "insert", "a": None, "b": [4, 9]}
    score = score_edited_pair(
        pair("The end.", "The near end.", labels), lambda a, b: [edit((4, 4), (3, 8))]
    )
    assert score.exact == Count(1, 1, 1)
    assert score.characters == Count(4, 4, 4)


def test_a_replacement_with_nothing_on_one_side_is_a_delete() -> None:
    labels = {"op": "substitute", "a": [0, 3], "b": [0, 0]}
    score = score_edited_pair(pair("The end", "end", labels), lambda a, b: [edit((0, 4), None)])
    assert score.exact == Count(1, 1, 1)


def test_a_move_is_a_delete_and_an_insert() -> None:
    found = labelled(pair("x y", "y x", {"op": "move", "a": [0, 1], "b": [2, 3]}))
    assert list(found) == [edit((0, 1), None), edit(None, (2, 3))]


def test_a_structure_counts_as_its_parts() -> None:
    structure = {
        "op": "structure",
        "a": None,
        "b": None,
        "a_spans": [],
        "b_spans": [],
        "composite": [
            {"op": "substitution", "a_spans": [[0, 1]], "b_spans": [[0, 1]]},
            {"op": "deletion", "a_spans": [[2, 3]], "b_spans": []},
        ],
    }
    assert list(labelled(pair("x y", "z", structure))) == [edit((0, 1), (0, 1)), edit((2, 3), None)]


@pytest.mark.parametrize(
    ("spans_b", "count"), [([[0, 1], [2, 3]], 2), ([[0, 1]], 1)], ids=["as many", "not as many"]
)
def test_pieces_are_paired_when_there_are_as_many(spans_b: list[list[int]], count: int) -> None:
    several = {"op": "substitute", "a": None, "b": None, "a_spans": [[0, 1], [2, 3]]}
    found = list(labelled(pair("x y", "v w", several | {"b_spans": spans_b})))
    assert len(found) == count


def test_spans_beyond_the_text_end_with_it() -> None:
    labels = {"op": "substitute", "a": [0, 99], "b": [0, 99]}
    score = score_edited_pair(pair("one", "two", labels), lambda a, b: [edit((0, 3), (0, 3))])
    assert score.exact == Count(1, 1, 1)


def test_a_sentence_mark_is_white_space() -> None:
    score = score_edited_pair(pair("One. Two.", "One. || Two."), difflib_chunks)
    assert score.exact == Count(0, 0, 0)


def test_the_engine_gives_one_edit_for_one_word() -> None:
    assert list(ours(A, "The new house.")) == [edit((4, 7), (4, 7))]


def test_what_the_engine_does_not_link_is_deleted_and_inserted() -> None:
    a, b = "Nobody was hurt.", "Ferries sail again from Tuesday morning on."
    assert set(ours(a, b)) == {edit((0, len(a)), None), edit(None, (0, len(b)))}
