"""Where a text stands on either side."""

from __future__ import annotations

import pytest

from app.engine import compare_texts
from app.presentation.find import LONGEST, Findings, find

from .test_rows import A, B


def _find(wanted: str, a: str = A, b: str = B, most: int = 60) -> Findings:
    return find(compare_texts(a, b), wanted, most)


def _texts(found: Findings) -> list[tuple[str, int, str]]:
    return [(place.side, place.paragraph, place.text) for place in found.places]


def test_what_is_the_same_in_both_is_found_once() -> None:
    assert _texts(_find("flown in")) == [("", n, "flown in") for n in (4, 5, 6, 7)]


def test_what_changed_is_found_on_its_side_and_says_what_faces_it() -> None:
    (gone,) = _find("1,200").places
    assert (gone.side, gone.paragraph, gone.facing, gone.change) == ("a", 3, 3, 2)
    (new,) = _find("first boat").places
    assert (new.side, new.paragraph, new.change) == ("b", 8, 4)


def test_each_place_stands_among_its_words() -> None:
    (place,) = _find("stranded", b=A).places
    assert place.before == "Some 1,200 travellers are "
    assert place.after == " in Port Ellery."


def test_a_long_paragraph_is_told_in_part() -> None:
    text = f"{'before ' * 30}needle{' after' * 30}"
    (place,) = _find("needle", text, text).places
    assert place.before.startswith("… before ")
    assert place.after.endswith(" after …")
    assert len(place.before) < 60

    (place,) = _find("海鳥", f"{'波' * 99}海鳥{'風' * 99}", f"{'波' * 99}海鳥{'風' * 99}").places
    assert place.before.endswith("波波")
    assert place.after.startswith("風風")


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("STRASSE", "Die Straße am Hafen."),
        ('don\'t "go"', "They said don’t “go” there."),
        ("nine-day", "The nine‑day strike."),
        ("two  words", "Here are two\u00a0words."),
        ("caf\u00e9", "The cafe\u0301 by the quay."),
        ("caf\u0065\u0301", "The caf\u00e9 by the quay."),
        ("(a+b)*", "The sum (a+b)* holds."),
        ("مدرسة", "افتتحت مدرسة جديدة."),
    ],
)
def test_it_is_found_however_it_is_written(wanted: str, text: str) -> None:
    assert _find(wanted, text, text).total == 1


@pytest.mark.parametrize("text", ["The café is shut.", "The cafe\u0301 is shut."])
def test_accents_count(text: str) -> None:
    assert _find("cafe", text, text).total == 0


def test_only_the_first_places_are_listed_and_all_are_counted() -> None:
    found = _find("a", most=2)
    assert len(found.places) == 2
    assert found.total > 2


def test_nothing_is_found_for_nothing() -> None:
    assert _find(" \n ") == Findings()
    assert _find("zeppelin") == Findings("zeppelin")
    assert len(_find("x" * 5000).wanted) == LONGEST


def test_what_is_of_the_page_is_not_looked_in() -> None:
    assert _find("Leave a Reply").total == 0
