"""A text → the terms by which it is found again: words folded, in any script.

Letter case, accents, kinds of letters (full width, ligatures) and most vowel signs of Arabic and
Hebrew do not count. Scripts that are written without spaces give overlapping pairs of characters,
and the last character of a run once more: so any stretch of a run is a row of pairs, and a single
character is the beginning of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from app.engine.document import Document
from app.engine.tokens import UNSPACED
from app.engine.words import is_spaced

TERMS_VERSION = "1"
"""Goes up whenever the same text may give other terms: what was indexed is then indexed anew."""

LONGEST_TERM = 64
"""Of longer words only so many characters count."""

_PARTS = regex.compile(
    rf"((?:[[{UNSPACED}]--\p{{M}}]\p{{M}}*+)+)|[[\p{{L}}\p{{M}}\p{{N}}]--[{UNSPACED}]]+",
    regex.VERSION1,
)
_LOOSE_PARTS = regex.compile(
    rf"((?:[[{UNSPACED}]--\p{{M}}]\p{{M}}*+)+)"
    rf"|[[\p{{L}}\p{{M}}\p{{N}}\u00ad\u200c\u200d]--[{UNSPACED}]]+",
    regex.VERSION1,
)
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_WORD_OR_CHARACTER = regex.compile(
    rf"[[{UNSPACED}]--\p{{M}}]\p{{M}}*+|[[\p{{L}}\p{{M}}\p{{N}}]--[{UNSPACED}]]+",
    regex.VERSION1,
)
_CHARACTERS = regex.compile(r"\P{M}\p{M}*+", regex.VERSION1)
# Here and wherever a long text is gone through, ``concurrent=False`` has the library keep the
# interpreter: else it gives it up at each match, and among many threads waits to have it back.
_WORDS_OF_ASCII = str.maketrans(
    {char: char.lower() if char.isalnum() else " " for char in map(chr, range(128))}
)
_ACCENTS = (
    *range(0x0300, 0x0370),
    *range(0x0591, 0x05C8),
    *range(0x0610, 0x061B),
    0x0640,
    *range(0x064B, 0x0660),
    0x0670,
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E9),
    *range(0x06EA, 0x06EE),
)
_ACCENT = re.compile(f"[{''.join(map(chr, _ACCENTS))}]+")
_OTHER_FORMS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ς": "σ",
    "ى": "ي",
    "\u200c": "",
    "\u200d": "",
    "\u00ad": "",
}
_OTHER_FORM = re.compile(f"[{''.join(_OTHER_FORMS)}]")


class Located(NamedTuple):
    """A term, and the span of the text that it was made from."""

    term: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text without letter case, accents and the like; it may be shorter, or longer."""
    if text.isascii():
        return text.lower()
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", text).casefold())
    plain = _OTHER_FORM.sub(_plain_form, plain)
    return unicodedata.normalize("NFC", plain)


def _plain_form(letter: re.Match[str]) -> str:
    return _OTHER_FORMS[letter[0]]


def terms(text: str) -> list[str]:
    """The terms of a text, in order, as often as they occur."""
    if text.isascii():
        words = text.translate(_WORDS_OF_ASCII).split()
        return [word[:LONGEST_TERM] for word in words] if len(text) > LONGEST_TERM else words
    folded = fold(text)
    if is_spaced(folded):
        return [word[:LONGEST_TERM] for word in _WORD.findall(folded, concurrent=False)]
    found: list[str] = []
    for part in _PARTS.finditer(folded, concurrent=False):
        run = part[1]
        if run is None:
            found.append(part[0][:LONGEST_TERM])
        else:
            characters = _CHARACTERS.findall(run, concurrent=False)
            found += map("".join, pairwise(characters))
            found.append(characters[-1])
    return found


def words(text: str) -> list[str]:
    """The folded words of a text, in order; of scripts without spaces the characters."""
    if text.isascii():
        return text.translate(_WORDS_OF_ASCII).split()
    folded = fold(text)
    if is_spaced(folded):
        return _WORD.findall(folded, concurrent=False)
    return _WORD_OR_CHARACTER.findall(folded, concurrent=False)


def article_text(document: Document) -> str:
    """The text of a document without the page around it, one block a line."""
    return "\n".join(document.text_of(b) for b in document.blocks if not b.is_furniture)


def located(text: str) -> list[Located]:
    """The terms of a text as ``terms`` gives them, each with its place."""
    return list(_located(text))


def _located(text: str) -> Iterator[Located]:
    for part in _LOOSE_PARTS.finditer(text, concurrent=False):
        start, end = part.span()
        if part[1] is None:
            for term in terms(part[0]):
                yield Located(term, start, end)
        else:
            yield from _located_pairs(text, start, end)


def _located_pairs(text: str, start: int, end: int) -> Iterator[Located]:
    spans = [found.span() for found in _CHARACTERS.finditer(text, start, end, concurrent=False)]
    for (first, _), (_, last) in pairwise(spans):
        yield Located(_joined(text[first:last]), first, last)
    first, last = spans[-1]
    yield Located(_joined(text[first:last]), first, last)


def _joined(text: str) -> str:
    """What one pair of characters is folded to."""
    return "".join(words(text))


def phrase_at(found: Sequence[Located], phrase: Sequence[str], *, prefix: bool) -> list[int]:
    """The indices at which a row of terms begins; with ``prefix`` the last may go on."""
    *whole, last = phrase
    size = len(whole)
    return [
        index
        for index in range(len(found) - size)
        if (
            found[index + size].term.startswith(last)
            if prefix
            else found[index + size].term == last
        )
        and all(found[index + step].term == term for step, term in enumerate(whole))
    ]
