"""A text → its words: what stands between white space, marks and all.

The first and coarsest cut, quick because most texts part at blanks. Scripts without
spaces give a word a character; a date (4 May) is one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, islice
from operator import add

import regex

from app.engine.matchkey import LONGEST_KEPT, word_key
from app.engine.tokens import SPACED, UNSPACED

_PERHAPS_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fdf\u3005-\u303b\u3041-\u30ff"
    "\u31f0-\u31ff\u3400-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U0001aff0-\U0003ffff]"
)
_UNSPACED = regex.compile(rf"[{UNSPACED}]", regex.VERSION1)
_WORD_OR_SIGN = regex.compile(
    rf"(?:\p{{N}}+[年月日])+|(?=[{UNSPACED}])\X|[[^\s\x1c-\x1f]--[{UNSPACED}]]+", regex.VERSION1
)
_DIGIT = re.compile(r"\d")
_OPENING = "\"'“”„‟‘‚‛«»‹›「『([{¿¡—…*"
_CLOSING = "\"'“”‟‘’‛«»‹›」』)]},;:!?.…—–、。，！？；：*"
_CLOSING_BUT_STOP = _CLOSING.replace(".", "")


class Words:
    """The words of a text, in order, as they stand in it (``texts``)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spaced = is_spaced(text)
        self.texts = _cut(text, self.spaced)
        self.starts: list[int] = []
        self.ends: list[int] = []

    def locate(self) -> None:
        """Fill ``starts``, where each word starts, then the end of the text; and ``ends``.

        ``ends[n]`` is where the word before the n-th ends (0 for the first): so what lies around
        words i to j goes from ``ends[i]`` to ``starts[j]``.
        """
        letters, count = list(accumulate(map(len, self.texts), initial=0)), len(self.texts)
        if self.spaced and len(self.text) == letters[-1] + count - 1:
            self.starts = [*map(add, letters, range(count)), len(self.text)]
            self.ends = [0, *map(add, islice(letters, 1, None), range(count))]
        else:
            self.starts = []
            at = 0
            for word in self.texts:
                at = self.text.index(word, at)
                self.starts.append(at)
                at += len(word)
            self.ends = [0, *map(add, self.starts, map(len, self.texts))]
            self.starts.append(len(self.text))

    def core_span(self, index: int) -> tuple[int, int]:
        """Where a word without the marks that cling to it stands; ``locate`` has been called."""
        opening, core, _ = parts(self.texts[index])
        start = self.starts[index] + len(opening)
        return start, start + len(core)


def is_spaced(text: str) -> bool:
    """Whether the text has nothing in a script that is written without spaces."""
    return text.isascii() or not (_PERHAPS_UNSPACED.search(text) and _UNSPACED.search(text))


def cut(text: str) -> list[str]:
    """The words of a text; together they are all of it but white space."""
    return _cut(text, is_spaced(text))


def _cut(text: str, spaced: bool) -> list[str]:
    words = text.split() if spaced else _WORD_OR_SIGN.findall(text, concurrent=False)
    if _DIGIT.search(text):
        whole = [match.span() for match in SPACED.finditer(text, concurrent=False)]
        if whole:
            return _rejoined(text, words, whole)
    return words


def _rejoined(text: str, words: list[str], whole: list[tuple[int, int]]) -> list[str]:
    """The words, those with white space between them that lies in a ``whole`` span as one."""
    spans: list[tuple[int, int]] = []
    at = number = 0
    for word in words:
        at = text.index(word, at)
        while number < len(whole) and whole[number][1] <= at:
            number += 1
        stop = at + len(word)
        if spans and number < len(whole) and whole[number][0] < spans[-1][1]:
            spans[-1] = spans[-1][0], stop
        else:
            spans.append((at, stop))
        at = stop
    return [text[start:stop] for start, stop in spans]


def parts(word: str) -> tuple[str, str, str]:
    """The marks that cling to a word before it, the word, and the marks after it.

    A word with full stops inside keeps its last (U.S.); marks alone have an empty word.
    """
    bare = word.lstrip(_OPENING)
    core = bare.rstrip(_CLOSING)
    if "." in core:
        core = bare.rstrip(_CLOSING_BUT_STOP)
    opening = len(word) - len(bare)
    return word[:opening], core, word[opening + len(core) :]


def cores(words: Iterable[str]) -> list[str]:
    """What each word is known by; those of ASCII letters only, by themselves."""
    return [word if word.isalnum() and word.isascii() else core(word) for word in words]


def core(word: str) -> str:
    """What a word is known by: its match key, without the marks that cling to it."""
    return _core(word) if len(word) <= LONGEST_KEPT else word_key(parts(word)[1])


@lru_cache(maxsize=32_768)
def _core(word: str) -> str:
    return word_key(parts(word)[1])
