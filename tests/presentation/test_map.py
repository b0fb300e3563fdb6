"""The whole text at a glance."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.engine import compare_texts
from app.presentation.categories import Category, Sorted
from app.presentation.look import Look, View
from app.presentation.map import Band, Fate, bands
from app.presentation.page import BlockView, Fold, Row
from app.presentation.ranges import ranges
from app.presentation.rows import build_page
from tests.engine.texts import pairs

from .test_rows import A, B


def _bands(a: str = A, b: str = B, most: int = 400, view: View = View.SIDE) -> tuple[Band, ...]:
    comparison = compare_texts(a, b)
    return bands(comparison, Sorted.by(comparison, (), ()), view, most)


def test_a_band_says_what_happened_and_leads_there() -> None:
    found = [(band.fate, band.anchor, band.words) for band in _bands()]
    assert found[:3] == [
        (Fate.REWORDED, "change-1", "¶ 1: reworded, change 1"),
        (Fate.VERBATIM, "b-2", "¶ 2: the same"),
        (Fate.REWORDED, "change-2", "¶ 3: reworded, change 2"),
    ]
    assert found[-3:] == [
        (Fate.GONE, "change-3", "¶ 8: gone, change 3"),
        (Fate.NEW, "change-4", "¶ 8: new, change 4"),
        (Fate.FURNITURE, "", "of the page, not of the article"),
    ]


def test_a_passage_that_moved_is_on_the_map_at_both_places() -> None:
    first = "The harbour master counted forty boats on the quay before the storm came in."
    paragraphs = [f"Paragraph {word} tells of {word} alone." for word in "abcdefgh"]
    moved = _bands("\n\n".join([first, *paragraphs]), "\n\n".join([*paragraphs, first]))
    assert [band.anchor for band in moved if band.fate is Fate.MOVED] == [
        "change-1-from",
        "change-1",
    ]


def test_a_change_that_is_not_asked_for_is_marked_as_such() -> None:
    comparison = compare_texts(A, B)
    found = Sorted.by(comparison, (Category.NUMBERS,), ())
    wanted = {band.change for band in bands(comparison, found) if band.wanted and band.change}
    assert wanted == found.wanted


def test_a_long_text_has_no_more_bands_than_can_be_seen() -> None:
    few = _bands(most=3)
    assert 2 <= len(few) <= 4
    assert {band.anchor for band in few} <= {band.anchor for band in _bands()}
    assert few[0].words == "¶ 1-4: 2 changes"


@pytest.mark.parametrize("view", [View.A, View.B])
def test_one_text_alone_has_its_own_map(view: View) -> None:
    found = _bands(view=view)
    assert {band.fate for band in found} == {Fate.VERBATIM}
    assert found[0].anchor == f"{view}-1"


def test_nothing_has_no_map() -> None:
    assert _bands("", "") == ()


@settings(deadline=None, max_examples=60)
@given(pairs)
def test_the_bands_cover_the_whole_and_lead_to_what_is_there(pair: tuple[str, str]) -> None:
    comparison = compare_texts(*pair)
    page = build_page(comparison, Look(open=None))
    found = bands(comparison, page.sorted)
    at = 0.0
    for band in found:
        assert band.start == pytest.approx(at)
        assert band.size > 0
        at += band.size
    assert not found or at == pytest.approx(1)
    assert {band.anchor for band in found} <= {"", *_anchors(page.items)}


def _anchors(items: tuple[Row | Fold, ...]) -> set[str]:
    rows = [row for item in items for row in (item.rows if isinstance(item, Fold) else (item,))]
    blocks: list[BlockView] = [b for row in rows for cell in (row.a, row.b) for b in cell.blocks]
    return {b.anchor for b in blocks} | {part.anchor for b in blocks for part in b.parts}


def test_numbers_as_ranges() -> None:
    assert ranges([]) == ""
    assert ranges([5, 1, 2, 3, 3, 9, 10]) == "1-3,5,9-10"
