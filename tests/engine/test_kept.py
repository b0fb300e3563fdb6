"""What stands on both sides."""

from __future__ import annotations

from app.engine import Fate, Kind, compare_texts, kept_facts

A = (
    "Marta Lind met the crews on 4 May. “It is a fair deal,” said Marta Lind.\n\n"
    "The ferry carries 1,200 people to Port Ellery. “Never again,” said Lind of 1,200 people.\n\n"
    "“We were never asked,” Rut Berg said. See https://a.example/plan for the plan."
)


def _kept(b: str, *kinds: Kind) -> list[tuple[str, str]]:
    return [(fact.a, fact.b) for fact in kept_facts(compare_texts(A, b), kinds or tuple(Kind))]


def test_of_a_text_and_itself_all_is_kept_each_once() -> None:
    assert [a for a, _ in _kept(A)] == [
        "“It is a fair deal”",
        "“Never again”",
        "“We were never asked”",
        "1,200",
        "4 May",
        "Marta Lind",
        "Port Ellery",
        "Rut Berg",
        "https://a.example/plan",
    ]


def test_what_is_written_otherwise_is_kept() -> None:
    b = A.replace("4 May", "May 4").replace("1,200", "1200").replace("“It is", '"It is')
    assert ("4 May", "May 4") in _kept(b, Kind.DATE)
    assert ("1,200", "1200") in _kept(b, Kind.NUMBER)


def test_only_the_kinds_asked_for() -> None:
    comparison = compare_texts(A, A)
    assert {fact.kind for fact in kept_facts(comparison, [Kind.DATE])} == {Kind.DATE}
    assert kept_facts(comparison, []) == ()


def test_what_was_altered_or_given_away_is_not_kept() -> None:
    assert len(_kept(A.replace("fair", "good"), Kind.QUOTE)) == 2
    assert len(_kept(A.replace("Rut Berg said", "said Ola Venn"), Kind.QUOTE)) == 2
    assert _kept(A.replace("1,200", "1,300"), Kind.NUMBER) == []


def test_what_is_told_to_be_gone_is_not_called_kept_as_well() -> None:
    comparison = compare_texts("£3.4m io. 3 was ", "3.4 million pound was")
    gone = [fact.a for fact in comparison.facts if fact.fate is Fate.REMOVED]
    assert gone == ["£3.4m"]
    assert kept_facts(comparison, [Kind.NUMBER]) == ()


def test_of_two_equal_quotations_the_one_that_stays_is_kept() -> None:
    a = "“Never again,” said Rut Berg at noon.\n\nThe crews went home, and it rained all day."
    b = a.replace("and it rained", "and “never again” was heard, and it rained")
    comparison = compare_texts(a, b)
    (added,) = [fact for fact in comparison.facts if fact.kind is Kind.QUOTE]
    (kept,) = kept_facts(comparison, [Kind.QUOTE])
    assert (added.fate, added.b) == (Fate.ADDED, "“never again”")
    assert (kept.fate, kept.b) == (Fate.KEPT, "“Never again”")


def test_facts_are_told_where_they_stand() -> None:
    b = "A new paragraph stands here.\n\n" + A
    comparison = compare_texts(A, b)
    for fact in kept_facts(comparison):
        assert fact.a_span
        assert fact.b_span
        assert b[fact.b_span[0] : fact.b_span[1]] == A[fact.a_span[0] : fact.a_span[1]]
        assert fact.link == -1
