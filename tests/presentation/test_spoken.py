"""What who hears the page is told of a row."""

from __future__ import annotations

import pytest

from app.engine import compare_texts
from app.presentation.rows import build_page


def spoken(a: str, b: str) -> list[str]:
    rows = [item for item in build_page(compare_texts(a, b)).items if hasattr(item, "spoken")]
    return [row.spoken for row in rows if row.spoken]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (
            "The mayor promised a new bridge on Monday.",
            "The mayor pledged a new bridge on Monday.",
            "reworded: “promised” replaced by “pledged”",
        ),
        (
            "The mayor promised a bridge on Monday.",
            "The mayor promised a new bridge on Monday.",
            "reworded: “new” added",
        ),
        ("The mayor left. The hall is shut.", "The hall is shut.", "removed"),
    ],
)
def test_a_row_is_told(a: str, b: str, expected: str) -> None:
    assert spoken(a, b) == [expected]


def test_many_changes_are_counted() -> None:
    a = "The old mayor of the port promised a wide bridge over the quiet river by next spring."
    b = "The new mayor of the town promised a long bridge over the wild river by this spring."
    (told,) = spoken(a, b)

    assert told == ("reworded: “old” replaced by “new”, “port” replaced by “town”, and three more")
