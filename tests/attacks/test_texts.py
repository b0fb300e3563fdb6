"""Texts made to be slow, or to grow: compared in about the time that their length asks for.

That facts are found in linear time is in tests/engine/test_linear.py, that no pattern is slow in
test_patterns.py; here whole texts are compared, each with one much like it.
"""

from __future__ import annotations

import pytest

from app.engine import compare_texts, kept_facts
from tests.attacks.hostile import PROSE
from tests.pace import cost

STEEPEST = 11
"""Four times the text may cost so many times more; were the cost quadratic, it would be 16."""
LEAST = 3
"""What costs less than so many times the fixed piece of work is quick at any length."""
TRIES = 3

UNITS = {
    **{each: each for each in ("<", "[", "(", "\\", "*", "&", ".", ",", "_", "-", "“", '"', "「")},
    "> ": "> ",
    "base64": "QUJDREVGR0hJSktM",
    "letters": "a",
    "capitals": "A",
    "digits": "1",
    "combining marks": "\u0301",
    "marks of direction": "\u202e",
    "joiners": "\u200d",
    "a family without end": "👩\u200d",
    "flags": "🇩🇪",
    "Han": "中",
    "numbers in Han": "一",
    "Thai": "ก",
    "jamo": "ᄀ",
    "one word": "word ",
    "one sentence": "Word. ",
    "one-letter paragraphs": "a\n\n",
    "line ends": "\n",
    "tabs": "\t",
    "no-break spaces": "\u00a0",
    "fractions": "1/",
    "numbers": "1 ",
    "dates": "5 May 2026, ",
    "names": "Ann Lee ",
    "addresses": "https://.",
    "mail addresses": "a@",
    "initials": "A. ",
    "quotations": '"a" ',
    "eighteen letters in one": "\ufdfa",  # NFKC makes eighteen of it
    "two letters in lower case": "İ",
    "two letters in upper case": "ß",
}


def compared(unit: str, size: int) -> None:
    """Compare a text of this unit with one that has a word more in its middle."""
    text = unit * (size // len(unit))
    half = len(text) // 2
    a = f"Start here. {text} The end."
    b = f"Start there. {text[:half]} middle {text[half:]} The end, now."
    comparison = compare_texts(a, b)
    assert comparison.links
    kept_facts(comparison)


@pytest.mark.parametrize("name", UNITS)
def test_what_is_made_to_be_slow_is_compared_in_linear_time(name: str) -> None:
    unit = UNITS[name]
    for _ in range(TRIES):
        long = cost(lambda: compared(unit, 16_000))
        if long < LEAST or long < STEEPEST * cost(lambda: compared(unit, 4_000)):
            return
    pytest.fail(f"{long:.0f} times the fixed piece of work")


@pytest.mark.parametrize("name", ["marks of direction", "joiners", "tabs", "no-break spaces", "."])
def test_a_long_run_before_a_full_stop_is_compared_like_prose(name: str) -> None:
    """A run that is looked at anew from each of its places would cost a thousand times as much."""
    run = UNITS[name] * 100_000

    def work() -> None:
        compare_texts(f"The ferry{run}. Noon.", f"The ferry{run}. Midnight.")

    prose = PROSE * (100_000 // len(PROSE))
    usual = cost(lambda: compare_texts(f"{prose} Noon.", f"{prose} Midnight."))
    assert cost(work) < 40 * max(usual, 1)
