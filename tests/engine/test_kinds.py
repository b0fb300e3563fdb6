"""Why an edit matters."""

from __future__ import annotations

import pytest

from app.engine import Kind, compare_texts

LINE = (
    "“It’s fair,” Marta Lind said of the 5 % that crews might get on Monday in the centre of Kiev."
)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("fair", "good", [Kind.QUOTE]),
        ("5 %", "6 %", [Kind.NUMBER]),
        ("5 %", "5", [Kind.NUMBER]),
        ("Monday", "Tuesday", [Kind.DATE]),
        ("Lind", "Lynd", [Kind.NAME]),
        ("might", "will", [Kind.CLAIM]),
        ("Kiev", "Kyiv", [Kind.SPELLING]),
        ("centre", "center", [Kind.SPELLING]),
        ("centre", "centre's", [Kind.WORDING]),
        ("crews", "sailors", [Kind.WORDING]),
        ("“It’s fair,”", '"It\'s fair,"', [Kind.TYPOGRAPHY] * 2),
        ("centre of", "centre  of", []),
    ],
)
def test_the_kind_of_an_edit(old: str, new: str, kinds: list[Kind]) -> None:
    links = compare_texts(LINE, LINE.replace(old, new)).placed
    assert [edit.kind for link in links for edit in link.edits] == kinds


def test_the_weightiest_kind_is_told() -> None:
    a, b = "He said “we pay 5 crowns” today.", "He said “we pay 6 crowns” today."
    (link,) = compare_texts(a, b).placed
    assert [edit.kind for edit in link.edits] == [Kind.QUOTE]
