"""No pattern of the program can be made slow by the text that it is looked for in.

Texts have up to three million characters and come from strangers, so a pattern whose cost grows
with the square of a text would be an outage. Every pattern is tried, each on what is worst for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from app.engine import dates, names, units
from app.engine.blocks import _HEADING_LETTERS
from app.engine.languages import LANGUAGES
from app.export.letters import breakable
from app.ingest import media, mojibake, pdf_hyphens
from app.presentation import find, summary
from tests.attacks.patterns import Found, hostile, is_steep, made_in_functions, patterns

STRETCHES = {
    "app.engine.blocks._BYLINE": _HEADING_LETTERS,
    "app.engine.dates._SENTENCE_END": 3,
    "app.engine.names._BEFORE_SENTENCE": names._ENUMERATED,
    "app.engine.units._ABOUT_BEFORE": units._FAR,
    "app.ingest.media._LATER_PAGE": media._LATER,
    "app.ingest.pdf_hyphens._CUT": pdf_hyphens._LONGEST,
    "app.presentation.summary._CLAUSE_AFTER": summary._CONTEXT,
    "app.presentation.summary._CLAUSE_BEFORE": summary._CONTEXT,
}
"""Patterns that never see more than so many characters at once."""

ONCE = {
    "app.engine.figures._ENUMERATOR": "at a line's first letter",
    "app.engine.quotations._WORD_AFTER": "after a quotation mark, up to the next word",
    "app.engine.sentences._LOWER_START": "at a sentence's first letter",
    "app.engine.speakers._GOES_ON": "after a quotation mark, up to the next word",
    "app.ingest.media._OTHER_MARKUP": "at a file's first letter",
}
"""Patterns that are tried at one place of each stretch of a text, and what stretch that is."""

MADE = {
    "app.engine.dates._patterns": [
        pattern for each in LANGUAGES.values() for pattern in dates._patterns(each) or ()
    ],
    "app.engine.languages.figure_start": [each.figure_start for each in LANGUAGES.values()],
    "app.engine.languages.language_of": [re.compile("[一-鿿]")],
    "app.ingest.mojibake._suspects": [mojibake._suspects()],
    "app.presentation.find._pattern": [
        find._pattern(wanted) for wanted in ("a", "aa a", "'s", "- -", "é é", "ffi ß")
    ],
}
"""What functions make patterns of that are not there before, each with those that it makes."""

WRITTEN = {
    "app.export.letters.breakable": lambda text: breakable(text, 40),
    "app.export.typesetting._plain": lambda text: re.sub(r"\\u\{([0-9a-f]+)\}", "", text),
    "app.ingest.lines.is_byline": lambda text: re.search(r"[.!?]\s", text),
    "app.ingest.metadata._language": lambda text: re.split("[-_]", text),
    "app.ingest.pdf_items.marks_of": lambda text: re.split(r"[ \t]", text, maxsplit=1),
    "app.ingest.series._series": lambda text: re.sub(r"[^\w-]+", "-", text),
    "app.presentation.find._single": lambda text: re.sub(r"\s+", " ", text),
    "app.services.dates.fields_of": lambda text: re.fullmatch(r"([0-9:]*)(.*)", text),
    "app.services.filenames.named_file": lambda text: re.split(r"(?<![\s._-])[\s._-]++", text),
    "app.services.workspace_import.is_export": lambda text: re.search(
        r'^format = "x"\s*$', text[:4096], re.M
    ),
    "app.settings._metrics_token": lambda text: re.fullmatch(r"[!-~]{16,}", text),
    "app.web.pages.embeds.oembed": lambda text: re.split(r"[?#]", text, maxsplit=1),
}
"""Functions that write a pattern where they use it, and what they do with it."""

AT_IMPORT = {"app.ingest.epub_package._metadata"}
"""Functions whose pattern is looked for in a field of 2,000 characters."""


def everything() -> list[Found]:
    """The patterns that modules keep, and those that functions make."""
    made = [
        Found(name, pattern, frozenset()) for name, listed in MADE.items() for pattern in listed
    ]
    return [
        replace(found, at_start=frozenset({"match"})) if found.name in ONCE else found
        for found in (*patterns(), *made)
    ]


@pytest.mark.parametrize("room", ["engine", "ingest", "rest"])
def test_no_pattern_is_steep(room: str) -> None:
    tried = [found for found in everything() if _room(found) == room]
    assert len(tried) > 30
    steep = [
        f"{found.name} {found.pattern.pattern!r:.80} on {made.__name__}"
        for found in tried
        for made in hostile(found.pattern)
        if is_steep(partial(found.over, window=STRETCHES.get(found.name, 0)), made)
    ]
    assert steep == []


def _room(found: Found) -> str:
    room = found.name.split(".")[1]
    return room if room in ("engine", "ingest") else "rest"


@pytest.mark.parametrize("name", WRITTEN)
def test_no_pattern_written_in_a_function_is_steep(name: str) -> None:
    work: Callable[[str], Any] = WRITTEN[name]
    for made in hostile(re.compile(r"[\s._-]+\d*")):
        assert not is_steep(work, made), made.__name__


def test_no_pattern_is_forgotten() -> None:
    """Who makes a pattern in a function adds it to a table above."""
    assert made_in_functions() == {*MADE, *WRITTEN, *AT_IMPORT}
    kept = {found.name for found in patterns()}
    assert kept >= {*STRETCHES, *ONCE}


@pytest.mark.parametrize(
    ("pattern", "is_one"),
    [
        (r"(a+)+b", True),  # exponential
        (r"\s+$", True),  # quadratic: tried anew at every place of a run
        (r"\w+@", True),
        (r"<!--.*?-->", True),
        (r"(?<!\s)\s++$", False),
        (r"[^<]*+(?:<|\Z)", False),
        (r"\bword\b|\d{1,40}:", False),
    ],
)
def test_a_steep_pattern_would_be_found(pattern: str, is_one: bool) -> None:
    found = Found("one", re.compile(pattern), frozenset())
    assert any(is_steep(found.over, made) for made in hostile(found.pattern)) is is_one
