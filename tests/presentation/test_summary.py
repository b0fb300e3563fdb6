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
