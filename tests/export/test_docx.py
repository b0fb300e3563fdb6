"""Word documents with tracked changes: by a reader of our own, by ours, and by LibreOffice."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from app.engine import BlockKind, Comparison, Document, Side, compare, compare_texts
from app.export.docx import docx
from app.ingest import Hints, Tracked, read
from tests.engine.golden import Case, read_cases
from tests.engine.texts import pairs, thorough

from .about import ABOUT, HASH_A, HASH_B
from .office import settle_all
from .tracked import W, body_of, settled

_UNFIT = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def texts(side: Side) -> list[str]:
    """The blocks as a document can hold them; one without any has an empty paragraph."""
    document = side.document
    found = [document.text_of(block) for block in document.blocks] or [""]
    return [_UNFIT.sub("\ufffd", re.sub(r"\r\n?", "\n", text)) for text in found]


def assert_gives_both(comparison: Comparison) -> None:
    data = docx(comparison, ABOUT)
    assert settled(data, accepted=False) == texts(comparison.a)
    assert settled(data, accepted=True) == texts(comparison.b)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_every_golden_case_gives_both_texts(case: Case) -> None:
    assert_gives_both(compare_texts(case.a, case.b))


@thorough
@given(pairs)
def test_any_two_texts_can_be_had_back(pair: tuple[str, str]) -> None:
    assert_gives_both(compare_texts(*pair))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("One stays here.", "One stays here.\n\nTwo is new."),
        ("One stays here.\n\nTwo goes.\n\nThree goes.", "One stays here."),
        ("One stays here.\n\nTwo goes away.", "One stays here.\n\nQuite another end."),
        ("All of it.\n\nGoes.", ""),
        ("", "All of it.\n\nIs new."),
        ("", ""),
        ("Not a word of it.", "Stays the same at all.\n\nNor here."),
        ("Tabs\tand\x01more", "Tabs\tand\x02more \U0001f6a2"),
    ],
)
def test_the_last_mark_is_never_tracked(a: str, b: str) -> None:
    comparison = compare_texts(a, b)
    assert_gives_both(comparison)
    *_, last = body_of(docx(comparison, ABOUT)).iter(f"{W}p")
    assert not last.findall(f"{W}pPr/{W}rPr")


def test_libreoffice_gives_both_texts(tmp_path: Path) -> None:
    """All golden cases at once: it takes a while to start."""
    compared = {case.name: compare_texts(case.a, case.b) for case in read_cases()}
    files = {name: docx(comparison, ABOUT) for name, comparison in compared.items()}
    for accepted in (True, False):
        settled_there = settle_all(files, tmp_path / str(accepted), accepted=accepted)
        for name, comparison in compared.items():
            side = comparison.b if accepted else comparison.a
            body = body_of(settled_there[name])
            assert not list(body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")), name
            assert settled(settled_there[name], accepted=True) == texts(side), name


def test_our_own_reader_gives_both_texts() -> None:
    a = "Boats to sail\n\nThe boats sail on Friday, the clerk said.\n\nTea was flown in."
    b = "Boats to sail\n\nThe boats sail on Sunday.\n\nNobody waved at them.\n\nTea was flown in."
    comparison = compare_texts(a, b)
    data = docx(comparison, ABOUT)
    for tracked, text in ((Tracked.ORIGINAL, a), (Tracked.ACCEPTED, b)):
        found = read(data, "boats.docx", Hints(tracked=tracked))
        assert [found.text_of(block) for block in found.blocks] == text.split("\n\n")


def test_a_move_is_told_as_one() -> None:
    parts = ["The ferry to Port Ellery sails at nine.", "The council met on Monday evening.",
             "Tickets for the summer cost four crowns."]  # fmt: skip
    comparison = compare_texts("\n\n".join(parts), "\n\n".join((parts[2], *parts[:2])))
    body = body_of(docx(comparison, ABOUT))
    for name in ("moveFrom", "moveTo"):
        (moved,) = body.iter(f"{W}{name}")
        assert "".join(moved.itertext()) == parts[2]
        (start,) = body.iter(f"{W}{name}RangeStart")
        (end,) = body.iter(f"{W}{name}RangeEnd")
        assert start.get(f"{W}name") == "move1"
        assert start.get(f"{W}id") == end.get(f"{W}id")
        assert start.getnext() is moved
        assert moved.getnext() is end


def test_every_change_has_a_number_of_its_own_and_says_when() -> None:
    body = body_of(docx(compare_texts("Boats sail on Friday.", "Boats sail on Sunday."), ABOUT))
    changes = list(body.iter(f"{W}ins", f"{W}del"))
    assert len({change.get(f"{W}id") for change in changes}) == len(changes) == 2
    assert {change.get(f"{W}date") for change in changes} == {"2026-05-05T07:15:00Z"}
    assert {change.get(f"{W}author") for change in changes} == {"Recension"}


def test_headings_and_items_have_their_styles() -> None:
    document = Document.of_blocks(
        [(BlockKind.HEADING, "Times", 2), (BlockKind.ITEM, "First: six", 2),
         (BlockKind.QUOTATION, "A fair offer."), (BlockKind.CAPTION, "The boat.")]
    )  # fmt: skip
    data = docx(compare(document, document), ABOUT)
    found = read(data, "a.docx")
    kinds = [(block.kind, block.level) for block in found.blocks]
    assert kinds == [(block.kind, block.level) for block in document.blocks]


def test_right_to_left_is_set_so() -> None:
    body = body_of(docx(compare_texts("عادت العبارات أمس.", "عادت العبارات اليوم."), ABOUT))
    (paragraph,) = body.iter(f"{W}p")
    assert paragraph.find(f"{W}pPr/{W}bidi") is not None
    assert all(run.find(f"{W}rPr/{W}rtl") is not None for run in paragraph.iter(f"{W}r")
               if "".join(run.itertext()).strip(" ."))  # fmt: skip


def test_the_footer_tells_what_was_compared() -> None:
    hostile = replace(ABOUT, a=replace(ABOUT.a, label="<w:p/>\x01&amp;"), title="<dc:x/>")
    data = docx(compare_texts("Boats sail.", "Boats sail."), hostile)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
        footer = "".join(etree.fromstring(archive.read("word/footer.xml")).itertext())
        core = archive.read("docProps/core.xml").decode()
    for told in ("<w:p/>\ufffd&amp;", HASH_A, HASH_B, "4 May 2026, 06:40 UTC", ABOUT.address):
        assert told in footer
    assert "<dc:title>&lt;dc:x/&gt;</dc:title>" in core


def test_the_same_comparison_gives_the_same_bytes() -> None:
    comparison = compare_texts("Boats sail on Friday.", "Boats sail on Sunday.")
    assert docx(comparison, ABOUT) == docx(comparison, ABOUT)
