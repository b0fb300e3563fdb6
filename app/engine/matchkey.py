"""What counts as equal: the match key of a stretch of text.

Two texts with one key differ in typography only: curly or straight quotation
marks, kinds of dashes and of white space, composed or decomposed letters,
characters that are never seen. Each side still shows its own text.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_QUOTES = "“”„‟«»‹›″＂「」『』"
_APOSTROPHES = "‘’‚‛′ʼ＇`´"
_DASHES = "‐‑‒–—―−﹘﹣－"
_UNSEEN = (
    "\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

_FOLD = str.maketrans(
    {
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_UNSEEN, ""),
        "…": "...",
    }
)

_WITHOUT_UNSEEN = str.maketrans(dict.fromkeys(_UNSEEN, ""))


LONGEST_KEPT = 64
"""Keys of longer words are not remembered, so that no text can fill the memory with them."""


def _folded(word: str) -> str:
    return _folded_once(word) if len(word) <= LONGEST_KEPT else _folded_now(word)


def _folded_now(word: str) -> str:
    return unicodedata.normalize("NFC", word.translate(_FOLD))


_folded_once = lru_cache(maxsize=32_768)(_folded_now)


def match_key(text: str) -> str:
    """The text as it counts when versions are compared.

    Runs of white space become one space and those at the ends go; see the module for the rest.
    A word of ASCII letters is its own key.
    """
    words = text.split()
    if text.isascii():
        return " ".join(words).replace("`", "'")
    return " ".join(_folded(word) for word in words)


def visible(text: str) -> str:
    """The text as it looks: letters composed, characters without a shape left out."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.translate(_WITHOUT_UNSEEN))


def word_key(word: str) -> str:
    """The match key of a text without white space inside."""
    if word.isascii():
        return word.replace("`", "'")
    return _folded(word)
