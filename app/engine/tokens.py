"""A stretch of text → tokens: words, numbers, punctuation marks.

A token is the unit of an edit. White space belongs to the token before it, so the tokens'
spans tile the text (but for white space at its very start). Words keep their inner
apostrophes, hyphens and full stops (won't, nuclear-armed, U.S.), numbers their separators
and their currency (£1,200.50), a day its month (4 May); addresses stay whole; scripts that
are written without spaces give a token a character; all else is one token a grapheme cluster.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from app.engine.matchkey import match_key

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{N}}\p{{M}}\p{{Pc}}\u00ad\u200c\u200d]--[{_UNSPACED}]]"
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
_TOKEN = regex.compile(
    rf"""
    (?: (?: https?:// | www\. ) [^\s<>"“”«»]* [^\s<>"“”«».,;:!?)\]'’]   # addresses
      | [\w.+-]+ @ [\w-]+ (?: \. [\w-]+ )+
      | (?: \p{{L}} \. ){{2,}}                                            # U.S., e.g.
      | {_DAY_MONTH} | {_MONTH_DAY}
      | \p{{Sc}}? \p{{N}}+ (?: [.,:/\u00a0\u202f'’\-–] \p{{N}}+ )* {_LETTER}*   # £1,200 07:40
      | {_LETTER}+ (?: ['’ʼ.\-‐‑·&_] {_LETTER}+ )*
      | [{_UNSPACED}] \p{{M}}*
      | \X
    ) \s*
    """,
    regex.VERBOSE | regex.VERSION1,
)
_LEADING_SPACE = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a text: where it starts, stops and, with its white space, ends; and its key."""

    start: int
    stop: int
    """Where the visible part ends."""
    end: int
    key: str


def tokenise(text: str) -> list[Token]:
    """Cut a text into tokens, each ending where the next one starts."""
    tokens: list[Token] = []
    space = _LEADING_SPACE.match(text)
    first = space.end() if space else 0
    for found in _TOKEN.finditer(text, first):
        start, end = found.span()
        visible = found.group().rstrip() or found.group()
        tokens.append(Token(start, start + len(visible), end, match_key(visible)))
    return tokens
