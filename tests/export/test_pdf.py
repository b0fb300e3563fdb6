"""PDFs, read back by a library that knows nothing of how they were made."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from app.engine import Comparison, compare_texts
from app.export.about import About
from app.export.pdf import pdf, pdf_columns
from app.presentation.look import Look, View
from app.presentation.page import Fold, Mark
from app.presentation.rows import build_page
from tests.engine.golden import read_cases

from .about import ABOUT, HASH_A, HASH_B

Make = Callable[[Comparison, About], bytes]

A = """Boats to sail

The boats may sail on Friday, the clerk said. Some 1,200 people wait.

Nobody waved at the harbour.

The council met on Monday evening in the old hall."""
B = """Boats to sail again

The boats will sail on Sunday, the clerk said. Some 1,400 people wait.

The council met on Monday evening in the old hall.

Tea was flown in."""

both = pytest.mark.parametrize("make", [pdf, pdf_columns])


def squeezed(text: str) -> str:
    """A text without what a page may break or leave out: spaces, and marks of no shape."""
    return re.sub(r"[\s\u00ad\u200b\u2066-\u2069\ufffe]+", "", text)


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def marked(comparison: Comparison, view: View) -> list[str]:
    """Every stretch that the page marks."""
    items = build_page(comparison, Look(view=view, open=None)).items
    shown = [item.rows if isinstance(item, Fold) else (item,) for item in items]
    rows = [row for rows in shown for row in rows]
    cells = [cell for row in rows for cell in (row.a, row.b, row.flow) if cell]
    runs = [
        run for cell in cells for block in cell.blocks for part in block.parts for run in part.runs
    ]
    return [run.text for run in runs if run.mark is not Mark.PLAIN]


@both
def test_it_tells_what_was_compared_and_every_change(make: Make) -> None:
    comparison = compare_texts(A, B)
    found = squeezed(text_of(make(comparison, ABOUT)))
    origin = ("Version 1 · wire", "captured 4 May 2026, 06:40 UTC", "published 4 May 2026")
    for told in (ABOUT.title, ABOUT.address, HASH_A, HASH_B, *origin, "Page 1 of 1"):
        assert squeezed(told) in found
    view = View.SINGLE if make is pdf else View.SIDE
    changes = marked(comparison, view)
    assert len(changes) > 6
    for change in changes:
        assert squeezed(change) in found, change


@pytest.mark.parametrize("name", ["02", "16", "42", "47", "71", "76", "78", "85", "88", "99"])
def test_golden_cases_are_in_it_with_every_change(name: str) -> None:
    case = next(case for case in read_cases() if case.name.startswith(f"{name}-"))
    comparison = compare_texts(case.a, case.b)
    for make, view in ((pdf, View.SINGLE), (pdf_columns, View.SIDE)):
        found = squeezed(text_of(make(comparison, ABOUT)))
        for change in marked(comparison, view):
            assert squeezed(change) in found, change


@both
def test_it_is_tagged_and_made_for_archives(make: Make) -> None:
    data = make(compare_texts(A, B), ABOUT)
    assert b"/StructTreeRoot" in data
    assert b"/MarkInfo" in data
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    document = pypdfium2.PdfDocument(data)
    try:
        assert document.is_tagged()
        assert document.get_metadata_dict()["Title"] == ABOUT.title
        assert document.get_metadata_dict()["CreationDate"].startswith("D:20260505071500")
        outline = [item.get_title() for item in document.get_toc()]
        width, height = document[0].get_size()
    finally:
        document.close()
    assert outline[0] == ABOUT.title
    assert (round(width), round(height)) == (595, 842)


@pytest.mark.parametrize("name", ["89", "90", "91", "92", "93", "94", "95"])
def test_every_script_of_the_cases_can_be_shown(name: str) -> None:
    case = next(case for case in read_cases() if case.name.startswith(f"{name}-"))
    data = pdf(compare_texts(case.a, case.b), ABOUT)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert "can show" not in text_of(data)


def test_what_no_font_can_show_is_told() -> None:
    text = text_of(pdf(compare_texts("A \U00013080 b.", "A \U00013081 b \ue000."), ABOUT))
    told = " ".join(text.split())
    assert "No font on the machine that made this file can show some characters" in told
    for code in ("U+13080", "U+13081"):
        assert code in told


@both
def test_nothing_in_a_text_is_markup(make: Make) -> None:
    hostile = '#panic() *b* $x$ `c` @ref <label> // no \\ #import "x": * = ['
    about = replace(ABOUT, title=hostile, a=replace(ABOUT.a, label=hostile))
    found = squeezed(text_of(make(compare_texts(hostile, f"{hostile} #eval(1)"), about)))
    assert found.count(squeezed(hostile)) >= 3
    assert squeezed("#eval(1)") in found


@both
@pytest.mark.parametrize(("a", "b"), [("", ""), ("", "A text."), ("x" * 300, "y" * 300)])
def test_odd_texts_are_set_all_the_same(make: Make, a: str, b: str) -> None:
    found = squeezed(text_of(make(compare_texts(a, b), replace(ABOUT, title=""))))
    assert HASH_A in found
    assert squeezed(a) in found
    assert squeezed(b) in found


def test_the_same_comparison_gives_the_same_bytes() -> None:
    about = replace(
        ABOUT, b=replace(ABOUT.b, captured=datetime(2026, 5, 5, 1, 2, 3, 4, tzinfo=UTC))
    )
    comparison = compare_texts(A, B)
    assert pdf(comparison, about) == pdf(comparison, about)
