"""Names by their capitals, and which of them can be one."""

from __future__ import annotations

import pytest

from app.engine import Kind
from app.engine.context import Context
from app.engine.mentions import Mention, agree, alike, mentions, one_person
from app.engine.names import name_key, names


def _names(text: str) -> list[str]:
    return [text[name.start : name.end] for name in names(text, Context.of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met Marta Lind in Port Ellery.", ["Marta Lind", "Port Ellery"]),
        ("Dr Marta Lind and President Putin spoke.", ["Dr Marta Lind", "President Putin"]),
        ("She saw Mr Lind’s boat and Lind's crew.", ["Mr Lind", "Lind"]),
        ("Ludwig van der Berg of the Bank of England left.", None),
        (
            "Osama bin Laden and Charles de Gaulle were here.",
            ["Osama bin Laden", "Charles de Gaulle"],
        ),
        ("Marks & Spencer sold it.", ["Marks & Spencer"]),
        ("Then J. K. Rowling met Mr. Smith.", ["J. K. Rowling", "Mr. Smith"]),
        ("Later Jean-Luc O’Neill McDonald rang.", ["Jean-Luc O’Neill McDonald"]),
        ("the U.S., the US and the NATO summit", ["U.S.", "US", "NATO"]),
        ("We went to Putin's North Korea with Putin.", ["Putin", "North Korea", "Putin"]),
        ("Parts of London flooded.", ["London"]),
        ("On Monday the Mayor spoke. Ferries run in May.", []),
        ("Russian-made goods and I", []),
        ("Он видел Владимира Путина.", ["Владимира Путина"]),
        ("Sie sah die Katze und den Hund mit Angela Merkel auf der Brücke.", ["Angela Merkel"]),
        ("東京で会議", []),
    ],
)
def test_names(text: str, expected: list[str] | None) -> None:
    if expected is None:
        expected = [text.removesuffix(" left.")]
    assert _names(text) == expected


def test_a_capital_at_the_start_counts_when_the_word_is_a_name_elsewhere() -> None:
    assert _names("Lind left.") == []
    assert _names("Lind left. They saw Lind go.") == ["Lind", "Lind"]


@pytest.mark.parametrize(
    ("x", "y"),
    [("U.S.", "US"), ("Kiev", "Kyiv"), ("Lind’s", "Lind"), ("United Nations", "U.N.")],
)
def test_spellings_of_one_name(x: str, y: str) -> None:
    assert name_key(x) == name_key(y)


def _mention(name: str) -> Mention:
    text = f"They say that {name} was there."
    (found,) = mentions(text, Context.of(text))
    assert found.kind is Kind.NAME
    assert found.text == name
    return found


@pytest.mark.parametrize(
    ("x", "y", "agrees", "is_alike", "is_one"),
    [
        ("Marta Lind", "Marta Lind", True, True, True),
        ("Marta Lind", "Lind", True, True, True),
        ("Dr Marta Lind", "Marta Lind", False, True, True),
        ("Mr Lind", "Lind", True, True, True),
        ("Kiev", "Kyiv", True, True, True),
        ("Ingrid Maltby", "Ingrid Maltbie", False, True, True),
        ("Maltby", "Maltbie", False, True, True),
        ("Marta Lind", "Rut Lind", False, True, True),
        ("Marta Lind", "Rut Berg", False, False, False),
        ("North Korea", "South Korea", False, True, True),
    ],
)
def test_names_that_can_be_one(x: str, y: str, agrees: bool, is_alike: bool, is_one: bool) -> None:
    for one, other in ((_mention(x), _mention(y)), (_mention(y), _mention(x))):
        assert one.name
        assert other.name
        assert agree(one, other) is agrees
        assert alike(one, other) is is_alike
        assert one_person(one.name, other.name) is is_one


def test_addresses_come_first_and_nothing_stands_in_another() -> None:
    text = "See https://a.example/2026/May?x=12, write to rut.lind@a.example on 4 May."
    assert [(m.kind, m.text) for m in mentions(text, Context.of(text))] == [
        (Kind.LINK, "https://a.example/2026/May?x=12"),
        (Kind.LINK, "rut.lind@a.example"),
        (Kind.DATE, "4 May"),
    ]
