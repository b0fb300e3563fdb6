"""The rows of a comparison page."""

from __future__ import annotations

from hypothesis import given, settings

from app.engine import KeptRun, compare_texts
from app.presentation.look import Look, View
from app.presentation.page import Cell, Fold, Mark, Page, Row, RowKind
from app.presentation.rows import build_page
from tests.engine.texts import pairs

A = """Island ferry may sail on Friday

The crews met on Monday.

Some 1,200 travellers are stranded in Port Ellery.

Fuel was flown in.

Bread was flown in.

Milk was flown in.

Tea was flown in.

The union warned of another strike."""
B = """Island ferry to sail on Friday

The crews met on Monday.

About 2,000 travellers are stranded in Port Ellery.

Fuel was flown in.

Bread was flown in.

Milk was flown in.

Tea was flown in.

The first boat leaves at six.

Leave a Reply"""


def _page(a: str = A, b: str = B, look: Look | None = None) -> Page:
    return build_page(compare_texts(a, b), look)


def _rows(page: Page) -> list[Row]:
    return [item for item in page.items if isinstance(item, Row)]


def _marked(cell: Cell, mark: Mark) -> list[str]:
    return [
        run.text
        for block in cell.blocks
        for part in block.parts
        for run in part.runs
        if run.mark is mark
    ]


def test_rows_face_each_other_and_unchanged_stretches_are_folded() -> None:
    shown = [item.label if isinstance(item, Fold) else item.kind.value for item in _page().items]
    assert shown == [
        "changed",
        "same",
        "changed",
        "same",
        "2 paragraphs the same",
        "same",
        "only-a",
        "only-b",
        "1 passage of the page, not of the article",
    ]


def test_whole_words_are_marked() -> None:
    row = _rows(_page())[2]
    assert _marked(row.a, Mark.DELETED) == ["Some 1,200"]
    assert _marked(row.b, Mark.INSERTED) == ["About 2,000"]


def test_changes_are_numbered_and_anchored_once() -> None:
    page = _page()
    assert page.changes == 4
    assert [row.changes for row in _rows(page) if row.changes] == [(1,), (2,), (3,), (4,)]
    anchors = [
        part.anchor
        for row in _rows(page)
        for cell in (row.a, row.b)
        for block in cell.blocks
        for part in block.parts
        if part.anchor
    ]
    assert anchors == ["change-1", "change-2", "change-3", "change-4"]


def test_a_fold_opens_by_its_number() -> None:
    closed, open_ = _page(), _page(look=Look(open=frozenset({1})))
    first = next(item for item in closed.items if isinstance(item, Fold))
    assert (first.open, first.rows) == (False, ())
    again = next(item for item in open_.items if isinstance(item, Fold))
    assert [row.a.blocks[0].text for row in again.rows] == [
        "Bread was flown in.",
        "Milk was flown in.",
    ]
    assert again.holds == (5, 6)


def test_all_folds_open() -> None:
    assert all(item.rows for item in _page(look=Look(open=None)).items if isinstance(item, Fold))


def test_a_sentence_that_moved_among_others_is_marked() -> None:
    camp, farm, water = (
        "Two campsites were cleared.",
        "Farmers drove cattle up.",
        "Water will fall.",
    )
    a, b = f"{camp} {farm} {water}", f"{farm} {camp} {water}"
    (row,) = _rows(_page(a, b))
    for cell in (row.a, row.b):
        (block,) = cell.blocks
        assert ["".join(run.text for run in part.runs) for part in block.parts if part.moved] == [
            farm
        ]
        assert [note.text for note in cell.notes] == ["moved within the paragraph"]
    (row,) = _rows(_page(a, b, look=Look(view=View.SINGLE)))
    assert row.flow
    (drawn,) = row.flow.blocks
    assert [part.runs[0].text for part in drawn.parts if part.moved] == [farm]
    assert [note.text for note in row.flow.notes] == ["moved within the paragraph"]


