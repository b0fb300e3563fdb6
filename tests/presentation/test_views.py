"""The ways to lay out a comparison, and what is left out of it."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings

from app.engine import Comparison, Relation, compare_texts
from app.presentation.categories import Category, categories
from app.presentation.look import Look, View
from app.presentation.page import BlockView, Cell, Fold, Mark, Page, Row, RowKind
from app.presentation.rows import build_page
from tests.engine.texts import pairs

A = """Harbour bridge may close

The council may close the bridge in May, its engineer said.

Some 1,200 people cross the bridge every day.

"It is safe for now," said the engineer.

Cyclists are asked to use the road bridge.

Traders fear for their summer. The ferry runs."""
B = """Harbour bridge to close

The council will close the bridge in May, its engineer said.

Some 1,500 people cross the bridge every day.

“It is safe for now,” said the engineer.

Cyclists are asked to use the road bridge.

The ferry runs. A meeting is called."""


def _page(look: Look, a: str = A, b: str = B) -> Page:
    return build_page(compare_texts(a, b), look)


def _rows(page: Page) -> list[Row]:
    rows: list[Row] = []
    for item in page.items:
        rows.extend(item.rows if isinstance(item, Fold) else [item])
    return rows


def _shown(cell: Cell) -> str:
    signs = {Mark.PLAIN: "{}", Mark.DELETED: "[-{}-]", Mark.INSERTED: "{{+{}+}}"}
    runs = [run for block in cell.blocks for part in block.parts for run in part.runs]
    return "".join(signs[run.mark].format(run.text) for run in runs)


def _labels(page: Page) -> list[str]:
    return [
        item.label if isinstance(item, Fold) else f"{item.kind} {item.changes}"
        for item in page.items
    ]


def _anchors(blocks: list[BlockView]) -> list[str]:
    own = [block.anchor for block in blocks if block.anchor]
    return own + [part.anchor for block in blocks for part in block.parts if part.anchor]


def test_one_column_has_both_texts_in_one_flow() -> None:
    rows = _rows(_page(Look(view=View.SINGLE)))
    assert [_shown(row.flow) for row in rows if row.flow] == [
        "Harbour bridge [-may-] {+to+} close",
        "The council [-may-] {+will+} close the bridge in May, its engineer said.",
        "Some [-1,200-] {+1,500+} people cross the bridge every day.",
        '[-"-]{+“+}It is safe for now,[-"-]{+”+} said the engineer.',
        "Cyclists are asked to use the road bridge.",
        "[-Traders fear for their summer.-] The ferry runs. {+A meeting is called.+}",
    ]
    assert all(row.a == row.b == Cell() for row in rows)


def test_what_moved_is_at_both_places_of_the_one_column() -> None:
    speech = "The mayor spoke for an hour.\n\nThe band played on."
    rain = "Then heavy rain fell on {} there."
    page = _page(
        Look(view=View.SINGLE),
        f"{speech}\n\n{rain.format('everyone')}",
        f"{rain.format('nobody')}\n\n{speech}",
    )
    here, *_, gone = _rows(page)
    assert here.flow
    assert gone.flow
    assert here.flow.notes[0].text == "moved from ¶ 3"
    assert _shown(here.flow) == "Then heavy rain fell on [-everyone-] {+nobody+} there."
    assert [(note.text, note.href) for note in gone.flow.notes] == [("moved to ¶ 1", "#change-1")]
    assert _anchors([*here.flow.blocks, *gone.flow.blocks]) == [
        "b-1",
        "a-3",
        "change-1",
        "change-1-from",
    ]


def test_a_sentence_that_moved_out_of_a_paragraph_is_told_where_it_stood() -> None:
    moved = "The old ferry left the harbour at nine with forty people on board."
    rest = "Nobody was hurt in the storm that night. The council met for an hour on Monday."
    last = "The school stayed shut until Thursday because of the snow."
    page = _page(
        Look(view=View.SINGLE), f"{rest} {moved}\n\n{last}", f"{moved}\n\n{rest}\n\n{last}"
    )
    phrases = [
        (run.mark, run.moved)
        for row in _rows(page)
        if row.flow
        for block in row.flow.blocks
        for part in block.parts
        for run in part.runs
        if run.text == moved
    ]
    assert phrases == [(Mark.PLAIN, ""), (Mark.DELETED, "moved to an earlier place")]


@settings(max_examples=300, deadline=None)
@given(pairs)
def test_the_one_column_has_b_to_the_letter_and_all_that_went(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    rows = _rows(build_page(comparison, Look(view=View.SINGLE, open=None)))
    side = _rows(build_page(comparison, Look(open=None)))
    for row, beside in zip(rows, side, strict=True):
        assert row.flow
        if row.kind in (RowKind.FURNITURE, RowKind.ONLY_A):
            continue
        runs = [r for block in row.flow.blocks for part in block.parts for r in part.runs]
        kept = "".join(run.text for run in runs if run.mark is not Mark.DELETED)
        assert "".join(kept.split()) == "".join("".join(b.text for b in beside.b.blocks).split())
    flows = [row.flow for row in rows if row.flow]
    assert _words_gone(comparison) <= _words_marked(flows)
    anchors = _anchors([block for flow in flows for block in flow.blocks])
    assert len(anchors) == len(set(anchors))
    assert {change.anchor for change in comparison.changes} <= set(anchors)


def _words_gone(comparison: Comparison) -> Counter[str]:
    removed = [link for link in comparison.placed if link.relation is Relation.REMOVED]
    return Counter(w for link in removed for w in comparison.a.joined(link.a).split())


def _words_marked(flows: list[Cell]) -> Counter[str]:
    return Counter(
        word
        for flow in flows
        for block in flow.blocks
        for part in block.parts
        for run in part.runs
        if run.mark is Mark.DELETED
        for word in run.text.split()
    )


def test_changes_only_folds_every_unchanged_row() -> None:
    assert _labels(_page(Look(view=View.CHANGES))) == [
        "changed (1,)",
        "changed (2,)",
        "changed (3,)",
        "changed (4,)",
        "1 paragraph the same",
        "changed (5, 6)",
    ]
    assert "same ()" in _labels(_page(Look(view=View.CHANGES, context=1)))


def test_one_text_alone_is_clean_and_each_paragraph_has_an_address() -> None:
    for view, text in ((View.A, A), (View.B, B)):
        page = _page(Look(view=view), b=f"{B}\n\nLeave a Reply")
        assert [block.text for block in page.clean] == text.split("\n\n")
        assert _anchors(list(page.clean)) == [f"{view}-{n}" for n in range(1, 7)]
        assert page.items == ()


def test_a_filter_folds_what_is_of_other_kinds_and_keeps_the_numbers() -> None:
    page = _page(Look(only=frozenset({Category.NUMBERS})))
    assert _labels(page) == [
        "2 changes of other kinds",
        "changed (3,)",
        "3 changes of other kinds, 1 paragraph the same",
    ]
    assert page.sorted.wanted == {3}
    assert page.changes == 6
    (first, last) = (item for item in page.items if isinstance(item, Fold))
    assert (first.changes, last.changes) == ((1, 2), (4, 5, 6))


def test_changes_of_other_kinds_in_a_row_that_is_shown_are_told_apart() -> None:
    page = _page(Look(only=frozenset({Category.ADDED})))
    (row,) = (row for row in _rows(page) if row.changes)
    assert (row.changes, row.others) == ((5, 6), (5,))


def test_a_passage_that_moved_is_shown_at_both_places_by_a_filter() -> None:
    speech = "The mayor spoke for an hour.\n\nThe band played on."
    rain = "Then heavy rain fell on everyone there."
    look = Look(only=frozenset({Category.MOVED}))
    page = _page(look, f"{speech}\n\n{rain}", f"{rain}\n\n{speech}\n\nThe end of it all came.")
    kinds = [row.kind for row in _rows(page) if row.kind is not RowKind.SAME]
    assert kinds == [RowKind.ONLY_B, RowKind.ONLY_A]


def test_hidden_typography_is_plain_text_and_stays_countable() -> None:
    page = _page(Look(hide=frozenset({Category.TYPOGRAPHY}), view=View.SINGLE))
    (row,) = (row for row in _rows(page) if row.flow and "safe" in _shown(row.flow))
    assert row.kind is RowKind.SAME
    assert row.flow
    assert _shown(row.flow) == "“It is safe for now,” said the engineer."
    assert page.sorted.hidden == {Category.TYPOGRAPHY: 1}
    assert page.sorted.counts[Category.TYPOGRAPHY] == 1
    assert 4 not in page.sorted.wanted


def test_hidden_typography_leaves_other_marks_of_its_sentence() -> None:
    look = Look(hide=frozenset({Category.TYPOGRAPHY}))
    a, b = 'The "old" boat left the quay at noon.', "The “old” boat left the port at noon."
    (row,) = _rows(_page(look, a, b))
    assert _shown(row.b) == "The “old” boat left the {+port+} at noon."
    assert row.changes == (1,)


@settings(max_examples=200, deadline=None)
@given(pairs)
def test_every_change_is_of_some_kind_and_in_sight_or_in_a_fold(texts: tuple[str, str]) -> None:
    comparison = compare_texts(*texts)
    found = categories(comparison)
    assert set(found) == {change.number for change in comparison.changes}
    assert all(found.values())
    page = build_page(comparison, Look(only=frozenset({Category.NUMBERS})))
    shown = {n for row in page.items if isinstance(row, Row) for n in (*row.changes, *row.away)}
    folded = {n for fold in page.items if isinstance(fold, Fold) for n in fold.changes}
    assert shown | folded == set(found)
    assert page.sorted.wanted <= shown


def test_in_one_column_both_pages_have_their_furniture_and_it_is_told_apart() -> None:
    a = "Boats\n\nThe boats sail at noon.\n\nLeave a Reply"
    b = "Boats\n\nThe boats sail at ten.\n\nShare this article"
    page = _page(Look(view=View.SINGLE, open=None), a, b)
    (fold,) = (item for item in page.items if isinstance(item, Fold))
    told = [(row.flow.text, row.flow.notes[0].text) for row in fold.rows if row.flow]
    assert told == [
        ("Leave a Reply", "on the earlier page"),
        ("Share this article", "on the later page"),
    ]
    assert fold.label == "2 passages of the page, not of the article"
