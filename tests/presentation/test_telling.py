"""Facts in words."""

from __future__ import annotations

from app.engine import Fact, Fate, Kind
from app.presentation.telling import fact_notes


def test_what_changed_is_told_from_a_to_b() -> None:
    assert fact_notes(
        [
            Fact(Kind.NUMBER, Fate.ALTERED, "1,200", "about 2,000", 0),
            Fact(Kind.CLAIM, Fate.HARDENED, "might", "will", 0),
            Fact(
                Kind.QUOTE, Fate.MOVED, "“No.”", "“No.”", 0, speaker_a="Aune", speaker_b="Sandnes"
            ),
        ]
    ) == [
        "number: 1,200 → about 2,000",
        "claim hardened: might → will",
        "given to another speaker: Aune → Sandnes",
    ]


def test_what_is_on_one_side_only_is_quoted_or_named() -> None:
    assert fact_notes(
        [
            Fact(Kind.CLAIM, Fate.SOFTENED, "", "aim to", 0),
            Fact(Kind.CLAIM, Fate.HARDENED, "alleged", "", 0),
            Fact(Kind.NUMBER, Fate.REMOVED, "3 per cent", "", 0),
        ]
    ) == [
        "claim softened: “aim to” added",
        "claim hardened: “alleged” dropped",
        "number dropped: 3 per cent",
    ]


def test_values_of_a_kind_share_a_note_at_the_place_of_the_first() -> None:
    facts = [
        Fact(Kind.NUMBER, Fate.ADDED, "", "31", 0),
        Fact(Kind.QUOTE, Fate.ALTERED, "“yes”", "“no”", 0),
        *(Fact(Kind.NUMBER, Fate.ADDED, "", value, 0) for value in ("6", "31", "two hours")),
        Fact(Kind.NAME, Fate.ADDED, "", "Brita Haugen", 0),
    ]
    assert fact_notes(facts) == [
        "numbers added: 31, 6 and two hours",
        "quotation altered",
        "name added: Brita Haugen",
    ]


def test_many_values_are_counted_and_long_ones_cut() -> None:
    many = [Fact(Kind.DATE, Fate.ADDED, "", f"{day} May", 0) for day in range(1, 7)]
    assert fact_notes(many) == ["dates added: 1 May, 2 May, 3 May and three more"]
    long = Fact(Kind.NAME, Fate.ADDED, "", "Anna " + "Maria " * 9, 0)
    assert fact_notes([long]) == [f"name added: Anna{' Maria' * 6} …"]
