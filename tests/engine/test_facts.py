"""The ledger: what became of numbers, dates, names, addresses and quotations."""

from __future__ import annotations

import pytest

from app.engine import Fact, Fate, Kind, compare_texts
from app.engine.record import mirrored

A = (
    "Marta Lind met the crews on Monday. “It is a fair deal,” said Marta Lind.\n\n"
    "The ferry costs £3.4 million and carries about 1,200 people to Port Ellery.\n\n"
    "“We were never asked,” Rut Berg said. See https://a.example/plan for the plan."
)


def _facts(old: str, new: str, a: str = A) -> list[tuple[Kind, Fate, str, str]]:
    assert old in a
    b = a.replace(old, new)
    comparison = compare_texts(a, b)
    for fact in comparison.facts:
        if fact.kind is not Kind.QUOTE:
            assert fact.a_span is None or a[slice(*fact.a_span)] == fact.a
            assert fact.b_span is None or b[slice(*fact.b_span)] == fact.b
    return [(fact.kind, fact.fate, fact.a, fact.b) for fact in comparison.facts]


@pytest.mark.parametrize(
    ("old", "new", "kind", "told_a", "told_b"),
    [
        ("1,200", "1,300", Kind.NUMBER, "about 1,200", "about 1,300"),
        ("about 1,200", "1,200", Kind.NUMBER, "about 1,200", "1,200"),
        ("£3.4 million", "£4.3m", Kind.NUMBER, "£3.4 million", "£4.3m"),
        ("£3.4", "€3.4", Kind.NUMBER, "£3.4 million", "€3.4 million"),
        ("Monday", "Tuesday", Kind.DATE, "Monday", "Tuesday"),
        ("Port Ellery", "Port Ellary", Kind.NAME, "Port Ellery", "Port Ellary"),
        ("Port Ellery", "North Skarn", Kind.NAME, "Port Ellery", "North Skarn"),
        ("a.example/plan", "b.example/plan", Kind.LINK,
         "https://a.example/plan", "https://b.example/plan"),
        ("fair deal", "good deal", Kind.QUOTE, "“It is a fair deal”", "“It is a good deal”"),
    ],
)  # fmt: skip
def test_what_was_altered(old: str, new: str, kind: Kind, told_a: str, told_b: str) -> None:
    assert _facts(old, new) == [(kind, Fate.ALTERED, told_a, told_b)]


@pytest.mark.parametrize(
    ("old", "new", "kind", "told"),
    [
        (" on Monday", "", Kind.DATE, "Monday"),
        (" to Port Ellery", "", Kind.NAME, "Port Ellery"),
        ("about 1,200 people", "many people", Kind.NUMBER, "about 1,200"),
        ("“We were never asked,” Rut Berg said.", "Rut Berg left.", Kind.QUOTE,
         "“We were never asked”"),
    ],
)  # fmt: skip
def test_what_went_and_came(old: str, new: str, kind: Kind, told: str) -> None:
    assert (kind, Fate.REMOVED, told, "") in _facts(old, new)
    a = A.replace(old, new)
    assert (kind, Fate.ADDED, "", told) in [
        (fact.kind, fact.fate, fact.a, fact.b) for fact in compare_texts(a, A).facts
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("about 1,200", "approximately 1200"),
        ("£3.4 million", "3.4 million pounds"),
        ("“It is a fair deal,” said", "'It is a fair deal,' said"),
        ("said Marta Lind", "said Lind"),
        ("said Marta Lind", "Marta Lind said"),
        ("Rut Berg said", "said Rut Berg"),
        ("met the crews", "saw the crews"),
    ],
)
def test_what_says_the_same(old: str, new: str) -> None:
    assert _facts(old, new) == []


def test_a_quotation_given_to_another_speaker_names_both() -> None:
    (fact,) = compare_texts(A, A.replace("said Marta Lind", "said Rut Berg")).facts
    assert (fact.kind, fact.fate) == (Kind.QUOTE, Fate.MOVED)
    assert (fact.speaker_a, fact.speaker_b) == ("Marta Lind", "Rut Berg")
    assert fact.a == fact.b == "“It is a fair deal”"


def test_the_edits_of_an_altered_quotation_are_in_its_own_words() -> None:
    (fact,) = compare_texts(A, A.replace("fair deal", "good deal")).facts
    assert [(fact.a[slice(*e.a)], fact.b[slice(*e.b)]) for e in fact.edits] == [("fair", "good")]


def test_a_quotation_over_paragraphs_has_edits_in_its_own_words() -> None:
    a = "Lind spoke.\n\n“We go home today.\n\n“We stay there tomorrow.”\n\nThen he left."
    (fact,) = compare_texts(a, a.replace("tomorrow", "on Friday")).facts[:1]
    assert fact.kind is Kind.QUOTE
    assert [(fact.a[slice(*e.a)], fact.b[slice(*e.b)]) for e in fact.edits] == [
        ("tomorrow", "on Friday")
    ]


def test_what_is_put_right_in_three_places_is_one_entry() -> None:
    text = "It took 14 hours.\n\nAll 14 hours were dark.\n\nThe 14 hours are over."
    assert _facts("14 hours", "15 hours", text) == [
        (Kind.NUMBER, Fate.ALTERED, "14 hours", "15 hours")
    ]


def test_what_moved_elsewhere_is_not_told() -> None:
    a = "The boat sank in 1994. It was blue.\n\nRut Berg saw it from the quay."
    b = "The boat sank. It was blue.\n\nRut Berg saw it in 1994 from the quay."
    assert compare_texts(a, b).facts == ()


@pytest.mark.parametrize("sign", ["-", "−", "minus "])
def test_a_sign_is_part_of_a_number(sign: str) -> None:
    a = f"At night it was {sign}5 °C in the harbour."
    (fact,) = compare_texts(a, a.replace(sign, "")).facts
    assert (fact.kind, fact.a, fact.b) == (Kind.NUMBER, f"{sign}5 °C", "5 °C")


def test_mirrored_twice_is_the_same() -> None:
    a, b = A, A.replace("fair deal", "good deal").replace("£3.4 million and ", "")
    facts = compare_texts(a, b).facts
    assert len(facts) == 2
    assert [mirrored(mirrored(fact)) for fact in facts] == list(facts)
    gone = Fact(Kind.CLAIM, Fate.HARDENED, "might", "", 3, (1, 6), None)
    assert mirrored(gone) == Fact(Kind.CLAIM, Fate.SOFTENED, "", "might", 3, None, (1, 6))
