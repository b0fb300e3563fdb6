"""How alike two texts are as bags of words.

A word is what ``\\w+`` finds; in Chinese and Japanese every character is one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


@dataclass
class Score:
    """Words of the truth, words found, and those that are both; over as many pages as added."""

    wanted: int = 0
    found: int = 0
    right: int = 0

    def add(self, truth: str, found: str) -> None:
        """Count one page."""
        wanted_words, found_words = _words(truth), _words(found)
        self.wanted += wanted_words.total()
        self.found += found_words.total()
        self.right += (wanted_words & found_words).total()

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.wanted + self.found) if self.wanted + self.found else 0.0


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))
