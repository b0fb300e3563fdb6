from __future__ import annotations

import pytest
from hypothesis import given

from app.engine import Comparison, Document, Fate, compare_texts
from app.export.script import Paragraph, script
from tests.engine.golden import Case, read_cases
from tests.engine.texts import pairs, thorough


def taken(paragraphs: tuple[Paragraph, ...], fate: Fate) -> list[str]:
    """The blocks of one text: what was kept, and what has this fate."""
    blocks, text = [], ""
    for paragraph in paragraphs:
        text += "".join(s.text for s in paragraph.steps if s.fate in (Fate.KEPT, fate))
        if paragraph.fate in (Fate.KEPT, fate):
            blocks.append(text)
            text = ""
    assert not text
    return blocks


def blocks(document: Document) -> list[str]:
    return [document.text_of(block).replace("\0", "\ufffd") for block in document.blocks]


def assert_gives_both(comparison: Comparison) -> None:
    made = script(comparison)
    assert taken(made, Fate.REMOVED) == blocks(comparison.a.document)
    assert taken(made, Fate.ADDED) == blocks(comparison.b.document)


def drawn(a: str, b: str) -> str:
    signs = {Fate.KEPT: "", Fate.REMOVED: "-", Fate.ADDED: "+"}
    text = ""
    for paragraph in script(compare_texts(a, b)):
        for step in paragraph.steps:
            number = f"{step.move}:" if step.move else ""
            sign = signs[step.fate]
            text += f"[{sign}{number}{step.text}]" if sign else step.text
        text += f"{signs[paragraph.fate]}¶"
    return text


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_every_golden_case_gives_both_texts(case: Case) -> None:
    assert_gives_both(compare_texts(case.a, case.b))


@thorough
@given(pairs)
def test_any_two_texts_can_be_had_back(pair: tuple[str, str]) -> None:
    assert_gives_both(compare_texts(*pair))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("The boat left.", "The boat left.", "The boat left.¶"),
        (
            "The boat left at nine on Monday.",
            "The boat left at ten on Monday.",
            "The boat left at [-nine][+ten] on Monday.¶",
        ),
        (
            "The boat left.\n\nNobody waved at the harbour.\n\nRain fell all night long.",
            "The boat left.\n\nRain fell all night long.",
            "The boat left.¶[-Nobody waved at the harbour.]-¶Rain fell all night long.¶",
        ),
        (
            "The boat left the harbour. Rain fell all night long.",
            "The boat left the harbour.\n\nRain fell all night long.",
            "The boat left the harbour.[- ]+¶Rain fell all night long.¶",
        ),
    ],
    ids=["the same", "a word", "a paragraph removed", "a paragraph split"],
)
def test_a_script_reads_like_tracked_changes(a: str, b: str, expected: str) -> None:
    assert drawn(a, b) == expected


def test_what_moved_has_one_number_in_both_places() -> None:
    a = (
        "The ferry to Port Ellery sails at nine.\n\nThe council met on Monday evening.\n\n"
        "Tickets for the summer cost four crowns."
    )
    first, second, third = a.split("\n\n")
    made = drawn(a, "\n\n".join((third, first, second)))
    assert f"[+1:{third}]" in made
    assert f"[-1:{third}]" in made
    assert f"{first}¶{second}¶" in made


def test_a_character_that_marks_nothing_does_not_break_the_script() -> None:
    assert drawn("A b.\n\nC d.", "").replace("¶", "") == "[-A b.]-[-C d.]-"
    assert drawn("", "") == ""
