"""A comparison in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Measures, compare_texts
from app.presentation.summary import count_in_words, headline, in_words, shares

PLAN = "The council met on Monday.\n\n“It is a fair deal,” Lind said.\n\nIt costs 4 million crowns."


@pytest.mark.parametrize(
    ("b", "expected"),
    [
        (PLAN, "nothing changed"),
        (PLAN.replace("fair deal", "good deal"), "one quotation altered"),
        (PLAN.replace("4 million", "5 million"), "one number changed"),
        (PLAN.replace("“", '"').replace("”", '"'), "typography only"),
        (PLAN.replace("met", "gathered"), "1 change"),
        (PLAN.replace("met", "gathered") + "\n\nThe mayor left early that day.", "2 changes"),
    ],
)
def test_headline(b: str, expected: str) -> None:
    assert headline(compare_texts(PLAN, b)) == expected


def test_in_words() -> None:
    lead, rest = in_words(compare_texts(PLAN, PLAN.replace("fair", "good").replace("4", "5")))
    assert lead == (
        "The only quotation no longer says the same: “It is a fair deal” became “It is a good "
        "deal”. “4 million crowns” became “5 million crowns”."
    )
    assert rest == "Two sentences were reworded; the rest is word for word the same."


REPORT = (
    "The council met on Monday.\n\n“It is a fair deal,” said Marta Lind. “We were never asked,” "
    "Rut Berg said.\n\nIt costs 4 million crowns. The ferry might return on Friday with 14 ships, "
    "police said.\n\nIt carries people to Port Ellery."
)


@pytest.mark.parametrize(
    ("old", "new", "short", "lead"),
    [
        ("Marta Lind", "Ola Venn", "one quotation given to another speaker",
         "“It is a fair deal” is now said by Ola Venn, not by Marta Lind."),
        ("never asked", "not asked", "one quotation altered",
         "One of the two quotations no longer says the same: “We were never asked” became “We were "
         "not asked”."),
        ("might", "will", "one claim hardened",
         "A claim has hardened: “might return on Friday” became “will return on Friday”."),
        ("carries", "does not carry", "one statement turned round",
         "A statement is now denied: “carries people to Port” became “does not carry people to "
         "Port”."),
        (", police said", "", "one source dropped", "A source was dropped: “police said”."),
        ("Monday", "Tuesday", "one date changed", "“Monday” became “Tuesday”."),
        ("Ellery", "Ellary", "one name changed", "“Port Ellery” became “Port Ellary”."),
        ("14", "16", "one number changed", "“14 ships” became “16 ships”."),
        (" with 14 ships", "", "1 change", "One number is gone."),
        (" to Port Ellery", " to Port Ellery and Tern Island", "1 change",
         "Named for the first time: Tern Island."),
        ("“It is a fair deal,” said Marta Lind. ", "", "one quotation removed",
         "One quotation is gone. No longer named: Marta Lind."),
    ],
)  # fmt: skip
def test_each_fact_is_told(old: str, new: str, short: str, lead: str) -> None:
    comparison = compare_texts(REPORT, REPORT.replace(old, new))
    assert headline(comparison) == short
    assert in_words(comparison)[0] == lead


def test_many_facts_are_told_in_a_few_sentences() -> None:
    b = REPORT
    for old, new in (
        ("fair", "good"),
        ("never", "not"),
        ("might", "will"),
        ("14", "15"),
        ("4 million", "5 million"),
        ("Monday", "Friday"),
    ):
        b = b.replace(old, new)
    assert in_words(compare_texts(REPORT, b))[0] == (
        "Neither of the two quotations says the same any longer, and a claim has hardened: “might "
        "return on Friday” became “will return on Friday”. “4 million crowns” became “5 million "
        "crowns”, “14 ships” became “15 ships” and one date changed."
    )


def test_a_value_that_runs_from_right_to_left_does_not_turn_the_sentence() -> None:
    a = "بلغ عدد التلاميذ 180 تلميذا في مدرسة القرية يوم الثلاثاء."
    lead, _ = in_words(compare_texts(a, a.replace("الثلاثاء", "الأربعاء")))
    assert lead == "\u2068“الثلاثاء”\u2069 became \u2068“الأربعاء”\u2069."


def test_nothing_changed() -> None:
    assert in_words(compare_texts(PLAN, PLAN))[0] == "Nothing changed."


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=4).filter(any))
def test_whole_percents_add_up(parts: list[int]) -> None:
    whole = sum(parts)
    measures = Measures(*(part / whole for part in parts), gone=0.0)
    assert sum(shares(measures)) == 100


def test_an_empty_text_has_no_shares() -> None:
    assert shares(compare_texts("A word.", "").measures) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no"), (1, "one"), (12, "twelve"), (1300, "1,300")]
)
def test_count_in_words(number: int, words: str) -> None:
    assert count_in_words(number) == words
