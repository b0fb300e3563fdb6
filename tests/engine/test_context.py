"""What documents show of words: a long text, whose words are gathered first, shows the same."""

from __future__ import annotations

import pytest

from app.engine import compare_texts
from app.engine.context import Evidence
from app.engine.model import Kind
from app.engine.record import Fate

TEXT = (
    "The council met on Monday. Ellery spoke, Marta answered in Port\u00a0Haven; the İzmir crews "
    "left. Nobody saw Lind-Berg or H2O, and 東 Quay stayed. “Then Rut went,” she said."
)
FILLING = "again and again it was so. " * 2_500
WORDS = (
    "The Monday Ellery Marta Port Haven İzmir Nobody Lind-Berg Lind Berg H2O Quay Then Rut council "
    "Went Absent"
).split()


@pytest.mark.parametrize("word", WORDS)
def test_a_long_text_shows_what_a_short_one_shows(word: str) -> None:
    short, long = Evidence(TEXT), Evidence(f"{TEXT} {FILLING}")
    assert long.is_long
    assert not short.is_long
    assert long.has_inside(word) == short.has_inside(word)
    assert long.has(word) == short.has(word)
    assert long.folded.has(word.lower()) == short.folded.has(word.lower())


def test_words_are_inside_a_sentence_where_one_goes_on() -> None:
    shown = [word for word in WORDS if Evidence(TEXT).has_inside(word)]
    assert shown == "Monday Marta Port Haven İzmir Lind-Berg Lind H2O Rut council".split()


@pytest.mark.parametrize("length", [0, len(FILLING)])
@pytest.mark.parametrize(
    ("elsewhere", "told"),
    [
        ("The fund holds 1,200 crowns.", False),
        ("It rose to 1,200.", False),
        ("The fund holds 1,200.50 crowns.", True),
        ("The fund holds 31,200 crowns.", True),
        ("Part x1,200 and 1,200a were lost.", True),
    ],
)
def test_a_number_is_removed_unless_the_other_text_has_it_whole(
    elsewhere: str, told: bool, length: int
) -> None:
    kept = "Boats came in at noon with cod and ling.\n\n" + FILLING[:length]
    gone = "Nearly everyone in the village signed the letter, which had 1,200 words."
    comparison = compare_texts(f"{kept}\n\n{gone}\n\n{elsewhere}", f"{kept}\n\n{elsewhere}")
    removed = [f.a for f in comparison.facts if (f.kind, f.fate) == (Kind.NUMBER, Fate.REMOVED)]
    assert removed == (["1,200"] if told else [])
