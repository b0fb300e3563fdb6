"""A stretch of text → tokens: words, numbers, punctuation marks.

A token is the unit of an edit. White space belongs to the token before it, so the tokens'
spans tile the text (but for white space at its very start). Words keep their inner
apostrophes, hyphens and full stops (won't, nuclear-armed, U.S.), numbers their sign, their
separators and their currency (-3, £1,200.50), a day its month (4 May, 5月4日); addresses stay
whole; scripts that are written without spaces give a token a character; all else is one
token a grapheme cluster.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from app.engine.matchkey import LONGEST_KEPT, match_key

UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""The scripts that are written without spaces, as part of a regex character class."""

_SPACE = r"[\s\x1c-\x1f]"
"""What ``str.isspace`` holds for white space."""
_LETTER = rf"[[\p{{L}}\p{{N}}\p{{M}}\p{{Pc}}\u00ad\u200c\u200d]--[{UNSPACED}]]"
_MONTH = (
    r"(?:Jan(?:uary?|uar|vier)?|Feb(?:ruary?|ruar)?|févr?(?:ier)?|Mar(?:ch|s|zo)?|März|Apr(?:il|ile)?"
    r"|avril|abril|Ma[iy]|mayo|June?|Juni|juin|junio|July?|Juli|juillet|julio|Aug(?:ust)?|août"
    r"|agosto|Sept?(?:ember)?|septembre|Oct(?:ober)?|Okt(?:ober)?|octobre|octubre"
    r"|Nov(?:ember)?|novembre|Dec(?:ember)?|Dez(?:ember)?|décembre|diciembre)\b\.?"
)
_DAY_MONTH = (
    rf"\p{{N}}{{1,2}} (?: st|nd|rd|th|\.|er|\b ) \s+ (?: of\s+|de\s+ )? {_MONTH}"
    r"(?: ,?\s+ \p{N}{4}\b )?"
)
_MONTH_DAY = (
    rf"{_MONTH} \s+ \p{{N}}{{1,2}} (?: st|nd|rd|th )? \b (?! [.,:]?\p{{N}} )"
    r"(?: ,\s+ \p{N}{4}\b )?"
)
_NUMBER = (
    rf"(?: (?<! [\p{{L}}\p{{N}}\p{{M}}\p{{Pd}}−] ) [+\-−–] )? \p{{Sc}}?"
    rf" \p{{N}}+ (?: [.,:/\u00a0\u202f'’\-–] \p{{N}}+ )* {_LETTER}*"
)
SPACED = regex.compile(
    rf"{_DAY_MONTH} | \b{_MONTH_DAY} | (?<!\p{{N}}) \p{{N}}+ (?: [\u00a0\u202f] \p{{N}}+ )+",
    regex.VERBOSE | regex.VERSION1,
)
"""Tokens with white space inside: dates, and numbers with no-break spaces."""

_TOKEN = regex.compile(
    rf"""
    ( (?: https?:// | www\. ) [^\s<>"“”«»]* [^\s<>"“”«».,;:!?…)\]'’]   # addresses
      | [\w.+-]{{1,64}}+ @ [\w-]+ (?: \. [\w-]+ )+                      # longer is no name
      | (?: \p{{L}} \. ){{2,}}                                          # U.S., e.g.
      | {_DAY_MONTH} | {_MONTH_DAY}
      | (?: \p{{N}}+ [年月日] )+                                          # 2026年5月4日
      | {_NUMBER}
      | {_LETTER}+ (?: ['’ʼ.\-‐‑·&_] {_LETTER}+ )*
      | \X
    ) {_SPACE}*
    """,
    regex.VERBOSE | regex.VERSION1,
)
_LEADING_SPACE = regex.compile(rf"{_SPACE}+", regex.VERSION1)
_key = lru_cache(maxsize=32_768)(match_key)


class Token(NamedTuple):
    """A token of a text: where it starts, stops and, with its white space, ends; and its key."""

    start: int
    stop: int
    """Where the visible part ends."""
    end: int
    key: str


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut a text, or a stretch of it, into tokens, each ending where the next one starts."""
    space = _LEADING_SPACE.match(text, start, end)
    first = space.end() if space else start
    tokens: list[Token] = []
    last = len(text) if end is None else end
    for found in _TOKEN.finditer(text, first, last, concurrent=False):
        at, stop = found.span(1)
        visible = found[1]
        key = _key(visible) if len(visible) <= LONGEST_KEPT else match_key(visible)
        tokens.append(Token(at, stop, found.end(), key))
    return tokens
