"""Lines put together again into text: the hyphens of line ends, and the spaces.

A hyphen at the end of a line may be the printer's, and goes, or the writer's, and stays. How
the same word is written elsewhere in the text decides, and then what its parts are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")
_CUT = re.compile(r"([^\W_][\w'’‐-]*?)?([-‐\xad])$")
_NEXT = re.compile(r"[\w'’-]+")
_AND = frozenset("and or to und oder bzw sowie et ou y e o ed en of og eller och".split())
"""Before these a hyphen stands for the rest of a word ("first- and second-class")."""
_COMPOUNDING = frozenset(
    "self well half ex all one two three four five six seven eight nine ten eleven twelve twenty "
    "thirty forty fifty sixty seventy eighty ninety".split()
)
_NO_SPACE_AFTER = ("—", "–", "/")
_UNSPACED = re.compile(r"[⺀-〿぀-ヿ㐀-䶿一-鿿豈-﫿！-｠]")
_LEAST_PART = 3
_LONGEST = 80
"""No word before a hyphen is looked at further back than this."""


class Joiner:
    """Puts lines together, with the words of the whole text in mind."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        for line in lines:
            whole = _WORD.findall(line.lower())
            if whole and line.rstrip().endswith(("-", "‐", "\xad")):
                whole.pop()
            self._words.update(word.replace("‐", "-") for word in whole)
            self._words.update(part for word in whole if "-" in word for part in word.split("-"))

    def joined(self, lines: Sequence[str]) -> str:
        """The text of a paragraph's lines."""
        parts = list(lines[:1])
        for last, line in pairwise(lines):
            kept, between = self._between(last, line)
            if not kept:
                parts[-1] = parts[-1][:-1]
            parts += between, line
        return "".join(parts).removesuffix("\xad")

    def _between(self, last: str, line: str) -> tuple[bool, str]:
        """Whether the last sign of a line stays, and what comes between it and the next line."""
        cut = _CUT.search(last[-_LONGEST:])
        if cut is None or not cut[1]:
            tight = last.endswith(_NO_SPACE_AFTER) and len(last) > 1 and not last[-2].isspace()
            unspaced = _UNSPACED.match(last[-1]) and _UNSPACED.match(line[0])
            return True, "" if tight or unspaced else " "
        if cut[2] == "\xad":
            return False, ""
        after = _NEXT.match(line)
        if after is None:
            return True, ""
        if after[0].lower() in _AND:
            return True, " "
        return self._is_writers(cut[1], after[0]), ""

    def _is_writers(self, before: str, after: str) -> bool:
        """Whether the hyphen between two parts is one that the writer wrote."""
        if not (before[-1].isalpha() and after[0].islower()):
            return True
        first = before.lower()
        last = first.rsplit("-", 1)[-1]
        second = after.lower()
        whole, compound = last + second, f"{first}-{second}"
        if compound in self._words or f"{last}-{second}" in self._words:
            return True
        if whole in self._words or (first + second) in self._words:
            return False
        if "-" in first or last in _COMPOUNDING:
            return True
        head = second.split("-")[0]
        return (
            min(len(last), len(head)) >= _LEAST_PART and last in self._words and head in self._words
        )
