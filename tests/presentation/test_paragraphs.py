"""Where a paragraph was divided, and where two were joined."""

from __future__ import annotations

import pytest

from app.engine import compare_texts
from app.presentation.look import Look
from app.presentation.page import Fold, Row
from app.presentation.rows import build_page

TITLE = "The harbour of Ellery"
NOON = "The boats left at noon."
CREWS = "The tired crews went home by bus."
MAYOR = "A mayor spoke to the waiting press."
RAIN = "Heavy rain fell on the old town."


def _notes(a: str, b: str) -> list[str]:
    """What is noted beside the rows of two texts under one title."""
    page = build_page(
        compare_texts(f"{TITLE}\n\n{a}", f"{TITLE}\n\n{b}"), Look(open=None, context=9)
    )
    rows = [
        row
        for item in page.items
        for row in (item.rows if isinstance(item, Fold) else (item,))
        if isinstance(row, Row)
    ]
    return [note.text for row in rows for note in (*row.a.notes, *row.b.notes)]


def test_a_paragraph_is_split_and_joined() -> None:
    whole, parts = f"{NOON} {CREWS}", f"{NOON}\n\n{CREWS}"
    assert _notes(whole, parts) == ["paragraph split in two"]
    assert _notes(parts, whole) == ["two paragraphs joined"]


def test_all_parts_are_counted() -> None:
    whole, parts = f"{NOON} {CREWS} {MAYOR}", f"{NOON}\n\n{CREWS}\n\n{MAYOR}"
    assert _notes(whole, parts) == ["paragraph split in three"]
    assert _notes(parts, whole) == ["three paragraphs joined"]


def test_a_border_that_went_elsewhere_is_a_split_and_a_join() -> None:
    a, b = f"{NOON} {CREWS}\n\n{MAYOR}", f"{NOON}\n\n{CREWS} {MAYOR}"
    assert _notes(a, b) == ["paragraph split in two", "two paragraphs joined"]


def test_edited_sentences_are_told_of_too() -> None:
    a, b = f"{NOON} {CREWS}", f"{NOON}\n\n{CREWS.replace('home', 'back home')}"
    assert _notes(a, b) == ["paragraph split in two"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (f"{NOON} {CREWS}", f"{NOON} {CREWS}"),
        (f"{NOON}\n\n{CREWS}", f"{NOON}\n\n{CREWS}"),
        (f"{NOON} {CREWS}", f"{NOON} {CREWS}\n\n{RAIN}"),
        (f"{NOON} {CREWS}", f"{NOON}\n\n{RAIN}"),
        (f"{NOON} {CREWS}", f"{NOON} {RAIN} {CREWS}"),
        (f"{NOON} {CREWS}", NOON),
        (f"{NOON} {CREWS}", f"{NOON}\n\n{RAIN}\n\n{CREWS}"),
    ],
    ids=["kept", "kept apart", "added after", "replaced", "added between", "removed", "parted"],
)
def test_nothing_is_told_where_no_border_came_or_went_between_neighbours(a: str, b: str) -> None:
    assert not [note for note in _notes(a, b) if "paragraph" in note]


def test_a_fold_says_that_paragraphs_in_it_were_divided() -> None:
    same = [f"{NOON} {CREWS}", "Nobody was hurt. All boats are back.", MAYOR, RAIN]
    a = "\n\n".join([TITLE, *same, "It ends."])
    b = a.replace("hurt. ", "hurt.\n\n") + " No more."
    labels = [
        item.label for item in build_page(compare_texts(a, b)).items if isinstance(item, Fold)
    ]
    assert labels == ["5 paragraphs the same, some of them split or joined"]
