"""A stretch of text → tokens: words, numbers, punctuation marks.

A token is the unit of an edit. White space belongs to the token before it, so the tokens'
spans tile the text (but for white space at its very start). Words keep their inner
apostrophes, hyphens and full stops (won't, nuclear-armed, U.S.), numbers their
separators (1,200.50), addresses stay whole; scripts that are written without spaces
give a token a character; all else is one token a grapheme cluster.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from app.engine.matchkey import word_key

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{N}}\p{{M}}\p{{Pc}}\u00ad\u200c\u200d]--[{_UNSPACED}]]"
_TOKEN = regex.compile(
    rf"""
    (?: (?: https?:// | www\. ) [^\s<>"“”«»]* [^\s<>"“”«».,;:!?)\]'’]      # addresses
      | [\w.+-]+ @ [\w-]+ (?: \. [\w-]+ )+
      | (?: \p{{L}} \. ){{2,}}                                               # U.S., e.g.
      | \p{{N}}+ (?: [.,:/\u00a0\u202f'’\-–] \p{{N}}+ )+ \p{{L}}*              # 1,200.50 24/7 07:40
      | {_LETTER}+ (?: ['’ʼ.\-‐‑·&_] {_LETTER}+ )*                           # words and numbers
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
        tokens.append(Token(start, start + len(visible), end, word_key(visible)))
    return tokens
