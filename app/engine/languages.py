"""The languages whose numbers, dates and claims are read, and which of them a text is in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from app.engine.units import BESIDE_NUMBERS
from app.engine.vocabulary import VOCABULARY, Entry

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 1_000
"""So many letters of a text are enough to know its language."""
_SHARE = 0.08
"""A language whose commonest words make up less than this share of a text is not its own."""
_SHORT = 30
"""Texts of fewer words may have none of them."""
_SCRIPTS = (("ar", "\u0600", "\u06ff"), ("ru", "\u0400", "\u04ff"))
_BEFORE = (
    r"[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xa9\xab-\xb4\xb6-\xb9\xbb\xbf‐-›€₽₹₩₪₺"
    r"\u2212\u3008-\u3011\uff08"
)
"""What a figure may follow: white space and marks…"""
_UNSPACED = (
    r"\u0590-\u065f\u066a-\u08ff\u0e00-\u0e4f\u0e5a-\u0eff\u3000-\u30ff\u3400-\u9fff"
    r"\uac00-\ud7af\uff00-\uff0f"
)
"""…and the letters and marks of scripts that do not part words from digits."""


_JOINING = frozenset(
    "and or to bis und et y e и و à до of o halves thirds quarters fifths tenths".split()
)
"""Words that may join two numbers, or a number and its part."""


class Language:
    """What a language calls its numbers, dates and degrees of certainty.

    Words are in lower case. ``strength`` is how much a word commits its speaker (1: it is possible,
    2: it is likely, 3: it is so); ``before_to`` are words that count only before an infinitive.
    """

    def __init__(self, code: str, entry: Entry) -> None:
        self.code = code
        self.common = frozenset(entry["common"].split())
        self.numbers = _values(entry["numbers"])
        self.scales = _values(entry["scales"])
        self.one_after_tens = frozenset(entry.get("one_after_tens", "").split())
        self.ordinals = _ranked(entry.get("ordinals", ""))
        self.months = _ranked(entry["months"])
        self.weekdays = _ranked(entry["weekdays"])
        self.clock = _values(entry.get("clock", ""))
        self.strength = _by_strength(entry["strength"])
        self.before_to = frozenset(entry.get("before_to", "").split())
        self.negations = frozenset(entry["negations"].split())
        self.auxiliaries = frozenset(entry.get("auxiliaries", "").split())
        self.speech = frozenset(entry["speech"].split())
        self.according = tuple(filter(None, entry["according"].split("|")))
        self.telling = self.strength.keys() | self.negations | self.speech
        self.telling |= {word for phrase in self.according for word in phrase.split()[:1]}
        self.stating = frozenset(
            (*self.numbers, *self.scales, *self.ordinals, *self.months, *self.weekdays, *self.clock)
        )
        self.stating |= BESIDE_NUMBERS
        self.beside_numbers = self.stating | _JOINING
        self.nouns_have_capitals = entry.get("nouns", "") == "capital"

    @cached_property
    def figure_start(self) -> re.Pattern[str]:
        """Finds where a number or a date may begin, in a text in lower case led by one space.

        A match begins one character before the figure.
        """
        words = self.stating - BESIDE_NUMBERS
        named = f"|{_trie(words)}(?!\\w)" if words else ""
        unspaced = _UNSPACED if self.code in ("ar", "other") else ""
        return re.compile(rf"{_BEFORE}{unspaced}](?:(?<!\d[.,'])[\d½¼¾⅓⅔]{named})")


def _values(listed: str) -> dict[str, float]:
    """ "two 2 three 3" as a table."""
    words = listed.split()
    return {word: float(value) for word, value in zip(words[::2], words[1::2], strict=True)}


def _ranked(listed: str) -> dict[str, int]:
    """ "january jan|february feb" as a table of what comes first, second…"""
    return {
        name: place
        for place, names in enumerate(listed.split("|"), start=1)
        for name in names.split()
    }


def _by_strength(listed: tuple[str, str, str]) -> dict[str, int]:
    return {
        word: strength for strength, words in enumerate(listed, start=1) for word in words.split()
    }


def _trie(words: Iterable[str]) -> str:
    """A pattern that matches any of the words and tries each first letter once."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, reverse=True):
        by_first.setdefault(word[:1], []).append(word[1:])
    ends = "" in by_first
    branches = [re.escape(first) + _trie(rest) for first, rest in sorted(by_first.items()) if first]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}"


LANGUAGES = {code: Language(code, entry) for code, entry in VOCABULARY.items()}
ENGLISH = LANGUAGES["en"]
OTHER = LANGUAGES["other"]
_COMMON: dict[str, list[str]] = {}
for _language in LANGUAGES.values():
    for _common in _language.common:
        _COMMON.setdefault(_common, []).append(_language.code)


def language_of(text: str) -> Language:
    """The language that a text is in; OTHER when it is none of those known."""
    sample = text[:_SAMPLE].lower()
    for code, first, last in _SCRIPTS:
        if 3 * len(re.findall(f"[{first}-{last}]", sample)) > len(sample):
            return LANGUAGES[code]
    words = _WORD.findall(sample)
    counted = Counter(code for word in words for code in _COMMON.get(word, ()))
    for code, count in counted.most_common(1):
        if count >= _SHARE * len(words):
            return LANGUAGES[code]
    return ENGLISH if len(words) < _SHORT and all(map(str.isascii, words)) else OTHER
