"""Long pages in portions: the same rows in the same order, each once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from app.engine import Comparison, compare_texts
from app.presentation.look import Look, View
from app.presentation.page import Fold, Row
from app.presentation.portions import (
    MOST_LETTERS,
    MOST_PORTIONS,
    MOST_ROWS,
    Portions,
    is_long,
    pointing,
    portions,
)
from app.presentation.rows import build_page
from tests.bench.prose import Writer, text_of

LOOKS = [
    Look(),
    Look(open=None),
    Look(open=frozenset({1, 3})),
    Look(view=View.SINGLE, open=None),
    Look(view=View.CHANGES),
    Look(view=View.A),
    Look(view=View.B),
]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Two texts of 150 KB, a tenth of their sentences changed."""
    writer = Writer(11, 3_000)
    paragraphs = writer.paragraphs(150_000)
    return compare_texts(text_of(paragraphs), text_of(writer.revised(paragraphs)))


@pytest.fixture(scope="module")
def unchanged() -> Comparison:
    """A text of 400 paragraphs with one word changed in its middle."""
    paragraphs = [f"Paragraph {number} is about the number {number}." for number in range(400)]
    changed = list(paragraphs)
    changed[200] = "Paragraph 200 is about the figure 200."
    return compare_texts("\n\n".join(paragraphs), "\n\n".join(changed))


def drawn(items: Sequence[Row | Fold]) -> Iterator[object]:
    """What is drawn of items, one by one: bars of folds, rows in them and rows."""
    for item in items:
        if isinstance(item, Row):
            yield item
            continue
        if not item.continued:
            yield item.number, item.label
        yield from item.rows


def of_all(cut: Portions) -> list[object]:
    """What is drawn of all portions, one after the other."""
    return [each for portion in cut.all for each in (*drawn(portion.items), *portion.clean)]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.query or "plain")
def test_the_portions_are_the_page(comparison: Comparison, look: Look) -> None:
    page = build_page(comparison, look)
    cut = portions(page)
    assert len(cut) > 1
    assert of_all(cut) == [*drawn(page.items), *page.clean]
    assert [portion.number for portion in cut.all] == list(range(1, len(cut) + 1))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.query or "plain")
def test_no_portion_is_large(comparison: Comparison, look: Look) -> None:
    for portion in portions(build_page(comparison, look)).all:
        rows = [each for each in drawn(portion.items) if isinstance(each, Row)]
        blocks = [
            block
            for row in rows
            for cell in ((row.flow,) if row.flow else (row.a, row.b))
            for block in cell.blocks
        ]
        assert len(rows) + len(portion.clean) <= MOST_ROWS
        assert sum(len(block.text) for block in (*blocks, *portion.clean)) <= MOST_LETTERS


def test_every_change_has_its_place(comparison: Comparison) -> None:
    for look in (Look(), Look(open=None), Look(view=View.SINGLE)):
        cut = portions(build_page(comparison, look))
        for change in comparison.changes:
            portion, said = cut.asked(f"of-change-{change.number}")
            assert not said
            anchors = {
                part.anchor
                for each in drawn(portion.items)
                if isinstance(each, Row)
                for cell in ((each.flow,) if each.flow else (each.a, each.b))
                for block in cell.blocks
                for part in block.parts
            }
            assert change.anchor in anchors
            assert portion.changes is not None


def test_what_is_folded_away_is_found_where_its_fold_is(unchanged: Comparison) -> None:
    cut = portions(build_page(unchanged))
    assert len(cut) == 1
    assert cut.asked("of-b-3") == (cut.all[0], "")
    assert cut.holding("fold-2") is cut.all[0]
    assert cut.holding("fold-3") is None


def test_a_long_fold_goes_on_in_the_next_portion(unchanged: Comparison) -> None:
    closed = build_page(unchanged)
    assert [item.long for item in closed.items if isinstance(item, Fold)] == [True, True]
    cut = portions(build_page(unchanged, Look(open=frozenset({1}))))
    pieces = [
        (item.number, item.continued)
        for portion in cut.all
        for item in portion.items
        if isinstance(item, Fold)
    ]
    assert pieces == [(1, False), (1, True), (1, True), (1, True), (2, False)]
    assert cut.asked("of-b-150")[0].number == 3
    assert cut.asked("of-fold-1")[0].number == 1


def test_a_short_fold_is_never_cut(comparison: Comparison) -> None:
    for portion in portions(build_page(comparison, Look(open=None))).all:
        for item in portion.items:
            assert not isinstance(item, Fold) or item.long or not item.continued


def test_a_short_page_is_one_portion_and_so_is_an_empty_one() -> None:
    for texts in (("One.", "Two."), ("", "")):
        for view in View:
            cut = portions(build_page(compare_texts(*texts), Look(view=view)))
            assert len(cut) == 1
            assert cut.asked("") == (cut.all[0], "")


def test_very_many_short_rows_make_no_more_portions_than_can_be_named() -> None:
    words = [f"word{number}" for number in range(9_000)]
    shuffled = random.Random(1).sample(words, len(words))
    cut = portions(build_page(compare_texts("\n\n".join(words), "\n\n".join(shuffled))))
    assert 100 < len(cut) <= MOST_PORTIONS


def test_a_row_longer_than_a_portion_is_one_by_itself() -> None:
    long = "many words " * (MOST_LETTERS // 10)
    page = build_page(compare_texts(f"One.\n\n{long}x.\n\nTwo.", f"Ona.\n\n{long}y.\n\nTwa."))
    cut = portions(page)
    assert [len(portion.items) for portion in cut.all] == [2, 1, 2]
    assert cut.all[1].extent > 100 * cut.all[0].extent
    assert is_long(page.items[2:3])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "number", "said"),
    [
        ("", 1, ""),
        ("2", 2, ""),
        ("999", 0, "There is no part 999: this is the last."),
        ("0", 1, "The part that this address asks for is not known"),
        ("-1", 1, "is not known"),
        ("of-<b>", 1, "is not known"),
        ("of-change-0", 1, "is not known"),
        ("of-change-99999", 0, "There is no change 99,999 here: near it is change"),
        ("of-fold-99999", 1, "The passage that this address asks for is not here."),
        ("of-change-1-from", 1, ""),
        ("9" * 5_000, 1, "is not known"),
    ],
)
def test_whatever_is_asked_for_something_is_shown(
    comparison: Comparison, part: str, number: int, said: str
) -> None:
    cut = portions(build_page(comparison))
    portion, told = cut.asked(part)
    assert portion is cut.all[number - 1]
    assert said in told
    assert bool(told) is bool(said)


def test_where_there_is_but_one_part_no_other_is_promised() -> None:
    cut = portions(build_page(compare_texts("The same.", "The same.")))
    assert cut.asked("2")[1] == "All of the text is shown here: it has no further parts."
    assert cut.asked("of-change-2")[1] == "There is no change 2 here."


def test_notes_lead_where_they_are_told() -> None:
    texts = ["The boat is at sea.", "The crew had bread and tea.", "Nobody knows the way home now."]
    page = build_page(
        compare_texts("\n\n".join(texts), "\n\n".join([texts[2], texts[0], texts[1]]))
    )
    pointed = [pointing(item, lambda anchor: f"/there#{anchor}") for item in page.items]
    notes = [
        note
        for item in pointed
        if isinstance(item, Row)
        for cell in (item.a, item.b)
        for note in cell.notes
    ]
    assert {note.href for note in notes if note.kind == "move"} == {
        "/there#change-1",
        "/there#change-1-from",
    }
