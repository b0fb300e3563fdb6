from __future__ import annotations

import csv
import io

import pytest

from app.engine import Comparison, compare_texts
from app.export.table import COLUMNS, table

from .about import ABOUT


def rows(comparison: Comparison) -> list[dict[str, str]]:
    data = table(comparison, ABOUT)
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n") or "\n" in text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_change_is_a_row() -> None:
    a = "Boats\n\nSome 1,200 people waited for hours in the port.\n\nNobody waved, at all, to them."
    b = "Boats\n\nSome 2,000 people waited for hours in the port.\n\nTea was flown in from afar."
    first, *rest = rows(compare_texts(a, b))
    assert tuple(first) == COLUMNS
    assert first["number"] == "1"
    assert first["kinds"] == "number"
    assert first["relation"] == "edited"
    assert first["moved"] == "no"
    assert first["text a"] == "Some 1,200 people waited for hours in the port."
    assert first["text b"] == "Some 2,000 people waited for hours in the port."
    assert (first["place a"], first["place b"]) == ("2", "2")
    assert 0 < float(first["similarity"]) < 1
    assert first["facts"] == "number: Some 1,200 → Some 2,000"
    assert first["address"] == f"{ABOUT.address}#change-1"
    gone, new = rest
    assert (gone["relation"], gone["text b"], gone["place b"]) == ("removed", "", "")
    assert (new["relation"], new["text a"], new["similarity"]) == ("added", "", "")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1 for it", "-1 for it", "@SUM(A1)", "\u3000=1", "＝cmd", '=HYPERLINK("x")']
)
def test_a_text_is_never_a_formula(text: str) -> None:
    (row,) = rows(compare_texts("", f"{text} and so on."))
    assert row["text b"].startswith("'")
    assert row["text b"].endswith("and so on.")


def test_the_same_texts_have_a_head_and_no_rows() -> None:
    assert rows(compare_texts("The same.", "The same.")) == []
