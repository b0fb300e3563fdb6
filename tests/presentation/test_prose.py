"""The woven text: b as it reads, with what went from a where it stood."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import compare_texts
from app.presentation.page import Mark
from app.presentation.prose import Paragraph, Sign, weave, woven


def shown(paragraph: Paragraph) -> str:
    """The text of a paragraph, what went in [] and what came in {}."""
    marks = {Mark.PLAIN: "{}", Mark.DELETED: "[{}]", Mark.INSERTED: "{{{}}}"}
    return "".join(marks[run.mark].format(run.text) for run in paragraph.runs)


def prose(a: str, b: str) -> list[tuple[str, str, str]]:
    """Each paragraph's sign, text and note."""
    return [(p.sign.value, shown(p), p.note) for p in woven(compare_texts(a, b))]


def test_a_word_that_changed_stands_beside_what_it_became() -> None:
    assert prose("The boats leave at noon.", "The boats sail at noon.") == [
        ("~", "The boats [leave] {sail} at noon.", "")
    ]


def test_what_only_went_is_spaced_as_it_was() -> None:
    assert prose("The four boats leave at noon.", "The boats leave at noon.") == [
        ("~", "The [four] boats leave at noon.", "")
    ]
    assert prose("The boats leave, they say, at noon.", "The boats leave at noon.") == [
        ("~", "The boats leave[, they say,] at noon.", "")
    ]
    assert prose("The boats leave at noon today.", "The boats leave at noon.") == [
        ("~", "The boats leave at noon [today].", "")
    ]


def test_paragraphs_on_one_side_only_stand_alone() -> None:
    kept = "Crews return to work on Friday after nine days."
    assert prose(
        f"{kept}\n\nFuel was flown in by the army on Tuesday.",
        f"{kept}\n\nTravellers waited at Port Ellery with their bags.",
    ) == [
        ("=", "", "1 paragraph the same"),
        ("-", "[Fuel was flown in by the army on Tuesday.]", ""),
        ("+", "{Travellers waited at Port Ellery with their bags.}", ""),
    ]


def test_sentences_of_one_paragraph_stay_together() -> None:
    a = "The crews return on Friday. The boats leave at noon. Fares stay as they are."
    b = "The crews return on Friday. The boats sail at noon. Fares stay as they are."
    assert prose(a, b) == [
        (
            "~",
            "The crews return on Friday. The boats [leave] {sail} at noon. Fares stay as they are.",
            "",
        )
    ]


def test_a_moved_paragraph_is_told_in_both_places() -> None:
    first = "Fuel and bread were flown to the outer islands by the army on Tuesday morning."
    others = (
        "Crews of the island ferries return to work on Friday, their union said.",
        "Some twelve hundred travellers have waited at Port Ellery since the boats stopped.",
        "The operator said that the first sailing is kept for patients and for the post.",
    )
    found = prose("\n\n".join((first, *others)), "\n\n".join((*others, first)))
    assert found == [
        ("<", "", "moved to ¶ 4: Fuel and bread were flown to the outer …"),
        ("=", "", "3 paragraphs the same"),
        (">", first, "moved from ¶ 1"),
    ]


def test_a_split_sentence_is_told() -> None:
    found = prose(
        "The crews return to work on Friday, and the boats leave Port Ellery at noon.",
        "The crews return to work on Friday. The boats leave Port Ellery at noon.",
    )
    assert [(sign, note) for sign, _, note in found] == [("~", "split into two sentences")]


def test_furniture_is_counted_and_not_shown() -> None:
    found = prose("The boats leave at noon.", "The boats sail at noon.\n\nLeave a Reply")
    assert found[-1] == (".", "", "1 passage of the page, not of the article")


def test_the_numbers_of_the_changes_are_given() -> None:
    a = "The boats leave at noon. Fares stay as they are now."
    b = "The boats sail at noon. Fares stay as they were then."
    (paragraph,) = woven(compare_texts(a, b))
    assert paragraph.changes == (1, 2)
    assert paragraph.sign is Sign.CHANGED


WORDS = st.lists(
    st.sampled_from(["the", "boat", "boats,", "sails", "“noon”", "12", "a", "é", "船", "."]),
    min_size=1,
    max_size=14,
).map(" ".join)


@settings(max_examples=500, deadline=None)
@given(WORDS, WORDS)
def test_without_what_went_the_woven_text_is_b(a: str, b: str) -> None:
    comparison = compare_texts(a, b)
    for link in comparison.placed:
        text_a, text_b = comparison.a.joined(link.a), comparison.b.joined(link.b)
        runs = weave(text_a, text_b, link.edits)
        if link.a and link.b:
            stays = "".join(run.text for run in runs if run.mark is not Mark.DELETED)
            assert "".join(stays.split()) == "".join(text_b.split())
            assert all(run.text in text_a for run in runs if run.mark is Mark.DELETED)
            assert not any("  " in run.text for run in runs)
