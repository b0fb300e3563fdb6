"""What whole documents show of a word, where the sentence that it stands in says too little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from app.engine.languages import Language, language_of

if TYPE_CHECKING:
    from app.engine.names import Name

_LONG = 50_000
"""In texts longer than this all words are gathered once, before any is looked for."""
_WORD = re.compile(r"[^\W_]+")
_BECOMES_TWO = "İ"
"""The one letter that is no longer a single one in lower case."""
CAPITALS = "".join(char for char in map(chr, range(0x1F00)) if char.isupper())
"""All capital letters but some that no name begins with."""
_INSIDE = re.compile(rf"([{CAPITALS}](?<=([\w,;])\s.)[^\W_]*)", re.DOTALL)
"""A capitalised word, and the letter or the mark before the white space before it."""
NUMERAL = re.compile(r"\d(?<![^\W_]\d)(?<!\d[.,]\d)\d*+(?:[.,]\d++)*+(?![^\W_])")
"""A number in digits, all of it, that is no part of a word."""


class Evidence:
    """One document's text, and what stands in it."""

    def __init__(self, text: str, cased: Evidence | None = None) -> None:
        """``cased``: the same text before it was put in lower case."""
        self.text = text
        self._cased = None if cased and _BECOMES_TWO in cased.text else cased
        self._known: dict[str, bool] = {}
        self._inside: dict[str, bool] = {}

    @cached_property
    def _words(self) -> frozenset[str]:
        if self._cased:
            return frozenset(" ".join(self._cased._words).lower().split())
        return frozenset(_WORD.findall(" ".join(set(self.text.split()))))

    def _find(self, words: str, start: int = 0) -> int:
        """Where these words stand next in the text, whole; -1 for nowhere."""
        text, length = self.text, len(words)
        at = text.find(words, start)
        while at >= 0:
            if (
                not text[at - 1 : at].isalnum()
                and not text[at + length : at + length + 1].isalnum()
            ):
                return at
            at = text.find(words, at + length)
        return -1

    @cached_property
    def _capitalised_inside(self) -> frozenset[str]:
        found = _INSIDE.findall(self.text)
        return frozenset(word for word, before in found if before.islower() or before in ",;")

    @cached_property
    def numerals(self) -> frozenset[str]:
        """The numbers in digits; 1,200 is none of them where 1,200.50 stands."""
        return frozenset(NUMERAL.findall(self.text))

    def places(self, words: str) -> Iterator[int]:
        """Where these words stand in the text, whole."""
        if self.lacks(words):
            return
        at = self._find(words)
        while at >= 0:
            yield at
            at = self._find(words, at + len(words))

    def has(self, words: str) -> bool:
        """Whether these words stand in the text."""
        known = self._known.get(words)
        if known is None:
            known = self._known[words] = self._looked_up(words)
        return known

    def _looked_up(self, words: str) -> bool:
        if self.is_long and words.isalnum():
            return words in self._words
        return not self.lacks(words) and self._find(words) >= 0

    @property
    def is_long(self) -> bool:
        """Whether all words of the text are gathered, in order not to go through it for each."""
        return len(self.text) > _LONG

    def lacks(self, words: str) -> bool:
        """Whether a long text is known to be without one of these words."""
        if not self.is_long:
            return False
        return not self._words.issuperset(_WORD.findall(words))

    @cached_property
    def folded(self) -> Evidence:
        """The same text in lower case."""
        return Evidence(self.text.lower(), cased=self)

    def has_stem(self, stem: str) -> bool:
        """Whether a word with this beginning stands in the text."""
        at = self.text.find(stem)
        while at >= 0:
            if not self.text[at - 1 : at].isalnum():
                return True
            at = self.text.find(stem, at + 1)
        return False

    def has_inside(self, word: str) -> bool:
        """Whether a word stands in the text where no sentence begins."""
        known = self._inside.get(word)
        if known is None:
            known = self._inside[word] = self._is_inside(word)
        return known

    def _is_inside(self, word: str) -> bool:
        if self.is_long and word.isalnum() and word[0] in CAPITALS:
            return word in self._capitalised_inside
        return any(map(self._goes_on, self.places(word)))

    def _goes_on(self, at: int) -> bool:
        before = self.text[max(at - 2, 0) : at]
        if len(before) < 2 or not before[1].isspace():
            return False
        return before[0].islower() or before[0] in ",;"


@dataclass(frozen=True)
class Context:
    """Both documents' evidence, and the language that they are in.

    ``names`` remembers the names read in runs of capitals, for the module of that name.
    """

    language: Language
    a: Evidence
    b: Evidence
    names: dict[tuple[str, bool, bool], list[Name]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, a: str, b: str = "") -> Self:
        """The context of two texts (or of one)."""
        return cls(language_of(b or a), Evidence(a), Evidence(b))

    def inside(self, word: str) -> bool:
        """Whether a word stands capitalised inside a sentence of either document."""
        return self.a.has_inside(word) or self.b.has_inside(word)

    def common(self, word: str) -> bool:
        """Whether a word stands in either document in lower case."""
        word = word.lower()
        return self.a.has(word) or self.b.has(word)
