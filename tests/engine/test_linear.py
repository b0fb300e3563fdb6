"""Texts made to be slow: what is looked for in them costs as much as they are long."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

import pytest

from app.engine import compare_texts, kept_facts
from app.engine.claims import cues, words_of
from app.engine.context import Context
from app.engine.facts import find_facts
from app.engine.mentions import mentions
from app.engine.quotations import quotations

_TRIES = 3
_STEEPEST = 3.5
"""Twice the text may cost so much more; were the cost quadratic, it would be four times."""
_SHORTEST = 0.004
"""Seconds; what takes less is as quick as anybody could wish."""


def _cost(work: Callable[[int], object], size: int) -> float:
    gc.collect()
    start = process_time()
    work(size)
    return process_time() - start


def _is_linear(work: Callable[[int], object], size: int) -> bool:
    """Whether doubling the size about doubles the cost, in one of a few tries."""
    return any(
        _cost(work, 2 * size) < _STEEPEST * max(_cost(work, size), _SHORTEST) for _ in range(_TRIES)
    )


@pytest.mark.parametrize(
    "unit",
    [
        "“",
        "« ",
        "‘a ",
        "'a ",
        '"a ',
        "a” ",
        "„",
        "「",
        "“a” ",
        "“a,” said B ",
        "\n\n“a",
        "A ",
        "A.",
        "A-",
        "A&",
        "Van der ",
        "President ",
        "1,",
        "1.",
        "1/",
        "10-",
        "1 to ",
        "3 000 ",
        "twenty-",
        "two ",
        "one hundred and ",
        "million ",
        "half a ",
        "about ",
        "minus ",
        "-",
        "$",
        "½",
        "万",
        "5 May ",
        "May",
        "https://a.example ",
        "www.",
        "a@",
        "not ",
        "might ",
        "said ",
        "n't ",
    ],
)
def test_a_text_is_searched_in_linear_time(unit: str) -> None:
    def search(size: int) -> None:
        text = unit * (size // len(unit))
        context = Context.of(text)
        quotations(text)
        mentions(text, context)
        cues(text, words_of(text, 0, len(text)), context.language)

    assert _is_linear(search, 5_000)


@pytest.mark.parametrize(
    ("unit_a", "unit_b"),
    [
        ("“a” said Bo, ", "“b” said Bo, "),
        ("“a ", "“b "),
        ("‘a ", "‘b "),
        ("1 boat, ", "2 boats, "),
        ("Ann Lee saw it, ", "Bob Lee saw it, "),
        ("it might go, ", "it will go, "),
        ("See https://a.example/x now. ", "See https://b.example/x now. "),
        ("it is not so, ", "it is so, "),
        ("police said, ", ""),
        ("on 5 May, ", "on 6 May, "),
        ("“Ab cd ef”, ", "“Gh ij kl”, "),
        ("It was 1. ", "It was 2. "),
    ],
)
def test_facts_are_found_in_linear_time(unit_a: str, unit_b: str) -> None:
    compared = {
        size: compare_texts(unit_a * (size // len(unit_a)), unit_b * (size // len(unit_a)))
        for size in (2_500, 5_000)
    }

    def find(size: int) -> None:
        comparison = compared[size]
        find_facts(comparison.a, comparison.b, comparison.placed)
        kept_facts(comparison)

    assert _is_linear(find, 2_500)