def test_of_several_that_moved_in_a_paragraph_each_is_told_by_its_number() -> None:
    camp, farm, water, road = (
        "Two campsites beside the river were cleared at noon.",
        "Farmers drove their cattle up to the higher meadows.",
        "The water is expected to fall on Sunday evening.",
        "Only the northern road into the valley is open.",
    )
    a, b = f"{camp} {farm} {water} {road}", f"{farm} {camp} {road} {water}"
    (row,) = _rows(_page(a, b))
    told = ["change 1 moved within the paragraph", "change 2 moved within the paragraph"]
    for cell in (row.a, row.b):
        assert [note.text for note in cell.notes] == told
        assert len({note.href for note in cell.notes}) == 2


def test_what_moved_is_told_on_both_sides() -> None:
    speech = "The mayor spoke for an hour.\n\nThe band played."
    rain = "Then heavy rain fell on everyone there."
    a, b = f"{speech}\n\n{rain}", f"{rain}\n\n{speech}"
    page = _page(a, b)
    notes = [(note.text, note.href) for row in _rows(page) for note in (*row.a.notes, *row.b.notes)]
    assert notes == [("moved from ¶ 3", "#change-1-from"), ("moved to ¶ 1", "#change-1")]
    anchors = {
        part.anchor
        for row in _rows(page)
        for cell in (row.a, row.b)
        for block in cell.blocks
        for part in block.parts
    }
    assert {"change-1", "change-1-from"} <= anchors


def test_a_rewritten_sentence_is_one_replacement() -> None:
    a = "The board shut the smelter, and many of the workers learnt it from the radio at home."
    b = "Most staff, who heard by phone that owners had chosen to close it, were stunned and angry."
    comparison = compare_texts(f"One.\n\n{a}", f"One.\n\n{b}")
    rows = _rows(build_page(comparison))
    assert all(len(_marked(row.a, Mark.DELETED)) <= 1 for row in rows)


def test_small_words_between_changes_are_marked_with_them() -> None:
    a = "Boats of the old line left for the far isles in heavy rain after the long delay on Monday."
    b = "Ships of the new firm sailed for the near ports in bright sun after the short stop Friday."
    (row,) = _rows(_page(a, b))
    assert "of" not in _marked(row.b, Mark.PLAIN)
    assert len(_marked(row.b, Mark.INSERTED)) < 5


@settings(max_examples=500, deadline=None)
@given(pairs)
def test_every_letter_of_both_texts_is_on_the_page_once(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    page = build_page(comparison, Look(open=None))
    rows: list[Row] = []
    for item in page.items:
        rows.extend(item.rows if isinstance(item, Fold) else [item])
    for side, cells in ((comparison.a, [r.a for r in rows]), (comparison.b, [r.b for r in rows])):
        shown = [block.text for cell in cells for block in cell.blocks]
        assert shown == [side.block_text(k) for k in range(len(side.document.blocks))]


@settings(max_examples=500, deadline=None)
@given(pairs)
def test_every_change_has_one_anchor_and_rows_say_what_they_are(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    page = build_page(comparison)
    anchors = [
        part.anchor
        for row in _rows(page)
        for cell in (row.a, row.b)
        for block in cell.blocks
        for part in block.parts
        if part.anchor and not part.anchor.endswith("-from")
    ]
    assert sorted(anchors) == sorted(change.anchor for change in comparison.changes)
    for row in _rows(page):
        assert bool(row.spoken) == (row.kind not in (RowKind.SAME, RowKind.FURNITURE))


def test_kept_blocks_are_drawn_without_being_cut() -> None:
    text = "\n\n".join(f"Paragraph {n} says this. And that." for n in range(2000))
    comparison = compare_texts(text, text + "\n\nThe end came.")
    build_page(comparison, Look(open=None))
    assert isinstance(comparison.reading[0], KeptRun)
    assert comparison.a._cut == {}
