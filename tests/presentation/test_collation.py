"""A collation drawn: what is marked against what, pages, and ways to look."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import (
    BlockKind,
    Document,
    collate,
    collation_pairs,
    compare,
    parse_text,
)
from app.presentation import collation as drawing
from app.presentation.collation import (
    CellView,
    CollationPage,
    Mark,
    Standing,
    build_collation,
    percent,
)
from app.presentation.collation_look import CollationLook, read_collation_look
from tests.engine.texts import pairs

MONDAY = "The council will vote on the harbour bridge on Monday."
FRIDAY = "The council will vote on the harbour bridge on Friday."
FERRY = "A ferry sails at noon."
KEYS = ("1", "3", "5")


def drawn(*texts: str | Document, look: CollationLook | None = None) -> CollationPage:
    look = look or CollationLook()
    documents = [parse_text(text) if isinstance(text, str) else text for text in texts]
    wanted = collation_pairs(len(documents), look.base)
    made = {(a, b): compare(documents[a], documents[b]) for a, b in wanted}
    return build_collation(collate(made, look.base), made, look)


def standings(page: CollationPage) -> list[list[str]]:
    return [[cell.standing.value for cell in row.cells] for row in page.rows]


def marked(cell: CellView) -> list[tuple[str, str]]:
    """The text of each marked stretch, and what stands there instead."""
    return [(s.text, s.instead) for s in cell.stretches if s.mark is Mark.DIFFERS]


def test_cells_are_marked_against_the_base() -> None:
    (row,) = drawn(MONDAY, FRIDAY, MONDAY).rows

    assert [cell.standing for cell in row.cells] == ["base", "differs", "agrees"]
    assert marked(row.cells[1]) == [("Friday", "Monday")]
    assert not marked(row.cells[0])
    assert (row.forms, row.present, row.words) == (2, 3, "2 readings")


def test_another_column_can_be_the_base() -> None:
    (row,) = drawn(MONDAY, FRIDAY, MONDAY, look=CollationLook(base=1)).rows

    assert [cell.standing for cell in row.cells] == ["differs", "base", "differs"]
    assert marked(row.cells[2]) == [("Monday", "Friday")]


def test_or_what_most_have() -> None:
    (row,) = drawn(MONDAY, FRIDAY, FRIDAY, look=CollationLook(usual=True)).rows

    assert [cell.standing for cell in row.cells] == ["differs", "agrees", "agrees"]
    assert marked(row.cells[0]) == [("Monday", "Friday")]


def test_where_the_base_has_nothing_a_row_is_marked_against_what_most_others_have() -> None:
    page = drawn(FERRY, f"{FERRY}\n\n{FRIDAY}", f"{FERRY}\n\n{MONDAY}", f"{FERRY}\n\n{MONDAY}")

    assert standings(page) == [["base", *["agrees"] * 3], ["absent", *["extra"] * 3]]
    assert [marked(cell) for cell in page.rows[1].cells] == [[], [("Friday", "Monday")], [], []]
    assert page.rows[1].words == "2 readings, in 3 of 4"


def test_what_is_left_out_has_a_place_and_says_what_it_is() -> None:
    (row,) = drawn(MONDAY, MONDAY.replace(" harbour", ""), MONDAY).rows

    (stretch,) = [s for s in row.cells[1].stretches if s.mark is Mark.OMITTED]
    assert (stretch.text, stretch.instead) == ("", "harbour")


def test_much_that_stands_elsewhere_is_told_by_its_beginning() -> None:
    many = " ".join(f"word{n}" for n in range(100))
    (row,) = drawn(f"The ferry {many} sails at noon.", "The ferry sails at noon.", FERRY).rows

    (stretch,) = [s for s in row.cells[1].stretches if s.mark is Mark.OMITTED]
    assert stretch.instead.startswith("word0 word1")
    assert stretch.instead.endswith("…")
    assert len(stretch.instead) <= drawing.MOST_INSTEAD + 1


def test_a_cell_tells_the_change_of_its_comparison_with_the_base() -> None:
    page = drawn(f"{FERRY}\n\n{MONDAY}", f"{FERRY}\n\n{FRIDAY}", FERRY)

    assert [[cell.change for cell in row.cells] for row in page.rows] == [[0, 0, 0], [0, 1, 1]]


def test_where_a_paragraph_ends_inside_a_cell_it_is_said() -> None:
    whole = f"{MONDAY} The mayor of the town called the vote a mistake."
    apart = f"{MONDAY}\n\nThe mayor of the town called the vote a mistake."
    joined = MONDAY[:-1] + "; the mayor of the town called the vote a mistake."
    page = drawn(joined, apart, whole)

    (row,) = page.rows
    kinds = [[s.mark for s in cell.stretches if not s.text and not s.instead] for cell in row.cells]
    assert kinds == [[], [Mark.PARAGRAPH], []]


def test_a_heading_is_known_and_a_move_names_its_paragraph() -> None:
    heading = (BlockKind.HEADING, "Harbour news", 2)
    vote, ferry = (BlockKind.PARAGRAPH, MONDAY), (BlockKind.PARAGRAPH, FERRY)
    first = Document.of_blocks([heading, vote, ferry])
    moved = Document.of_blocks([ferry, heading, vote])
    page = drawn(first, moved, first)

    assert [cell.heading for cell in page.rows[0].cells] == [True] * 3
    (cell,) = [cell for row in page.rows for cell in row.cells if cell.moved]
    assert cell.paragraph == 1


def test_rows_are_counted_by_what_became_of_them() -> None:
    page = drawn(
        f"{FERRY}\n\n{MONDAY}", f"{FERRY}\n\n{FRIDAY}", f"{FERRY}\n\n{MONDAY}\n\nNew boats."
    )

    assert (page.agreed, page.varied, page.partial, page.total) == (1, 1, 1, 3)


def test_only_contested_rows_keep_their_numbers() -> None:
    look = CollationLook(contested=True)
    page = drawn(f"{FERRY}\n\n{MONDAY}", f"{FERRY}\n\n{FRIDAY}", f"{FERRY}\n\n{MONDAY}", look=look)

    assert [row.anchor for row in page.rows] == ["row-2"]
    assert page.total == 2


def test_a_long_table_comes_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_ROWS", 2)
    text = "\n\n".join(f"Boat {n} sails to harbour {n} at {n} o’clock." for n in range(1, 6))

    pages = [drawn(text, text, text, look=CollationLook(page=n)) for n in (1, 2, 3, 9)]

    assert [[row.number for row in page.rows] for page in pages] == [[1, 2], [3, 4], [5], [5]]
    assert {page.pages for page in pages} == {3}


def test_empty_texts_make_an_empty_table() -> None:
    page = drawn("", "", "")

    assert (page.rows, page.pages, page.total, page.percent) == ((), 1, 0, 0)


@pytest.mark.parametrize(
    ("share", "expected"), [(0, 0), (0.001, 1), (0.5, 50), (0.999, 99), (1, 100)]
)
def test_percents_are_0_and_100_only_for_nothing_and_all(share: float, expected: int) -> None:
    assert percent(share) == expected


@given(pairs, st.booleans())
def test_the_stretches_of_a_cell_are_its_text(texts: tuple[str, str], usual: bool) -> None:
    documents = [parse_text(text) for text in (*texts, texts[0])]
    made = {(a, b): compare(documents[a], documents[b]) for a, b in collation_pairs(3)}
    collation = collate(made)
    page = build_collation(collation, made, CollationLook(usual=usual))

    for row, view in zip(collation.rows, page.rows, strict=True):
        for cell, seen in zip(row.cells, view.cells, strict=True):
            text = "".join(s.text or " " * (s.mark is not Mark.OMITTED) for s in seen.stretches)
            assert text == cell.text
            assert (seen.standing is Standing.ABSENT) == (not cell.places)


def test_a_look_is_written_as_it_is_read() -> None:
    for look in (
        CollationLook(),
        CollationLook(base=2, contested=True, page=3),
        CollationLook(usual=True),
    ):
        query = dict(pair.split("=") for pair in look.query(KEYS).split("&") if pair)
        assert read_collation_look(query, KEYS) == (look, ())
    assert CollationLook().query(KEYS) == ""
    assert CollationLook(base=1).query(("a@1", "é@2")) == "base=%C3%A9@2"


def test_another_look_begins_at_the_first_page() -> None:
    assert CollationLook(page=4).having(contested=True) == CollationLook(contested=True)


def test_what_is_not_understood_is_said() -> None:
    look, unread = read_collation_look({"base": "2", "show": "none", "page": "-1"}, KEYS)

    assert look == CollationLook()
    assert len(unread) == 3
